"""Which number is a row's target and which letter it earns: the description's own, or the value cell's, if it fits."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from shapes.grade_fit import Case, is_bare, restated_noun, unit_class, value_fits
from shapes.grade_phrases import direction_of
from shapes.grade_records import ReadingLike

FIRM: Final = frozenset({"at-least", "at-most", "equal", "more-than", "less-than", "range"})
UPWARD: Final = frozenset({"at-least", "more-than"})
_DOWNWARD: Final = frozenset({"at-most", "less-than"})
# Between a direction and its size: 不低于, 幅度达到, 约.
_FEW_WORDS: Final = re.compile("[^，。；、,;]{0,6}")
_SCALED: Final = {"万": 10_000, "千": 1000, "百": 100, "亿": 100_000_000}


class Target(NamedTuple):
    """The number that a row is graded on, the letter it earns, the rules, and what was lost or contradicted."""

    reading: ReadingLike
    letter: str
    rules: tuple[str, ...]
    lost: tuple[str, ...]
    conflict: str


def printed(reading: ReadingLike) -> str:
    """Comparator, number and unit as they are printed."""
    return f"{reading.comparator_text.strip()}{reading.number_text.strip()}{reading.unit_text}"


def find_target(case: Case) -> Target | None:
    """The row's target with its letter, or None where no number fits; a number in the description comes first."""
    if case.own is not None and case.own.number is not None:
        return _own_target(case, case.own)
    if case.cell is None or not value_fits(case):
        return None
    return _cell_target(case, case.cell)


def _own_target(case: Case, own: ReadingLike) -> Target:
    cell = case.cell if case.cell is not None and case.cell.number is not None else None
    agreeing = cell if cell is not None and numbers_agree(own, cell) else None
    firm = own.comparator in FIRM or (agreeing is not None and agreeing.comparator in FIRM)
    has_unit = unit_class(own) != "none" or (agreeing is not None and unit_class(agreeing) != "none")
    lost = _lost(case, own, firm=firm, has_unit=has_unit)
    if cell is not None and agreeing is None:
        conflict = f"绩效指标描述写“{printed(own)}”，指标值写“{printed(cell)}”"
        return Target(own, "B", ("G-B-disagreement",), lost, conflict)
    if lost:
        return Target(own, "B", tuple(f"G-B-{flag}" for flag in lost), lost, "")
    return Target(own, "A", ("G-A-description",), (), "")


def _cell_target(case: Case, cell: ReadingLike) -> Target:
    has_unit = unit_class(cell) != "none" or bool(restated_noun(cell))
    lost = _lost(case, cell, firm=cell.comparator in FIRM, has_unit=has_unit)
    metric = case.metric
    if case.facts.form_default:
        rules: tuple[str, ...] = ("G-B-form-default",)
    elif case.facts.shared:
        rules = ("G-B-shared",)
    elif is_bare(cell) and case.facts.repeated:
        rules = ("G-B-not-own",)
    elif metric.persons and not metric.visits and unit_class(cell) == "visit":
        rules = ("G-B-disagreement",)
    else:
        rules = tuple(f"G-B-{flag}" for flag in lost)
    return Target(cell, "B", rules, lost, "") if rules else Target(cell, "A", ("G-A-cell",), (), "")


def _lost(case: Case, reading: ReadingLike, *, firm: bool, has_unit: bool) -> tuple[str, ...]:
    lost = []
    if not firm and not _by_convention(case, reading):
        lost.append("comparator-lost")
    if not has_unit and not _unit_fixed(case):
        lost.append("unit-lost")
    return tuple(lost)


def _by_convention(case: Case, reading: ReadingLike) -> bool:
    """100 % of completion, timeliness or satisfaction is read as "at least" although no sign is printed."""
    metric = case.metric
    if reading.number != 100 or metric.change or metric.adverse or reading.comparator == "about":
        return False
    around = reading.comparator_text + reading.remark
    return metric.convention or (
        metric.kind != "share" and bool(case.profile.words["convention"].find(around))
    )


def _unit_fixed(case: Case) -> bool:
    metric = case.metric
    return (
        bool(metric.unit)
        or metric.kind == "share"
        or bool(case.profile.words["unit_fixed"].find(metric.text))
    )


def numbers_agree(left: ReadingLike, right: ReadingLike) -> bool:
    """Whether two readings state the same number, 1.5万元 and 15000元 included."""
    ends = {_scaled(right), right.number_end}
    return _scaled(left) in ends or (left.number_end is not None and left.number_end in ends)


def _scaled(reading: ReadingLike) -> Decimal:
    number = reading.number or Decimal(0)
    unit = reading.unit_text
    if "元" in unit:
        for sign in unit[: unit.index("元")]:
            number *= _SCALED.get(sign, 1)
    return number


def find_contradiction(case: Case, target: Target | None) -> str:
    """What a number says against the stated direction, in words; empty where nothing contradicts."""
    if target is None or case.metric.change:
        return ""
    stated = case.description if direction_of(case.description, case.profile) else case.name
    direction = direction_of(stated, case.profile)
    reading = target.reading
    if not direction or _is_size_of_change(case, reading):
        return ""
    if direction == "down" and _says_much(case, reading, stated):
        return f"“{stated}”要求降低，数值为“{printed(reading)}”"
    if direction == "up" and reading.comparator in _DOWNWARD and case.metric.kind in ("share", "count"):
        return "" if case.metric.adverse else f"“{stated}”要求提高，数值为“{printed(reading)}”"
    return ""


def _says_much(case: Case, reading: ReadingLike, stated: str) -> bool:
    """Whether a number under a falling metric asks for much of it; a percentage of a count is a size of change."""
    share = case.metric.kind == "share"
    if unit_class(reading) == "percent" and not share:
        return False
    if reading.comparator in UPWARD:
        return "缩短" not in stated
    high = reading.number is not None and reading.number >= case.profile.number("adverse_share")
    return share and high and reading.comparator not in _DOWNWARD


def _is_size_of_change(case: Case, reading: ReadingLike) -> bool:
    """`下降不低于10%`: the number follows the direction and says how far, not how much is left."""
    if reading.rule == "V-description":
        text = case.description
    elif reading.rule == "V-sentence":
        text = case.own_words
    else:
        return False
    before = text.partition("".join(reading.number_text.split()))[0]
    end = max(case.profile.words["up"].last_end(before), case.profile.words["down"].last_end(before))
    return end > 0 and bool(_FEW_WORDS.fullmatch(before[end:]))
