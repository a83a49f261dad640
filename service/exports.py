"""The graph as files for other programs."""

from pathlib import Path

import pyoxigraph as ox

from ontology.prefixes import PREFIXES
from queries.store import Store
from service.output import CannotWriteError


def write_turtle(store: Store, path: Path) -> None:
    """Write all graphs as one Turtle file with the shared prefixes; the order of statements is fixed."""
    triples = ox.parse(store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), ox.RdfFormat.N_TRIPLES)
    text = ox.serialize((q.triple for q in triples), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    _write(path, text or b"")


def write_nquads(store: Store, path: Path) -> None:
    """Write every graph as sorted N-Quads lines."""
    lines = []
    for graph in store.graphs():
        triples = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        lines += [f"{line.removesuffix(' .')} <{graph}> ." for line in triples.splitlines()]
    _write(path, ("\n".join(lines) + "\n").encode())


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as exc:
        raise CannotWriteError(path, exc.strerror or str(exc)) from exc
