"""Makes a layout from a file of data: which tables it claims, and the plan that its tables state."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from loaders.document import Document, Paragraph, Table
from loaders.layouts.form_audit import audit_tables
from loaders.layouts.form_claims import Signs, meets_claim, signs_of
from loaders.layouts.form_draft import FormDraft
from loaders.layouts.form_labels import FormLabels, form_labels
from loaders.layouts.form_lists import FormLists
from loaders.layouts.form_tables import FormTables, has_contact
from loaders.layouts.form_titles import department_line, department_of, printed_year, year_of, year_of_file
from loaders.layouts.goal_lists import split_goals, stated_links
from loaders.layouts.grid import Grid, unbroken
from loaders.layouts.layout import Claim, Layout, layout_data
from loaders.plan import Plan, Project, Quote, ReadingNote, Repair, StatedLink, Unread

_LIKE_A_TITLE = re.compile(r"绩效|目标|自评|申报表|单位[:：]|20\d\d\s*年|基本(?:信息|情况)|项目信息|指标")
READER_REPAIRS = frozenset({"bookmark-residue", "page-break"})
_LONGEST_TITLE = 80
_LONGEST_LINE = 400


def form_layout(
    name: str,
    data: Mapping[str, Any] | None = None,
    mend: Callable[[Plan], Plan] = lambda plan: plan,
) -> Layout:
    """The layout of a data file; without data, the shipped file of that name.

    `mend` is the place for what labels cannot say: it gets the plan as read and gives the plan as meant.
    """

    def claim(document: Document) -> Claim | None:
        return _claim(document, data if data is not None else layout_data(name))

    def read(document: Document) -> Plan:
        return mend(_read(document, data if data is not None else layout_data(name)))

    return Layout(name, claim, read, data)


_LABELS: dict[int, tuple[Mapping[str, Any], FormLabels]] = {}


def labels_of(data: Mapping[str, Any]) -> FormLabels:
    """The labels of a layout's data, made once."""
    known = _LABELS.get(id(data))
    if known is None or known[0] is not data:
        _LABELS[id(data)] = known = (data, form_labels(data))
    return known[1]


def _claim(document: Document, data: Mapping[str, Any]) -> Claim | None:
    labels, numbers, because = labels_of(data), [], ""
    lines, signs = Signs(), iter(signs_of(document, labels))
    for block in document.blocks:
        if isinstance(block, Paragraph):
            # Lines such as 项目名称：… above a table belong to its form.
            if not _is_form_line(block, labels):
                lines = Signs()
            for found in labels.inline(block.text) if len(block.text) <= _LONGEST_LINE else ():
                lines.add(f"field.{found.key}", block.text[slice(*found.label)])
            continue
        own = next(signs)
        met = meets_claim(own, data["claim"]) or (
            meets_claim(own.beside(lines), data["claim"]) if lines.words else None
        )
        if met is not None:
            numbers.append(block.anchor.table)
            because = because or "、".join(met)
        lines = Signs()
    return Claim(len(numbers), because, tuple(numbers)) if numbers else None


def _read(document: Document, data: Mapping[str, Any]) -> Plan:
    labels = labels_of(data)
    claim = _claim(document, data)
    claimed = frozenset(claim.numbers if claim else ())
    tables = FormTables(labels, scope=data.get("scope", "project"))
    unread: list[Unread] = []
    lines = _lines_of_forms(document, claimed, labels)
    for position, block in enumerate(document.blocks):
        if isinstance(block, Table):
            if block.anchor.table in claimed or tables.goes_on(block):
                tables.take_table(block)
            else:
                unread.append(unclaimed_table(block))
                tables.close()
        elif not _take_paragraph(block, tables, labels, of_form=position in lines):
            unread.append(Unread(_whole(block), "paragraph outside any known part"))
    plan = build_plan(document, data, tables, unread)
    read = [table for table in document.tables() if table.anchor.table in tables.numbers]
    return replace(plan, unread=(*plan.unread, *audit_tables(read, plan, labels, tables.settled)))


def _is_form_line(paragraph: Paragraph, labels: FormLabels) -> bool:
    """Whether a line may stand between a form's labelled lines and its table: such a line, a title, nothing."""
    text = paragraph.text.strip()
    if len(text) <= _LONGEST_TITLE and not re.search(r"[。；;]", text):
        return True
    return len(text) <= _LONGEST_LINE and bool(labels.inline(text))


def _lines_of_forms(document: Document, claimed: frozenset[int], labels: FormLabels) -> frozenset[int]:
    """The positions of the lines that lead to a claimed table with nothing but such lines between."""
    lines, ahead = set(), False
    for position in range(len(document.blocks) - 1, -1, -1):
        block = document.blocks[position]
        if isinstance(block, Table):
            ahead = block.anchor.table in claimed
        else:
            ahead = ahead and _is_form_line(block, labels)
            if ahead:
                lines.add(position)
    return frozenset(lines)


def unclaimed_table(table: Table) -> Unread:
    """A table that no layout claims, by its heading row."""
    grid = Grid.of(table)
    rows = (index for index in range(len(grid.rows)) if grid.words(index))
    first = next(rows, 0)
    words = grid.words(first) if grid.rows else ""
    return Unread(Quote(words, table.anchor), f"no layout claims this table of {len(table.rows)} rows")


def _whole(paragraph: Paragraph) -> Quote:
    return Quote(paragraph.text, paragraph.anchor).stripped()


def _take_paragraph(paragraph: Paragraph, tables: FormTables, labels: FormLabels, *, of_form: bool) -> bool:
    whole = _whole(paragraph)
    if not whole.text or labels.is_ignored(whole.text):
        return True
    if of_form and len(whole.text) <= _LONGEST_LINE and tables.take_line(whole):
        return True
    if has_contact(whole.text):
        return False
    named = department_line(whole)
    if named is not None:
        tables.department = named
        tables.take_heading(whole)
        return True
    short = len(whole.text) <= _LONGEST_TITLE and not re.search(r"[。；;]", whole.text)
    if short and (paragraph.level or _LIKE_A_TITLE.search(whole.text)):
        tables.take_heading(whole)
        return True
    return False


def build_plan(
    document: Document, data: Mapping[str, Any], tables: FormTables, unread: Sequence[Unread]
) -> Plan:
    """The plan of the drafts that a form's tables gave."""
    tables.lists.finish()
    listed = _without_covered(tables.lists)
    drafts = [draft for draft in tables.drafts if not draft.empty] + listed
    for draft in drafts:
        if draft.scope == "project" and _is_of_department(draft, drafts):
            draft.scope = "department"
    department = next((d for d in drafts if d.scope == "department"), None)
    bearers = [d for d in drafts if d is not department]
    conflicts: list[Unread] = []
    projects = [d.project(k) for d, k in zip(bearers, unique_keys(bearers, conflicts), strict=True)]
    tasks = [d.project(k) for d, k in zip(tables.tasks, unique_keys(tables.tasks, conflicts), strict=True)]
    overall, goals = split_goals(department.goal_text) if department and department.goal_text else (None, ())
    goals = goals or tables.lists.goals()
    whole = department.project("department") if department else None
    code, name = department_of(drafts, tables)
    year = year_of(tables, drafts)
    dated = year_of_file(document) if not year else None
    repairs = [repair for draft in (*drafts, *tables.tasks) for repair in draft.repairs()]
    return Plan(
        department_code=code,
        department_name=name,
        year=year or (printed_year(dated.detail) if dated else ""),
        kind=data["kind"],
        layout=data["name"],
        title=next((t for t in tables.titles if re.search("绩效|目标|自评", t)), data["label"]["zh"]),
        overall_goal=overall,
        goals=goals,
        safeguards=(),
        projects=(*projects, *tasks),
        repairs=tuple(reader_repairs(document) + _cell_breaks(projects) + repairs),
        unread=(*unread, *tables.unread, *conflicts),
        whole=whole if whole is not None and (whole.indicators or whole.amounts or whole.fields) else None,
        fields=tuple(tables.lists.fields),
        links=(*_listed_links(bearers, projects), *stated_links(goals, tasks)),
        notes=(*tables.notes, *_department_note(drafts), *((dated,) if dated else ())),
    )


def _is_of_department(draft: FormDraft, drafts: Sequence[FormDraft]) -> bool:
    """Whether a form without the name of a project is that of its department as a whole."""
    named = draft.name is not None or draft.code is not None or draft.nameless
    return not named and len(drafts) == 1 and bool(draft.indicators.rows)


def _department_note(drafts: Sequence[FormDraft]) -> list[ReadingNote]:
    """One file with forms of several departments is one plan; the note names them all."""
    found = [f.value for draft in drafts for f in draft.fields if f.key == "department"]
    names = sorted({unbroken(quote.text) for quote in found})
    return [ReadingNote("several-departments", "、".join(names), found[0].anchor)] if len(names) > 1 else []


def _without_covered(lists: FormLists) -> list[FormDraft]:
    """The bearers of a list: an activity that only heads its projects bears nothing itself.

    What is said of such an activity stays as cells of the plan.
    """
    drafts = lists.drafts
    with_projects = {draft.place for draft in drafts if draft.scope == "project" and draft.place[0]}
    kept = []
    for draft in drafts:
        if draft.scope == "activity" and draft.place in with_projects:
            if not draft.indicators.rows:
                lists.fields += draft.as_fields("activity")
                continue
            # Its money is that of its projects; counted here it would be counted twice.
            draft.amounts = {
                f"covered-{role}": replace(a, role=f"covered-{role}") for role, a in draft.amounts.items()
            }
        kept.append(draft)
    return kept


def _listed_links(drafts: Sequence[FormDraft], projects: Sequence[Project]) -> tuple[StatedLink, ...]:
    """The links of a list that puts each project under an activity and each activity under a duty."""
    links = []
    for draft, project in zip(drafts, projects, strict=True):
        duty, activity = draft.place
        if duty:
            objective = activity if activity != "0" else None
            links.append(StatedLink(project.key, duty, objective, draft.duty or project.name))
    return tuple(links)


def reader_repairs(document: Document) -> list[Repair]:
    """What the reader of the file mended where an export had left its own marks."""
    found = (note for note in document.notes if note.code in READER_REPAIRS)
    return [Repair(note.code, note.detail, "", note.anchor) for note in found]


def _cell_breaks(projects: Iterable[Project]) -> list[Repair]:
    return [
        Repair("joined-lines", i.name_printed.text, i.name, i.name_printed.anchor)
        for project in projects
        for i in project.indicators
        if i.name != i.name_printed.text
    ]


def unique_keys(drafts: Sequence[FormDraft], conflicts: list[Unread]) -> list[str]:
    """One key for each draft: its code or name; a code printed twice is a conflict that names both places."""
    first: dict[str, FormDraft] = {}
    keys: dict[str, None] = {}
    for position, draft in enumerate(drafts, start=1):
        wanted = draft.key or f"without-name-{position}"
        key, number = wanted, 1
        while key in keys:
            number += 1
            key = f"{wanted}~{number}"
        if wanted in first and draft.code is not None:
            place = f"{draft.code.anchor.label} and {first[wanted].anchor.label}"
            conflicts.append(Unread(draft.code, f"the same project code at {place}"))
        first.setdefault(wanted, draft)
        keys[key] = None
    return list(keys)
