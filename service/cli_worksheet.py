"""Commands about worksheets: hand out rows to reword, read them back, list and drop proposals."""

from pathlib import Path
from typing import Annotated

import typer

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
from service.output import Format, write_list

worksheet_app = typer.Typer(
    help="Rows that nobody can judge: hand out wordings to fill in, read them back as proposals.",
    no_args_is_help=True,
)


@worksheet_app.command("export", epilog="Example: goaltrace worksheet export -o out/worksheet.xlsx")
def export_sheet(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The spreadsheet to write", metavar="FILE.xlsx")
    ],
    grades: Annotated[
        str, typer.Option("--grades", help="Grades of the rows to hand out", metavar="LETTERS")
    ] = "BDEF",
    store: StoreOption = None,
    document: DocumentOption = None,
    lang: LangOption = None,
) -> None:
    """Write a spreadsheet of rows to reword: metric, comparator and unit proposed, number and source blank."""
    from service.worksheet import export_worksheet
    from shapes.profile import load_profile

    settings = settle(store, lang)
    letters = grades.upper()
    if not letters or set(letters) - set("ABCDEF"):
        raise typer.BadParameter(f"{grades!r} should be letters from A to F, such as DEF")
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        rules = load_profile(settings.profile)
        count = export_worksheet(opened, output, rules, document, letters, settings.lang)
    typer.echo(f"{output}: {count} rows")


@worksheet_app.command(
    "import", epilog="Example: goaltrace worksheet import worksheet.xlsx --reviewer 'Finance Bureau'"
)
def import_sheet(
    file: Annotated[Path, typer.Argument(help="The filled-in spreadsheet", metavar="FILE.xlsx")],
    reviewer: Annotated[
        str, typer.Option("--reviewer", help="Who filled it in; kept with every proposal")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and grade, but keep nothing")] = False,
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Read filled rows as proposals and show the grade each row would get; the source stays as it is."""
    from service.worksheet import PROPOSAL_COLUMNS, import_worksheet
    from shapes.profile import load_profile

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=dry_run) as opened:
        rules = load_profile(settings.profile)
        read = import_worksheet(opened, file, rules, document, reviewer, keep=not dry_run)
        write_list(PROPOSAL_COLUMNS, read.rows, format, output)
    kept = "checked" if dry_run else "kept"
    typer.echo(f"{len(read.proposals)} proposals {kept}, {read.open} rows left open", err=True)


@worksheet_app.command("list", epilog="Example: goaltrace worksheet list --format csv")
def list_sheet(
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List the proposals in the store with the grade before and after."""
    from service.worksheet import PROPOSAL_COLUMNS, list_proposals
    from shapes.profile import load_profile

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        rows = list_proposals(opened, document, load_profile(settings.profile))
        write_list(PROPOSAL_COLUMNS, rows, format, output)


@worksheet_app.command("drop", epilog="Example: goaltrace worksheet drop 13020922P00062110001K/quantity-1")
def drop_from_store(
    indicator: Annotated[str, typer.Argument(help="The row, as `worksheet list` prints it")],
    store: StoreOption = None,
    document: DocumentOption = None,
    lang: LangOption = None,
) -> None:
    """Take one proposal out of the store."""
    from service.worksheet import drop_proposal
    from shapes.profile import load_profile

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store) as opened:
        typer.echo(drop_proposal(opened, load_profile(settings.profile), indicator, document))
