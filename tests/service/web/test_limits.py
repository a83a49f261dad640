"""What a question may cost, and that the next one is answered as before."""

import http.client
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.service.web.conftest import make_plain_store, many
from tests.service.web.live import DIRECT, Answer, LiveServer

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
LIGHT = "SELECT * { <http://example.org/item/7> ?p ?o }"


def wait_until(fact: Callable[[], bool], seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < until, "it did not come true"
        time.sleep(0.02)


def is_quiet(server: LiveServer) -> bool:
    workers = server.gate.workers
    return workers.busy == 0 and workers.waiting == 0 and workers.ready == 4


def test_a_question_past_its_time_is_stopped_and_the_next_is_answered(plain: LiveServer) -> None:
    wait_until(lambda: is_quiet(plain))
    begun = time.monotonic()
    problem = plain.query(ENDLESS, timeout="0.5").problem
    assert (problem["status"], problem["code"]) == (504, "time-limit")
    assert time.monotonic() - begun < 2
    assert plain.query(LIGHT).status == 200
    wait_until(lambda: is_quiet(plain))


def test_a_client_may_only_shorten_its_time(plain: LiveServer) -> None:
    begun = time.monotonic()
    assert plain.query(f"# other\n{ENDLESS}", timeout="600").problem["code"] in {"time-limit", "busy"}
    assert time.monotonic() - begun < 6


def test_a_question_that_needs_too_much_memory_ends_alone(plain_store: Path) -> None:
    with LiveServer(plain_store, {"megabytes": "64", "seconds": "20"}) as server:
        problem = server.query(GREEDY).problem
        assert (problem["status"], problem["code"]) == (507, "memory-limit")
        assert server.query(LIGHT).status == 200


@pytest.mark.parametrize("way", ["get", "post"])
def test_work_stops_when_the_client_leaves(plain_store: Path, way: str) -> None:
    with LiveServer(plain_store, {"seconds": "60"}) as server:
        body = ENDLESS.encode()
        request = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        if way == "post":
            head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {DIRECT}\r\n"
            request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(request)
            wait_until(lambda: server.gate.workers.busy == 1)
        wait_until(lambda: server.gate.workers.busy == 0)
        assert server.gate.workers.figures.ended == {"client-left": 1}


@pytest.mark.parametrize(
    "accept",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ],
)
def test_rows_are_counted_exactly_in_every_format(plain_store: Path, accept: str) -> None:
    with LiveServer(plain_store, {"rows": "100"}) as server:
        text = 'SELECT ?s (\'a,"b"\\n},{"<result>\' AS ?x) { ?s <http://example.org/value> ?o } LIMIT '
        assert server.query(f"{text}100", accept).status == 200
        problem = server.query(f"{text}101", accept).problem
        assert (problem["status"], problem["code"], problem["rows"]) == (422, "result-too-large", 100)


def test_a_graph_and_the_bytes_of_an_answer_are_limited(plain: LiveServer) -> None:
    wide = "SELECT * { ?a <http://example.org/value> ?b . ?c <http://example.org/value> ?d } LIMIT 9999"
    assert plain.query(wide).problem["code"] == "result-too-large"
    product = (
        "CONSTRUCT { ?a <a:p> ?c } { ?a <http://example.org/value> ?b . ?c <http://example.org/value> ?d }"
    )
    assert plain.query(product, "text/turtle").problem["code"] == "result-too-large"
    assert list(plain.gate.workers.spool_path("x").parent.iterdir()) == []


def test_too_many_questions_are_told_when_to_come_back(plain_store: Path) -> None:
    with LiveServer(plain_store, {"waiting": "2", "workers": "1", "seconds": "1"}) as server:
        with ThreadPoolExecutor(16) as pool:
            asked = [pool.submit(server.query, f"{ENDLESS} # {'x' * n}") for n in range(16)]
            answers = [found.result() for found in asked]
        assert {answer.status for answer in answers} <= {503, 504}
        refused = [answer for answer in answers if answer.status == 503]
        assert refused
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        assert server.query(LIGHT).status == 200


def test_long_questions_leave_workers_to_short_ones(plain_store: Path) -> None:
    with LiveServer(plain_store, {"seconds": "3"}) as server:
        with ThreadPoolExecutor(3) as pool:
            for n in range(3):
                pool.submit(server.query, f"{ENDLESS} # {n}")
            wait_until(lambda: server.gate.workers.long_running > 0)
            time.sleep(1)
            waits = []
            for _ in range(40):
                begun = time.monotonic()
                assert server.query(f"{LIGHT} # {os.urandom(4).hex()}").status == 200
                waits.append(time.monotonic() - begun)
        assert sorted(waits)[20] < 0.3


def test_an_answer_from_memory_ends_when_the_store_changes(tmp_path: Path) -> None:
    import pyoxigraph as ox  # noqa: PLC0415 - only here

    place = make_plain_store(tmp_path / "store", many(3))
    with LiveServer(place) as server:
        count = "SELECT (COUNT(*) AS ?n) { ?s <http://example.org/value> ?o }"
        first = server.query(count)
        store = ox.Store(str(place))
        store.add(ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("http://example.org/value"), ox.Literal(9)))
        store.flush()
        del store
        wait_until(lambda: server.query(count).headers["etag"] != first.headers["etag"])
        assert (first.rows(), server.query(count).rows()) == ([{"n": "3"}], [{"n": "4"}])


def test_a_worker_that_is_killed_is_replaced(plain: LiveServer) -> None:
    wait_until(lambda: is_quiet(plain))
    for worker in tuple(plain.gate.workers._all):
        os.kill(worker.pid, signal.SIGKILL)
    wait_until(lambda: plain.gate.workers.figures.ended.get("crashed", 0) >= 4)
    wait_until(lambda: is_quiet(plain))
    assert plain.query(LIGHT).status == 200


def test_workers_end_with_their_server(plain_store: Path) -> None:
    with LiveServer(plain_store) as server:
        pids = [worker.pid for worker in server.gate.workers._all]
        spool = server.gate.workers.spool_path("x").parent
    assert not any(Path(f"/proc/{pid}").exists() and _is_worker(pid) for pid in pids)
    assert not spool.exists()


def _is_worker(pid: int) -> bool:
    return b"service.web.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_stopping_lets_a_running_question_end(plain_store: Path) -> None:
    found: list[Answer] = []
    value = "<http://example.org/value>"
    query = f"SELECT (SUM(?x) AS ?n) {{ ?a {value} ?x . ?b {value} ?y FILTER(?y < 700) }}"
    with LiveServer(plain_store) as server:
        thread = threading.Thread(target=lambda: found.append(server.query(query)))
        thread.start()
        wait_until(lambda: server.gate.workers.busy > 0 or bool(found))
    thread.join()
    assert found[0].status == 200


def test_identical_questions_are_answered_from_memory(plain: LiveServer) -> None:
    query = f"{LIGHT} # {os.urandom(8).hex()}"
    before = plain.gate.workers.figures.asked
    answers = {plain.query(query).body for _ in range(5)}
    assert len(answers) == 1
    assert plain.gate.workers.figures.asked == before + 2  # a light answer is kept from the second time on


def test_a_slow_reader_holds_no_worker(plain: LiveServer) -> None:
    wait_until(lambda: is_quiet(plain))
    text = "SELECT ?s ?o ('" + "x" * 100 + "' AS ?x) { ?s <http://example.org/value> ?o } LIMIT 2999"
    connection = http.client.HTTPConnection("127.0.0.1", plain.port, timeout=20)
    connection.request("GET", "/sparql?" + urlencode({"query": text}))
    answer = connection.getresponse()
    assert answer.read(10)
    assert plain.gate.workers.busy == 0
    rest = answer.read()
    assert len(json.loads(b'{"head":{"' + rest)["results"]["bindings"]) == 2999
    connection.close()
