"""The cells of a Word table that holds nothing but text, walked in one go.

Most tables do. Whatever needs a second thought (revision, content controls, nested tables, symbols, pictures, notes,
hidden text) ends the walk, and the table is read the long way.
"""

from typing import Final

from lxml import etree

from loaders.readers.docx_styles import VAL, W
from loaders.readers.symbols import PRIVATE

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ROW, _CELL, _P, _T = f"{W}tr", f"{W}tc", f"{W}p", f"{W}t"
_SPAN, _DOWN, _BEFORE = f"{W}gridSpan", f"{W}vMerge", f"{W}gridBefore"
_TAB, _TABS, _BREAKS = f"{W}tab", f"{W}tabs", frozenset({f"{W}br", f"{W}cr"})
_LONG_WAY: Final = tuple(
    f"{W}{name}"
    for name in (
        "sdt", "ins", "del", "moveFrom", "moveTo", "customXml", "smartTag", "sym", "txbxContent", "ruby", "drawing",
        "pict", "object", "tbl", "altChunk", "vanish", "hidden", "hMerge", "noBreakHyphen", "ptab",
        "footnoteReference", "endnoteReference", "commentReference",
    )
)  # fmt: skip
_READ: Final = (_ROW, _CELL, _P, _T, _SPAN, _DOWN, _BEFORE, _TAB, *_BREAKS)
_STOPS: Final = frozenset({*_LONG_WAY, f"{MC}AlternateContent"})
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_TAGS: Final = (*_READ, *_STOPS, _MATH)


class PlainCell:
    """A cell's paragraphs as pieces of text, and what its properties say of merges."""

    __slots__ = ("down", "lines", "span")

    def __init__(self) -> None:
        self.span: str | None = None
        self.down: str | None = None
        self.lines: list[list[str]] = []

    @property
    def text(self) -> str:
        """The paragraphs, a line each."""
        return "\n".join(["".join(line) for line in self.lines])


class PlainRow:
    """A row's cells, and how many grid columns it skips before the first."""

    __slots__ = ("before", "cells")

    def __init__(self) -> None:
        self.before: str | None = None
        self.cells: list[PlainCell] = []


class _Walk:
    """Where the walk is: the row, the cell and the paragraph that text goes to."""

    __slots__ = ("cell", "line", "row", "rows")

    def __init__(self) -> None:
        self.rows: list[PlainRow] = []
        self.row, self.cell = PlainRow(), PlainCell()
        self.line: list[str] = []

    def open(self, tag: str) -> bool:
        """Begin a row, a cell or a paragraph; False where the tag opens none of them."""
        if tag == _P:
            self.line = []
            self.cell.lines.append(self.line)
        elif tag == _CELL:
            self.cell = PlainCell()
            self.row.cells.append(self.cell)
        elif tag == _ROW:
            self.row = PlainRow()
            self.rows.append(self.row)
        else:
            return False
        return True

    def mark(self, tag: str, element: etree._Element) -> bool:
        """Take a merge, a break or a tab; False where the tag is none of them."""
        if tag == _DOWN:
            self.cell.down = element.get(VAL, "continue")
        elif tag == _SPAN:
            self.cell.span = element.get(VAL)
        elif tag == _BEFORE:
            self.row.before = element.get(VAL)
        elif tag in _BREAKS:
            self.line.append("\n")
        elif tag == _TAB:
            above = element.getparent()
            # The same tag lists tab stops in the properties of a paragraph.
            if above is None or above.tag != _TABS:
                self.line.append("\t")
        else:
            return False
        return True


def plain_rows(table: etree._Element) -> list[PlainRow] | None:
    """The rows of a table of text; None where something in it has to be read the long way."""
    walk = _Walk()
    for element in table.iter(*_TAGS):
        tag = element.tag
        if tag == _T:
            text = element.text
            if text:
                if PRIVATE.search(text):
                    return None  # a code of a symbol font, whose name stands in the run's properties
                walk.line.append(text)
        elif not (walk.open(tag) or walk.mark(tag, element)) and element is not table:
            return None
    return walk.rows
