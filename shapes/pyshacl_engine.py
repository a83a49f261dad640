"""The reference engine: pySHACL over an rdflib graph of its own.

Importing this module costs half a second, so nothing imports it before there is something to validate.
"""

from functools import cache
from typing import Any

import pyshacl
from pyshacl.graph_abstraction import DataGraph
from rdflib import SH, XSD, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult
from rdflib.term import Node

from ontology.nquads import text
from shapes.results import SEVERITIES, Result
from shapes.shape_files import read_shape_file


class EngineError(Exception):
    """Raised when pySHACL cannot run the shapes at all."""

    def __init__(self, cause: object) -> None:
        self.cause = cause
        super().__init__(f"pySHACL could not run the shapes: {cause}.")


class DocumentGraph(Graph):
    """An rdflib graph that parses a query text once: pySHACL sends the same text for every focus node."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> QueryResult:
        """Answer a query, given as text or prepared."""
        prepared = _prepare(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)


@cache
def _prepare(query: str) -> Query:
    return prepareQuery(query)


@cache
def _shapes_graph(names: tuple[str, ...]) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(data=read_shape_file(name), format="turtle")
    return graph


def run_pyshacl(ntriples: str, shape_files: tuple[str, ...]) -> list[Result]:
    """The results of the named shape files on one document's graph, in no particular order."""
    data = DocumentGraph()
    data.parse(data=ntriples, format="nt")
    _, report, _ = pyshacl.validate(
        DataGraph.from_rdflib_graph(data),
        shacl_graph=_shapes_graph(shape_files),
        advanced=False,
        inference="none",
        do_owl_imports=False,
        meta_shacl=False,
    )
    if not isinstance(report, Graph):
        raise EngineError(report)
    return [read_result(report, node) for node in report.objects(None, SH.result)]


def read_result(report: Graph, node: Node) -> Result:
    """One `sh:ValidationResult` of a report graph."""
    value = report.value(node, SH.value)
    return Result(
        shape=str(report.value(node, SH.sourceShape)),
        severity=SEVERITIES[str(report.value(node, SH.resultSeverity))],
        focus=str(report.value(node, SH.focusNode)),
        path=_path(report, report.value(node, SH.resultPath)),
        value="" if value is None else _term(value),
        value_text="" if value is None else str(value),
        component=str(report.value(node, SH.sourceConstraintComponent)),
    )


def _path(report: Graph, node: Node | None) -> str:
    if node is None:
        return ""
    return str(node) if isinstance(node, URIRef) else _steps(report, node)


def _steps(report: Graph, node: Node) -> str:
    """A path as SPARQL writes it: the sequences and inverse steps that our shapes use."""
    if isinstance(node, URIRef):
        return f"<{node}>"
    inverse = report.value(node, SH.inversePath)
    if inverse is not None:
        return f"^{_steps(report, inverse)}"
    return "/".join(_steps(report, step) for step in report.items(node))


def _term(value: Node) -> str:
    if isinstance(value, Literal):
        plain = text(str(value), value.language or "")
        return f"{plain}^^<{value.datatype}>" if value.datatype not in (None, XSD.string) else plain
    return f"<{value}>" if isinstance(value, URIRef) else f"_:{value}"
