"""The projects and rows of a stored document as the records that layouts make, so that they can be graded again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, cast
from urllib.parse import unquote

from loaders.document import Anchor
from loaders.plan import Amount, Indicator, Plan, Project, Quote, Scope
from loaders.plan_values import read_values
from loaders.row_versions import RowReference
from ontology import nquads
from ontology.identifiers import PlanIdentifiers
from ontology.lines import split_lines
from queries.facts import Record, concept_key, money, whole, words
from queries.store import Store

_NOWHERE: Final = Anchor(0, 0)
NO_WORDS: Final = Quote("", _NOWHERE)
_PROJECTS: Final = """
SELECT ?project ?department ?scope ?order ?code ?name ?purpose ?goal ?yuan WHERE {
  GRAPH ?source {
    ?project gt:belongsToPlan ?plan .
    BIND(EXISTS { ?project a gt:WholeDepartment } AS ?department)
    OPTIONAL { ?project gt:projectScope ?scope . }
    OPTIONAL { ?project gt:order ?order . }
    OPTIONAL { ?project gt:code ?code . }
    OPTIONAL { ?project skos:prefLabel ?name . }
    OPTIONAL { ?project gt:purpose ?purpose . }
    OPTIONAL { ?project gt:goalText ?goal . }
    OPTIONAL { ?project gt:hasAmount ?amount . ?amount gt:amountRole "budget" . }
  }
  OPTIONAL { GRAPH ?reading { ?amount gt:yuan ?yuan . } }
} ORDER BY ?order ?project"""
_ROWS: Final = """
SELECT ?project ?indicator ?row ?kind ?printed ?name ?description ?value ?basis WHERE {
  GRAPH ?source {
    ?project gt:hasIndicator ?indicator .
    ?indicator gt:order ?row .
    OPTIONAL { ?indicator gt:hasKind ?kind . }
    OPTIONAL { ?indicator gt:printedName ?printed . }
    OPTIONAL { ?indicator gt:description ?description . }
    OPTIONAL { ?indicator gt:printedValue ?value . }
    OPTIONAL { ?indicator gt:basis ?basis . }
  }
  OPTIONAL { GRAPH ?reading { ?indicator gt:name ?name . } }
} ORDER BY ?row ?indicator"""


def row_of_iri(indicator: str, identifiers: PlanIdentifiers) -> RowReference:
    """The reference of a row from its IRI."""
    tail = indicator.removeprefix(f"{identifiers.plan}/project/")
    project, _, row = tail.partition("/indicator/")
    kind, _, ordinal = row.rpartition("-")
    return RowReference(unquote(project), "" if kind == "other" else unquote(kind), int(ordinal))


def stored_rows(store: Store, identifiers: PlanIdentifiers) -> Plan:
    """The plan of a stored document as far as its rows go, with every value read again."""
    layers = {name: nquads.iri(identifiers.graph(name)) for name in ("source", "reading")}
    rows: dict[str, list[Indicator]] = defaultdict(list)
    for record in store.select(_ROWS, layers).records():
        rows[words(record["project"])].append(_row(record, identifiers))
    found: dict[str, Project] = {}
    whole_department = None
    for record in store.select(_PROJECTS, layers).records():
        iri = words(record["project"])
        project = _project(record, rows[iri], identifiers)
        if record["department"] is True:
            whole_department = project
        else:
            found.setdefault(iri, project)
    return read_values(_plan(found.values(), whole_department, identifiers), 0)


def _plan(projects: Iterable[Project], department: Project | None, identifiers: PlanIdentifiers) -> Plan:
    return Plan(
        department_code=identifiers.department,
        department_name=_quote(None),
        year=identifiers.year,
        kind=identifiers.kind,
        layout="",
        title="",
        overall_goal=None,
        goals=(),
        safeguards=(),
        projects=tuple(projects),
        whole=department,
    )


def _project(record: Record, rows: Iterable[Indicator], identifiers: PlanIdentifiers) -> Project:
    budget = money(record["yuan"])
    return Project(
        key=unquote(words(record["project"]).removeprefix(f"{identifiers.plan}/project/")),
        code=_quote(record["code"]),
        name=_quote(record["name"]),
        heading=None,
        purpose=_quote(record["purpose"]),
        goal_text=_quote(record["goal"]),
        amounts=() if budget is None else (_budget(budget),),
        milestones=(),
        indicators=tuple(rows),
        anchor=_NOWHERE,
        scope=_scope(record),
    )


def _scope(record: Record) -> Scope:
    if record["department"] is True:
        return "department"
    return cast("Scope", words(record["scope"]) or "project")


def _budget(yuan: Decimal) -> Amount:
    return Amount("budget", Quote(f"{yuan:f}", _NOWHERE), "元", yuan)


def _row(record: Record, identifiers: PlanIdentifiers) -> Indicator:
    reference = row_of_iri(words(record["indicator"]), identifiers)
    return Indicator(
        row=whole(record["row"]) or 0,
        kind=concept_key(record["kind"], "kind"),
        ordinal=reference.ordinal,
        kind1="",
        kind2="",
        name=words(record["name"]) or words(record["printed"]),
        name_printed=_quote(record["printed"]),
        description=_quote(record["description"]),
        value=_quote(record["value"]),
        basis=_quote(record["basis"]),
    )


def _quote(value: object) -> Quote:
    return Quote("" if value is None else str(value), _NOWHERE)


def evidence_by_row(store: Store, identifiers: PlanIdentifiers) -> Mapping[str, tuple[str, ...]]:
    """The evidence that the judgment keeps for each row, by the row's IRI."""
    question = """SELECT ?row ?said WHERE { GRAPH ?judgment {
      { ?node dqv:isMeasurementOf gt:measurability ; dqv:computedOn ?row . ?row gt:evidence ?said . }
      UNION { ?node dqv:isMeasurementOf gt:measurability ; gt:evidence ?said ; dqv:computedOn ?row . } } }"""
    found: dict[str, list[str]] = defaultdict(list)
    bindings = {"judgment": nquads.iri(identifiers.graph("judgment"))}
    for record in store.select(question, bindings).records():
        found[words(record["row"])] += split_lines(words(record["said"]))
    return {row: tuple(sorted(set(said))) for row, said in sorted(found.items())}
