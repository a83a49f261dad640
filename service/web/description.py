"""What the endpoint says of itself: a Service Description, VoID figures, and its named questions as examples."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

import pyoxigraph as ox

from ontology.prefixes import PREFIXES
from service.query_examples import query_examples
from service.web.engine import Engine
from service.web.frames import Answer

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RDF: Final = PREFIXES["rdf"]
_MOST_COUNTED: Final = 1_000_000
_MOST_GRAPHS: Final = 500
_RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)


def describe_service(
    engine: Engine, generation: int, arguments: Mapping[str, str], *, compress: bool
) -> Answer:
    """The description as a graph in the wanted format."""
    address = arguments["address"]
    triples = [*_service(address, union=engine.union), *_dataset(engine, generation, address)]
    if engine.own:
        triples += list(query_examples(address, address))
    return engine.write_graph(iter(triples), arguments["format"], compress=compress)


def _service(address: str, *, union: bool) -> Iterator[ox.Triple]:
    service = _node(address)
    yield _triple(service, _RDF + "type", _node(_SD + "Service"))
    yield _triple(service, _SD + "endpoint", service)
    yield _triple(service, _SD + "supportedLanguage", _node(_SD + "SPARQL11Query"))
    if union:
        yield _triple(service, _SD + "feature", _node(_SD + "UnionDefaultGraph"))
    for form in _RESULTS:
        yield _triple(service, _SD + "resultFormat", _node(_FORMATS + form))
    yield _triple(service, _SD + "defaultDataset", _node(address + "#dataset"))


def _dataset(engine: Engine, generation: int, address: str) -> Iterator[ox.Triple]:
    dataset, default = _node(address + "#dataset"), _node(address + "#default-graph")
    yield _triple(dataset, _RDF + "type", _node(_SD + "Dataset"))
    yield _triple(dataset, _RDF + "type", _node(_VOID + "Dataset"))
    yield _triple(dataset, _VOID + "sparqlEndpoint", _node(address))
    yield _triple(dataset, _SD + "defaultGraph", default)
    yield _triple(default, _RDF + "type", _node(_SD + "Graph"))
    if engine.remote:
        return  # counting there would be a long question, asked for nobody
    store = engine.open(generation)
    counted = sum(1 for _ in islice(store.quads_for_pattern(None, None, None, None), _MOST_COUNTED + 1))
    if counted <= _MOST_COUNTED:
        yield _triple(dataset, _VOID + "triples", ox.Literal(counted))
    names = islice((name for name in store.named_graphs() if isinstance(name, ox.NamedNode)), _MOST_GRAPHS)
    for number, name in enumerate(sorted(names, key=str), 1):
        graph = _node(f"{address}#graph-{number}")
        yield _triple(dataset, _SD + "namedGraph", graph)
        yield _triple(graph, _RDF + "type", _node(_SD + "NamedGraph"))
        yield _triple(graph, _SD + "name", name)


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _triple(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
