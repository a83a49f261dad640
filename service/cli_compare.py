"""Commands that lay plans side by side: what if, two years or departments, the league, their boilerplate."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from queries.store import Store
from service.cli_lists import Rows, print_list
from service.cli_options import DocumentOption, FormatOption, LangOption, OutputOption, StoreOption
from service.cli_years import years_app
from service.output import Format, as_json, write, write_list
from service.settings import Settings


def add_compare_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command(epilog="Example: goaltrace compare 203001-2022 203001-2023")(compare)
    app.command(epilog="Example: goaltrace league --year 2023 -f csv -o out/league.csv")(league)
    app.command(epilog="Example: goaltrace fingerprint --by department")(fingerprint)
    app.add_typer(years_app, name="years")


def write_what_if(
    store: Store,
    drop: Sequence[str],
    budgets: Mapping[str, Decimal],
    links: Sequence[tuple[str, str]],
    document: str | None,
    form: Format,
    output: Path | None,
    *,
    picture: bool,
    lang: str = "zh",
) -> None:
    """Answer a what-if question as a table of differences, as the data of a picture, or as .svg or .png."""
    from queries.suppositions import read_touched
    from queries.whatif import profile_of_store, what_if
    from queries.whatif_picture import draw_difference
    from service.questions import difference_rows, picture_rows
    from service.reports.facts import to_plain

    codes = [*drop, *budgets, *(code for code, _ in links)]
    network = read_touched(store, codes, document, "accepted")
    answer = what_if(network, drop=drop, budget=budgets, add=links, profile=profile_of_store(store))
    if output is not None and output.suffix.lower() in (".svg", ".png"):
        from service.reports.what_if_file import save_what_if

        save_what_if(store, answer, output, lang)
    elif not picture:
        write_list(*difference_rows(answer), form, output)
    elif form is Format.json:
        write(as_json(to_plain(draw_difference(network, answer))), output)
    else:
        write_list(*picture_rows(draw_difference(network, answer)), form, output)


NameA = Annotated[
    str, typer.Argument(metavar="A", help="A plan such as 203001-2022, a document, a department, a year")
]
NameB = Annotated[str, typer.Argument(metavar="B", help="The other one, named in the same way")]


def compare(
    a: NameA,
    b: NameB,
    store: StoreOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Lay two departments, years or documents side by side: counts, shares, grades, goal levels, boilerplate."""
    from queries.compare import compare as compare_sides
    from service.compare_rows import comparison_rows, comparison_table

    def read(opened: Store, settings: Settings) -> Rows:
        found = compare_sides(opened, a, b)
        return comparison_table(found, settings.lang) if format is Format.table else comparison_rows(found)

    print_list(read, store, lang, format, output)


def league(
    year: Annotated[
        str | None, typer.Option("--year", help="Rank by this year and show it and those before")
    ] = None,
    store: StoreOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Rank departments by the share of rows that can be measured, year by year, with the counts."""
    from queries.league import read_league
    from service.compare_rows import league_rows, league_table

    def read(opened: Store, settings: Settings) -> Rows:
        found = read_league(opened, year)
        return league_table(found, settings.lang) if format is Format.table else league_rows(found)

    print_list(read, store, lang, format, output)


class PrintOf(StrEnum):
    """Whose boilerplate is shown."""

    project = "project"
    document = "document"
    department = "department"
    year = "year"


def fingerprint(
    by: Annotated[PrintOf, typer.Option("--by", help="Whose figures stand in a row")] = PrintOf.document,
    document: DocumentOption = None,
    store: StoreOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Show how much is boilerplate: shared values, rows repeated in other projects, one schedule, one basis."""
    from queries.fingerprints import read_fingerprints
    from service.fingerprint_rows import fingerprint_rows, fingerprint_table

    def read(opened: Store, settings: Settings) -> Rows:
        found = read_fingerprints(opened, by.value, document)
        return fingerprint_table(found, settings.lang) if format is Format.table else fingerprint_rows(found)

    print_list(read, store, lang, format, output)
