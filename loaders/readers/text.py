"""Reads the plain-text export of a word-processor document, as common extraction tools write it.

The form: one cell a line behind a tab, an empty line after each row, merged cells as empty cells, anything
else a paragraph. What the form cannot say (where a table ends, how many columns it has, whether an empty
line ends a row or is an empty paragraph inside a cell) is left open: the table is `ragged`, and the layout,
which knows the columns, joins what belongs together.
"""

import hashlib
import re
from typing import Final

from loaders.document import CellDraft, Document, DocumentBuilder
from loaders.encodings import decode

READER: Final = "text-export/1"

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]{0,200}\]")


class _TextReader:
    """One pass over the lines; at most one table, row and cell are open at a time."""

    def __init__(self) -> None:
        self.builder = DocumentBuilder()
        self.rows: list[list[CellDraft]] = []
        self.row: list[CellDraft] = []
        self.pieces: list[str] = []
        self.cell_line = 0
        self.table_line = 0
        self.residues: list[tuple[str, int]] = []

    def read(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), start=1):
            stripped = line.lstrip(" \u00a0\u3000")
            if line.startswith("\t"):
                self.open_cell(line[1:], number)
            elif stripped.startswith("\t"):
                # A blank paragraph ran into a cell: a page break cut the table here.
                self.close_table()
                self.builder.note("page-break", f"line {number}")
                self.open_cell(stripped[1:], number)
            elif not line:
                self.close_row()
            elif self.pieces:
                self.pieces.append(line)
            else:
                self.close_table()
                self.paragraph(line, number)
        self.close_table()

    def open_cell(self, text: str, number: int) -> None:
        self.close_cell()
        if not self.rows and not self.row:
            self.table_line = number
        self.pieces, self.cell_line = [text], number

    def close_cell(self) -> None:
        if self.pieces:
            text = self.without_bookmarks("\n".join(self.pieces), self.cell_line)
            self.row.append(CellDraft(text, len(self.row) + 1, line=self.cell_line))
            self.pieces = []

    def close_row(self) -> None:
        self.close_cell()
        if self.row:
            self.rows.append(self.row)
            self.row = []

    def close_table(self) -> None:
        self.close_row()
        if self.rows:
            self.builder.table(self.rows, ragged=True, line=self.table_line)
            self.rows = []
        self.log_residues()

    def paragraph(self, line: str, number: int) -> None:
        text = self.without_bookmarks(line, number)
        if text.strip():
            # A bookmark at the start is how an export keeps an entry of the table of contents.
            self.builder.paragraph(text, level=1 if self.residues else 0, line=number)
        self.log_residues()

    def without_bookmarks(self, text: str, number: int) -> str:
        if "[bookmark: " not in text:
            return text
        self.residues.extend((residue, number) for residue in _BOOKMARK.findall(text))
        return _BOOKMARK.sub("", text)

    def log_residues(self) -> None:
        for residue, number in self.residues:
            self.builder.note("bookmark-residue", f"{residue} (line {number})")
        self.residues.clear()


def read_text(data: bytes, name: str) -> Document:
    """Read a text export; raises an `EncodingError` where the bytes are in no encoding that is read."""
    text, encoding = decode(data)
    reader = _TextReader()
    reader.read(text.replace("\r\n", "\n").replace("\r", "\n"))
    return reader.builder.build(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        media_type=f"text/plain; charset={encoding}",
        reader=READER,
    )
