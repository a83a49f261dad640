"""Commands that let others ask: the server, and tokens for those who may use it."""

from enum import StrEnum
from typing import Annotated

import typer

from service.cli_options import LangOption, StoreOption, problems, settle
from service.web.options import WEB_SETTINGS

_HELP = {setting.name: setting.help_en for setting in WEB_SETTINGS}


class TokenRole(StrEnum):
    """What a token allows; each holds the one before it."""

    read = "read"
    review = "review"
    load = "load"


def _option(name: str, metavar: str) -> typer.models.OptionInfo:
    """The option of one of the server's settings; its default is settled with the others."""
    found: typer.models.OptionInfo = typer.Option(
        f"--{name.replace('_', '-')}", help=_HELP[name], metavar=metavar
    )
    return found


def add_serve_commands(app: typer.Typer) -> None:
    """Add `serve` and `token`."""
    app.command(epilog="Example: goaltrace serve --store out/store --port 7878")(serve)
    app.command(epilog="Example: goaltrace token anna read >> tokens.txt")(token)


def serve(
    store: StoreOption = None,
    host: Annotated[str | None, _option("host", "ADDRESS")] = None,
    port: Annotated[str | None, _option("port", "PORT")] = None,
    hosts: Annotated[str | None, _option("hosts", "NAMES")] = None,
    tokens: Annotated[str | None, _option("tokens", "FILE")] = None,
    cors: Annotated[str | None, _option("cors", "ORIGIN")] = None,
    public: Annotated[str | None, _option("public", "URL")] = None,
    default_graph: Annotated[str | None, _option("default_graph", "auto|union|store")] = None,
    workers: Annotated[str | None, _option("workers", "NUMBER")] = None,
    long_queries: Annotated[str | None, _option("long_queries", "NUMBER")] = None,
    waiting: Annotated[str | None, _option("waiting", "NUMBER")] = None,
    seconds: Annotated[str | None, _option("seconds", "SECONDS")] = None,
    megabytes: Annotated[str | None, _option("megabytes", "MB")] = None,
    rows: Annotated[str | None, _option("rows", "NUMBER")] = None,
    answer_megabytes: Annotated[str | None, _option("answer_megabytes", "MB")] = None,
    cache_megabytes: Annotated[str | None, _option("cache_megabytes", "MB")] = None,
    log: Annotated[str | None, _option("log", "off|problems|requests")] = None,
    lang: LangOption = None,
) -> None:
    """Serve the store over HTTP: SPARQL, REST and the named questions; on this machine only, unless told otherwise."""
    from service.web.options import make_options
    from service.web.serve import serve as serve_store

    settings = settle(store, lang)
    with problems(settings.lang):
        options = make_options(
            host=host,
            port=port,
            hosts=hosts,
            tokens=tokens,
            cors=cors,
            public=public,
            default_graph=default_graph,
            workers=workers,
            long_queries=long_queries,
            waiting=waiting,
            seconds=seconds,
            megabytes=megabytes,
            rows=rows,
            answer_megabytes=answer_megabytes,
            cache_megabytes=cache_megabytes,
            log=log,
        )
        serve_store(settings, options)


def token(
    name: Annotated[str, typer.Argument(help="Who gets the token; kept in the log of changes")],
    role: Annotated[TokenRole, typer.Argument(help="What it allows")] = TokenRole.read,
    lang: LangOption = None,
) -> None:
    """Make a token: the line for the token file on standard output, the token itself on standard error, once."""
    from service.web.access import make_token

    settings = settle(lang=lang)
    with problems(settings.lang):
        secret, line = make_token(name, role.value)
    typer.echo(line)
    typer.echo(f"token: {secret}", err=True)
