"""The frame of every command that reads the store and prints a list, and of those that take reviewed files."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from loaders.row_errors import RowError
from queries.store import Store
from service.cli_options import opened_store, problems, settle
from service.output import Format, write_list
from service.problems import EXIT_FINDINGS, sentence
from service.settings import Settings

Rows = tuple[Sequence[str], Iterable[Sequence[object]]]
"""Column names and rows."""


KeepGoingOption = Annotated[
    bool,
    typer.Option("--keep-going", help="Keep the good rows of a link file; name the others and exit with 1"),
]


def say_left_out(left_out: Sequence[RowError], lang: str) -> None:
    """Name the rows that were left out on standard error; the command ends with exit code 1 if there are any."""
    for problem in left_out:
        typer.echo(sentence(problem, lang), err=True)
    if left_out:
        raise typer.Exit(EXIT_FINDINGS)


def print_list(
    read: Callable[[Store, Settings], Rows],
    store: str | None,
    lang: str | None,
    form: Format,
    output: Path | None,
) -> None:
    """Print what `read` finds in the store; a known problem becomes one sentence and an exit code."""
    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        write_list(*read(opened, settings), form, output)
