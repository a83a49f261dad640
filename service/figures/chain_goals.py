"""The right side of the chain view: a card for each goal and the links that lead to it from the projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from queries.coverage_records import DocumentCoverage, Goal
from service.figures.canvas import Canvas, number
from service.figures.chain_content import ChainOptions, Content, LinkBasis
from service.figures.chain_layout import GOAL_WIDTH, GOAL_X, GRID_RIGHT, ChainLayout, Line
from service.figures.lettering import SMALLEST, clean, line_height, wrap
from service.figures.palette import INK
from service.figures.slide import CARD_FILL, LINE, draw_lines, keep_apart
from service.figures.supposition import goals_of
from service.reports.sentences import Sentences

NAME_SIZE: Final = 16
NAME_LINES: Final = 3
PADDING: Final = 10
INSET: Final = 16
EDGE: Final = 5
GAP: Final = 12
LINK_LEFT: Final = GRID_RIGHT + 8
BRACKET: Final = 16
LINK_LOOKS: Final[dict[LinkBasis, dict[str, str | float]]] = {
    "stated": {"stroke": INK, "stroke_width": 3},
    "accepted": {"stroke": "#3573ab", "stroke_width": 1.8},
    "proposed": {"stroke": "#8a6d1f", "stroke_width": 1.6, "stroke_dasharray": "6 5"},
    "supposed": {"stroke": INK, "stroke_width": 2.4, "stroke_dasharray": "14 4 3 4"},
}
NO_GOAL_LOOK: Final[dict[str, str | float]] = {
    "stroke": LINE,
    "stroke_width": 1.2,
}


@dataclass(frozen=True, slots=True)
class Card:
    """A goal, or the place of projects without one, as it is printed; `goal` is its number."""

    goal: str
    name: tuple[str, ...]
    whole: str
    lines: tuple[str, ...]
    incoming: tuple[int, ...]
    no_goal: bool = False

    @property
    def height(self) -> float:
        return 2 * PADDING + len(self.name) * line_height(NAME_SIZE) + len(self.lines) * line_height(SMALLEST)


def make_cards(
    document: DocumentCoverage, content: Content, say: Sentences, options: ChainOptions
) -> list[Card]:
    """A card for each goal in the document's order, then one for the projects that no drawn link leads on."""
    cards = []
    for place, goal in enumerate(document.goals):
        incoming = tuple(link.project for link in content.links if link.goal == place)
        heading = f"{say.wording('figure_goal_number', number=goal.number)} {goal.name}"
        cards.append(_card(goal.number, heading, _goal_lines(goal, say, options), incoming))
    alone = document.projects_without_goal(options.basis)
    linked = {link.project for link in content.links}
    drawn = tuple(index for index in range(len(content.projects)) if index not in linked)
    if alone:
        money = say.money(sum((project.yuan for project in alone), start=alone[0].yuan * 0))
        lines = [say.wording("figure_projects_money", projects=len(alone), money=money)]
        reviewed = sum(project.code in document.reviewed_without_goal for project in alone)
        if reviewed:
            lines.append(say.wording("figure_reviewed_none", count=reviewed))
        cards.append(_card("", say.wording("figure_no_goal"), lines, drawn, no_goal=True))
    return cards


def _card(
    goal: str, heading: str, lines: Sequence[str], incoming: tuple[int, ...], *, no_goal: bool = False
) -> Card:
    whole = clean(heading)
    name = wrap(whole, GOAL_WIDTH - INSET - PADDING, NAME_SIZE, NAME_LINES, bold=True)
    return Card(goal, tuple(name), whole, tuple(lines), incoming, no_goal)


def _goal_lines(goal: Goal, say: Sentences, options: ChainOptions) -> list[str]:
    """What stands on a goal's card below its name: projects, money and rows, before and after a supposition."""
    picture = goal.picture(options.settled)
    answers = goals_of(options.what_if, [goal.iri]) if options.what_if else []
    changed = next((answer for answer in answers if answer.changed), None)
    if changed:
        before, after = changed.before, changed.after
        money = (say.money(before.yuan, unit=False), say.money(after.yuan, unit=False))
        levels = before.level if before.level == after.level else f"{before.level} → {after.level}"
        return [
            say.wording("figure_projects_after", before=before.projects, after=after.projects),
            say.wording("figure_money_after", before=money[0], after=money[1]),
            say.wording("figure_rows_after", before=before.measurable, after=after.measurable, levels=levels),
        ]
    counts = picture.counts
    lines = [
        say.wording(
            "figure_projects_money", projects=len(picture.project_codes), money=say.money(picture.yuan)
        ),
        say.wording(
            "figure_rows_measurable",
            measurable=counts.measurable,
            total=counts.total,
            level=say.level(picture.level),
        ),
    ]
    more = len(set(goal.picture(options.basis).project_codes) - set(picture.project_codes))
    return [*lines, say.wording("figure_more_proposed", count=more)] if more else lines


def cards_height(cards: Sequence[Card]) -> float:
    """The least height in which the cards stand apart."""
    return sum(card.height for card in cards) + GAP * max(len(cards) - 1, 0)


def draw_goals(
    canvas: Canvas, cards: Sequence[Card], content: Content, layout: ChainLayout, options: ChainOptions
) -> None:
    """The cards, each near the middle of its projects, and their links."""
    if not cards:
        return
    wanted = [_middle(card, layout) for card in cards]
    # Cards keep the document's order even where a goal's projects stand elsewhere.
    tops = keep_apart(wanted, [card.height for card in cards], GAP, layout.top, layout.bottom)
    for place, (card, top) in enumerate(zip(cards, tops, strict=True)):
        if card.no_goal:
            _draw_bracket(canvas, card, top, content, layout, options)
        else:
            _draw_links(canvas, card, place, top, content, layout, options)
        with canvas.link(options.leads_to("goal", card.goal or "none"), data_choose=f"goal:{card.goal}"):
            _draw_card(canvas, card, f"{canvas.name}-goal-{place + 1}", top, content)


def _middle(card: Card, layout: ChainLayout) -> float:
    middles = [layout.lines[index].middle for index in card.incoming]
    return sum(middles) / len(middles) if middles else (layout.top + layout.bottom) / 2


def _draw_card(canvas: Canvas, card: Card, identifier: str, top: float, content: Content) -> None:
    name = "no-goal" if card.no_goal else "goal"
    lit = content.lit.goal(card.goal)
    with canvas.group(card.whole, id=identifier, class_=name, data_goal=card.goal, **lit):
        look: dict[str, str | float] = {} if card.incoming else {"stroke_dasharray": "5 4"}
        canvas.rect(GOAL_X, top, GOAL_WIDTH, card.height, fill=CARD_FILL, stroke=LINE, **look)
        canvas.rect(GOAL_X, top, EDGE, card.height, fill=LINE if card.no_goal else INK)
        y = top + PADDING
        for line in card.name:
            step = line_height(NAME_SIZE)
            room = GOAL_WIDTH - INSET - PADDING
            canvas.text(line, GOAL_X + INSET, y + step / 2, room=room, size=NAME_SIZE, bold=True)
            y += step
        draw_lines(canvas, card.lines, GOAL_X + INSET, y, GOAL_WIDTH - INSET - PADDING)


def _draw_links(  # noqa: PLR0913 - from where to where, and how
    canvas: Canvas,
    card: Card,
    place: int,
    top: float,
    content: Content,
    layout: ChainLayout,
    options: ChainOptions,
) -> None:
    links = sorted(link for link in content.links if link.goal == place)
    step = (card.height - 2 * PADDING) / (len(links) + 1)
    half = (GOAL_X - LINK_LEFT) / 2
    for position, link in enumerate(links, start=1):
        line = layout.lines[link.project]
        if line.project.code in options.struck:
            continue
        start, end = number(line.middle), number(top + PADDING + position * step)
        bend = number(LINK_LEFT + half)
        canvas.path(
            f"M{number(LINK_LEFT)} {start}C{bend} {start} {bend} {end} {number(GOAL_X)} {end}",
            **LINK_LOOKS[link.basis],
            **_link_facts(line, card.goal, link.basis),
            **content.lit.link(line.project.code, card.goal),
        )


def _draw_bracket(  # noqa: PLR0913 - from where to where, and how
    canvas: Canvas, card: Card, top: float, content: Content, layout: ChainLayout, options: ChainOptions
) -> None:
    end = number(top + card.height / 2)
    for index in card.incoming:
        line = layout.lines[index]
        if line.project.code not in options.struck:
            steps = f"M{LINK_LEFT} {number(line.middle)}H{LINK_LEFT + BRACKET}V{end}H{GOAL_X}"
            lit = content.lit.link(line.project.code, "")
            canvas.path(steps, **NO_GOAL_LOOK, **_link_facts(line, "", "none"), **lit)


def _link_facts(line: Line, goal: str, basis: str) -> dict[str, str | float]:
    return {
        "class_": "link",
        "data_project": line.project.code,
        "data_goal": goal,
        "data_basis": basis,
        "data_fund": " ".join(fund.source for fund in line.project.funds if fund.yuan),
    }
