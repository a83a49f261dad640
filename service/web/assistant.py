"""The endpoint for assistants (MCP, streamable HTTP): the tools of `assistant_tools` under the limits of all questions.

The package `mcp` is an extra and slow to import, so it is imported when somebody first asks. Each request stands
for itself: no session is kept, and each gets one JSON answer.
"""

import asyncio
import importlib.util
import json
from contextlib import suppress
from types import ModuleType
from typing import Any, Final

from service.web.asking import Asking
from service.web.assistant_tools import call_of, tools
from service.web.refusals import MethodError, NotFoundError, RefusedError, ResultTooLargeError
from service.web.reply import Message, Receive, Scope, Send
from service.web.request import MOST_BODY, Request

METHODS: Final = "POST, OPTIONS"
MOST_ANSWER: Final = 400_000
_INSTRUCTIONS: Final = (
    "Goals, projects, money and indicators of published performance documents, with where every word came from and "
    "how each indicator was graded. Start with list_questions. Source words, readings and judgments are kept apart; "
    "say which of them you quote."
)


class Assistant:
    """Answers assistants; `installed` says whether the extra is there."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._manager: Any = None
        self._runner: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._beginning = asyncio.Lock()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if importlib.util.find_spec("mcp") is None:
            raise NotFoundError(
                "The endpoint for assistants is not installed; add it with: pip install 'goaltrace[assistant]'."
            )
        if scope["method"] != "POST":
            raise MethodError("Assistants ask by POST here; no session is kept.", allow=METHODS)
        body = await Request(scope, receive).body()
        await self._begin()
        await self._manager.handle_request(scope, _replay(body, receive), send)

    async def _begin(self) -> None:
        async with self._beginning:
            if self._runner is None:
                modules = await asyncio.to_thread(_import_package)
                self._manager = _make_manager(self, *modules)
                self._runner = asyncio.get_running_loop().create_task(self._run())
                await self._ready.wait()

    async def _run(self) -> None:
        async with self._manager.run():
            self._ready.set()
            await asyncio.Event().wait()

    async def use_tool(self, name: str, arguments: dict[str, Any]) -> tuple[str, bool]:
        """The answer of a tool as JSON text, and whether it is a refusal."""
        try:
            call = call_of(name, arguments)
            text = await self._asking.read(call.name, call.arguments)
            if len(text) > MOST_ANSWER:
                raise ResultTooLargeError(
                    "The answer is too long for an assistant; name a document or ask for less."
                )
        except RefusedError as refusal:
            facts = {
                "code": refusal.code,
                "detail": refusal.sentence,
                "detail_zh": refusal.facts.get("detail_zh"),
            }
            return json.dumps({key: value for key, value in facts.items() if value}, ensure_ascii=False), True
        return text, False

    async def close(self) -> None:
        """Stop."""
        if self._runner is not None:
            self._runner.cancel()
            with suppress(asyncio.CancelledError):
                await self._runner


def _import_package() -> tuple[ModuleType, ModuleType, ModuleType]:
    return (
        importlib.import_module("mcp.server.lowlevel.server"),
        importlib.import_module("mcp.server.streamable_http_manager"),
        importlib.import_module("mcp_types"),
    )


def _make_manager(assistant: Assistant, server: Any, manager: Any, types: Any) -> Any:
    """The package's server with our tools."""

    async def list_tools(context: Any, parameters: Any) -> Any:  # noqa: ARG001 - the package's signature
        hints = types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
        listed = [
            types.Tool(
                name=tool.name,
                title=tool.title,
                description=tool.description,
                input_schema=dict(tool.schema),
                annotations=hints,
            )
            for tool in tools()
        ]
        return types.ListToolsResult(tools=listed)

    async def call_tool(context: Any, parameters: Any) -> Any:  # noqa: ARG001 - the package's signature
        text, refused = await assistant.use_tool(parameters.name, dict(parameters.arguments or {}))
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)],
            structured_content=None if refused else json.loads(text),
            is_error=refused,
        )

    made = server.Server(
        "goaltrace",
        title="goaltrace",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
    return manager.StreamableHTTPSessionManager(
        made, json_response=True, stateless=True, max_request_body_size=MOST_BODY
    )


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body that was read already, then whatever comes after it."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again
