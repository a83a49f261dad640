"""Where things stand in a document's file: what the IRIs of places say, and the offsets that the graph adds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import unquote

from queries.fact_records import Place

_FRAGMENT: Final = re.compile(
    r"(?:(?P<part>.*)!)?"
    r"(?:t(?P<table>\d+)(?:\.r(?P<row>\d+)(?:\.c(?P<column>\d+))?)?|p(?P<paragraph>\d+)(?:\.c(?P<start>\d+)-(?P<end>\d+))?)"
)

_ROW: Final = re.compile(r"\.r\d+$")
_RANGE: Final = re.compile(r"(r\d+(?:\.c\d+)?):(\d+)-(\d+)")


class Spot(NamedTuple):
    """What the IRI of a place says; numbers are None where it does not say them."""

    part: str
    table: int | None
    row: int | None
    column: int | None
    paragraph: int | None
    start: int | None
    end: int | None


def read_spot(iri: str) -> Spot | None:
    """What the IRI of a place says, None where it is the IRI of something else.

    >>> read_spot("https://example.org/file/ab#Sheet1!t4.r2")
    Spot(part='Sheet1', table=4, row=2, column=None, paragraph=None, start=None, end=None)
    >>> read_spot("https://example.org/file/ab#p17.c3-20")
    Spot(part='', table=None, row=None, column=None, paragraph=17, start=3, end=20)
    >>> read_spot("https://w3id.org/goaltrace/ontology#name") is None
    True
    """
    found = _FRAGMENT.fullmatch(iri.partition("#")[2])
    if found is None:
        return None
    part, *numbers = (found[name] for name in Spot._fields)
    return Spot(unquote(part or ""), *(None if number is None else int(number) for number in numbers))


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one document; `ranges` and `columns` hold what its graph says of them, by IRI."""

    file: str
    ranges: Mapping[str, tuple[int, int]]
    columns: Mapping[str, int]

    def get(self, iri: str) -> Place | None:
        """The place with that IRI, None where it is the IRI of something else."""
        spot = read_spot(iri)
        if spot is None:
            return None
        start, end = self.ranges.get(iri, (spot.start, spot.end))
        column = spot.column if spot.column is not None else self._column(iri)
        return Place(self.file, iri.partition("#")[2], spot.table, spot.row, column, start, end)

    def _column(self, iri: str) -> int | None:
        """The column in which a row begins: its own where it says one, else that of its table."""
        return self.columns.get(iri, self.columns.get(_ROW.sub("", iri)))


def read_ranges(table: str, said: str) -> dict[str, tuple[int, int]]:
    """Where the places of a table begin and end, by their IRIs.

    >>> read_ranges("https://example.org/file/ab#t4", "r2.c3:10-15 r2:10-80")
    {'https://example.org/file/ab#t4.r2.c3': (10, 15), 'https://example.org/file/ab#t4.r2': (10, 80)}
    """
    return {f"{table}.{found[1]}": (int(found[2]), int(found[3])) for found in _RANGE.finditer(said)}
