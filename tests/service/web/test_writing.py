"""One writer beside many readers: what others write is seen, who writes is waited for, and any process can be lost."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

from queries.embedded import EmbeddedStore
from queries.snapshots import SERVED
from tests.service.web.live import LiveServer
from tests.service.web.writable import send, writable_server

CODE = "13020922P00060310001G"
LINE = '<http://example.org/s> <http://example.org/p> "%s" <http://example.org/g> .\n'
ASK = "SELECT ?o { GRAPH <http://example.org/g> { ?s ?p ?o } }"


def wait_until(true: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, what
        time.sleep(0.02)


def write(place: Path, text: str) -> None:
    store = EmbeddedStore.on_disk(place)
    store.replace_graphs(["http://example.org/g"], LINE % text)
    store.close()


def decide(server: LiveServer, status: str = "accepted") -> int:
    facts = {"project": CODE, "target": "4", "status": status, "reviewer": "x", "version": "*"}
    return send(server, "POST", "/review/links", facts).status


def test_what_another_program_writes_is_seen(built_store: Path, tmp_path: Path) -> None:
    with writable_server(built_store, tmp_path / "store") as server:
        for text in ("one", "two"):
            write(tmp_path / "store", text)
            wait_until(lambda text=text: server.query(ASK).rows() == [{"o": text}], text)  # type: ignore[misc]
        assert decide(server) == 200
        assert server.query(ASK).rows() == [{"o": "two"}]


def test_readers_go_on_and_a_change_waits_while_another_program_writes(
    built_store: Path, tmp_path: Path
) -> None:
    code = """if True:
        import sys, pyoxigraph
        store = pyoxigraph.Store(sys.argv[1])
        print("open", flush=True)
        sys.stdin.readline()"""
    with writable_server(built_store, tmp_path / "store") as server:
        writing = server.gate.writing
        writing._orders = dataclasses.replace(writing._orders, wait=0.2)
        command = [sys.executable, "-c", code, str(tmp_path / "store" / "oxigraph")]
        other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert other.stdout is not None
        other.stdout.readline()
        assert server.get("/goals").json()["total"] == 4
        facts = {"project": CODE, "target": "4", "status": "accepted", "reviewer": "x", "version": "*"}
        busy = send(server, "POST", "/review/links", facts)
        assert (busy.problem["code"], busy.headers["retry-after"]) == ("busy", "5")
        assert server.get("/goals").json()["total"] == 4
        other.communicate("\n", timeout=20)
        assert decide(server) == 200


def test_the_writer_can_be_lost_and_the_next_change_is_made(built_store: Path, tmp_path: Path) -> None:
    with writable_server(built_store, tmp_path / "store") as server:
        assert decide(server) == 200
        helper = server.gate.writing._helper
        assert helper is not None
        answers: list[int] = []
        thread = Thread(target=lambda: answers.append(decide(server, "rejected")))
        thread.start()
        os.kill(helper.pid, signal.SIGKILL)
        thread.join()
        assert answers[0] in (200, 503)
        assert decide(server, "accepted") == 200
        item = server.get(f"/review/links?project={CODE}").json()["items"][0]  # type: ignore[index]
        assert [link["status"] for link in item["links"]] == ["accepted"]


def test_a_worker_can_be_lost_at_any_time(built_store: Path, tmp_path: Path) -> None:
    with writable_server(built_store, tmp_path / "store") as server:
        for _ in range(5):
            for worker in tuple(server.gate.workers._all):
                if worker.pid:
                    with suppress(ProcessLookupError):  # the service may have replaced it by itself
                        os.kill(worker.pid, signal.SIGKILL)
            wait_until(lambda: server.get("/goals").status == 200, "no worker comes back")
        assert decide(server) == 200


def test_a_server_that_starts_again_goes_on_with_what_was_published(
    built_store: Path, tmp_path: Path
) -> None:
    with writable_server(built_store, tmp_path / "store") as server:
        assert decide(server) == 200
        version = server.gate.workers.version
    with LiveServer(tmp_path / "store", {"allow": "load"}) as server:
        assert server.gate.workers.version == version
        item = server.get(f"/review/links?project={CODE}").json()["items"][0]  # type: ignore[index]
        assert [link["status"] for link in item["links"]] == ["accepted"]


def test_two_servers_of_one_store_take_changes_in_turn(built_store: Path, tmp_path: Path) -> None:
    with (
        writable_server(built_store, tmp_path / "store") as one,
        LiveServer(tmp_path / "store", {"allow": "load"}) as two,
    ):
        assert decide(one) == 200
        assert decide(two, "rejected") == 200
        for server in (one, two):
            wait_until(
                lambda server=server: server.get("/links?status=rejected").json()["total"] == 1,  # type: ignore[misc]
                "not seen",
            )


def test_snapshots_that_nobody_reads_do_not_pile_up(built_store: Path, tmp_path: Path) -> None:
    with writable_server(built_store, tmp_path / "store") as server:
        for number in range(8):
            assert decide(server, "accepted" if number % 2 else "rejected") == 200
            assert server.get("/goals").status == 200
        kept = [path for path in (tmp_path / "store" / SERVED).iterdir() if path.is_dir()]
        assert len(kept) <= len(server.gate.workers._all) + 2


def test_a_change_leaves_one_line_before_it_and_one_after(built_store: Path, tmp_path: Path) -> None:
    with writable_server(built_store, tmp_path / "store") as server:
        assert decide(server) == 200
        changes = server.get("/changes").json()["items"]
        assert [(one["what"], one["state"], one["by"]) for one in changes] == [("link", "done", "x")]  # type: ignore[attr-defined]
    lines = (tmp_path / "store" / "changes.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["state"] for line in lines] == ["begun", "done"]
