"""The layout of a department's goals and project goal tables, as Hebei's departments publish them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from loaders.document import Anchor, Document, Paragraph
from loaders.layouts.department_goals import DepartmentGoals, is_ignored
from loaders.layouts.form_audit import audit_tables
from loaders.layouts.form_layout import labels_of, reader_repairs
from loaders.layouts.indicator_table import REQUIRED_COLUMNS, IndicatorRow
from loaders.layouts.labels import Aliases
from loaders.layouts.layout import Claim, Layout, layout_data
from loaders.layouts.project_goals import ProjectDraft, ProjectTables
from loaders.layouts.rows import Row, stream
from loaders.plan import Indicator, Plan, Project, Quote, Repair, Unread

NAME = "hebei-project-goals"

_YEAR = re.compile(r"(20\d{2})\s*年")


def claim(document: Document) -> Claim | None:
    """Claim a document that has indicator tables with three levels below project codes and this form's own labels."""
    labels, columns = _own_labels()
    tables = codes = own = 0
    for table in document.tables():
        for row in table.rows:
            if not any(columns.field(cell.text) or labels.field(cell.text) for cell in row[:2]):
                continue
            found = {columns.field(cell.text) for cell in row}
            if found >= REQUIRED_COLUMNS:
                tables += 1
                own += found >= {"description", "basis"}
            names = {labels.field(cell.text) for cell in row}
            codes += "code" in names
            own += bool(names & {"money", "schedule"})
    return Claim(tables, f"{tables} 个指标表、{codes} 个项目编码") if tables and codes and own else None


def read(document: Document) -> Plan:
    """Read the department's goals and every project table."""
    data = layout_data(NAME)
    department, projects = DepartmentGoals(data["department"]), ProjectTables(data["project"])
    ignored = [re.compile(pattern) for pattern in data["ignore"]]
    unread: list[Unread] = []
    headings: list[str] = []
    titles: list[Anchor] = []
    for item in stream(document):
        if isinstance(item, Row):
            lone = item.lone
            if lone is not None and projects.take_heading(Paragraph(lone.text, lone.anchor)):
                titles.append(lone.anchor)
            elif lone is not None and is_ignored(lone.text, ignored):
                headings.append(lone.text.strip())
                titles.append(lone.anchor)
            elif not projects.take_row(item):
                unread.append(_unread_row(item))
        elif projects.take_heading(item):
            continue
        elif is_ignored(item.text, ignored):
            headings.append(item.text.strip())
        elif projects.drafts or not department.take(item):
            unread.append(_unread_paragraph(item))
    projects.finish()
    plan = _plan(document, department, projects, headings, [*unread, *projects.unread])
    # What this form's own labels do not name may still be a label of forms in general.
    lost = audit_tables(document.tables(), plan, labels_of(data), titles)
    return replace(plan, unread=(*plan.unread, *(u for u in lost if not _is_own_label(u, data["project"]))))


def _is_own_label(unread: Unread, data: Mapping[str, Any]) -> bool:
    """Whether words are a label of this layout, or the line of a department's name and unit that tables repeat."""
    return bool(_own_labels()[0].field(unread.text.text) or re.fullmatch(data["unit_line"], unread.text.text))


@lru_cache(maxsize=1)
def _own_labels() -> tuple[Aliases, Aliases]:
    """The labels of the information table and of the indicator table."""
    data = layout_data(NAME)["project"]
    return Aliases(data["labels"]), Aliases(data["columns"])


def _unread_row(row: Row) -> Unread:
    return Unread(
        Quote(" | ".join(cell.text for cell in row.compact), row.anchor), "row outside any known table"
    )


def _unread_paragraph(paragraph: Paragraph) -> Unread:
    return Unread(Quote(paragraph.text.strip(), paragraph.anchor), "paragraph outside any known part")


def _plan(
    document: Document,
    department: DepartmentGoals,
    tables: ProjectTables,
    headings: Sequence[str],
    unread: Sequence[Unread],
) -> Plan:
    data = layout_data(NAME)
    drafts = [draft for draft in tables.drafts if draft.code or draft.rows]
    conflicts: list[Unread] = []
    projects = tuple(
        _project(draft, key) for draft, key in zip(drafts, unique_keys(drafts, conflicts), strict=True)
    )
    code, name = _department(tables.drafts, data["project"]["unit_line"])
    goals = department.goals()
    return Plan(
        department_code=code,
        department_name=name,
        year=_year(headings, department.overall_goal, projects, data["project"]["year_from_code"]),
        kind=data["kind"],
        layout=NAME,
        title=next((h for h in headings if "绩效" in h), data["label"]["zh"]),
        overall_goal=department.overall_goal,
        goals=goals,
        safeguards=department.safeguards,
        projects=projects,
        repairs=tuple(reader_repairs(document) + department.repairs + _table_repairs(tables.drafts)),
        unread=(*unread, *conflicts),
    )


def _table_repairs(drafts: Sequence[ProjectDraft]) -> list[Repair]:
    return [
        repair
        for draft in drafts
        for repair in [*draft.repairs, *(draft.table.repairs if draft.table else [])]
    ]


def _department(drafts: Sequence[ProjectDraft], unit_line: str) -> tuple[str, Quote]:
    """The code and name that most tables print; a name without a code stands for both."""
    lines = Counter(draft.department.text for draft in drafts if draft.department)
    if not lines:
        return "", Quote("", drafts[0].anchor if drafts else Anchor(0, 0))
    text = lines.most_common(1)[0][0]
    quote = next(draft.department for draft in drafts if draft.department and draft.department.text == text)
    match = re.fullmatch(unit_line, text)
    if match is None:
        return "", quote
    return match["code"], Quote(match["name"].strip(), quote.anchor.within(match.start("name"), len(text)))


def _year(
    headings: Sequence[str], overall: Quote | None, projects: Sequence[Project], code_pattern: str
) -> str:
    """The budget year: a heading's, else the overall goal's first, else what most project codes carry."""
    for text in [*headings, overall.text[:40] if overall else ""]:
        match = _YEAR.search(text)
        if match:
            return match[1]
    matches = (re.fullmatch(code_pattern, project.code.text) for project in projects)
    years = Counter(f"20{match['year']}" for match in matches if match)
    return years.most_common(1)[0][0] if years else ""


def unique_keys(drafts: Sequence[ProjectDraft], conflicts: list[Unread]) -> list[str]:
    """One key for each project: its code; a code printed twice is a conflict that names both places."""
    first: dict[str, ProjectDraft] = {}
    keys: list[str] = []
    for position, draft in enumerate(drafts, start=1):
        key = code = draft.code.text if draft.code and draft.code.text else f"without-code-{position}"
        if code in first:
            place = f"{_code_anchor(draft).label} and {_code_anchor(first[code]).label}"
            conflicts.append(Unread(Quote(code, _code_anchor(draft)), f"the same project code at {place}"))
            key = f"{code}~{sum(other.startswith(code) for other in keys) + 1}"
        first.setdefault(code, draft)
        keys.append(key)
    return keys


def _code_anchor(draft: ProjectDraft) -> Anchor:
    return draft.code.anchor if draft.code else draft.anchor


def _project(draft: ProjectDraft, key: str) -> Project:
    def words(quote: Quote | None) -> Quote:
        return quote or Quote("", draft.anchor)

    return Project(
        key=key,
        code=words(draft.code),
        name=words(draft.name),
        heading=draft.heading,
        purpose=words(draft.purpose),
        goal_text=words(draft.goal_text),
        amounts=tuple(draft.amounts),
        milestones=tuple(draft.milestones),
        indicators=tuple(_indicator(position, row) for position, row in enumerate(draft.rows, start=1)),
        anchor=draft.anchor,
    )


def _indicator(position: int, row: IndicatorRow) -> Indicator:
    return Indicator(
        row=position,
        kind=row.kind,
        ordinal=row.ordinal,
        kind1=row.kind1,
        kind2=row.kind2,
        name=row.name.text,
        name_printed=row.name,
        description=row.description,
        value=row.value,
        basis=row.basis,
        weight=row.weight if row.weight.text else None,
    )


LAYOUT = Layout(NAME, claim, read)
