"""The left side of the chain view: a card for each fund and the lines from it to the projects it pays for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from queries.coverage_records import DocumentCoverage
from service.figures.canvas import Canvas, number
from service.figures.chain_choice import Lit
from service.figures.chain_content import ChainOptions
from service.figures.chain_layout import FUND_GUTTER, FUND_WIDTH, NAME_X, ChainLayout, Line
from service.figures.lettering import SMALLEST, clean, line_height, wrap
from service.figures.slide import CARD_FILL, LINE, MARGIN, draw_lines
from service.reports.sentences import Sentences

NAME_SIZE: Final = 16
NAME_LINES: Final = 2
PADDING: Final = 8
GAP: Final = 10
ROOM: Final = FUND_WIDTH - 2 * PADDING


@dataclass(frozen=True, slots=True)
class FundCard:
    """A fund source as it is printed."""

    source: str
    label: str
    name: tuple[str, ...]
    figures: tuple[str, ...]

    @property
    def height(self) -> float:
        words = len(self.name) * line_height(NAME_SIZE) + len(self.figures) * line_height(SMALLEST)
        return 2 * PADDING + words


def make_fund_cards(document: DocumentCoverage, say: Sentences) -> list[FundCard]:
    """A card for each fund source that the document names, most money first."""
    sums: dict[str, tuple[Decimal, int]] = {}
    for project in document.projects:
        for fund in project.funds:
            yuan, count = sums.get(fund.source, (Decimal(0), 0))
            sums[fund.source] = yuan + fund.yuan, count + bool(fund.yuan)
    cards = []
    for source, (yuan, count) in sorted(sums.items(), key=lambda item: (-item[1][0], item[0])):
        label = clean(say.label(f"fund-{source}"))
        figures = (say.money(yuan), say.wording("figure_projects", projects=count))
        cards.append(
            FundCard(source, label, tuple(wrap(label, ROOM, NAME_SIZE, NAME_LINES, bold=True)), figures)
        )
    return cards


def funds_height(cards: Sequence[FundCard]) -> float:
    """The height that the cards take."""
    return sum(card.height + GAP for card in cards) + GAP


def draw_funds(
    canvas: Canvas, cards: Sequence[FundCard], layout: ChainLayout, lit: Lit, options: ChainOptions
) -> None:
    """The cards from the top down; each has a trunk that its lines to projects branch off."""
    top = layout.top + GAP / 2
    for place, card in enumerate(cards):
        paid = [line for line in layout.lines if _pays(card.source, line)]
        trunk = MARGIN + FUND_WIDTH + 14 + place * min(10.0, (FUND_GUTTER - 30) / len(cards))
        for line in paid:
            canvas.path(
                f"M{MARGIN + FUND_WIDTH} {number(top + card.height / 2)}H{number(trunk)}"
                f"V{number(line.middle)}H{NAME_X - 8}",
                stroke=LINE,
                stroke_width=1.2,
                class_="fund-link",
                data_project=line.project.code,
                data_fund=card.source,
                **lit.payment(line.project.code, card.source),
            )
        with canvas.link(options.leads_to("fund", card.source), data_choose=f"fund:{card.source}"):
            _draw_card(canvas, card, f"{canvas.name}-fund-{place + 1}", top, lit, empty=not paid)
        top += card.height + GAP


def _pays(source: str, line: Line) -> bool:
    return any(fund.source == source and fund.yuan for fund in line.project.funds)


def _draw_card(  # noqa: PLR0913 - a card, its place and its look
    canvas: Canvas, card: FundCard, identifier: str, top: float, lit: Lit, *, empty: bool
) -> None:
    dash: dict[str, str] = {"stroke_dasharray": "5 4"} if empty else {}
    with canvas.group(
        card.label, id=identifier, class_="fund", data_fund=card.source, **lit.fund(card.source)
    ):
        canvas.rect(MARGIN, top, FUND_WIDTH, card.height, fill=CARD_FILL, stroke=LINE, **dash)
        x, y, step = MARGIN + PADDING, top + PADDING, line_height(NAME_SIZE)
        for words in card.name:
            canvas.text(words, x, y + step / 2, room=ROOM, size=NAME_SIZE, bold=True)
            y += step
        draw_lines(canvas, card.figures, x, y, ROOM)
