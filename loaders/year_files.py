"""Files of decisions on two years: SSSOM, tab-separated or a spreadsheet, the earlier item the subject of the later."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

from loaders.link_records import MANUAL
from loaders.mapping_table import (
    MappingTable,
    format_table,
    parse_table,
    read_bytes,
    write_sheet,
    write_text,
)
from loaders.row_errors import BadCellError, BadHeaderError, BadTableError, MissingColumnError, RowError
from loaders.verdict_files import is_day
from ontology import terms
from ontology.prefixes import GT, PREFIXES

COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "status",
    "reviewer_label",
    "mapping_date",
    "comment",
)
REQUIRED: Final = ("subject_id", "object_id", "status", "reviewer_label")
STATUSES: Final = ("accepted", "rejected")
PREDICATE: Final = "skos:exactMatch"
_FRACTION: Final = re.compile(r"0(\.[0-9]{1,30})?|1(\.0{1,30})?|")


@dataclass(frozen=True, slots=True)
class YearRow:
    """One decision: items by their place in their plans, such as `project/CODE`, percent-encoded as in their IRIs."""

    earlier: str
    later: str
    status: str
    earlier_label: str = ""
    later_label: str = ""
    score: Decimal | None = None
    reviewer: str = ""
    date: str = ""
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class YearFile:
    """A read file with the two plans that it speaks of, its good rows, and what is wrong with the others."""

    name: str
    earlier: str
    later: str
    rows: tuple[YearRow, ...]
    problems: tuple[RowError, ...] = ()


def year_metadata(earlier: str, later: str) -> dict[str, object]:
    """The header of a file about two plans, by their IRIs."""
    return {
        "mapping_set_id": f"{later}/continuations",
        "license": "https://www.apache.org/licenses/LICENSE-2.0",
        "curie_map": {
            "earlier": f"{earlier}/",
            "gt": GT,
            "later": f"{later}/",
            "semapv": PREFIXES["semapv"],
            "skos": PREFIXES["skos"],
        },
        "extension_definitions": [{"slot_name": "status", "property": terms.GT_HAS_STATUS}],
    }


def _cells(row: YearRow) -> tuple[str, ...]:
    return (
        f"earlier:{row.earlier}",
        row.earlier_label,
        PREDICATE,
        f"later:{row.later}",
        row.later_label,
        MANUAL,
        "" if row.score is None else f"{row.score:f}",
        row.status,
        row.reviewer,
        row.date,
        row.note,
    )


def format_years(rows: Iterable[YearRow], earlier: str, later: str) -> str:
    """The text of a file, rows in their fixed order."""
    return format_table(year_metadata(earlier, later), COLUMNS, map(_cells, _sorted(rows)))


def write_years(path: Path | str, rows: Iterable[YearRow], earlier: str, later: str) -> None:
    """Write a file: a spreadsheet where its name ends in `.xlsx`, else tab-separated text."""
    if Path(path).suffix.lower() == ".xlsx":
        write_sheet(path, "years", year_metadata(earlier, later), COLUMNS, map(_cells, _sorted(rows)))
    else:
        write_text(path, format_years(rows, earlier, later))


def _sorted(rows: Iterable[YearRow]) -> list[YearRow]:
    return sorted(rows, key=lambda row: (row.earlier, row.later))


def read_years(path: Path | str) -> YearFile:
    """Read a file of decisions; problems stand beside the good rows."""
    return parse_years(read_bytes(Path(path)), Path(path).name)


def parse_years(data: bytes, name: str) -> YearFile:
    """Read the bytes of a file; a broken header or table raises, bad rows become problems."""
    table = parse_table(data, name)
    earlier, later = (_plan(table, prefix) for prefix in ("earlier", "later"))
    rows = [(number, cells) for number, cells in table.rows if any(cell.strip() for cell in cells)]
    if not rows:
        raise BadTableError(name, "there is no row of column names")
    at, columns = rows[0][0], [cell.strip() for cell in rows[0][1]]
    missing = [MissingColumnError(name, at, column) for column in REQUIRED if column not in columns]
    if missing:
        raise missing[0]
    problems: list[RowError] = []
    found: dict[tuple[str, str], YearRow] = {}
    for number, cells in rows[1:]:
        row = _read(dict(zip(columns, cells, strict=False)), number, name, problems)
        if row is not None and (row.earlier, row.later) in found:
            first = found[row.earlier, row.later].line
            problems.append(BadTableError(name, f"the pair stands in row {first} already", number))
        elif row is not None:
            found[row.earlier, row.later] = row
    return YearFile(name, earlier, later, tuple(_sorted(found.values())), tuple(problems))


def _plan(table: MappingTable, prefix: str) -> str:
    plan = table.prefixes.get(prefix, "").removesuffix("/")
    if "/plan/" not in plan:
        raise BadHeaderError(table.name, f"curie_map must say what {prefix} is: …/plan/DEPARTMENT-YEAR/")
    return plan


def _read(said: Mapping[str, str], at: int, name: str, problems: list[RowError]) -> YearRow | None:
    before = len(problems)
    items, item_zh = "an item such as {0}:project/CODE", "如 {0}:project/编码"
    checks: tuple[tuple[str, Callable[[str], bool], str, str], ...] = (
        ("subject_id", _starts("earlier:"), items.format("earlier"), item_zh.format("earlier")),
        ("object_id", _starts("later:"), items.format("later"), item_zh.format("later")),
        ("status", lambda raw: raw in STATUSES, "accepted or rejected", "accepted 或 rejected"),
        ("reviewer_label", lambda raw: bool(raw.strip()), "who decided", "审核人"),
        ("mapping_date", is_day, "a date such as 2022-03-31", "日期，如 2022-03-31"),
        ("confidence", lambda raw: bool(_FRACTION.fullmatch(raw)), "a number from 0 to 1", "0 至 1 的数"),
    )
    for column, good, expected, expected_zh in checks:
        raw = said.get(column, "")
        if not good(raw):
            problems.append(BadCellError(name, at, column, raw, expected, expected_zh))
    if len(problems) > before:
        return None
    return YearRow(
        said["subject_id"].removeprefix("earlier:"),
        said["object_id"].removeprefix("later:"),
        said["status"],
        said.get("subject_label", ""),
        said.get("object_label", ""),
        Decimal(said["confidence"]) if said.get("confidence") else None,
        said.get("reviewer_label", ""),
        said.get("mapping_date", ""),
        said.get("comment", ""),
        at,
    )


def _starts(prefix: str) -> Callable[[str], bool]:
    return lambda raw: raw.startswith(prefix) and len(raw) > len(prefix)
