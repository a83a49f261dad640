"""The links of a plan as the store holds them, back as the records that link files use."""

from decimal import Decimal
from typing import Final, cast
from urllib.parse import unquote

from loaders.link_records import LinkRecord, Status, sort_records
from loaders.link_rows import split_words
from ontology.identifiers import PlanIdentifiers
from ontology.prefixes import GTC, PREFIXES, shorten
from queries.answer import Value
from queries.store import Store

_QUERY: Final = """
PREFIX gt: <https://w3id.org/goaltrace/ontology#>
PREFIX sssom: <https://w3id.org/sssom/>
SELECT ?subject ?predicate ?object ?justification ?status ?confidence ?share ?evidence ?reviewer ?date
       ?comment ?subject_label ?object_label ?sha256 ?words_sha256 WHERE {
  GRAPH <%s> {
    ?link a gt:Link ; sssom:subject_id ?subject ; sssom:predicate_id ?predicate ; sssom:object_id ?object ;
          sssom:mapping_justification ?justification ; gt:hasStatus ?status .
    OPTIONAL { ?link sssom:confidence ?confidence . }
    OPTIONAL { ?link gt:share ?share . }
    OPTIONAL { ?link gt:evidence ?evidence . }
    OPTIONAL { ?link sssom:reviewer_label ?reviewer . }
    OPTIONAL { ?link sssom:mapping_date ?date . }
    OPTIONAL { ?link sssom:comment ?comment . }
    OPTIONAL { ?link sssom:subject_label ?subject_label . }
    OPTIONAL { ?link sssom:object_label ?object_label . }
    OPTIONAL { ?link gt:sha256 ?sha256 . }
    OPTIONAL { ?link gt:wordsSha256 ?words_sha256 . }
  }
}
"""


def stored_links(store: Store, identifiers: PlanIdentifiers) -> tuple[LinkRecord, ...]:
    """Every link in the plan's links graph, in the fixed order of link files."""
    found = store.select(_QUERY % identifiers.graph("links"))
    return sort_records(_record(row, identifiers) for row in found.records())


def _record(row: dict[str, Value], identifiers: PlanIdentifiers) -> LinkRecord:
    goal, objective = _target(_text(row["object"]), identifiers)
    return LinkRecord(
        project_code=unquote(_text(row["subject"]).rpartition("/project/")[2]),
        goal=goal,
        objective=objective,
        predicate=shorten(_text(row["predicate"])),
        status=cast("Status", _text(row["status"]).removeprefix(f"{GTC}status-")),
        justification=shorten(_text(row["justification"])),
        confidence=_decimal(row["confidence"]),
        evidence=split_words(_text(row["evidence"])),
        share=_decimal(row["share"]),
        reviewer=_text(row["reviewer"]),
        date=_text(row["date"]),
        document_sha256=_text(row["sha256"]),
        words_sha256=_text(row["words_sha256"]),
        comment=_text(row["comment"]),
        project_label=_text(row["subject_label"]),
        target_label=_text(row["object_label"]),
    )


def _target(iri: str, identifiers: PlanIdentifiers) -> tuple[str | None, str | None]:
    if iri == PREFIXES["sssom"] + "NoTermFound":
        return None, None
    goal, _, objective = iri.removeprefix(f"{identifiers.plan}/goal/").partition("/objective/")
    return unquote(goal), unquote(objective) or None


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _decimal(value: Value) -> Decimal | None:
    return None if value is None else Decimal(str(value))
