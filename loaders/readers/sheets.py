"""From the cells of a sheet to paragraphs and tables, the same for every spreadsheet format.

A sheet is one endless grid. Tables in it are told apart by their borders, and where nobody drew any, by
blank rows: published forms are drawn with borders, their titles, unit lines and notes are not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from loaders.document import CellDraft, DocumentBuilder
from loaders.errors import TooLargeError

MAX_AREA: Final = 2_000_000
MAX_CELLS: Final = 400_000


class SheetCell(NamedTuple):
    """A cell as the file has it; row and column count from 1."""

    row: int
    column: int
    text: str
    raw: str | float | None = None
    number_format: str = ""
    formula: str = ""
    bordered: bool = False


class Range(NamedTuple):
    """A merged range, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet with its cells in row order and its merged ranges."""

    name: str
    cells: list[SheetCell]
    merges: list[Range] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class _Layout:
    """Cells by row, with what merges cover taken out."""

    def __init__(self, sheet: Sheet) -> None:
        texts = [cell for cell in sheet.cells if cell.text.strip()]
        self.last_row = max((cell.row for cell in texts), default=0)
        last_column = max((cell.column for cell in texts), default=0)
        if self.last_row * last_column > MAX_AREA:
            area = self.last_row * last_column
            raise TooLargeError("cells in the used area of a sheet", area, MAX_AREA, sheet.name)
        self.spans: dict[tuple[int, int], Range] = {}
        self.covered: set[tuple[int, int]] = set()
        self.held: set[int] = set()
        for merge in sheet.merges:
            self._add(merge, last_column)
        self.rows: dict[int, list[SheetCell]] = {}
        self.drawn: set[int] = set()
        self.hidden_texts: list[SheetCell] = []
        for cell in sheet.cells:
            if cell.row > self.last_row:
                continue
            if cell.bordered:
                self.drawn.add(cell.row)
            if (cell.row, cell.column) not in self.covered:
                self.rows.setdefault(cell.row, []).append(cell)
            elif cell.text.strip():
                self.hidden_texts.append(cell)

    def _add(self, merge: Range, last_column: int) -> None:
        """A merge, held inside the used area: a range may claim the whole sheet."""
        bottom, right = min(merge.bottom, self.last_row), min(merge.right, max(last_column, merge.left))
        if merge.top > bottom or len(self.covered) > MAX_AREA:
            return
        self.spans[merge.top, merge.left] = Range(merge.top, merge.left, bottom, right)
        self.held.update(range(merge.top + 1, bottom + 1))
        self.covered.update(
            (row, column)
            for row in range(merge.top, bottom + 1)
            for column in range(merge.left, right + 1)
            if (row, column) != (merge.top, merge.left)
        )

    def texts(self, row: int) -> list[SheetCell]:
        return [cell for cell in self.rows.get(row, ()) if cell.text.strip()]

    def runs(self) -> Iterator[tuple[bool, list[int]]]:
        """Stretches of rows: whether they are drawn as a table, and their numbers. Blank rows part them."""
        run: list[int] = []
        drawn_before = False
        for row in range(1, self.last_row + 1):
            drawn = row in self.drawn or (row in self.held and drawn_before)
            if run and (drawn != drawn_before or not (drawn or self._is_filled(row))):
                yield drawn_before, run
                run = []
            if drawn or self._is_filled(row):
                run.append(row)
            drawn_before = drawn
        if run:
            yield drawn_before, run

    def _is_filled(self, row: int) -> bool:
        return row in self.held or bool(self.texts(row))


def add_sheet(builder: DocumentBuilder, sheet: Sheet) -> None:
    """Append the blocks of a sheet to a document."""
    builder.part = sheet.name
    layout = _Layout(sheet)
    for drawn, rows in layout.runs():
        for is_table, numbers in ((True, rows),) if drawn else _undrawn(layout, rows):
            if is_table:
                _add_table(builder, layout, numbers)
            else:
                _add_paragraphs(builder, layout, numbers)
    for code, detail in sheet.notes:
        builder.note(code, detail)
    for cell in layout.hidden_texts:
        builder.note("covered-text", f"row {cell.row}, column {cell.column}: {cell.text}")


def _undrawn(layout: _Layout, rows: list[int]) -> Iterator[tuple[bool, list[int]]]:
    """Rows without borders: a table where two or more rows have columns, lines of text around it."""
    wide = [n for n, row in enumerate(rows) if len(layout.texts(row)) > 1 or row in layout.held]
    if len(wide) < 2:
        yield False, rows
        return
    # A merged label starts its table one row above the rows that it holds.
    first, last = wide[0], wide[-1] + 1
    while first and rows[first] in layout.held:
        first -= 1
    for is_table, part in ((False, rows[:first]), (True, rows[first:last]), (False, rows[last:])):
        if part:
            yield is_table, part


def _add_paragraphs(builder: DocumentBuilder, layout: _Layout, rows: list[int]) -> None:
    for row in rows:
        builder.paragraph("\t".join(cell.text for cell in layout.texts(row)), line=row)


def _add_table(builder: DocumentBuilder, layout: _Layout, rows: list[int]) -> None:
    drafts: list[list[CellDraft]] = []
    for row in rows:
        drafts.append([_draft(cell, layout, rows[-1]) for cell in layout.rows.get(row, ())])
    builder.table(drafts, line=rows[0])


def _draft(cell: SheetCell, layout: _Layout, last_row: int) -> CellDraft:
    span = layout.spans.get((cell.row, cell.column))
    down = min(span.bottom, last_row) - cell.row + 1 if span else 1
    across = span.right - cell.column + 1 if span else 1
    return CellDraft(
        cell.text,
        cell.column,
        down,
        across,
        cell.raw,
        cell.number_format,
        cell.formula,
        "declared" if span else "none",
        cell.row,
    )
