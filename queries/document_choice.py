"""Which documents a name means: one document, a plan, all of a department, or all of a year."""

from collections.abc import Iterable
from urllib.parse import unquote

from ontology.identifiers import PlanIdentifiers
from queries.errors import UnknownDocumentError
from queries.fact_records import DocumentFact
from queries.facts import read_documents
from queries.store import Store


def documents_called(store: Store, name: str) -> tuple[DocumentFact, ...]:
    """The documents of that IRI, key, plan (`203001-2022`), department (code or name) or year; one for each plan."""
    documents = read_documents(store)
    exact = tuple(found for found in documents if name in (found.iri, found.key))
    if exact:
        return exact
    called = one_a_plan(
        found
        for found in documents
        if name
        in (found.plan, plan_key(found.plan), found.department_code, found.department_name, found.year)
    )
    if not name or not called:
        raise UnknownDocumentError(name, tuple(found.key for found in documents))
    return called


def one_a_plan(documents: Iterable[DocumentFact]) -> tuple[DocumentFact, ...]:
    """Of several documents about one plan the one that states the goals, so that nothing counts twice."""
    best: dict[str, DocumentFact] = {}
    for found in sorted(documents, key=lambda document: (document.kind != "goals", document.iri)):
        best.setdefault(found.plan, found)
    return tuple(sorted(best.values(), key=lambda document: document.iri))


def identify_document(document: DocumentFact) -> PlanIdentifiers:
    """The identifiers that a stored document's IRIs were minted with."""
    base, _, key = document.plan.rpartition("plan/")
    department, _, year = key.rpartition("-")
    return PlanIdentifiers(base, unquote(department), unquote(year), document.kind)


def plan_key(plan: str) -> str:
    """The department and year of a plan's IRI.

    >>> plan_key("https://example.org/data/plan/203001-2022")
    '203001-2022'
    """
    return plan.rpartition("/plan/")[2]
