"""The start page of a store with many documents: sums by year and department, and a page of the documents.

It is made of the sums that a build stores for each document; no indicator row is read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from queries.coverage_records import BASES, Basis, GradeCounts
from queries.document_choice import one_a_plan
from queries.fact_records import DocumentFact
from queries.totals import DocumentTotals, LinkTotals, read_totals
from service.pages.desk import Desk, Page
from service.pages.visit import Visit

ON_A_PAGE: Final = 50
SORTS: Final = ("share", "money", "name")
_NOTHING: Final = DocumentTotals(
    0, 0, Decimal(0), 0, GradeCounts(), *(0,) * 11, links=(LinkTotals(),) * len(BASES)
)


class DocumentSums(NamedTuple):
    """One document and its stored sums; `known` says whether the store has them."""

    document: DocumentFact
    totals: DocumentTotals
    known: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """Several documents together, on one basis of links where links count."""

    documents: int
    departments: int
    goals: int
    goals_without_project: int
    projects: int
    projects_without_goal: int
    yuan: Decimal
    linked_yuan: Decimal
    rows: int
    counts: GradeCounts
    judgeable: int
    filled: int
    findings: int


def show_store(visit: Visit, desk: Desk, basis: Basis) -> Page:
    """Sums over the documents that the filters leave, and a page of these."""
    words = desk.words(visit)
    known = _known(desk)
    year, wanted = visit.one("year"), visit.one("department")
    chosen = [sums for sums in known if _fits(sums.document, year, wanted)]
    sort = visit.chosen("sort", SORTS, "share")
    chosen.sort(key=lambda sums: _order(sums, sort))
    offset = visit.whole("offset", 0, 10_000_000)
    values = {
        "years": sorted({sums.document.year for sums in known if sums.document.year}, reverse=True),
        "year": year,
        "wanted": wanted,
        "sort": sort,
        "sorts": SORTS,
        "basis": basis,
        "bases": [(one, add_up(chosen, one)) for one in BASES],
        "total": add_up(chosen, basis),
        "by_year": _by_year(chosen, basis),
        "shown": chosen[offset : offset + ON_A_PAGE],
        "offset": offset,
        "limit": ON_A_PAGE,
        "all_documents": len(desk.documents()),
        "without_sums": sum(not sums.known for sums in chosen),
    }
    return Page(
        "store_board.html.j2",
        values,
        words("board_store_title"),
        nav="board",
        styles=("board.css",),
        wide=True,
    )


def _known(desk: Desk) -> Sequence[DocumentSums]:
    """One document a plan with its sums, read once for each version of the store."""
    if "sums" not in desk.notes:
        totals = read_totals(desk.store)
        desk.notes["sums"] = [
            DocumentSums(document, totals.get(document.iri, _NOTHING), document.iri in totals)
            for document in one_a_plan(desk.documents())
        ]
    kept: Sequence[DocumentSums] = desk.notes["sums"]
    return kept


def _fits(document: DocumentFact, year: str, wanted: str) -> bool:
    if year and document.year != year:
        return False
    words = f"{document.department_code} {document.department_name} {document.title} {document.key}"
    return wanted.casefold() in words.casefold()


def _order(sums: DocumentSums, sort: str) -> tuple[Decimal, str, str]:
    totals, document = sums.totals, sums.document
    by_name = (document.department_name, document.key)
    if sort == "money":
        return (-totals.yuan, *by_name)
    if sort == "name":
        return (Decimal(0), *by_name)
    # Documents without a row have no share: they stand at the end.
    share = Decimal(totals.counts.measurable) / totals.rows if totals.rows else Decimal(2)
    return (share, *by_name)


def add_up(chosen: Iterable[DocumentSums], basis: Basis) -> Sums:
    """The sums of several documents."""
    listed = list(chosen)
    totals = [sums.totals for sums in listed]
    documents = [sums.document for sums in listed]
    return Sums(
        documents=len(listed),
        departments=len({known.department_code or known.department_name for known in documents}),
        goals=sum(one.goals for one in totals),
        goals_without_project=sum(one.on(basis).goals_without_project for one in totals),
        projects=sum(one.projects for one in totals),
        projects_without_goal=sum(one.projects_without_goal(basis) for one in totals),
        yuan=sum((one.yuan for one in totals), Decimal(0)),
        linked_yuan=sum((one.on(basis).yuan for one in totals), Decimal(0)),
        rows=sum(one.rows for one in totals),
        counts=sum((one.counts for one in totals), GradeCounts()),
        judgeable=sum(one.judgeable for one in totals),
        filled=sum(one.filled for one in totals),
        findings=sum(one.findings for one in totals),
    )


def _by_year(chosen: Sequence[DocumentSums], basis: Basis) -> list[tuple[str, Sums]]:
    years = sorted({sums.document.year for sums in chosen}, reverse=True)
    return [(year, add_up((s for s in chosen if s.document.year == year), basis)) for year in years]
