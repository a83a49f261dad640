"""The parts of the coverage report about goals: three bases, the matrix, goal by goal."""

from collections.abc import Iterator, Sequence
from typing import Final

from queries.coverage_records import BASES, LETTERS, Basis, DocumentCoverage, Goal, GradeCounts, KindCell
from service.figures.palette import HATCHED, SHARE_PAINTS, share_class
from service.reports.blocks import (
    Block,
    Cell,
    Heading,
    PageTurn,
    Paragraph,
    Table,
    plain_row,
    table_of,
)
from service.reports.blocks import Column as Col
from service.reports.clause_projects import is_split, projects_of_clause
from service.reports.coverage_figures import goals_figure, kinds_figure
from service.reports.matrix import MatrixRow, matrix_rows
from service.reports.numbers import show_share
from service.reports.sentences import Sentences

GRADE_WIDTH: Final = 0.034


def basis_blocks(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    """What links say, on each basis apart."""
    w = say.wording
    yield Heading(1, w("bases"))
    sentences = {"stated": say.stated, "accepted": say.accepted, "proposed": say.proposed}
    for number, basis in enumerate(BASES, start=1):
        yield Heading(2, f"{number}. {w(f'basis_{basis}')}")
        yield Paragraph(sentences[basis](document), "lead")
        if document.has_links(basis):
            if basis != "stated":
                yield Paragraph(w(f"{basis}_meaning"))
            yield _goal_table(document, basis, say)
            yield Paragraph(w("overlap"), "quiet")
            yield from _without_goal(document, basis, say)


def _goal_table(document: DocumentCoverage, basis: Basis, say: Sentences) -> Table:
    w = say.wording
    columns = (
        Col(w("goal"), 0.18, "src"),
        Col(w("level"), 0.07, "judged", "center"),
        Col(w("projects"), 0.075, "", "right"),
        Col(money_heading(say), 0.1, "read", "right"),
        Col(w("rows"), 0.085, "", "right"),
        *grade_columns(),
        Col(w("links_column"), 0.08, "", "right"),
        Col(w("kinds_not_measurable"), 0.19, "judged"),
        Col(w("objectives_without_project"), 0.1),
    )
    rows = []
    for goal in document.goals:
        picture = goal.picture(basis)
        settled = goal.link_count("stated") + goal.link_count("accepted")
        rows.append(
            plain_row(
                f"{goal.number} {goal.name}",
                Cell(say.level(picture.level), bold=True),
                len(picture.project_codes),
                say.money(picture.yuan, unit=False),
                picture.counts.total,
                *grade_cells(picture.counts, say),
                f"{settled}/{goal.link_count('proposed')}",
                say.kinds(picture.kinds_not_measurable, document.kinds),
                w.joined(list(picture.objectives_without_project)),
            )
        )
    return Table(w("goal_levels_table"), columns, tuple(rows), small=True)


def money_heading(say: Sentences) -> str:
    """The heading of a column of money with its unit."""
    return f"{say.wording('money')} ({say.wording('money_unit')})"


def grade_columns() -> list[Col]:
    """A narrow column for each grade."""
    return [Col(letter, GRADE_WIDTH, "judged", "right") for letter in LETTERS]


def grade_cells(counts: GradeCounts, say: Sentences) -> list[str]:
    """The counts of the grades, a dash for none."""
    return [str(count) if count else say.wording("nothing_here") for count in counts]


def _without_goal(document: DocumentCoverage, basis: Basis, say: Sentences) -> Iterator[Block]:
    w, alone = say.wording, document.projects_without_goal(basis)
    yield Heading(3, f"{w('projects_without_goal')}{w('colon')}{len(alone)}")
    if not alone:
        yield Paragraph(w("all_linked"))
        return
    reviewed = document.reviewed_without_goal
    rows = [
        (
            Cell(project.name, project.code),
            say.money(project.yuan, unit=False),
            w("reviewed_none") if project.code in reviewed else w("not_reviewed"),
        )
        for project in alone
    ]
    columns = (
        Col(w("project"), 0.5, "src"),
        Col(money_heading(say), 0.18, "read", "right"),
        Col(w("status"), 0.32),
    )
    yield table_of(w("projects_without_goal"), columns, rows)


def matrix_blocks(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    """The matrix on every basis that has links, the key, and the bars of the grades."""
    w = say.wording
    yield PageTurn("landscape")
    yield Heading(1, w("matrix"))
    yield _matrix_key(say)
    for basis in BASES:
        if document.has_links(basis) or (basis == "accepted" and not document.has_links("stated")):
            yield matrix_table(document, basis, say)
    yield PageTurn("portrait")
    yield kinds_figure(document, say)
    for basis in BASES[1:]:
        if document.has_links(basis):
            yield goals_figure(document, basis, say)


def matrix_table(document: DocumentCoverage, basis: Basis, say: Sentences) -> Table:
    """Goals by kinds on one basis, painted by share."""
    w = say.wording
    kinds = [*(say.kind(kind) for kind in document.kinds), w("matrix_total")]
    width = 0.78 / len(kinds)
    columns = (Col(w("goal"), 0.22), *(Col(kind, width, "", "center") for kind in kinds))
    rows = tuple(_matrix_row(row, say) for row in matrix_rows(document, basis, w))
    caption = w("matrix_caption", basis=w(f"basis_short_{basis}"))
    return Table(caption, columns, rows, total=True)


def _matrix_row(row: MatrixRow, say: Sentences) -> tuple[Cell, ...]:
    label = f"{row.goal} {row.label}".strip()
    head = Cell(label, f"{say.wording('projects')} {row.projects}")
    return (head, *(_matrix_cell(cell, say) for cell in (*row.cells, row.total)))


def _matrix_cell(cell: KindCell, say: Sentences) -> Cell:
    if cell.share is None:
        return Cell(say.wording("matrix_no_row"))
    counts, share = f"{cell.measurable}/{cell.rows}", show_share(cell.measurable, cell.rows)
    if not cell.measurable:
        return Cell(counts, share, HATCHED.fill, HATCHED.ink, hatched=True)
    paint = SHARE_PAINTS[share_class(cell.share)]
    return Cell(counts, share, paint.fill, paint.ink, bold=True)


def _matrix_key(say: Sentences) -> Table:
    w = say.wording
    steps = [f">{place * 20 if place else 0}–{(place + 1) * 20}%" for place in range(len(SHARE_PAINTS))]
    cells = [
        Cell(step, fill=paint.fill, ink=paint.ink) for step, paint in zip(steps, SHARE_PAINTS, strict=True)
    ]
    cells.append(Cell(w("matrix_legend_zero"), fill=HATCHED.fill, ink=HATCHED.ink, hatched=True))
    cells.append(Cell(w("matrix_legend_missing")))
    columns = tuple(
        Col("", 0.11 if place < len(steps) else 0.225, "", "center") for place in range(len(cells))
    )
    return Table(w("matrix_legend"), columns, (tuple(cells),))


def goal_blocks(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    """Goal by goal: three pictures, clauses, links, its own sentences."""
    yield Heading(1, say.wording("goal_sections"))
    if not document.goals:
        yield Paragraph(say.wording("no_goals"))
    for goal in document.goals:
        yield Heading(2, f"{say.wording('goal_heading', number=goal.number)} {goal.name}")
        yield from one_goal_blocks(document, goal, say)


def one_goal_blocks(document: DocumentCoverage, goal: Goal, say: Sentences) -> Iterator[Block]:
    """All tables of one goal."""
    yield pictures_table(document, goal, say)
    if goal.objectives:
        yield clauses_table(document, goal, say)
    if document.links_of(goal.number):
        yield _links_table(document, goal, say)
    if goal.statements:
        yield Paragraph(say.wording("statements_note"), "quiet")
        yield statements_table(goal, say)


def pictures_table(document: DocumentCoverage, goal: Goal, say: Sentences) -> Table:
    """The goal on three bases."""
    w = say.wording
    columns = (
        Col(w("basis"), 0.12),
        Col(w("level"), 0.17, "judged"),
        Col(w("projects"), 0.075, "", "right"),
        Col(money_heading(say), 0.1, "read", "right"),
        Col(w("rows"), 0.085, "", "right"),
        *grade_columns(),
        Col(w("kinds_not_measurable"), 0.17, "judged"),
        Col(w("objectives_without_project"), 0.1),
    )
    rows = []
    for picture in goal.pictures:
        label = say.label(f"grade-{picture.level}") if picture.level else ""
        rows.append(
            plain_row(
                w(f"basis_short_{picture.basis}"),
                f"{say.level(picture.level)} {label}".strip(),
                len(picture.project_codes),
                say.money(picture.yuan, unit=False),
                picture.counts.total,
                *grade_cells(picture.counts, say),
                say.kinds(picture.kinds_not_measurable, document.kinds),
                w.joined(list(picture.objectives_without_project)),
            )
        )
    return Table(w("pictures_caption", number=goal.number), columns, tuple(rows), small=True)


def clauses_table(document: DocumentCoverage, goal: Goal, say: Sentences) -> Table:
    """The clauses of the goal with the projects linked to them."""
    w = say.wording
    rows = []
    for clause in goal.objectives:
        names = [
            name if accepted else f"{name} ({w('links_proposed')})"
            for name, accepted in projects_of_clause(document, goal, clause)
        ]
        empty = w("split_clause") if is_split(goal, clause) else w("none")
        rows.append((clause.number, clause.text, "\n".join(names) or empty, clause.cell))
    columns = (
        Col(w("number"), 0.07),
        Col(w("text"), 0.42, "src"),
        Col(w("objective_carried"), 0.35),
        Col(w("place"), 0.16),
    )
    return table_of(w("objectives_caption", number=goal.number), columns, rows)


def _links_table(document: DocumentCoverage, goal: Goal, say: Sentences) -> Table:
    w = say.wording
    rows = []
    for link in document.links_of(goal.number):
        project = document.project(link.project_code)
        rows.append(
            (
                Cell(project.name if project else "", link.project_code),
                link.objective or w("whole_goal"),
                say.label(f"status-{link.status}"),
                link.evidence,
                f"{link.reviewer} {link.date}".strip(),
            )
        )
    columns = (
        Col(w("project"), 0.32, "src"),
        Col(w("objectives"), 0.1),
        Col(w("status"), 0.1),
        Col(w("evidence"), 0.28, "src"),
        Col(w("reviewer"), 0.2),
    )
    return table_of(w("links_caption", number=goal.number), columns, rows)


def statements_table(goal: Goal, say: Sentences) -> Table:
    """The goal's own indicator sentences."""
    w = say.wording
    rows = [
        (
            statement.order,
            statement.text,
            statement.grade or w("nothing_here"),
            join_flags(statement.flags, say),
            " ".join(statement.rules),
            statement.cell,
        )
        for statement in goal.statements
    ]
    columns = (
        Col(w("number"), 0.06),
        Col(w("text"), 0.42, "src"),
        Col(w("grade"), 0.07, "judged", "center"),
        Col(w("flags"), 0.15, "judged"),
        Col(w("rules"), 0.17, "judged"),
        Col(w("place"), 0.13),
    )
    return table_of(w("statements_caption", number=goal.number), columns, rows)


def join_flags(flags: Sequence[str], say: Sentences) -> str:
    """Labels of flags in one line."""
    return say.wording("list_separator").join(say.label(f"flag-{flag}") for flag in flags)
