"""The named questions as `sh:SPARQLExecutable`, in the form in which query editors look for examples at an endpoint."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import pyoxigraph as ox

from ontology.prefixes import PREFIXES
from queries.answer import mask_opaque
from queries.library import NamedQuery, load_query, query_names

QUERY_GRAPH: Final = "https://w3id.org/goaltrace/query"
_SH: Final = PREFIXES["sh"]
_RDF: Final = PREFIXES["rdf"]
_RDFS: Final = PREFIXES["rdfs"]
_XSD: Final = PREFIXES["xsd"]
_TARGET: Final = "https://schema.org/target"
_USED = re.compile(r"(?<![\w:?$-])([A-Za-z][\w-]*):(?=[\w])")


def query_examples(base: str, endpoint: str = "") -> Iterator[ox.Triple]:
    """Every named question with its words in both languages, its text, and the prefixes that it uses."""
    used: set[str] = set()
    for name in query_names():
        query = load_query(name)
        prefixes = _prefixes_of(query)
        used.update(prefixes)
        yield from _example(query, base, endpoint, prefixes)
    for prefix in sorted(used):
        node = _node(f"{base}#prefix-{prefix}")
        yield _triple(node, _RDF + "type", _node(_SH + "PrefixDeclaration"))
        yield _triple(node, _SH + "prefix", ox.Literal(prefix))
        namespace = ox.Literal(PREFIXES[prefix], datatype=ox.NamedNode(_XSD + "anyURI"))
        yield _triple(node, _SH + "namespace", namespace)


@cache
def query_quads() -> str:
    """The named questions as N-Quads of a graph of their own, to be kept in a store beside the vocabulary."""
    graph = ox.NamedNode(QUERY_GRAPH)
    quads = (
        ox.Quad(found.subject, found.predicate, found.object, graph) for found in query_examples(QUERY_GRAPH)
    )
    return "".join(sorted(f"{quad} .\n" for quad in quads))


def _example(query: NamedQuery, base: str, endpoint: str, prefixes: tuple[str, ...]) -> Iterator[ox.Triple]:
    node = _node(f"{base}#query-{query.name}")
    yield _triple(node, _RDF + "type", _node(_SH + "SPARQLExecutable"))
    yield _triple(node, _RDF + "type", _node(_SH + "SPARQLSelectExecutable"))
    for language in ("zh", "en"):
        comment = ox.Literal(query.question.speak(language), language=language)
        yield _triple(node, _RDFS + "comment", comment)
        yield _triple(node, _RDFS + "label", comment)
    yield _triple(node, _SH + "select", ox.Literal(_without_header(query.text)))
    own = _node(f"{base}#prefixes-{query.name}")
    yield _triple(node, _SH + "prefixes", own)
    for prefix in prefixes:
        yield _triple(own, _SH + "declare", _node(f"{base}#prefix-{prefix}"))
    if endpoint:
        yield _triple(node, _TARGET, _node(endpoint))


def _prefixes_of(query: NamedQuery) -> tuple[str, ...]:
    """The prefixes that a question's text uses."""
    found = set(_USED.findall(mask_opaque(_without_header(query.text))))
    return tuple(prefix for prefix in PREFIXES if prefix in found)


def _without_header(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _triple(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
