"""Which number is a row's target: the one in its own description, or the one in its value cell, if it fits."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from shapes.grade_metric import Metric, counted_noun
from shapes.grade_phrases import direction_of
from shapes.grade_records import ReadingLike
from shapes.profile import Profile

FIRM: Final = frozenset({"at-least", "at-most", "equal", "more-than", "less-than", "range"})
_UPWARD: Final = frozenset({"at-least", "more-than"})
_DOWNWARD: Final = frozenset({"at-most", "less-than"})
_TIME_UNITS: Final = frozenset(
    {"天", "日", "年", "月", "个月", "小时", "分钟", "秒", "周", "季度", "工作日", "个工作日", "自然日", "个自然日"}
)
_PERSON_UNITS: Final = frozenset({"人", "名", "位"})
_RATE_SIGN: Final = re.compile("[/／·每]")
_SCALED: Final = {"万": 10_000, "千": 1000, "百": 100, "亿": 100_000_000}
_RESTATED: Final = "(?:[个名人位次期项户家场件所班处座]|人次)([一-龥]*)"


class CellFacts(NamedTuple):
    """What the other rows of the project say about a value cell.

    `shared`: all filled rows carry this text. `repeated`: some other row does. `form_default`: shared, and the
    number is one that the form fills in by itself.
    """

    shared: bool
    repeated: bool
    form_default: bool


class Target(NamedTuple):
    """The number that a row is graded on, the letter it earns, the rules, and what was lost or contradicted."""

    reading: ReadingLike
    letter: str
    rules: tuple[str, ...]
    lost: tuple[str, ...]
    conflict: str


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


def restated_noun(reading: ReadingLike) -> str:
    """The counted noun where the remark states the number again: 培训班 in `≥5每年办不低于5个主题培训班`."""
    number = reading.number_text.strip()
    if reading.unit_text or not number:
        return ""
    match = re.search(f"(?<![0-9]){re.escape(number)}{_RESTATED}", reading.remark)
    return match[1] or match.group()[len(number) :] if match else ""


def value_fits(metric: Metric, reading: ReadingLike, facts: CellFacts, context: str, profile: Profile) -> bool:
    """Whether the number of a value cell can be the target of this metric; `context` is all words of the row."""
    number = reading.number
    if number is None:
        return False
    unit = unit_class(reading)
    bare = unit == "none" and reading.comparator == "unspecified"
    if bare and facts.form_default:
        return metric.kind == "share" and number == profile.number("form_percent")
    if bare and facts.shared:
        return metric.kind == "share" and number <= 100
    noun = restated_noun(reading) or (reading.remark[:2] if facts.shared and unit != "percent" else "")
    if noun:
        return metric.kind == "count" and noun[-3:] in metric.text
    if metric.kind == "share":
        return unit == "percent" or (unit == "none" and number <= 100 and not (bare and number == 1))
    return _OTHER_FITS[metric.kind](metric, unit, bare, facts, context, profile)


def _count_fits(metric: Metric, unit: str, bare: bool, facts: CellFacts, context: str, profile: Profile) -> bool:
    if unit == "person":
        return metric.persons or not counted_noun(metric.text)
    if unit == "visit":
        return metric.visits or metric.persons
    return unit == "none" or (unit == "item" and not metric.persons)


def _amount_fits(metric: Metric, unit: str, bare: bool, facts: CellFacts, context: str, profile: Profile) -> bool:
    if unit == "percent":
        return not facts.shared and bool(direction_of(context, profile) or profile.words["spending"].find(context))
    return unit not in ("person", "visit")


def _duration_fits(metric: Metric, unit: str, bare: bool, facts: CellFacts, context: str, profile: Profile) -> bool:
    if unit == "percent":
        return not facts.shared and bool(profile.words["convention"].find(context))
    return unit in ("time", "none") or (unit == "item" and "次" in metric.text)


def _property_fits(metric: Metric, unit: str, bare: bool, facts: CellFacts, context: str, profile: Profile) -> bool:
    return not bare and not (unit == "percent" and facts.shared)


def _other_fits(metric: Metric, unit: str, bare: bool, facts: CellFacts, context: str, profile: Profile) -> bool:
    if unit == "percent":
        return bool(profile.words["percent_of"].find(context)) or bool(direction_of(context, profile))
    return True


_OTHER_FITS: Final = {
    "count": _count_fits,
    "amount": _amount_fits,
    "duration": _duration_fits,
    "property": _property_fits,
    "other": _other_fits,
}


def find_target(
    metric: Metric,
    own: ReadingLike | None,
    cell: ReadingLike | None,
    facts: CellFacts,
    context: str,
    profile: Profile,
) -> Target | None:
    """The row's target with its letter, or None where no number fits; a number in the description comes first."""
    if own is not None and own.number is not None:
        return _own_target(metric, own, cell, context, profile)
    if cell is None or not value_fits(metric, cell, facts, context, profile):
        return None
    return _cell_target(metric, cell, facts, context, profile)


def _own_target(
    metric: Metric, own: ReadingLike, cell: ReadingLike | None, context: str, profile: Profile
) -> Target:
    stated = cell is not None and cell.number is not None
    agrees = stated and cell is not None and numbers_agree(own, cell)
    lost = []
    firm = own.comparator in FIRM or (agrees and cell is not None and cell.comparator in FIRM)
    if not firm and not _by_convention(metric, own, context, profile):
        lost.append("comparator-lost")
    has_unit = unit_class(own) != "none" or (agrees and cell is not None and unit_class(cell) != "none")
    if not has_unit and not _unit_fixed(metric, profile):
        lost.append("unit-lost")
    if stated and not agrees and cell is not None:
        return Target(own, "B", ("G-B-disagreement",), tuple(lost), _both(own, cell))
    if lost:
        return Target(own, "B", tuple(f"G-B-{flag}" for flag in lost), tuple(lost), "")
    return Target(own, "A", ("G-A-description",), (), "")


def _both(own: ReadingLike, cell: ReadingLike) -> str:
    return (
        f"绩效指标描述写“{own.comparator_text}{own.number_text}{own.unit_text}”，"
        f"指标值写“{cell.comparator_text}{cell.number_text.strip()}{cell.unit_text}”"
    )


def _cell_target(
    metric: Metric, cell: ReadingLike, facts: CellFacts, context: str, profile: Profile
) -> Target:
    lost = []
    if cell.comparator not in FIRM and not _by_convention(metric, cell, context, profile):
        lost.append("comparator-lost")
    if unit_class(cell) == "none" and not restated_noun(cell) and not _unit_fixed(metric, profile):
        lost.append("unit-lost")
    if facts.form_default:
        return Target(cell, "B", ("G-B-form-default",), tuple(lost), "")
    if facts.shared:
        return Target(cell, "B", ("G-B-shared",), tuple(lost), "")
    bare = unit_class(cell) == "none" and cell.comparator == "unspecified"
    if bare and facts.repeated:
        return Target(cell, "B", ("G-B-not-own",), tuple(lost), "")
    if metric.persons and not metric.visits and unit_class(cell) == "visit":
        return Target(cell, "B", ("G-B-disagreement",), tuple(lost), "")
    if lost:
        return Target(cell, "B", tuple(f"G-B-{flag}" for flag in lost), tuple(lost), "")
    return Target(cell, "A", ("G-A-cell",), (), "")


def _by_convention(metric: Metric, reading: ReadingLike, context: str, profile: Profile) -> bool:
    """100 % of completion, timeliness or satisfaction is read as "at least" although no sign is printed."""
    if reading.number != 100 or metric.change or metric.adverse or reading.comparator == "about":
        return False
    return metric.convention or (
        metric.kind != "share" and bool(profile.words["convention"].find(reading.comparator_text + reading.remark))
    )


def _unit_fixed(metric: Metric, profile: Profile) -> bool:
    return bool(metric.unit) or metric.kind == "share" or bool(profile.words["unit_fixed"].find(metric.text))


def numbers_agree(left: ReadingLike, right: ReadingLike) -> bool:
    """Whether two readings state the same number, 1.5万元 and 15000元 included."""
    ends = {_scaled(right)}
    if right.number_end is not None:
        ends.add(right.number_end)
    return _scaled(left) in ends or (left.number_end is not None and left.number_end in ends)


def _scaled(reading: ReadingLike) -> Decimal:
    number = reading.number or Decimal(0)
    unit = reading.unit_text
    if "元" in unit:
        for sign in unit[: unit.index("元")]:
            number *= _SCALED.get(sign, 1)
    return number


def find_contradiction(
    metric: Metric, target: Target | None, name: str, description: str, profile: Profile
) -> str:
    """What a number says against the stated direction, in words; empty where nothing contradicts."""
    if target is None or metric.change:
        return ""
    stated = description if direction_of(description, profile) else name
    direction = direction_of(stated, profile)
    reading = target.reading
    printed = f"{reading.comparator_text.strip()}{reading.number_text.strip()}{reading.unit_text}"
    if not direction or _is_size_of_change(reading, description, profile):
        return ""
    percent = unit_class(reading) == "percent" or metric.kind == "share"
    if direction == "down" and _says_much(metric, reading, percent, stated, profile):
        return f"“{stated}”要求降低，数值为“{printed}”"
    if direction == "up" and reading.comparator in _DOWNWARD and metric.kind in ("share", "count"):
        return "" if metric.adverse else f"“{stated}”要求提高，数值为“{printed}”"
    return ""


def _says_much(metric: Metric, reading: ReadingLike, percent: bool, stated: str, profile: Profile) -> bool:
    if percent and metric.kind != "share":
        return False
    if reading.comparator in _UPWARD:
        return "缩短" not in stated
    high = reading.number is not None and reading.number >= profile.number("adverse_share")
    return percent and high and reading.comparator not in _DOWNWARD


def _is_size_of_change(reading: ReadingLike, description: str, profile: Profile) -> bool:
    """`下降不低于10%`: the number stands right behind the direction and says how far, not how much is left."""
    if reading.rule != "V-description":
        return False
    printed = reading.comparator_text + reading.number_text
    before = description.partition("".join(printed.split()))[0]
    return profile.words["up"].last_end(before) == len(before) or profile.words["down"].last_end(before) == len(before)
