"""A table as rows one can look across and down in: which cell stands where, and which are a row's own."""

from collections.abc import Iterator
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
    """The rows of a table with every span filled in; in a ragged table columns count the printed cells."""

    table: Table
    rows: list[tuple[Placed, ...]] = field(default_factory=list)
    width: int = 0

    @classmethod
    def of(cls, table: Table) -> "Grid":
        """Lay out the cells of a table."""
        grid = cls(table)
        filled: list[list[Cell | None]] = (
            [list(row) for row in table.rows] if table.ragged else table.expanded()
        )
        grid.rows = [tuple(_placed(row, ragged=table.ragged)) for row in filled]
        grid.width = max((row[-1].last + 1 for row in grid.rows if row), default=0)
        return grid

    def own(self, index: int) -> tuple[Placed, ...]:
        """The cells that begin in this row, without those that reach into it from above."""
        return tuple(p for p in self.rows[index] if self.begins_here(p, index))

    def begins_here(self, placed: Placed, index: int) -> bool:
        """Whether a cell begins in this row."""
        return self.table.ragged or placed.cell.row == index + 1

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
        if placed.cell.rowspan > 1:
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
