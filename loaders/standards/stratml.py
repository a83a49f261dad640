"""Reads StratML plans and reports: goals, objectives, and the indicators that each objective bears."""

import re
from collections.abc import Iterator
from typing import Final

from loaders.document import Document
from loaders.layouts.layout import Claim, Layout, layout_data
from loaders.personal import KEY as PERSONAL
from loaders.plan import FormField, Goal, Indicator, Objective, Plan, Project, Quote, StatedLink, Statement
from loaders.standards.xml_nodes import Node, trees

NAME: Final = "stratml"

_ROOTS: Final = ("PerformancePlanOrReport", "StrategicPlan")
_KIND_OF_STAGE: Final = {"Output": "output", "Output_Processing": "output", "Outcome": "benefit"}
_PEOPLE: Final = frozenset({"Submitter", "PointOfContact"})


def claim(document: Document) -> Claim | None:
    """Claim a file whose root is a StratML plan or report."""
    first = next((t.rows[0][0].text for t in document.tables() if t.rows and t.rows[0]), "")
    root = re.split(r"[/@\[]", first)[0]
    return Claim(1, root) if root in _ROOTS else None


def read(document: Document) -> Plan:
    """Read the plan: the mission is its overall goal, each objective with indicators bears them."""
    data = layout_data(NAME)
    ignored = [re.compile(pattern) for pattern in data["ignore"]]
    (root,) = trees(document)
    core = root.first("StrategicPlanCore") or root
    numbers: dict[int, tuple[str, str]] = {}
    goals = tuple(_goals(core, numbers))
    bearers = list(_bearers(core, numbers))
    mission = core.text("Mission", "Description")
    organisation = core.first("Organization")
    fields = tuple(_fields(root, core))
    return Plan(
        department_code="",
        department_name=organisation.text("Name") if organisation else Quote("", root.anchor),
        year=_year(root),
        kind=data["kind"],
        layout=NAME,
        title=root.text("Name").text or data["label"]["en"],
        overall_goal=mission if mission.text else None,
        goals=goals,
        safeguards=(),
        projects=tuple(project for project, _ in bearers),
        unread=tuple(root.unread(ignored)),
        fields=fields,
        links=tuple(link for _, link in bearers),
    )


def _year(root: Node) -> str:
    """The year in which the plan's period ends for a report of what was reached, in which it begins for a plan."""
    about = root.first("AdministrativeInformation")
    if about is None:
        return ""
    for name in ("StartDate", "EndDate", "PublicationDate"):
        match = re.match(r"\s*(\d{4})", about.text(name).text)
        if match:
            return match[1]
    return ""


def _goals(core: Node, numbers: dict[int, tuple[str, str]]) -> Iterator[Goal]:
    taken: set[str] = set()
    for position, node in enumerate(core.all("Goal"), start=1):
        number = _number(node, position, taken)
        objectives = []
        inside: set[str] = set()
        for place, objective in enumerate(node.all("Objective"), start=1):
            name = _named(objective)
            if not name.text:
                continue
            own = _number(objective, place, inside)
            numbers[id(objective)] = (number, own)
            objectives.append(Objective(own, name))
        words = node.text("Description")
        statements = (Statement(1, words),) if words.text else ()
        yield Goal(number, _named(node), tuple(objectives), statements)


def _number(node: Node, position: int, taken: set[str]) -> str:
    """The printed sequence indicator where it is there and its own, else the position."""
    printed = node.text("SequenceIndicator").text
    number = printed if printed and printed not in taken else str(position)
    while number in taken:
        number += "b"
    taken.add(number)
    return number


def _named(node: Node) -> Quote:
    name = node.text("Name")
    return name if name.text else node.text("Description")


def _bearers(core: Node, numbers: dict[int, tuple[str, str]]) -> Iterator[tuple[Project, StatedLink]]:
    taken: set[str] = set()
    for objective in core.all("Goal", "Objective"):
        place = numbers.get(id(objective))
        if place is None:
            continue
        project = _bearer(objective, taken)
        taken.add(project.key)
        yield project, StatedLink(project.key, *place, project.name)


def _bearer(objective: Node, taken: set[str]) -> Project:
    name, words = _named(objective), objective.text("Description")
    code = objective.text("Identifier")
    key = code.text or name.text
    while key in taken:
        key += "~2"
    fields = [*_people(objective)]
    other = objective.text("OtherInformation")
    if other.text:
        fields.append(FormField("other-information", Quote("OtherInformation", other.anchor), other))
    return Project(
        key=key,
        code=code,
        name=name,
        heading=None,
        purpose=Quote("", objective.anchor),
        goal_text=words,
        amounts=(),
        milestones=(),
        indicators=tuple(_indicators(objective)),
        anchor=objective.anchor,
        scope="objective",
        fields=tuple(fields),
    )


def _indicators(objective: Node) -> Iterator[Indicator]:
    row = 0
    ordinals: dict[str, int] = {}
    for node in objective.all("PerformanceIndicator"):
        for instance in node.all("MeasurementInstance") or [node]:
            indicator = _indicator(node, instance, row + 1, ordinals)
            filled = (indicator.name_printed, indicator.value, indicator.actual or indicator.value)
            if any(quote.text for quote in filled):
                row += 1
                ordinals[indicator.kind] = indicator.ordinal
                yield indicator


def _indicator(node: Node, instance: Node, row: int, ordinals: dict[str, int]) -> Indicator:
    stage = node.attribute("ValueChainStage").text
    kind = _KIND_OF_STAGE.get(stage, "")
    unit = node.text("UnitOfMeasurement")
    target, said = _result(instance.first("TargetResult"), unit)
    actual, reported = _result(instance.first("ActualResult"), unit)
    name = node.text("MeasurementDimension")
    none = Quote("", node.anchor)
    fields = [
        FormField(key, Quote(key, words.anchor), words)
        for key, words in (
            ("identifier", node.text("Identifier")),
            ("sequence", node.text("SequenceIndicator")),
            ("indicator-type", node.attribute("IndicatorType")),
            ("unit", unit),
            ("target-description", said if target and target.text != said.text else none),
            ("actual-description", reported if actual and actual.text != reported.text else none),
            ("other-information", node.text("OtherInformation")),
            *_dates(instance),
        )
        if words.text
    ]
    return Indicator(
        row=row,
        kind=kind,
        ordinal=ordinals.get(kind, 0) + 1,
        kind1=stage,
        kind2="",
        name=(name if name.text else said).text,
        name_printed=name if name.text else said,
        description=said,
        value=target or none,
        basis=none,
        actual=actual,
        fields=tuple(fields),
    )


def _result(node: Node | None, unit: Quote) -> tuple[Quote | None, Quote]:
    """A target or actual result: its number with the unit where it has one, else its words."""
    if node is None:
        return None, Quote("", unit.anchor)
    words, number = node.text("Description"), node.text("NumberOfUnits")
    if not number.text:
        return (words if words.text else None), words
    plain = unit.text and unit.text.lower() not in {"number", "count"}
    return Quote(f"{number.text} {unit.text}" if plain else number.text, number.anchor), words


def _dates(instance: Node) -> Iterator[tuple[str, Quote]]:
    for part, role in (("TargetResult", "target"), ("ActualResult", "actual")):
        for result in instance.all(part):
            for name in ("StartDate", "EndDate"):
                yield f"{role}-{'start' if name == 'StartDate' else 'end'}", result.text(name)


def _people(node: Node) -> Iterator[FormField]:
    """Stakeholders are persons as well as bodies and the file does not tell: they are kept like contacts."""
    for stakeholder in node.all("Stakeholder"):
        name = stakeholder.text("Name")
        stakeholder.skip()
        if name.text:
            yield FormField(PERSONAL, Quote("Stakeholder", name.anchor), name)


def _fields(root: Node, core: Node) -> Iterator[FormField]:
    found = [
        ("description", root.text("Description")),
        ("other-information", root.text("OtherInformation")),
        ("plan-type", root.attribute("Type")),
        ("vision", core.text("Vision", "Description")),
        ("acronym", core.text("Organization", "Acronym")),
        ("organization-identifier", core.text("Organization", "Identifier")),
        ("organization-description", core.text("Organization", "Description")),
        *((f"value-{n}", v.text("Name")) for n, v in enumerate(core.all("Value"), start=1)),
        *(
            (f"value-{n}-description", v.text("Description"))
            for n, v in enumerate(core.all("Value"), start=1)
        ),
        *((f"goal-{n}-identifier", g.text("Identifier")) for n, g in enumerate(core.all("Goal"), start=1)),
        *((f"goal-{n}-note", g.text("OtherInformation")) for n, g in enumerate(core.all("Goal"), start=1)),
        ("vision-identifier", core.text("Vision", "Identifier")),
        ("mission-identifier", core.text("Mission", "Identifier")),
    ]
    about = root.first("AdministrativeInformation")
    if about is not None:
        names = ("Identifier", "StartDate", "EndDate", "PublicationDate", "Source")
        found += [(name.lower(), about.text(name)) for name in names]
    for person in (n for n in root.walk() if n.tag in _PEOPLE):
        yield from (_personal(child.tag, person) for child in person.children if child.text().text)
    for node in (*core.all("Organization"), *core.all("Goal")):
        yield from _people(node)
    for key, words in found:
        if words.text:
            yield FormField(key, Quote(key, words.anchor), words)


def _personal(name: str, person: Node) -> FormField:
    words = person.text(name)
    return FormField(PERSONAL, Quote(name, words.anchor), words)


LAYOUT = Layout(NAME, claim, read)
