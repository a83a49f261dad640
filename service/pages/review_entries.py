"""What there is to review in a document: a light list of links and rows, and the words to judge them by."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from queries.fact_records import DocumentFact
from queries.store import Store
from queries.stored_links import stored_links
from queries.suggest import Ranker
from queries.suggest_fit import adapt_weights, load_weights
from queries.suggest_list import load_word_list
from queries.suggest_records import Suggestion
from queries.suggest_score import Wording
from queries.suggest_source import confirmed_links, words_in_store
from service.pages.desk import Desk
from service.stored_plan import identify_stored
from service.web.reviewing import link_items, verdict_items

OPEN: Final = ("proposed", "suggested")
_FEW: Final = 50  # in more documents, counting the uses of common metrics takes longer than a page may


class Wordings:
    """The words of a document's projects and goals, and for each project asked for its ranked targets."""

    def __init__(self, store: Store, document: DocumentFact) -> None:
        identifiers = identify_stored(document)
        self.projects, self.goals = words_in_store(store, identifiers)
        self.by_code = {project.code: project for project in self.projects}
        self._confirmed = confirmed_links(stored_links(store, identifiers))
        self._ranker: Ranker | None = None
        self._ranked: dict[str, list[Suggestion]] = {}

    def rank(self, code: str) -> list[Suggestion]:
        """The targets of one project, the likeliest first."""
        if self._ranker is None:
            wording = Wording(self.projects, self.goals, load_word_list(), None)
            weights = adapt_weights(wording, self._confirmed, load_weights(with_model=False))
            self._ranker = Ranker(wording, self._confirmed, weights)
        if code not in self._ranked:
            self._ranked[code] = self._ranker.rank(self.by_code[code])
        return self._ranked[code]


def wordings_of(desk: Desk, document: DocumentFact) -> Wordings:
    """The words of a document, kept while the store is unchanged."""
    kept: dict[str, Wordings] = desk.notes.setdefault("wordings", {})
    if document.iri not in kept:
        kept.clear()
        kept[document.iri] = Wordings(desk.store, document)
    return kept[document.iri]


class LinkEntry(NamedTuple):
    """A link in the list of all, not yet a card; `link` is None where a project has none so far."""

    item: Mapping[str, Any]
    link: Mapping[str, Any] | None

    @property
    def state(self) -> str:
        """Where it stands among the states of the page."""
        status = str(self.link["status"]) if self.link else "suggested"
        return "open" if status in OPEN else status


class RowEntry(NamedTuple):
    """A row in the list of all, not yet a card."""

    item: Mapping[str, Any]

    @property
    def state(self) -> str:
        """Where it stands among the states of the page; a verdict on other words does not count."""
        verdict = str(self.item["verdict"])
        return "open" if not verdict or self.item["stale"] else verdict


def list_link_entries(desk: Desk, document: DocumentFact) -> list[LinkEntry]:
    """Every link of a document, and every project that has none."""
    known = wordings_of(desk, document).by_code
    items = [item for item in link_items(desk.store, document.key) if item["project"] in known]
    return [LinkEntry(item, link) for item in items for link in (item["links"] or [None])]


def list_row_entries(desk: Desk, document: DocumentFact) -> list[RowEntry]:
    """The rows that the rules call candidates, and every other row that has a verdict."""
    few = len(desk.documents()) <= _FEW
    return [RowEntry(item) for item in verdict_items(desk.store, document.key, rarity=few)]
