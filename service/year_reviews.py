"""Plans of several years out of a store, laid side by side with what reviewers decided on them."""

from itertools import pairwise

from loaders.errors import LoadError
from queries.across_years import compare_years, follow_years
from queries.continuations import Answer, decide, read_decisions
from queries.document_choice import documents_called
from queries.fact_records import DocumentFact
from queries.facts import read_facts
from queries.store import Store
from queries.year_records import Decision, Thread, YearChanges


class SeveralPlansError(LoadError):
    """Raised when one plan is asked for and a name means several."""

    def __init__(self, name: str, documents: tuple[str, ...]) -> None:
        self.documents = documents
        listed = ", ".join(documents[:5])
        super().__init__(
            f"{len(documents)} documents are called so",
            name,
            f"name one of them, such as {listed}",
            zh=(f"有 {len(documents)} 份文件符合这个名称", f"请指定其中一份，例如 {listed}"),
        )


def compare_stored(store: Store, earlier: str, later: str) -> YearChanges:
    """Lay two stored plans side by side."""
    one, other = _one(store, earlier), _one(store, later)
    return compare_years(
        read_facts(store, one), read_facts(store, other), read_decisions(store, one.plan, other.plan)
    )


def decide_stored(store: Store, earlier: str, later: str, answer: Answer) -> Decision:
    """Keep a reviewer's answer on two items of two stored plans."""
    one, other = (read_facts(store, _one(store, name)) for name in (earlier, later))
    return decide(store, one, other, answer)


def follow_stored(store: Store, department: str) -> tuple[tuple[Thread, ...], tuple[str, ...]]:
    """Follow a department through its years; the second part of the answer names the years."""
    documents = sorted(
        documents_called(store, department), key=lambda document: (document.year, document.iri)
    )
    neighbours = pairwise(documents)
    decisions = {(a.plan, b.plan): read_decisions(store, a.plan, b.plan) for a, b in neighbours}
    plans = [read_facts(store, document) for document in documents]
    return follow_years(plans, decisions), tuple(document.year for document in documents)


def _one(store: Store, name: str) -> DocumentFact:
    documents = documents_called(store, name)
    if len(documents) != 1:
        raise SeveralPlansError(name, tuple(document.key for document in documents))
    return documents[0]
