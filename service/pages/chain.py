"""The chain view: funds, projects, indicators and goals in bands, with a choice, a search and a supposition."""

from typing import Final, NamedTuple

from queries.coverage_records import DocumentCoverage
from service.figures.chain import chain_finding, draw_chain
from service.pages.board import title_of
from service.pages.desk import Desk, Page
from service.pages.figure import A_PART, ON_ONE_FIGURE, chain_options, place_figure
from service.pages.routes import fill_path
from service.pages.visit import Visit, query_of

DRAWN_BY: Final = ("basis", "select", "search", "unmeasurable", "drop", "budget", "offset")


class Selected(NamedTuple):
    """What is chosen, in words, with the address of its page, empty where it has none."""

    words: str
    address: str


def show(visit: Visit, desk: Desk) -> Page:
    """The page of the chain view."""
    fact = desk.document(visit)
    coverage = desk.coverage(fact)
    document, say = coverage.documents[0], desk.say(coverage, visit)
    selected = visit.one("select")

    def address(kind: str, key: str) -> str:
        if kind == "row":
            return fill_path("/source", fact.key) + query_of([], {"cell": key})
        wanted = f"{kind}:{'' if key == 'none' and kind == 'goal' else key}"
        return visit.again(select=None if wanted == selected else wanted) + "#figure"

    options = chain_options(visit, desk, address)
    drawn: dict[str, object] = {"document": fact.key, "lang": visit.lang}
    drawn |= {name: visit.many(name) for name in DRAWN_BY}
    values = {
        "say": say,
        "document": document,
        "basis": options.basis,
        "figure": place_figure(draw_chain(document, say, options)),
        "finding": chain_finding(document, say, options),
        "options": options,
        "selected": _selected(selected, document, say.wording("figure_no_goal")),
        "download": query_of([], drawn),
        "supposed": options.what_if,
        "part": A_PART if len(document.projects) > ON_ONE_FIGURE else 0,
    }
    return Page(
        "chain.html.j2",
        values,
        say.wording("chain_title", document=title_of(document, say)),
        nav="chain",
        scripts=("chain.js",),
        styles=("chain.css",),
        wide=True,
        document=fact,
    )


def _selected(selected: str, document: DocumentCoverage, no_goal: str) -> Selected | None:
    kind, _, wanted = selected.partition(":")
    key = document.document.iri.rpartition("/")[2]
    if kind == "goal":
        goal = next((goal for goal in document.goals if goal.number == wanted), None)
        if goal is None:
            return None if wanted else Selected(no_goal, "")
        return Selected(f"{goal.number} {goal.name}", fill_path("/goal", key, goal.number))
    project = document.project(wanted) if kind == "project" else None
    return Selected(project.name or wanted, fill_path("/project", key, wanted)) if project else None
