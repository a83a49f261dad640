"""Any resource by its IRI: the page that is about it, where there is one, else its properties."""

import re
from typing import Final
from urllib.parse import unquote

from queries.fact_records import DocumentFact
from queries.facts import choose_documents, words
from service.pages.desk import Desk, Page
from service.pages.labels import name_resources, name_term
from service.pages.naming import read_iri
from service.pages.visit import Visit
from service.web.refusals import BadRequestError, NotFoundError

MOST: Final = 300
_ANY_DOCUMENT: Final = "SELECT ?document WHERE { GRAPH ?source { ?document gt:statesPlan ?plan } } LIMIT 1"
_OF_PLAN: Final = "SELECT DISTINCT ?document WHERE { ?document gt:statesPlan ?plan } ORDER BY ?document"
_FACTS: Final = (
    "SELECT DISTINCT ?property ?value WHERE { ?thing ?property ?value } ORDER BY ?property ?value LIMIT 301"
)
_GOAL = re.compile(r"(?P<plan>.+/plan/[^/]+)/goal/(?P<key>[^/]+)")
_PROJECT = re.compile(r"(?P<plan>.+/plan/[^/]+)/project/(?P<key>[^/]+)")


def show(visit: Visit, desk: Desk) -> Page:
    """The page about the resource that the address names."""
    iri = _wanted(visit, desk)
    term = read_iri(iri)
    page = _own_page(iri, visit, desk)
    if page is not None:
        return page
    rows = desk.store.select(_FACTS, {"thing": term}).rows
    if not rows:
        raise NotFoundError(f"The store says nothing of {iri[:300]}.", detail_zh=f"库中没有 {iri[:300]}。")
    pairs = [(words(row[0]), words(row[1])) for row in rows[:MOST]]
    named = {value for _, value in pairs if value.startswith(("http://", "https://"))}
    names = name_resources(desk.store, [iri, *sorted(named)], visit.lang)
    values = {
        "iri": iri,
        "kind": names[iri].kind_text,
        "facts": [
            (name, name_term(name, visit.lang), value, names[value].text if value in names else "")
            for name, value in pairs
        ],
        "more": len(rows) > MOST,
    }
    return Page("about.html.j2", values, names[iri].text or iri)


def _wanted(visit: Visit, desk: Desk) -> str:
    if visit.path.get("path"):
        return _base_of(desk) + visit.path["path"]
    wanted = visit.one("iri")
    if not wanted:
        raise BadRequestError("Name the resource as in /about?iri=https%3A%2F%2Fexample.org%2Fa.")
    return wanted


def _own_page(iri: str, visit: Visit, desk: Desk) -> Page | None:
    """The page of a document, a goal, a project or a cell."""
    # Each of these pages may lead here, so they are known when they are needed.
    from service.pages import board, goal, project, source  # noqa: PLC0415

    def visit_of(page: str, **path: str) -> Visit:
        return Visit(page, visit.address, path, visit.query, visit.lang)

    if iri.startswith(f"{_base_of(desk)}document/"):
        known = [fact for fact in desk.documents() if fact.iri == iri]
        return board.show_document(visit, desk, known[0]) if known else None
    if "/file/" in iri and "#" in iri:
        return source.show(Visit("source", "/source", {}, (("iri", iri),), visit.lang), desk)
    found = _GOAL.fullmatch(iri)
    document = _document_of(found["plan"], desk) if found else None
    if found and document and found["key"] != "overall":
        return goal.show(visit_of("goal", document=document.key, number=unquote(found["key"])), desk)
    found = _PROJECT.fullmatch(iri)
    document = _document_of(found["plan"], desk) if found else None
    if found and document and desk.one_document(document).project(unquote(found["key"])):
        return project.show(visit_of("project", document=document.key, code=unquote(found["key"])), desk)
    return None


def _base_of(desk: Desk) -> str:
    """What the IRIs of the store's data begin with."""
    rows = desk.store.select(_ANY_DOCUMENT).rows
    return words(rows[0][0]).rpartition("document/")[0] if rows else ""


def _document_of(plan: str, desk: Desk) -> DocumentFact | None:
    """The document that states a plan; of several the first that states its goals."""
    rows = desk.store.select(_OF_PLAN, {"plan": read_iri(plan)}).rows
    found = [choose_documents(desk.store, words(row[0]))[0] for row in rows]
    return min(found, key=lambda fact: (fact.kind != "goals", fact.iri), default=None)
