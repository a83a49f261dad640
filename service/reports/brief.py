"""The brief for a meeting: what the goals rest on, what cannot be measured, where the money goes, what to ask."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from queries.coverage import sum_up
from queries.coverage_records import Coverage, DocumentCoverage, Headline, Project
from service.reports.blocks import (
    Block,
    Boxes,
    Cell,
    Heading,
    PageTurn,
    Paragraph,
    Report,
    Table,
    plain_row,
    table_of,
)
from service.reports.blocks import Column as Col
from service.reports.coverage_blocks import name_coverage, name_source, voice_words
from service.reports.coverage_figures import kinds_figure
from service.reports.coverage_goal_blocks import money_heading
from service.reports.numbers import show_share
from service.reports.questions_to_ask import Question, questions_to_ask
from service.reports.sentences import Sentences
from service.reports.wording import Language

MOST_GOALS: Final = 8
MOST_PROJECTS: Final = 10
MOST_FLAGS: Final = 3
LONGEST: Final = 90


def brief_report(coverage: Coverage, lang: Language) -> Report:
    """The brief of each document of the coverage."""
    say = Sentences.about(coverage, lang)
    w = say.wording
    blocks: list[Block] = []
    for document in coverage.documents:
        if len(coverage.documents) > 1:
            blocks.append(Heading(1, name_source(document, say)))
        blocks += _brief(document, say)
    if not coverage.documents:
        blocks.append(Paragraph(w("no_documents"), "lead"))
    name = name_coverage(coverage, say)
    foot = w("brief_foot", name=name)
    return Report(lang, w("brief_title"), name, foot, tuple(blocks), compact=True, words=voice_words(say))


def shorten(text: str, longest: int = LONGEST) -> str:
    """Words cut to a length that leaves a page its shape.

    >>> shorten("一二三四五", 4)
    '一二三…'
    """
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= longest else one_line[: longest - 1].rstrip() + "…"


def _brief(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    head, w = sum_up([document]), say.wording
    yield _boxes(document, head, say)
    yield Paragraph(w("brief_what"), "quiet")
    yield Heading(1, w("brief_rest"))
    yield Paragraph(say.stated(document), "lead")
    if document.goals:
        yield Paragraph(f"{say.accepted(document)} {say.proposed(document)}".strip())
        yield _goals(document, say)
    yield Heading(1, w("brief_unmeasured"))
    yield Paragraph(say.measurable(head), "lead")
    yield Paragraph(_flags(head, say))
    yield kinds_figure(document, say)
    yield PageTurn("portrait")
    yield Heading(1, w("brief_money"))
    yield Paragraph(_money_words(document, say), "lead")
    if document.projects:
        yield _projects(document, say)
    yield Heading(1, w("brief_questions"))
    yield from question_blocks(questions_to_ask(document, say), say)
    yield Paragraph(f"{w('limit_1')} {w('limit_4')}", "quiet")


def _boxes(document: DocumentCoverage, head: Headline, say: Sentences) -> Boxes:
    w = say.wording
    linked = document.linked_projects("accepted")
    yuan = sum((project.yuan for project in linked), Decimal(0))
    of = w("count_of", count=len(linked), total=head.projects)
    return Boxes(
        (
            (w("goals"), str(head.goals), f"{w('objectives')} {head.objectives}", "read"),
            (w("projects"), str(head.projects), say.money(head.yuan), "read"),
            (
                w("brief_linked"),
                show_share(int(yuan * 100), int(head.yuan * 100)),
                f"{w('projects')} {of}",
                "",
            ),
            (
                w("share_ab"),
                show_share(head.counts.measurable, head.rows),
                w("count_of", count=head.counts.measurable, total=head.rows),
                "judged",
            ),
        )
    )


def _goals(document: DocumentCoverage, say: Sentences) -> Table:
    w = say.wording
    columns = (
        Col(w("goal"), 0.32, "src"),
        Col(w("level"), 0.2, "judged"),
        Col(w("projects"), 0.07, "", "right"),
        Col(money_heading(say), 0.13, "read", "right"),
        Col(w("brief_measurable"), 0.1, "judged", "right"),
        Col(w("links_proposed"), 0.08, "", "right"),
        Col(w("objectives_without_project"), 0.1),
    )
    rows = []
    for goal in document.goals[:MOST_GOALS]:
        picture = goal.picture("accepted")
        label = say.label(f"grade-{picture.level}") if picture.level else ""
        rows.append(
            plain_row(
                shorten(f"{goal.number} {goal.name}", 40),
                f"{say.level(picture.level)} {label}".strip(),
                len(picture.project_codes),
                say.money(picture.yuan, unit=False),
                f"{picture.counts.measurable}/{picture.counts.total}",
                goal.link_count("proposed"),
                shorten(w.joined(list(picture.objectives_without_project)), 30),
            )
        )
    return Table(
        _left_out(w("goal_levels_table"), len(document.goals) - MOST_GOALS, say), columns, tuple(rows)
    )


def _left_out(caption: str, count: int, say: Sentences) -> str:
    return f"{caption} ({say.wording('and_more', count=count)})" if count > 0 else caption


def _flags(head: Headline, say: Sentences) -> str:
    """The commonest flags with what they mean."""
    w = say.wording
    parts = [
        w(
            "brief_flag",
            label=say.label(f"flag-{key}"),
            count=count,
            total=head.rows,
            meaning=say.coverage.definition(f"flag-{key}", say.lang).rstrip("。."),
        )
        for key, count in head.flags[:MOST_FLAGS]
    ]
    return w("brief_flags", flags=w("clause_separator").join(parts)) if parts else say.plain_rule(head)


def _money_words(document: DocumentCoverage, say: Sentences) -> str:
    alone = document.projects_without_goal("accepted")
    yuan = sum((project.yuan for project in alone), Decimal(0))
    total = sum((project.yuan for project in document.projects), Decimal(0))
    return say.wording(
        "brief_money_words",
        money=say.money(total),
        alone=len(alone),
        alone_money=say.money(yuan),
        share=show_share(int(yuan * 100), int(total * 100)),
    )


def _projects(document: DocumentCoverage, say: Sentences) -> Table:
    w = say.wording
    largest = sorted(document.projects, key=lambda project: (-project.yuan, project.order))
    columns = (
        Col(w("project"), 0.42, "src"),
        Col(money_heading(say), 0.14, "read", "right"),
        Col(w("brief_share"), 0.1, "", "right"),
        Col(w("brief_measurable"), 0.12, "judged", "right"),
        Col(w("goal_numbers"), 0.22),
    )
    total = sum((project.yuan for project in document.projects), Decimal(0))
    rows = [_project(project, total, document, say) for project in largest[:MOST_PROJECTS]]
    caption = _left_out(w("brief_largest"), len(largest) - MOST_PROJECTS, say)
    return table_of(caption, columns, rows)


def _project(
    project: Project, total: Decimal, document: DocumentCoverage, say: Sentences
) -> tuple[object, ...]:
    w = say.wording
    goals = say.project_goals(project)
    if project.code in document.reviewed_without_goal:
        goals = w("reviewed_none")
    return (
        shorten(project.name or project.code, 40),
        say.money(project.yuan, unit=False),
        show_share(int(project.yuan * 100), int(total * 100)),
        f"{project.counts.measurable}/{len(project.rows)}",
        goals,
    )


def question_blocks(questions: Sequence[Question], say: Sentences) -> Iterator[Block]:
    """Questions with their evidence, or that the rules found none."""
    if not questions:
        yield Paragraph(say.wording("brief_no_questions"))
        return
    rows = [
        (
            Cell(str(place), bold=True),
            Cell(shorten(question.text, 140), bold=True),
            shorten(question.evidence, 170),
        )
        for place, question in enumerate(questions, start=1)
    ]
    w = say.wording
    columns = (
        Col(w("number"), 0.05, "", "center"),
        Col(w("brief_question"), 0.42),
        Col(w("brief_evidence"), 0.53),
    )
    yield table_of("", columns, rows)
