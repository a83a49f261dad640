from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from loaders.load import load_file
from ontology.identifiers import DEFAULT_BASE
from ontology.vocabulary import ONTOLOGY_GRAPH, ontology_nquads
from queries.store import open_store
from service.build import build
from service.shipped import write_shipped_graphs
from shapes.profile import load_profile
from tests.service.web.live import LiveServer

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "organization-department-2022.docx"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
PLAIN = """
<http://example.org/a> <http://example.org/p> "default" .
<http://example.org/a> <http://example.org/p> "one" <http://example.org/g/1> .
<http://example.org/b> <http://example.org/q> <http://example.org/a> <http://example.org/g/1> .
<http://example.org/a> <http://example.org/p> "two" <http://example.org/g/2> .
"""


def many(number: int) -> str:
    """So many items with a value and a link."""
    return "".join(
        f'<http://example.org/item/{n}> <http://example.org/value> "{n}"^^<{INTEGER}> .\n'
        f"<http://example.org/item/{n}> <http://example.org/next> <http://example.org/item/{n * 7 % number}> .\n"
        for n in range(number)
    )


def make_plain_store(place: Path, nquads: str) -> Path:
    store = ox.Store(str(place))
    store.bulk_load(nquads.encode(), ox.RdfFormat.N_QUADS)
    store.flush()
    return place


@pytest.fixture(scope="session")
def plain_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_plain_store(tmp_path_factory.mktemp("plain") / "store", PLAIN + many(3000))


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("example") / "store"
    quads = load_file(EXAMPLE).quads.nquads()
    graphs = sorted({str(quad.graph_name)[1:-1] for quad in ox.parse(quads.encode(), ox.RdfFormat.N_QUADS)})
    store = open_store(place)
    store.replace_graphs([ONTOLOGY_GRAPH], ontology_nquads())
    write_shipped_graphs(store, load_profile("china-before-2021"))
    store.replace_graphs(graphs, quads)
    store.close()
    return place


@pytest.fixture(scope="session")
def plain(plain_store: Path) -> Iterator[LiveServer]:
    """A server on somebody's own Oxigraph store, with short limits."""
    options = {"seconds": "2", "rows": "10000", "answer_megabytes": "1", "megabytes": "256"}
    with LiveServer(plain_store, options) as server:
        yield server


@pytest.fixture(scope="session")
def example(example_store: Path) -> Iterator[LiveServer]:
    """A server on the store of the example document."""
    with LiveServer(example_store) as server:
        yield server


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that `build` makes of the example; to be copied by who changes it."""
    place = tmp_path_factory.mktemp("built") / "store"
    store = open_store(place)
    build([EXAMPLE], store, load_profile("china-before-2021"), DEFAULT_BASE)
    store.close()
    return place
