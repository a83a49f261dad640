"""The example as a store in memory, and made-up data of the tests for what the example does not have."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox

from ontology.identifiers import DEFAULT_BASE
from ontology.prefixes import shorten
from queries.embedded import EmbeddedStore
from service.build import build
from service.review import read_link_files
from shapes.profile import load_profile

ROOT: Final = Path(__file__).parents[2]
DOCUMENT: Final = ROOT / "examples" / "organization-department-2022.docx"
LINKS: Final = ROOT / "links" / "caofeidian-organization-department-2022.sssom.tsv"
_MADE_UP: Final = ("tests/queries/plans.trig", "tests/queries/coverage.trig")
_BASES: Final = (DEFAULT_BASE, "https://example.org/data/")
_HASH: Final = re.compile(
    r'"[^"]*[0-9a-f]{32,}[^"]*"'
)  # a hash says nothing to a reader and changes with the rules
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class Seen(NamedTuple):
    """A triple in which a term stands, as Turtle, and whether it is the example's."""

    triple: str
    ours: bool


@cache
def example_store() -> EmbeddedStore:
    """The example with its reviewed links, as `make run` builds it."""
    store = EmbeddedStore.in_memory()
    build([DOCUMENT], store, load_profile(), DEFAULT_BASE, read_link_files([LINKS]))
    return store


class Triples:
    """The shortest, first triple for each class, property and concept in use."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[tuple[bool, int, str], Seen]] = {}

    def add(self, quads: Iterable[ox.Quad | ox.Triple], *, ours: bool) -> None:
        """Take these quads into account."""
        for quad in quads:
            self._take(quad, ours=ours)

    def _take(self, quad: ox.Quad | ox.Triple, *, ours: bool) -> None:
        text = f"{short(quad.subject)} {short(quad.predicate)} {short(quad.object)} ."
        term = quad.object if quad.predicate == _TYPE else quad.predicate
        candidate = ((not ours, len(text), text), Seen(text, ours))
        for key in {str(term), str(quad.object)}:
            if key not in self._seen or candidate[0] < self._seen[key][0]:
                self._seen[key] = candidate

    def of(self, iri: str) -> Seen | None:
        """An example of a term, or None where nothing uses it."""
        found = self._seen.get(f"<{iri}>")
        return found[1] if found else None


@cache
def example_triples() -> Triples:
    """The triples of the example, then those of the tests' made-up plans and shape cases."""
    found = Triples()
    own = list(ox.parse(example_store().nquads(), ox.RdfFormat.N_QUADS))
    found.add([q for q in own if "/data/document/" in str(q.graph_name)], ours=True)
    for name in _MADE_UP:
        found.add(
            list(ox.parse((ROOT / name).read_bytes(), ox.RdfFormat.TRIG, base_iri=_BASES[1])), ours=False
        )
    for path in sorted((ROOT / "tests/shapes/cases").glob("*/*.ttl")):
        found.add(list(ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=_BASES[1])), ours=False)
    return found


def short(term: object) -> str:
    """A term as Turtle would write it with our prefixes, IRIs of the data without their base."""
    if isinstance(term, ox.NamedNode):
        for base in _BASES:
            if term.value.startswith(base):
                return f"<{term.value[len(base) :]}>"
        known = shorten(term.value)
        return known if known != term.value else str(term)
    if isinstance(term, ox.Literal) and not term.language and term.datatype.value.endswith("#string"):
        return _HASH.sub('"…"', str(term))
    if isinstance(term, ox.Literal) and not term.language:
        return f'"{term.value}"^^{shorten(term.datatype.value)}'
    return str(term)
