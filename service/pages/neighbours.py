"""One resource of the graph with what it says and what it hangs together with, a bounded part at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from ontology.nquads import iri as iri_term
from ontology.prefixes import PREFIXES
from queries.answer import Value
from queries.store import Store
from service.pages.labels import Label, name_resources, name_term

MOST: Final = 150
MOST_COUNTED: Final = 10_000
_SORTED_UP_TO: Final = 2_000
_MOST_TEXTS: Final = 300

Direction = Literal["out", "in"]
Voice = Literal["source", "reading", "judgment", "links", "reviews", "other"]
VOICES: Final[tuple[Voice, ...]] = ("source", "reading", "judgment", "links", "reviews", "other")
"""The graphs of a document in the order in which they are shown; all else is `other`."""


class Text(NamedTuple):
    """A text or number that a resource states, and in which voice."""

    voice: Voice
    property: str
    property_text: str
    value: str
    language: str


class Neighbour(NamedTuple):
    """A resource at the other end of a property."""

    direction: Direction
    voice: Voice
    property: str
    property_text: str
    iri: str
    label: Label


class Relation(NamedTuple):
    """A property with the number of resources at its other end."""

    direction: Direction
    property: str
    size: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A resource, its texts, and one part of its neighbours; `total` counts all of them."""

    iri: str
    label: Label
    texts: tuple[Text, ...]
    neighbours: tuple[Neighbour, ...]
    total: int
    offset: int

    @property
    def known(self) -> bool:
        """Whether the store says anything of the resource."""
        return bool(self.texts or self.total)

    @property
    def more(self) -> int:
        """How many neighbours come after those that are shown."""
        return max(self.total - self.offset - len(self.neighbours), 0)


def read_neighbourhood(store: Store, iri: str, language: str, offset: int = 0) -> Neighbourhood:
    """What the store says of a resource; neighbours in the order of their properties, from `offset` on."""
    relations = _relations(store, iri)
    found: list[tuple[Relation, str, Voice]] = []
    skipped = 0
    for relation in relations:
        room = MOST - len(found)
        if skipped + relation.size <= offset or room <= 0:
            skipped += relation.size
            continue
        start = max(offset - skipped, 0)
        found += [(relation, *end) for end in _ends(store, iri, relation, start, room)]
        skipped += relation.size
    labels = name_resources(store, [iri, *(end for _, end, _ in found)], language)
    neighbours = tuple(
        Neighbour(
            relation.direction,
            voice,
            relation.property,
            name_term(relation.property, language),
            end,
            labels[end],
        )
        for relation, end, voice in found
    )
    total = sum(relation.size for relation in relations)
    return Neighbourhood(iri, labels[iri], _texts(store, iri, language), neighbours, total, offset)


def voice_of(graph: Value) -> Voice:
    """In whose voice a graph speaks, by the end of its IRI.

    >>> voice_of("https://example.org/document/1/judgment"), voice_of("https://example.org/x")
    ('judgment', 'other')
    """
    last = str(graph).rpartition("/")[2]
    return next((voice for voice in VOICES if voice == last), "other")


def _relations(store: Store, iri: str) -> list[Relation]:
    """The properties that lead to other resources, out of this one and into it."""
    term = iri_term(iri)
    patterns: Mapping[Direction, str] = {
        "out": f"SELECT DISTINCT ?p ?x WHERE {{ {term} ?p ?x . FILTER(isIRI(?x)) }} LIMIT {MOST_COUNTED}",
        "in": f"SELECT DISTINCT ?p ?x WHERE {{ ?x ?p {term} . FILTER(isIRI(?x)) }} LIMIT {MOST_COUNTED}",
    }
    found: list[Relation] = []
    for direction, pattern in patterns.items():
        question = f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ {{ {pattern} }} }} GROUP BY ?p"
        found += [Relation(direction, str(p), int(str(n))) for p, n in store.select(question).rows]
    return sorted(found, key=_relation_order)


_FIRST: Final = {
    name: place
    for place, name in enumerate(
        (
            PREFIXES["gt"] + "supportsGoal",
            PREFIXES["gt"] + "supportsObjective",
            PREFIXES["skos"] + "broader",
            PREFIXES["gt"] + "hasIndicator",
            PREFIXES["gt"] + "hasAmount",
            PREFIXES["prov"] + "wasQuotedFrom",
            PREFIXES["gt"] + "hasReading",
            PREFIXES["dqv"] + "computedOn",
            PREFIXES["gt"] + "hasGrade",
            PREFIXES["gt"] + "citesRule",
            PREFIXES["gt"] + "hasFlag",
        )
    )
}
_LAST: Final = frozenset({PREFIXES["rdf"] + "type", PREFIXES["skos"] + "inScheme"})


def _relation_order(relation: Relation) -> tuple[bool, int, str, str]:
    """The chain from goals down to cells and reasons first, classes last."""
    place = _FIRST.get(relation.property, len(_FIRST))
    return (relation.property in _LAST, place, relation.property, relation.direction)


def _ends(store: Store, iri: str, relation: Relation, start: int, room: int) -> list[tuple[str, Voice]]:
    """The resources at the other end of a property, so many from there on, each once.

    A long list is left in the store's own order, which stays the same while the store does.
    """
    term, property_ = iri_term(iri), iri_term(relation.property)
    pattern = f"{term} {property_} ?x" if relation.direction == "out" else f"?x {property_} {term}"
    order = "ORDER BY ?x" if relation.size <= _SORTED_UP_TO else ""
    inner = (
        f"SELECT DISTINCT ?x WHERE {{ {pattern} . FILTER(isIRI(?x)) }} {order} LIMIT {room} OFFSET {start}"
    )
    ends = [str(row[0]) for row in store.select(inner).rows]
    return [(end, voice) for end, voice in _voices(store, iri, relation, ends).items()]


def _voices(store: Store, iri: str, relation: Relation, ends: Sequence[str]) -> dict[str, Voice]:
    term, property_ = iri_term(iri), iri_term(relation.property)
    pattern = f"{term} {property_} ?x" if relation.direction == "out" else f"?x {property_} {term}"
    wanted = " ".join(iri_term(end) for end in ends)
    question = f"SELECT ?x ?g WHERE {{ VALUES ?x {{ {wanted} }} GRAPH ?g {{ {pattern} }} }}"
    said: dict[str, set[Voice]] = {}
    for end, graph in store.select(question).rows:
        said.setdefault(str(end), set()).add(voice_of(graph))
    return {end: _first_voice(said.get(end, ())) for end in ends}


def _first_voice(said: Iterable[Voice]) -> Voice:
    return min(said, key=VOICES.index, default="other")


def _texts(store: Store, iri: str, language: str) -> tuple[Text, ...]:
    """The literals of a resource, by voice and property."""
    question = (
        f"SELECT ?g ?p ?o (LANG(?o) AS ?l) WHERE {{ GRAPH ?g {{ {iri_term(iri)} ?p ?o }} "
        f"FILTER(isLiteral(?o)) }} LIMIT {_MOST_TEXTS}"
    )
    found = {
        Text(voice_of(graph), str(name), name_term(str(name), language), str(value), str(tag or ""))
        for graph, name, value, tag in store.select(question).rows
    }
    return tuple(sorted(found, key=lambda text: (VOICES.index(text.voice), *text[1:])))
