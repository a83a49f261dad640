"""`goaltrace serve`: check the settings, open the store in workers, and listen."""

import sys
from pathlib import Path
from typing import Any, Final

import uvicorn

from queries.errors import NotAStoreError, StoreMissingError
from service.settings import Settings
from service.web.access import check_binding, read_tokens
from service.web.app import Application, Gate
from service.web.connection import connection_for
from service.web.options import Options, make_options

_KEEP_ALIVE: Final = 20
_MOST_CONNECTIONS: Final = 1000
_STOP_TIME: Final = 10


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
        backlog=512,
        **more,
    )
    return uvicorn.Server(config)
