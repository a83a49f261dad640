"""The table that all reviewed files share: SSSOM as tab-separated text, or the same as a spreadsheet.

The header is YAML behind `#`, in a spreadsheet a second sheet; then comes one row of column names, then one row for
each decision. What the columns mean is each file's own matter.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from loaders.errors import EmptyFileError, MissingFileError, TooLargeError
from loaders.row_errors import BadEncodingError, BadHeaderError, BadTableError

LONGEST_FILE: Final = 50 * 1024 * 1024
HEADER_SHEET: Final = "header"
_WIDTHS: Final = {"subject_label": 32, "object_label": 32, "evidence": 32, "comment": 48}

Rows = Sequence[tuple[int, Sequence[str]]]
"""Rows with their own numbers, as a person sees them."""


class MappingTable(NamedTuple):
    """A read table: its header's names and values, and its rows, the first being the column names."""

    name: str
    metadata: dict[str, object]
    rows: Rows

    @property
    def prefixes(self) -> dict[str, str]:
        """The `curie_map` of the header."""
        raw = self.metadata.get("curie_map", {})
        if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
            raise BadHeaderError(self.name, "curie_map must map prefixes to addresses")
        return {str(prefix): str(value) for prefix, value in raw.items()}


def read_bytes(path: Path) -> bytes:
    """The bytes of a reviewed file, refused where it is missing, empty or far too long."""
    try:
        size = path.stat().st_size
        if size > LONGEST_FILE:
            raise TooLargeError("bytes of a reviewed file", size, LONGEST_FILE, str(path))
        data = path.read_bytes()
    except OSError as exc:
        raise MissingFileError(str(path), exc.strerror or "") from exc
    if not data.strip():
        raise EmptyFileError(str(path))
    return data


def parse_table(data: bytes, name: str) -> MappingTable:
    """Read the bytes of a table; a name in `.xlsx` says that they are a spreadsheet."""
    return _parse_sheet(data, name) if name.lower().endswith(".xlsx") else _parse_text(data, name)


def _parse_text(data: bytes, name: str) -> MappingTable:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise BadEncodingError(name, exc.start) from exc
    lines = io.StringIO(text, newline="").readlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = "".join(line[1:] for line in lines[:count])
    return MappingTable(name, _metadata(header, name), _cells("".join(lines[count:]), name, count + 1))


def _parse_sheet(data: bytes, name: str) -> MappingTable:
    from loaders.sheet_cells import read_sheets  # noqa: PLC0415 - the spreadsheet library is slow to import

    sheets = read_sheets(data, name)
    found = next((sheet for title, sheet in sheets.items() if title != HEADER_SHEET), [])
    header = [row.cells[0] if row.cells else "" for row in sheets.get(HEADER_SHEET, [])]
    # A person may have put a title above the column names: the row of names is the first with two of them.
    rows = [(row.number, _trimmed(row.cells)) for row in found]
    start = next((i for i, (_, cells) in enumerate(rows) if sum(map(bool, cells)) > 1), 0)
    return MappingTable(name, _metadata("\n".join(header), name), rows[start:])


def _trimmed(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _metadata(header: str, name: str) -> dict[str, object]:
    """The header's names and values; a header that is no YAML mapping raises."""
    try:
        metadata = yaml.safe_load(header)
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        raise BadHeaderError(name, str(exc).partition("\n")[0], 1) from exc
    if metadata is None:
        return {}
    if not isinstance(metadata, dict):
        raise BadHeaderError(name, "it holds no names with values", 1)
    return {str(key): value for key, value in metadata.items()}


def _cells(body: str, name: str, first_row: int) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter="\t", strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = 0
    try:
        for cells in reader:
            rows.append((first_row + start, cells))
            start = reader.line_num
    except csv.Error as exc:
        raise BadTableError(name, str(exc), first_row + start) from exc
    return rows


def format_table(
    metadata: Mapping[str, object] | None, columns: Sequence[str], rows: Iterable[Iterable[str]]
) -> str:
    """The text of a table."""
    lines = [f"#{line}" for line in _dump(metadata).split("\n")[:-1]]
    lines.append("\t".join(columns))
    lines += ["\t".join(map(_quoted, cells)) for cells in rows]
    return "\n".join(lines) + "\n"


def _dump(metadata: Mapping[str, object] | None) -> str:
    return yaml.safe_dump(dict(metadata), allow_unicode=True, sort_keys=False, width=100) if metadata else ""


def _quoted(cell: str) -> str:
    # Not csv.writer: it leaves a lone carriage return unquoted, which no reader takes.
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(sign in cell for sign in '\t\n\r"') else cell


def write_text(path: Path | str, text: str) -> None:
    """Write a table in one move, so that a reader never sees half of it."""
    place = Path(path)
    part = place.with_name(f".{place.name}.part")
    part.write_bytes(text.encode("utf-8", "replace"))
    os.replace(part, place)


def write_sheet(
    path: Path | str,
    title: str,
    metadata: Mapping[str, object] | None,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
) -> None:
    """Write a table as a spreadsheet that `parse_table` reads back without loss.

    Every cell is text, so that numbers, dates and words beginning with `=` come back as they were written.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.worksheet.worksheet import Worksheet  # noqa: PLC0415

    from loaders.sheet_cells import put_text  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one worksheet; this tells the type checker
    sheet.title = title
    sheet.freeze_panes = "C2"
    for position, column in enumerate(columns, start=1):
        cell = sheet.cell(1, position, column)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS.get(column, 16)
    for number, cells in enumerate(rows, start=2):
        for position, value in enumerate(cells, start=1):
            if value:
                put_text(sheet, number, position, value)
    header = book.create_sheet(HEADER_SHEET)
    for number, line in enumerate(_dump(metadata).splitlines(), start=1):
        put_text(header, number, 1, line)
    book.save(path)
