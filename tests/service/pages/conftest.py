from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.link_records import LinkRecord
from queries.store import open_store
from service.pages.app import PagesApp
from service.pages.desk import Desk
from service.shipped import write_shipped_graphs
from shapes.profile import load_profile
from tests.documents import small_export
from tests.service.pages.visits import CODE, OTHER, both_years, make_store, with_markup, write_store
from tests.service.web.live import LiveServer

LINKS = (
    LinkRecord(
        CODE, "1", objective="1", status="accepted", evidence=("救助",), reviewer="r", date="2026-01-02"
    ),
    LinkRecord(OTHER, "2", status="proposed", evidence=("养老",)),
)


@pytest.fixture(scope="session")
def one() -> Desk:
    """A store with one document, one accepted and one proposed link."""
    return Desk(make_store(small_export(), links=LINKS), 1)


@pytest.fixture(scope="session")
def two() -> Desk:
    """A store with two documents and no link."""
    return Desk(both_years(), 1)


@pytest.fixture(scope="session")
def marked() -> Desk:
    """A store with one document that has markup in its names."""
    return Desk(make_store(with_markup()), 1)


@pytest.fixture(scope="session")
def empty() -> Desk:
    """A store without a document."""
    return Desk(make_store(), 1)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server with pages on a store with one document."""
    place = tmp_path_factory.mktemp("pages") / "store"
    write_store(place, small_export(), links=LINKS)
    with LiveServer(place, pages=PagesApp()) as server:
        yield server


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server with pages on a store that holds no document."""
    place: Path = tmp_path_factory.mktemp("nothing") / "store"
    store = open_store(place)
    write_shipped_graphs(store, load_profile("china-before-2021"))
    store.close()
    with LiveServer(place, pages=PagesApp()) as server:
        yield server
