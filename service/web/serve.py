"""`goaltrace serve`: check the settings, open the store in workers, and listen."""

import asyncio
import sys
from pathlib import Path
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from queries.errors import NotAStoreError, StoreMissingError
from service.settings import Settings
from service.web.access import check_binding, read_tokens
from service.web.app import Application, Gate
from service.web.options import Options, make_options

_MOST_HEADER_BYTES: Final = 384 * 1024
_MOST_HEADERS: Final = 100
_HEADER_TIME: Final = 15.0
_KEEP_ALIVE: Final = 20
_MOST_CONNECTIONS: Final = 1000
_STOP_TIME: Final = 10


class BoundedProtocol(HttpToolsProtocol):
    """HTTP/1.1 with a limit on the size of a request's head and on the time it may take to arrive."""

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
        if self.headers is None or self._clock is not None:
            self._head_bytes += len(data)
            if self._head_bytes > _MOST_HEADER_BYTES:
                self.send_400_response("The head of the request is too large.")
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A new request begins."""
        super().on_message_begin()
        if self._clock is None:
            self._head_bytes = 0
            self._clock = self.loop.call_later(_HEADER_TIME, self._give_up)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one header."""
        if len(self.headers) >= _MOST_HEADERS:
            raise ValueError("too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is here; from now on the request's own limits hold."""
        self._stop_clock()
        super().on_headers_complete()

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _give_up(self) -> None:
        self._clock = None
        if not self.transport.is_closing():
            self.transport.close()


def make_app(settings: Settings, options: Options, pages: Application | None = None) -> Gate:
    """The application for these settings; raises what keeps it from being served safely."""
    if "://" not in settings.store:
        check_store(Path(settings.store))
    tokens = read_tokens(Path(options.tokens)) if options.tokens else ()
    check_binding(options, tokens)
    return Gate(options, settings.store, settings.base, tokens, pages)


def check_store(place: Path) -> None:
    """Raise a sentence where there is no store to serve: ours, or a plain one of Oxigraph."""
    if not place.is_dir():
        raise StoreMissingError(str(place))
    if not any((folder / "CURRENT").is_file() for folder in (place / "oxigraph", place)):
        raise NotAStoreError(str(place), "it holds no database", "其中没有数据库")


def serve(settings: Settings, options: Options | None = None, pages: Application | None = None) -> None:
    """Serve the store until the process is told to stop; running questions get a moment to end."""
    chosen = options or make_options()
    app = make_app(settings, chosen, pages)
    server = make_server(app, chosen)
    sys.stderr.write(f"http://{chosen.host}:{chosen.port}/sparql\n")
    server.run()


def make_server(app: Application, options: Options, **more: Any) -> uvicorn.Server:
    """The HTTP server around an application."""
    config = uvicorn.Config(
        app,
        host=options.host,
        port=options.port,
        http=BoundedProtocol,
        loop="auto",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_STOP_TIME,
        limit_concurrency=_MOST_CONNECTIONS,
        backlog=512,
        **more,
    )
    return uvicorn.Server(config)
