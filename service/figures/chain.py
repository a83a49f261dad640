"""The chain view: funds, projects, indicator rows by kind and goals in bands, with the links between them.

Every automatic layout of such a graph ends in a strip or a hairball; here each thing has its fixed place, so
that all of it can be read on a projector. Elements carry what they are in `data-` attributes and ids.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from queries.coverage_records import BASES, LETTERS, DocumentCoverage, Project, Row
from service.figures.canvas import QUIET, Canvas, number
from service.figures.chain_content import ChainOptions, Content, read_content
from service.figures.chain_goals import cards_height, draw_goals, draw_link_key, make_cards
from service.figures.chain_layout import (
    FUND_GUTTER,
    FUND_WIDTH,
    GOAL_X,
    GOAL_WIDTH,
    GRID_RIGHT,
    NAME_X,
    SQUARE,
    STEP,
    ChainLayout,
    Column,
    Line,
    lay_out,
)
from service.figures.hatching import grade_fill, grade_patterns
from service.figures.lettering import SMALLEST, clean, line_height, wrap
from service.figures.palette import GRADE_PAINTS, INK
from service.figures.slide import FAINT, LINE, MARGIN, WIDTH, draw_heading, draw_lines, join_sentences
from service.reports.numbers import show_share
from service.reports.sentences import Sentences

ON_ONE_SLIDE: Final = 30
KEY_STEP: Final = 5
KEY_LINES: Final = 2
CARD_GAP: Final = 10
CARD_PADDING: Final = 8


def draw_chain(document: DocumentCoverage, say: Sentences, options: ChainOptions | None = None) -> str:
    """The chain view of one document as SVG, 1920 wide; it grows in height before its text would shrink."""
    chosen = options or ChainOptions()
    content = read_content(document, say, chosen)
    canvas = Canvas(chosen.name)
    title, finding = say.wording("figure_chain"), chain_finding(document, say, chosen)
    layout = lay_out(content, draw_heading(canvas, title, document, finding))
    cards = make_cards(document, content, say, chosen)
    funds = _funds(document, say)
    key = _Key(canvas, say)
    left = sum(height for *_, height in funds) + CARD_GAP * (len(funds) + 1) + key.height
    bottom = max(layout.bottom, layout.top + cards_height(cards), layout.top + left)
    layout = replace(layout, bottom=bottom)
    _draw_headers(canvas, layout, say)
    _draw_funds(canvas, funds, layout)
    key.draw(MARGIN, bottom - key.height)
    for place, line in enumerate(layout.lines):
        _draw_line(canvas, place, line, content, layout, say, chosen)
    draw_goals(canvas, cards, content, layout, chosen)
    return canvas.finish(WIDTH, bottom + 14, title, finding, grade_patterns(chosen.name))


def draw_chain_pages(
    document: DocumentCoverage, say: Sentences, options: ChainOptions | None = None
) -> tuple[str, ...]:
    """The chain view on as many slides as its projects need, each with all goals."""
    chosen = options or ChainOptions()
    starts = range(0, len(document.projects), ON_ONE_SLIDE) if len(document.projects) > ON_ONE_SLIDE + 2 else ()
    pages = [replace(chosen, first=start, count=ON_ONE_SLIDE) for start in starts]
    return tuple(draw_chain(document, say, page) for page in pages or [chosen])


def chain_finding(document: DocumentCoverage, say: Sentences, options: ChainOptions) -> str:
    """What the chain view shows, in words."""
    alone = document.projects_without_goal(options.settled)
    rows = list(document.rows)
    measurable = sum(row.measurable for row in rows)
    sentences = [
        say.wording(
            "figure_chain_text",
            projects=len(document.projects),
            money=say.money(sum((p.yuan for p in document.projects), Decimal(0))),
            linked=len(document.projects) - len(alone),
            alone=len(alone),
            basis=say.wording(f"basis_short_{options.settled}"),
            measurable=measurable,
            total=len(rows),
            share=show_share(measurable, len(rows)),
        )
    ]
    still = len(document.projects_without_goal(options.basis))
    if still != len(alone):
        sentences.append(say.wording("figure_with_proposals", alone=still))
    if options.only_unmeasurable:
        sentences.append(say.wording("figure_only_unmeasurable", count=len(rows) - measurable))
    if options.what_if:
        sentences.append(_supposition(options, say))
    if options.count is not None or options.first:
        last = len(document.projects) if options.count is None else options.first + options.count
        shown = min(last, len(document.projects))
        part = say.wording(
            "figure_part", first=options.first + 1, last=shown, total=len(document.projects)
        )
        sentences.append(part)
    return join_sentences(sentences, say)


def _supposition(options: ChainOptions, say: Sentences) -> str:
    changes = options.what_if.changes() if options.what_if else ()
    goals = sum(difference.kind == "goal" for difference in changes)
    return say.wording(
        "figure_supposed", struck=len(options.struck), changed=len(options.budgets), goals=goals
    )


def _draw_headers(canvas: Canvas, layout: ChainLayout, say: Sentences) -> None:
    step = line_height(SMALLEST)
    bottom = layout.top - 8

    def label(words: str, x: float, room: float, **look: str) -> None:
        canvas.text(words, x, bottom - step / 2, room=room, fill=QUIET, **look)

    label(say.wording("figure_band_funds"), MARGIN, FUND_WIDTH)
    label(say.wording("projects"), NAME_X, layout.name_width)
    label(say.wording("money_unit"), layout.money_right, 60, text_anchor="end")
    label(say.wording("goals"), GOAL_X, GOAL_WIDTH)
    for column in layout.columns:
        with canvas.group(column.kinds.label, class_="kind", data_kind=" ".join(column.kinds.keys)):
            lines = column.header
            for place, words in enumerate(lines):
                middle = bottom - (len(lines) - place - 0.5) * step
                centre = column.x + column.width / 2
                canvas.text(words, centre, middle, room=column.width + 10, text_anchor="middle", fill=QUIET)
    for left, right in ((MARGIN, MARGIN + FUND_WIDTH), (NAME_X, GRID_RIGHT), (GOAL_X, WIDTH - MARGIN)):
        canvas.path(f"M{number(left)} {number(layout.top - 4)}H{number(right)}", stroke=INK, stroke_width=1.2)


def _funds(document: DocumentCoverage, say: Sentences) -> list[tuple[str, list[str], list[str], float]]:
    """Each fund source with its name, figures and the height of its card."""
    sums: dict[str, tuple[Decimal, int]] = {}
    for project in document.projects:
        for fund in project.funds:
            yuan, count = sums.get(fund.source, (Decimal(0), 0))
            sums[fund.source] = yuan + fund.yuan, count + bool(fund.yuan)
    cards = []
    for source, (yuan, count) in sorted(sums.items(), key=lambda item: (-item[1][0], item[0])):
        name = wrap(clean(say.label(f"fund-{source}")), FUND_WIDTH - 2 * CARD_PADDING, 16, 2, bold=True)
        figures = [say.money(yuan), say.wording("figure_projects", projects=count)]
        height = 2 * CARD_PADDING + len(name) * line_height(16) + len(figures) * line_height(SMALLEST)
        cards.append((source, name, figures, float(height)))
    return cards


def _draw_funds(
    canvas: Canvas, funds: Sequence[tuple[str, list[str], list[str], float]], layout: ChainLayout
) -> None:
    top = layout.top + CARD_GAP / 2
    for place, (source, name, figures, height) in enumerate(funds):
        served = [line for line in layout.lines if any(f.source == source and f.yuan for f in line.project.funds)]
        trunk = MARGIN + FUND_WIDTH + 14 + place * min(10.0, (FUND_GUTTER - 30) / len(funds))
        for line in served:
            steps = (
                f"M{MARGIN + FUND_WIDTH} {number(top + height / 2)}H{number(trunk)}"
                f"V{number(line.middle)}H{NAME_X - 8}"
            )
            look = {"class_": "fund-link", "data_project": line.project.code, "data_fund": source}
            canvas.path(steps, stroke=LINE, stroke_width=1.2, **look)
        dash: dict[str, str] = {} if served else {"stroke_dasharray": "5 4"}
        with canvas.group(id=f"{canvas.name}-fund-{place + 1}", class_="fund", data_fund=source):
            canvas.rect(MARGIN, top, FUND_WIDTH, height, fill="#eef2f6", stroke=LINE, **dash)
            y = top + CARD_PADDING
            for words in name:
                room = FUND_WIDTH - 2 * CARD_PADDING
                canvas.text(words, MARGIN + CARD_PADDING, y + line_height(16) / 2, room=room, size=16, bold=True)
                y += line_height(16)
            draw_lines(canvas, figures, MARGIN + CARD_PADDING, y, FUND_WIDTH - 2 * CARD_PADDING)
        top += height + CARD_GAP


def _draw_line(  # noqa: PLR0913, PLR0917 - one project and all it is drawn with
    canvas: Canvas,
    place: int,
    line: Line,
    content: Content,
    layout: ChainLayout,
    say: Sentences,
    options: ChainOptions,
) -> None:
    project, struck = line.project, line.project.code in options.struck
    facts = {
        "data_project": project.code,
        "data_goal": " ".join(number for number in project.goals_on(options.basis)),
        "data_fund": " ".join(fund.source for fund in project.funds if fund.yuan),
    }
    identifier = f"{canvas.name}-project-{options.first + place + 1}"
    with canvas.group(_project_tip(project, say), id=identifier, class_=_class("project", struck), **facts):
        _draw_name(canvas, line, content.money[place], layout, struck=struck)
        for column in layout.columns:
            rows = [row for row in content.rows[place] if row.kind in column.kinds.keys]
            _draw_cell(canvas, identifier, rows, column, line, say, facts, struck=struck)
            if not rows and not options.only_unmeasurable:
                x, y = column.x + (column.width - SQUARE) / 2, line.middle - SQUARE / 2
                canvas.rect(x, y, SQUARE, SQUARE, fill="none", stroke=LINE, stroke_dasharray="3 3", class_="no-row")
    under = number(line.top + line.height)
    canvas.path(f"M{number(NAME_X)} {under}H{number(GRID_RIGHT)}", stroke=FAINT, stroke_width=1)


def _draw_name(canvas: Canvas, line: Line, money: str, layout: ChainLayout, *, struck: bool) -> None:
    step = line_height(SMALLEST)
    ink = QUIET if struck else INK
    top = line.middle - len(line.name) * step / 2
    for place, words in enumerate(line.name):
        middle = top + (place + 0.5) * step
        canvas.text(words, NAME_X, middle, room=layout.name_width, fill=ink)
    changed = "→" in money
    canvas.text(
        money,
        layout.money_right,
        line.middle,
        room=layout.money_width - 10,
        text_anchor="end",
        fill=ink,
        **({"text_decoration": "underline"} if changed else {}),
    )
    if struck:
        canvas.path(
            f"M{number(NAME_X - 4)} {number(line.middle)}H{number(layout.money_right + 4)}",
            stroke=INK,
            stroke_width=1.6,
            class_="strike",
        )


def _draw_cell(  # noqa: PLR0913, PLR0917 - the rows of one kind and what they belong to
    canvas: Canvas,
    identifier: str,
    rows: Sequence[Row],
    column: Column,
    line: Line,
    say: Sentences,
    facts: dict[str, str],
    *,
    struck: bool,
) -> None:
    abreast = min(column.abreast, max(len(rows), 1))
    stacked = -(-len(rows) // abreast)
    left = column.x + (column.width - (abreast * STEP - (STEP - SQUARE))) / 2
    top = line.middle - (stacked * STEP - (STEP - SQUARE)) / 2
    for place, row in enumerate(rows):
        x, y = left + place % abreast * STEP, top + place // abreast * STEP
        attributes = {
            "id": f"{identifier}-{row.kind or 'other'}-{place + 1}",
            "class_": _class("row", struck),
            **facts,
            "data_kind": row.kind,
            "data_grade": row.grade,
            "data_measurable": "yes" if row.measurable else "no",
        }
        with canvas.group(_row_tip(row, say), **attributes, **({"opacity": 0.3} if struck else {})):
            draw_square(canvas, row.grade, x, y)


def draw_square(canvas: Canvas, grade: str, x: float, y: float) -> None:
    """One indicator row: the fill and hatching of its grade with its letter."""
    paint = GRADE_PAINTS.get(grade, GRADE_PAINTS["F"])
    canvas.rect(x, y, SQUARE, SQUARE, fill=grade_fill(canvas.name, grade), stroke=INK, stroke_width=0.8)
    canvas.text(
        grade or "–",
        x + SQUARE / 2,
        y + SQUARE / 2,
        room=SQUARE,
        text_anchor="middle",
        fill=paint.ink,
        stroke=paint.fill,
        stroke_width=3,
        stroke_linejoin="round",
        paint_order="stroke",
    )


def _class(name: str, struck: bool) -> str:  # noqa: FBT001 - a fact, not a mode
    return f"{name} struck" if struck else name


def _project_tip(project: Project, say: Sentences) -> str:
    return say.wording(
        "figure_project_tip", name=project.name, code=project.code, money=say.money(project.yuan)
    )


def _row_tip(row: Row, say: Sentences) -> str:
    label = say.label(f"grade-{row.grade}") if row.grade else say.wording("figure_not_judged")
    return say.wording(
        "figure_row_tip",
        kind=say.kind(row.kind),
        name=row.name,
        value=row.value or say.wording("empty_cell"),
        grade=row.grade,
        label=label,
    )


class _Key:
    """The legend below the funds: grades, missing kinds and links."""

    def __init__(self, canvas: Canvas, say: Sentences) -> None:
        self.canvas = canvas
        words = [say.label(f"grade-{letter}") for letter in LETTERS]
        words.append(say.wording("matrix_legend_missing"))
        words += [
            say.wording("figure_links") + say.wording("colon") + say.wording(f"figure_link_{basis}")
            for basis in BASES
        ]
        room = FUND_WIDTH - 36
        self.entries = [wrap(clean(entry), room, SMALLEST, KEY_LINES) for entry in words]
        heights = [max(len(entry) * line_height(SMALLEST), SQUARE) + KEY_STEP for entry in self.entries]
        self.heights = heights
        self.height = float(sum(heights))

    def draw(self, x: float, top: float) -> None:
        """Draw it with its upper left corner there."""
        for place, (entry, height) in enumerate(zip(self.entries, self.heights, strict=True)):
            middle = top + (height - KEY_STEP) / 2
            self._draw_sign(place, x, middle)
            draw_lines(self.canvas, entry, x + 34, middle - len(entry) * line_height(SMALLEST) / 2, FUND_WIDTH)
            top += height

    def _draw_sign(self, place: int, x: float, middle: float) -> None:
        if place < len(LETTERS):
            draw_square(self.canvas, LETTERS[place], x + 3, middle - SQUARE / 2)
        elif place == len(LETTERS):
            look = {"stroke": LINE, "stroke_dasharray": "3 3", "fill": "none"}
            self.canvas.rect(x + 3, middle - SQUARE / 2, SQUARE, SQUARE, **look)
        else:
            draw_link_key(self.canvas, BASES[place - len(LETTERS) - 1], x, middle, 26)
