"""A client's connection: limits on what it may send, and a short way for queries by GET.

A query by GET is most of what a SPARQL service does. Where such a request arrives in one piece and in its plain
form, one pattern reads it, and it is answered from the connection's own callbacks. What its headers settle is
remembered, because a client sends the same ones again. Everything else goes through the application as usual.
"""

import asyncio
import re
from typing import Any, Final, NoReturn

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from service.web.app import Gate
from service.web.quick import QuickQuery, Welcome
from service.web.reply import Header, Reply
from service.web.request import Request

_MOST_HEAD_BYTES: Final = 384 * 1024
_MOST_HEADERS: Final = 100
_HEAD_TIME: Final = 15.0
_CHUNK: Final = 128 * 1024
_STALLED: Final = 30.0
_MOST_WELCOMES: Final = 256
_LONGEST_HEADERS: Final = 4096
_PLAIN = re.compile(
    rb"GET (?P<path>/sparql|/query)\?(?P<raw>(?:[!$-~]*&)?query=[!$-~]*) HTTP/1\.1\r\n"
    rb"(?P<headers>(?:[A-Za-z0-9-]+:[ -~]*\r\n){1,40})\r\n"
)
_NOT_PLAIN: Final = frozenset(
    {b"connection", b"content-length", b"transfer-encoding", b"upgrade", b"expect", b"range"}
)


def connection_for(gate: Gate) -> type[HttpToolsProtocol]:
    """The class of connections to this application."""
    return type("Connection", (BoundedConnection,), {"gate": gate, "welcomes": {}})


class BoundedConnection(HttpToolsProtocol):
    """HTTP/1.1 with a limit on the size of a request's head and on the time it may take to arrive."""

    gate: Gate
    welcomes: dict[tuple[bytes, bytes], Welcome | None]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its base does
        """Give the first request's head some time."""
        super().connection_made(transport)
        self._head_bytes = 0
        self._in_head = False
        self._in_body = False
        self._resting_since = 0.0
        self._rest_clock: asyncio.TimerHandle | None = None
        self._clock: asyncio.TimerHandle | None = self.loop.call_later(_HEAD_TIME, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._stop_clock()
        if self._rest_clock is not None:
            self._rest_clock.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take the short way where it fits; else watch size and time while a head is incomplete."""
        if data.startswith(b"GET /") and self._begin_quick(data):
            return
        if not self._in_body:
            self._head_bytes += len(data)
            if self._head_bytes > _MOST_HEAD_BYTES:
                self.send_400_response("The head of the request is too large.")
                return
        super().data_received(data)
        if self._in_head and self._clock is None:
            self._clock = self.loop.call_later(_HEAD_TIME, self._give_up)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_head = True

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one header."""
        if len(self.headers) >= _MOST_HEADERS:
            raise ValueError("too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is here; from now on the request's own limits hold."""
        self._in_head = False
        self._in_body = True
        self._head_bytes = 0
        self._stop_clock()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._in_body = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """An answer of the usual way is out; the clock of quick ones counts from here."""
        self._resting_since = self.loop.time()
        super().on_response_complete()

    def _begin_quick(self, data: bytes) -> bool:
        """Whether these bytes are one plain query by GET, on a connection that waits for one."""
        if self._in_head or self._in_body or (self.cycle is not None and not self.cycle.response_complete):
            return False
        plain = _PLAIN.fullmatch(data)
        limit = self.limit_concurrency
        if plain is None or (limit is not None and len(self.connections) >= limit):
            return False
        welcome = self._welcome(plain["path"], plain["headers"])
        if welcome is None:
            return False
        self._stop_clock()
        if self.timeout_keep_alive_task is not None:
            self._unset_keepalive_if_required()
        exchange = _Exchange(self)
        self.cycle = exchange  # type: ignore[assignment] # it has all that the base looks at
        exchange.begin(welcome, plain["raw"])
        return True

    def _welcome(self, path: bytes, headers: bytes) -> Welcome | None:
        known = self.welcomes.get((path, headers), _UNKNOWN)
        if not isinstance(known, _Unknown):
            return known
        welcome = self._read_headers(path, headers)
        if len(headers) <= _LONGEST_HEADERS:
            if len(self.welcomes) >= _MOST_WELCOMES:
                self.welcomes.clear()
            self.welcomes[path, headers] = welcome
        return welcome

    def _read_headers(self, path: bytes, headers: bytes) -> Welcome | None:
        pairs = [line.partition(b":")[::2] for line in headers.split(b"\r\n")[:-1]]
        scope: dict[str, Any] = {
            "method": "GET",
            "scheme": self.scheme,
            "http_version": "1.1",
            "path": path.decode("ascii"),
            "query_string": b"",
            "headers": [(name.lower(), value.strip(b" ")) for name, value in pairs],
        }
        request = Request(scope, _receive_nothing)
        if len(request.headers) != len(pairs) or not request.headers.keys().isdisjoint(_NOT_PLAIN):
            return None
        return self.gate.welcome(request)

    def rest(self) -> None:
        """After a quick reply: go on with what was sent ahead, or wait; one clock serves many such waits."""
        self._resting_since = self.loop.time()
        if self.pipeline or self.transport.is_closing():
            self.on_response_complete()
        elif self._rest_clock is None:
            self._rest_clock = self.loop.call_later(self.timeout_keep_alive, self._end_rest)

    def _end_rest(self) -> None:
        self._rest_clock = None
        if self.transport.is_closing() or (self.cycle is not None and not self.cycle.response_complete):
            return
        left = self._resting_since + self.timeout_keep_alive - self.loop.time()
        if left <= 0:
            self.transport.close()
        else:
            self._rest_clock = self.loop.call_later(left, self._end_rest)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _give_up(self) -> None:
        self._clock = None
        if not self.transport.is_closing():
            self.transport.close()


class _Unknown:
    """Stands for headers that were not read before."""


_UNKNOWN: Final = _Unknown()


class _Exchange:
    """One quick request and its response, in the place of the base's cycle of receive and send."""

    def __init__(self, connection: BoundedConnection) -> None:
        self._connection = connection
        self._quick: QuickQuery | None = None
        self._sending: asyncio.Task[None] | None = None
        self.keep_alive = True
        self.disconnected = False
        self.response_complete = False
        self.waiting_for_100_continue = False
        self.more_body = False
        self.body = bytearray()
        self.message_event = self

    def begin(self, welcome: Welcome, raw: bytes) -> None:
        """Ask; the reply is written as soon as it is there."""
        self._quick = self._connection.gate.begin_quick(welcome, raw, self.write)

    def set(self) -> None:
        """The base's sign that something happened; here it matters only that the client has left."""
        if self.disconnected and self._quick is not None:
            self._quick.abandon()

    def write(self, reply: Reply, more: tuple[Header, ...]) -> None:
        """Write a reply."""
        connection = self._connection
        if self.disconnected or connection.transport.is_closing():
            if reply.file is not None:
                reply.file.unlink(missing_ok=True)
            self.response_complete = True
            return
        parts = [STATUS_LINE[reply.status]]
        parts += [b"%b: %b\r\n" % header for header in connection.server_state.default_headers]
        parts.append(reply.raw_head(more))
        if not self.keep_alive or (b"connection", b"close") in reply.headers:
            self.keep_alive = False
            parts.append(b"connection: close\r\n")
        parts.append(b"\r\n")
        if reply.file is None:
            parts.append(reply.body)
            connection.transport.write(b"".join(parts))
            self._finish()
        else:
            connection.transport.write(b"".join(parts))
            self._sending = connection.loop.create_task(self._send_file(reply))

    async def _send_file(self, reply: Reply) -> None:
        assert reply.file is not None  # noqa: S101 - asked before
        connection = self._connection
        try:
            with reply.file.open("rb") as file:
                reply.file.unlink(missing_ok=True)
                while not self.disconnected and (chunk := file.read(_CHUNK)):
                    connection.transport.write(chunk)
                    async with asyncio.timeout(_STALLED):
                        await connection.flow.drain()
        except TimeoutError:
            connection.transport.abort()
        self._finish()

    def _finish(self) -> None:
        self.response_complete = True
        if not self.keep_alive:
            self._connection.transport.close()
        self._connection.rest()


async def _receive_nothing() -> NoReturn:
    raise RuntimeError("a quick request has no body")
