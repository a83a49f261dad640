"""The money figure: from funds through projects to goals, every flow visible, no word over a flow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from queries.coverage_records import Basis, DocumentCoverage, Project
from service.figures.canvas import QUIET, Canvas, number
from service.figures.lettering import SMALLEST, clean, line_height, text_width, wrap
from service.figures.palette import INK
from service.figures.sankey_flows import Card, Flow, read_flows
from service.figures.slide import (
    CARD_FILL,
    FAINT,
    FOOT,
    HEIGHT,
    LINE,
    MARGIN,
    WIDTH,
    draw_heading,
    join_sentences,
    keep_apart,
)
from service.reports.numbers import show_share
from service.reports.sentences import Sentences

FUND_WIDTH: Final = 230
PROJECT_WIDTH: Final = 560
GOAL_WIDTH: Final = 400
GUTTER: Final = (WIDTH - 2 * MARGIN - FUND_WIDTH - PROJECT_WIDTH - GOAL_WIDTH) / 2
BAR: Final = 12
LABEL_SLOT: Final = 22
SLOT_GAP: Final = 4
THINNEST: Final = 2.0
CARD_GAP: Final = 14
NAME_LINES: Final = 3
NO_GOAL_INK: Final = "#8a6d1f"
FLOW_LOOK: Final[dict[str, str | float]] = {
    "fill": "#85b5de",
    "fill_opacity": 0.6,
    "stroke": "#3573ab",
    "stroke_width": 0.7,
}
NO_GOAL_LOOK: Final[dict[str, str | float]] = {
    "fill": "#e3cfa0",
    "fill_opacity": 0.6,
    "stroke": NO_GOAL_INK,
    "stroke_width": 0.7,
    "stroke_dasharray": "5 3",
}
HALVINGS: Final = 50


@dataclass(frozen=True, slots=True)
class _Placed:
    """A card with its place, the height of its bar, and its lines of words."""

    card: Card
    top: float
    height: float
    bar: float
    lines: tuple[str, ...]

    @property
    def bar_top(self) -> float:
        return self.top + (self.height - self.bar) / 2


def draw_sankey(
    document: DocumentCoverage, say: Sentences, *, basis: Basis = "accepted", name: str = "sankey"
) -> str:
    """Money from fund to project to goal on one link basis as SVG, 1920 wide; it grows in height."""
    canvas = Canvas(name)
    flows = read_flows(document, say, basis)
    title, finding = say.wording("figure_sankey"), sankey_finding(document, say, basis, flows.shared)
    top = draw_heading(canvas, title, document, finding) + 18
    scale = _scale(flows.projects, HEIGHT - FOOT - top)
    bars = _bars(len(flows.projects), ((flows.given, 1), (flows.spent, 0)), scale)
    projects = _stack(flows.projects, bars, top)
    fund_bars = _bars(len(flows.funds), ((flows.given, 0),), scale)
    goal_bars = _bars(len(flows.goals), ((flows.spent, 1),), scale)
    bottom = max([HEIGHT - FOOT, *(placed.top + placed.height for placed in projects)])
    funds = _spread(
        flows.funds, fund_bars, FUND_WIDTH, say, (top, bottom), lambda i: _near(i, flows.given, 0, projects)
    )
    goals = _spread(
        flows.goals, goal_bars, GOAL_WIDTH, say, (top, bottom), lambda i: _near(i, flows.spent, 1, projects)
    )
    fund_x, project_x, goal_x = MARGIN, MARGIN + FUND_WIDTH + GUTTER, WIDTH - MARGIN - GOAL_WIDTH
    _draw_flows(canvas, flows.given, funds, projects, (fund_x + FUND_WIDTH, project_x), scale)
    _draw_flows(canvas, flows.spent, projects, goals, (project_x + PROJECT_WIDTH, goal_x), scale)
    for place, placed in enumerate(funds):
        _draw_card(canvas, placed, f"{name}-fund-{place + 1}", "fund", fund_x, FUND_WIDTH, bar_left=False)
    for place, placed in enumerate(projects):
        _draw_project(canvas, placed, f"{name}-project-{place + 1}", project_x, say)
    for place, placed in enumerate(goals):
        _draw_card(canvas, placed, f"{name}-goal-{place + 1}", "goal", goal_x, GOAL_WIDTH, bar_left=True)
    ends = [placed.top + placed.height for column in (funds, projects, goals) for placed in column]
    return canvas.finish(WIDTH, max([bottom, *ends]) + FOOT, title, finding)


def sankey_finding(document: DocumentCoverage, say: Sentences, basis: Basis, shared: int) -> str:
    """What the money figure shows, in words."""
    linked, alone = document.linked_projects(basis), document.projects_without_goal(basis)
    total, linked_money = _add(document.projects), _add(linked)
    text = say.wording(
        "figure_sankey_text",
        money=say.money(total),
        linked_money=say.money(linked_money),
        share=show_share(int(linked_money), int(total)),
        linked=len(linked),
        alone_money=say.money(_add(alone)),
        alone=len(alone),
        basis=say.wording(f"basis_short_{basis}"),
    )
    return join_sentences([text, say.wording("figure_sankey_shared", count=shared) if shared else ""], say)


def _add(projects: Sequence[Project]) -> Decimal:
    return sum((project.yuan for project in projects), Decimal(0))


def _scale(projects: Sequence[Card], room: float) -> float:
    """Points a yuan, so that all projects with a slot for each label fill the room; 0 where labels alone do."""
    money = [max(float(card.yuan), 0.0) for card in projects]
    low, high = 0.0, room / max(sum(money), 1.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        used = sum(max(LABEL_SLOT, amount * middle) + SLOT_GAP for amount in money)
        low, high = (middle, high) if used <= room else (low, middle)
    # Where the labels fill the slide alone, the figure grows; the money still has to tell large from small.
    return max(low, LABEL_SLOT * 2 / max(money, default=1.0) if max(money, default=0.0) else 0.0)


def _thickness(yuan: Decimal, scale: float) -> float:
    return max(float(yuan) * scale, THINNEST)


def _bars(cards: int, ends: Sequence[tuple[Sequence[Flow], int]], scale: float) -> list[float]:
    """The height of each card's bar: the larger of what comes in and what goes out, as `ends` names them."""
    sums = []
    for flows, end in ends:
        own = [0.0] * cards
        for flow in flows:
            own[flow.ends[end]] += _thickness(flow.yuan, scale)
        sums.append(own)
    return [max(parts) for parts in zip(*sums, strict=True)]


def _stack(cards: Sequence[Card], bars: Sequence[float], top: float) -> list[_Placed]:
    placed = []
    for card, bar in zip(cards, bars, strict=True):
        height = max(LABEL_SLOT, bar)
        placed.append(_Placed(card, top, height, bar, ()))
        top += height + SLOT_GAP
    return placed


def _near(place: int, flows: Sequence[Flow], end: int, projects: Sequence[_Placed]) -> float | None:
    """The middle of the projects that a card gives to or gets from, weighed by money."""
    pairs = [
        (projects[flow.ends[1 - end]], float(flow.yuan) + 1.0) for flow in flows if flow.ends[end] == place
    ]
    if not pairs:
        return None
    return sum((p.top + p.height / 2) * weight for p, weight in pairs) / sum(weight for _, weight in pairs)


def _spread(  # noqa: PLR0913 - cards, their size and where they would stand
    cards: Sequence[Card],
    bars: Sequence[float],
    width: float,
    say: Sentences,
    edges: tuple[float, float],
    near: Callable[[int], float | None],
) -> list[_Placed]:
    lines = [_words(card, width - BAR - 24, say) for card in cards]
    heights = [max(bar, _words_height(own)) for bar, own in zip(bars, lines, strict=True)]
    wanted: list[float] = []
    for place in range(len(cards)):
        middle = near(place)
        # A card without a flow stands after the one before it.
        wanted.append(middle if middle is not None else wanted[-1] if wanted else edges[0])
    tops = keep_apart(wanted, heights, CARD_GAP, *edges) if cards else []
    return [
        _Placed(card, top, height, bar, tuple(own))
        for card, top, height, bar, own in zip(cards, tops, heights, bars, lines, strict=True)
    ]


def _words(card: Card, room: float, say: Sentences) -> list[str]:
    key = "figure_only_this_goal" if card.only else "figure_projects_money"
    figures = say.wording(key, projects=card.projects, money=say.money(card.yuan))
    name = wrap(clean(card.label), room, 16, NAME_LINES, bold=True)
    whole = text_width(clean(figures), SMALLEST) <= room
    return [*name, *([figures] if whole else figures.split(" · ", 1))]


def _words_height(lines: Sequence[str]) -> float:
    return len(lines) * line_height(16) + 12


def _draw_card(  # noqa: PLR0913 - a card and its place
    canvas: Canvas, placed: _Placed, identifier: str, kind: str, x: float, width: float, *, bar_left: bool
) -> None:
    with canvas.group(placed.card.label, id=identifier, class_=kind, **{f"data_{kind}": placed.card.key}):
        bar_x = x if bar_left else x + width - BAR
        fill = NO_GOAL_INK if placed.card.no_goal else INK
        if placed.bar:
            canvas.rect(bar_x, placed.bar_top, BAR, placed.bar, fill=fill)
        else:
            canvas.rect(
                bar_x, placed.top, BAR, placed.height, fill="none", stroke=LINE, stroke_dasharray="4 3"
            )
        words_x = x + BAR + 12 if bar_left else x + width - BAR - 12
        anchor = "start" if bar_left else "end"
        step = line_height(16)
        top = placed.top + (placed.height - len(placed.lines) * step) / 2
        names = len(wrap(clean(placed.card.label), width - BAR - 24, 16, NAME_LINES, bold=True))
        for place, words in enumerate(placed.lines):
            middle, room = top + (place + 0.5) * step, width - BAR - 20
            if place < names:
                canvas.text(words, words_x, middle, room=room, size=16, bold=True, anchor=anchor)
            else:
                canvas.text(words, words_x, middle, room=room, anchor=anchor)


def _draw_project(canvas: Canvas, placed: _Placed, identifier: str, x: float, say: Sentences) -> None:
    card = placed.card
    money = clean(say.money(card.yuan))
    tip = say.wording("figure_project_tip", name=card.label, code=card.key, money=say.money(card.yuan))
    with canvas.group(tip, id=identifier, class_="project", data_project=card.key):
        canvas.rect(x, placed.top, PROJECT_WIDTH, placed.height, fill=CARD_FILL, stroke=FAINT)
        for bar_x in (x, x + PROJECT_WIDTH - BAR):
            canvas.rect(bar_x, placed.bar_top, BAR, placed.bar, fill=INK)
        right, middle = x + PROJECT_WIDTH - BAR - 10, placed.top + placed.height / 2
        width = min(text_width(money, SMALLEST), PROJECT_WIDTH / 2)
        canvas.text(money, right, middle, room=width + 1, anchor="end", fill=QUIET)
        canvas.text(card.label, x + BAR + 10, middle, room=right - width - x - BAR - 30)


def _draw_flows(  # noqa: PLR0913 - from where to where, and how thick
    canvas: Canvas,
    flows: Sequence[Flow],
    sources: Sequence[_Placed],
    targets: Sequence[_Placed],
    edges: tuple[float, float],
    scale: float,
) -> None:
    leave, arrive = [placed.bar_top for placed in sources], [placed.bar_top for placed in targets]
    left, right = edges
    bend = number((left + right) / 2)
    for flow in flows:
        thick = _thickness(flow.yuan, scale)
        start, end = leave[flow.source], arrive[flow.target]
        leave[flow.source] += thick
        arrive[flow.target] += thick
        source, target = sources[flow.source].card, targets[flow.target].card
        steps = (
            f"M{number(left)} {number(start)}C{bend} {number(start)} {bend} {number(end)} {number(right)} {number(end)}"
            f"V{number(end + thick)}C{bend} {number(end + thick)} {bend} {number(start + thick)} "
            f"{number(left)} {number(start + thick)}Z"
        )
        look = NO_GOAL_LOOK if target.no_goal else FLOW_LOOK
        canvas.path(steps, **look, class_="flow", data_from=source.key, data_to=target.key)
