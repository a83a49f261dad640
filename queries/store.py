"""The store as the rest of the program sees it, and how one is opened."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from queries.answer import Table, Term


class StoreVersion(NamedTuple):
    """What a store was written with: the layout of its directory and the ontology."""

    layout: int
    ontology: str


class Store(Protocol):
    """A graph that answers SPARQL 1.1 over the union of its graphs.

    Bindings are finished N-Triples terms by variable name; they reach the outermost group of the query.
    """

    @property
    def location(self) -> str:
        """Where the store is, for messages."""
        ...

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> Table:
        """The rows of a SELECT."""
        ...

    def ask(self, query: str, bindings: Mapping[str, Term] | None = None) -> bool:
        """The answer of an ASK."""
        ...

    def construct(self, query: str, bindings: Mapping[str, Term] | None = None) -> str:
        """The triples of a CONSTRUCT or DESCRIBE as N-Triples."""
        ...

    def replace_graphs(self, graphs: Sequence[str], nquads: str) -> None:
        """Put the quads in the place of all that these graphs held; all of it happens or nothing."""
        ...

    def graphs(self) -> tuple[str, ...]:
        """IRIs of the named graphs, sorted."""
        ...

    def version(self) -> StoreVersion | None:
        """What the store was written with; an endpoint does not say."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


def open_store(location: str | Path, *, read_only: bool = False) -> Store:
    """Open the store in a directory, at a SPARQL endpoint's address, or a new one in memory (`:memory:`)."""
    # Both kinds know this module's protocol, so they are named here and not above.
    from queries.embedded import EmbeddedStore  # noqa: PLC0415
    from queries.endpoint import EndpointStore  # noqa: PLC0415

    place = str(location)
    if place.startswith(("http://", "https://")):
        return EndpointStore(place)
    if place == ":memory:":
        return EmbeddedStore.in_memory()
    return EmbeddedStore.on_disk(Path(place), read_only=read_only)
