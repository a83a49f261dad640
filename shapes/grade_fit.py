"""Whether a number can be the target of a row: the right sort of unit, the same counted noun, no form default."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from shapes.grade_metric import Metric, counted_noun
from shapes.grade_phrases import direction_of
from shapes.grade_records import ReadingLike
from shapes.profile import Profile

_TIME_UNITS: Final = frozenset(
    {
        "天",
        "日",
        "年",
        "月",
        "个月",
        "小时",
        "分钟",
        "秒",
        "周",
        "季度",
        "工作日",
        "个工作日",
        "自然日",
        "个自然日",
    }
)
_PERSON_UNITS: Final = frozenset({"人", "名", "位"})
_RATE_SIGN: Final = re.compile("[/／·每]")
_RESTATED: Final = re.compile(
    "(?<![0-9０-９.．])([0-9０-９]+(?:[.．][0-9０-９]+)?)((?:人次|[个名人位次期项户家场件所班处座])([一-龥]*))"
)


class CellFacts(NamedTuple):
    """What the other rows of the project say about a value cell.

    `shared`: all filled rows carry this text. `repeated`: some other row does. `form_default`: shared, and the
    number is one that the form fills in by itself.
    """

    shared: bool
    repeated: bool
    form_default: bool


class Case(NamedTuple):
    """A row as the rules see it, its texts without white space.

    `own` is the reading of the description, `cell` the chosen reading of the value cell, `own_words` the cell's
    text where the row does not share it with all others.
    """

    name: str
    description: str
    own_words: str
    metric: Metric
    own: ReadingLike | None
    cell: ReadingLike | None
    facts: CellFacts
    profile: Profile

    @property
    def context(self) -> str:
        """All words that are the row's own."""
        return f"{self.name}，{self.description}，{self.own_words}"


def unit_class(reading: ReadingLike) -> str:
    """What sort of unit is printed with the number: percent, money, time, person, visit, item or none."""
    unit = reading.unit_text.strip("()（） ")
    if any(sign in unit for sign in "%％﹪‰") or "百分" in unit or reading.number_text.startswith("百分之"):
        return "percent"
    base = _RATE_SIGN.split(unit)[0]
    if not base:
        return "money" if reading.number_text.strip()[-1:] in ("万", "亿") else "none"
    if "元" in base:
        return "money"
    if base in _TIME_UNITS:
        return "time"
    if base in _PERSON_UNITS:
        return "person"
    return "visit" if base.endswith("人次") else "item"


def is_bare(reading: ReadingLike) -> bool:
    """Whether a number stands without comparator and unit."""
    return reading.comparator == "unspecified" and unit_class(reading) == "none"


def restated_noun(reading: ReadingLike) -> str:
    """The counted noun where the remark states the number again: 培训班 in `≥5每年办不低于5个主题培训班`."""
    number = reading.number_text.strip()
    if reading.unit_text or not number:
        return ""
    for match in _RESTATED.finditer(reading.remark):
        if match[1] == number:
            return match[3] or match[2]
    return ""


def value_fits(case: Case) -> bool:
    """Whether the number of the value cell can be the target of this row's metric."""
    reading, metric, facts = case.cell, case.metric, case.facts
    if reading is None or reading.number is None:
        return False
    unit = unit_class(reading)
    if is_bare(reading) and facts.form_default:
        return metric.kind == "share" and reading.number == case.profile.number("form_percent")
    if is_bare(reading) and facts.shared:
        return metric.kind == "share" and reading.number <= 100
    noun = restated_noun(reading) or (reading.remark[:2] if facts.shared and unit != "percent" else "")
    if noun:
        return metric.kind == "count" and noun[-3:] in metric.text
    return _FITS[metric.kind](case, reading, unit)


def _share_fits(_: Case, reading: ReadingLike, unit: str) -> bool:
    """A bare 1 on a ratio row is not 100 %."""
    if unit == "percent":
        return True
    number = reading.number
    return unit == "none" and number is not None and number <= 100 and not (is_bare(reading) and number == 1)


def _count_fits(case: Case, reading: ReadingLike, unit: str) -> bool:
    metric = case.metric
    if unit == "person":
        return metric.persons or not counted_noun(metric.text)
    if unit == "visit":
        return metric.visits or metric.persons
    return unit == "none" or (unit == "item" and not metric.persons and bool(reading.unit_text))


def _amount_fits(case: Case, _: ReadingLike, unit: str) -> bool:
    if unit == "percent":
        spends = case.profile.words["spending"].find(case.context)
        return not case.facts.shared and bool(direction_of(case.context, case.profile) or spends)
    return unit not in ("person", "visit")


def _duration_fits(case: Case, _: ReadingLike, unit: str) -> bool:
    if unit == "percent":
        return not case.facts.shared and bool(case.profile.words["convention"].find(case.context))
    return unit in ("time", "none") or (unit == "item" and "次" in case.metric.text)


def _property_fits(case: Case, reading: ReadingLike, unit: str) -> bool:
    return not is_bare(reading) and not (unit == "percent" and case.facts.shared)


def _other_fits(case: Case, _: ReadingLike, unit: str) -> bool:
    if unit == "percent":
        part_of = case.profile.words["percent_of"].find(case.context)
        return bool(part_of or direction_of(case.context, case.profile))
    return True


_FITS: Final[dict[str, Callable[[Case, ReadingLike, str], bool]]] = {
    "share": _share_fits,
    "count": _count_fits,
    "amount": _amount_fits,
    "duration": _duration_fits,
    "property": _property_fits,
    "other": _other_fits,
}
