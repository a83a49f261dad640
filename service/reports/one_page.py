"""One page on one goal or one project: what it rests on, what is missing, what to ask."""

from collections.abc import Iterator
from typing import Final, TypeVar

from loaders.errors import LoadError
from queries.coverage_records import Coverage, DocumentCoverage, Goal, Project, Row
from queries.reported import Result
from service.reports.blocks import Block, Boxes, Cell, Heading, Paragraph, Report, Table, plain_row, table_of
from service.reports.blocks import Column as Col
from service.reports.brief import question_blocks, shorten
from service.reports.clause_projects import is_split, projects_of_clause
from service.reports.coverage_blocks import name_source, voice_words
from service.reports.coverage_figures import grades_figure
from service.reports.coverage_goal_blocks import join_flags, money_heading
from service.reports.numbers import show_share
from service.reports.questions_to_ask import questions_about
from service.reports.sentences import Sentences
from service.reports.wording import Language

_Thing = TypeVar("_Thing", Goal, Project)
MOST_CLAUSES: Final = 6
MOST_PROJECTS: Final = 10
MOST_SENTENCES: Final = 4
MOST_ROWS: Final = 12
QUESTIONS: Final = 2
NAMED: Final = 6


class NothingCalledSoError(LoadError):
    """Raised when a page is asked for a goal or a project that no document at hand has; `known` are some it has."""

    def __init__(self, name: str, known: tuple[str, ...], *, several: bool = False) -> None:
        self.known = known
        listed = ", ".join(known[:NAMED]) or "—"
        if several:
            super().__init__(
                "several documents have it",
                name,
                f"add --document with one of {listed}",
                zh=("几份文件都有", f"请用 --document 指定其中一份：{listed}"),
            )
        else:
            super().__init__(
                "nothing is called so", name, f"there are {listed}", zh=("没有这个名称", f"现有：{listed}")
            )


def goal_report(coverage: Coverage, number: str, lang: Language) -> Report:
    """The page of the goal with that number or IRI."""
    found = [
        (document, goal)
        for document in coverage.documents
        for goal in document.goals
        if number in (goal.number, goal.iri)
    ]
    known = tuple(goal.number for document in coverage.documents for goal in document.goals)
    document, goal = _only(found, number, known)
    say = Sentences.about(coverage, lang)
    title = f"{say.wording('goal_heading', number=goal.number)} {shorten(goal.name, 60)}"
    return _report(title, document, tuple(_goal(document, goal, say)), say)


def project_report(coverage: Coverage, code: str, lang: Language) -> Report:
    """The page of the project with that code or name."""
    found = [
        (document, project)
        for document in coverage.documents
        for project in document.projects
        if code in (project.code, project.name, project.iri)
    ]
    known = tuple(project.code for document in coverage.documents for project in document.projects)
    document, project = _only(found, code, known)
    say = Sentences.about(coverage, lang)
    title = f"{say.wording('project')} {shorten(project.name or project.code, 60)}"
    return _report(title, document, tuple(_project(document, project, say)), say)


def _only(
    found: list[tuple[DocumentCoverage, _Thing]], name: str, known: tuple[str, ...]
) -> tuple[DocumentCoverage, _Thing]:
    if not found:
        raise NothingCalledSoError(name, known)
    if len(found) > 1:
        documents = tuple(document.document.iri.rpartition("/")[2] for document, _ in found)
        raise NothingCalledSoError(name, documents, several=True)
    return found[0]


def _report(title: str, document: DocumentCoverage, blocks: tuple[Block, ...], say: Sentences) -> Report:
    name = name_source(document, say)
    foot = say.wording("report_foot", name=name)
    return Report(say.lang, title, name, foot, blocks, compact=True, words=voice_words(say))


def _goal(document: DocumentCoverage, goal: Goal, say: Sentences) -> Iterator[Block]:
    w = say.wording
    yield _goal_boxes(goal, say)
    rests = goal.picture("accepted")
    if rests.counts.total:
        yield grades_figure("grades", w("figure_all_linked"), rests.counts, w("page_grades"), say)
    yield _goal_missing(document, goal, say)
    if goal.objectives:
        yield _clauses(document, goal, say)
    yield _carriers(document, goal, say)
    if goal.statements:
        yield _sentences(goal, say)
    yield Heading(1, w("brief_questions_here"))
    yield from question_blocks(questions_about(document, say, f"goal:{goal.number}", QUESTIONS), say)
    yield Paragraph(w("limit_1"), "quiet")


def _goal_boxes(goal: Goal, say: Sentences) -> Boxes:
    w = say.wording
    accepted, proposed = goal.picture("accepted"), goal.picture("proposed")
    label = say.label(f"grade-{accepted.level}") if accepted.level else ""
    with_proposals = w("basis_short_proposed")
    counts, more = accepted.counts, proposed.counts
    return Boxes(
        (
            (w("level"), say.level(accepted.level), label, "judged"),
            (
                w("projects"),
                str(len(accepted.project_codes)),
                f"{with_proposals} {len(proposed.project_codes)}",
                "",
            ),
            (w("money"), say.money(accepted.yuan), f"{with_proposals} {say.money(proposed.yuan)}", "read"),
            (
                w("share_ab"),
                show_share(counts.measurable, counts.total),
                f"{counts.measurable}/{counts.total} · {with_proposals} {more.measurable}/{more.total}",
                "judged",
            ),
        )
    )


def _goal_missing(document: DocumentCoverage, goal: Goal, say: Sentences) -> Paragraph:
    w, picture = say.wording, goal.picture("accepted")
    kinds = say.kinds(picture.kinds_not_measurable, document.kinds)
    clauses = w.joined(list(picture.objectives_without_project))
    parts = (
        f"{w('kinds_not_measurable')}{w('colon')}{kinds}",
        f"{w('objectives_without_project')}{w('colon')}{clauses}",
    )
    return Paragraph(f"{w('missing_heading')}{w('colon')}{w('clause_separator').join(parts)}", "judged")


def _clauses(document: DocumentCoverage, goal: Goal, say: Sentences) -> Table:
    w = say.wording
    rows = []
    for clause in goal.objectives[:MOST_CLAUSES]:
        names = [
            shorten(name, 18) if accepted else f"{shorten(name, 18)} ({w('links_proposed')})"
            for name, accepted in projects_of_clause(document, goal, clause)[:2]
        ]
        empty = w("split_clause") if is_split(goal, clause) else w("none")
        rows.append(
            (clause.number, shorten(clause.text, 44), w("list_separator").join(names) or empty, clause.cell)
        )
    columns = (
        Col(w("number"), 0.07),
        Col(w("text"), 0.43, "src"),
        Col(w("objective_carried"), 0.36),
        Col(w("place"), 0.14),
    )
    caption = _more(w("objectives"), len(goal.objectives) - MOST_CLAUSES, say)
    return table_of(caption, columns, rows)


def _more(caption: str, count: int, say: Sentences) -> str:
    return f"{caption} ({say.wording('and_more', count=count)})" if count > 0 else caption


def _carriers(document: DocumentCoverage, goal: Goal, say: Sentences) -> Table:
    """Projects linked to the goal, settled ones first, the most money first."""
    w = say.wording
    settled = set(goal.picture("accepted").project_codes)
    codes = goal.picture("proposed").project_codes
    projects = [project for code in codes if (project := document.project(code))]
    projects.sort(key=lambda project: (project.code not in settled, -project.yuan, project.order))
    rows = []
    for project in projects[:MOST_PROJECTS]:
        link = next((one for one in document.links_of(goal.number) if one.project_code == project.code), None)
        rows.append(
            (
                shorten(project.name or project.code, 22),
                say.money(project.yuan, unit=False),
                f"{project.counts.measurable}/{len(project.rows)}",
                w("basis_short_accepted") if project.code in settled else w("links_proposed"),
                shorten(link.evidence, 24) if link else "",
            )
        )
    columns = (
        Col(w("project"), 0.36, "src"),
        Col(money_heading(say), 0.13, "read", "right"),
        Col(w("brief_measurable"), 0.1, "judged", "right"),
        Col(w("status"), 0.11),
        Col(w("evidence"), 0.3, "src"),
    )
    return table_of(_more(w("projects"), len(projects) - MOST_PROJECTS, say), columns, rows)


def _sentences(goal: Goal, say: Sentences) -> Table:
    w = say.wording
    rows = [
        (
            shorten(one.text, 70),
            Cell(one.grade or w("nothing_here"), bold=True),
            join_flags(one.flags, say),
            one.cell,
        )
        for one in goal.statements[:MOST_SENTENCES]
    ]
    columns = (
        Col(w("text"), 0.56, "src"),
        Col(w("grade"), 0.07, "judged", "center"),
        Col(w("flags"), 0.22, "judged"),
        Col(w("place"), 0.15),
    )
    caption = w("statements_caption", number=goal.number)
    return table_of(_more(caption, len(goal.statements) - MOST_SENTENCES, say), columns, rows)


def _project(document: DocumentCoverage, project: Project, say: Sentences) -> Iterator[Block]:
    w, counts = say.wording, project.counts
    funds = w("clause_separator").join(
        f"{say.label(f'fund-{f.source}')} {say.money(f.yuan)}" for f in project.funds
    )
    yield Boxes(
        (
            (w("page_serves"), shorten(say.project_goals(project), 16), project.code, ""),
            (w("money"), say.money(project.yuan), funds, "read"),
            (w("rows"), str(counts.total), f"{w('findings')} {project.findings}", "read"),
            (
                w("share_ab"),
                show_share(counts.measurable, counts.total),
                f"{counts.measurable}/{counts.total} · {w('share_abc')} {project.judgeable}/{counts.total}",
                "judged",
            ),
        )
    )
    if project.purpose:
        yield Paragraph(shorten(project.purpose, 260), "source")
    if counts.total:
        yield grades_figure("grades", w("rows"), counts, w("page_grades"), say)
    yield from _served(document, project, say)
    yield _rows(document, project, say)
    yield from _found(document, project, say)
    yield Heading(1, w("brief_questions_here"))
    yield from question_blocks(questions_about(document, say, f"project:{project.code}", QUESTIONS), say)
    yield Paragraph(w("limit_1"), "quiet")


def _served(document: DocumentCoverage, project: Project, say: Sentences) -> Iterator[Block]:
    """The goals it is linked to, with the words for it, or that there is none."""
    w = say.wording
    links = [
        link for link in document.links if link.project_code == project.code and link.status != "rejected"
    ]
    if not any(link.goal for link in links):
        reviewed = project.code in document.reviewed_without_goal
        yield Paragraph(w("page_no_goal", why=w("reviewed_none") if reviewed else w("not_reviewed")), "lead")
        return
    names = {goal.number: goal.name for goal in document.goals}
    rows = [
        (
            shorten(f"{link.goal} {names.get(link.goal, '')}", 40),
            link.objective or w("whole_goal"),
            say.label(f"status-{link.status}"),
            shorten(link.evidence, 60),
        )
        for link in links
        if link.goal
    ]
    columns = (
        Col(w("goal"), 0.4, "src"),
        Col(w("objectives"), 0.12),
        Col(w("status"), 0.12),
        Col(w("evidence"), 0.36, "src"),
    )
    yield table_of(_more(w("page_serves"), len(rows) - 5, say), columns, rows[:5])


def _rows(document: DocumentCoverage, project: Project, say: Sentences) -> Table:
    w = say.wording
    rows = sorted(project.rows, key=lambda row: row.order)
    columns = (
        Col(w("kind"), 0.1, "src"),
        Col(w("indicator"), 0.2, "src"),
        Col(w("description"), 0.2, "src"),
        Col(w("value"), 0.19, "src"),
        Col(w("grade"), 0.06, "judged", "center"),
        Col(w("flags"), 0.25, "judged"),
    )
    made = tuple(_row(row, document.told.result_of(project.code, row.order), say) for row in rows[:MOST_ROWS])
    return Table(_more(w("rows"), len(rows) - MOST_ROWS, say), columns, made, small=True)


def _row(row: Row, result: Result | None, say: Sentences) -> tuple[Cell, ...]:
    w = say.wording
    return plain_row(
        say.kind(row.kind),
        shorten(row.printed_name, 30),
        shorten(row.description, 36),
        Cell(
            shorten(row.value, 30) or w("empty_cell"),
            f"{w('reported')} {shorten(result.text, 20)}" if result else "",
        ),
        Cell(row.grade or w("nothing_here"), bold=True),
        shorten(join_flags(row.flags, say), 60),
    )


def _found(document: DocumentCoverage, project: Project, say: Sentences) -> Iterator[Block]:
    """Findings and arithmetic of the project, three of each at most."""
    w = say.wording
    for finding in [one for one in document.findings if one.project_code == project.code][:3]:
        said = shorten(finding.message.text(say.lang), 160)
        yield Paragraph(f"{say.severity(finding.severity)} [{finding.cell}] {said}", "judged")
    for check in [one for one in document.checks if one.project_code == project.code][:3]:
        outcome = say.label(f"check-{check.outcome}")
        budget = f"{w('budget')} {say.money(check.budget_yuan)}"
        calculated = f"{check.expression} = {say.money(check.yuan)}"
        yield Paragraph(
            f"{w('checks_heading')}{w('colon')}{calculated}{w('clause_separator')}{budget}{w('clause_separator')}{outcome}",
            "judged",
        )
