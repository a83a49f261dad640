"""The grid of a Word table: merged cells, skipped grid columns, content controls and tables inside cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from loaders.document import CellDraft
from loaders.errors import TooLargeError
from loaders.readers.docx_plain import PlainRow, plain_rows
from loaders.readers.docx_styles import VAL, W, child, is_on, whole_number
from loaders.readers.docx_text import MC, ParagraphText, all_text, chosen_alternative, runs_on

MAX_SPAN: Final = 63  # Word's own limit of columns
MAX_CELLS: Final = 200_000
P, TABLE, EMBEDDED = f"{W}p", f"{W}tbl", f"{W}altChunk"
_ROW, _CELL, _PROPERTIES = f"{W}tr", f"{W}tc", f"{W}tcPr"
_SPAN, _DOWN, _ACROSS = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"
_WRAPPERS: Final = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_DELETED: Final = frozenset({f"{W}del", f"{W}moveFrom"})
_BLOCKS: Final = frozenset({P, TABLE, EMBEDDED}) | _DELETED
_ROWS: Final = frozenset({_ROW})
_CELLS: Final = frozenset({_CELL})


def unwrapped(
    children: Iterable[etree._Element], wanted: frozenset[str] = _BLOCKS
) -> Iterator[etree._Element]:
    """Elements of some tags, looking through content controls, custom XML and tracked insertions."""
    for element in children:
        tag = element.tag
        if tag in wanted:
            yield element
        elif tag in _WRAPPERS:
            yield from unwrapped(element, wanted)
        elif tag == f"{MC}AlternateContent":
            chosen = chosen_alternative(element)
            if chosen is not None:
                yield from unwrapped(chosen, wanted)


@dataclass(slots=True)
class GridCell:
    """A cell while later rows may still add to its height."""

    column: int
    colspan: int = 1
    rowspan: int = 1
    goes_on: bool = False
    goes_left: bool = False
    text: str = ""
    inner: list[etree._Element] = field(default_factory=list)
    asides: list[tuple[str, str]] = field(default_factory=list)

    @property
    def draft(self) -> CellDraft:
        """The cell as the builder takes it."""
        merged = self.rowspan > 1 or self.colspan > 1
        return CellDraft(
            self.text, self.column, self.rowspan, self.colspan, merge="declared" if merged else "none"
        )


class TableGrid:
    """Reads tables into rows of cells; `dropped` lists the rows that revision or hiding took out."""

    def __init__(self, text: ParagraphText, *, revised: bool) -> None:
        self._text = text
        self._revised = revised
        self.dropped: list[str] = []

    def rows(self, table: etree._Element) -> list[list[GridCell]]:
        """The rows of a table; a row whose every cell is covered from above is empty."""
        self.dropped = []
        plain = plain_rows(table) if not self._revised and self._text.is_plain else None
        if plain is not None:
            return self._plain(plain)
        rows: list[list[GridCell]] = []
        above: dict[int, GridCell] = {}
        width = 1
        for element in unwrapped(table, _ROWS):
            properties = child(element, f"{W}trPr")
            if properties is not None and _is_dropped(properties):
                self.dropped.append(all_text(element))
                continue
            cells = list(self._cells(element, properties))
            row, above = _placed(cells, above)
            rows.append(row)
            if cells:
                width = max(width, cells[-1].column + cells[-1].colspan - 1)
            if width * len(rows) > MAX_CELLS:
                raise TooLargeError("cells in a table", width * len(rows), MAX_CELLS, "word/document.xml")
        return rows

    def _plain(self, plain: list[PlainRow]) -> list[list[GridCell]]:
        """The rows of a table that holds nothing but text."""
        rows: list[list[GridCell]] = []
        above: dict[int, GridCell] = {}
        width = 1
        for found in plain:
            column = 1 + whole_number(found.before, 0, 0, MAX_SPAN)
            cells: list[GridCell] = []
            for one in found.cells:
                span = 1 if one.span is None else whole_number(one.span, 1, 1, MAX_SPAN)
                cells.append(GridCell(column, span, goes_on=one.down == "continue", text=one.text))
                column += span
            row, above = _placed(cells, above)
            rows.append(row)
            width = max(width, column - 1)
            if width * len(rows) > MAX_CELLS:
                raise TooLargeError("cells in a table", width * len(rows), MAX_CELLS, "word/document.xml")
        return rows

    def _cells(self, row: etree._Element, properties: etree._Element | None) -> Iterator[GridCell]:
        before = child(properties, f"{W}gridBefore")
        column = 1
        if before is not None:
            column += whole_number(before.get(VAL), 0, 0, MAX_SPAN)
        for element in unwrapped(row, _CELLS):
            cell = self._cell(element, column)
            yield cell
            column += cell.colspan

    def _cell(self, element: etree._Element, column: int) -> GridCell:
        cell = GridCell(column)
        lines: list[str] = []
        for part in element:
            if part.tag == P:
                self._paragraph(cell, lines, part)
            elif part.tag == _PROPERTIES:
                for merge in part.iterchildren(_SPAN, _DOWN, _ACROSS):
                    _apply(merge, cell)
            else:
                self._fill(cell, lines, (part,))
        cell.text = lines[0] if len(lines) == 1 else "\n".join(lines)
        return cell

    def _fill(self, cell: GridCell, lines: list[str], parts: Iterable[etree._Element]) -> None:
        for block in unwrapped(parts):
            if block.tag == P:
                self._paragraph(cell, lines, block)
            elif block.tag == TABLE:
                cell.inner.append(block)
            elif block.tag == EMBEDDED:
                cell.asides.append(("embedded-document", "a document embedded as a whole was not read"))
            else:
                cell.asides.append(("tracked-deletion", all_text(block)))

    def _paragraph(self, cell: GridCell, lines: list[str], block: etree._Element) -> None:
        text = self._text.read(block)
        if self._revised and lines and lines[-1] and runs_on_before(block):
            lines[-1] += text
        else:
            lines.append(text)
        if self._text.asides:
            cell.asides.extend(self._text.asides)
        for box in self._text.boxes:
            cell.asides.append(("text-box", "the text of a box stands at the end of the cell's text"))
            self._fill(cell, lines, box)


def runs_on_before(paragraph: etree._Element) -> bool:
    """Whether the paragraph before has its mark deleted under revision."""
    before = next(paragraph.itersiblings(P, preceding=True), None)
    return before is not None and runs_on(before)


def _apply(merge: etree._Element, cell: GridCell) -> None:
    if merge.tag == _SPAN:
        cell.colspan = whole_number(merge.get(VAL), 1, 1, MAX_SPAN)
    elif merge.get(VAL, "continue") == "continue":  # a merge without a value goes on
        if merge.tag == _DOWN:
            cell.goes_on = True
        else:
            cell.goes_left = True


def _placed(cells: list[GridCell], above: dict[int, GridCell]) -> tuple[list[GridCell], dict[int, GridCell]]:
    """The row's own cells, and by column those that a merge in the next row may grow."""
    row: list[GridCell] = []
    below: dict[int, GridCell] = {}
    for cell in cells:
        owner = above.get(cell.column)
        if cell.goes_left and row:
            row[-1].colspan = min(row[-1].colspan + cell.colspan, MAX_SPAN)
            _cover(row[-1], cell)
        elif cell.goes_on and owner is not None and owner.colspan == cell.colspan:
            owner.rowspan += 1
            _cover(owner, cell)
            below[cell.column] = owner
        else:
            row.append(cell)
            below[cell.column] = cell
    return row, below


def _cover(owner: GridCell, covered: GridCell) -> None:
    """What a covered cell holds is not printed, but neither is it lost in silence."""
    if covered.text.strip():
        owner.asides.append(("covered-text", covered.text))
    owner.asides.extend(covered.asides)
    owner.inner.extend(covered.inner)


def _is_dropped(properties: etree._Element) -> bool:
    return child(properties, f"{W}del") is not None or is_on(child(properties, f"{W}hidden")) is True
