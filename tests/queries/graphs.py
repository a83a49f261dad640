"""Stores made of the TriG files that the tests keep."""

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from queries.embedded import EmbeddedStore

HERE = Path(__file__).parent
BASE = "https://example.org/data/"
ONE = f"{BASE}document/1-2022-goals"
TWO = f"{BASE}document/2-2022-goals"


def as_nquads(trig: str) -> tuple[list[str], list[str]]:
    """The named graphs and the lines of a TriG text."""
    quads = list(ox.parse(trig, ox.RdfFormat.TRIG))
    return sorted({str(quad.graph_name)[1:-1] for quad in quads}), [f"{quad} .\n" for quad in quads]


def store_of(trig: str) -> EmbeddedStore:
    """A store in memory that holds a TriG text."""
    graphs, lines = as_nquads(trig)
    store = EmbeddedStore.in_memory()
    store.replace_graphs(graphs, "".join(lines))
    return store


@cache
def plans_text() -> str:
    """The two plans that the tests of this folder share."""
    return (HERE / "plans.trig").read_text(encoding="utf-8")


def plans_store() -> EmbeddedStore:
    """A new store with the two plans."""
    return store_of(plans_text())
