"""Who may ask, from where, and what the server says to everybody."""

import json
from pathlib import Path

import pytest

from loaders.errors import LoadError
from service.settings import make_settings
from service.web.access import Access, AccessError, Role, check_binding, make_token, read_tokens
from service.web.journal import Journal
from service.web.options import OptionError, make_options
from service.web.serve import make_app
from tests.service.web.live import LiveServer

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is to be refused
ASK = "/sparql?query=ASK%20%7B%7D"


def test_the_server_listens_on_this_machine_by_default() -> None:
    assert make_options({}).host == "127.0.0.1"


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.0.2.7", "example.org"])
def test_listening_elsewhere_without_tokens_is_refused_with_a_way_to_do_it(host: str) -> None:
    with pytest.raises(AccessError) as caught:
        check_binding(make_options({}, host=host), ())
    assert "--tokens" in caught.value.message("en")
    assert "--tokens" in caught.value.message("zh")


def test_the_refusal_comes_before_anything_is_opened(plain_store: Path) -> None:
    with pytest.raises(LoadError):
        make_app(make_settings({}, store=str(plain_store)), make_options({}, host=EVERYWHERE))


def test_a_token_is_kept_as_its_hash(tmp_path: Path) -> None:
    token, line = make_token("anna", "review")
    assert token not in line
    file = tmp_path / "tokens"
    file.write_text(f"# people\n\n{line}\n", encoding="utf-8")
    found = read_tokens(file)
    assert [(entry.name, entry.role) for entry in found] == [("anna", Role.review)]
    access = Access(make_options({}), found)
    assert access.identify(f"Bearer {token}".encode()).role is Role.review
    assert access.identify(f"bearer {token} ".encode()).name == "anna"
    for wrong in (None, b"", b"Bearer", b"Bearer x", f"Basic {token}".encode(), token.encode()):
        assert access.identify(wrong).role is Role.nobody


@pytest.mark.parametrize(
    "line", ["anna read", "anna root sha256:" + "0" * 64, "anna read sha256:zz", "anna read md5:00"]
)
def test_a_malformed_token_file_is_named_by_line_without_its_content(tmp_path: Path, line: str) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"# first\n{line}\n", encoding="utf-8")
    with pytest.raises(AccessError) as caught:
        read_tokens(file)
    assert "line 2" in str(caught.value)
    assert "sha256:zz" not in str(caught.value)


def test_with_tokens_everything_but_health_needs_one(plain_store: Path, tmp_path: Path) -> None:
    token, line = make_token("anna", "read")
    file = tmp_path / "tokens"
    file.write_text(line, encoding="utf-8")
    with LiveServer(plain_store, {"tokens": str(file)}) as server:
        for path in (ASK, "/goals", "/store?default", "/metrics", "/openapi.json", "/queries", "/nothing"):
            refused = server.get(path)
            assert refused.problem["status"] == 401, path
            assert refused.headers["www-authenticate"].startswith("Bearer")
            assert server.get(path, Authorization="Bearer wrong").status == 401
        assert server.get("/health").status == 200
        assert server.get("/ready").status == 200
        assert server.get(ASK, Authorization=f"Bearer {token}").status == 200
        assert server.get(ASK).status == 401  # also when the answer is in memory


def test_a_request_under_another_name_is_refused(plain: LiveServer) -> None:
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example"):
        assert plain.get(ASK, Host=host).problem["status"] == 421
    for host in ("localhost", f"127.0.0.1:{plain.port}", "[::1]:80", "LOCALHOST"):
        assert plain.get(ASK, Host=host).status == 200
    assert b" 400 " in plain.send(f"GET {ASK} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())


def test_a_name_of_the_server_can_be_allowed(plain_store: Path) -> None:
    with LiveServer(plain_store, {"hosts": "data.example"}) as server:
        assert server.get(ASK, Host="data.example").status == 200
        assert server.get(ASK, Host="other.example").status == 421


def test_every_answer_carries_the_headers_that_protect_its_reader(plain: LiveServer) -> None:
    for path in (ASK, "/sparql?query=x", "/goals", "/nothing", "/health", "/store?default", "/openapi.json"):
        headers = plain.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-request-id"]
        assert "server" not in headers


def test_the_log_has_the_number_of_the_request_and_no_query_path_or_token() -> None:
    lines: list[str] = []
    journal = Journal("requests", lines.append)
    journal.note_request("a-1", "GET", "sparql", 200, 0.0123, 17, "anna", "")
    facts = json.loads(lines[0])
    assert facts.pop("time")
    assert facts == {
        "request": "a-1", "method": "GET", "route": "sparql", "status": 200, "ms": 12.3, "bytes": 17, "visitor": "anna",
    }  # fmt: skip
    Journal("problems", lines.append).note_request("a-2", "GET", "sparql", 404, 0.1, 1, "", "not-found")
    assert len(lines) == 1


def test_the_log_of_a_live_server_names_routes_not_addresses(plain_store: Path) -> None:
    lines: list[str] = []
    with LiveServer(plain_store) as server:
        server.gate.journal = Journal("requests", lines.append)
        secret = server.get(
            "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22secret%22%7D", Authorization="Bearer secret"
        )
        server.get("/secret/secret")
    requests = [json.loads(line) for line in lines if "route" in line]
    assert [facts["route"] for facts in requests] == ["sparql", "other"]
    assert requests[0]["request"] == secret.headers["x-request-id"]
    assert "secret" not in "".join(lines)


def test_the_figures_are_in_the_format_of_prometheus(plain: LiveServer) -> None:
    plain.get(ASK)
    answer = plain.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'goaltrace_requests_total{route="sparql",status="200"}' in answer.text
    for line in answer.text.splitlines():
        assert line.startswith("# TYPE") or float(line.rpartition(" ")[2]) >= 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("port", "http"), ("port", "70000"), ("seconds", "0"), ("seconds", "-1"), ("default_graph", "all"),
     ("log", "x"), ("rows", "１")],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_one_sentence(name: str, value: str) -> None:
    with pytest.raises(OptionError) as caught:
        make_options({}, **{name: value})
    assert str(caught.value).count("\n") == 0
    assert caught.value.name == name


def test_settings_come_from_the_environment_and_the_command_line_goes_first() -> None:
    env = {"GOALTRACE_PORT": "8001", "GOALTRACE_SECONDS": "5"}
    options = make_options(env, port="8002")
    assert (options.port, options.seconds) == (8002, 5.0)
