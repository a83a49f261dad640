"""Reads values out of a plan's words: targets, quantities and the rest of names that the form cut off.

The words stay as they are; what was read stands beside them, and every mended name is logged.
"""

from dataclasses import replace
from decimal import Decimal

from loaders.names import mend_name
from loaders.plan import Goal, Indicator, Plan, Project, Quantity, Reading, Repair
from loaders.quantities import find_quantities
from loaders.values import choose_reading, read_own_target, read_value


def read_values(plan: Plan, cut_name_length: int) -> Plan:
    """The same plan with readings; `cut_name_length` is where the form cuts names, 0 where it does not."""
    repairs: list[Repair] = []
    projects = tuple(_project(project, cut_name_length, repairs) for project in plan.projects)
    goals = tuple(_goal(goal) for goal in plan.goals)
    return replace(plan, goals=goals, projects=projects, repairs=(*plan.repairs, *repairs))


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
    return replace(project, quantities=quantities, indicators=indicators)


def _readings(value: str, quantities: tuple[Quantity, ...], budget: Decimal | None) -> tuple[Reading, ...]:
    found = read_value(value)
    if len(found) < 2:
        return found
    return choose_reading(found, (*quantities, *find_quantities(value)), budget)


def _indicator(
    indicator: Indicator, readings: dict[str, tuple[Reading, ...]], cut_at: int, repairs: list[Repair]
) -> Indicator:
    printed, description = indicator.name_printed.text, indicator.description.text
    mended = mend_name(printed, description, cut_at) if cut_at else None
    if mended is not None:
        repairs.append(Repair("cut-name", printed, mended, indicator.name_printed.anchor))
    name = mended or printed
    return replace(
        indicator,
        name=name,
        readings=readings.get(indicator.value.text, ()),
        own=read_own_target(description, name),
    )
