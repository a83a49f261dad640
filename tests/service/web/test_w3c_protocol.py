"""The cases of the W3C's SPARQL 1.1 Protocol tests, by their names, written anew for this service.

Of the 34 cases 27 apply to a service that is only read; the seven that update are held to be refused.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

from tests.service.web.conftest import make_plain_store
from tests.service.web.live import DIRECT, FORM, JSON_RESULTS, Answer, LiveServer

BASE = "http://example.org/data/"
D1, D2, D3 = (f"{BASE}data{number}.rdf" for number in (1, 2, 3))
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
UPDATE = "application/sparql-update"
IN_DEFAULT = f"ASK {{ <{D1}> a ?type . <{D2}> a ?type . }}"
IN_NAMED = f"ASK {{ GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"
IN_BOTH = f"ASK {{ <{D3}> a ?type GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"
ABSENT = ("default-graph-uri", f"{BASE}data0.rdf")
ROWS = {JSON_RESULTS, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
GRAPHS = {"text/turtle", "application/n-triples", "application/rdf+xml"}


class Asked(NamedTuple):
    """A request: its method, its parameters in the address, its body and that body's type."""

    method: str
    parameters: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    content_type: str | None = None


def direct(query: str, *parameters: tuple[str, str]) -> Asked:
    return Asked("POST", parameters, query.encode(), DIRECT)


def default(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple(("default-graph-uri", name) for name in names)


def named(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple(("named-graph-uri", name) for name in names)


TRUE = {
    "query_get": Asked("GET", (("query", "ASK {}"), ABSENT)),
    "query_post_form": Asked("POST", (ABSENT,), b"query=ASK%20%7B%7D", FORM),
    "query_post_direct": direct("ASK {}", ABSENT),
    "query_dataset_default_graphs_get": Asked("GET", (("query", IN_DEFAULT), *default(D1, D2))),
    "query_dataset_default_graphs_post": direct(IN_DEFAULT, *default(D1, D2)),
    "query_dataset_named_graphs_get": Asked("GET", (("query", IN_NAMED), *named(D1, D2))),
    "query_dataset_named_graphs_post": direct(IN_NAMED, *named(D1, D2)),
    "query_dataset_full": direct(IN_BOTH, *default(D3), *named(D1, D2)),
    # What the protocol says goes before what the query says: D3 is no part of it.
    "query_multiple_dataset": direct(IN_NAMED.replace("ASK", f"ASK FROM <{D3}>"), *named(D1, D2)),
}
FORMATS = {
    "query_content_type_select": (direct("SELECT (1 AS ?value) {}", ABSENT), ROWS),
    "query_content_type_ask": (direct("ASK {}", ABSENT), {JSON_RESULTS, "application/sparql-results+xml"}),
    "query_content_type_describe": (direct("DESCRIBE <http://example.org/>", ABSENT), GRAPHS),
    "query_content_type_construct": (direct("CONSTRUCT { <s> <p> 1 } WHERE {}", ABSENT), GRAPHS),
}
REFUSED = {
    "bad_query_method": (Asked("PUT", (("query", "ASK {}"),)), 405),
    "bad_multiple_queries": (Asked("GET", (("query", "ASK {}"), ("query", "SELECT * {}"))), 400),
    "bad_query_wrong_media_type": (Asked("POST", (), b"ASK {}", "text/plain"), 415),
    "bad_query_missing_form_type": (Asked("POST", (), b"query=ASK%20%7B%7D"), 415),
    "bad_query_missing_direct_type": (Asked("POST", (), b"ASK {}"), 415),
    "bad_query_non_utf8": (Asked("POST", (), "ASK {}".encode("utf-16"), f"{DIRECT}; charset=UTF-16"), 415),
    "bad_query_syntax": (Asked("GET", (("query", "ASK {"),)), 400),
    "bad_update_get": (Asked("GET", (("update", "CLEAR ALL"),)), 400),
    "bad_multiple_updates": (Asked("POST", (), b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM), 400),
    "bad_update_wrong_media_type": (Asked("POST", (), b"CLEAR NAMED", "text/plain"), 415),
    "bad_update_missing_form_type": (Asked("POST", (), b"update=CLEAR%20NAMED"), 415),
    "bad_update_non_utf8": (
        Asked("POST", (), "CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16"),
        415,
    ),
    "bad_update_syntax": (Asked("POST", (), b"update=CLEAR%20XYZ", FORM), 400),
    "bad_update_dataset_conflict": (
        Asked("POST", (), urlencode({"using-named-graph-uri": D1, "update": "CLEAR ALL"}).encode(), FORM),
        400,
    ),
}
UPDATES = {
    "update_dataset_default_graph": Asked("POST", (("using-graph-uri", D1),), b"CLEAR ALL", UPDATE),
    "update_dataset_default_graphs": Asked(
        "POST", (("using-graph-uri", D1), ("using-graph-uri", D2)), b"CLEAR ALL", UPDATE
    ),
    "update_dataset_named_graphs": Asked("POST", (("using-named-graph-uri", D1),), b"CLEAR ALL", UPDATE),
    "update_dataset_full": Asked(
        "POST", (("using-graph-uri", D1), ("using-named-graph-uri", D2)), b"CLEAR ALL", UPDATE
    ),
    "update_post_form": Asked("POST", (), b"update=CLEAR+ALL", FORM),
    "update_post_direct": Asked("POST", (), b"CLEAR ALL", UPDATE),
    "update_base_uri": Asked("POST", (), b"CLEAR GRAPH <#x>; INSERT DATA { <#s> <#p> 1 }", UPDATE),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    document = "http://xmlns.com/foaf/0.1/Document"
    quads = "".join(f"<{name}> <{TYPE}> <{document}> <{name}> .\n" for name in (D1, D2, D3))
    place: Path = make_plain_store(tmp_path_factory.mktemp("protocol") / "store", quads)
    with LiveServer(place) as running:
        yield running


def send(server: LiveServer, asked: Asked, path: str = "/sparql/") -> Answer:
    headers = {"Content-Type": asked.content_type} if asked.content_type else {}
    address = path + (f"?{urlencode(asked.parameters)}" if asked.parameters else "")
    return server.ask(asked.method, address, asked.body, headers)


def test_every_case_of_the_w3c_is_here() -> None:
    assert len(TRUE) + len(FORMATS) + len(REFUSED) == 27
    assert len(UPDATES) == 7


@pytest.mark.parametrize("path", ["/sparql", "/sparql/", "/query"])
@pytest.mark.parametrize("case", TRUE)
def test_a_question_is_answered_over_the_dataset_that_the_protocol_names(
    server: LiveServer, case: str, path: str
) -> None:
    answer = send(server, TRUE[case], path)
    assert (answer.status, answer.json()["boolean"]) == (200, True)


@pytest.mark.parametrize("case", FORMATS)
def test_an_answer_has_a_type_that_fits_its_kind(server: LiveServer, case: str) -> None:
    asked, wanted = FORMATS[case]
    answer = send(server, asked)
    assert answer.status == 200
    assert answer.headers["content-type"].partition(";")[0] in wanted


@pytest.mark.parametrize("case", REFUSED)
def test_a_request_that_the_protocol_forbids_is_refused(server: LiveServer, case: str) -> None:
    asked, status = REFUSED[case]
    assert send(server, asked).problem["status"] == status


@pytest.mark.parametrize("case", UPDATES)
def test_an_update_is_refused_and_changes_nothing(server: LiveServer, case: str) -> None:
    assert 400 <= send(server, UPDATES[case]).status < 500
    assert server.query("SELECT ?s { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s").rows() == [
        {"s": D1},
        {"s": D2},
        {"s": D3},
    ]
