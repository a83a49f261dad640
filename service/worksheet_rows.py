"""The rows of a worksheet: what is offered for each, and what a filled row says, checked by the value grammar."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from loaders.proposals import BY_DATE, DATE_UNIT, ProposalRecord
from loaders.review_errors import ChangedRowError, RepeatedRowError, UnknownRowError
from loaders.row_errors import BadCellError, RowError
from loaders.row_versions import RowReference, parse_row
from loaders.units import comparator_key
from loaders.values import read_value
from shapes.rewrite import BLANK

FILLED: Final = ("metric", "comparator", "number", "unit", "source", "note")
SHOWN: Final = ("project", "kind", "name", "description", "value", "grade", "why", "proposed")
HIDDEN: Final = ("row", "words")
COLUMNS: Final = (*SHOWN, *FILLED, "hint", *HIDDEN)
SIGNS: Final = ("≥", "≤", "＝", "＞", "＜", BY_DATE)
"""The comparators offered in a list; a full-width equals sign, since a cell that begins with "=" is a formula."""
_FIRM: Final = {"at-least": "≥", "at-most": "≤", "equal": "＝", "more-than": "＞", "less-than": "＜"}
_ISO: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MONTH: Final = re.compile(r"(?:\d{4}年)?(?:1[0-2]|[1-9])月(?:底|末|中旬|上旬|下旬|(?:3[01]|[12]?\d)日)?")
_BLANKS: Final = re.compile(r"[_＿\s]+")


class WorksheetRow(NamedTuple):
    """One row of a worksheet, every cell as text, in the order of `COLUMNS`."""

    project: str
    kind: str
    name: str
    description: str
    value: str
    grade: str
    why: str
    proposed: str
    metric: str
    comparator: str
    number: str
    unit: str
    source: str
    note: str
    hint: str
    row: str
    words: str


class Known(NamedTuple):
    """What the store knows of a row: the fingerprint of its words and the template it was offered."""

    words: str
    template: str


class FilledRow(NamedTuple):
    """A row as it came back, with its number in the sheet; formulas without a result by column."""

    number: int
    cells: Mapping[str, str]
    formulas: tuple[str, ...] = ()


class RowChecker:
    """Turns filled rows of one file into proposals and gathers what is wrong with the others."""

    def __init__(self, file: str, known: Mapping[RowReference, Known], labels: Mapping[str, str]) -> None:
        self._file = file
        self._known = known
        self._labels = labels
        self._seen: dict[RowReference, int] = {}
        self.problems: list[RowError] = []
        self.open = 0

    def read(self, rows: Iterable[FilledRow]) -> Iterator[ProposalRecord]:
        """The proposals; rows whose number was left blank are counted in `open`."""
        for row in rows:
            record = self._read(row)
            if record is not None:
                yield record

    def _read(self, row: FilledRow) -> ProposalRecord | None:
        cells = {name: row.cells.get(name, "").strip() for name in COLUMNS}
        for name in row.formulas:
            if name in FILLED:
                self._wrong(row, name, "", "the value itself, not a formula", "数值本身，不要写公式")
                return None
        if not _BLANKS.sub("", cells["number"]):
            if _BLANKS.sub("", cells["source"]):
                self._wrong(
                    row, "number", "", "the number; the source is there already", "数值（数据来源已填写）"
                )
            else:
                self.open += 1
            return None
        reference = self._reference(row, cells)
        if reference is None:
            return None
        before = len(self.problems)
        metric = self._metric(row, cells["metric"])
        target = self._target(row, cells)
        if len(self.problems) > before:
            return None
        source = "" if not _BLANKS.sub("", cells["source"]) else cells["source"]
        known = self._known[reference]
        return ProposalRecord(
            reference,
            metric,
            target,
            source,
            cells["note"],
            known.template,
            words_sha256=known.words,
            line=row.number,
        )

    def _reference(self, row: FilledRow, cells: Mapping[str, str]) -> RowReference | None:
        said = cells["row"]
        reference = parse_row(said)
        if reference is None or reference not in self._known:
            self.problems.append(UnknownRowError(said or "?", self._file, row.number, self._labels["row"]))
            return None
        if self._seen.setdefault(reference, row.number) != row.number:
            self.problems.append(RepeatedRowError(said, self._file, row.number, self._seen[reference]))
            return None
        if cells["words"] != self._known[reference].words:
            self.problems.append(ChangedRowError(said, self._file, row.number))
            return None
        return reference

    def _metric(self, row: FilledRow, metric: str) -> str:
        if not _BLANKS.sub("", metric) or BLANK in metric:
            self._wrong(row, "metric", metric, "what is measured", "衡量什么")
        return metric

    def _target(self, row: FilledRow, cells: Mapping[str, str]) -> str:
        number = _BLANKS.sub("", cells["number"])
        unit = "" if BLANK in cells["unit"] else cells["unit"]
        sign = _BLANKS.sub("", cells["comparator"])
        if unit == DATE_UNIT or sign == BY_DATE:
            return self._day(row, number)
        if unit and number.endswith(unit):
            number = number.removesuffix(unit)
        if number.endswith(("%", "％")) and not unit:
            number, unit = number[:-1], "%"
        if _is_range(number, unit) and sign in ("", "区间"):
            return f"{number}{unit}"
        key = comparator_key(sign)
        if key not in _FIRM:
            self._wrong(row, "comparator", sign, " ".join(SIGNS[:5]), "、".join(SIGNS[:5]))
            return ""
        target = f"{_FIRM[key]}{number}{unit}"
        reading = read_value(target)[0]
        if reading.number is None or reading.number_text.strip() != number or reading.comparator != key:
            self._wrong(
                row, "number", cells["number"], "one number, such as 300 or 95.5", "一个数，如 300 或 95.5"
            )
        return target

    def _day(self, row: FilledRow, typed: str) -> str:
        exact = _ISO.fullmatch(typed)
        if exact:
            year, month, day = (int(part) for part in exact.groups())
            try:
                date(year, month, day)
            except ValueError:
                exact = None
            else:
                return f"于{year}年{month}月{day}日前完成"
        if exact or not _MONTH.fullmatch(typed):
            self._wrong(
                row, "number", typed, "a date such as 2022-11-30 or 11月底", "日期，如 2022-11-30 或 11月底"
            )
            return ""
        return f"于{typed}前完成"

    def _wrong(self, row: FilledRow, column: str, value: str, expected: str, expected_zh: str) -> None:
        label = self._labels[column]
        self.problems.append(BadCellError(self._file, row.number, label, value, expected, expected_zh))


def _is_range(number: str, unit: str) -> bool:
    reading = read_value(f"{number}{unit}")
    return bool(reading) and reading[0].comparator == "range" and reading[0].number_end is not None
