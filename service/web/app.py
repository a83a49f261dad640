"""The application: every request passes one gate that checks it, sends it on, and answers for what goes wrong.

SPARQL and graphs are answered by plain routes of their own, because a framework costs more than a light query;
the REST routes are FastAPI's, which describes them; pages may be added as an application of their own.
"""

import itertools
import secrets
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, Protocol

from service.web.access import Access, Role, Token, Visitor, check_origin, require
from service.web.api import openapi_text
from service.web.asking import Asking
from service.web.assistant import METHODS as ASSISTING
from service.web.assistant import Assistant
from service.web.changing import Changing
from service.web.framework import make_api, methods_at
from service.web.graphs import METHODS as READING
from service.web.graphs import GraphStore
from service.web.journal import Journal, place_of
from service.web.metrics import Metrics
from service.web.options import Options
from service.web.outcome import Outcome
from service.web.quick import QuickQuery, Welcome, Write
from service.web.refusals import (
    AddressTooLongError,
    BadRequestError,
    DefectError,
    MethodError,
    RefusedError,
    StoreUnreadableError,
)
from service.web.reply import (
    Header,
    Receive,
    Reply,
    Scope,
    Send,
    problem_reply,
    send_reply,
)
from service.web.request import MOST_ADDRESS, Request
from service.web.saved_queries import read_saved
from service.web.sessions import SIGN_IN_PAGE, Sessions
from service.web.signing import Signing
from service.web.sparql import METHODS as ASKING
from service.web.sparql import Prepared, SparqlEndpoint
from service.web.uploads import Uploads
from service.web.workers import Workers
from service.web.writing import Writing


class Pages(Protocol):
    """An application for people: it says which addresses it answers, also where a list for programs has the same."""

    def serves(self, scope: Scope) -> bool:
        """Whether it answers this request."""
        ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer it."""
        ...


DEFAULT_PROFILE: Final = "china-before-2021"
_TEXT: Final = "text/plain; charset=utf-8"


class Gate:
    """The ASGI application."""

    def __init__(  # noqa: PLR0913 - what it is made of
        self,
        options: Options,
        store: str,
        base: str,
        tokens: tuple[Token, ...] = (),
        profile: str = DEFAULT_PROFILE,
        pages: Pages | None = None,
        journal: Journal | None = None,
    ) -> None:
        self.options = options
        self.workers = Workers(store, options)
        self.metrics = Metrics()
        self.journal = journal or Journal(options.log)
        self._base = base
        self._access = Access(options, tokens)
        self._sessions = Sessions()
        self._sparql = SparqlEndpoint(self.workers, options.cache_megabytes * 1024 * 1024, options.public)
        self._graphs = GraphStore(self.workers)
        self._pages = pages
        self._asking = Asking(self.workers, self._sparql.cache)
        self.writing = Writing(store, base, profile, options)
        self.writing.on_change = self.workers.look
        self.workers.on_look = self.writing.publish_soon
        self.workers.keep_warm = pages is not None
        place, most = Path(store), options.upload_megabytes * 1024 * 1024
        self._place = place
        self.uploads = Uploads(place, self.writing, base, profile, most)
        self._changing = Changing(
            self._asking, self.workers, self.writing, self.uploads, place, options.public
        )
        self.api = make_api(
            self._asking, self._changing, Signing(self._access, self._sessions, options.public)
        )
        self._assistant = Assistant(self._asking)
        self._numbers = itertools.count(1)
        self._prefix = secrets.token_hex(3)
        paths = (str(getattr(route, "path", "")) for route in self.api.routes)
        self._names = frozenset(path[1:].partition("/")[0] for path in paths)
        self._plain: dict[str, tuple[str, Callable[[Request], Awaitable[Reply]], str]] = {
            "/sparql": ("sparql", self._sparql.answer, ASKING),
            "/sparql/": ("sparql", self._sparql.answer, ASKING),
            "/query": ("sparql", self._sparql.answer, ASKING),
            "/store": ("store", self._graphs.answer, READING),
            "/resource": ("resource", self._resource, READING),
            "/health": ("health", self._health, READING),
            "/ready": ("ready", self._ready, READING),
            "/metrics": ("metrics", self._show_metrics, READING),
            "/openapi.json": ("openapi", self._openapi, READING),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server's start and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1003})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.writing.begin()
            await self.workers.start()
        except (TimeoutError, OSError) as problem:
            await send({"type": "lifespan.startup.failed", "message": f"no worker starts: {problem}"})
            return
        await send({"type": "lifespan.startup.complete"})
        self.journal.note_event("started", workers=self.workers.ready)
        await receive()
        await self._assistant.close()
        await self.uploads.close()
        await self.writing.close()
        await self.workers.close()
        self.journal.note_event("stopped")
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.perf_counter()
        number = f"{self._prefix}-{next(self._numbers):x}"
        outcome = Outcome(send)
        route, visitor, code = "other", "", ""
        more: tuple[Header, ...] = ((b"x-request-id", number.encode()),)
        head_only = scope["method"] == "HEAD"
        try:
            request = Request(scope, receive)
            more += self._cross_origin(request)
            route, found = self._find(scope)
            known = self._check(request, route)
            visitor = known.name
            if found is None:
                scope["visitor"], scope["request_number"], scope["asking"] = known, number, self._asking
                scope["uploads"], scope["saved_queries"] = self.uploads, self._saved_queries
                await self._pass_on(route, request, outcome.send_with(more))
            else:
                await send_reply(
                    await self._options_or(found, request), outcome.send, more, head_only=head_only
                )
        except RefusedError as refusal:
            code = refusal.code
            if not outcome.begun:
                reply = self._problem_or_sign_in(refusal, number, scope)
                await send_reply(reply, outcome.send, more, head_only=head_only)
        except (TimeoutError, OSError):
            if not outcome.begun:
                raise
            code = "client-stalled"
        except Exception as problem:
            code = type(problem).__name__
            self.journal.note_event("defect", request=number, kind=code, at=place_of(problem))
            if outcome.begun and not outcome.complete:
                raise
            if not outcome.begun:
                await send_reply(
                    problem_reply(DefectError(), number), outcome.send, more, head_only=head_only
                )
        seconds = time.perf_counter() - begun
        self.metrics.count(route, outcome.status, seconds, outcome.size)
        self.journal.note_request(
            number, scope["method"], route, outcome.status, seconds, outcome.size, visitor, code
        )

    def _problem_or_sign_in(self, refusal: RefusedError, number: str, scope: Scope) -> Reply:
        """The problem; for a person who has to sign in, and has pages to look at, the page to do it."""
        accepts = next((value for name, value in scope["headers"] if name == b"accept"), b"")
        browses = scope["method"] in ("GET", "HEAD") and b"text/html" in accepts
        if refusal.status == 401 and browses and self._pages is not None:
            headers: list[Header] = [
                (b"cache-control", b"no-store"),
                (b"vary", b"Accept, Authorization, Cookie"),
            ]
            return Reply(401, "text/html; charset=utf-8", SIGN_IN_PAGE.encode(), headers)
        return problem_reply(refusal, number)

    def welcome(self, request: Request) -> Welcome | None:
        """What holds for every query by GET with these headers; None where something is wrong with them."""
        try:
            more = self._cross_origin(request)
            visitor = self._check(request, "sparql")
        except RefusedError:
            return None
        return Welcome(self._sparql.wishes(request), visitor.name, more)

    def begin_quick(self, welcome: Welcome, raw: bytes, write: Write) -> QuickQuery:
        """Answer a query by GET without a task: `write` is called with the reply, now or when it is there."""
        number = f"{self._prefix}-{next(self._numbers):x}"
        quick = QuickQuery(number, welcome, self._finish_quick, write)
        try:
            found = self._sparql.prepare(welcome.wishes, raw)
            if isinstance(found, Prepared):
                quick.ask(self.workers, found)
            else:
                self._finish_quick(quick, found)
        except RefusedError as refusal:
            self._finish_quick(quick, refusal)
        return quick

    def _finish_quick(self, quick: QuickQuery, found: Reply | RefusedError) -> None:
        code = ""
        if isinstance(found, RefusedError):
            code, found = found.code, problem_reply(found, quick.number)
        size = found.size()
        quick.write(found, ((b"x-request-id", quick.number.encode()), *quick.welcome.more))
        seconds = time.perf_counter() - quick.begun
        self.metrics.count("sparql", found.status, seconds, size)
        self.journal.note_request(
            quick.number, "GET", "sparql", found.status, seconds, size, quick.welcome.visitor, code
        )

    def _saved_queries(self) -> list[dict[str, Any]]:
        """The queries that people keep on the server, for pages."""
        return read_saved(self._place)

    def _find(self, scope: Scope) -> tuple[str, tuple[Callable[[Request], Awaitable[Reply]], str] | None]:
        """The name of a path's route for the log, and what answers it; None where the framework does."""
        path = scope["path"]
        plain = self._plain.get(path)
        if plain is not None:
            return plain[0], plain[1:]
        if self._pages is not None and scope["method"] in ("GET", "HEAD") and self._pages.serves(scope):
            return "page", None
        if path == "/mcp":
            return "mcp", None
        if path.startswith("/data/"):
            return "data", (self._data, READING)
        first = path[1:].partition("/")[0]
        return (first if first in self._names else "other"), None

    def _check(self, request: Request, route: str) -> Visitor:
        scope = request.scope
        if len(scope["query_string"]) + len(scope.get("raw_path", b"")) > MOST_ADDRESS:
            raise AddressTooLongError("The address is too long; send a long query by POST.", close=True)
        self._access.check_host(request.headers.get(b"host"), scope["http_version"])
        visitor = self._identify(request)
        if route not in ("health", "ready", "session") and request.method != "OPTIONS":
            require(visitor, Role.read)
        return visitor

    def _identify(self, request: Request) -> Visitor:
        visitor = self._access.identify(request.headers.get(b"authorization"))
        cookies = request.headers.get(b"cookie")
        if visitor.role is Role.nobody and cookies is not None:
            return self._sessions.find(cookies.decode("latin-1")) or visitor
        return visitor

    async def _options_or(
        self, found: tuple[Callable[[Request], Awaitable[Reply]], str], request: Request
    ) -> Reply:
        answer, methods = found
        if request.method == "OPTIONS":
            return Reply(204, "", b"", [(b"allow", methods.encode())])
        if answer != self._sparql.answer and request.method not in ("GET", "HEAD"):
            raise MethodError(f"{request.method} is not supported here.", allow=methods)
        return await answer(request)

    def _cross_origin(self, request: Request) -> tuple[Header, ...]:
        allowed = self.options.cors
        if not allowed:
            return ()
        origin = request.headers.get(b"origin", b"")
        headers: tuple[Header, ...] = ((b"vary", b"Origin"),)
        if allowed != "*" and origin != allowed.encode():
            return headers
        headers += ((b"access-control-allow-origin", allowed.encode()),)
        headers += ((b"access-control-expose-headers", b"ETag, X-Request-Id, Retry-After"),)
        if request.method == "OPTIONS" and b"access-control-request-method" in request.headers:
            headers += (
                (b"access-control-allow-methods", b"GET, HEAD, POST"),
                (b"access-control-allow-headers", b"accept, authorization, content-type, if-none-match"),
                (b"access-control-max-age", b"600"),
            )
        return headers

    async def _pass_on(self, route: str, request: Request, send: Send) -> None:
        """Have one of the applications behind the gate answer."""
        scope, receive = request.scope, request.receive
        ours = scope["path"][1:].partition("/")[0] in self._names
        if route == "mcp" and scope["method"] != "OPTIONS":
            check_origin(request.headers, self.options.public)
            await self._assistant.answer(scope, receive, send)
        elif self._pages is not None and (route == "page" or not (ours or route == "mcp")):
            await self._pages(scope, receive, send)
        elif scope["method"] == "OPTIONS" and (allowed := self._methods_at(route, scope)):
            await send_reply(Reply(204, "", b"", [(b"allow", allowed.encode())]), send, ())
        else:
            # The framework has no HEAD; the server leaves the body out of what answers one.
            method = "GET" if scope["method"] == "HEAD" else scope["method"]
            await self.api({**scope, "method": method}, receive, send)

    def _methods_at(self, route: str, scope: Scope) -> str:
        return ASSISTING if route == "mcp" else methods_at(self.api, scope)

    async def _data(self, request: Request) -> Reply:
        """A resource at its own path below the base of the data."""
        return await self._graphs.describe(request, self._base + request.scope["path"].removeprefix("/data/"))

    async def _resource(self, request: Request) -> Reply:
        """Any resource, named by its IRI."""
        wanted = dict(request.query_parameters()).get("iri")
        if not wanted:
            raise BadRequestError("Name the resource as in /resource?iri=https%3A%2F%2Fexample.org%2Fa.")
        return await self._graphs.describe(request, wanted)

    async def _health(self, request: Request) -> Reply:  # noqa: ARG002 - every route takes a request
        return Reply(200, _TEXT, b"ok\n", [(b"cache-control", b"no-store")])

    async def _ready(self, request: Request) -> Reply:  # noqa: ARG002
        """Whether workers are there; a full line of questions is no reason to be restarted."""
        if not self.workers.ready:
            raise StoreUnreadableError("No worker is ready yet.", retry=1)
        return Reply(200, _TEXT, b"ready\n", [(b"cache-control", b"no-store")])

    async def _show_metrics(self, request: Request) -> Reply:  # noqa: ARG002
        workers, cache = self.workers, self._sparql.cache
        gauges: list[tuple[str, str, str, float]] = [
            ("goaltrace_workers", "gauge", '{state="ready"}', workers.ready),
            ("goaltrace_workers", "gauge", '{state="busy"}', workers.busy),
            ("goaltrace_workers", "gauge", '{state="long"}', workers.long_running),
            ("goaltrace_questions_waiting", "gauge", "", workers.waiting),
            ("goaltrace_questions_total", "counter", "", workers.figures.asked),
            ("goaltrace_cache_total", "counter", '{result="hit"}', cache.hits),
            ("goaltrace_cache_total", "counter", '{result="miss"}', cache.misses),
        ]
        for reason, number in sorted(workers.figures.ended.items()):
            gauges.append(("goaltrace_workers_ended_total", "counter", f'{{reason="{reason}"}}', number))
        content_type = "text/plain; version=0.0.4; charset=utf-8"
        return Reply(
            200, content_type, self.metrics.render(gauges).encode(), [(b"cache-control", b"no-store")]
        )

    async def _openapi(self, request: Request) -> Reply:  # noqa: ARG002
        return Reply(200, "application/json", openapi_text(self.api), [(b"cache-control", b"no-cache")])
