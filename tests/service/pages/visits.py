"""A small store with both years, and pages of it as a worker makes them."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from loaders.link_records import LinkRecord
from loaders.load import load_document
from loaders.readers.text import read_text
from ontology.vocabulary import ONTOLOGY_GRAPH, ontology_nquads
from queries.embedded import EmbeddedStore
from queries.store import Store, open_store
from service.judge import judge
from service.pages.desk import Desk, show
from service.pages.routes import find_page
from service.pages.visit import Visit
from service.reports.wording import Language
from service.shipped import write_shipped_graphs
from shapes.profile import load_profile
from tests.documents import small_export
from tests.year_documents import export_2024

KEY = "305001-2023-goals"
CODE = "13020923P00010110001A"
OTHER = "13020923P00010210002B"
MARKUP = "<script>alert(1)</script>"


def make_store(*texts: str, links: tuple[LinkRecord, ...] = ()) -> EmbeddedStore:
    """A new store in memory with these text exports, judged, and with the words of the ontology."""
    store = EmbeddedStore.in_memory()
    _fill(store, texts, links)
    return store


def write_store(place: Path, *texts: str, links: tuple[LinkRecord, ...] = ()) -> None:
    """The same in a folder."""
    store = open_store(place)
    _fill(store, texts, links)
    store.close()


def _fill(store: Store, texts: Sequence[str], links: tuple[LinkRecord, ...]) -> None:
    store.replace_graphs([ONTOLOGY_GRAPH], ontology_nquads())
    write_shipped_graphs(store, load_profile("china-before-2021"))
    for number, text in enumerate(texts):
        judged = judge(load_document(read_text(text.encode(), f"plan-{number}.txt")), links, load_profile())
        store.replace_graphs(judged.graphs, judged.nquads)


def with_markup() -> str:
    """The small document with markup for a project's name, in a description and in a goal."""
    text = small_export().replace("社区养老服务站建设", f"{MARKUP}站")
    return text.replace("救助人次不少于300人次", f"{MARKUP}人次").replace("提升养老服务水平", f"{MARKUP}水平")


def both_years() -> EmbeddedStore:
    """A store with two documents."""
    return make_store(small_export(), export_2024())


def open_page(desk: Desk, address: str, lang: Language = "zh") -> str:
    """The page at an address, as a worker makes it."""
    parts = urlsplit(address)
    found = find_page(parts.path)
    assert found is not None, address
    route, path = found
    query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    made = show(Visit(route.name, parts.path, path, query, lang), desk)
    assert isinstance(made, str)
    return made


class Outline(HTMLParser):
    """What a test wants to know of a page: its tags, its links, its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words += data

    def links(self, start: str = "") -> list[str]:
        """Where links lead, those that begin so."""
        found = [facts["href"] for tag, facts in self.tags if tag == "a" and "href" in facts]
        return [link for link in found if link.startswith(start)]

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every such tag."""
        return [facts for name, facts in self.tags if name == tag]


def squeeze(text: str) -> str:
    """Words with single blanks."""
    return re.sub(r"\s+", " ", text)
