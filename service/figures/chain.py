"""The chain view: funds, projects, indicator rows by kind and goals in bands, with the links between them.

Every automatic layout of such a graph ends in a strip or a hairball; here each thing has its fixed place, so
that all of it can be read on a projector. Elements carry what they are in `data-` attributes and ids.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from queries.coverage_records import DocumentCoverage
from service.figures.canvas import Canvas
from service.figures.chain_bands import Bands
from service.figures.chain_content import ChainOptions, read_content
from service.figures.chain_funds import draw_funds, funds_height, make_fund_cards
from service.figures.chain_goals import cards_height, draw_goals, make_cards
from service.figures.chain_key import ChainKey
from service.figures.chain_layout import lay_out
from service.figures.hatching import grade_patterns
from service.figures.slide import FOOT, MARGIN, WIDTH, draw_heading, join_sentences
from service.figures.what_if_words import suppose_in_words
from service.reports.numbers import show_share
from service.reports.sentences import Sentences

ON_ONE_SLIDE: Final = 30
NOT_WORTH_A_SLIDE: Final = 2


def draw_chain(document: DocumentCoverage, say: Sentences, options: ChainOptions | None = None) -> str:
    """The chain view of one document as SVG, 1920 wide; it grows in height before its text would shrink."""
    chosen = options or ChainOptions()
    content = read_content(document, say, chosen)
    canvas = Canvas(chosen.name)
    title, finding = say.wording("figure_chain"), chain_finding(document, say, chosen)
    layout = lay_out(content, draw_heading(canvas, title, document, finding))
    cards, funds, key = (
        make_cards(document, content, say, chosen),
        make_fund_cards(document, say),
        ChainKey(say, chosen),
    )
    ends = (cards_height(cards), funds_height(funds) + key.height)
    layout = replace(layout, bottom=max(layout.bottom, layout.top + max(ends)))
    draw_funds(canvas, funds, layout, content.lit, chosen)
    key.draw(canvas, MARGIN, layout.bottom - key.height)
    Bands(canvas, layout, content, say, chosen).draw()
    draw_goals(canvas, cards, content, layout, chosen)
    return canvas.finish(WIDTH, layout.bottom + FOOT, title, finding, grade_patterns(chosen.name))


def draw_chain_pages(
    document: DocumentCoverage, say: Sentences, options: ChainOptions | None = None
) -> tuple[str, ...]:
    """The chain view on as many slides as its projects need, each with all goals."""
    chosen = options or ChainOptions()
    total = len(document.projects)
    if total <= ON_ONE_SLIDE + NOT_WORTH_A_SLIDE:
        return (draw_chain(document, say, chosen),)
    pages = [replace(chosen, first=first, count=ON_ONE_SLIDE) for first in range(0, total, ON_ONE_SLIDE)]
    return tuple(draw_chain(document, say, page) for page in pages)


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
        sentences.append(suppose_in_words(document, options.what_if, say))
    if options.count is not None or options.first:
        last = len(document.projects) if options.count is None else options.first + options.count
        shown = min(last, len(document.projects))
        part = say.wording("figure_part", first=options.first + 1, last=shown, total=len(document.projects))
        sentences.append(part)
    return join_sentences(sentences, say)
