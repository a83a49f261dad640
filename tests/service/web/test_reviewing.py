"""Reviewers decide over HTTP: on what they saw, under their names, and each decision can be taken back."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from queries.store import open_store
from service.web.access import make_token
from service.web.audit import LOG_NAME, Author, ChangeLog
from service.web.reviewing import link_items, verdict_items
from tests.service.web.live import Answer, LiveServer
from tests.service.web.writable import send, writable_server

CODE = "13020922P00060310001G"
OTHER = "13020922P00060210001T"


@pytest.fixture(scope="module")
def server(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with writable_server(built_store, tmp_path_factory.mktemp("review") / "store", allow="review") as server:
        yield server


def item_of(server: LiveServer, code: str = CODE) -> dict[str, Any]:
    items = server.get(f"/review/links?project={code}").json()["items"]
    assert isinstance(items, list)
    return dict(items[0])


def decide(server: LiveServer, target: str, status: str, version: str, code: str = CODE) -> Answer:
    facts = {"project": code, "target": target, "status": status, "reviewer": "Finance Bureau", "note": "why"}
    return send(server, "POST", "/review/links", facts, If_Match=f'"{version}"')


def test_every_project_is_an_item_with_its_links_and_a_version(server: LiveServer) -> None:
    facts = server.get("/review/links?limit=1000").json()
    items = facts["items"]
    assert isinstance(items, list)
    assert facts["total"] == len(items) == 31
    assert all(item["version"] and item["document"] == "203001-2022-goals" for item in items)
    assert server.get("/review/links?status=none").json()["total"] == 31 - len(
        [i for i in items if i["links"]]
    )


def test_pages_find_the_same_items_in_python(built_store: Path, plain_store: Path) -> None:
    store = open_store(built_store, read_only=True)
    assert len(link_items(store)) == 31
    assert {item["candidate"] for item in verdict_items(store)} >= {"misfit-candidate"}
    store.close()
    with LiveServer(plain_store) as plain:
        assert plain.get("/review/links").json()["total"] == 0
        assert plain.get("/review/verdicts").json()["total"] == 0


def test_a_decision_is_kept_with_its_reviewer_and_seen_by_the_next_question(server: LiveServer) -> None:
    seen = item_of(server)
    answer = decide(server, "4", "accepted", seen["version"])
    assert answer.status == 200, answer.text
    made = answer.json()
    assert made["item"] == item_of(server)
    (link,) = made["item"]["links"]
    assert (link["target"], link["status"], link["reviewer"]) == ("4", "accepted", "Finance Bureau")
    assert link["comment"] == "why"
    rows = server.get("/links?status=accepted").json()["items"]
    assert [row["project_code"] for row in rows] == [CODE]  # type: ignore[attr-defined]
    undone = send(server, "POST", f"/changes/{made['change']}/undo", {"reviewer": "x"})
    assert undone.json()["item"] == seen


def test_who_decides_on_an_older_version_is_shown_what_stands_now(server: LiveServer) -> None:
    seen = item_of(server)["version"]
    first = decide(server, "4", "accepted", seen)
    second = decide(server, "3", "accepted", seen)
    problem = second.problem
    assert (problem["status"], problem["code"]) == (412, "changed-since")
    assert problem["current"] == first.json()["item"]
    assert send(server, "POST", f"/changes/{first.json()['change']}/undo").status == 200


def test_of_two_reviewers_at_the_same_moment_one_is_told(server: LiveServer) -> None:
    seen = item_of(server)["version"]
    answers: list[Answer] = []
    threads = [
        Thread(target=lambda target=target: answers.append(decide(server, target, "accepted", seen)))
        for target in ("1", "2", "3")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [200, 412, 412]
    (made,) = [answer.json() for answer in answers if answer.status == 200]
    assert send(server, "POST", f"/changes/{made['change']}/undo").status == 200


def test_decisions_are_undone_in_the_order_in_which_they_hang_on_each_other(server: LiveServer) -> None:
    before = item_of(server)
    first = decide(server, "none", "accepted", before["version"]).json()
    second = decide(server, "none", "rejected", first["item"]["version"]).json()  # type: ignore[index]
    assert send(server, "POST", f"/changes/{first['change']}/undo").problem["status"] == 412
    back = send(server, "POST", f"/changes/{second['change']}/undo").json()
    assert back["item"] == first["item"]
    again = send(server, "POST", f"/changes/{back['change']}/undo").json()  # an undo can be undone
    assert again["item"] == second["item"]
    cleared = decide(server, "none", "cleared", again["item"]["version"]).json()  # type: ignore[index]
    assert cleared["item"] == before


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"project": "absent", "target": "4", "status": "accepted"}, 404),
        ({"project": CODE, "target": "99", "status": "accepted"}, 404),
        ({"project": CODE, "target": "4/objective/99", "status": "accepted"}, 404),
        ({"project": CODE, "target": "4", "status": "cleared"}, 404),
        ({"project": CODE, "target": "4", "status": "stated"}, 400),
        ({"project": CODE, "target": "4", "status": "accepted", "more": 1}, 400),
        ({"project": CODE, "status": "accepted"}, 400),
        ({"project": CODE, "target": "4", "status": "accepted", "reviewer": " "}, 400),
        ({"project": CODE, "target": "4", "status": "accepted", "document": "absent"}, 404),
        ({"project": CODE, "target": "4", "status": "accepted", "version": None}, 428),
        ([], 400),
        ("x", 400),
    ],
)
def test_a_decision_that_cannot_be_made_is_refused_in_a_sentence(
    server: LiveServer, facts: Any, status: int
) -> None:
    whole = {"reviewer": "x", "version": "*", **facts} if isinstance(facts, dict) else facts
    before = item_of(server)
    problem = send(server, "POST", "/review/links", whole).problem
    assert problem["status"] == status
    assert str(problem["detail"]).endswith(".")
    assert item_of(server) == before


def test_a_contradicting_decision_is_refused_and_changes_nothing(server: LiveServer) -> None:
    first = decide(server, "4", "accepted", "*").json()
    assert decide(server, "none", "accepted", "*").problem["code"] == "conflict"
    assert item_of(server) == first["item"]
    assert send(server, "POST", f"/changes/{first['change']}/undo").status == 200


def test_a_body_that_is_not_json_is_refused(server: LiveServer) -> None:
    assert server.post("{", "application/json", "/review/links").problem["status"] == 400
    assert server.post("x", "text/plain", "/review/links").problem["status"] == 415
    head = b"POST /review/links HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    assert b" 413 " in server.send(head + b"Content-Length: 600000\r\n\r\n")


def test_a_verdict_is_given_on_the_row_that_was_seen_and_taken_back(server: LiveServer) -> None:
    rows = server.get("/review/verdicts?undecided=true").json()["items"]
    assert isinstance(rows, list)
    row = rows[0]
    facts = {"indicator": row["indicator"], "verdict": "fits", "note": "seen", "reviewer": "Finance Bureau"}
    assert send(server, "POST", "/review/verdicts", facts).problem["status"] == 428
    made = send(server, "POST", "/review/verdicts", facts, If_Match=row["version"]).json()
    assert made["item"]["verdict"] == "fits"  # type: ignore[index]
    assert send(server, "POST", "/review/verdicts", facts, If_Match=row["version"]).problem["status"] == 412
    undecided = server.get("/review/verdicts?undecided=true&limit=1000").json()["items"]
    assert row["indicator"] not in {one["indicator"] for one in undecided}  # type: ignore[attr-defined]
    back = {"indicator": row["indicator"], "verdict": None, "reviewer": "x", "version": "*"}
    assert send(server, "POST", "/review/verdicts", back).json()["item"] == row
    assert send(server, "POST", "/review/verdicts", back).problem["status"] == 404
    assert send(server, "POST", "/review/verdicts", {**back, "indicator": "x"}).problem["status"] == 404


def test_a_page_of_another_site_can_change_nothing(server: LiveServer) -> None:
    facts = {"project": CODE, "target": "4", "status": "accepted", "reviewer": "x", "version": "*"}
    own = f"http://127.0.0.1:{server.port}"
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site", "Origin": own},
    ):
        assert send(server, "POST", "/review/links", facts, **headers).problem["code"] == "other-origin"
    made = send(server, "POST", "/review/links", facts, Origin=own, Sec_Fetch_Site="same-origin")
    assert made.status == 200
    assert send(server, "POST", f"/changes/{made.json()['change']}/undo").status == 200


def test_the_role_is_needed_and_a_token_names_its_reviewer(built_store: Path, tmp_path: Path) -> None:
    people = {"anna": "review", "ben": "review", "carl": "load", "dora": "read"}
    tokens = {name: make_token(name, role) for name, role in people.items()}
    (tmp_path / "tokens").write_text("\n".join(line for _, line in tokens.values()), encoding="utf-8")

    def as_(name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {tokens[name][0]}"}

    facts = {
        "project": OTHER,
        "target": "4",
        "status": "accepted",
        "reviewer": "somebody else",
        "version": "*",
    }
    with writable_server(built_store, tmp_path / "store", tokens=str(tmp_path / "tokens")) as server:
        assert send(server, "POST", "/review/links", facts).problem["status"] == 401
        assert send(server, "POST", "/review/links", facts, **as_("dora")).problem["code"] == "role-missing"
        made = send(server, "POST", "/review/links", facts, **as_("anna")).json()
        assert made["item"]["links"][0]["reviewer"] == "anna"  # type: ignore[index]
        mine = server.get("/changes", **as_("anna")).json()["items"]
        assert [(one["by"], one["source"], one["what"]) for one in mine] == [("anna", "token", "link")]  # type: ignore[attr-defined]
        assert server.get("/changes", **as_("ben")).json()["total"] == 0
        assert server.get("/changes", **as_("carl")).json()["total"] == 1
        assert server.get("/changes", **as_("dora")).problem["status"] == 403
        log = (tmp_path / "store" / LOG_NAME).read_text(encoding="utf-8")
        assert not any(token in log for token, _ in tokens.values())
        assert str(tmp_path) not in log


def test_a_browser_signs_in_with_a_token_and_holds_a_cookie_that_says_nothing(
    built_store: Path, tmp_path: Path
) -> None:
    token, line = make_token("anna", "review")
    (tmp_path / "tokens").write_text(line, encoding="utf-8")
    with LiveServer(built_store, {"tokens": str(tmp_path / "tokens")}) as server:
        form = f"token={token}&next=%2Freview".encode()
        answer = server.post(form, "application/x-www-form-urlencoded", "/session")
        assert (answer.status, answer.headers["location"]) == (303, "/review")
        cookie, *facts = answer.headers["set-cookie"].split("; ")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(facts)
        assert token not in cookie
        assert server.get("/goals", Cookie=cookie).status == 200
        assert server.get("/session", Cookie=cookie).json()["name"] == "anna"
        assert server.ask("DELETE", "/session", None, {"Cookie": cookie}).status == 204
        assert server.get("/goals", Cookie=cookie).status == 401
        assert server.get("/goals", Cookie="goaltrace-session=" + "x" * 43).status == 401
        assert send(server, "POST", "/session", {"token": "wrong"}).problem["status"] == 401
        away = f"token={token}&next=%2F%2Fevil.example%2F".encode()
        assert server.post(away, "application/x-www-form-urlencoded", "/session").headers["location"] == "/"


def test_a_change_that_never_ended_is_listed_as_interrupted_and_a_cut_line_is_left_out(
    tmp_path: Path,
) -> None:
    log = ChangeLog(tmp_path)
    first = log.begin("link", Author("anna", "token", "r-1"), {"project": "A"})
    log.finish(first, "done", {"before": []})
    log.begin("document", Author("", "local", "r-2"), {"name": "x"})
    with (tmp_path / LOG_NAME).open("ab") as file:
        file.write(b'{"id": "c-cut", "sta')
    third = log.begin("link", Author("ben", "typed", "r-3"), {"project": "B"})
    found = [(change["id"] == third, change["by"], change["state"]) for change in log.read()]
    assert found == [(True, "ben", "interrupted"), (False, "", "interrupted"), (False, "anna", "done")]
    lines = (tmp_path / LOG_NAME).read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("{") for line in lines) == len(lines)
    assert json.loads(lines[-1])["id"] == third


def test_queries_are_kept_on_the_server_by_name(server: LiveServer) -> None:
    name = "/saved-queries/%E7%9B%AE%E6%A0%87"
    facts = {"query": "SELECT * { ?s ?p ?o }", "note": "all", "reviewer": "anna"}
    assert send(server, "PUT", name, facts).status == 200
    assert send(server, "PUT", name, {**facts, "note": "again"}).status == 200
    items = server.get("/saved-queries").json()["items"]
    assert [(one["name"], one["note"], one["by"]) for one in items] == [("目标", "again", "anna")]  # type: ignore[attr-defined]
    assert server.ask("DELETE", name).status == 200
    assert server.ask("DELETE", name).problem["status"] == 404
    assert server.get("/saved-queries").json()["items"] == []
