"""The neutral document: what every reader gives and all that a layout sees.

Blocks in document order, table cells with their spans, and for each of them an anchor that leads back to
the place in the file. Readers put no meaning into it; layouts never look at the file again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Merge = Literal["none", "declared", "inferred"]


class Anchor(NamedTuple):
    """A place in a document. Numbers count from 1; 0 says that the number does not apply.

    `start` and `end` are character offsets into `Document.text`, the one normalised text of the document.
    """

    start: int
    end: int
    block: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    line: int = 0
    part: str = ""
    box: tuple[float, float, float, float] | None = None

    @property
    def label(self) -> str:
        """Short form for people and IRIs: `t4.r2.c5`, `p17`, `Sheet1!t1.r3.c2`."""
        place = f"t{self.table}.r{self.row}.c{self.column}" if self.table else f"p{self.block}"
        return f"{self.part}!{place}" if self.part else place

    def within(self, start: int, end: int) -> "Anchor":
        """The anchor of characters `start` to `end` (relative) of this place's text."""
        return self._replace(start=self.start + start, end=self.start + end)


class Note(NamedTuple):
    """Something a reader mended, dropped or doubts, with its place: it becomes a repair or a warning."""

    code: str
    detail: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or heading outside tables; `level` is its outline level, 0 for body text."""

    text: str
    anchor: Anchor
    level: int = 0


class Cell(NamedTuple):
    """One cell at its upper left corner; cells that a span covers do not exist of their own."""

    text: str
    anchor: Anchor
    rowspan: int = 1
    colspan: int = 1
    raw: str | float | None = None
    number_format: str = ""
    formula: str = ""
    merge: Merge = "none"

    @property
    def row(self) -> int:
        """Row in the table, from 1."""
        return self.anchor.row

    @property
    def column(self) -> int:
        """Column in the grid, from 1."""
        return self.anchor.column


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a list of rows of cells.

    `ragged` says that the format keeps no grid (text exports): columns count cells, spans are unknown and
    a row may be shorter than it was on paper.
    """

    anchor: Anchor
    rows: tuple[tuple[Cell, ...], ...]
    ragged: bool = False

    def expanded(self) -> list[list[Cell | None]]:
        """The filled grid: a spanning cell stands at every place it covers."""
        width = max((c.column + c.colspan - 1 for row in self.rows for c in row), default=0)
        grid: list[list[Cell | None]] = [[None] * width for _ in self.rows]
        for number, row in enumerate(self.rows):
            for cell in row:
                if cell.rowspan == cell.colspan == 1 and cell.anchor.row == number + 1:
                    grid[number][cell.anchor.column - 1] = cell
                    continue
                for r in range(cell.row - 1, min(cell.row - 1 + cell.rowspan, len(grid))):
                    for c in range(cell.column - 1, cell.column - 1 + cell.colspan):
                        grid[r][c] = cell
        return grid


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its identity, its blocks and what the reader has to say about its own work."""

    sha256: str
    name: str
    media_type: str
    reader: str
    blocks: tuple[Block, ...]
    text: str
    notes: tuple[Note, ...] = ()

    def tables(self) -> Iterator[Table]:
        """The tables in document order."""
        return (block for block in self.blocks if isinstance(block, Table))


class CellDraft(NamedTuple):
    """A cell before it has an anchor, as a reader hands it to the builder."""

    text: str
    column: int
    rowspan: int = 1
    colspan: int = 1
    raw: str | float | None = None
    number_format: str = ""
    formula: str = ""
    merge: Merge = "none"
    line: int = 0
    box: tuple[float, float, float, float] | None = None
    part: str = ""


@dataclass(slots=True)
class DocumentBuilder:
    """Numbers blocks, tables, rows and columns and lays the one normalised text under them.

    The normalised text joins blocks and table rows by a line feed and the cells of a row by a tab; text
    inside a block stays as the reader gave it, line breaks as line feeds.
    """

    part: str = ""
    _blocks: list[Block] = field(default_factory=list)
    _notes: list[Note] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _offset: int = 0
    _tables: int = 0

    def _place(self, text: str, separator: str) -> tuple[int, int]:
        start = self._offset
        self._pieces.append(text)
        self._pieces.append(separator)
        self._offset = start + len(text) + len(separator)
        return start, start + len(text)

    def paragraph(self, text: str, *, level: int = 0, line: int = 0) -> Anchor:
        """Append a paragraph or heading."""
        start, end = self._place(text, "\n")
        anchor = Anchor(start, end, block=len(self._blocks) + 1, line=line, part=self.part)
        self._blocks.append(Paragraph(text, anchor, level))
        return anchor

    def table(self, rows: Sequence[Sequence[CellDraft]], *, ragged: bool = False, line: int = 0) -> Anchor:
        """Append a table; rows may be empty where spans from above cover them whole."""
        self._tables += 1
        block, start, table = len(self._blocks) + 1, self._offset, self._tables
        at, pieces, whole = start, self._pieces, self.part
        finished: list[tuple[Cell, ...]] = []
        for number, row in enumerate(rows, start=1):
            cells: list[Cell] = []
            last = len(row)
            for position, draft in enumerate(row, start=1):
                # Drafts and cells hold the same facts in the same order but for the place.
                text, column, rowspan, colspan, raw, shown, formula, merge, of_line, box, part = draft
                end = at + len(text)
                anchor = Anchor(at, end, block, table, number, column, of_line, part or whole, box)
                cells.append(Cell(text, anchor, rowspan, colspan, raw, shown, formula, merge))
                pieces += (text, "\n" if position == last else "\t")
                at = end + 1
            finished.append(tuple(cells))
        self._offset = at
        anchor = Anchor(start, self._offset, block, self._tables, line=line, part=self.part)
        self._blocks.append(Table(anchor, tuple(finished), ragged))
        return anchor

    def cell_anchor(self, row: int, column: int) -> Anchor:
        """The anchor of the cell that starts at a place of the table appended last, or of that table."""
        table = self._blocks[-1]
        if isinstance(table, Table):
            for cell in table.rows[row - 1]:
                if cell.column == column:
                    return cell.anchor
        return table.anchor

    def note(self, code: str, detail: str, anchor: Anchor | None = None) -> None:
        """Log what was mended, dropped or doubted; without a place it stands at the current offset."""
        self._notes.append(Note(code, detail, anchor or Anchor(self._offset, self._offset, part=self.part)))

    def build(self, *, sha256: str, name: str, media_type: str, reader: str) -> Document:
        """The finished document."""
        return Document(
            sha256, name, media_type, reader, tuple(self._blocks), "".join(self._pieces), tuple(self._notes)
        )
