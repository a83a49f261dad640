"""The engine of a worker whose store is another SPARQL endpoint: it asks there, under the limits that hold here."""

import re
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from queries.answer import mask_opaque
from queries.endpoint import EndpointStore, Field, ask_endpoint
from queries.errors import EndpointError, QueryRefusedError
from queries.store import Store
from service.web.engine import Engine, EngineLimits
from service.web.frames import Answer, Query, ReadGraph
from service.web.refusals import (
    NotFoundError,
    QueryMalformedError,
    ResultTooLargeError,
    StoreUnreadableError,
)

_ROWS: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES: Final = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
_FORM = re.compile(r"(?<![\w:?$])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:])", re.IGNORECASE)
_EVERY_QUAD: Final = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"
_DEFAULT: Final = "CONSTRUCT WHERE { ?s ?p ?o }"


class RemoteEngine(Engine):
    """Answers from an endpoint; graphs that are read whole pass through a store in memory."""

    def __init__(
        self, address: str, spool: Path, limits: EngineLimits, default_graph: str, seconds: float
    ) -> None:
        super().__init__(
            Path("/nonexistent"), spool, limits, "union" if default_graph == "union" else "store"
        )
        self._address = address
        self._seconds = seconds
        self._most = limits.size
        self._most_rows = limits.rows
        self._remote = EndpointStore(address, timeout=seconds, most=limits.size)
        self.remote = True

    def open(self, generation: int) -> ox.Store:  # noqa: ARG002 - as its base
        """A store in memory for what is read whole; empty."""
        return ox.Store()

    def store(self, generation: int) -> Store:  # noqa: ARG002 - as its base
        """The endpoint for the named questions."""
        return self._remote

    def _evaluate(
        self, query: Query, *, own_dataset: bool
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        fields: list[Field] = [("query", query.text)]
        if query.default_graphs is None and query.named_graphs is None:
            if self.union and not own_dataset:
                fields += self._remote.dataset()
        else:
            fields += [("default-graph-uri", name) for name in query.default_graphs or ()]
            fields += [("named-graph-uri", name) for name in query.named_graphs or ()]
        form = _FORM.search(mask_opaque(query.text))
        if form is not None and form.group().upper() in ("CONSTRUCT", "DESCRIBE"):
            return _as_triples(self._fetch(fields))
        return self._rows(fields)

    def _rows(self, fields: list[Field]) -> ox.QuerySolutions | ox.QueryBoolean:
        try:
            answer = ask_endpoint(self._address, fields, _ROWS, self._seconds, self._most)
            form = ox.QueryResultsFormat.from_media_type(answer.media_type) or ox.QueryResultsFormat.JSON
            found = ox.parse_query_results(answer.body, form)
        except (EndpointError, QueryRefusedError) as problem:
            raise _refusal(problem) from problem
        except (SyntaxError, ValueError, OSError) as problem:
            raise StoreUnreadableError("What the endpoint sent is no result; ask again later.") from problem
        return found

    def _fetch(self, fields: list[Field]) -> ox.Store:
        """The triples of a graph's answer, in a store in memory."""
        found = ox.Store()
        try:
            answer = ask_endpoint(self._address, fields, _TRIPLES, self._seconds, self._most)
            form = ox.RdfFormat.from_media_type(answer.media_type) or ox.RdfFormat.N_TRIPLES
            found.bulk_load(answer.body, form, base_iri=self._address)
        except (EndpointError, QueryRefusedError) as problem:
            raise _refusal(problem) from problem
        except (SyntaxError, ValueError) as problem:
            raise StoreUnreadableError("What the endpoint sent is no graph; ask again later.") from problem
        return found

    def read_graph(self, wanted: ReadGraph) -> Answer:
        """One graph, the default graph, or every quad of the endpoint's named graphs."""
        if wanted.graph == "*":
            return self._send(self._every_quad(), wanted)
        if not wanted.graph:
            return self._send(self._fetch([("query", _DEFAULT)]), wanted)
        name = _iri(wanted.graph)
        found = self._fetch([("query", f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}")])
        if not len(found):
            raise NotFoundError(f"The store has no graph {wanted.graph}.")
        return self._send(found, wanted._replace(graph=""))

    def _every_quad(self) -> ox.Store:
        found = ox.Store()
        rows = self._rows([("query", _EVERY_QUAD)])
        assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - the query is ours
        for number, row in enumerate(rows):
            if number >= self._most_rows:
                raise ResultTooLargeError(
                    f"There are more than {self._most_rows} quads.", rows=self._most_rows
                )
            subject, predicate, value, graph = (row[name] for name in ("s", "p", "o", "g"))
            found.add(ox.Quad(subject, predicate, value, graph))
        return found

    def _send(self, found: ox.Store, wanted: ReadGraph) -> Answer:
        return self._read_from(found, wanted)

    def describe(self, generation: int, resource: str, form: str, *, compress: bool) -> Answer:  # noqa: ARG002
        """All triples of the endpoint that a resource stands in."""
        iri = _iri(resource)
        found = self._fetch(
            [
                (
                    "query",
                    f"CONSTRUCT {{ {iri} ?p ?o . ?s ?q {iri} }} WHERE {{ {{ {iri} ?p ?o }} UNION {{ ?s ?q {iri} }}"
                    f" UNION {{ GRAPH ?g {{ {iri} ?p ?o }} }} UNION {{ GRAPH ?h {{ ?s ?q {iri} }} }} }}",
                )
            ]
        )
        return self._describe_from(found, resource, form, compress=compress)


def _as_triples(found: ox.Store) -> ox.QueryTriples:
    triples = found.query(_DEFAULT)
    assert isinstance(triples, ox.QueryTriples)  # noqa: S101 - the query is ours
    return triples


def _iri(text: str) -> str:
    try:
        return str(ox.NamedNode(text))
    except ValueError as exc:
        raise NotFoundError("No graph or resource has this name: it is no absolute IRI.") from exc


def _refusal(problem: EndpointError | QueryRefusedError) -> QueryMalformedError | StoreUnreadableError:
    """What the endpoint said, without its address."""
    if isinstance(problem, QueryRefusedError):
        return QueryMalformedError(f"The endpoint refuses the query: {problem.reason.rstrip('.')}.")
    return StoreUnreadableError(f"The endpoint gives no answer ({problem.reason.rstrip('.')}).", retry=10)
