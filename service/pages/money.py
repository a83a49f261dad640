"""Which goals the money goes to: the flow figure, and the same as a table."""

from service.figures.sankey import draw_sankey
from service.pages.board import title_of
from service.pages.desk import Desk, Page
from service.pages.figure import figure_basis, place_figure
from service.pages.visit import Visit, query_of


def show(visit: Visit, desk: Desk) -> Page:
    """The page of the money figure."""
    fact = desk.document(visit)
    coverage = desk.coverage(fact)
    document, say = coverage.documents[0], desk.say(coverage, visit)
    basis = figure_basis(visit, "accepted")
    values = {
        "say": say,
        "document": document,
        "basis": basis,
        "figure": place_figure(draw_sankey(document, say, basis=basis)),
        "projects": sorted(document.projects, key=lambda project: (-project.yuan, project.order)),
        "download": query_of([], {"document": fact.key, "basis": basis, "lang": visit.lang}),
    }
    title = say.wording("money_title", document=title_of(document, say))
    return Page("money.html.j2", values, title, nav="money", wide=True, document=fact)
