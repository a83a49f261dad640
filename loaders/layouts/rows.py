"""A document as one stream of paragraphs and table rows, whatever tables the rows were printed in.

Page breaks cut tables and lost paragraphs glue them together, so layouts walk rows, not tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from loaders.document import Anchor, Cell, Document, Paragraph, Table
from loaders.plan import Quote


@dataclass(frozen=True)
class Row:
    """One table row; `cells` has a place for each grid column, a spanning cell stands in all it covers.

    In a ragged table the places are the printed cells one after the other.
    """

    cells: tuple[Cell | None, ...]
    ragged: bool

    @cached_property
    def compact(self) -> tuple[Cell, ...]:
        """Each cell once, in order."""
        if self.ragged:
            return tuple([cell for cell in self.cells if cell is not None])
        cells: list[Cell] = []
        before: Cell | None = None
        for cell in self.cells:
            if cell is not None and cell is not before:
                cells.append(cell)
                before = cell
        return tuple(cells)

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells from the first one with words on."""
        cells = self.compact
        first = next((n for n, cell in enumerate(cells) if cell.text.strip()), len(cells))
        return cells[first:]

    @property
    def lone(self) -> Cell | None:
        """The one cell with words of a row that has no other, such as a title inside a table."""
        words = [cell for cell in self.compact if cell.text.strip()]
        return words[0] if len(words) == 1 else None

    def quote(self, column: int) -> Quote:
        """The words at a column; an empty quote where the row has no such cell."""
        cell = self.cells[column] if 0 <= column < len(self.cells) else None
        return Quote(cell.text, cell.anchor) if cell is not None else Quote("", self.anchor)

    @property
    def anchor(self) -> Anchor:
        """The place of the whole row."""
        own = [cell for cell in self.cells if cell is not None]
        # A merged label from a row above does not move the place of this row.
        last = own[-1].anchor
        first = next((c.anchor for c in own if c.anchor.row == last.row), last)
        return first._replace(end=max(last.end, first.end))


def rows_of(table: Table) -> Iterator[Row]:
    """The rows of a table that hold any cell; where a grid is kept, those in which any words begin."""
    if table.ragged:
        yield from (Row(cells, ragged=True) for cells in table.rows if cells)
        return
    for number, cells in enumerate(table.expanded(), start=1):
        if any(cell is not None and cell.row == number and cell.text.strip() for cell in cells):
            yield Row(tuple(cells), ragged=False)


def stream(document: Document) -> Iterator[Paragraph | Row]:
    """Paragraphs and rows in document order."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield from rows_of(block)
        else:
            yield block
