"""Cells of spreadsheets that people fill in: text that stays text, and what a person sees in a cell."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from loaders.errors import TooLargeError
from loaders.row_errors import BadTableError

MOST_BYTES: Final = 100 * 1024 * 1024
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 64
_LITERAL_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


class SheetRow(NamedTuple):
    """A row of a sheet by its own number; `formulas` are columns whose formula has no stored result."""

    number: int
    cells: tuple[str, ...]
    formulas: tuple[int, ...]


def put_text(sheet: Worksheet, row: int, column: int, value: str) -> Any:
    """Write a cell as text, whatever its first sign; the cell, to be styled."""
    cell = sheet.cell(row, column)
    if value:
        cell.value = _UNWRITABLE.sub(_escape, _LITERAL_ESCAPE.sub("_x005F_", value))
        cell.data_type = "s"  # else words that begin with "=" become a formula
    cell.number_format = "@"
    if value.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True  # and stay words when somebody edits the cell
    return cell


def _escape(match: re.Match[str]) -> str:
    sign = match.group()
    return "\ufffd" if "\ud800" <= sign <= "\udfff" else f"_x{ord(sign):04X}_"


def read_sheets(data: bytes, name: str) -> dict[str, list[SheetRow]]:
    """The rows of every sheet as texts; raises where the bytes are no whole spreadsheet or far too large."""
    _refuse_bomb(data, name)
    try:
        shown = load_workbook(io.BytesIO(data), data_only=True, read_only=True)
        written = load_workbook(io.BytesIO(data), read_only=True)
        sheets = {
            title: list(_rows(shown[title], written[title], name))
            for title in shown.sheetnames
            if hasattr(shown[title], "iter_rows")
        }
        shown.close()
        written.close()
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as exc:
        # What openpyxl raises on a damaged package is not documented; these are what damaged files gave.
        raise BadTableError(name, f"this is no whole xlsx file: {type(exc).__name__}") from exc
    return sheets


def _refuse_bomb(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as exc:
        raise BadTableError(name, "this is no xlsx file") from exc
    if size > MOST_BYTES:
        raise TooLargeError("bytes of an unpacked spreadsheet", size, MOST_BYTES, name)


def _rows(shown: Any, written: Any, name: str) -> Iterator[SheetRow]:
    pairs = zip(shown.iter_rows(max_col=MOST_COLUMNS), written.iter_rows(max_col=MOST_COLUMNS), strict=True)
    for number, (seen, typed) in enumerate(pairs, start=1):
        if number > MOST_ROWS:
            raise TooLargeError("rows of a worksheet", number, MOST_ROWS, name)
        formulas = tuple(
            place
            for place, (left, right) in enumerate(zip(seen, typed, strict=True))
            if left.value is None and right.data_type == "f"
        )
        yield SheetRow(
            number, tuple(cell_text(cell.value, str(cell.number_format)) for cell in seen), formulas
        )


def cell_text(value: object, number_format: str = "General") -> str:
    """What a person sees in a cell: a date without its midnight, a number without a false `.0`, a share as per cent.

    >>> cell_text(0.955, "0.0%"), cell_text(300.0), cell_text(datetime(2022, 12, 31)), cell_text(None)
    ('95.5%', '300', '2022-12-31', '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        if "%" in number_format:
            return f"{_plain(float(value) * 100)}%"
        return _plain(value)
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), str(value))


def _plain(value: float) -> str:
    """A number without exponent and without the noise of binary fractions."""
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return text if text not in ("", "-0") else "0"
