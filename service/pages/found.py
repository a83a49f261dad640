"""What a visitor's query finds, a bounded part of it: cells with words for resources, rows, triples, yes or no."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Final, Literal, NamedTuple

import pyoxigraph as ox

from ontology.prefixes import PREFIXES, shorten
from queries.answer import Table, Value
from queries.library import NamedQuery
from queries.store import Store
from service.pages.labels import Label, name_resources, name_term
from service.web.engine import Engine
from service.web.frames import Query

MOST_ROWS: Final = 500
MOST_TRIPLES: Final = 300
_LONGEST: Final = 2_000
_XSD: Final = PREFIXES["xsd"]
_NUMBERS: Final = frozenset(
    _XSD + name
    for name in ("integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger")
)


class Cell(NamedTuple):
    """One value: what it says, the resource it is, if it is one, its number, if it is one, and its language."""

    text: str
    iri: str = ""
    number: Decimal | None = None
    language: str = ""
    kind: str = ""


EMPTY: Final = Cell("")


@dataclass(frozen=True, slots=True)
class Column:
    """A column and, where a named question tells it, what it means."""

    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The part of an answer that a page shows; `total` is known only where all of it was read."""

    kind: Literal["rows", "boolean", "graph"]
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    more: bool = False
    total: int | None = None
    answer: bool | None = None


def find(  # noqa: PLR0913 - a question, where it is asked and how much is taken
    engine: Engine, store: Store, generation: int, sparql: str, language: str, *, most: int = MOST_ROWS
) -> Found:
    """The first of the answer to a query; raises the refusals of the SPARQL endpoint."""
    query = Query(generation, sparql, None, None, "json", "turtle", False, None)
    answer = engine.find(query)
    if isinstance(answer, ox.QueryBoolean):
        return Found("boolean", answer=bool(answer))
    if isinstance(answer, ox.QueryTriples):
        triples = list(islice(answer, MOST_TRIPLES + 1))
        rows = [
            (_cell(triple.subject), _cell(triple.predicate), _cell(triple.object))
            for triple in triples[:MOST_TRIPLES]
        ]
        columns = tuple(Column(name) for name in ("subject", "predicate", "object"))
        return _named(Found("graph", columns, tuple(rows), len(triples) > MOST_TRIPLES), store, language)
    columns = tuple(Column(variable.value) for variable in answer.variables)
    solutions = list(islice(answer, most + 1))
    table = tuple(tuple(_cell(term) for term in solution) for solution in solutions[:most])
    return _named(Found("rows", columns, table, len(solutions) > most), store, language)


def from_table(
    query: NamedQuery, table: Table, store: Store, language: str, *, most: int = MOST_ROWS
) -> Found:
    """The first of the answer to a named question, with what its columns mean."""
    meanings = {column.name: column.meaning.speak(language) for column in query.columns}
    columns = tuple(Column(name, meanings.get(name, "")) for name in table.columns)
    rows = tuple(tuple(_value_cell(value, language) for value in row) for row in table.rows[:most])
    more = len(table.rows) > most
    return _named(Found("rows", columns, rows, more, len(table.rows)), store, language)


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Cell:
    if term is None:
        return EMPTY
    if isinstance(term, ox.NamedNode):
        return Cell(term.value, iri=term.value)
    if isinstance(term, ox.Literal):
        number = _number(term.value) if term.datatype.value in _NUMBERS else None
        return Cell(_shown(term.value, number), number=number, language=term.language or "")
    return Cell(_cut(str(term)))


def _value_cell(value: Value, language: str) -> Cell:
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        words = ("yes", "no") if language == "en" else ("是", "否")
        return Cell(words[0] if value else words[1])
    if isinstance(value, int | Decimal | float):
        number = _number(str(value))
        return Cell(_shown(str(value), number), number=number)
    if value.startswith(("http://", "https://")) and not any(sign in value for sign in ' <>"{}|\\^`'):
        return Cell(value, iri=value)
    return Cell(_cut(value))


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 40 else None


def _shown(text: str, number: Decimal | None) -> str:
    return _cut(text) if number is None else f"{number:,f}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _named(found: Found, store: Store, language: str) -> Found:
    """The same with words in the place of IRIs."""
    iris = {cell.iri for row in found.rows for cell in row if cell.iri}
    labels = name_resources(store, sorted(iris), language)
    rows = tuple(tuple(_with_label(cell, labels, language) for cell in row) for row in found.rows)
    return replace(found, rows=rows)


def _with_label(cell: Cell, labels: Mapping[str, Label], language: str) -> Cell:
    label = labels.get(cell.iri)
    if label is None:
        return cell
    text = label.text if label.text != shorten(cell.iri) else name_term(cell.iri, language)
    return cell._replace(text=text, kind=label.kind)


def numeric_columns(found: Found) -> tuple[int, ...]:
    """The places of columns that hold numbers and nothing else."""
    return tuple(
        place
        for place in range(len(found.columns))
        if any(row[place].number is not None for row in found.rows)
        and all(row[place].number is not None or row[place] == EMPTY for row in found.rows)
    )


def text_columns(found: Found) -> tuple[int, ...]:
    """The places of the other columns: words before codes, and those first that tell the rows best apart."""
    numbers = set(numeric_columns(found))
    places = [place for place in range(len(found.columns)) if place not in numbers]
    return tuple(sorted(places, key=lambda at: (_is_code(found.rows, at), -_distinct(found.rows, at), at)))


def _is_code(rows: Sequence[Sequence[Cell]], place: int) -> bool:
    return all(row[place].text.isascii() and " " not in row[place].text for row in rows)


def _distinct(rows: Sequence[Sequence[Cell]], place: int) -> int:
    return len({row[place].text for row in rows})


def triples_of(found: Found) -> Iterator[tuple[Cell, Cell, Cell]]:
    """The triples of a graph whose ends are both resources: what can be drawn."""
    for subject, predicate, value in _triples(found.rows):
        if subject.iri and value.iri:
            yield subject, predicate, value


def _triples(rows: Iterable[tuple[Cell, ...]]) -> Iterator[tuple[Cell, Cell, Cell]]:
    for row in rows:
        yield row[0], row[1], row[2]
