"""Reads values out of a plan's words: targets, quantities and the rest of names that the form cut off.

The words stay as they are; what was read stands beside them, and every mended name is logged.
"""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from loaders.names import mend_name
from loaders.plan import Goal, Indicator, Plan, Project, Quantity, Quote, Reading, Repair
from loaders.quantities import find_project_quantities, find_quantities
from loaders.values import choose_reading, read_own_target, read_value

_SEVERAL: Final = re.compile(r"[、；;\n/](?=\s*[≥≤≧≦=＝><＞＜]?\s*\d)")
_LONGEST_REST: Final = 6
_HAN: Final = re.compile("[一-龥]")
_PERCENT: Final = frozenset({"%", "％"})


def read_values(plan: Plan, cut_name_length: int) -> Plan:
    """The same plan with readings; `cut_name_length` is where the form cuts names, 0 where it does not."""
    repairs: list[Repair] = []
    projects = tuple(_project(project, cut_name_length, repairs) for project in plan.projects)
    whole = _project(plan.whole, cut_name_length, repairs) if plan.whole is not None else None
    goals = tuple(_goal(goal) for goal in plan.goals)
    return replace(plan, goals=goals, projects=projects, whole=whole, repairs=(*plan.repairs, *repairs))


def _goal(goal: Goal) -> Goal:
    statements = tuple(replace(s, own=read_own_target(s.text.text, "")) for s in goal.statements)
    return replace(goal, statements=statements)


def _project(project: Project, cut_at: int, repairs: list[Repair]) -> Project:
    budget = project.amount("budget")
    yuan = budget.yuan if budget else None
    quantities = find_quantities(project.purpose.text)
    readings: dict[str, tuple[Reading, ...]] = {}
    for indicator in project.indicators:
        value = indicator.value.text
        if value and value not in readings:
            readings[value] = _readings(value, quantities, yuan)
    indicators = tuple(_indicator(i, readings, cut_at, repairs) for i in project.indicators)
    shared = next(iter(readings.values()))[0] if len(readings) == 1 else None
    quantities = find_project_quantities(project.purpose.text, shared)
    return replace(project, quantities=quantities, indicators=indicators)


def _readings(value: str, quantities: tuple[Quantity, ...], budget: Decimal | None) -> tuple[Reading, ...]:
    found = tuple(_in_words(value, reading) for reading in read_value(value))
    if len(found) < 2:
        return found
    return choose_reading(found, quantities, budget)


def _in_words(value: str, reading: Reading) -> Reading:
    """A number inside a sentence of letters (`Publication of Part 1.`) counts nothing: the value is its words."""
    if reading.rule != "V-sentence" or reading.comparator != "unspecified" or _HAN.search(value):
        return reading
    return Reading("unspecified", "", None, None, "", "", value, "V-words")


def _indicator(
    indicator: Indicator, readings: dict[str, tuple[Reading, ...]], cut_at: int, repairs: list[Repair]
) -> Indicator:
    printed, description = indicator.name_printed.text, indicator.description.text
    mended = mend_name(printed, description, cut_at) if cut_at else None
    if mended is not None:
        repairs.append(Repair("cut-name", printed, mended, indicator.name_printed.anchor))
    name = mended or indicator.name
    return replace(
        indicator,
        name=name,
        readings=readings.get(indicator.value.text, ()),
        own=read_own_target(description, name),
        further=_further(indicator.value.text),
        actual_reading=_result(indicator, indicator.actual),
        baseline_reading=_result(indicator, indicator.baseline),
    )


def _further(value: str) -> tuple[Reading, ...]:
    """The targets behind the first where a cell lists several, such as `1600人、200人`."""
    if not _SEVERAL.search(value):
        return ()
    parts = [part.strip() for part in _SEVERAL.split(value) if part.strip()]
    read = [read_value(part)[0] for part in parts]
    plain = all(r.number is not None and len(r.remark) <= _LONGEST_REST for r in read)
    return tuple(read[1:]) if plain and len(read) > 1 else ()


def _result(indicator: Indicator, printed: Quote | None) -> Reading | None:
    """What a reported result says; 0.88 in a row of per cent is a share of one, read as 88 %."""
    if printed is None or not printed.text:
        return None
    reading = _in_words(printed.text, read_value(printed.text)[0])
    percent = indicator.split is not None and indicator.split.unit.text in _PERCENT
    if not percent or reading.number is None or reading.unit_text:
        return reading
    return reading._replace(number=reading.number * 100, unit_text="", rule="V-share")
