"""Commands about reviewers' verdicts on rows that the rules can only call candidates."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from queries.store import Store
from service.cli_lists import KeepGoingOption, Rows, print_list, say_left_out
from service.cli_options import (
    DocumentOption,
    FormatOption,
    LangOption,
    OutputOption,
    StoreOption,
    opened_store,
    problems,
    settle,
)
from service.output import Format, write
from service.settings import Settings

verdict_app = typer.Typer(
    help="Misfit and rebind candidates: list them with their evidence, keep a reviewer's verdict.",
    no_args_is_help=True,
)
RowArgument = Annotated[str, typer.Argument(help="The row: CODE/quantity-1 or its IRI", metavar="INDICATOR")]


class VerdictWord(StrEnum):
    """What a reviewer can say of a row."""

    fits = "fits"
    misfit = "misfit"
    rebind = "rebind"


@verdict_app.command("candidates", hidden=True)
@verdict_app.command("list", epilog="Example: goaltrace verdict list --open")
def list_candidates(
    undecided: Annotated[
        bool, typer.Option("--open", help="Only rows without a verdict that counts")
    ] = False,
    every_row: Annotated[bool, typer.Option("--all", help="Every row, not only candidates")] = False,
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List candidates with the words seen, how rare the metric is elsewhere, and the verdicts given."""
    from service.verdict_list import LIST_COLUMNS, list_verdicts, verdict_table

    def read(opened: Store, settings: Settings) -> Rows:
        rows = list_verdicts(opened, document, every_row=every_row, undecided=undecided)
        return verdict_table(rows, settings.lang) if format is Format.table else (LIST_COLUMNS, rows)

    print_list(read, store, lang, format, output)


@verdict_app.command(
    "set",
    epilog="Example: goaltrace verdict set 13020922P00062110001K/quality-1 misfit --reviewer 'Finance Bureau'",
)
def set_verdict(
    indicator: RowArgument,
    verdict: Annotated[VerdictWord, typer.Argument(help="What the reviewer decides")],
    reviewer: Annotated[str, typer.Option("--reviewer", help="Who decides; kept with the verdict")],
    note: Annotated[str, typer.Option("--note", help="Why; kept with the verdict")] = "",
    document: DocumentOption = None,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Keep a verdict: the row fits its project, is a misfit, or is the row that a shared number belongs to."""
    from service.verdicts import decide_verdict
    from shapes.profile import load_profile

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store) as opened:
        rules = load_profile(settings.profile)
        typer.echo(decide_verdict(opened, rules, indicator, verdict.value, reviewer, note, document))


@verdict_app.command("clear", epilog="Example: goaltrace verdict clear 13020922P00062110001K/quality-1")
def clear(
    indicator: RowArgument,
    document: DocumentOption = None,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Take a verdict back."""
    from service.verdicts import clear_verdict
    from shapes.profile import load_profile

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store) as opened:
        typer.echo(clear_verdict(opened, load_profile(settings.profile), indicator, document))


@verdict_app.command("export", epilog="Example: goaltrace verdict export -o verdicts.tsv")
def export_verdicts(
    store: StoreOption = None,
    document: DocumentOption = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Write the verdicts on one document's rows: SSSOM TSV, or a spreadsheet where FILE ends in .xlsx."""
    from service.verdicts import export_verdict_file, export_verdict_sheet

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        if output is not None and output.suffix == ".xlsx":
            export_verdict_sheet(opened, document, output)
        else:
            write(export_verdict_file(opened, document), output)


@verdict_app.command("import", epilog="Example: goaltrace verdict import verdicts.tsv")
def import_verdicts(
    files: Annotated[
        list[Path], typer.Argument(help="SSSOM TSV files, or .xlsx as exported", metavar="FILES…")
    ],
    keep_going: KeepGoingOption = False,
    store: StoreOption = None,
    document: DocumentOption = None,
    lang: LangOption = None,
) -> None:
    """Bring verdicts into the store; problems are named by row and column and nothing changes."""
    from loaders.verdict_files import read_verdicts
    from service.verdicts import import_verdict_files
    from shapes.profile import load_profile

    settings = settle(store, lang)
    with problems(settings.lang):
        given = [read_verdicts(path, keep_going=keep_going) for path in files]
        with opened_store(settings.store) as opened:
            done = import_verdict_files(opened, given, load_profile(settings.profile), document)
    for one in done:
        typer.echo(f"{one.document}: {one.verdicts} verdicts")
    say_left_out([problem for one in done for problem in one.left_out], settings.lang)
