"""Signals on a row, each with the words it saw: what is shared, lost, misplaced, vague or at odds."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from shapes.grade_fit import Case, CellFacts, unit_class
from shapes.grade_metric import Metric, counted_noun, kind_of_metric, same_thing
from shapes.grade_phrases import Phrase, direction_of, has_deadline
from shapes.grade_records import Flag, IndicatorLike
from shapes.grade_target import UPWARD, Target, printed
from shapes.grade_words import Vocabulary
from shapes.profile import Profile

Signal = tuple[str, str]


class RowView(NamedTuple):
    """A row and what was decided about it; `cell` is the value cell's text without white space."""

    row: IndicatorLike
    case: Case
    cell: str
    target: Target | None
    phrase: Phrase
    letter: str

    @property
    def metric(self) -> Metric:
        """What the row measures."""
        return self.case.metric

    @property
    def facts(self) -> CellFacts:
        """What the other rows say about the cell."""
        return self.case.facts

    @property
    def words(self) -> Vocabulary:
        """The profile's word lists."""
        return self.case.profile.words

    @property
    def said(self) -> str:
        """The row's own statement: its description and the cell's own words."""
        return f"{self.case.description}，{self.case.own_words}".strip("，")

    @property
    def stated(self) -> str:
        """The description, or where there is none the name and the cell's own words."""
        return self.case.description or f"{self.case.name}，{self.case.own_words}".strip("，")


def find_flags(view: RowView) -> tuple[Flag, ...]:
    """All flags of a row but the candidates that need the project, sorted by key."""
    found = {*_of_cell(view), *_of_number(view), *_of_words(view), *_of_metric(view), *_of_row(view)}
    return tuple(Flag(key, saw, f"L-{key}") for key, saw in sorted(found))


def _of_cell(view: RowView) -> Iterator[Signal]:
    if view.facts.shared:
        yield "shared-value", f"本项目各行指标值均为“{view.cell}”"
    if view.facts.form_default and view.case.cell is not None:
        yield "form-default", f"各行同为“{view.case.cell.number_text}”，无比较符和单位"
    name = view.case.name
    spent = view.words["input"].find(view.cell) or view.words["input"].find(view.case.description)
    if spent:
        yield "input-as-target", f"“{spent}”说的是投入"
    elif name.startswith("投入") and view.words["input_metric"].find(name):
        yield "input-as-target", f"“{name}”以投入为指标"


_LOST: Final = {"comparator-lost": "没有写明≥、≤或=", "unit-lost": "没有单位，名称也未定单位"}


def _of_number(view: RowView) -> Iterator[Signal]:
    target = view.target
    if target is None:
        return
    if view.letter != "E":
        for flag in target.lost:
            yield flag, f"“{printed(target.reading)}”{_LOST[flag]}"
        yield from _implausible(view, target)
    if target.conflict:
        yield "value-description-conflict", target.conflict
    elif target.rules == ("G-B-disagreement",):
        yield "name-description-conflict", f"名称为“{view.case.name}”，单位为“{target.reading.unit_text}”"


def _implausible(view: RowView, target: Target) -> Iterator[Signal]:
    number, profile = target.reading.number, view.case.profile
    if number is None:
        return
    open_group = view.words["participation"].find(f"{view.metric.text}，{view.case.name}")
    if view.metric.change and number >= profile.number("implausible_change"):
        yield "implausible", f"变化率为“{printed(target.reading)}”"
    elif open_group and number >= profile.number("implausible_participation"):
        yield "implausible", f"“{open_group}”为“{printed(target.reading)}”"


def _of_words(view: RowView) -> Iterator[Signal]:
    words, said = view.words, view.said
    for key, which in (("universal-quantifier", "universal"), ("indefinite", "indefinite")):
        seen = words[which].find(said)
        if seen:
            yield key, f"“{seen}”"
    standard = words["standard"].find(said) if view.letter in "BC" else ""
    if standard and not words["named_standard"].find(f"{view.case.name}，{said}"):
        yield "unnamed-standard", f"“{standard}”，未写明是哪项文件或标准"
    if view.letter == "C":
        yield from _no_deadline(view)


def _no_deadline(view: RowView) -> Iterator[Signal]:
    from_name = not view.case.description and view.phrase.saw and view.phrase.saw not in view.said
    timely = view.words["timely"].find(view.case.name if from_name else view.said)
    if timely and not has_deadline(view.said, view.case.profile):
        yield "no-deadline", f"“{timely}”，未写明日期"


def _of_metric(view: RowView) -> Iterator[Signal]:
    """A direction on a property, or on nothing that has a number: what is measured stays open."""
    stated, profile = view.stated, view.case.profile
    if view.letter not in "BD" or not any(
        direction_of(text, profile) for text in (stated, view.case.own_words)
    ):
        return
    if kind_of_metric(stated, profile) in ("share", "count", "amount", "duration"):
        return
    seen = view.words["undefined_property"].find(stated)
    if seen and (view.letter == "D" or view.case.description):
        yield "metric-undefined", f"“{seen}”未说明如何计量"
    elif view.letter == "D" and not view.metric.quantity and not view.words["quantity_noun"].find(stated):
        yield "metric-undefined", f"“{stated}”未说明计量什么"


def _of_row(view: RowView) -> Iterator[Signal]:
    basis = view.row.basis.text
    if view.words["own_basis"].find(basis):
        yield "self-referential-basis", f"依据为“{basis.strip()}”"
    name, shown = view.case.name, "".join(view.row.name_printed.text.split())
    if len(name) > len(shown) > 0 and name.startswith(shown):
        yield "name-truncated", f"名称印作“{shown}”"
    if _is_misplaced(view):
        yield "kind-misplaced", f"“{view.metric.text}”"
    conflict = name_conflict(name, view.case.description, view.case.profile)
    if conflict:
        yield "name-description-conflict", conflict
    adverse = view.phrase.saw if view.phrase.rule == "G-E-opposite" else _adverse(view)
    if adverse:
        yield "adverse-target", adverse


def _is_misplaced(view: RowView) -> bool:
    unwanted = view.case.profile.kinds.misplaced.get(view.row.kind, frozenset())
    metric = view.metric
    tags = {metric.kind}
    if metric.kind == "count":
        tags |= {"heads"} if metric.persons or metric.visits else set()
        tags |= {"classes"} if metric.classes else set()
    return bool(tags & unwanted)


@lru_cache(maxsize=4096)
def name_conflict(name: str, description: str, profile: Profile) -> str:
    """Where name and description measure different things, in words; empty where they agree."""
    if not name or not description:
        return ""
    left, right = counted_noun(name), counted_noun(description)
    if left and right and left != right and right not in name:
        return f"名称数“{left}”，描述数“{right}”"
    visits = profile.words["visits"]
    if left and right and bool(visits.find(name)) != bool(visits.find(description)):
        return "一处为人次，一处为人数"
    if not same_thing(name, description, profile):
        return f"“{name}”与“{description}”说的不是同一事"
    return ""


def _adverse(view: RowView) -> str:
    metric, direction = view.metric, direction_of(view.stated, view.case.profile)
    upward = view.target is not None and view.target.reading.comparator in UPWARD
    if view.words["saving"].find(f"{view.case.name}，{view.case.description}"):
        return ""
    if view.row.kind in view.case.profile.kinds.groups["cost"] and metric.kind != "share":
        amount = view.target is not None and unit_class(view.target.reading) != "percent"
        return f"成本行向上：“{view.stated}”" if direction == "up" or (upward and amount) else ""
    if metric.change:
        return ""
    if metric.adverse and metric.kind in ("share", "count", "other"):
        worse = direction == "up" or (upward and direction != "down")
        return f"“{metric.text}”以少为好，却写“{view.said}”" if worse else ""
    return _falling(view, direction)


def _falling(view: RowView, direction: str) -> str:
    """A share that should be high, such as satisfaction, and is meant to fall."""
    good = (
        view.metric.kind == "share"
        and not view.metric.adverse
        and view.words["favourable"].find(view.metric.text)
    )
    return f"“{view.metric.text}”以高为好，却写“{view.said}”" if good and direction == "down" else ""
