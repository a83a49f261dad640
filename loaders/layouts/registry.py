"""The layouts that are known, the choice among them, and why a table was claimed or not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.document import Document, Table
from loaders.errors import NoLayoutError
from loaders.layouts import hebei_project_goals
from loaders.layouts.form_layout import form_layout, unclaimed_table
from loaders.layouts.grid import Grid
from loaders.layouts.layout import Claim, Layout
from loaders.plan import Plan, Quote, Unread

LAYOUTS: tuple[Layout, ...] = (
    hebei_project_goals.LAYOUT,
    form_layout("self-evaluation"),
    form_layout("project-form"),
    form_layout("department-table"),
)


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """One line of an explanation: a table, its heading row, the layout that claimed it and the words that say why."""

    table: str
    rows: int
    heading: str
    layout: str
    because: str


def claims(document: Document, layouts: Sequence[Layout] = LAYOUTS) -> list[tuple[Layout, Claim]]:
    """Every layout that claims the document, the one with most tables first, in the order of the registry."""
    found = [(layout, claim) for layout in layouts if (claim := layout.claim(document)) is not None]
    return sorted(found, key=lambda pair: (bool(pair[1].numbers), -pair[1].tables))


def choose_layout(document: Document, layouts: Sequence[Layout] = LAYOUTS) -> Layout:
    """The layout that claims most; raises `NoLayoutError` where none claims anything."""
    found = _first_claims(document, layouts)
    if not found:
        raise NoLayoutError(sum(1 for _ in document.tables()))
    return found[0][0]


def _first_claims(document: Document, layouts: Sequence[Layout]) -> list[tuple[Layout, Claim]]:
    """The claims in order; a layout that reads the document as a whole is not asked twice over."""
    for layout in layouts:
        claim = layout.claim(document)
        if claim is not None and not claim.numbers:
            return [(layout, claim)]
    return claims(document, layouts)


def read_plan(document: Document, layouts: Sequence[Layout] = LAYOUTS) -> tuple[Layout, Plan]:
    """The plan of a document: what the first layout reads, joined by what others read of tables it left.

    Raises `NoLayoutError` where no layout claims anything.
    """
    found = _first_claims(document, layouts)
    if not found:
        raise NoLayoutError(sum(1 for _ in document.tables()))
    layout, claim = found[0]
    plan = layout.read(document)
    taken = set(claim.numbers)
    for other, further in found[1:]:
        left = [number for number in further.numbers if number not in taken]
        if left and _kind(other) == _kind(layout):
            plan = join_plans(plan, other.read(_only(document, left)))
            taken.update(left)
    return layout, plan


def _kind(layout: Layout) -> str:
    return str(layout.facts["kind"])


def _only(document: Document, numbers: Sequence[int]) -> Document:
    blocks = tuple(b for b in document.blocks if isinstance(b, Table) and b.anchor.table in numbers)
    return replace(document, blocks=blocks)


def join_plans(first: Plan, second: Plan) -> Plan:
    """Two readings of different tables of one document as one plan; the first says whose plan it is."""
    taken = {project.key for project in first.projects}
    added = []
    for project in second.projects:
        key, number = project.key, 1
        while key in taken:
            number += 1
            key = f"{project.key}~{number}"
        taken.add(key)
        added.append(replace(project, key=key) if key != project.key else project)
    read = {p.anchor.table for p in second.bearers} | {
        i.name_printed.anchor.table for p in second.bearers for i in p.indicators
    }
    return replace(
        first,
        department_code=first.department_code or second.department_code,
        department_name=first.department_name if first.department_name.text else second.department_name,
        year=first.year or second.year,
        overall_goal=first.overall_goal or second.overall_goal,
        goals=first.goals or second.goals,
        links=first.links if first.goals else second.links,
        projects=(*first.projects, *added),
        whole=first.whole or second.whole,
        repairs=(*first.repairs, *second.repairs),
        unread=(*(u for u in first.unread if not _was_read(u, read)), *second.unread),
        notes=(*first.notes, *second.notes),
    )


def _was_read(unread: Unread, tables: set[int]) -> bool:
    anchor = unread.text.anchor
    return anchor.table in tables and anchor.row == 0


def explain_layouts(document: Document, layouts: Sequence[Layout] = LAYOUTS) -> tuple[LayoutRow, ...]:
    """One row for each table of a document, in order; `layout` is empty where no layout claims it."""
    owner: dict[int, tuple[str, str]] = {}
    for layout, claim in claims(document, layouts):
        for number in claim.numbers or [t.anchor.table for t in document.tables()]:
            owner.setdefault(number, (layout.name, claim.because))
    rows = []
    for table in document.tables():
        heading: Quote = unclaimed_table(table).text
        name, because = owner.get(table.anchor.table, ("", ""))
        place = f"{table.anchor.part}!t{table.anchor.table}" if table.anchor.part else f"t{table.anchor.table}"
        rows.append(LayoutRow(place, len(Grid.of(table).rows), heading.text, name, because))
    return tuple(rows)
