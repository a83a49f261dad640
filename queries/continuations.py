"""What reviewers decided on two plans of different years: read from the store, decided, written back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, cast

from ontology import nquads, terms
from ontology.identifiers import concept, continuation_graph, continuation_iri
from queries.across_years import compare_years, list_items
from queries.errors import QueryError
from queries.fact_records import PlanFacts
from queries.facts import concept_key, money, words
from queries.store import Store
from queries.year_records import Decision, Item, ReviewStatus

_QUESTION: Final = """
SELECT ?earlier ?later ?status ?score ?reviewer ?date ?note ?earlier_label ?later_label WHERE {
  GRAPH ?decisions {
    ?decision a gt:Continuation ; sssom:subject_id ?earlier ; sssom:object_id ?later ; gt:hasStatus ?status .
    OPTIONAL { ?decision sssom:confidence ?score . }
    OPTIONAL { ?decision sssom:reviewer_label ?reviewer . }
    OPTIONAL { ?decision sssom:mapping_date ?date . }
    OPTIONAL { ?decision sssom:comment ?note . }
    OPTIONAL { ?decision sssom:subject_label ?earlier_label . }
    OPTIONAL { ?decision sssom:object_label ?later_label . }
  }
} ORDER BY ?earlier ?later"""


class UnknownItemError(QueryError):
    """Raised when a decision names something that a plan does not state, or two things of different kinds."""

    def __init__(self, document: str, key: str, kind: str = "") -> None:
        self.document, self.key, self.kind = document, key, kind
        what = f"there is no {kind} {key}" if kind else f"there is no {key}"
        what_zh = f"没有{kind and ' ' + kind + ' '}{key}"
        super().__init__(
            document,
            (what, "`goaltrace years list` shows the keys of both plans"),
            (what_zh, "goaltrace years list 列出两份计划中的标识"),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reviewer says of two items, each by its place in its plan, such as `project/CODE`."""

    earlier: str
    later: str
    status: ReviewStatus
    reviewer: str
    date: str
    note: str = ""


def read_decisions(store: Store, earlier_plan: str, later_plan: str) -> tuple[Decision, ...]:
    """Every decision on two plans, by the IRIs of the plans."""
    graph = nquads.iri(continuation_graph(earlier_plan, later_plan))
    return tuple(
        Decision(
            words(row["earlier"]),
            words(row["later"]),
            cast("ReviewStatus", concept_key(row["status"], "status")),
            words(row["earlier_label"]),
            words(row["later_label"]),
            money(row["score"]),
            words(row["reviewer"]),
            words(row["date"]),
            words(row["note"]),
        )
        for row in store.select(_QUESTION, {"decisions": graph}).records()
    )


def decide(store: Store, earlier: PlanFacts, later: PlanFacts, answer: Answer) -> Decision:
    """Keep a reviewer's answer in the store; an earlier answer on the same two items gives way to it."""
    one = _find(earlier, answer.earlier)
    other = _find(later, answer.later, one.kind)
    plans = (earlier.document.plan, later.document.plan)
    pairs = compare_years(earlier, later).pairs
    alike = [
        p.score
        for p in pairs
        if p.earlier and p.later and (p.earlier.iri, p.later.iri) == (one.iri, other.iri)
    ]
    decision = Decision(
        one.iri,
        other.iri,
        answer.status,
        one.label,
        other.label,
        alike[0] if alike else None,
        answer.reviewer,
        answer.date,
        answer.note,
    )
    kept = [d for d in read_decisions(store, *plans) if (d.earlier, d.later) != (one.iri, other.iri)]
    write_decisions(store, *plans, [*kept, decision])
    return decision


def write_decisions(store: Store, earlier_plan: str, later_plan: str, decisions: Sequence[Decision]) -> None:
    """Put these decisions in the place of all that were made on two plans."""
    graph = continuation_graph(earlier_plan, later_plan)
    writer = nquads.QuadWriter(graph)
    for decision in sorted(decisions, key=lambda d: (d.earlier, d.later)):
        keys = (
            decision.earlier.removeprefix(f"{earlier_plan}/"),
            decision.later.removeprefix(f"{later_plan}/"),
        )
        _write(writer, continuation_iri(graph, *keys), decision)
    store.replace_graphs([graph], writer.nquads())


def _write(writer: nquads.QuadWriter, node: str, decision: Decision) -> None:
    writer.add(node, terms.RDF_TYPE, nquads.iri(terms.GT_CONTINUATION))
    writer.add(node, terms.SSSOM_SUBJECT_ID, nquads.iri(decision.earlier))
    writer.add(node, terms.SSSOM_PREDICATE_ID, nquads.iri(terms.SKOS_EXACT_MATCH))
    writer.add(node, terms.SSSOM_OBJECT_ID, nquads.iri(decision.later))
    writer.add(node, terms.SSSOM_MAPPING_JUSTIFICATION, nquads.iri(terms.SEMAPV_MANUAL_MAPPING_CURATION))
    writer.add(node, terms.GT_HAS_STATUS, nquads.iri(concept(f"status-{decision.status}")))
    if decision.score is not None:
        writer.add(node, terms.SSSOM_CONFIDENCE, nquads.decimal(Decimal(decision.score)))
    if decision.date:
        writer.add(node, terms.SSSOM_MAPPING_DATE, nquads.date(decision.date))
    for predicate, value in (
        (terms.SSSOM_REVIEWER_LABEL, decision.reviewer),
        (terms.SSSOM_COMMENT, decision.note),
        (terms.SSSOM_SUBJECT_LABEL, decision.earlier_label),
        (terms.SSSOM_OBJECT_LABEL, decision.later_label),
    ):
        if value:
            writer.add(node, predicate, nquads.text(value))


def _find(facts: PlanFacts, key: str, kind: str = "") -> Item:
    for item in list_items(facts):
        if item.key == key and kind in ("", item.kind):
            return item
    raise UnknownItemError(facts.document.key, key, kind)
