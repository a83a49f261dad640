"""Small documents of made-up departments, any number of them, and what a store holds of each."""

from pathlib import Path

from queries.embedded import EmbeddedStore
from queries.store import Store, open_store
from service.build import BuildResult, build
from shapes.profile import load_profile
from tests.documents import UNIT, small_export

BASE = "https://example.org/data/"
PROFILE = load_profile()


def document_text(number: int, budget: str = "60.00") -> str:
    """The document of one department; numbers give departments and project codes of their own."""
    text = small_export().replace(UNIT, f"{305001 + number}某区民政局本级").replace("60.00", budget)
    return text.replace("13020923P000", f"1302{number:03d}3P000")


def write_documents(folder: Path, count: int, budget: str = "60.00") -> list[Path]:
    """Write that many documents and give their paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"department-{number:03d}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(document_text(number, budget), encoding="utf-8")
    return paths


def build_into(store: Store, sources: list[Path], jobs: int = 1, *, force: bool = False) -> BuildResult:
    """The ordinary build with the default rules."""
    return build(sources, store, PROFILE, BASE, jobs=jobs, force=force)


def held_of(store: Store) -> dict[str, str]:
    """All that the store holds, document by document."""
    assert isinstance(store, EmbeddedStore)
    held: dict[str, list[str]] = {}
    for graph in store.graphs():
        if "/document/" in graph:
            held.setdefault(graph.rpartition("/")[0], []).append(graph)
    return {document: store.nquads(graphs) for document, graphs in held.items()}


def held_in(place: Path) -> dict[str, str]:
    """The same of a store on disk."""
    store = open_store(place, read_only=True)
    try:
        return held_of(store)
    finally:
        store.close()
