"""The boilerplate fingerprint of projects, plans, departments or years, side by side.

Plans, departments and years are summed from the totals that each document's judgment holds, so hundreds of
documents cost one question; projects are read row by row.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from loaders.plan import Milestone, Project
from ontology import nquads
from queries.document_choice import identify_document, one_a_plan
from queries.fact_records import DocumentFact
from queries.facts import choose_documents, money, whole, words
from queries.store import Store
from queries.stored_rows import NO_WORDS, stored_rows
from queries.totals import DocumentTotals, read_totals
from shapes.fingerprint import Boilerplate, take_fingerprint

By = Literal["project", "document", "department", "year"]

_MILESTONES: Final = """
SELECT ?project ?order ?month ?share WHERE {
  GRAPH ?source { ?project gt:hasMilestone ?milestone . ?milestone gt:order ?order . }
  OPTIONAL { GRAPH ?reading { ?milestone gt:month ?month } }
  OPTIONAL { GRAPH ?reading { ?milestone gt:cumulativeShare ?share } }
} ORDER BY ?project ?order"""


class Print(NamedTuple):
    """One line of fingerprints: whose it is, of which year, and the counts."""

    key: str
    name: str
    year: str
    counts: Boilerplate


def read_fingerprints(store: Store, by: By, document: str | None = None) -> tuple[Print, ...]:
    """Fingerprints of one document's projects or plan, or of all; each plan counts once."""
    documents = one_a_plan(choose_documents(store, document))
    if by == "project":
        return tuple(found for fact in documents for found in _of_projects(store, fact))
    totals = read_totals(store, documents[0].iri if document and documents else "")
    plans = [
        Print(fact.key, fact.department_name, fact.year, boilerplate_of(totals.get(fact.iri)))
        for fact in documents
    ]
    if by == "document":
        return tuple(plans)
    return _gather(documents, plans, by)


def boilerplate_of(totals: DocumentTotals | None) -> Boilerplate:
    """The counts of a document's stored totals; none where it was never judged."""
    if totals is None:
        return Boilerplate()
    return Boilerplate(
        totals.rows,
        totals.sharing_value,
        totals.repeated,
        totals.scheduled,
        totals.same_schedule,
        totals.single_basis,
    )


def _gather(documents: Sequence[DocumentFact], plans: Sequence[Print], by: By) -> tuple[Print, ...]:
    """Plans of one department, or of one year, together; a department is called as in its last year."""
    groups: dict[str, Print] = {}
    for fact, plan in sorted(
        zip(documents, plans, strict=True), key=lambda pair: (pair[0].year, pair[0].iri)
    ):
        key = fact.year if by == "year" else fact.department_code or fact.department_name
        name, year = ("", fact.year) if by == "year" else (fact.department_name, "")
        before = groups[key].counts if key in groups else Boilerplate()
        groups[key] = Print(key, name, year, before.plus(plan.counts))
    return tuple(groups[key] for key in sorted(groups))


def _of_projects(store: Store, fact: DocumentFact) -> Iterator[Print]:
    projects = _with_milestones(store, fact)
    names = {project.key: project.name.text for project in projects}
    for found in take_fingerprint(projects).by_project:
        yield Print(found.project, names[found.project], fact.year, found.counts)


def _with_milestones(store: Store, fact: DocumentFact) -> list[Project]:
    """The projects of a stored document with their rows and spending plans."""
    identifiers = identify_document(fact)
    layers = {name: nquads.iri(identifiers.graph(name)) for name in ("source", "reading")}
    steps: dict[str, list[Milestone]] = defaultdict(list)
    for row in store.select(_MILESTONES, layers).records():
        step = Milestone(NO_WORDS, whole(row["month"]), NO_WORDS, money(row["share"]))
        steps[words(row["project"])].append(step)
    return [
        replace(project, milestones=tuple(steps[identifiers.project(project.key)]))
        for project in stored_rows(store, identifiers).projects
    ]
