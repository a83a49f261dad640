"""What stands beside a place of the source: what was read there, what the rules said of it, what was mended."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ontology import nquads
from ontology.prefixes import GT, GTC, GTR
from queries.coverage_records import DocumentCoverage, Finding, Goal, Repair, Row, Statement
from queries.fact_records import DocumentFact
from queries.facts import words
from queries.store import Store
from service.pages.labels import name_term
from service.pages.source_places import Place, Thing, belongs_to

_OWN: Final = """
SELECT ?node ?property ?value WHERE { GRAPH ?layer { ?node ?property ?value } }"""
_READINGS: Final = """
SELECT ?way ?node ?property ?value WHERE {
  GRAPH ?layer {
    { ?thing ?way ?node } UNION { ?thing ?way ?chosen . ?chosen gt:hasOtherReading ?node }
    ?node a gt:ValueReading ; ?property ?value } }"""
_WAYS: Final = ("hasReading", "hasOwnTarget", "hasFurtherTarget")
# Which words of a thing each way of reading explains.
_READ: Final = {
    "hasReading": ("gt:printedValue",),
    "hasOwnTarget": ("gt:description", "gt:printedText"),
    "hasFurtherTarget": ("gt:printedValue",),
}
_NOT_SHOWN: Final = frozenset({GT + "order"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a text: how it belongs to the row, its rank, its parts in words, the rules that made it."""

    way: str
    rank: int
    words: str
    parts: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """All that stands beside one thing of a place."""

    thing: Thing
    row: Row | None
    statement: Statement | None
    goal: Goal | None
    read: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]


def read_beside(
    store: Store, fact: DocumentFact, document: DocumentCoverage, place: Place, lang: str
) -> list[Beside]:
    """What belongs to each thing that was quoted from the place."""
    layer = nquads.iri(f"{fact.iri}/reading")
    return [
        Beside(
            thing=thing,
            row=_row_of(thing, place, document),
            statement=_statement_of(thing, place, document),
            goal=next((goal for goal in document.goals if goal.iri == thing.iri), None),
            read=_own_facts(store, layer, thing, lang),
            readings=_readings(store, layer, thing, lang),
            findings=tuple(found for found in document.findings if found.focus == thing.iri),
        )
        for thing in place.things
    ]


def repairs_at(document: DocumentCoverage, label: str) -> list[Repair]:
    """What was mended at the place."""
    return [repair for repair in document.repairs if repair.cell and belongs_to(repair.cell, label)]


def findings_at(document: DocumentCoverage, place: Place | None, label: str) -> list[Finding]:
    """Findings at the cell that are about nothing quoted from it."""
    known = {thing.iri for thing in place.things} if place else set()
    return [found for found in document.findings if found.cell == label and found.focus not in known]


def _row_of(thing: Thing, place: Place, document: DocumentCoverage) -> Row | None:
    if thing.kind != "gt:Indicator":
        return None
    name = thing.fact("gt:printedName")
    here = [row for row in document.rows if row.cell == place.label]
    return next((row for row in here if row.printed_name == name), here[0] if here else None)


def _statement_of(thing: Thing, place: Place, document: DocumentCoverage) -> Statement | None:
    if thing.kind != "gt:GoalStatement":
        return None
    own = (statement for goal in document.goals for statement in goal.statements)
    text = thing.fact("gt:printedText")
    return next((found for found in own if found.cell == place.label and found.text == text), None)


def _own_facts(store: Store, layer: str, thing: Thing, lang: str) -> tuple[tuple[str, str], ...]:
    rows = store.select(_OWN, {"layer": layer, "node": nquads.iri(thing.iri)}).records()
    return _in_words([(words(row["property"]), words(row["value"])) for row in rows], lang)


def _readings(store: Store, layer: str, thing: Thing, lang: str) -> tuple[Reading, ...]:
    facts: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in store.select(_READINGS, {"layer": layer, "thing": nquads.iri(thing.iri)}).records():
        facts[words(row["way"]).removeprefix(GT), words(row["node"])].append(
            (words(row["property"]), words(row["value"]))
        )
    found = [_reading(way, pairs, thing, lang) for (way, _), pairs in sorted(facts.items()) if way in _WAYS]
    return tuple(sorted(found, key=lambda reading: (_WAYS.index(reading.way), reading.rank, reading.words)))


def _reading(way: str, pairs: Sequence[tuple[str, str]], thing: Thing, lang: str) -> Reading:
    known: Mapping[str, str] = dict(pairs)
    rank = known.get(GT + "readingRank", "1")
    rules = sorted(value.removeprefix(GTR) for name, value in pairs if name == GT + "citesRule")
    parts = [
        (name, value)
        for name, value in pairs
        if name not in (GT + "readingRank", GT + "citesRule", GT + "numberText")
    ]
    return Reading(
        way,
        int(rank) if rank.isdigit() else 1,
        next((read for name in _READ[way] if (read := thing.fact(name))), ""),
        _in_words(parts, lang),
        tuple(rules),
    )


def _in_words(pairs: Sequence[tuple[str, str]], lang: str) -> tuple[tuple[str, str], ...]:
    """Properties and values as people read them; what only leads to another node is left out."""
    shown = []
    for name, value in sorted(pairs):
        if name in _NOT_SHOWN or not name.startswith(GT):
            continue
        if value.startswith(GTC):
            label = name_term(name, lang).removeprefix("has ").removeprefix("有")
            shown.append((label, name_term(value, lang)))
        elif not value.startswith(("http://", "https://")):
            shown.append((name_term(name, lang), value))
    return tuple(shown)
