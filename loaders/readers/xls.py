"""Reads .xls through xlrd, which knows number formats, borders and merges.

A quicker native library was left aside: it gives 100 % as the number 1, and it aborts the process on a
cell at the end of the grid. xlrd gives values of formulas, not the formulas.
"""

import hashlib
import io
import struct
from typing import Final

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Cell as XlsCell
from xlrd.sheet import Sheet as XlsSheet

from loaders.document import Document, DocumentBuilder
from loaders.errors import CorruptFileError, EncryptedFileError, TooLargeError
from loaders.readers.number_formats import plain, shown, shown_text
from loaders.readers.sheets import MAX_CELLS, Range, Sheet, SheetCell, add_sheet

READER: Final = "xls/xlrd-2"
MEDIA_TYPE: Final = "application/vnd.ms-excel"
_NO_LINE: Final = 0
_SIDES: Final = ("left", "right", "top", "bottom")


def read_xls(data: bytes, name: str) -> Document:
    """Read an old workbook; raises a `LoadError` where it is none, is encrypted or passes a limit."""
    builder = DocumentBuilder()
    with _opened(data) as book:
        for sheet in book.sheets():
            if sheet.visibility:
                builder.note("hidden-sheet", f"the hidden sheet {sheet.name} was not read")
                continue
            add_sheet(builder, _sheet(book, sheet))
    builder.part = ""
    return builder.build(
        sha256=hashlib.sha256(data).hexdigest(), name=name, media_type=MEDIA_TYPE, reader=READER
    )


def _opened(data: bytes) -> Book:
    # A log of its own: xlrd would print its doubts on standard output.
    try:
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except (XLRDError, CompDocError) as exc:
        if "encrypted" in str(exc).lower():
            raise EncryptedFileError("xls") from exc
        raise CorruptFileError("xls", str(exc)) from exc
    except (
        AssertionError,
        AttributeError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
        OverflowError,
        struct.error,
    ) as exc:
        # xlrd meets damage with whatever it trips over.
        raise CorruptFileError("xls", "its records are damaged or cut off") from exc


def _sheet(book: Book, sheet: XlsSheet) -> Sheet:
    found = Sheet(sheet.name, [])
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            read = _cell(book, row + 1, column + 1, cell)
            if read.text or read.bordered:
                found.cells.append(read)
        if len(found.cells) > MAX_CELLS:
            raise TooLargeError("filled cells in a sheet", len(found.cells), MAX_CELLS, sheet.name)
    found.merges = [
        Range(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
    ]
    return found


def _cell(book: Book, row: int, column: int, cell: XlsCell) -> SheetCell:
    styles = book.xf_list
    index = cell.xf_index or 0
    if index >= len(styles):
        return SheetCell(row, column, *_shown(book, cell, ""))
    style = styles[index]
    known = book.format_map.get(style.format_key)
    number_format = known.format_str if known and known.format_str != "General" else ""
    text, raw = _shown(book, cell, number_format)
    drawn = sum(getattr(style.border, f"{side}_line_style", _NO_LINE) != _NO_LINE for side in _SIDES) >= 2
    return SheetCell(row, column, text, raw, number_format, "", drawn)


def _shown(book: Book, cell: XlsCell, number_format: str) -> tuple[str, str | float | None]:
    value = cell.value
    if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE} and isinstance(value, float):
        return shown(value, number_format, era="1904" if book.datemode else "1900"), value
    if cell.ctype == xlrd.XL_CELL_TEXT and isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return shown_text(text, number_format), value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if value else "FALSE"), str(value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(int(value), "#?")), plain(float(value))
    return "", None
