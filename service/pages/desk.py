"""Where a worker makes pages: the store, what was read from it for this version, and the templates."""

import importlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from queries.coverage import read_coverage
from queries.coverage_records import Coverage, DocumentCoverage
from queries.errors import UnknownDocumentError
from queries.fact_records import DocumentFact
from queries.facts import choose_documents, read_documents
from queries.store import Store
from service.pages.render import render
from service.pages.routes import PAGES
from service.pages.visit import Visit
from service.pages.words import load_page_words
from service.reports.sentences import Sentences
from service.reports.wording import Wording
from service.web.engine import Engine
from service.web.refusals import NotFoundError

_KEPT_DOCUMENTS: Final = 6
_FIRST_TWO: Final = """
SELECT DISTINCT ?document WHERE { GRAPH ?source { ?document gt:statesPlan ?plan } } LIMIT 2"""
_MODULES: Final = {route.name: route.module for route in PAGES}


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: a template with its values; `nav` is the entry of the navigation that it belongs to."""

    template: str
    values: Mapping[str, object]
    title: str
    nav: str = ""
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    wide: bool = False
    document: DocumentFact | None = None


class ChooseDocumentError(Exception):
    """Raised when a page is about one document and the store holds none, or several and none is named."""


@dataclass(slots=True)
class Desk:
    """The store as it is in one version, and what pages have read from it."""

    store: Store
    generation: int
    engine: Engine | None = None
    _documents: tuple[DocumentFact, ...] | None = None
    _number: int | None = None
    _named: dict[str, DocumentFact] = field(default_factory=dict)
    _kept: OrderedDict[str, Coverage] = field(default_factory=OrderedDict)
    notes: dict[str, Any] = field(default_factory=dict)

    def documents(self) -> tuple[DocumentFact, ...]:
        """Every document of the store."""
        if self._documents is None:
            self._documents = read_documents(self.store)
        return self._documents

    def document(self, visit: Visit) -> DocumentFact:
        """The document that a visit names, or the only one there is."""
        wanted = visit.one("document")
        if not wanted:
            if self.how_many() != 1:
                raise ChooseDocumentError
            return self.documents()[0]
        if wanted not in self._named:
            try:
                self._named[wanted] = choose_documents(self.store, wanted)[0]
            except UnknownDocumentError as exc:
                raise NotFoundError(
                    f"The store holds no document {wanted[:200]}.",
                    detail_zh=f"库中没有文件 {wanted[:200]}。",
                ) from exc
        return self._named[wanted]

    def how_many(self) -> int:
        """None, one or two where there are more: that costs the same in a store of any size."""
        if self._number is None:
            self._number = len(self.store.select(_FIRST_TWO).rows)
        return self._number

    def coverage(self, document: DocumentFact) -> Coverage:
        """The coverage of one document, kept for the next page about it."""
        kept = self._kept.pop(document.iri, None)
        if kept is None:
            kept = read_coverage(self.store, document.iri)
        self._kept[document.iri] = kept
        if len(self._kept) > _KEPT_DOCUMENTS:
            self._kept.popitem(last=False)
        return kept

    def one_document(self, document: DocumentFact) -> DocumentCoverage:
        """The coverage's only document."""
        return self.coverage(document).documents[0]

    def words(self, visit: Visit) -> Wording:
        """The words of all pages in the visitor's language."""
        return load_page_words(visit.lang)

    def say(self, coverage: Coverage, visit: Visit) -> Sentences:
        """The reports' sentences about that coverage, with the pages' words besides."""
        return Sentences(coverage, load_page_words(visit.lang))


class _Desks:
    """The one desk of this process: a new version of the store gets a new one."""

    def __init__(self) -> None:
        self._desk: Desk | None = None

    def at(self, store: Store, generation: int, engine: Engine | None) -> Desk:
        if self._desk is None or self._desk.generation != generation:
            self._desk = Desk(store, generation, engine)
        return self._desk


_DESKS: Final = _Desks()


def answer_page(
    store: Store, generation: int, arguments: Mapping[str, Any], engine: Engine | None = None
) -> str | bytes:
    """The text of a page, or a picture; raises a refusal where there is nothing to show."""
    return show(Visit.read(arguments), _DESKS.at(store, generation, engine))


def show(visit: Visit, desk: Desk) -> str | bytes:
    """The text of the page that is visited."""
    module = _MODULES.get(visit.page)
    if module is None:
        raise NotFoundError("There is no such page.")
    try:
        made: Page | str | bytes = importlib.import_module(module).show(visit, desk)
    except ChooseDocumentError:
        made = importlib.import_module("service.pages.documents").show(visit, desk)
    return made if isinstance(made, str | bytes) else render(made, visit, desk.how_many())
