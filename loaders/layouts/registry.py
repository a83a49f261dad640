"""The layouts that are known, the choice among them, and why a table was claimed or not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.document import Anchor, Document, Paragraph, Table
from loaders.errors import NoLayoutError
from loaders.layouts import hebei_project_goals
from loaders.layouts.form_claims import lacks_of_claim, signs_of
from loaders.layouts.form_layout import form_layout, labels_of, unclaimed_table
from loaders.layouts.layout import Claim, Layout
from loaders.layouts.narrative_chapter import narrative_layout
from loaders.layouts.text_form import text_form_layout
from loaders.plan import Plan, Project, ReadingNote, Unread
from loaders.standards import iati, stratml

LAYOUTS: tuple[Layout, ...] = (
    hebei_project_goals.LAYOUT,
    form_layout("duty-activity"),
    form_layout("flat-list"),
    form_layout("self-evaluation"),
    form_layout("project-form"),
    form_layout("department-table"),
    text_form_layout(),
    narrative_layout(),
    iati.LAYOUT,
    stratml.LAYOUT,
)


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """One line of an explanation: a table, its heading row, the layout that claimed it and the words that say why.

    A layout that reads what stands outside tables has a line `paragraphs`, with the number of its forms as rows.
    """

    table: str
    rows: int
    heading: str
    layout: str
    because: str


def claims(document: Document, layouts: Sequence[Layout] = LAYOUTS) -> list[tuple[Layout, Claim]]:
    """Every layout that claims the document or a part of it, in the order in which they read it.

    What reads the whole document goes first, then what claims tables, most tables first, then paragraphs.
    """
    found = [(layout, claim) for layout in layouts if (claim := layout.claim(document)) is not None]
    return sorted(found, key=lambda pair: _rank(pair[1]))


def _rank(claim: Claim) -> tuple[bool, bool, int, int]:
    return not claim.whole, claim.paragraphs, -claim.tables, min(claim.numbers, default=0)


def _reading_order(document: Document, layouts: Sequence[Layout]) -> list[tuple[Layout, Claim]]:
    """The claims that count: a layout that reads the document as a whole leaves nothing for others."""
    for layout in layouts:
        claim = layout.claim(document)
        if claim is not None and claim.whole:
            return [(layout, claim)]
    return claims(document, layouts)


def choose_layout(document: Document, layouts: Sequence[Layout] = LAYOUTS) -> Layout:
    """The layout that claims most; raises `NoLayoutError` where none claims anything."""
    found = _reading_order(document, layouts)
    if not found:
        raise NoLayoutError(sum(1 for _ in document.tables()))
    return found[0][0]


def read_plan(document: Document, layouts: Sequence[Layout] = LAYOUTS) -> tuple[Layout, Plan]:
    """The plan of a document: what the first layout reads, joined by what others read of the parts it left.

    Raises `NoLayoutError` where no layout claims anything.
    """
    found = _reading_order(document, layouts)
    if not found:
        raise NoLayoutError(sum(1 for _ in document.tables()))
    layout, claim = found[0]
    plan = layout.read(document)
    taken = set(claim.numbers)
    rest = found[1:]
    if claim.whole:
        # Only tables of which it could not read a row are left to others.
        left_over = _left_over(document, plan)
        taken = {table.anchor.table for table in document.tables()} - left_over
        rest = (
            [(o, c) for o, c in claims(document, layouts) if not c.whole and c.numbers] if left_over else []
        )
    for other, further in rest:
        left = [number for number in further.numbers if number not in taken]
        if not left and not further.paragraphs:
            continue
        if other.facts["kind"] != layout.facts["kind"]:
            plan = replace(plan, notes=(*plan.notes, _apart(other, further, left)))
            continue
        plan = join_plans(plan, other.read(_only(document, left)), paragraphs=further.paragraphs)
        taken.update(left)
    return layout, plan


def _left_over(document: Document, plan: Plan) -> set[int]:
    """The tables of which a plan's layout could not read most rows."""
    unread = Counter(u.text.anchor.table for u in plan.unread if u.text.anchor.table)
    if not unread:
        return set()
    return {t.anchor.table for t in document.tables() if 2 * unread[t.anchor.table] > len(t.rows)}


def _apart(other: Layout, claim: Claim, tables: Sequence[int]) -> ReadingNote:
    """A part of another kind (results beside goals) is a document of its own; the note says that it is there."""
    where = f"tables {', '.join(map(str, tables))}" if tables else "paragraphs"
    detail = f"{where}: {other.name}, kind {other.facts['kind']} ({claim.because})"
    return ReadingNote("part-of-another-kind", detail, Anchor(0, 0))


def _only(document: Document, numbers: Sequence[int]) -> Document:
    """The document with these tables only, or with its paragraphs only where no table is named."""
    wanted = set(numbers)
    blocks = tuple(
        b for b in document.blocks if (b.anchor.table in wanted if wanted else isinstance(b, Paragraph))
    )
    return replace(document, blocks=blocks)


def join_plans(first: Plan, second: Plan, *, paragraphs: bool = False) -> Plan:
    """Two readings of different parts of one document as one plan; the first says whose plan it is.

    With `paragraphs` the second read what stands outside tables: only what neither understood stays unread.
    """
    same = _same_projects(first, second)
    taken = {project.key for project in first.projects}
    added = [_under_free_key(project, taken) for project in second.projects if project.key not in same]
    links = tuple(link._replace(project=same.get(link.project, link.project)) for link in second.links)
    return replace(
        first,
        department_code=first.department_code or second.department_code,
        department_name=first.department_name if first.department_name.text else second.department_name,
        year=first.year or second.year,
        overall_goal=first.overall_goal or second.overall_goal,
        goals=first.goals or second.goals,
        safeguards=first.safeguards or second.safeguards,
        fields=(*first.fields, *second.fields),
        links=first.links if first.goals else links,
        projects=tuple(sorted((*first.projects, *added), key=lambda p: p.anchor.start)),
        whole=first.whole or second.whole,
        repairs=(*first.repairs, *second.repairs),
        unread=_still_unread(first, second, paragraphs=paragraphs),
        notes=(*first.notes, *second.notes),
    )


def _same_projects(first: Plan, second: Plan) -> dict[str, str]:
    """Projects that the second only lists (no indicators of their own) and the first has whole, by key."""
    by_name = {project.name.text: project.key for project in first.projects}
    codes = {project.code.text: project.key for project in first.projects if project.code.text}
    return {
        project.key: codes.get(project.code.text) or by_name[project.name.text]
        for project in second.projects
        if not project.indicators and (project.code.text in codes or project.name.text in by_name)
    }


def _under_free_key(project: Project, taken: set[str]) -> Project:
    key, number = project.key, 1
    while key in taken:
        number += 1
        key = f"{project.key}~{number}"
    taken.add(key)
    return replace(project, key=key) if key != project.key else project


def _still_unread(first: Plan, second: Plan, *, paragraphs: bool) -> tuple[Unread, ...]:
    if paragraphs:
        left = {unread.text.anchor for unread in second.unread}
        return tuple(u for u in first.unread if u.text.anchor.table or u.text.anchor in left)
    read = {p.anchor.table for p in second.bearers}
    read |= {i.name_printed.anchor.table for p in second.bearers for i in p.indicators}
    kept = (u for u in first.unread if u.text.anchor.table not in read)
    return (*kept, *second.unread)


def explain_layouts(document: Document, layouts: Sequence[Layout] = LAYOUTS) -> tuple[LayoutRow, ...]:
    """One row for each table of a document, in order.

    Where no layout claims a table, `layout` is empty and `because` says which one it comes nearest to.
    """
    owner: dict[int, tuple[str, str]] = {}
    found = claims(document, layouts)
    if found and found[0][1].whole:
        layout, claim = found.pop(0)
        left_over = _left_over(document, layout.read(document))
        whole = [t.anchor.table for t in document.tables() if t.anchor.table not in left_over]
        found.insert(0, (layout, replace(claim, numbers=tuple(whole))))
    for layout, claim in found:
        for number in claim.numbers:
            owner.setdefault(number, (layout.name, claim.because))
    near = _nearest(document, layouts)
    rows = [
        _layout_row(table, owner.get(table.anchor.table) or ("", near.get(table.anchor.table, "")))
        for table in document.tables()
    ]
    outside = [
        LayoutRow("paragraphs", claim.tables, "", layout.name, claim.because)
        for layout, claim in found
        if claim.paragraphs
    ]
    return (*rows, *outside)


def _nearest(document: Document, layouts: Sequence[Layout]) -> dict[int, str]:
    """For each table the layout that it comes nearest to, and what it lacks: `project-form: column.value`."""
    best: dict[int, tuple[int, str]] = {}
    for layout in layouts:
        claim = layout.facts.get("claim")
        if claim is None:
            continue
        for table, signs in zip(document.tables(), signs_of(document, labels_of(layout.facts)), strict=True):
            lacks = lacks_of_claim(signs, claim)
            said = (len(lacks), f"nearest {layout.name}, lacks {', '.join(lacks)}") if lacks else None
            if said is not None:
                best[table.anchor.table] = min(best.get(table.anchor.table, said), said)
    return {number: said for number, (_, said) in best.items()}


def _layout_row(table: Table, owner: tuple[str, str]) -> LayoutRow:
    place = f"{table.anchor.part}!t{table.anchor.table}" if table.anchor.part else f"t{table.anchor.table}"
    return LayoutRow(place, len(table.rows), unclaimed_table(table).text.text, *owner)
