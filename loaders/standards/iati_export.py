"""Writes a plan as an IATI activity file, version 2.03: each project is an activity, with a report of what is lost."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from lxml import etree

from loaders.plan import Indicator, Plan, Project, Reading
from loaders.standards.losses import Export, LossCounter
from loaders.standards.xml_words import legal, stated_number
from ontology.nquads import plain_decimal

STANDARD: Final = "IATI 2.03"

_RESULT_OF_KIND: Final = {
    **dict.fromkeys(("quantity", "quality", "timeliness", "cost", "output"), "1"),
    **dict.fromkeys(("economic", "social", "ecological", "sustainability", "benefit"), "2"),
    **dict.fromkeys(("beneficiary-satisfaction", "satisfaction"), "2"),
}
_OTHER_RESULT: Final = "9"
_UNIT, _PERCENTAGE, _QUALITATIVE = "1", "2", "5"
_ALREADY_IATI: Final = frozenset({"output", "benefit"})
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def write_iati(plan: Plan) -> Export:
    """The plan's projects, and the department as a whole where it bears indicators, as IATI activities."""
    losses = LossCounter(STANDARD)
    root = etree.Element("iati-activities", version="2.03")
    for project in plan.bearers:
        root.append(_activity(plan, project, losses))
    losses.add("goal", len(plan.goals) + (plan.overall_goal is not None))
    losses.add("objective", sum(len(goal.objectives) for goal in plan.goals))
    losses.add("statement", sum(len(goal.statements) for goal in plan.goals))
    losses.add("safeguard", len(plan.safeguards))
    losses.add("link", len(plan.links))
    losses.add("repair", len(plan.repairs))
    losses.add("form-field", len(plan.fields))
    losses.add("place", sum(1 + len(p.indicators) + len(p.amounts) for p in plan.bearers))
    text = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8").decode()
    return Export(text, losses.losses())


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, tag, {name.replace("_", "-"): text for name, text in attributes.items()})


def _narrative(parent: etree._Element, tag: str, words: str, **attributes: str) -> None:
    if words:
        _add(_add(parent, tag, **attributes), "narrative").text = legal(words)


def _activity(plan: Plan, project: Project, losses: LossCounter) -> etree._Element:
    activity = etree.Element("iati-activity", {"default-currency": "CNY", _XML_LANG: "zh"})
    reporter = plan.department_code or plan.department_name.text
    code = project.key if project.key.startswith(reporter) or not reporter else f"{reporter}-{project.key}"
    _add(activity, "iati-identifier").text = legal(code)
    body = _add(activity, "reporting-org", ref=legal(reporter), type="10")
    _add(body, "narrative").text = legal(plan.department_name.text or reporter)
    _narrative(activity, "title", project.name.text or plan.title)
    _narrative(activity, "description", project.purpose.text or project.name.text or plan.title, type="1")
    _narrative(activity, "description", project.goal_text.text, type="2")
    own = _add(activity, "participating-org", role="4", type="10", ref=legal(reporter))
    _add(own, "narrative").text = legal(plan.department_name.text or reporter)
    _add(activity, "activity-status", code="2")
    if plan.year:
        _add(activity, "activity-date", iso_date=f"{plan.year}-01-01", type="1")
        _add(activity, "activity-date", iso_date=f"{plan.year}-12-31", type="3")
    _budget(activity, plan, project, losses)
    _results(activity, plan, project.indicators, losses)
    losses.add("milestone", len(project.milestones))
    losses.add("form-field", len(project.fields) + (project.long_term_goal is not None))
    return activity


def _budget(activity: etree._Element, plan: Plan, project: Project, losses: LossCounter) -> None:
    for amount in project.amounts:
        if amount.role != "budget":
            losses.add("fund-source" if amount.role in {"fiscal", "other"} else "other-amount")
            continue
        if amount.yuan is None or not plan.year:
            losses.add("amount")
            continue
        budget = _add(activity, "budget", type="1", status="1")
        _period(budget, plan.year)
        _add(budget, "value", currency="CNY", value_date=f"{plan.year}-01-01").text = plain_decimal(
            amount.yuan
        )


def _period(parent: etree._Element, year: str) -> None:
    _add(parent, "period-start", iso_date=f"{year}-01-01")
    _add(parent, "period-end", iso_date=f"{year}-12-31")


def _results(
    activity: etree._Element, plan: Plan, indicators: Iterable[Indicator], losses: LossCounter
) -> None:
    annual = [i for i in indicators if i.period == "annual"]
    losses.add("long-term-row", sum(i.period != "annual" for i in indicators))
    for (kind, level), rows in groupby(annual, key=lambda i: (i.kind, i.kind2 or i.kind1)):
        result = _add(activity, "result", type=_RESULT_OF_KIND.get(kind, _OTHER_RESULT))
        _narrative(result, "title", level or "绩效指标")
        for row in rows:
            losses.add("indicator-kind", int(row.kind not in _ALREADY_IATI))
            _indicator(result, plan, row, losses)


def _indicator(result: etree._Element, plan: Plan, row: Indicator, losses: LossCounter) -> None:
    reading = row.reading
    number = stated_number(reading)
    percent = reading is not None and reading.unit_text.strip("()（）") in {"%", "％"}
    measure = _QUALITATIVE if number is None else _PERCENTAGE if percent else _UNIT
    node = _add(result, "indicator", measure=measure, ascending="1")
    if reading is not None and reading.comparator in {"at-most", "less-than"}:
        node.set("ascending", "0")
    _narrative(node, "title", row.name or row.description.text or "（未命名）")
    _narrative(node, "description", row.description.text)
    _baseline(node, plan, row, losses)
    losses.add("basis", int(bool(row.basis.text)))
    losses.add("step", len(row.steps))
    losses.add("weight", sum(q is not None for q in (row.weight, row.score)))
    losses.add("further-target", len(row.further))
    losses.add("form-field", len(row.fields))
    if not plan.year or not (row.value.text or row.actual):
        return
    period = _add(node, "period")
    _period(period, plan.year)
    if row.value.text:
        _result_value(period, "target", row.value.text, reading)
        _count_target(reading, percent=percent, losses=losses)
    if row.actual is not None:
        _result_value(period, "actual", row.actual.text, row.actual_reading)


def _baseline(node: etree._Element, plan: Plan, row: Indicator, losses: LossCounter) -> None:
    if row.baseline is None:
        return
    if not plan.year:
        losses.add("baseline")
        return
    value = stated_number(row.baseline_reading)
    baseline = _add(node, "baseline", year=str(int(plan.year) - 1))
    if value is not None:
        baseline.set("value", plain_decimal(value))
    _narrative(baseline, "comment", row.baseline.text)


def _result_value(period: etree._Element, tag: str, words: str, reading: Reading | None) -> None:
    """The number, and the printed words as a comment: the standard has no place for comparator and unit."""
    node = _add(period, tag)
    number = stated_number(reading)
    if number is not None:
        node.set("value", plain_decimal(number))
    if number is None or words != plain_decimal(number):
        _narrative(node, "comment", words)


def _count_target(reading: Reading | None, *, percent: bool, losses: LossCounter) -> None:
    if reading is None or stated_number(reading) is None:
        losses.add("words-as-target")
        return
    losses.add("comparator", int(reading.comparator not in {"unspecified", "equal"}))
    losses.add("unit", int(bool(reading.unit_text) and not percent))
    losses.add("range", int(reading.number_end is not None))
