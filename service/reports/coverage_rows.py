"""The parts of the coverage report about projects and about the rows nobody can measure."""

from collections.abc import Iterator, Sequence

from queries.coverage_records import DocumentCoverage, Headline, Project, Row, SharedValue
from queries.reported import NOTHING_TOLD, Told
from service.reports.blocks import Block, Cell, Heading, Paragraph, Table, plain_row
from service.reports.blocks import Column as Col
from service.reports.coverage_goal_blocks import grade_cells, grade_columns, join_flags, money_heading
from service.reports.sentences import Sentences


def project_blocks(document: DocumentCoverage, head: Headline, say: Sentences) -> Iterator[Block]:
    """All projects in one table with a total."""
    w = say.wording
    yield Heading(1, w("projects_heading"))
    yield Paragraph(f"{w('projects_caption')} {w('goal_numbers_note')}", "quiet")
    total = plain_row(
        f"{w('total_row')} {head.projects}",
        say.money(head.yuan, unit=False),
        *grade_cells(head.counts, say),
        f"{head.counts.measurable}/{head.rows}",
        f"{head.judgeable}/{head.rows}",
        "",
        len(document.findings),
        "",
    )
    rows = (*(_project_row(project, document, say) for project in document.projects), total)
    yield Table(w("projects_heading"), _project_columns(say), rows, total=True, small=True)


def _project_columns(say: Sentences) -> tuple[Col, ...]:
    w = say.wording
    return (
        Col(w("project"), 0.25, "src"),
        Col(money_heading(say), 0.09, "read", "right"),
        *grade_columns(),
        Col(w("share_ab"), 0.08, "judged", "right"),
        Col(w("share_abc"), 0.08, "judged", "right"),
        Col(w("missing_kinds"), 0.11, "judged"),
        Col(w("findings"), 0.06, "judged", "right"),
        Col(w("goal_numbers"), 0.08),
    )


def _project_row(project: Project, document: DocumentCoverage, say: Sentences) -> tuple[Cell, ...]:
    nothing = say.wording("nothing_here")
    return plain_row(
        Cell(project.name, project.code),
        say.money(project.yuan, unit=False),
        *grade_cells(project.counts, say),
        f"{project.counts.measurable}/{len(project.rows)}",
        f"{project.judgeable}/{len(project.rows)}",
        say.kinds(project.absent_kinds, document.kinds) if project.absent_kinds else nothing,
        project.findings or nothing,
        say.project_goals(project),
    )


def row_blocks(document: DocumentCoverage, head: Headline, say: Sentences) -> Iterator[Block]:
    """Project by project the rows nobody can measure."""
    w = say.wording
    yield Heading(1, w("rows_heading"))
    left = head.rows - head.judgeable
    yield Paragraph(w("rows_intro", count=left, total=head.rows) if left else w("rows_none"))
    for project in document.projects:
        if project.rows_nobody_can_judge:
            yield from _rows_of(project, document, say)


def _rows_of(project: Project, document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    w = say.wording
    rows = project.rows_nobody_can_judge
    yield Heading(2, f"{project.name} {project.code} {len(rows)} / {len(project.rows)}", listed=False)
    shared = document.shared_value_of(project)
    if shared:
        yield Paragraph(w("rows_shared_value", rows=shared.rows, total=shared.of))
        yield Paragraph(shared.text, "source")
    flags, rules = say.common_flags(project), say.common_rules(project)
    if flags:
        yield Paragraph(f"{w('common_flags')} {join_flags(flags, say)}", "judged")
    if rules:
        yield Paragraph(f"{w('common_rules')} {' '.join(rules)}", "judged")
    yield rows_table(rows, say, shared, (flags, rules), document.told)


def rows_table(
    rows: Sequence[Row],
    say: Sentences,
    shared: SharedValue | None = None,
    common: tuple[Sequence[str], Sequence[str]] = ((), ()),
    told: Told = NOTHING_TOLD,
) -> Table:
    """Rows with their words, what was read, grade, flags and rules; `common` flags and rules are left out.

    Where the document reports results, each stands beside its target.
    """
    w = say.wording
    reported = (Col(w("reported"), 0.08, "src"),) if told.results else ()
    columns = (
        Col(w("place"), 0.07),
        Col(w("kind"), 0.07, "src"),
        Col(w("indicator"), 0.17, "src"),
        Col(w("description"), 0.14 if reported else 0.2, "src"),
        Col(w("value"), 0.12, "src"),
        *reported,
        Col(w("read_as"), 0.07, "read"),
        Col(w("grade"), 0.05, "judged", "center"),
        Col(w("flags_and_rules"), 0.23 if reported else 0.25, "judged"),
    )
    made = []
    for row in rows:
        cells = _row(row, say, shared, common)
        result = told.result_of(row.project_code, row.order)
        beside = plain_row(result.text if result else "") if reported else ()
        made.append((*cells[:5], *beside, *cells[5:]))
    return Table("", columns, tuple(made), small=True)


def _row(
    row: Row, say: Sentences, shared: SharedValue | None, common: tuple[Sequence[str], Sequence[str]]
) -> tuple[Cell, ...]:
    w = say.wording
    completed = f"{w('name_completed')} {row.name}" if row.name != row.printed_name else ""
    value = row.value or w("empty_cell")
    if shared and row.value == shared.text:
        value = w("shared_value_mark")
    flags = [f"{note.label} {note.saw}".strip() for note in say.flag_notes(row, common[0])]
    saw = say.grade_saw(row)
    if saw:
        flags.append(w("saw", words=saw))
    rules = " ".join(rule for rule in row.rules if rule not in common[1])
    return plain_row(
        row.cell,
        say.kind(row.kind),
        Cell(row.printed_name, completed),
        row.description,
        value,
        say.read_as(row),
        Cell(row.grade or w("nothing_here"), bold=True),
        Cell("\n".join(flags), rules),
    )
