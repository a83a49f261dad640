"""What if projects were struck or had other money: the goals before and after, side by side, by address alone."""

from service.figures.whatif import draw_what_if
from service.pages.board import chosen_basis, title_of
from service.pages.desk import Desk, Page
from service.pages.figure import place_figure
from service.pages.supposing import read_supposition
from service.pages.visit import Visit, query_of


def show(visit: Visit, desk: Desk) -> Page:
    """The page with the form, and the comparison where something is supposed."""
    fact = desk.document(visit)
    coverage = desk.coverage(fact)
    document, say = coverage.documents[0], desk.say(coverage, visit)
    basis = chosen_basis(visit)
    supposed = read_supposition(visit, desk, fact)
    shared = {"document": fact.key, **supposed.parameters()}
    if basis != "accepted":
        shared["basis"] = basis
    values = {
        "say": say,
        "document": document,
        "basis": basis,
        "supposed": supposed,
        "struck": [project for project in document.projects if project.code in supposed.drop],
        "changed": [(document.project(code), yuan) for code, yuan in supposed.budgets],
        "figure": place_figure(draw_what_if(document, supposed.answer, say)) if supposed.answer else None,
        "changes": supposed.answer.changes() if supposed.answer else (),
        "address": f"/whatif{query_of([], shared)}",
        "parameters": query_of([], shared),
        "projects": sorted(document.projects, key=lambda project: project.order),
    }
    title = say.wording("whatif_title", document=title_of(document, say))
    return Page(
        "whatif.html.j2", values, title, nav="whatif", styles=("whatif.css",), wide=True, document=fact
    )
