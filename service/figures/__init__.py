"""Figures as SVG text: pure functions from coverage data, placed by pages and reports."""

from typing import Final, get_args

from queries.coverage_records import Basis, Coverage, DocumentCoverage
from service.figures.chain import draw_chain
from service.figures.chain_content import ChainOptions
from service.figures.grades import draw_grades
from service.figures.matrix import draw_matrix
from service.figures.sankey import draw_sankey
from service.figures.stack import draw_nothing, stack_figures
from service.reports.sentences import Sentences
from service.reports.wording import Language

KINDS: Final = ("chain", "sankey", "matrix", "grades")


class UnknownFigureError(ValueError):
    """Raised when a figure is asked for that is not drawn; `kind` is what was asked."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"no figure is called {kind!r}; there are {', '.join(KINDS)}")
        self.kind = kind


def write_figure(coverage: Coverage, kind: str, lang: str, basis: str = "") -> str:
    """One of the figures as SVG text; several documents stand below each other.

    Without a basis each figure has its own: the chain draws proposals too, dashed, the others count accepted
    links. A language other than `en` is Chinese.
    """
    if kind not in KINDS:
        raise UnknownFigureError(kind)
    language: Language = "en" if lang == "en" else "zh"
    say = Sentences.about(coverage, language)
    chosen = next((known for known in get_args(Basis) if known == basis), None)
    drawn = [
        _draw(document, kind, say, chosen, kind if len(coverage.documents) == 1 else f"{kind}-{place}")
        for place, document in enumerate(coverage.documents, start=1)
    ]
    if not drawn:
        return draw_nothing(kind, say)
    return drawn[0] if len(drawn) == 1 else stack_figures(drawn)


def _draw(document: DocumentCoverage, kind: str, say: Sentences, basis: Basis | None, name: str) -> str:
    match kind:
        case "chain":
            return draw_chain(document, say, ChainOptions(name, basis or "proposed"))
        case "sankey":
            return draw_sankey(document, say, basis=basis or "accepted", name=name)
        case "matrix":
            return draw_matrix(document, say, basis=basis or "accepted", name=name)
        case _:
            return draw_grades(document, say, basis=basis or "accepted", name=name)
