"""An assistant asks the graph through MCP: read-only tools, with the limits and the access of every question."""

import asyncio
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from queries.library import query_names
from service.web.access import make_token
from service.web.assistant_tools import tools
from service.web.refusals import BadRequestError
from tests.service.web.live import Answer, LiveServer

pytest.importorskip("mcp", reason="the extra `assistant` is not installed")

BOTH = "application/json, text/event-stream"


def call(server: LiveServer, method: str, parameters: object = None, **headers: str) -> Answer:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters or {}}
    named = {"Accept": BOTH, "MCP_Protocol_Version": "2025-06-18", **headers}
    return server.post(json.dumps(message), "application/json", "/mcp", **named)


def use(server: LiveServer, tool: str, **arguments: object) -> tuple[Any, bool]:
    """What a tool says, and whether it is a refusal."""
    answer = call(server, "tools/call", {"name": tool, "arguments": arguments})
    assert answer.status == 200, answer.text
    result = json.loads(answer.body)["result"]
    return json.loads(result["content"][0]["text"]), bool(result.get("isError"))


def test_every_tool_is_listed_as_reading_only(example: LiveServer) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    assert json.loads(call(example, "initialize", hello).body)["result"]["serverInfo"]["name"] == "goaltrace"
    listed = json.loads(call(example, "tools/list").body)["result"]["tools"]
    assert [tool["name"] for tool in listed] == [tool.name for tool in tools()]
    assert all(tool["annotations"]["readOnlyHint"] for tool in listed)


def test_tools_say_what_the_routes_say(example: LiveServer) -> None:
    questions, refused = use(example, "list_questions")
    assert not refused
    assert [one["name"] for one in questions["items"]] == list(query_names())
    assert use(example, "ask_question", name="list_goals")[0] == example.get("/goals?limit=50").json()
    assert use(example, "read_coverage")[0] == example.get("/coverage/headline").json()
    assert use(example, "trace_goal", goal="4")[0] == example.get("/trace/4").json()
    code = "13020922P00062110001K"
    assert use(example, "suppose", drop=[code])[0] == example.get(f"/what-if?drop={code}").json()


def test_projects_are_found_by_words_of_their_code_name_and_purpose(example: LiveServer) -> None:
    code = "13020922P00062110001K"
    by_code, _ = use(example, "search_projects", words=code.lower())
    assert [row["code"] for row in by_code["items"]] == [code]
    name = by_code["items"][0]["name"]
    assert code in {row["code"] for row in use(example, "search_projects", words=name)[0]["items"]}
    assert use(example, "search_projects", words='") } DROP ALL #')[0]["total"] == 0
    part, _ = use(example, "search_projects", words="1", limit=2)
    assert (len(part["items"]), part["next_offset"]) == (2, 2)


@pytest.mark.parametrize(
    ("tool", "arguments", "code"),
    [
        ("absent", {}, "bad-request"),
        ("ask_question", {}, "bad-request"),
        ("ask_question", {"name": "absent"}, "bad-request"),
        ("ask_question", {"name": "list_goals", "limit": 100_000}, "bad-request"),
        ("ask_question", {"name": "list_goals", "parameters": {"colour": "red"}}, "bad-request"),
        ("ask_question", {"name": "list_goals", "parameters": {"document": [1]}}, "bad-request"),
        ("trace_goal", {"goal": "99"}, "not-found"),
        ("trace_goal", {"goal": 4}, "bad-request"),
        ("read_coverage", {"document": "absent"}, "not-found"),
        ("read_coverage", {"more": True}, "bad-request"),
        ("suppose", {"drop": ["x"] * 300}, "bad-request"),
        ("suppose", {"budget": {"13020922P00062110001K": "1e99999"}}, "bad-request"),
        ("search_projects", {"words": ""}, "bad-request"),
    ],
)
def test_a_wrong_call_is_refused_in_a_sentence(
    example: LiveServer, tool: str, arguments: dict[str, object], code: str
) -> None:
    said, refused = use(example, tool, **arguments)
    assert refused
    assert said["code"] == code
    assert said["detail"].endswith(".")


def test_an_assistant_needs_a_token_where_everybody_does(example_store: Path, tmp_path: Path) -> None:
    token, line = make_token("helper", "read")
    (tmp_path / "tokens").write_text(line, encoding="utf-8")
    with LiveServer(example_store, {"tokens": str(tmp_path / "tokens")}) as server:
        assert call(server, "tools/list").problem["status"] == 401
        assert call(server, "tools/list", Authorization=f"Bearer {token}").status == 200


def test_a_page_of_another_site_cannot_ask_and_a_body_has_its_limit(example: LiveServer) -> None:
    assert call(example, "tools/list", Origin="http://evil.example").problem["code"] == "other-origin"
    head = b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    assert b" 413 " in example.send(head + b"Content-Length: 600000\r\n\r\n")
    assert example.get("/mcp").problem["status"] == 405
    assert example.ask("OPTIONS", "/mcp").headers["allow"] == "POST, OPTIONS"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"jsonrpc": "2.0"}', b"\xff\xfe", b"[" * 50_000]
)
def test_what_is_no_message_is_refused_without_a_fault(example: LiveServer, body: bytes) -> None:
    answer = example.post(body, "application/json", "/mcp", Accept=BOTH)
    assert 400 <= answer.status < 500


def test_without_the_extra_the_address_says_how_to_get_it(
    example: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    problem = call(example, "tools/list").problem
    assert problem["status"] == 404
    assert "goaltrace[assistant]" in str(problem["detail"])


def test_the_packages_own_client_gets_along(example: LiveServer) -> None:
    from mcp import ClientSession  # noqa: PLC0415 - an extra
    from mcp.client.streamable_http import streamable_http_client  # noqa: PLC0415

    async def ask() -> tuple[list[str], bool]:
        address = f"http://127.0.0.1:{example.port}/mcp"
        async with (
            streamable_http_client(address) as streams,
            ClientSession(streams[0], streams[1]) as client,
        ):
            await client.initialize()
            listed = await client.list_tools()
            answer = await client.call_tool("read_coverage", {})
            return [tool.name for tool in listed.tools], bool(answer.is_error)

    assert asyncio.run(ask()) == ([tool.name for tool in tools()], False)


def test_arguments_are_held_to_the_schema_that_is_listed() -> None:
    from service.web.assistant_tools import call_of  # noqa: PLC0415 - beside the package's tests

    with pytest.raises(BadRequestError):
        call_of("ask_question", {"name": "list_goals", "offset": True})
