"""Writes a plan as StratML, part 2: goals and objectives, projects as objectives of the goals they serve."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lxml import etree

from loaders.link_records import LinkRecord
from loaders.plan import Goal, Indicator, Plan, Project, Quote
from loaders.standards.losses import Export, LossCounter
from loaders.standards.xml_words import legal, stated_number
from ontology.nquads import plain_decimal

STANDARD: Final = "StratML Part 2"
NAMESPACE: Final = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"

_PREFIXES: Final = {"stratml": NAMESPACE}
_STAGE_OF_KIND: Final = {
    **dict.fromkeys(("quantity", "quality", "timeliness", "output"), "Output"),
    **dict.fromkeys(("economic", "social", "ecological", "sustainability", "benefit"), "Outcome"),
    **dict.fromkeys(("beneficiary-satisfaction", "satisfaction"), "Outcome"),
    **dict.fromkeys(("cost", "cost-level1", "economic-cost", "social-cost", "ecological-cost"), "Input"),
}


def write_stratml(plan: Plan, links: Sequence[LinkRecord] = ()) -> Export:
    """The plan under its goals; `links` are those that hold, beside the links that the document states."""
    return _Writer(plan, _goals_of_projects(plan, links)).export()


def _goals_of_projects(plan: Plan, links: Sequence[LinkRecord]) -> dict[str, str]:
    """The first goal that each project serves."""
    goals: dict[str, str] = {link.project: link.goal for link in reversed(plan.links)}
    for link in reversed(links):
        if link.counts and link.goal is not None:
            goals[link.project_code] = link.goal
    return goals


class _Writer:
    def __init__(self, plan: Plan, goal_of: Mapping[str, str]) -> None:
        self.plan, self.goal_of = plan, goal_of
        self.losses = LossCounter(STANDARD)

    def export(self) -> Export:
        plan = self.plan
        reports = any(i.actual is not None for bearer in plan.bearers for i in bearer.indicators)
        kind = "Performance_Report" if reports else "Performance_Plan"
        root = etree.Element(f"{{{NAMESPACE}}}PerformancePlanOrReport", nsmap=_PREFIXES, Type=kind)
        self._add(root, "Name", plan.title)
        core = self._add(root, "StrategicPlanCore")
        organisation = self._add(core, "Organization")
        self._add(organisation, "Name", plan.department_name.text or plan.department_code or plan.title)
        self._add(organisation, "Identifier", self._identifier("organization"))
        mission = self._add(core, "Mission")
        self._add(mission, "Description", plan.overall_goal.text if plan.overall_goal else "")
        self._add(mission, "Identifier", self._identifier("mission"))
        for goal in plan.goals:
            self._goal(core, goal)
        for number, bearer in enumerate(self._goals_of_their_own(), start=1):
            self._goal_of_project(core, number, bearer)
        if plan.year:
            about = self._add(root, "AdministrativeInformation")
            self._add(about, "StartDate", f"{plan.year}-01-01")
            self._add(about, "EndDate", f"{plan.year}-12-31")
        self._count()
        text = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8").decode()
        return Export(text, self.losses.losses())

    def _add(self, parent: etree._Element, tag: str, words: str = "") -> etree._Element:
        node = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
        if words:
            node.text = legal(words)
        return node

    def _identifier(self, path: str) -> str:
        """An identifier that depends on what it names and on nothing else."""
        plan = self.plan
        name = f"{plan.department_code or plan.department_name.text}/{plan.year}/{plan.kind}/{path}"
        return str(uuid.uuid5(uuid.NAMESPACE_URL, name))

    def _goal(self, core: etree._Element, goal: Goal) -> None:
        node = self._add(core, "Goal")
        self._add(node, "Name", goal.name.text)
        self._add(node, "Description", "\n".join(s.text.text for s in goal.statements))
        self._add(node, "Identifier", self._identifier(f"goal/{goal.number}"))
        self._add(node, "SequenceIndicator", goal.number)
        borne = [p for p in self.plan.projects if self.goal_of.get(p.key) == goal.number]
        own = {p.name.text: p for p in borne if p.scope in {"objective", "activity"}}
        for objective in goal.objectives:
            bearer = own.pop(objective.text.text, None)
            self._objective(node, objective.text, f"{goal.number}.{objective.number}", bearer)
        for project in borne:
            if project in own.values() or project.scope not in {"objective", "activity"}:
                self.losses.add("project-as-objective")
                self._objective(node, project.name, project.code.text, project)

    def _goals_of_their_own(self) -> tuple[Project, ...]:
        """Where the document states no goals above its projects, each project's own goal is one."""
        return () if self.plan.goals else self.plan.bearers

    def _goal_of_project(self, core: etree._Element, number: int, bearer: Project) -> None:
        self.losses.add("project-as-goal")
        node = self._add(core, "Goal")
        name = bearer.name if bearer.name.text else self.plan.department_name
        self._add(node, "Name", name.text or bearer.key)
        self._add(node, "Description", bearer.goal_text.text)
        self._add(node, "Identifier", self._identifier(f"project/{bearer.key}"))
        self._add(node, "SequenceIndicator", str(number))
        self._objective(node, name, bearer.code.text or str(number), bearer)

    def _objective(self, goal: etree._Element, name: Quote, number: str, bearer: Project | None) -> None:
        node = self._add(goal, "Objective")
        self._add(node, "Name", name.text)
        words = (bearer.purpose.text or bearer.goal_text.text) if bearer else ""
        self._add(node, "Description", words)
        self._add(node, "Identifier", self._identifier(f"objective/{number or name.text}"))
        self._add(node, "SequenceIndicator", number)
        if bearer is not None:
            self._indicators(node, bearer.indicators)
            self._count_bearer(bearer)

    def _indicators(self, objective: etree._Element, indicators: Iterable[Indicator]) -> None:
        for row in indicators:
            node = self._add(objective, "PerformanceIndicator")
            node.set("ValueChainStage", _STAGE_OF_KIND.get(row.kind, "Output"))
            reading = row.reading
            counted = stated_number(reading) is not None
            node.set("IndicatorType", "Quantitative" if counted else "Qualitative")
            self._add(node, "MeasurementDimension", row.name)
            self._add(node, "UnitOfMeasurement", reading.unit_text if reading else "")
            self._add(node, "OtherInformation", row.description.text)
            instance = self._add(node, "MeasurementInstance")
            self._target(instance, row)
            if row.actual is not None:
                self._actual(instance, row)
            self._count_row(row)

    def _target(self, instance: etree._Element, row: Indicator) -> None:
        target = self._add(instance, "TargetResult")
        self._add(target, "Description", row.value.text)
        number = stated_number(row.reading)
        if number is not None:
            self._add(target, "NumberOfUnits", plain_decimal(number))
        self._dates(target)

    def _actual(self, instance: etree._Element, row: Indicator) -> None:
        actual = self._add(instance, "ActualResult")
        self._add(actual, "Description", row.actual.text if row.actual else "")
        number = stated_number(row.actual_reading)
        if number is not None:
            self._add(actual, "NumberOfUnits", plain_decimal(number))
        self._dates(actual)

    def _dates(self, result: etree._Element) -> None:
        if self.plan.year:
            self._add(result, "StartDate", f"{self.plan.year}-01-01")
            self._add(result, "EndDate", f"{self.plan.year}-12-31")

    def _count_row(self, row: Indicator) -> None:
        reading = row.reading
        add = self.losses.add
        add("indicator-kind", int(row.kind not in {"output", "benefit"}))
        add("comparator", int(reading is not None and reading.comparator not in {"unspecified", "equal"}))
        add("range", int(reading is not None and reading.number_end is not None))
        add("basis", int(bool(row.basis.text)))
        add("step", len(row.steps))
        add("weight", sum(q is not None for q in (row.weight, row.score)))
        add("baseline", int(row.baseline is not None))
        add("further-target", len(row.further))
        add("long-term-row", int(row.period != "annual"))
        add("form-field", len(row.fields))

    def _count_bearer(self, bearer: Project) -> None:
        for amount in bearer.amounts:
            funds = {"budget": "amount", "fiscal": "fund-source", "other": "fund-source"}
            self.losses.add(funds.get(amount.role, "other-amount"))
        self.losses.add("milestone", len(bearer.milestones))
        self.losses.add("form-field", len(bearer.fields))

    def _count(self) -> None:
        plan = self.plan
        goals = {goal.number for goal in plan.goals}
        left = [p for p in plan.bearers if goals and self.goal_of.get(p.key) not in goals]
        self.losses.add("project-without-goal", len(left))
        self.losses.add("safeguard", len(plan.safeguards))
        self.losses.add("repair", len(plan.repairs))
        self.losses.add("form-field", len(plan.fields))
        self.losses.add("place", sum(1 + len(p.indicators) for p in plan.bearers))
