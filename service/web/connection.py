"""A client's connection: limits on what it may send, and a short way for queries by GET.

A query by GET is most of what a SPARQL service does. It is answered from the connection's own callbacks, without
a task of its own; everything else goes through the application as usual.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from service.web.app import Gate, Quick
from service.web.reply import Header, Reply
from service.web.request import Request

_MOST_HEADER_BYTES: Final = 384 * 1024
_MOST_HEADERS: Final = 100
_HEADER_TIME: Final = 15.0
_QUICK_PATHS: Final = (b"/sparql?", b"/query?")


def connection_for(gate: Gate) -> type[HttpToolsProtocol]:
    """The class of connections to this application."""
    return type("Connection", (BoundedConnection,), {"gate": gate})


class BoundedConnection(HttpToolsProtocol):
    """HTTP/1.1 with a limit on the size of a request's head and on the time it may take to arrive."""

    gate: Gate

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its base does
        """Begin the clock of the first request."""
        super().connection_made(transport)
        self._head_bytes = 0
        self._clock: asyncio.TimerHandle | None = self.loop.call_later(_HEADER_TIME, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what arrives while a head is incomplete."""
        if self._clock is not None:
            self._head_bytes += len(data)
            if self._head_bytes > _MOST_HEADER_BYTES:
                self.send_400_response("The head of the request is too large.")
                return
            if self._head_bytes == len(data) and data.endswith(b"\r\n\r\n"):
                self._stop_clock()  # all of it is here, as it mostly is
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A new request begins."""
        super().on_message_begin()
        self._head_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Start the clock of a later request on the same connection."""
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one header."""
        if len(self.headers) >= _MOST_HEADERS:
            raise ValueError("too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is here; from now on the request's own limits hold."""
        self._stop_clock()
        if not self._is_quick() or not self._begin_quick():
            super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request, within the same limits."""
        super().on_response_complete()

    def _is_quick(self) -> bool:
        if not self.url.startswith(_QUICK_PATHS) or self.parser.get_method() != b"GET":
            return False
        return self.cycle is None or self.cycle.response_complete

    def _begin_quick(self) -> bool:
        limit = self.limit_concurrency
        if limit is not None and len(self.connections) >= limit:
            return False
        path, _, query = self.url.partition(b"?")
        version = self.parser.get_http_version()
        scope: Any = self.scope
        scope.update(
            method="GET",
            http_version=version,
            path=path.decode("ascii"),
            raw_path=path,
            query_string=query.partition(b"#")[0],
        )
        request = Request(scope, _no_receive)
        if not request.headers.keys().isdisjoint(_NOT_QUICK):
            return False
        exchange = _Exchange(self, keep_alive=version != "1.0" and self.parser.should_keep_alive())
        quick = self.gate.begin_quick(request, exchange.finish)
        if quick is None:
            return False
        exchange.quick = quick
        if not exchange.response_complete:
            self.cycle = exchange  # type: ignore[assignment] # it has what its base looks at
        return True

    def send_file(self, reply: Reply, more: tuple[Header, ...]) -> None:
        """Not used: a reply with a file goes through the application."""

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _give_up(self) -> None:
        self._clock = None
        if not self.transport.is_closing():
            self.transport.close()


_NOT_QUICK: Final = frozenset({b"content-length", b"transfer-encoding", b"upgrade", b"expect"})


async def _no_receive() -> Any:
    raise RuntimeError("a quick request has no body")
