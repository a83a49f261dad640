"""The document as it was read: its places with the words that were quoted from them, in the order of the document."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ontology import nquads
from ontology.prefixes import GT, GTC, PREFIXES, shorten
from queries.fact_records import DocumentFact
from queries.facts import read_places, words
from queries.places import Places, read_spot
from queries.store import Store

_QUOTED: Final = """
SELECT ?thing ?cell ?property ?value WHERE { GRAPH ?layer {
  ?thing prov:wasQuotedFrom ?cell ; ?property ?value } }"""
_RDF_TYPE: Final = PREFIXES["rdf"] + "type"
_CLASSES: Final = (
    "gt:Indicator",
    "gt:Project",
    "gt:OverallGoal",
    "gt:Goal",
    "gt:Objective",
    "gt:GoalStatement",
    "gt:SafeguardMeasure",
    "gt:Amount",
    "gt:Milestone",
    "gt:FormField",
    "gt:StepValue",
    "gt:WholeDepartment",
    "sosa:Observation",
)
_PARAGRAPH = re.compile(r"p([0-9]+)")
_LAST: Final = 10**12


@dataclass(frozen=True, slots=True)
class Thing:
    """Something quoted from a place: its class, and its words by the short names of their properties."""

    iri: str
    kind: str
    facts: Mapping[str, str]

    def fact(self, name: str) -> str:
        """The words of one property, empty where it has none."""
        return self.facts.get(name, "")


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the document with all that was quoted from it."""

    label: str
    table: int
    row: int
    column: int
    start: int
    part: str
    things: tuple[Thing, ...]

    @property
    def indicators(self) -> tuple[Thing, ...]:
        return tuple(thing for thing in self.things if thing.kind == "gt:Indicator")

    @property
    def others(self) -> tuple[Thing, ...]:
        return tuple(thing for thing in self.things if thing.kind != "gt:Indicator")


@dataclass(frozen=True, slots=True)
class Block:
    """What stands together: one table, or prose where `table` is 0."""

    table: int
    part: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The plan's own part, or one project; `key` is the end of the project's IRI, empty for the plan."""

    key: str
    title: str
    places: tuple[Place, ...]

    @property
    def blocks(self) -> list[Block]:
        """Its places, those of one table together."""
        found: list[list[Place]] = []
        for place in self.places:
            if found and found[-1][0].table == place.table:
                found[-1].append(place)
            else:
                found.append([place])
        return [Block(places[0].table, places[0].part, tuple(places)) for places in found]


def read_sections(store: Store, document: DocumentFact) -> tuple[Section, ...]:
    """The document's sections in its order, each with its places."""
    layer = {"layer": nquads.iri(f"{document.iri}/source")}
    things = _read_things(store, layer)
    sections: dict[str, list[Place]] = defaultdict(list)
    titles: dict[str, str] = {}
    places = read_places(store, document.iri, document.file_name)
    for cell, quoted in things.items():
        by_section: dict[str, list[Thing]] = defaultdict(list)
        for thing in quoted:
            key = _section_of(thing.iri, document.plan)
            by_section[key].append(thing)
            if thing.kind == "gt:Project":
                titles[key] = thing.fact("skos:prefLabel") or thing.fact("gt:code")
        for key, own in by_section.items():
            sections[key].append(_place(cell, places, sorted(own, key=_thing_order)))
    made = [
        Section(key, titles.get(key, ""), tuple(sorted(places, key=place_order)))
        for key, places in sections.items()
    ]
    return tuple(sorted(made, key=lambda section: (section.key != "", place_order(section.places[0]))))


def place_order(place: Place) -> tuple[int, int, int, int, int, str]:
    """The order of the document: by character where that is known, else by table and row, or paragraph."""
    paragraph = _PARAGRAPH.match(place.label)
    return (
        place.start,
        place.table,
        place.row,
        place.column,
        int(paragraph[1]) if paragraph else 0,
        place.label,
    )


def find_place(sections: Sequence[Section], label: str) -> tuple[Section, Place] | None:
    """The place with that label, else the first one in the same row or paragraph."""
    for same in (_is_same, _is_beside):
        for section in sections:
            for place in section.places:
                if same(place.label, label):
                    return section, place
    return None


def _is_same(known: str, label: str) -> bool:
    return known == label


def _is_beside(known: str, label: str) -> bool:
    line = ".".join(label.split(".")[: 2 if label.startswith("t") else 1])
    return known == line or known.startswith(f"{line}.")


def belongs_to(cell: str, label: str) -> bool:
    """Whether something at that cell is about the place: the same cell, or one within the other.

    >>> belongs_to("t4.r2.c3", "t4.r2"), belongs_to("t4.r20", "t4.r2")
    (True, False)
    """
    return cell == label or cell.startswith(f"{label}.") or label.startswith(f"{cell}.")


def _read_things(store: Store, layer: Mapping[str, str]) -> dict[str, tuple[Thing, ...]]:
    facts: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for cell, thing, name, value in _quoted(store, layer):
        facts[cell, thing][name].append(value)
    found: dict[str, list[Thing]] = defaultdict(list)
    for (cell, thing), own in sorted(facts.items()):
        kinds = {shorten(kind) for kind in own.pop(_RDF_TYPE, [])}
        kind = next((known for known in _CLASSES if known in kinds), min(kinds, default=""))
        found[cell].append(
            Thing(thing, kind, {shorten(name): "\n".join(sorted(values)) for name, values in own.items()})
        )
    return {cell: tuple(own) for cell, own in found.items()}


def _quoted(store: Store, layer: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    for record in store.select(_QUOTED, layer).records():
        name, value = words(record["property"]), words(record["value"])
        if name == _RDF_TYPE or _is_words(name, value):
            yield words(record["cell"]), words(record["thing"]), name, value


def _is_words(name: str, value: str) -> bool:
    """Whether a value is words of the document or a concept, and no link to another part of it."""
    if name.startswith((PREFIXES["prov"], GT + "has")) and not value.startswith(GTC):
        return False
    return not value.startswith(("http://", "https://")) or value.startswith(GTC)


def _section_of(thing: str, plan: str) -> str:
    start = f"{plan}/project/"
    return thing[len(start) :].partition("/")[0] if thing.startswith(start) else ""


def _place(cell: str, places: Places, things: Sequence[Thing]) -> Place:
    spot, known = read_spot(cell), places.get(cell)
    return Place(
        label=cell.partition("#")[2],
        table=(known and known.table) or 0,
        row=(known and known.row) or 0,
        column=(known and known.column) or 0,
        start=_LAST if known is None or known.start is None else known.start,
        part=spot.part if spot else "",
        things=tuple(things),
    )


def _thing_order(thing: Thing) -> tuple[int, str]:
    return (_CLASSES.index(thing.kind) if thing.kind in _CLASSES else len(_CLASSES), thing.iri)
