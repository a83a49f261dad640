"""Tables that are no part of the coverage report as a workbook, as CSV and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from service.reports.csv_set import write_csv
from service.reports.report_tables import Kind, Row, TableColumn, Value
from service.reports.sentences import Sentences
from service.reports.workbook import Book

WIDEST = 48
NARROWEST = 9


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table by name and title; its cells are words, numbers or nothing."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]


def write_tables_xlsx(title: str, tables: Sequence[PlainTable], say: Sentences) -> bytes:
    """The tables as a workbook, one sheet each."""
    made = BytesIO()
    book = Book(made, title)
    for table in tables:
        rows = _rows(table)
        sheet = book.add_sheet(table.title, _columns(table, rows), say)
        sheet.heading(1)
        for row in rows:
            sheet.append(row)
        sheet.finish()
    book.close()
    return made.getvalue()


def tables_csv(tables: Sequence[PlainTable]) -> list[tuple[str, bytes]]:
    """The tables as CSV files by name."""
    return [
        (f"{table.name}.csv", write_csv([TableColumn(name) for name in table.columns], _rows(table)))
        for table in tables
    ]


def _rows(table: PlainTable) -> list[Row]:
    return [tuple(_value(value) for value in row) for row in table.rows]


def _value(value: object) -> Value:
    if value is None or isinstance(value, int | Decimal):
        return value
    return str(value)


def _columns(table: PlainTable, rows: Sequence[Row]) -> tuple[TableColumn, ...]:
    """Columns as wide as their words, within limits."""
    made = []
    for place, name in enumerate(table.columns):
        values = [row[place] for row in rows]
        longest = max((len(str(value).encode("gb18030", "replace")) for value in (name, *values)), default=0)
        kind: Kind = "money" if any(isinstance(value, int | Decimal) for value in values) else "text"
        made.append(TableColumn(name, kind, min(max(longest + 2, NARROWEST), WIDEST)))
    return tuple(made)
