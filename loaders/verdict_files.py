"""Files of verdicts: SSSOM, tab-separated or a spreadsheet, the row being the subject and the verdict the object.

A list that a person wrote by hand may call its columns `indicator`, `verdict`, `reviewer`, `date` and `note`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, cast
from urllib.parse import unquote

from loaders.link_records import MANUAL
from loaders.mapping_table import format_table, parse_table, read_bytes, write_sheet, write_text
from loaders.review_errors import RepeatedRowError
from loaders.row_errors import BadCellError, BadTableError, MissingColumnError, RowError, refuse
from loaders.row_versions import RowReference, parse_row
from loaders.verdicts import VERDICTS, Verdict, VerdictFile, VerdictRecord, sort_verdicts
from ontology import terms
from ontology.identifiers import path_segment
from ontology.prefixes import GT, GTC, PREFIXES

COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "reviewer_label",
    "mapping_date",
    "comment",
    "project_label",
    "document_sha256",
    "words_sha256",
)
_BY_HAND: Final = {
    "indicator": "subject_id",
    "indicator_label": "subject_label",
    "verdict": "object_id",
    "reviewer": "reviewer_label",
    "date": "mapping_date",
    "note": "comment",
}
REQUIRED: Final = ("subject_id", "object_id", "reviewer_label")
PREDICATE: Final = "gt:hasVerdict"
_OBJECT: Final = "gtc:verdict-"
EXTENSIONS: Final = {
    "project_label": terms.SKOS_PREF_LABEL,
    "document_sha256": terms.GT_SHA256,
    "words_sha256": terms.GT_WORDS_SHA256,
}
_SHA256: Final = re.compile(r"[0-9a-f]{64}|")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def verdict_metadata(plan: str) -> dict[str, object]:
    """The header of a file of verdicts on rows of this plan."""
    return {
        "mapping_set_id": f"{plan}/verdicts",
        "license": "https://www.apache.org/licenses/LICENSE-2.0",
        "curie_map": {
            "gt": GT,
            "gtc": GTC,
            "project": f"{plan}/project/",
            "semapv": PREFIXES["semapv"],
        },
        "extension_definitions": [{"slot_name": slot, "property": term} for slot, term in EXTENSIONS.items()],
    }


def _cells(record: VerdictRecord) -> tuple[str, ...]:
    project, kind, ordinal = record.row
    subject = f"project:{path_segment(project)}/indicator/{path_segment(kind or 'other')}-{ordinal}"
    return (
        subject,
        record.indicator_label,
        PREDICATE,
        f"{_OBJECT}{record.verdict}",
        MANUAL,
        record.reviewer,
        record.date,
        record.note,
        record.project_label,
        record.document_sha256,
        record.words_sha256,
    )


def format_verdicts(records: Iterable[VerdictRecord], plan: str = "") -> str:
    """The text of a file of verdicts, rows in their fixed order."""
    metadata = verdict_metadata(plan) if plan else None
    return format_table(metadata, COLUMNS, map(_cells, sort_verdicts(records)))


def write_verdicts(path: Path | str, records: Iterable[VerdictRecord], plan: str = "") -> None:
    """Write a file of verdicts: a spreadsheet where its name ends in `.xlsx`, else tab-separated text."""
    if Path(path).suffix.lower() == ".xlsx":
        metadata = verdict_metadata(plan) if plan else None
        write_sheet(path, "verdicts", metadata, COLUMNS, map(_cells, sort_verdicts(records)))
    else:
        write_text(path, format_verdicts(records, plan))


def read_verdicts(path: Path | str, *, keep_going: bool = False) -> VerdictFile:
    """Read a file of verdicts; problems are raised, or with `keep_going` stand beside the good rows."""
    file = parse_verdicts(read_bytes(Path(path)), Path(path).name)
    if not keep_going:
        refuse(file.problems)
    return replace(file, keep_going=keep_going)


def parse_verdicts(data: bytes, name: str) -> VerdictFile:
    """Read the bytes of a file of verdicts; bad rows become problems."""
    table = parse_table(data, name)
    rows = [(number, cells) for number, cells in table.rows if any(cell.strip() for cell in cells)]
    if not rows:
        raise BadTableError(name, "there is no row of column names")
    at, printed = rows[0][0], [cell.strip() for cell in rows[0][1]]
    columns = [_BY_HAND.get(column, column) for column in printed]
    by_hand = (
        {column: written for written, column in _BY_HAND.items()} if set(printed) & _BY_HAND.keys() else {}
    )
    refuse(
        [
            MissingColumnError(name, at, by_hand.get(column, column))
            for column in REQUIRED
            if column not in columns
        ]
    )
    reader = _RowReader(name, dict(zip(columns, printed, strict=True)), table.prefixes.get("project", ""))
    records = [
        reader.read(dict(zip(columns, cells, strict=False)), number, len(cells)) for number, cells in rows[1:]
    ]
    plan = table.prefixes.get("project", "").removesuffix("/project/")
    return VerdictFile(
        name, plan, sort_verdicts(record for record in records if record is not None), tuple(reader.problems)
    )


class _RowReader:
    """Reads the rows of one file and gathers what is wrong with them, each by the column's printed name."""

    def __init__(self, file: str, printed: Mapping[str, str], namespace: str) -> None:
        self._file, self._printed, self._namespace = file, printed, namespace
        self._seen: dict[RowReference, int] = {}
        self.problems: list[RowError] = []

    def read(self, said: Mapping[str, str], at: int, cells: int) -> VerdictRecord | None:
        """The verdict in a row; None where a cell is wrong, each wrong cell being a problem."""
        before = len(self.problems)
        if cells > len(self._printed):
            self._bad_table(at)
            return None
        row = self._row(said["subject_id"])
        verdict = said["object_id"].strip().removeprefix(_OBJECT).removeprefix(f"{GTC}verdict-")
        checks: tuple[tuple[str, bool, str, str], ...] = (
            ("subject_id", row is not None, "CODE/quantity-1", "项目编码/quantity-1"),
            ("object_id", verdict in VERDICTS, "fits, misfit or rebind", "fits、misfit 或 rebind"),
            ("reviewer_label", bool(said.get("reviewer_label", "").strip()), "who decided", "审核人"),
            (
                "mapping_date",
                is_day(said.get("mapping_date", "")),
                "a date such as 2022-03-31",
                "日期，如 2022-03-31",
            ),
            *(
                (column, _is_hash(said.get(column, "")), "64 hexadecimal digits", "64 位十六进制数")
                for column in ("document_sha256", "words_sha256")
            ),
        )
        for column, good, expected, expected_zh in checks:
            if not good:
                shown = self._printed.get(column, column)
                self.problems.append(
                    BadCellError(self._file, at, shown, said.get(column, ""), expected, expected_zh)
                )
        if row is not None and self._seen.setdefault(row, at) != at:
            self.problems.append(RepeatedRowError(str(row), self._file, at, self._seen[row]))
        if len(self.problems) > before or row is None:
            return None
        return _record(row, cast("Verdict", verdict), said, at)

    def _bad_table(self, at: int) -> None:
        self.problems.append(BadTableError(self._file, "the row has more cells than there are columns", at))

    def _row(self, raw: str) -> RowReference | None:
        local = raw.strip()
        for prefix in (self._namespace, "project:"):
            if prefix and local.startswith(prefix):
                return parse_row(unquote(local.removeprefix(prefix), errors="surrogatepass"))
        return parse_row(local)


def _record(row: RowReference, verdict: Verdict, said: Mapping[str, str], at: int) -> VerdictRecord:
    return VerdictRecord(
        row,
        verdict,
        reviewer=said.get("reviewer_label", ""),
        date=said.get("mapping_date", ""),
        note=said.get("comment", ""),
        document_sha256=said.get("document_sha256", ""),
        words_sha256=said.get("words_sha256", ""),
        project_label=said.get("project_label", ""),
        indicator_label=said.get("subject_label", ""),
        line=at,
    )


def is_day(raw: str) -> bool:
    """Whether a text is empty or a day that exists, as 2022-03-31."""
    if not raw:
        return True
    try:
        return bool(_DATE.fullmatch(raw)) and bool(date.fromisoformat(raw))
    except ValueError:
        return False


def _is_hash(raw: str) -> bool:
    return bool(_SHA256.fullmatch(raw))
