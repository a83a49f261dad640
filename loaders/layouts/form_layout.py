"""Makes a layout from a file of data: which tables it claims, and the plan that its tables state."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from loaders.document import Anchor, Document, Paragraph, Table
from loaders.layouts.form_claims import meets_claim, read_signs
from loaders.layouts.form_draft import FormDraft
from loaders.layouts.form_labels import FormLabels, form_labels
from loaders.layouts.form_tables import FormTables, has_contact
from loaders.layouts.goal_lists import split_goals, stated_links
from loaders.layouts.grid import Grid, unbroken
from loaders.layouts.layout import Claim, Layout, layout_data
from loaders.plan import Plan, Project, Quote, ReadingNote, Repair, StatedLink, Unread

_YEAR = re.compile(r"(20\d{2})\s*(?:年|[-—/.]\d)")
_LONGEST_TITLE = 80
_CODED = re.compile(r"[\[【(（]?(?P<code>\d{3,12})[\]】)）]?\s*[-—_]?\s*(?P<name>[^\d\s].*)", re.DOTALL)
_TITLED = re.compile(
    r"(?P<name>[一-龥]{2,24}?(?:局|委|办|院|厅|部|处|室|会|中心|政府|支队|大队|总队|学校|学院|馆|站|所|社|园|台|校))"
    r"(?:部门|本级)?[（(]?20\d\d"
)
_NAMED = re.compile(
    r"\s*(?:填报|编制|申报|预算|预算主管|主管)?(?:单位|部门)(?:名称|（盖章）|\(盖章\))*\s*[:：]\s*(?P<name>[^\s：:]{3,40})"
)


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
    for table in document.tables():
        met = meets_claim(read_signs(table, labels), data["claim"])
        if met is not None:
            numbers.append(table.anchor.table)
            because = because or "、".join(met)
    return Claim(len(numbers), because, tuple(numbers)) if numbers else None


def _read(document: Document, data: Mapping[str, Any]) -> Plan:
    labels = labels_of(data)
    claim = _claim(document, data)
    claimed = frozenset(claim.numbers if claim else ())
    tables = FormTables(labels, scope=data.get("scope", "project"))
    unread: list[Unread] = []
    for block in document.blocks:
        if isinstance(block, Table):
            if block.anchor.table in claimed or tables.goes_on(block):
                tables.take_table(block)
            else:
                unread.append(unclaimed_table(block))
                tables.close()
        elif not _take_paragraph(block, tables, labels):
            unread.append(Unread(_whole(block), "paragraph outside any known part"))
    return build_plan(document, data, tables, unread)


def unclaimed_table(table: Table) -> Unread:
    """A table that no layout claims, by its heading row."""
    grid = Grid.of(table)
    rows = (index for index in range(len(grid.rows)) if grid.words(index))
    first = next(rows, 0)
    words = grid.words(first) if grid.rows else ""
    return Unread(Quote(words, table.anchor), f"no layout claims this table of {len(grid.rows)} rows")


def _whole(paragraph: Paragraph) -> Quote:
    return Quote(paragraph.text, paragraph.anchor).stripped()


def _take_paragraph(paragraph: Paragraph, tables: FormTables, labels: FormLabels) -> bool:
    whole = _whole(paragraph)
    if not whole.text or labels.is_ignored(whole.text):
        return True
    if has_contact(whole.text):
        return False
    named = department_line(whole)
    if named is not None:
        tables.department = named
        tables.take_heading(whole)
        return True
    short = len(whole.text) <= _LONGEST_TITLE and not re.search(r"[。；;]", whole.text)
    if short and (paragraph.level or re.search(r"绩效|目标|自评|申报表|单位[:：]|20\d\d\s*年", whole.text)):
        tables.take_heading(whole)
        return True
    return False


def department_line(line: Quote) -> Quote | None:
    """The name behind a label such as `编制部门：` that begins a line, or None."""
    named = _NAMED.match(line.text)
    return None if named is None else Quote(named["name"], line.anchor.within(*named.span("name")))


def build_plan(
    document: Document, data: Mapping[str, Any], tables: FormTables, unread: Sequence[Unread]
) -> Plan:
    """The plan of the drafts that a form's tables gave."""
    tables.lists.finish()
    listed = _without_covered(tables.lists.drafts)
    drafts = [draft for draft in tables.drafts if not draft.empty] + listed
    department = next((d for d in drafts if d.scope == "department"), None)
    bearers = [d for d in drafts if d is not department]
    conflicts: list[Unread] = []
    projects = [d.project(k) for d, k in zip(bearers, unique_keys(bearers, conflicts), strict=True)]
    tasks = [d.project(k) for d, k in zip(tables.tasks, unique_keys(tables.tasks, conflicts), strict=True)]
    overall, goals = split_goals(department.goal_text) if department and department.goal_text else (None, ())
    goals = goals or tables.lists.goals()
    whole = department.project("department") if department else None
    code, name = _department(drafts, tables)
    repairs = [repair for draft in (*drafts, *tables.tasks) for repair in draft.repairs()]
    return Plan(
        department_code=code,
        department_name=name,
        year=_year(tables, drafts),
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
        notes=(*tables.notes, *_department_note(drafts)),
    )


def _department_note(drafts: Sequence[FormDraft]) -> list[ReadingNote]:
    """One file with forms of several departments is one plan; the note names them all."""
    found = [f.value for draft in drafts for f in draft.fields if f.key == "department"]
    names = sorted({unbroken(quote.text) for quote in found})
    return [ReadingNote("several-departments", "、".join(names), found[0].anchor)] if len(names) > 1 else []


def _without_covered(drafts: Sequence[FormDraft]) -> list[FormDraft]:
    """The bearers of a list: an activity that only heads its projects bears nothing itself."""
    with_projects = {draft.place for draft in drafts if draft.scope == "project" and draft.place[0]}
    kept = []
    for draft in drafts:
        if draft.scope == "activity" and draft.place in with_projects:
            if not draft.indicators.rows:
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
    kept = {"bookmark-residue", "page-break"}
    return [Repair(note.code, note.detail, "", note.anchor) for note in document.notes if note.code in kept]


def _cell_breaks(projects: Iterable[Project]) -> list[Repair]:
    return [
        Repair("joined-lines", i.name_printed.text, i.name, i.name_printed.anchor)
        for project in projects
        for i in project.indicators
        if i.name != i.name_printed.text
    ]


def _department(drafts: Sequence[FormDraft], tables: FormTables) -> tuple[str, Quote]:
    """Code and name of the body that most forms name as department in charge, else above the tables, else as unit."""
    printed = _most_named("department", drafts) or tables.department or _most_named("unit", drafts)
    if printed is not None:
        return coded_name(printed)
    anchor = drafts[0].anchor if drafts else Anchor(0, 0)
    titled = next((m for title in tables.titles if (m := _TITLED.match(title))), None)
    return "", Quote(titled["name"] if titled else "", anchor)


def _most_named(key: str, drafts: Sequence[FormDraft]) -> Quote | None:
    found = [f.value for draft in drafts for f in draft.fields if f.key == key]
    if not found:
        return None
    most = Counter(unbroken(q.text) for q in found).most_common(1)[0][0]
    return next(q for q in found if unbroken(q.text) == most)


def coded_name(printed: Quote) -> tuple[str, Quote]:
    """A code and a name that the form prints as one: `[173]中国科学院`, `203001某局`."""
    text = unbroken(printed.text)
    match = _CODED.fullmatch(text)
    if match is None:
        return "", Quote(text, printed.anchor)
    return match["code"], Quote(match["name"].strip(), printed.anchor)


def _year(tables: FormTables, drafts: Sequence[FormDraft]) -> str:
    fields = [f.value.text for d in drafts for f in d.fields if f.key == "year"]
    for text in fields:
        bare = re.fullmatch(r"\s*(20\d{2})\s*年?度?\s*", text)
        if bare:
            return bare[1]
    goals = [d.goal_text.text for d in drafts if d.goal_text]
    for text in (*tables.titles, *fields, *goals):
        match = _YEAR.search(text)
        if match:
            return match[1]
    return ""


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
