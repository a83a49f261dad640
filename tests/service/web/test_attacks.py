"""A catalogue of attacks, each with the answer that is expected."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from service.web import connection as connection_module
from tests.service.web.conftest import make_plain_store
from tests.service.web.live import DIRECT, FORM, Answer, LiveServer
from tests.service.web.test_guard import Listener

P = "<http://example.org/p>"
SCRIPT = "<script>alert(1)</script>"
HOSTILE = f"""
<http://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> "{SCRIPT}" .
<http://example.org/x> <http://example.org/f> "=1+1" .
"""


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


def both_ways(server: LiveServer, query: str) -> list[Answer]:
    """By POST, and by GET where it fits."""
    answers = [server.post(query, DIRECT)]
    if len(query) < 40_000:
        answers.append(server.query(query, "*/*"))
    return answers


FETCHES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { FILTER NOT EXISTS { { SELECT * { SERVICE <URL> {} } } } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE SILENT ?u { ?s ?p ?o } }",
    "PREFIX e: <URL> SELECT * { SERVICEe:x{ ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE<URL>{ ?s ?p ?o } }",
    "SELECT * { { } UNION { SERVICE#\n<URL> { } } }",
    "SELECT * { ?s ?p 1SERVICE<URL>{} }",
    "SELECT * { FILTER(1<2)SERVICE<URL>{} }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <a:b>",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "DESCRIBE <URL>",
    "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", FETCHES)
def test_no_query_makes_the_server_fetch(plain: LiveServer, listener: Listener, text: str) -> None:
    query = text.replace("URL", f"http://127.0.0.1:{listener.port}/x")
    for answer in both_ways(plain, query):
        if "SERVICE" in text or text.startswith("LOAD"):
            assert answer.status == 400
        else:
            assert answer.status == 200
    named = urlencode(
        {"query": "ASK { ?s ?p ?o }", "default-graph-uri": f"http://127.0.0.1:{listener.port}/x"}
    )
    assert plain.get(f"/sparql?{named}").json()["boolean"] is False
    assert plain.get(f"/store?graph=http%3A%2F%2F127.0.0.1%3A{listener.port}%2Fx").status == 404
    assert listener.visits == 0


DEEP: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: f"ASK {{ FILTER({'(' * n}1{')' * n}) }}",
    "braces": lambda n: f"ASK {'{' * n}{'}' * n}",
    "blank nodes": lambda n: (
        f"ASK {{ ?s {P} {'[ ' + P + ' ' * 1}" + f"{'[ ' + P + ' '}" * n + "1" + " ]" * (n + 1) + " }"
    ),
    "lists": lambda n: f"ASK {{ ?s {P} {'( ' * n}1{' )' * n} }}",
    "negations": lambda n: f"ASK {{ FILTER({'!' * n}true) }}",
    "minus signs": lambda n: f"ASK {{ FILTER({'- ' * n}1) }}",
    "ors": lambda n: f"ASK {{ FILTER({'1||' * n}1) }}",
    "ands": lambda n: f"ASK {{ FILTER({'1&&' * n}1) }}",
    "sums": lambda n: f"ASK {{ FILTER({'1+' * n}1) }}",
    "products": lambda n: f"ASK {{ FILTER({'1*' * n}1) }}",
    "comparisons": lambda n: f"ASK {{ FILTER({'?a<(' * n}1{')' * n}) }}",
    "unions": lambda n: f"ASK {{ {'{}UNION' * n}{{}} }}",
    "optionals": lambda n: f"ASK {{ {'OPTIONAL{}' * n} }}",
    "nested optionals": lambda n: f"ASK {{ {'OPTIONAL{' * n}{'}' * n} }}",
    "minuses": lambda n: f"ASK {{ {'MINUS{}' * n} }}",
    "exists": lambda n: f"ASK {{ {'FILTER EXISTS{' * n}{'}' * n} }}",
    "selects": lambda n: f"ASK {{ {'{SELECT*{' * n}{'}}' * n} }}",
    "paths": lambda n: f"ASK {{ ?s {'(' * n}{P}{')' * n} ?o }}",
    "sequences": lambda n: f"ASK {{ ?s {(P + '/') * n}{P} ?o }}",
    "alternatives": lambda n: f"ASK {{ ?s {(P + '|') * n}{P} ?o }}",
    "inverses": lambda n: f"ASK {{ ?s {'^(' * n}{P}{')' * n} ?o }}",
    "functions": lambda n: f"ASK {{ FILTER({'STR(' * n}1{')' * n}) }}",
    "triple terms": lambda n: f"ASK {{ {'<<' * n} ?s ?p ?o {'>>' * n} ?p ?o }}",
    "annotations": lambda n: f"ASK {{ ?s ?p ?o {'{| ?p ?o ' * n}{'|}' * n} }}",
    "unclosed": lambda n: "ASK {" + "(" * n,
    "binds": lambda n: "ASK { " + "".join(f"BIND(1 AS ?x{i})" for i in range(n)) + " }",
    "filters": lambda n: f"ASK {{ {'FILTER(1)' * n} }}",
    "graphs": lambda n: f"ASK {{ {'GRAPH ?g {' * n}{'}' * n} }}",
}


@pytest.mark.parametrize("kind", sorted(DEEP))
def test_nesting_and_chains_end_no_worker(plain: LiveServer, kind: str) -> None:
    ended = plain.gate.workers.figures.ended.get("crashed", 0)
    for number in (30, 300, 3000, 6000):
        query = DEEP[kind](number)
        begun = time.monotonic()
        answer = plain.post(query, DIRECT)
        assert answer.status in {200, 400, 413, 503, 504}, number
        assert time.monotonic() - begun < 4
        if number >= 3000:
            assert answer.status in {400, 413}
    assert plain.gate.workers.figures.ended.get("crashed", 0) == ended


EXPENSIVE = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT DISTINCT ?c ?f { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (GROUP_CONCAT(?c) AS ?t) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a (<http://example.org/next>|!<a:b>)* ?b . ?c (<http://example.org/next>|^<a:b>)* ?d }",
    "SELECT (COUNT(*) AS ?n) { ?a ?p ?x FILTER NOT EXISTS { ?b ?q ?y . ?c ?r ?z FILTER(?x = ?y + ?z) } }",
    "SELECT (MAX(?t) AS ?m) { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?c), STR(?f)) AS ?t) . ?g ?h ?i }",
    "SELECT ?a { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i } } } ORDER BY ?i",
    "SELECT (SUM(?n) AS ?s) { { SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?d } }",
]


@pytest.mark.parametrize("query", EXPENSIVE)
def test_expensive_queries_end_by_a_limit_and_the_next_is_light(plain: LiveServer, query: str) -> None:
    begun = time.monotonic()
    answer = plain.query(query, "*/*", timeout="0.4")
    assert answer.status in {422, 503, 504, 507}
    assert time.monotonic() - begun < 5
    assert plain.query("ASK { ?s ?p ?o }").status == 200


def test_growing_texts_are_no_way_to_more_memory(plain: LiveServer) -> None:
    grow = "'" + "a" * 1000 + "'"
    for _ in range(6):
        grow = f"REPLACE({grow}, 'a', 'aaaaaaaaaa')"
    assert plain.query(f"SELECT (STRLEN({grow}) AS ?n) {{}}", timeout="1").status in {422, 504, 507}
    assert plain.query("ASK {}").status == 200


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|aa)+$",
        "(.*a){20}",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(a{1,50}){1,50}",
        "(?=a)b",
        "(a)\\\\1",
        "[",
    ],
)
def test_regular_expressions_do_not_hang(plain: LiveServer, pattern: str) -> None:
    begun = time.monotonic()
    answer = plain.query(f"SELECT (REGEX('{'a' * 3000}!', '{pattern}') AS ?m) {{}}")
    assert answer.status in {200, 400}
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "value",
    [
        '" } DROP ALL #',
        "> } SELECT * { ?s ?p ?o } #",
        "https://example.org/x> ?p ?o } #",
        "https://example.org/a b",
        "https://example.org/{}",
        "https://example.org/\\u003E",
        "https://example.org/\n",
        "https://example.org/\x00",
        "https://example.org/" + "x" * 5000,
        "javascript:alert(1)",
        "𝓾𝓷𝓲",
    ],
)
def test_values_of_parameters_never_become_part_of_a_query(example: LiveServer, value: str) -> None:
    whole = example.get("/goals").json()["total"]
    for path in ("/goals", "/queries/find_indicators_by_flag", "/queries/list_links"):
        for name in ("document", "flag", "status", "basis"):
            answer = example.get(f"{path}?{urlencode({name: value})}")
            assert answer.status in {200, 400, 404}
            if answer.status == 200:
                assert answer.json()["total"] == 0
    assert example.get("/goals").json()["total"] == whole


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/data/../../../etc/passwd",
        "/data/..%2f..%2f..%2fetc%2fpasswd",
        "/data//etc/passwd",
        "/queries/..%2F..%2Fpyproject.toml",
        "/queries/%2e%2e%2flibrary.py",
        "/queries/list_goals.rq",
        "/queries/list_goals%00",
        "/static/../app.py",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//example.org/",
        "/store?graph=file%3A%2F%2F%2Fetc%2Fpasswd",
        "/resource?iri=file%3A%2F%2F%2Fetc%2Fpasswd",
        "/resource?iri=..%2F..%2Fetc%2Fpasswd",
        "/trace/..%2F..%2F..%2Fetc%2Fpasswd",
        "/coverage?document=..%2F..%2Fetc%2Fpasswd",
        "/openapi.json/../../x",
        "/%FF%FE",
        "/\\..\\..\\windows",
    ],
)
def test_no_path_leads_to_a_file(example: LiveServer, path: str) -> None:
    answer = example.get(path)
    assert answer.status in {400, 404}
    assert b"root:" not in answer.body


def test_script_in_a_label_stays_data(tmp_path: Path) -> None:
    place = make_plain_store(tmp_path / "store", HOSTILE)
    with LiveServer(place) as server:
        answers = [
            server.query("SELECT * { ?s ?p ?o }", accept)
            for accept in ("text/html,*/*;q=0.8", "application/xml", "text/csv", "text/html, text/xml;q=0.9")
        ]
        answers.append(server.get("/resource?iri=http%3A%2F%2Fexample.org%2Fx", Accept="text/html,*/*"))
        answers.append(server.get("/resource?iri=http%3A%2F%2Fexample.org%2Fx", Accept="application/rdf+xml"))
        answers.append(server.get(f"/queries/{quote(SCRIPT)}"))
        for answer in answers:
            assert not answer.headers["content-type"].startswith(
                ("text/html", "application/xhtml", "image/svg")
            )
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "script-src" not in answer.headers["content-security-policy"]
            if "xml" in answer.headers["content-type"]:
                assert b"<script>" not in answer.body


def test_cells_of_a_list_are_no_formulas() -> None:
    from service.web.answers import _csv_lines  # noqa: PLC0415 - the one function that writes them

    cells = ("=1+1", "+1", "-1", "@x", "\tx", "＝1", -1, "plain", None)
    line = list(_csv_lines([f"c{n}" for n in range(len(cells))], [cells]))[1]
    assert line == "'=1+1,'+1,'-1,'@x,'\tx,'＝1,-1,plain,\r\n"


def raw(method: str, path: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


MALFORMED = {
    "no request": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "no protocol": b"GET /\r\n\r\n",
    "both lengths": raw(
        "POST", "/sparql", "Content-Length: 4", "Transfer-Encoding: chunked", body=b"0\r\n\r\n"
    ),
    "two lengths": raw("POST", "/sparql", "Content-Length: 4", "Content-Length: 5", body=b"abcd"),
    "negative length": raw("POST", "/sparql", "Content-Length: -1"),
    "word for a length": raw("POST", "/sparql", "Content-Length: many"),
    "huge length": raw(
        "POST", "/sparql", f"Content-Type: {DIRECT}", "Content-Length: 99999999999999999999999"
    ),
    "bad chunk": raw("POST", "/sparql", "Transfer-Encoding: chunked", body=b"zz\r\nabc"),
    "header without name": raw("GET", "/sparql?query=ASK%20%7B%7D", ": x"),
    "header split": raw("GET", "/sparql?query=ASK%20%7B%7D", "X: a\rSet-Cookie: b"),
    "space before colon": raw("GET", "/sparql?query=ASK%20%7B%7D", "Host : evil.example"),
    "nul in a header": raw("GET", "/sparql?query=ASK%20%7B%7D", "X: a\x00b"),
    "many headers": raw("GET", "/sparql?query=ASK%20%7B%7D", *(f"X-{n}: y" for n in range(500))),
    "a long header": raw("GET", "/sparql?query=ASK%20%7B%7D", f"X: {'y' * 500_000}"),
    "a long address": raw("GET", "/sparql?query=ASK%20%7B%7D" + "x" * 500_000),
    "two hosts": raw("GET", "/sparql?query=ASK%20%7B%7D", "Host: evil.example"),
    "an old protocol": b"GET /sparql?query=ASK HTTP/0.9\r\n\r\n",
    "a tunnel": b"CONNECT example.org:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a proxy request": b"GET http://example.org/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("kind", sorted(MALFORMED))
def test_malformed_http_is_refused_and_the_server_stays(plain: LiveServer, kind: str) -> None:
    answer = plain.send(MALFORMED[kind], wait=2)
    assert answer == b"" or b" 4" in answer[:14], answer[:200]
    assert plain.query("ASK {}").status == 200


OVERSIZED = [
    (FORM, b"query=" + b"x" * 600_000, 413),
    (DIRECT, b"ASK {} #" + b"x" * 600_000, 413),
    (DIRECT, b"ASK {} #" + b"x" * 100_000, 400),
    (FORM, b"&".join(b"a%d=1" % n for n in range(5000)), 400),
    (FORM, b"query=ASK+%7B%7D&" + b"&".join(b"default-graph-uri=a:%d" % n for n in range(5000)), 400),
    (DIRECT, b"ASK { ?s ?p 'a\x00b' }", 200),
    (DIRECT, b"\xff\xfeA\x00S\x00K\x00", 400),
    (DIRECT, b"ASK { ?s ?p '\xed\xa0\x80' }", 400),
    (DIRECT, b"ASK { ?s ?p '\xc0\xaf' }", 400),
    (FORM, b"query=ASK+%7B%7D%ED%A0%80", 400),
    (DIRECT, b"\xef\xbb\xbfASK {}", 400),
]


@pytest.mark.parametrize(("content_type", "body", "status"), OVERSIZED)
def test_oversized_and_misencoded_bodies_are_refused(
    plain: LiveServer, content_type: str, body: bytes, status: int
) -> None:
    try:
        answer = plain.post(body, content_type)
    except (BrokenPipeError, ConnectionResetError):  # the server did not wait for the rest
        assert status == 413
    else:
        assert answer.status == status
    assert plain.query("ASK {}").status == 200


def test_a_compressed_body_is_not_unpacked(plain: LiveServer) -> None:
    assert plain.post(b"\x1f\x8b" + b"\x00" * 100, DIRECT, Content_Encoding="gzip").status == 415


@pytest.mark.parametrize(
    "accept",
    [
        "," * 5000,
        "*/*;q=" + "9" * 5000,
        ";;;===,,,",
        "text/csv;q=nan",
        "*/*;q=0",
        "a/b," * 3000,
        "text/csv;q=-1",
        '"',
    ],
)
def test_strange_accept_headers_are_answered_or_refused(plain: LiveServer, accept: str) -> None:
    assert plain.query("ASK {}", accept).status in {200, 406}


def test_a_head_that_trickles_is_cut_off(plain_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "_HEAD_TIME", 0.3)
    with LiveServer(plain_store) as server:
        begun = time.monotonic()
        assert server.send(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: loc", wait=5) == b""
        assert server.send(b"", wait=5) == b""
        request = raw("GET", "/health").replace(b"Connection: close\r\n", b"")
        assert server.send(request + b"GET /he", wait=5).endswith(b"ok\n")
        assert time.monotonic() - begun < 4


def test_a_forwarded_host_is_not_believed(plain: LiveServer) -> None:
    answer = plain.ask(
        "GET", "/sparql?query=" + quote("SELECT (IRI(<x>) AS ?i) {}"), None,
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"},
    )  # fmt: skip
    assert (
        json.loads(answer.body)["results"]["bindings"][0]["i"]["value"] == f"http://127.0.0.1:{plain.port}/x"
    )


def test_after_all_this_no_worker_has_crashed(plain: LiveServer, example: LiveServer) -> None:
    assert example.gate.workers.figures.ended.get("crashed", 0) == 0
    assert plain.query("SELECT ?o { <http://example.org/a> <http://example.org/p> ?o }").rows() == [
        {"o": "default"}
    ]
