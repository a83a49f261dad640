"""The drawings of the coverage report: bars of grades in the text, the chain and the money on A3 at the end."""

from collections.abc import Iterator, Sequence
from html import unescape

from queries.coverage_records import Basis, DocumentCoverage, GradeCounts
from service.figures.canvas import FONTS
from service.figures.chain import chain_finding, draw_chain_pages
from service.figures.chain_content import ChainOptions
from service.figures.grade_bars import Bar, draw_grade_bars
from service.figures.sankey import draw_sankey
from service.reports.blocks import Block, Figure, Heading, PageTurn
from service.reports.picture import picture_size
from service.reports.sentences import Sentences


def kinds_figure(document: DocumentCoverage, say: Sentences) -> Figure:
    """Grades of all rows by kind."""
    bars = [_bar(say.kind(kind), counts, say) for kind, counts in say.kind_counts(document)]
    return _bars("kinds", say.wording("figure_kinds"), say.kinds_finding(document), bars)


def goals_figure(document: DocumentCoverage, basis: Basis, say: Sentences) -> Figure:
    """Grades by goal on one basis, and of all projects below."""
    bars = [_bar(f"{goal.number} {goal.name}", goal.picture(basis).counts, say) for goal in document.goals]
    total = GradeCounts.of(row.grade for row in document.rows)
    bars.append(_bar(say.wording("figure_all"), total, say))
    return _bars(f"goals-{basis}", say.wording("figure_goals"), say.goals_finding(document, basis), bars)


def bars_figure(
    name: str, title: str, finding: str, sides: Sequence[tuple[str, GradeCounts]], say: Sentences
) -> Figure:
    """A bar of grades for each thing that is compared."""
    return _bars(name, title, finding, [_bar(label, counts, say) for label, counts in sides])


def grades_figure(name: str, label: str, counts: GradeCounts, title: str, say: Sentences) -> Figure:
    """One bar of grades."""
    finding = say.wording("figure_note", measurable=counts.measurable, total=counts.total)
    return _bars(name, title, finding, [_bar(label, counts, say)])


def _bar(label: str, counts: GradeCounts, say: Sentences) -> Bar:
    note = say.wording("figure_note", measurable=counts.measurable, total=counts.total)
    return Bar(label, counts, note if counts.total else say.wording("figure_no_rows"))


def _bars(name: str, title: str, finding: str, bars: Sequence[Bar]) -> Figure:
    """The page's own bars with a size and a font, which the page gives by its style."""
    svg = draw_grade_bars(name, title, finding, bars)
    width, height = picture_size(svg)
    look = f'width="{width:g}" height="{height:g}" font-family="{FONTS}" font-size="13"'
    return Figure(svg.replace("<svg ", f"<svg {look} ", 1), title, finding)


def slide_blocks(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    """The chain and the money, each on a wide page of its own."""
    if not document.projects:
        return
    title = say.wording("figure_chain")
    finding = chain_finding(document, say, ChainOptions("chain", "proposed"))
    pages = draw_chain_pages(document, say, ChainOptions("chain", "proposed"))
    for place, svg in enumerate(pages):
        yield PageTurn("wide")
        if not place:
            yield Heading(1, say.wording("report_slides"))
        yield Figure(svg, title, finding)
    yield PageTurn("wide")
    money = draw_sankey(document, say, basis="accepted", name="sankey")
    yield Figure(money, say.wording("figure_sankey"), _description(money))


def _description(svg: str) -> str:
    """What the drawing says of itself."""
    start = svg.index(">", svg.index("<desc ")) + 1
    return unescape(svg[start : svg.index("</desc>", start)])
