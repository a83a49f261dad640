"""Options that commands share, and the frame they run in: settings, an open store, problems as sentences."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from queries.store import Store
from service.output import CannotWriteError, Format
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

JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, max=256, help="Processes side by side. Default: one a core"),
]
KeepPersonalOption = Annotated[
    bool, typer.Option("--keep-personal", help="Keep names and numbers of contact persons")
]


def available_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_GROUPS = ("graph", "links", "verdict", "worksheet")


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
    state = "failed"
    try:
        yield store
        state = "done"
    finally:
        store.close()
        if not read_only:
            _note_change(location, state)


def _note_change(location: str, state: str) -> None:
    """Keep in the store's log of changes that a command wrote to it."""
    from service.web.audit import note_command

    # Only the command's own words: what follows them may be paths.
    words = sys.argv[1 : 3 if sys.argv[1:2] and sys.argv[1] in _GROUPS else 2]
    try:
        note_command(Path(location), " ".join(word for word in words if word.isalpha()), state)
    except OSError as exc:
        raise CannotWriteError(Path(location), exc.strerror or str(exc)) from exc
