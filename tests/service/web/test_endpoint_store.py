"""Another SPARQL endpoint is served like a store, under the limits that hold here."""

import http.server
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from typer.testing import CliRunner

from queries.endpoint import EndpointStore
from service.cli import app
from service.web.api_words import LISTS
from tests.service.web.live import LiveServer
from tests.service.web.writable import send, upload

GRAPH_QUERY = "CONSTRUCT WHERE { <http://example.org/a> ?p ?o }"


def address_of(server: LiveServer) -> str:
    return f"http://127.0.0.1:{server.port}/sparql"


@pytest.fixture(scope="module")
def mirrored(example: LiveServer) -> Iterator[LiveServer]:
    """A server whose store is the server of the example."""
    with LiveServer(address_of(example), {"allow": "load"}) as server:
        yield server


@pytest.fixture(scope="module")
def foreign(plain: LiveServer) -> Iterator[LiveServer]:
    """A server whose store is a server of somebody's own data, with its own default graph."""
    with LiveServer(address_of(plain)) as server:
        yield server


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_list_is_the_same_as_at_the_endpoint(
    example: LiveServer, mirrored: LiveServer, name: str
) -> None:
    assert mirrored.get(f"/{name}?limit=10000").json() == example.get(f"/{name}?limit=10000").json()


def test_coverage_traces_and_links_are_those_of_the_endpoint(
    example: LiveServer, mirrored: LiveServer
) -> None:
    for path in ("/coverage/headline", "/trace/4", "/review/links?limit=1000"):
        assert mirrored.get(path).json() == example.get(path).json()


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/ld+json"])
def test_queries_of_every_kind_pass_through(plain: LiveServer, foreign: LiveServer, accept: str) -> None:
    for query in ("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 5", "ASK { ?s ?p 'default' }"):
        assert foreign.query(query).body == plain.query(query).body
    there, here = plain.query(GRAPH_QUERY, accept), foreign.query(GRAPH_QUERY, accept)
    assert here.headers["content-type"] == there.headers["content-type"]
    assert sorted(here.text.split()) == sorted(there.text.split())
    named = {"default-graph-uri": "http://example.org/g/2"}
    assert foreign.query("SELECT ?o { ?s ?p ?o }", **named).rows() == [{"o": "two"}]


def test_graphs_and_resources_are_read_through(plain: LiveServer, foreign: LiveServer) -> None:
    for path in (
        "/store?graph=http%3A%2F%2Fexample.org%2Fg%2F1",
        "/resource?iri=http%3A%2F%2Fexample.org%2Fb",
    ):
        there, here = (server.get(path, Accept="application/n-triples") for server in (plain, foreign))
        assert sorted(here.text.splitlines()) == sorted(there.text.splitlines())
    assert foreign.get("/store?graph=http%3A%2F%2Fexample.org%2Fabsent").problem["status"] == 404
    assert foreign.get("/sparql", Accept="text/turtle").status == 200


def test_a_query_is_held_to_the_limits_here(foreign: LiveServer) -> None:
    assert (
        foreign.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }").problem["code"]
        == "query-refused"
    )
    assert foreign.query("SELECT * { ").problem["code"] == "query-malformed"


def test_lists_of_an_endpoint_with_other_data_are_empty(foreign: LiveServer) -> None:
    for name in LISTS:
        assert foreign.get(f"/{name}").json()["total"] == 0
    assert foreign.get("/coverage/headline").status == 200


def test_nothing_can_be_changed_at_an_endpoint(mirrored: LiveServer) -> None:
    facts = {"project": "x", "target": "4", "status": "accepted", "reviewer": "x", "version": "*"}
    assert send(mirrored, "POST", "/review/links", facts).problem["code"] == "read-only"
    assert upload(mirrored, b"x").problem["code"] == "read-only"
    assert mirrored.get("/backup").problem["code"] == "read-only"


def test_commands_ask_an_endpoint_as_they_ask_a_folder(example: LiveServer, example_store: Path) -> None:
    runner = CliRunner()
    for command in (["query", "list_goals"], ["coverage"], ["trace", "4"], ["check", "--fail-on", "never"]):
        answers = [
            runner.invoke(app, [*command, "--store", store])
            for store in (str(example_store), address_of(example))
        ]
        assert [answer.exit_code for answer in answers] == [0, 0], answers[1].stderr
        assert answers[0].stdout == answers[1].stdout


class Canned(http.server.BaseHTTPRequestHandler):
    """An endpoint that misbehaves."""

    status: ClassVar[int] = 200
    headers_sent: ClassVar[dict[str, str]] = {}
    body: ClassVar[bytes] = b""
    asked: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append(asked)
        plain_ask = b"query=ASK+%7B%7D" in asked
        self.send_response(200 if plain_ask else self.status)
        for name, value in ({} if plain_ask else self.headers_sent).items():
            self.send_header(name, value)
        body = b'{"head": {}, "boolean": true}' if plain_ask else self.body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.asked.append(b"GET")
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def canned(status: int, headers: dict[str, str], body: bytes) -> Iterator[tuple[str, list[bytes]]]:
    facts = {"status": status, "headers_sent": headers, "body": body, "asked": []}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("One", (Canned,), facts))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query", facts["asked"]  # type: ignore[misc]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "headers", "body", "code"),
    [
        (200, {"Content-Type": "text/html"}, b"<html>", "store-unreadable"),
        (
            200,
            {"Content-Type": "application/sparql-results+json"},
            b'{"head": {"vars": ["s"',
            "store-unreadable",
        ),
        (400, {}, b"no, thank you", "query-malformed"),
        (500, {}, b"/etc/secret/path", "store-unreadable"),
        (200, {"Content-Type": "application/sparql-results+json"}, b" " * 3_000_000, "store-unreadable"),
    ],
)
def test_an_endpoint_that_misbehaves_is_reported_in_a_sentence(
    status: int, headers: dict[str, str], body: bytes, code: str
) -> None:
    with (
        canned(status, headers, body) as (address, _),
        LiveServer(address, {"answer_megabytes": "2", "workers": "1"}) as server,
    ):
        answer = server.query("SELECT * { ?s ?p ?o }")
        assert answer.problem["code"] == code
        assert "127.0.0.1" not in answer.text
        assert server.get("/goals").status in (400, 503)


def test_an_endpoint_cannot_send_us_to_another_server() -> None:
    with canned(404, {}, b"") as (elsewhere, asked):
        for status in (301, 302, 303, 307, 308):
            with canned(status, {"Location": elsewhere}, b"") as (address, _):
                store = EndpointStore(address, timeout=5)
                with pytest.raises(Exception, match="redirects"):
                    store.select("SELECT * { ?s ?p ?o }")
        assert asked == []


def test_an_endpoint_that_is_silent_costs_no_more_than_the_time_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = EndpointStore(f"http://127.0.0.1:{silent.getsockname()[1]}/query", timeout=0.3)
        with pytest.raises(Exception, match=r"not within 0\.3 seconds"):
            store.select("SELECT * { ?s ?p ?o }")
