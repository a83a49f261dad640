"""Options that commands share, and the frame they run in: settings, an open store, problems as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from queries.store import Store
from service.output import Format
from service.problems import EXIT_PROBLEM, PROBLEMS, sentence
from service.settings import SETTINGS, Settings, make_settings


class FailOn(StrEnum):
    """From which severity on a command ends with exit code 1."""

    violation = "violation"
    warning = "warning"
    info = "info"
    never = "never"


class ReportFormat(StrEnum):
    """Forms of the coverage report."""

    text = "text"
    html = "html"
    json = "json"


StoreOption = Annotated[
    str | None,
    typer.Option("--store", help=f"{SETTINGS[0].help_en}. Default: {SETTINGS[0].default}", metavar="DIR|URL"),
]
LangOption = Annotated[str | None, typer.Option("--lang", help=SETTINGS[3].help_en, metavar="zh|en")]
DocumentOption = Annotated[
    str | None,
    typer.Option("--document", help="Only this document, by its IRI (see: goaltrace query list_documents)"),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the list is printed")]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", help="Write to this file", metavar="FILE")
]


@contextmanager
def problems(lang: str) -> Iterator[None]:
    """Turn a known problem into one sentence on standard error and exit code 2."""
    try:
        yield
    except PROBLEMS as problem:
        typer.echo(sentence(problem, lang), err=True)
        raise typer.Exit(EXIT_PROBLEM) from problem


def settle(store: str | None = None, lang: str | None = None, profile: str | None = None) -> Settings:
    """Settle the settings of one command; an unknown language ends it."""
    settings = make_settings(store=store, lang=lang, profile=profile)
    if settings.lang not in {"zh", "en"}:
        typer.echo(f"--lang {settings.lang}: there is zh and en; choose one of them.", err=True)
        raise typer.Exit(EXIT_PROBLEM)
    return settings


@contextmanager
def opened_store(location: str, *, read_only: bool = False) -> Iterator[Store]:
    """Open a store for one command and let go of it afterwards."""
    from queries.store import open_store

    store = open_store(location, read_only=read_only)
    try:
        yield store
    finally:
        store.close()
