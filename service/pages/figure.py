"""Figures at addresses of their own, for downloads; the pages place the same ones."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from queries.coverage_records import BASES, Basis
from service.figures import KINDS
from service.figures.canvas import number
from service.figures.chain import draw_chain
from service.figures.chain_content import ChainOptions
from service.figures.grades import draw_grades
from service.figures.matrix import draw_matrix
from service.figures.sankey import draw_sankey
from service.figures.whatif import draw_what_if
from service.pages.desk import Desk
from service.pages.supposing import read_supposition
from service.pages.visit import Visit
from service.reports.sentences import Sentences
from service.web.refusals import BadRequestError, NotFoundError

FIGURES: Final = (*KINDS, "whatif")
_XMLNS: Final = 'xmlns="http://www.w3.org/2000/svg"'
_SIZE = re.compile(rf'<svg {_XMLNS} width="([0-9.]+)" height="([0-9.]+)" viewBox="[0-9. ]+"')
_CUT: Final = 20
ON_ONE_FIGURE: Final = 32
A_PART: Final = 30
_LONGEST_CHOICE: Final = 300


def show(visit: Visit, desk: Desk) -> str:
    """The figure of that name for one document."""
    kind = visit.path["kind"]
    if kind not in FIGURES:
        raise NotFoundError(f"No figure is called {kind[:60]}; there are {', '.join(FIGURES)}.")
    fact = desk.document(visit)
    coverage = desk.coverage(fact)
    document, say = coverage.documents[0], Sentences.about(coverage, visit.lang)
    match kind:
        case "chain":
            options = chain_options(visit, desk)
            return draw_chain(document, say, options)
        case "whatif":
            answer = read_supposition(visit, desk, fact).answer
            if answer is None:
                raise BadRequestError("Name what is supposed, as in ?drop=CODE or ?budget=CODE=YUAN.")
            return draw_what_if(document, answer, say)
        case "sankey":
            return draw_sankey(document, say, basis=figure_basis(visit, "accepted"))
        case "matrix":
            return draw_matrix(document, say, basis=figure_basis(visit, "accepted"))
        case _:
            return draw_grades(document, say, basis=figure_basis(visit, "accepted"))


def place_figure(svg: str) -> Markup:
    """A figure for a page: at its own size, without its outer margins, so that it fits beside a scroll bar."""
    size = _SIZE.match(svg)
    if size is None:
        return Markup(svg)  # noqa: S704 - figures escape every word of the document
    width, height = float(size[1]) - 2 * _CUT, size[2]
    cropped = (
        f'<svg {_XMLNS} width="{number(width)}" height="{height}" viewBox="{_CUT} 0 {number(width)} {height}"'
    )
    return Markup(cropped + svg[size.end() :])  # noqa: S704


def figure_basis(visit: Visit, default: Basis) -> Basis:
    """Which links a figure draws."""
    wanted = visit.chosen("basis", BASES, default)
    return next(basis for basis in BASES if basis == wanted)


def chain_options(visit: Visit, desk: Desk, address: Callable[[str, str], str] | None = None) -> ChainOptions:
    """What a visit asks of the chain view; a long document is shown in parts."""
    fact = desk.document(visit)
    document = desk.one_document(fact)
    options = ChainOptions(
        basis=figure_basis(visit, "proposed"),
        only_unmeasurable=visit.one("unmeasurable") == "1",
        what_if=read_supposition(visit, desk, fact).answer,
        chosen=visit.one("select")[:_LONGEST_CHOICE],
        search=visit.one("search")[:_LONGEST_CHOICE],
        address=address,
    )
    if len(document.projects) > ON_ONE_FIGURE:
        first = min(visit.whole("offset", 0, 10_000_000), len(document.projects) - 1)
        return replace(options, first=first, count=A_PART)
    return options
