"""Reads IATI activities as projects: results are levels, indicators have a row for each period."""

import re
from collections.abc import Iterator
from typing import Final

from loaders.document import Document
from loaders.layouts.layout import Claim, Layout, layout_data
from loaders.layouts.money import read_money
from loaders.personal import KEY as PERSONAL
from loaders.plan import Amount, FormField, Indicator, Plan, Project, Quote, Unread
from loaders.standards.xml_nodes import Node, trees

NAME: Final = "iati"

_KIND_OF_RESULT: Final = {"1": "output", "2": "benefit", "3": "benefit"}
_RESULT_NAMES: Final = {"1": "Output", "2": "Outcome", "3": "Impact", "9": "Other"}
_PERCENT: Final = "2"
_CONTACT: Final = ("person-name", "telephone", "email", "job-title")


def claim(document: Document) -> Claim | None:
    """Claim a file whose records are IATI activities."""
    found = [
        t
        for t in document.tables()
        if t.rows and t.rows[0] and t.rows[0][0].text.startswith("iati-activity[")
    ]
    return Claim(len(found), "iati-activity") if found else None


def read(document: Document) -> Plan:
    """Read every activity of the file."""
    data = layout_data(NAME)
    ignored = [re.compile(pattern) for pattern in data["ignore"]]
    nodes = trees(document)
    projects: list[Project] = []
    for node in nodes:
        projects.append(_project(node, {p.key for p in projects}))
    first = nodes[0]
    reporters = [reporter for node in nodes for reporter in node.all("reporting-org")]
    codes = [reporter.attribute("ref").text for reporter in reporters]
    name = reporters[0].text("narrative") if reporters else Quote("", first.anchor)
    others = tuple(_several(nodes))
    unread = tuple(u for node in nodes for u in node.unread(ignored))
    return Plan(
        department_code=codes[0] if codes else "",
        department_name=name,
        year=_year(nodes),
        kind=data["kind"],
        layout=NAME,
        title=projects[0].name.text or data["label"]["en"],
        overall_goal=None,
        goals=(),
        safeguards=(),
        projects=tuple(projects),
        unread=(*unread, *others),
    )


def _several(nodes: list[Node]) -> Iterator[Unread]:
    """Files of several reporting organisations become one plan; the others are named."""
    names = [node.text("reporting-org", "narrative") for node in nodes]
    for name in dict.fromkeys(n for n in names if n.text and n.text != names[0].text):
        yield Unread(name, "a second reporting organisation in one file")


def _year(nodes: list[Node]) -> str:
    paths = (
        ("result", "indicator", "period", "period-start"),
        ("budget", "period-start"),
        ("activity-date",),
    )
    for path in paths:
        for node in nodes:
            for date in node.all(*path):
                match = re.match(r"(\d{4})-", date.attribute("iso-date").text)
                if match:
                    return match[1]
    return ""


def _project(node: Node, taken: set[str]) -> Project:
    code = node.text("iati-identifier")
    key = code.text or f"activity-{node.anchor.table}"
    while key in taken:
        key += "~2"
    descriptions = {
        d.attribute("type").text or "1": d.text("narrative") for d in reversed(node.all("description"))
    }
    empty = Quote("", node.anchor)
    return Project(
        key=key,
        code=code,
        name=node.text("title", "narrative"),
        heading=None,
        purpose=descriptions.get("1", empty),
        goal_text=descriptions.get("2", empty),
        amounts=tuple(_amounts(node)),
        milestones=(),
        indicators=tuple(_indicators(node)),
        anchor=node.anchor,
        fields=tuple(_fields(node, descriptions)),
    )


def _amounts(node: Node) -> Iterator[Amount]:
    for number, budget in enumerate(node.all("budget"), start=1):
        value = budget.first("value")
        if value is None:
            continue
        currency = value.attribute("currency").text or node.attribute("default-currency").text
        printed = value.text()
        # Only renminbi is yuan: other currencies stay as printed.
        yuan = read_money(printed.text, "元")[0] if currency == "CNY" else None
        role = "budget" if number == 1 else f"budget-{number}"
        yield Amount(role, printed, currency, yuan)


def _fields(node: Node, descriptions: dict[str, Quote]) -> Iterator[FormField]:
    for kind, words in descriptions.items():
        if kind not in {"1", "2"} and words.text:
            yield _field("target-groups" if kind == "3" else "description", f"description {kind}", words)
    for date in node.all("activity-date"):
        kind = date.attribute("type").text
        yield _field(f"activity-date-{kind}", f"activity-date {kind}", date.attribute("iso-date"))
        if date.text("narrative").text:
            yield _field(f"activity-date-{kind}-note", f"activity-date {kind}", date.text("narrative"))
    status = node.first("activity-status")
    if status is not None:
        yield _field("status", "activity-status", status.attribute("code"))
    yield from _budget_fields(node)
    yield from _contacts(node)


def _field(key: str, label: str, value: Quote) -> FormField:
    return FormField(key, Quote(label, value.anchor), value)


def _budget_fields(node: Node) -> Iterator[FormField]:
    for budget in node.all("budget"):
        for name in ("period-start", "period-end"):
            at = budget.first(name)
            if at is not None:
                yield _field(f"budget-{name}", name, at.attribute("iso-date"))
        status = budget.attribute("status")
        if status.text:
            yield _field("budget-status", "status", status)


def _contacts(node: Node) -> Iterator[FormField]:
    for found in (c for contact in node.all("contact-info") for name in _CONTACT for c in contact.all(name)):
        words = found.text("narrative") if found.children else found.text()
        if words.text:
            yield _field(PERSONAL, found.tag, words)


def _indicators(node: Node) -> Iterator[Indicator]:
    row = 0
    ordinals: dict[str, int] = {}
    for result in node.all("result"):
        kind = _KIND_OF_RESULT.get(result.attribute("type").text, "")
        for indicator in result.all("indicator"):
            for period in indicator.all("period") or [indicator]:
                row += 1
                ordinals[kind] = ordinals.get(kind, 0) + 1
                yield _indicator(result, indicator, period, kind, (row, ordinals[kind]))


def _indicator(result: Node, indicator: Node, period: Node, kind: str, place: tuple[int, int]) -> Indicator:
    name = indicator.text("title", "narrative")
    percent = indicator.attribute("measure").text == _PERCENT
    target, actual = period.first("target"), period.first("actual")
    baseline = indicator.first("baseline")
    none = Quote("", indicator.anchor)
    return Indicator(
        row=place[0],
        kind=kind,
        ordinal=place[1],
        kind1=_RESULT_NAMES.get(result.attribute("type").text, ""),
        kind2=result.text("title", "narrative").text,
        name=name.text,
        name_printed=name,
        description=indicator.text("description", "narrative"),
        value=_value(target, percent=percent) or none,
        basis=target.text("comment", "narrative") if target else none,
        actual=_value(actual, percent=percent),
        baseline=_value(baseline, percent=percent),
        fields=tuple(_row_fields(result, indicator, period)),
    )


def _value(node: Node | None, *, percent: bool) -> Quote | None:
    if node is None:
        return None
    words = node.attribute("value")
    return Quote(f"{words.text}%", words.anchor) if percent and words.text else words if words.text else None


def _row_fields(result: Node, indicator: Node, period: Node) -> Iterator[FormField]:
    found = [
        ("result-description", "description", result.text("description", "narrative")),
        ("measure", "measure", indicator.attribute("measure")),
        ("ascending", "ascending", indicator.attribute("ascending")),
    ]
    for name in ("period-start", "period-end"):
        at = period.first(name)
        if at is not None:
            found.append((name, name, at.attribute("iso-date")))
    actual, baseline = period.first("actual"), indicator.first("baseline")
    if actual is not None:
        found.append(("actual-comment", "comment", actual.text("comment", "narrative")))
    if baseline is not None:
        found.append(("baseline-comment", "comment", baseline.text("comment", "narrative")))
        found.append(("baseline-year", "year", baseline.attribute("year")))
        found.append(("baseline-date", "iso-date", baseline.attribute("iso-date")))
    for key, label, words in found:
        if words.text:
            yield FormField(key, Quote(label, words.anchor), words)


LAYOUT = Layout(NAME, claim, read)
