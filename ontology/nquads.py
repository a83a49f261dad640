"""The fast way to RDF: terms as N-Quads text, joined into lines.

Writing text and bulk loading it is some sixty times quicker than adding triples to an rdflib graph
(see `benchmarks/results.md`), so everything that makes many triples makes them here.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ontology.prefixes import PREFIXES

_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_SPECIAL = re.compile(r"[\x00-\x1f\"\\\x7f\ud800-\udfff]")
_XSD = PREFIXES["xsd"]


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def iri(value: str) -> str:
    """An IRI as a term; the value comes from `ontology.identifiers` or a constant, so it is safe already."""
    return f"<{value}>"


def text(value: str, language: str = "") -> str:
    r"""A plain or language-tagged string as a term.

    >>> text("公开", "zh")
    '"公开"@zh'
    """
    escaped = _SPECIAL.sub(_escape, value) if _SPECIAL.search(value) else value
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def integer(value: int) -> str:
    """A whole number as an `xsd:integer` term."""
    return f'"{value}"^^<{_XSD}integer>'


def decimal(value: Decimal) -> str:
    """A decimal as an `xsd:decimal` term in its canonical form, never in exponents.

    >>> decimal(Decimal("1100000.00"))
    '"1100000"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    return f'"{plain_decimal(value)}"^^<{_XSD}decimal>'


def plain_decimal(value: Decimal) -> str:
    """A decimal as it is usually written: no exponent, no zeros that say nothing.

    >>> plain_decimal(Decimal("1100000.00")), plain_decimal(Decimal("1E+2"))
    ('1100000', '100')
    """
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain or "0"


def boolean(value: bool) -> str:
    """A truth value as an `xsd:boolean` term."""
    return f'"{"true" if value else "false"}"^^<{_XSD}boolean>'


def year(value: str) -> str:
    """A year as an `xsd:gYear` term."""
    return f'"{value}"^^<{_XSD}gYear>'


def date(value: str) -> str:
    """An ISO date as an `xsd:date` term."""
    return f'"{value}"^^<{_XSD}date>'


class QuadWriter:
    """Collects the quads of one named graph as N-Quads lines, in the order they were stated."""

    def __init__(self, graph: str) -> None:
        self.graph = graph
        self._end = f" <{graph}> .\n"
        self._lines: list[str] = []

    def add(self, subject: str, predicate: str, term: str) -> None:
        """State one triple: subject and predicate as bare IRIs, the object as a finished term."""
        self._lines.append(f"<{subject}> <{predicate}> {term}{self._end}")

    def add_all(self, subject: str, statements: Iterable[tuple[str, str]]) -> None:
        """State many things of one subject: pairs of predicate and finished term."""
        start, end = f"<{subject}> <", self._end
        self._lines += [f"{start}{predicate}> {term}{end}" for predicate, term in statements]

    def add_texts(self, subject: str, statements: Iterable[tuple[str, str]]) -> None:
        """State the texts that are there: pairs of predicate and plain string, an empty one states nothing."""
        self.add_all(subject, ((predicate, text(value)) for predicate, value in statements if value))

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def lines(self) -> Sequence[str]:
        """The quads as lines of N-Quads, in the order they were stated."""
        return self._lines

    def nquads(self) -> str:
        """The quads as N-Quads text."""
        return "".join(self._lines)

    def ntriples(self) -> str:
        """The same statements without the graph, for engines that take one graph as text."""
        end = len(self._end)
        return "".join(f"{line[:-end]} .\n" for line in self._lines)
