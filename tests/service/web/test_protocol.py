"""The SPARQL 1.1 Protocol's query side, and the HTTP around it."""

import csv
import gzip
import io
import json
import xml.etree.ElementTree as ET
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from tests.service.web.live import DIRECT, FORM, JSON_RESULTS, LiveServer

ASK = "ASK {}"
G1, G2 = "http://example.org/g/1", "http://example.org/g/2"
VALUES = "SELECT ?o { <http://example.org/a> <http://example.org/p> ?o } ORDER BY ?o"
IN_GRAPHS = "SELECT ?o { GRAPH ?g { <http://example.org/a> <http://example.org/p> ?o } } ORDER BY ?o"


def test_a_query_is_taken_by_get_by_form_and_as_a_body(plain: LiveServer) -> None:
    answers = [
        plain.query(ASK),
        plain.post(urlencode({"query": ASK}), FORM),
        plain.post(ASK, DIRECT),
        plain.post(ASK, f"{DIRECT}; charset=UTF-8"),
    ]
    assert [(answer.status, answer.json()["boolean"]) for answer in answers] == [(200, True)] * 4


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        (VALUES, "*/*", JSON_RESULTS),
        (VALUES, "application/sparql-results+xml", "application/sparql-results+xml"),
        (VALUES, "text/csv", "text/csv; charset=utf-8"),
        (VALUES, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (VALUES, "application/xml;q=0.2, text/csv;q=0.9, */*;q=0.1", "text/csv; charset=utf-8"),
        (VALUES, "text/*", "text/xml; charset=utf-8"),
        (VALUES, "application/json", "application/json"),
        (ASK, JSON_RESULTS, JSON_RESULTS),
        ("DESCRIBE <http://example.org/a>", "*/*", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples", "application/n-triples; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json", "application/ld+json"),
    ],
)
def test_the_accept_header_decides_the_format(
    plain: LiveServer, query: str, accept: str, content_type: str
) -> None:
    answer = plain.query(query, accept)
    assert (answer.status, answer.headers["content-type"]) == (200, content_type)


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "ttl", "nt", "rdfxml", "jsonld", "text/csv"])
def test_the_format_parameter_goes_before_the_accept_header(plain: LiveServer, name: str) -> None:
    query = VALUES if name in {"json", "xml", "csv", "tsv", "text/csv"} else "CONSTRUCT WHERE { ?s ?p ?o }"
    assert plain.query(query, "image/png", format=name).status == 200


def test_results_are_what_the_standards_say(plain: LiveServer) -> None:
    assert plain.query(VALUES).rows() == [{"o": "default"}]
    tree = ET.fromstring(plain.query(VALUES, "application/sparql-results+xml").text)  # noqa: S314 - our own
    assert [node.text for node in tree.iter("{http://www.w3.org/2005/sparql-results#}literal")] == ["default"]
    assert list(csv.reader(io.StringIO(plain.query(VALUES, "text/csv").text))) == [["o"], ["default"]]
    assert plain.query(VALUES, "text/tab-separated-values").text == '?o\n"default"\n'


def test_a_graph_comes_back_whole_in_every_rdf_format(plain: LiveServer) -> None:
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{G1}> {{ ?s ?p ?o }} }}"
    for media_type in ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"):
        answer = plain.query(query, media_type)
        form = ox.RdfFormat.from_media_type(media_type)
        assert form is not None
        assert len(list(ox.parse(answer.body, form))) == 2, media_type


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_protocol_names_the_dataset_in_every_way_of_asking(plain: LiveServer, way: str) -> None:
    def ask(query: str, **graphs: str | list[str]) -> list[dict[str, str]]:
        named = [(key.replace("_", "-"), value) for key, value in graphs.items()]
        address = urlencode(named, doseq=True)
        if way == "get":
            return plain.get(f"/sparql?{urlencode({'query': query})}&{address}").rows()
        if way == "form":
            return plain.post(f"{urlencode({'query': query})}&{address}", FORM).rows()
        return plain.post(query, DIRECT, f"/sparql?{address}").rows()

    assert ask(VALUES, default_graph_uri=G1) == [{"o": "one"}]
    assert ask(VALUES, default_graph_uri=[G1, G2]) == [{"o": "one"}, {"o": "two"}]
    assert ask(IN_GRAPHS, named_graph_uri=G2) == [{"o": "two"}]
    assert ask(VALUES, named_graph_uri=G2) == []
    assert ask(IN_GRAPHS, default_graph_uri=G1) == []
    both = "SELECT ?o ?x { <http://example.org/a> <http://example.org/p> ?o GRAPH ?g { ?s <http://example.org/p> ?x } }"
    assert ask(both, default_graph_uri=G1, named_graph_uri=G2) == [{"o": "one", "x": "two"}]
    assert ask(VALUES.replace("{", f"FROM <{G1}> {{", 1), default_graph_uri=G2) == [{"o": "two"}]


def test_from_names_the_dataset_and_fetches_nothing(plain: LiveServer, example: LiveServer) -> None:
    assert plain.query(VALUES.replace("{", f"FROM <{G1}> {{", 1)).rows() == [{"o": "one"}]
    assert plain.query(IN_GRAPHS.replace("{", f"FROM NAMED <{G2}> {{", 1)).rows() == [{"o": "two"}]
    absent = "SELECT * FROM <http://127.0.0.1:1/absent> { ?s ?p ?o }"
    assert plain.query(absent).rows() == []
    assert example.query(absent).rows() == []  # also where the default graph is the union of all


def test_the_default_graph_of_our_own_store_is_the_union(plain: LiveServer, example: LiveServer) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s a ?type }"
    assert int(example.query(count).rows()[0]["n"]) > 100
    assert plain.query(VALUES).rows() == [{"o": "default"}]


def test_relative_iris_start_from_the_endpoint(plain: LiveServer) -> None:
    answer = plain.query("SELECT (IRI(<x>) AS ?i) {}")
    assert answer.rows() == [{"i": f"http://127.0.0.1:{plain.port}/x"}]


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("SELECT * {", 1, 11), ("SELECT *\n{ ?s ?p\n}", 3, 2), ("", 1, 1), ("ASK { ?s <a b> ?o }", 1, 15)],
)
def test_a_malformed_query_is_400_with_line_and_column(
    plain: LiveServer, query: str, line: int, column: int
) -> None:
    problem = plain.query(query).problem
    assert (problem["status"], problem["code"]) == (400, "query-malformed")
    assert (problem["line"], problem["column"]) == (line, column)


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, None, 400),
        ("GET", "/sparql?query=%FF", {}, None, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", {}, None, 400),
        ("GET", "/sparql?default-graph-uri=http%3A%2F%2Fexample.org%2Fg", {}, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=relative", {}, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&format=docx", {}, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&format=ttl", {}, None, 406),
        ("GET", "/sparql?query=ASK%20%7B%7D&timeout=soon", {}, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D", {"Accept": "image/png"}, None, 406),
        ("GET", "/sparql?query=ASK%20%7B%7D", {"Accept": "text/turtle"}, None, 406),
        ("GET", "/sparql", {"Accept": "image/png"}, None, 406),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415),
        ("POST", "/sparql", {}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": f"{DIRECT}; charset=utf-16"}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": DIRECT}, "ASK { ?s ?p '\xe9' }".encode("latin-1"), 400),
        ("POST", "/sparql", {"Content-Type": FORM}, b"", 400),
        ("POST", "/sparql", {"Content-Type": FORM}, b"query=ASK+{}&query=ASK+{}", 400),
        ("POST", "/sparql?query=ASK+%7B%7D", {"Content-Type": DIRECT}, b"ASK {}", 400),
        ("POST", "/sparql?query=ASK+%7B%7D", {"Content-Type": FORM}, b"query=ASK+{}", 400),
        ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 415),
        ("POST", "/sparql", {"Content-Type": FORM}, b"update=CLEAR+ALL", 400),
        ("POST", "/sparql", {"Content-Type": DIRECT}, b"CLEAR ALL", 400),
        ("PUT", "/sparql", {}, b"x", 405),
        ("DELETE", "/sparql", {}, None, 405),
        ("PATCH", "/sparql", {}, b"x", 405),
        ("PUT", "/store?default", {}, b"x", 405),
        ("POST", "/store?default", {}, b"x", 405),
        ("DELETE", "/store?graph=http%3A%2F%2Fexample.org%2Fg%2F1", {}, None, 405),
    ],
)
def test_a_wrong_request_gets_the_status_of_its_fault(
    plain: LiveServer, method: str, path: str, headers: dict[str, str], body: bytes | None, status: int
) -> None:
    answer = plain.ask(method, path, body, headers)
    assert answer.problem["status"] == status
    if status == 405:
        assert "GET" in answer.headers["allow"]


def test_an_update_is_refused_by_name_and_says_how_data_gets_in(plain: LiveServer) -> None:
    for update in (
        "INSERT DATA { <a:a> <a:b> 1 }",
        "PREFIX ex: <http://x/> DELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///x>",
    ):
        assert "goaltrace build" in str(plain.post(update, DIRECT).problem["detail"])


def test_head_sends_the_headers_of_get_without_a_body(plain: LiveServer) -> None:
    for path in (f"/sparql?query={quote(VALUES)}", "/store?default", "/health", "/queries"):
        got, head = plain.get(path), plain.ask("HEAD", path)
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == str(len(got.body))


def test_options_says_what_is_allowed(plain: LiveServer) -> None:
    answer = plain.ask("OPTIONS", "/sparql")
    assert (answer.status, answer.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert plain.ask("OPTIONS", "/goals").status == 204


def test_other_origins_are_told_nothing_unless_configured(plain: LiveServer, plain_store: object) -> None:
    path = f"/sparql?query={quote(ASK)}"
    assert "access-control-allow-origin" not in plain.get(path, Origin="https://elsewhere.example").headers
    with LiveServer(str(plain_store), {"cors": "https://pages.example"}) as server:
        allowed = server.get(path, Origin="https://pages.example").headers
        assert allowed["access-control-allow-origin"] == "https://pages.example"
        assert (
            "access-control-allow-origin" not in server.get(path, Origin="https://elsewhere.example").headers
        )
        headers = {"Origin": "https://pages.example", "Access-Control-Request-Method": "POST"}
        preflight = server.ask("OPTIONS", "/sparql", None, headers)
        assert preflight.headers["access-control-allow-methods"] == "GET, HEAD, POST"


def test_an_unchanged_answer_is_304_and_a_changing_one_has_no_tag(plain: LiveServer) -> None:
    path = f"/sparql?query={quote(VALUES)}"
    first = plain.get(path)
    again = plain.get(path, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert plain.get(path, If_None_Match='W/"another"').status == 200
    assert plain.get(path, Accept="text/csv").headers["etag"] != first.headers["etag"]
    assert "etag" not in plain.query("SELECT (NOW() AS ?now) {}").headers


def test_a_large_answer_is_compressed_on_request(plain: LiveServer) -> None:
    path = "/sparql?query=" + quote("SELECT * { ?s <http://example.org/value> ?o } ORDER BY ?o")
    packed = plain.get(path, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.get(path).body
    assert "content-encoding" not in plain.get(path, Accept_Encoding="gzip;q=0").headers
    assert "accept-encoding" in packed.headers["vary"].lower()


def test_a_large_answer_comes_from_a_file_and_leaves_none_behind(plain: LiveServer) -> None:
    found = plain.query("SELECT ?s ?o { ?s <http://example.org/value> ?o } ORDER BY ?o", "text/csv")
    spool = plain.gate.workers.spool_path("x").parent
    big = plain.query(
        "SELECT ?s ?o ('" + "x" * 100 + "' AS ?x) { ?s <http://example.org/value> ?o }", "text/csv"
    )
    assert len(big.body) > 400_000
    assert big.text.count("\n") == found.text.count("\n") == 3001
    assert list(spool.iterdir()) == []


def test_the_endpoint_describes_itself(plain: LiveServer) -> None:
    answer = plain.get("/sparql", Accept="application/n-triples")
    text = answer.text
    endpoint = f"<http://127.0.0.1:{plain.port}/sparql>"
    assert f"{endpoint} <http://www.w3.org/ns/sparql-service-description#endpoint> {endpoint} ." in text
    assert "sparql-service-description#SPARQL11Query" in text
    assert f"<{G1}>" in text
    assert "void#triples" in text
    assert plain.get("/sparql").headers["content-type"].startswith("text/turtle")


def test_graphs_are_read_by_the_graph_store_protocol(plain: LiveServer) -> None:
    named = plain.get(f"/store?graph={quote(G1, safe='')}", Accept="application/n-triples")
    assert sorted(named.text.splitlines()) == [
        '<http://example.org/a> <http://example.org/p> "one" .',
        "<http://example.org/b> <http://example.org/q> <http://example.org/a> .",
    ]
    assert '"default"' in plain.get("/store?default", Accept="application/n-triples").text
    assert G2 in plain.get("/store").text
    assert plain.get("/store?graph=http%3A%2F%2Fexample.org%2Fabsent").problem["status"] == 404
    assert plain.get("/store?graph=not-an-iri").problem["status"] == 404
    assert plain.get("/store?default&graph=a:b").problem["status"] == 400


def test_several_requests_use_one_connection_and_may_be_sent_ahead(plain: LiveServer) -> None:
    request = f"GET /sparql?query={quote(ASK)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    last = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    assert plain.send(request + request + last).count(b'"boolean":true') == 3


def test_a_query_may_arrive_in_pieces(plain: LiveServer) -> None:
    body = b"query=" + quote("ASK { ?s ?p ?o }" + " " * 3000).encode()
    head = f"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nConnection: close\r\n"
    chunked = (
        b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in (body[:7], body[7:1000], body[1000:])) + b"0\r\n\r\n"
    )
    answer = plain.send(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunked)
    assert b'"boolean":true' in answer


def test_a_result_is_the_same_on_every_way_and_from_memory(plain: LiveServer) -> None:
    query = "SELECT ?s ?o { ?s <http://example.org/value> ?o } ORDER BY ?o LIMIT 50"
    bodies = {
        plain.query(query).body,
        plain.query(query).body,
        plain.post(query, DIRECT).body,
        plain.post(urlencode({"query": query}), FORM, "/query").body,
    }
    assert len(bodies) == 1
    assert len(json.loads(bodies.pop())["results"]["bindings"]) == 50
