"""A SPARQL endpoint answers as the embedded store does; here one stands on the loopback address."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from queries.endpoint import EndpointStore
from queries.errors import EndpointError, QueryRefusedError, ReadOnlyStoreError
from queries.library import load_query, query_names, run_query
from queries.store import open_store
from tests.queries.graphs import ONE, as_nquads, plans_store, plans_text


class _Endpoint(BaseHTTPRequestHandler):
    """The query operation of the SPARQL protocol over one store."""

    store = ox.Store()
    canned: tuple[int, bytes] | None = None

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        status, body = self.canned or self._answer(form["query"][0])
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, query: str) -> tuple[int, bytes]:
        try:
            found = self.store.query(query, use_default_graph_as_union=True)
        except SyntaxError as exc:
            return 400, str(exc).encode()
        if isinstance(found, ox.QueryTriples):
            return 200, found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
        return 200, found.serialize(format=ox.QueryResultsFormat.JSON) or b""

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def serving(canned: tuple[int, bytes] | None = None) -> Iterator[EndpointStore]:
    store = ox.Store()
    store.extend(ox.parse("".join(as_nquads(plans_text())[1]), ox.RdfFormat.N_QUADS))
    handler = type("Endpoint", (_Endpoint,), {"store": store, "canned": canned})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield EndpointStore(f"http://127.0.0.1:{server.server_port}/query", timeout=5)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_every_named_query_gives_the_same_rows_over_http() -> None:
    own = plans_store()
    given = {"goal": "https://example.org/data/plan/1-2022/goal/1", "flag": "shared-value", "document": ONE}
    with serving() as endpoint:
        for name in query_names():
            wanted = {p.name for p in load_query(name).parameters}
            parameters = {key: value for key, value in given.items() if key in wanted}
            assert run_query(endpoint, name, parameters) == run_query(own, name, parameters)


def test_ask_construct_and_graphs_work_over_http() -> None:
    own = plans_store()
    with serving() as endpoint:
        assert endpoint.ask("ASK { ?goal a gt:Goal }")
        assert not endpoint.ask("ASK { ?goal a gt:Goal ; gt:listNumber ?n }", {"n": '"7"'})
        query = "CONSTRUCT { ?goal gt:listNumber ?n } WHERE { ?goal a gt:Goal ; gt:listNumber ?n }"
        assert endpoint.construct(query) == own.construct(query)
        assert endpoint.graphs() == own.graphs()
        endpoint.close()


def test_a_bad_query_is_refused_with_the_endpoints_words() -> None:
    with serving() as endpoint, pytest.raises(QueryRefusedError, match="expected"):
        endpoint.select("SELECT ?s {")


@pytest.mark.parametrize(
    "canned",
    [
        (500, b"out of order"),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"head": {}}'),
        (200, b'{"boolean": 1}'),
    ],
)
def test_an_answer_that_breaks_the_protocol_is_an_error(canned: tuple[int, bytes]) -> None:
    with serving(canned) as endpoint:
        with pytest.raises(EndpointError):
            endpoint.select("SELECT ?s { ?s ?p ?o }")
        with pytest.raises(EndpointError):
            endpoint.ask("ASK { ?s ?p ?o }")


def test_an_endpoint_that_is_not_there_is_an_error() -> None:
    with pytest.raises(EndpointError):
        EndpointStore("http://127.0.0.1:9/query", timeout=2).select("SELECT ?s { ?s ?p ?o }")


def test_an_endpoint_is_only_read() -> None:
    with pytest.raises(ReadOnlyStoreError):
        open_store("http://127.0.0.1:9/query").replace_graphs([], "")
