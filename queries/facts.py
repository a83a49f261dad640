"""Reads the facts of plans from a store, document by document."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from ontology import nquads
from ontology.prefixes import GTC, GTR
from queries import fact_questions as questions
from queries.answer import Value
from queries.errors import UnknownDocumentError
from queries.fact_records import (
    DocumentFact,
    FundFact,
    GoalFact,
    IndicatorFact,
    LinkFact,
    ObjectiveFact,
    PlanFacts,
    ProjectFact,
)
from queries.places import Places, read_ranges
from queries.store import Store

Record = Mapping[str, Value]
_WHOLE_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\ud800-\udfff]+")


def words(value: Value) -> str:
    """A value as text, empty where nothing is bound."""
    return "" if value is None else str(value)


def whole(value: Value) -> int | None:
    """A value as a whole number, None where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def money(value: Value) -> Decimal | None:
    """A value as a decimal, None where it is no number."""
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def concept_key(value: Value, scheme: str) -> str:
    """The bare key of a concept of a scheme.

    >>> concept_key("https://w3id.org/goaltrace/concept#fund-fiscal", "fund")
    'fiscal'
    """
    return words(value).removeprefix(GTC).removeprefix(f"{scheme}-")


def number_order(number: str) -> tuple[int, str]:
    """Sorts list numbers as people do: 2 before 10, 3 before 3a.

    >>> sorted(["10", "3a", "2", "3", "二"], key=number_order)
    ['2', '3', '3a', '10', '二']
    """
    digits = len(number) - len(number.lstrip("0123456789"))
    return (int(number[:digits]) if digits else 10**9, number)


def read_documents(store: Store, document: str = "") -> tuple[DocumentFact, ...]:
    """Every document of the store, sorted by IRI, or the one with that IRI."""
    bindings = (
        {"document": nquads.iri(document), "source": nquads.iri(f"{document}/source")} if document else {}
    )
    found: dict[str, DocumentFact] = {}
    for row in store.select(questions.DOCUMENTS, bindings).records():
        iri = words(row["document"])
        rest = (
            words(row[name]) for name in ("code", "name", "year", "kind", "title", "layout", "file", "sha256")
        )
        found.setdefault(iri, DocumentFact(iri, iri.rsplit("/", 1)[-1], words(row["plan"]), *rest))
    return tuple(found.values())


def choose_documents(store: Store, document: str | None) -> tuple[DocumentFact, ...]:
    """The document of that IRI or key, or all of them where none is named."""
    if document is None:
        return read_documents(store)
    found = _find_document(store, document)
    if found:
        return read_documents(store, found)
    documents = read_documents(store)
    chosen = tuple(known for known in documents if document in (known.iri, known.key))
    if not chosen:
        raise UnknownDocumentError(document, tuple(known.key for known in documents))
    return chosen


def _find_document(store: Store, document: str) -> str:
    """The IRI of a document without looking at all of them; empty where that does not lead to it."""
    any_other = store.select(questions.ONE_DOCUMENT).rows
    beside = words(any_other[0][0]).rpartition("/")[0] if any_other else ""
    for iri in (document, f"{beside}/{document}"):
        if _WHOLE_IRI.fullmatch(iri) and store.ask(questions.IS_DOCUMENT, {"document": nquads.iri(iri)}):
            return iri
    return ""


def read_facts(store: Store, document: DocumentFact) -> PlanFacts:
    """All facts of one document; the cost is that of the document, not of the store."""
    layers = {
        layer: nquads.iri(f"{document.iri}/{layer}") for layer in ("source", "reading", "judgment", "links")
    }

    def ask(question: str, *names: str) -> list[dict[str, Value]]:
        return list(store.select(question, {name: layers[name] for name in names}).records())

    goals = read_goals(store, document)
    projects = _projects(ask(questions.PROJECTS, "source"), ask(questions.AMOUNTS, "source", "reading"))
    mended = {words(row["indicator"]): words(row["name"]) for row in ask(questions.NAMES, "reading")}
    order = {project.iri: project.order for project in projects}
    indicators = _indicators(
        ask(questions.INDICATORS, "source"), mended, _verdicts(ask(questions.JUDGED, "judgment"))
    )
    return PlanFacts(
        document,
        goals,
        _objectives(ask(questions.OBJECTIVES, "source", "reading"), goals),
        projects,
        tuple(sorted(indicators, key=lambda fact: (order.get(fact.project, 0), fact.project, fact.row))),
        _links(ask(questions.LINKS, "links"), order),
    )


def read_goals(store: Store, document: DocumentFact) -> tuple[GoalFact, ...]:
    """The goals of one document in the order of their numbers."""
    rows = store.select(questions.GOALS, {"source": nquads.iri(f"{document.iri}/source")}).records()
    found: dict[str, GoalFact] = {}
    for row in rows:
        iri = words(row["goal"])
        found.setdefault(iri, GoalFact(iri, words(row["number"]), words(row["name"])))
    return tuple(sorted(found.values(), key=lambda goal: (number_order(goal.number), goal.iri)))


def read_places(store: Store, document: str, file: str = "") -> Places:
    """Where things stand in the file, called `file`, of the document with that IRI."""
    ranges: dict[str, tuple[int, int]] = {}
    columns: dict[str, int] = {}
    for row in store.select(questions.PLACES, {"source": nquads.iri(f"{document}/source")}).records():
        place, column = words(row["place"]), whole(row["column"])
        ranges |= read_ranges(place, words(row["ranges"]))
        if column is not None:
            columns[place] = column
    return Places(file, ranges, columns)


def _objectives(rows: Iterable[Record], goals: Iterable[GoalFact]) -> tuple[ObjectiveFact, ...]:
    position = {goal.iri: place for place, goal in enumerate(goals)}
    above = {words(row["objective"]): words(row["above"]) for row in rows}
    found: dict[str, ObjectiveFact] = {}
    for row in rows:
        iri, higher = words(row["objective"]), words(row["above"])
        goal = higher if higher in position else above.get(higher, "")
        if goal not in position:
            continue
        number = words(row["number"]) or iri.rpartition("/objective/")[2]
        part_of = "" if higher in position else higher
        found.setdefault(iri, ObjectiveFact(iri, goal, part_of, number, words(row["text"])))
    return tuple(sorted(found.values(), key=lambda o: (position[o.goal], number_order(o.number), o.iri)))


def _projects(rows: Iterable[Record], amounts: Iterable[Record]) -> tuple[ProjectFact, ...]:
    budgets: dict[str, Decimal | None] = {}
    funds: dict[str, list[FundFact]] = defaultdict(list)
    for row in amounts:
        project, yuan = words(row["project"]), money(row["yuan"])
        if row["role"] == "budget":
            budgets.setdefault(project, yuan)
        elif row["fund"] is not None:
            funds[project].append(FundFact(concept_key(row["fund"], "fund"), yuan))
    found: dict[str, ProjectFact] = {}
    for row in rows:
        iri = words(row["project"])
        found.setdefault(
            iri,
            ProjectFact(
                iri=iri,
                order=whole(row["order"]) or 0,
                code=words(row["code"]),
                name=words(row["name"]),
                purpose=words(row["purpose"]),
                yuan=budgets.get(iri),
                funds=tuple(funds[iri]),
            ),
        )
    return tuple(found.values())


class _Verdict(NamedTuple):
    grade: str
    flags: tuple[str, ...]
    rules: tuple[str, ...]
    verifiable: bool


_UNJUDGED: Final = _Verdict("", (), (), verifiable=False)


def _verdicts(rows: Iterable[Record]) -> dict[str, _Verdict]:
    """What is judged of each row: by the measurement that it shares with others, and by one of its own."""
    stated: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        said = words(row["property"]).rpartition("#")[2]
        stated[words(row["judged"])][said].add(words(row["found"]))
    judged: dict[str, list[str]] = defaultdict(list)
    for name, facts in sorted(stated.items()):
        for subject in facts["computedOn"]:
            judged[subject].append(name)
    shared: dict[tuple[str, ...], _Verdict] = {}
    found: dict[str, _Verdict] = {}
    for subject, names in judged.items():
        key = tuple(names)
        if key not in shared:
            shared[key] = _verdict([stated[name] for name in names])
        found[subject] = shared[key]
    return found


def _verdict(measurements: Sequence[Mapping[str, set[str]]]) -> _Verdict:
    facts = {
        name: set[str]().union(*(facts.get(name, ()) for facts in measurements))
        for name in ("hasGrade", "hasFlag", "citesRule", "verifiable")
    }
    grades = sorted(concept_key(found, "grade") for found in facts["hasGrade"])
    return _Verdict(
        grades[0] if grades else "",
        tuple(sorted(concept_key(found, "flag") for found in facts["hasFlag"])),
        tuple(sorted(found.removeprefix(GTR) for found in facts["citesRule"])),
        "True" in facts["verifiable"],
    )


def _indicators(
    rows: Iterable[Record], names: Mapping[str, str], verdicts: Mapping[str, _Verdict]
) -> list[IndicatorFact]:
    found: dict[str, IndicatorFact] = {}
    for row in rows:
        iri, printed = words(row["indicator"]), words(row["printed"])
        if iri in found:
            continue
        verdict = verdicts.get(iri, _UNJUDGED)
        found[iri] = IndicatorFact(
            iri=iri,
            project=words(row["project"]),
            row=whole(row["row"]) or 0,
            kind=concept_key(row["kind"], "kind"),
            first_level=words(row["first"]),
            second_level=words(row["second"]),
            name=names.get(iri, printed),
            name_printed=printed,
            description=words(row["description"]),
            value_text=words(row["value"]),
            basis=words(row["basis"]),
            grade=verdict.grade,
            flags=verdict.flags,
            rules=verdict.rules,
            verifiable=verdict.verifiable,
            cell=words(row["cell"]),
        )
    return list(found.values())


def _links(rows: Iterable[Record], order: Mapping[str, int]) -> tuple[LinkFact, ...]:
    found: dict[str, LinkFact] = {}
    for row in rows:
        iri, target = words(row["link"]), words(row["target"])
        link = LinkFact(
            iri,
            words(row["project"]),
            "" if target.endswith("NoTermFound") else target,
            concept_key(row["status"], "status"),
            words(row["evidence"]),
            money(row["confidence"]),
            money(row["share"]),
            *(words(row[name]) for name in ("reviewer", "date", "comment", "justification")),
        )
        found.setdefault(iri, link)
    return tuple(sorted(found.values(), key=lambda link: (order.get(link.project, 0), link.iri)))
