"""Reviewers' verdicts on rows that the rules could only call candidates: records, files and quads.

A file of verdicts is tab-separated UTF-8; a line `#plan: IRI` before the column names says whose rows they are.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal, cast, get_args

from loaders.link_records import plan_key
from loaders.links import read_link_bytes
from loaders.review_errors import (
    BadReviewCellError,
    BadReviewTableError,
    MissingReviewColumnError,
    RepeatedRowError,
    ReviewError,
    refuse_reviews,
)
from loaders.row_versions import RowReference, parse_row
from ontology import nquads, terms
from ontology.identifiers import PlanIdentifiers, concept

Verdict = Literal["fits", "misfit", "rebind"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)

COLUMNS: Final = (
    "indicator",
    "project_label",
    "indicator_label",
    "verdict",
    "reviewer",
    "date",
    "note",
    "document_sha256",
    "words_sha256",
)
REQUIRED: Final = ("indicator", "verdict", "reviewer")
_SHA256: Final = re.compile(r"[0-9a-f]{64}|")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """What a reviewer decided about one row.

    `fits`: it belongs to its project. `misfit`: it does not. `rebind`: the number in the value that all rows
    share belongs to this one. `words_sha256` is the fingerprint of the words that were judged.
    """

    row: RowReference
    verdict: Verdict
    reviewer: str
    date: str = ""
    note: str = ""
    document_sha256: str = ""
    words_sha256: str = ""
    project_label: str = ""
    indicator_label: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class VerdictFile:
    """A read file of verdicts; `plan` is empty where the file does not say."""

    name: str
    plan: str
    records: tuple[VerdictRecord, ...]

    def concerns(self, plan: str) -> bool:
        """Whether the file speaks of this plan; the base address before `plan/` may differ."""
        return not self.plan or plan_key(self.plan) == plan_key(plan)


def sort_verdicts(records: Iterable[VerdictRecord]) -> tuple[VerdictRecord, ...]:
    """Verdicts in one fixed order."""
    return tuple(sorted(records, key=lambda record: record.row))


def set_verdicts(
    records: Iterable[VerdictRecord], given: Iterable[VerdictRecord]
) -> tuple[VerdictRecord, ...]:
    """The verdicts with the given ones in the place of earlier ones on the same rows."""
    by_row = {record.row: record for record in records}
    by_row.update({record.row: record for record in given})
    return sort_verdicts(by_row.values())


def find_stale_rows(
    fingerprints: Mapping[RowReference, str], judged: Iterable[tuple[RowReference, str]]
) -> frozenset[RowReference]:
    """The rows that were judged on other words than they have now, or that the plan no longer has.

    A verdict from a file without fingerprint cannot say, so it stands as long as its row does.
    """
    return frozenset(
        row for row, words in judged if row not in fingerprints or (words and words != fingerprints[row])
    )


def format_verdicts(records: Iterable[VerdictRecord], plan: str = "") -> str:
    """The text of a file of verdicts, rows in their fixed order."""
    rows: list[Iterable[str]] = [COLUMNS]
    for record in sort_verdicts(records):
        rows.append([str(record.row), *(str(getattr(record, name)) for name in COLUMNS[1:])])
    lines = [f"#plan: {plan}"] if plan else []
    lines += ["\t".join(map(_quoted, cells)) for cells in rows]
    return "\n".join(lines) + "\n"


def _quoted(cell: str) -> str:
    # Not csv.writer: it leaves a lone carriage return unquoted, which no reader takes.
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(sign in cell for sign in '\t\n\r"') else cell


def write_verdicts(path: Path | str, records: Iterable[VerdictRecord], plan: str = "") -> None:
    """Write a file of verdicts in one move, so that a reader never sees half of it."""
    place = Path(path)
    part = place.with_name(f".{place.name}.part")
    part.write_bytes(format_verdicts(records, plan).encode("utf-8", "replace"))
    os.replace(part, place)


def read_verdicts(path: Path | str) -> VerdictFile:
    """Read a file of verdicts; every problem is named by row and column."""
    return parse_verdicts(read_link_bytes(Path(path)), Path(path).name)


def parse_verdicts(data: bytes, name: str) -> VerdictFile:
    """Read the bytes of a file of verdicts."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise BadReviewTableError(name, f"not UTF-8 at byte {exc.start}") from exc
    lines = io.StringIO(text, newline="").readlines()
    start = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    plans = [line.partition(":")[2].strip() for line in lines[:start] if line.startswith("#plan:")]
    table = csv.DictReader(io.StringIO("".join(lines[start:]), newline=""), delimiter="\t", strict=True)
    try:
        columns = table.fieldnames or ()
        missing = [column for column in REQUIRED if column not in columns]
        refuse_reviews([MissingReviewColumnError(name, start + 1, column) for column in missing])
        rows = [(start + table.line_num, cells) for cells in table]
    except csv.Error as exc:
        raise BadReviewTableError(name, str(exc), start + table.line_num) from exc
    reader = _RowReader(name)
    records = tuple(record for at, cells in rows if (record := reader.read(cells, at)) is not None)
    refuse_reviews(reader.problems)
    return VerdictFile(name, plans[0] if plans else "", sort_verdicts(records))


class _RowReader:
    """Reads the rows of one file and gathers what is wrong with them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._seen: dict[RowReference, int] = {}
        self.problems: list[ReviewError] = []

    def read(self, cells: Mapping[str | None, object], at: int) -> VerdictRecord | None:
        """The verdict in a row; None where a cell is wrong, each wrong cell being a problem."""
        if None in cells:
            self.problems.append(
                BadReviewTableError(self._file, "the row has more cells than there are columns", at)
            )
            return None
        said = {str(name): str(value or "") for name, value in cells.items()}
        before = len(self.problems)
        row = parse_row(said["indicator"])
        checks: tuple[tuple[str, Callable[[str], bool], str, str], ...] = (
            ("indicator", lambda raw: parse_row(raw) is not None, "CODE/quantity-1", "项目编码/quantity-1"),
            ("verdict", lambda raw: raw in VERDICTS, "fits, misfit or rebind", "fits、misfit 或 rebind"),
            ("reviewer", lambda raw: bool(raw.strip()), "who decided", "审核人"),
            ("date", is_day, "a date such as 2022-03-31", "日期，如 2022-03-31"),
            ("document_sha256", _is_hash, "64 hexadecimal digits", "64 位十六进制数"),
            ("words_sha256", _is_hash, "64 hexadecimal digits", "64 位十六进制数"),
        )
        for column, good, expected, expected_zh in checks:
            raw = said.get(column, "")
            if not good(raw):
                problem = BadReviewCellError(self._file, at, column, raw, expected, expected_zh)
                self.problems.append(problem)
        if row is not None and self._seen.setdefault(row, at) != at:
            self.problems.append(RepeatedRowError(str(row), self._file, at, self._seen[row]))
        if len(self.problems) > before or row is None:
            return None
        texts = {name: said.get(name, "") for name in COLUMNS if name not in ("indicator", "verdict")}
        return VerdictRecord(row, cast("Verdict", said["verdict"]), **texts, line=at)


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


def verdict_iri(row: RowReference, identifiers: PlanIdentifiers) -> str:
    """The IRI of the verdict on a row; a row has one at most."""
    return f"{row.iri(identifiers)}/verdict"


def write_verdict_quads(
    writer: nquads.QuadWriter,
    records: Iterable[VerdictRecord],
    identifiers: PlanIdentifiers,
    stale: frozenset[RowReference],
) -> None:
    """State verdicts in the reviews graph; `stale` names the rows whose words have changed since."""
    for record in sort_verdicts(records):
        node = verdict_iri(record.row, identifiers)
        writer.add(node, terms.RDF_TYPE, nquads.iri(terms.GT_VERDICT))
        writer.add(node, terms.GT_CONCERNS_INDICATOR, nquads.iri(record.row.iri(identifiers)))
        writer.add(node, terms.GT_HAS_VERDICT, nquads.iri(concept(f"verdict-{record.verdict}")))
        if record.date:
            writer.add(node, terms.SSSOM_MAPPING_DATE, nquads.date(record.date))
        if record.row in stale:
            writer.add(node, terms.GT_STALE, nquads.boolean(value=True))
        for predicate, value in (
            (terms.SSSOM_REVIEWER_LABEL, record.reviewer),
            (terms.SSSOM_COMMENT, record.note),
            (terms.SSSOM_SUBJECT_LABEL, record.project_label),
            (terms.SSSOM_OBJECT_LABEL, record.indicator_label),
            (terms.GT_SHA256, record.document_sha256),
            (terms.GT_WORDS_SHA256, record.words_sha256),
        ):
            if value:
                writer.add(node, predicate, nquads.text(value))
