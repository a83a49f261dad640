"""Signals on a row, each with the words it saw: what is shared, lost, misplaced, vague or at odds."""

from functools import lru_cache
from typing import NamedTuple

from shapes.grade_metric import Metric, counted_noun, kind_of_metric, same_thing
from shapes.grade_phrases import Phrase, direction_of, has_deadline
from shapes.grade_records import Flag, IndicatorLike
from shapes.grade_target import CellFacts, Target, unit_class
from shapes.profile import Profile


class RowView(NamedTuple):
    """A row as the grader sees it: squeezed texts, the metric, the facts of its cell and what was decided.

    `cell` is the value cell's text; `own_words` is empty where the cell is shared by all rows.
    """

    row: IndicatorLike
    name: str
    description: str
    cell: str
    own_words: str
    metric: Metric
    facts: CellFacts
    target: Target | None
    phrase: Phrase
    letter: str


def find_flags(view: RowView, profile: Profile) -> tuple[Flag, ...]:
    """All flags of a row but the candidates that need the project, sorted by key."""
    found = [
        *_cell_flags(view, profile),
        *_number_flags(view, profile),
        *_word_flags(view, profile),
        *_row_flags(view, profile),
    ]
    return tuple(Flag(key, saw, f"L-{key}") for key, saw in sorted(found))


def _cell_flags(view: RowView, profile: Profile) -> list[tuple[str, str]]:
    found = []
    if view.facts.shared:
        found.append(("shared-value", f"本项目各行指标值均为“{view.cell}”"))
    if view.facts.form_default and view.row.readings:
        found.append(("form-default", f"各行同为“{view.row.readings[0].number_text}”，无比较符和单位"))
    spent = profile.words["input"].find(view.cell) or profile.words["input"].find(view.description)
    if spent:
        found.append(("input-as-target", f"“{spent}”说的是投入"))
    elif _is_input(view, profile):
        found.append(("input-as-target", f"“{view.name}”以投入为指标"))
    return found


def _is_input(view: RowView, profile: Profile) -> bool:
    return view.name.startswith("投入") and bool(profile.words["input_metric"].find(view.name))


def _number_flags(view: RowView, profile: Profile) -> list[tuple[str, str]]:
    target = view.target
    if target is None or view.letter not in "ABE":
        return []
    found = []
    printed = f"{target.reading.comparator_text.strip()}{target.reading.number_text.strip()}{target.reading.unit_text}"
    if view.letter != "E":
        found = [(flag, f"“{printed}”" + _LOST[flag]) for flag in target.lost]
        found += _implausible(view, target, printed, profile)
    if target.conflict:
        found.append(("value-description-conflict", target.conflict))
    return found


_LOST = {"comparator-lost": "没有写明≥、≤或=", "unit-lost": "没有单位，名称也未定单位"}


def _implausible(view: RowView, target: Target, printed: str, profile: Profile) -> list[tuple[str, str]]:
    number = target.reading.number
    if number is None:
        return []
    if view.metric.change and number >= profile.number("implausible_change"):
        return [("implausible", f"变化率为“{printed}”")]
    open_group = profile.words["participation"].find(view.metric.text + "，" + view.name)
    if open_group and number >= profile.number("implausible_participation"):
        return [("implausible", f"“{open_group}”为“{printed}”")]
    return []


def _word_flags(view: RowView, profile: Profile) -> list[tuple[str, str]]:
    words = profile.words
    said = f"{view.description}，{view.own_words}"
    found = []
    for key, what in (("universal-quantifier", "universal"), ("indefinite", "indefinite")):
        seen = words[what].find(said)
        if seen:
            found.append((key, f"“{seen}”"))
    if view.letter in "BC":
        standard = words["standard"].find(said)
        if standard and not words["named_standard"].find(f"{view.name}，{said}"):
            found.append(("unnamed-standard", f"“{standard}”，未写明是哪项文件或标准"))
    if view.letter == "C":
        used = said if view.description or not view.phrase.saw or view.phrase.saw in said else f"{view.name}，{said}"
        timely = words["timely"].find(used)
        if timely and not has_deadline(said, profile):
            found.append(("no-deadline", f"“{timely}”，未写明日期"))
    undefined = _undefined(view, profile)
    if undefined:
        found.append(("metric-undefined", undefined))
    return found


def _undefined(view: RowView, profile: Profile) -> str:
    said = view.description or f"{view.name}，{view.own_words}"
    if view.letter not in "BD" or not direction_of(f"{said}，{view.own_words}", profile):
        return ""
    kind = kind_of_metric(said, profile)
    if kind in ("share", "count", "amount", "duration"):
        return ""
    seen = profile.words["undefined_property"].find(said)
    if seen and (view.letter == "D" or view.description):
        return f"“{seen}”未说明如何计量"
    if view.letter == "D" and not view.metric.quantity and not profile.words["quantity_noun"].find(said):
        return f"“{said.strip('，')}”未说明计量什么"
    return ""


def _row_flags(view: RowView, profile: Profile) -> list[tuple[str, str]]:
    found = []
    own_basis = profile.words["own_basis"].find(view.row.basis.text)
    if own_basis:
        found.append(("self-referential-basis", f"依据为“{view.row.basis.text.strip()}”"))
    printed = "".join(view.row.name_printed.text.split())
    if len(view.name) > len(printed) and view.name.startswith(printed):
        found.append(("name-truncated", f"名称印作“{printed}”"))
    if _is_misplaced(view, profile):
        found.append(("kind-misplaced", f"“{view.metric.text}”"))
    conflict = name_conflict(view.name, view.description, profile)
    if not conflict and view.target and view.target.rules == ("G-B-disagreement",) and not view.target.conflict:
        conflict = f"名称为“{view.name}”，单位为“{view.target.reading.unit_text}”"
    if conflict:
        found.append(("name-description-conflict", conflict))
    adverse = _adverse(view, profile)
    if adverse:
        found.append(("adverse-target", adverse))
    return found


def _is_misplaced(view: RowView, profile: Profile) -> bool:
    unwanted = profile.kinds.misplaced.get(view.row.kind, frozenset())
    metric = view.metric
    tags = {metric.kind}
    if metric.kind == "count":
        tags |= {"heads"} if metric.persons or metric.visits else set()
        tags |= {"classes"} if metric.classes else set()
    return bool(tags & unwanted)


@lru_cache(maxsize=4096)
def name_conflict(name: str, description: str, profile: Profile) -> str:
    """Where name and description measure different things, in words; empty where they agree."""
    if not description:
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


def _adverse(view: RowView, profile: Profile) -> str:
    if view.letter == "E" and view.phrase.rule == "G-E-opposite":
        return view.phrase.saw
    metric, stated = view.metric, f"{view.description}，{view.own_words}".strip("，") or view.name
    direction = direction_of(view.description or f"{view.name}，{view.own_words}", profile)
    saving = profile.words["saving"].find(f"{view.name}，{view.description}")
    upward = view.target is not None and view.target.reading.comparator in ("at-least", "more-than")
    if view.row.kind in profile.kinds.groups["cost"] and metric.kind != "share" and not saving:
        if direction == "up" or (upward and view.target and unit_class(view.target.reading) != "percent"):
            return f"成本行向上：“{stated}”"
    if metric.adverse and not metric.change and metric.kind in ("share", "count", "other") and not saving:
        if direction == "up" or (upward and direction != "down"):
            return f"“{metric.text}”以少为好，却写“{stated}”"
    if metric.kind == "share" and not metric.adverse and not metric.change and direction == "down":
        if profile.words["favourable"].find(metric.text):
            return f"“{metric.text}”以高为好，却写“{stated}”"
    return ""
