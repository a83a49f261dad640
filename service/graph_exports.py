"""The named graphs as files for other programs: TriG, JSON-LD; one graph after the other is read and written."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from ontology.prefixes import PREFIXES
from queries.facts import choose_documents
from queries.store import Store
from service.export_files import whole_file
from service.jsonld import json_context, json_nodes


def chosen_graphs(store: Store, document: str | None) -> tuple[str, ...]:
    """The named graphs of the store, or of one document of it, sorted."""
    graphs = store.graphs()
    if document is None:
        return graphs
    homes = tuple(f"{found.iri}/" for found in choose_documents(store, document))
    return tuple(graph for graph in graphs if graph.startswith(homes))


def read_graph(store: Store, graph: str) -> Iterator[ox.Triple]:
    """The triples of one graph in a fixed order."""
    text = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return (quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES))


def write_trig(store: Store, path: Path, document: str | None = None) -> None:
    """Write the named graphs as TriG with the shared prefixes."""
    quads = (
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))
        for graph in chosen_graphs(store, document)
        for triple in read_graph(store, graph)
    )
    with whole_file(path) as file:
        ox.serialize(quads, file, ox.RdfFormat.TRIG, prefixes=PREFIXES)


def write_jsonld(store: Store, path: Path, document: str | None = None) -> None:
    """Write the named graphs as JSON-LD: short names of the ontology's terms, one line for each thing."""
    with whole_file(path) as file:
        context = json.dumps(json_context(), ensure_ascii=False, indent=1)
        file.write(f'{{"@context": {context},\n"@graph": ['.encode())
        between = "\n"
        for graph in chosen_graphs(store, document):
            file.write(f'{between}{{"@id": {json.dumps(graph)}, "@graph": ['.encode())
            inner = "\n"
            for node in json_nodes(read_graph(store, graph)):
                file.write((inner + json.dumps(node, ensure_ascii=False)).encode("utf-8"))
                inner = ",\n"
            file.write(b"\n]}")
            between = ",\n"
        file.write(b"\n]}\n")
