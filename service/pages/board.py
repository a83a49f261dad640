"""The start page: the figures of one document with its coverage matrix, or the sums of a store that holds many."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from queries.coverage_records import BASES, Basis, DocumentCoverage, Headline, KindCell, Project, Row
from queries.fact_records import DocumentFact
from service.figures.palette import share_class
from service.pages.desk import Desk, Page
from service.pages.store_board import show_store
from service.pages.visit import Visit
from service.reports.matrix import matrix_rows
from service.reports.sentences import Sentences

MOST_PROJECTS: Final = 60


class Measured(NamedTuple):
    """One bar of the headline: what is counted, how many rows fit, and how the bar is drawn."""

    key: str
    rows: int
    look: str


class BasisFigures(NamedTuple):
    """What one link basis shows: links, linked projects and their money."""

    basis: Basis
    links: int
    linked: int
    yuan: Decimal


def show(visit: Visit, desk: Desk) -> Page:
    """The board of the document that is named or alone, of all documents, or of an empty store."""
    words = desk.words(visit)
    if not desk.how_many():
        return Page("board_empty.html.j2", {}, words("board_empty_title"), nav="board")
    if desk.how_many() > 1 and not visit.one("document"):
        return show_store(visit, desk, chosen_basis(visit))
    return show_document(visit, desk, desk.document(visit))


def show_document(visit: Visit, desk: Desk, fact: DocumentFact) -> Page:
    """The board of one document."""
    coverage = desk.coverage(fact)
    document = coverage.documents[0]
    basis = chosen_basis(visit)
    say = desk.say(coverage, visit)
    values = {
        "say": say,
        "document": document,
        "head": coverage.headline,
        "basis": basis,
        "bases": [basis_figures(document, known) for known in BASES],
        "measured": measured_bars(coverage.headline),
        "matrix": matrix_rows(document, basis, say.wording),
        "cell_class": cell_class,
        "alone": document.projects_without_goal(basis),
        "missing_kinds": sum(len(project.absent_kinds) for project in document.projects),
        "in_goal": goal_projects(document, basis),
        "worst_rows": worst_rows,
        "most": MOST_PROJECTS,
    }
    return Page(
        "board.html.j2",
        values,
        title_of(document, say),
        nav="board",
        styles=("board.css",),
        wide=True,
        document=fact,
    )


def title_of(document: DocumentCoverage, say: Sentences) -> str:
    """The year and the document's title."""
    known = document.document
    title = known.title or known.file_name or known.iri.rpartition("/")[2]
    year = say.wording("year", year=known.year) if known.year and known.year not in title else ""
    return f"{year} {title}".strip() if say.lang == "en" else f"{year}{title}"


def chosen_basis(visit: Visit) -> Basis:
    """Which links count; accepted ones where the address does not say."""
    wanted = visit.chosen("basis", BASES, "accepted")
    return next(basis for basis in BASES if basis == wanted)


def basis_figures(document: DocumentCoverage, basis: Basis) -> BasisFigures:
    """Links and linked projects on one basis; `links` counts those that this basis adds to the one before it."""
    linked = document.linked_projects(basis)
    links = sum(goal.link_count(basis) for goal in document.goals)
    return BasisFigures(basis, links, len(linked), sum((project.yuan for project in linked), Decimal(0)))


def measured_bars(head: Headline) -> list[Measured]:
    """A, A+B and A+B+C beside what a plain rule would count."""
    return [
        Measured("share_a", head.counts.a, "direct"),
        Measured("share_ab", head.counts.measurable, "measurable"),
        Measured("share_abc", head.judgeable, "judgeable"),
        Measured("share_filled", head.filled, "plain"),
    ]


def cell_class(cell: KindCell) -> str:
    """The style of a matrix cell: no row, no measurable row, or one of five classes."""
    if cell.share is None:
        return "no-row"
    return f"share-{share_class(cell.share)}" if cell.measurable else "hatched"


def goal_projects(document: DocumentCoverage, basis: Basis) -> dict[str, list[Project]]:
    """The projects of each goal by its IRI, worst first."""
    return {
        goal.iri: [p for p in document.projects if p.code in goal.picture(basis).project_codes]
        for goal in document.goals
    }


def worst_rows(project: Project) -> Sequence[Row]:
    """The project's rows that are not measurable, in the document's order."""
    return [row for row in project.rows if not row.measurable]
