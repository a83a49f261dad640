"""`goaltrace serve`: check the settings, open the store in workers, and listen."""

import gc
import socket
import sys
from pathlib import Path
from typing import Any, Final

import uvicorn

from queries.embedded import MARKER, EmbeddedStore
from queries.endpoint import ask_endpoint
from queries.errors import NotAStoreError, StoreMissingError
from service.settings import Settings
from service.web.access import AccessError, check_binding, read_tokens
from service.web.app import Gate, Pages
from service.web.connection import connection_for
from service.web.options import Options, make_options

_KEEP_ALIVE: Final = 20
_MOST_CONNECTIONS: Final = 1000
_STOP_TIME: Final = 10
_BACKLOG: Final = 512
_ENDPOINT_TIME: Final = 15.0


def make_app(settings: Settings, options: Options, pages: Pages | None = None) -> Gate:
    """The application for these settings; raises what keeps it from being served safely."""
    check_store(settings.store)
    tokens = read_tokens(Path(options.tokens)) if options.tokens else ()
    check_binding(options, tokens)
    return Gate(options, settings.store, settings.base, tokens, settings.profile, pages)


def _shipped_pages() -> Pages:
    from service.pages.app import PagesApp  # noqa: PLC0415 - the pages know this package

    return PagesApp()


def check_store(location: str) -> None:
    """Raise a sentence where there is nothing to serve: a store of ours, a plain one of Oxigraph, or an endpoint."""
    if location.startswith(("http://", "https://")):
        ask_endpoint(location, [("query", "ASK {}")], "application/sparql-results+json", _ENDPOINT_TIME)
        return
    if "://" in location:
        raise NotAStoreError(location, "it is no address of an endpoint", "它不是 SPARQL 端点的网址")
    place = Path(location)
    if not place.is_dir():
        raise StoreMissingError(str(place))
    if not any((folder / "CURRENT").is_file() for folder in (place / "oxigraph", place)):
        raise NotAStoreError(str(place), "it holds no database", "其中没有数据库")
    if (place / MARKER).is_file():
        EmbeddedStore.on_disk(place, read_only=True).close()  # says so where another version wrote it


def serve(settings: Settings, options: Options | None = None, pages: Pages | None = None) -> None:
    """Serve the store until the process is told to stop; running questions get a moment to end."""
    chosen = options or make_options()
    app = make_app(settings, chosen, pages or _shipped_pages())
    server = make_server(app, chosen)
    listening = listen(chosen)
    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    address = f"http://{host}:{listening.getsockname()[1]}/"
    sys.stderr.write(f"{address}\n{address}sparql\n")
    gc.freeze()  # what is here now stays; no collection has to look at it again
    server.run([listening])


def listen(options: Options) -> socket.socket:
    """The socket to listen on; raises a sentence where the address cannot be had."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        return socket.create_server((options.host, options.port), family=family, backlog=_BACKLOG)
    except OSError as exc:
        raise AccessError(
            f"nothing can listen here, {exc.strerror or exc}",
            f"{options.host}, port {options.port}",
            "choose another --port, or --port 0 for a free one",
            zh=(f"无法监听（{exc.strerror or exc}）", "请换一个 --port，或用 --port 0 任选"),
        ) from exc


def make_server(app: Gate, options: Options, **more: Any) -> uvicorn.Server:
    """The HTTP server around an application."""
    config = uvicorn.Config(
        app,
        host=options.host,
        port=options.port,
        http=connection_for(app),
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
        backlog=_BACKLOG,
        **more,
    )
    return uvicorn.Server(config)
