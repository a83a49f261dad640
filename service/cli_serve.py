"""Commands that let others ask: the server, and tokens for those who may use it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.cli_options import FormatOption, LangOption, OutputOption, StoreOption, problems, settle
from service.output import Format, write_list
from service.settings import WEB_SETTINGS, Settings

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
    """Add `serve`, `token`, `backup`, `restore` and `audit`."""
    app.command(epilog="Example: goaltrace serve --store out/store --port 7878")(serve)
    app.command(epilog="Example: goaltrace token anna read >> tokens.txt")(token)
    app.command(epilog="Example: goaltrace backup out/goaltrace.backup --store out/store")(backup)
    app.command(epilog="Example: goaltrace restore out/goaltrace.backup --store out/store")(restore)
    app.command(epilog="Example: goaltrace audit --store out/store --format csv -o out/changes.csv")(audit)


def serve(
    store: StoreOption = None,
    host: Annotated[str | None, _option("host", "ADDRESS")] = None,
    port: Annotated[str | None, _option("port", "PORT")] = None,
    hosts: Annotated[str | None, _option("hosts", "NAMES")] = None,
    tokens: Annotated[str | None, _option("tokens", "FILE")] = None,
    allow: Annotated[str | None, _option("allow", "read|review|load")] = None,
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
    upload_megabytes: Annotated[str | None, _option("upload_megabytes", "MB")] = None,
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
            allow=allow,
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
            upload_megabytes=upload_megabytes,
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


def backup(
    file: Annotated[Path, typer.Argument(help="File to write")],
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Write the whole store to one file with checksums, also while it is served."""
    from service.backup import write_backup

    settings = settle(store, lang)
    with problems(settings.lang):
        made = write_backup(_folder(settings), file)
    typer.echo(f"{file}: {made.quads} quads, {made.graphs} graphs")


def restore(
    file: Annotated[Path, typer.Argument(help="File that `goaltrace backup` wrote")],
    store: StoreOption = None,
    check: Annotated[bool, typer.Option("--check", help="Only verify the file; change nothing")] = False,
    lang: LangOption = None,
) -> None:
    """Verify a backup and put it in the place of the store; until it is verified nothing is changed."""
    from service.backup import check_backup, restore_backup
    from service.web.audit import note_command

    settings = settle(store, lang)
    with problems(settings.lang):
        if check:
            made = check_backup(file)
        else:
            made = restore_backup(file, _folder(settings))
            note_command(Path(settings.store), "restore")
    typer.echo(f"{file}: {made.quads} quads, {made.graphs} graphs")


def audit(
    store: StoreOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List every change of the store, the newest first: when, who, what, by which request, and how it ended."""
    import json

    from service.web.audit import ChangeLog, shown

    settings = settle(store, lang)
    columns = ("time", "by", "source", "what", "state", "facts", "request", "id")
    with problems(settings.lang):
        changes = [shown(change) for change in ChangeLog(_folder(settings)).read()]
        for change in changes:
            change["facts"] = json.dumps(change["facts"], ensure_ascii=False)
        write_list(columns, [tuple(change[name] for name in columns) for change in changes], format, output)


def _folder(settings: Settings) -> Path:
    """The folder of the store; a SPARQL endpoint has none."""
    from queries.errors import NotAStoreError

    if "://" in settings.store:
        raise NotAStoreError(settings.store, "it is an address and no folder", "它是网址而不是文件夹")
    return Path(settings.store)
