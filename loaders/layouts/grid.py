"""A table as rows one can look across and down in: which cell stands where, and which are a row's own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from loaders.document import Anchor, Cell, Table
from loaders.plan import Quote


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at the first and last column that it fills in one row."""

    cell: Cell
    first: int
    last: int

    @property
    def text(self) -> str:
        return self.cell.text


@dataclass(slots=True)
class Grid:
    """The rows of a table with every span filled in; in a ragged table columns count the printed cells.

    Rows in which nothing stands are left out; `numbers` are the table's numbers of the rows. `lead` is the number
    of columns at the left that are empty.
    """

    table: Table
    rows: list[tuple[Placed, ...]] = field(default_factory=list)
    width: int = 0
    numbers: list[int] = field(default_factory=list)
    lead: int = 0

    @classmethod
    def of(cls, table: Table, is_label: Callable[[str], bool] = lambda _: False) -> "Grid":
        """Lay out the cells of a table; labels that an export repeats where a merged cell was count as merged."""
        grid = cls(table)
        filled: list[list[Cell | None]] = (
            [list(row) for row in table.rows] if table.ragged else table.expanded()
        )
        if not any(cell.rowspan > 1 for row in table.rows for cell in row):
            _merge_repeated(filled, is_label)
        grid.lead = 0 if table.ragged else _blank_columns(filled)
        for number, row in enumerate(filled, start=1):
            if table.ragged or any(c is not None and c.row == number and c.text.strip() for c in row):
                grid.rows.append(tuple(_placed(row, ragged=table.ragged)))
                grid.numbers.append(number)
        grid.width = max((row[-1].last + 1 for row in grid.rows if row), default=0)
        return grid

    def own(self, index: int) -> tuple[Placed, ...]:
        """The cells that begin in this row, without those that reach into it from above."""
        return tuple(p for p in self.rows[index] if self.begins_here(p, index))

    def begins_here(self, placed: Placed, index: int) -> bool:
        """Whether a cell begins in this row."""
        return self.table.ragged or placed.cell.row == self.numbers[index]

    def reach(self, index: int, placed: Placed) -> int:
        """How many rows a cell fills from this row on."""
        end = placed.cell.row + placed.cell.rowspan
        rows = 1
        while not self.table.ragged and index + rows < len(self.rows) and self.numbers[index + rows] < end:
            rows += 1
        return rows

    def at(self, index: int, column: int) -> Placed | None:
        """The cell that covers a column of a row."""
        if not 0 <= index < len(self.rows):
            return None
        return next((p for p in self.rows[index] if p.first <= column <= p.last), None)

    def right_of(self, index: int, placed: Placed) -> Placed | None:
        """The next cell in the row."""
        return self.at(index, placed.last + 1)

    def below(self, index: int, placed: Placed) -> Placed | None:
        """The cell under one that is one row high, where it begins at the same column and in the next row."""
        if self.reach(index, placed) > 1:
            return None
        found = self.at(index + 1, placed.first)
        if found is None or found.first != placed.first or not self.begins_here(found, index + 1):
            return None
        return found

    def anchor(self, index: int) -> Anchor:
        """The place of a row."""
        own = self.own(index) or self.rows[index]
        if not own:
            return self.table.anchor
        return own[0].cell.anchor._replace(end=max(p.cell.anchor.end for p in own))

    def words(self, index: int) -> str:
        """The words of a row's own cells."""
        return " | ".join(p.text.strip() for p in self.own(index) if p.text.strip())


def _blank_columns(rows: list[list[Cell | None]]) -> int:
    """How many columns at the left hold nothing."""
    firsts = (next((n for n, cell in enumerate(row) if cell and cell.text.strip()), None) for row in rows)
    return min((first for first in firsts if first is not None), default=0)


def _merge_repeated(rows: list[list[Cell | None]], is_label: Callable[[str], bool]) -> None:
    """Make one cell of a label that stands in each of several rows below each other."""
    for column in range(max(map(len, rows), default=0)):
        first = 0
        while first < len(rows):
            cell = rows[first][column] if column < len(rows[first]) else None
            if cell is not None and cell.column != column + 1:
                cell = None
            last = first
            while cell is not None and last + 1 < len(rows) and _repeats(rows[last + 1], column, cell):
                last += 1
            if cell is not None and last > first and is_label(cell.text):
                merged = cell._replace(rowspan=last - first + 1, merge="inferred")
                for row in rows[first : last + 1]:
                    row[column : column + cell.colspan] = [merged] * cell.colspan
            first = last + 1


def _repeats(row: list[Cell | None], column: int, cell: Cell) -> bool:
    below = row[column] if column < len(row) else None
    return below is not None and below.colspan == cell.colspan and below.text == cell.text != ""


def _placed(row: list[Cell | None], *, ragged: bool) -> Iterator[Placed]:
    first = 0
    while first < len(row):
        cell = row[first]
        last = first
        while not ragged and cell is not None and last + 1 < len(row) and row[last + 1] is cell:
            last += 1
        if cell is not None:
            yield Placed(cell, first, last)
        first = last + 1


def part_of(placed: Placed, start: int, end: int) -> Placed:
    """Some of a cell's words at their own place."""
    cell = placed.cell
    part = cell._replace(text=cell.text[start:end], anchor=cell.anchor.within(start, end), raw=None)
    return Placed(part, placed.first, placed.last)


def quote(placed: Placed | None, anchor: Anchor) -> Quote:
    """The words of a cell without the blanks around them; no words where there is no cell."""
    return Quote("", anchor) if placed is None else Quote(placed.text, placed.cell.anchor).stripped()


def unbroken(text: str) -> str:
    r"""Text without the line breaks that a narrow cell put into it.

    >>> unbroken("公益性岗位补贴发放准\n确率"), unbroken("use of\nfunds")
    ('公益性岗位补贴发放准确率', 'use of funds')
    """
    pieces = [piece.strip() for piece in text.split("\n")]
    joined = ""
    for piece in pieces:
        latin = (
            joined[-1:].isascii() and joined[-1:].isalpha() and piece[:1].isascii() and piece[:1].isalpha()
        )
        joined += (" " if latin else "") + piece
    return joined
