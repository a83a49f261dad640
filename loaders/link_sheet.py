"""Links as a spreadsheet for reviewers: one row a link, the header of the file on a second sheet.

Every cell is text, so that numbers, dates and words beginning with `=` come back as they were written.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

import yaml
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from loaders.errors import TooLargeError
from loaders.link_errors import BadLinkTableError
from loaders.link_records import LinkFile, LinkRecord, sort_records
from loaders.link_rows import COLUMNS, write_cells
from loaders.links import read_curie_map, read_link_bytes, read_metadata, read_rows, refuse_problems

LINKS_SHEET: Final = "links"
HEADER_SHEET: Final = "header"
MOST_BYTES: Final = 100 * 1024 * 1024
MOST_ROWS: Final = 100_000
_WIDTHS: Final = {"subject_label": 32, "object_label": 32, "evidence": 32, "comment": 48}
_LITERAL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def write_links_xlsx(
    path: Path | str, records: Iterable[LinkRecord], metadata: Mapping[str, object] | None = None
) -> None:
    """Write links as a spreadsheet that `read_links_xlsx` reads back without loss."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one worksheet; this tells the type checker
    sheet.title = LINKS_SHEET
    sheet.freeze_panes = "C2"
    for position, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, position, column)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS.get(column, 16)
    for row, record in enumerate(sort_records(records), start=2):
        for position, value in enumerate(write_cells(record).values(), start=1):
            _put(sheet, row, position, value)
    header = book.create_sheet(HEADER_SHEET)
    for row, line in enumerate(_dump(metadata).splitlines(), start=1):
        _put(header, row, 1, line)
    book.save(path)


def _dump(metadata: Mapping[str, object] | None) -> str:
    return yaml.safe_dump(dict(metadata), allow_unicode=True, sort_keys=False, width=100) if metadata else ""


def _put(sheet: Worksheet, row: int, column: int, value: str) -> None:
    if not value:
        return
    cell = sheet.cell(row, column)
    cell.value = _escape(value)
    cell.data_type = "s"  # else words that begin with "=" become a formula
    cell.number_format = "@"


def _escape(value: str) -> str:
    kept = _LITERAL_ESCAPE.sub("_x005F_", value)
    return _UNWRITABLE.sub(lambda m: f"_x{ord(m.group()):04X}_", kept)


def _unescape(value: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), value)


def read_links_xlsx(path: Path | str, *, keep_going: bool = False) -> LinkFile:
    """Read a spreadsheet of links; rows are the sheet's own row numbers in every problem."""
    place = Path(path)
    links = parse_links_xlsx(read_link_bytes(place), place.name)
    return links if keep_going else refuse_problems(links)


def parse_links_xlsx(data: bytes, name: str) -> LinkFile:
    """Read the bytes of a spreadsheet of links; bad rows become problems."""
    _refuse_bomb(data, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        names = book.sheetnames
        rows = _rows(book[LINKS_SHEET if LINKS_SHEET in names else names[0]], name)
        header = _rows(book[HEADER_SHEET], name) if HEADER_SHEET in names else []
        book.close()
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as exc:
        # What openpyxl raises on a damaged package is not documented; these are what damaged files gave.
        raise BadLinkTableError(name, f"this is no whole xlsx file: {type(exc).__name__}") from exc
    metadata = read_metadata("\n".join(cells[0] if cells else "" for _, cells in header), name)
    return read_rows(_from_column_names(rows), name, metadata, read_curie_map(metadata, name))


def _refuse_bomb(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as exc:
        raise BadLinkTableError(name, "this is no xlsx file") from exc
    if size > MOST_BYTES:
        raise TooLargeError("bytes of an unpacked spreadsheet", size, MOST_BYTES, name)


def _rows(sheet: object, name: str) -> list[tuple[int, list[str]]]:
    rows: list[tuple[int, list[str]]] = []
    values = sheet.iter_rows(max_col=len(COLUMNS) * 2, values_only=True)  # type: ignore[attr-defined]
    for number, cells in enumerate(values, start=1):
        if number > MOST_ROWS:
            raise TooLargeError("rows of a link sheet", number, MOST_ROWS, name)
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        rows.append((number, texts))
    return rows


def _text(value: object) -> str:
    """What a person sees in the cell: a date without its midnight, a number without a false `.0`."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _unescape(str(value))


def _from_column_names(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    start = next((i for i, (_, cells) in enumerate(rows) if "subject_id" in cells), 0)
    return rows[start:]
