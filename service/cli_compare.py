"""Commands that lay plans side by side: what if, two years or departments, the league, what went on over years."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from queries.store import Store
from queries.year_records import ReviewStatus
from service.cli_options import (
    FormatOption,
    LangOption,
    OutputOption,
    StoreOption,
    opened_store,
    problems,
    settle,
)
from service.output import Format, as_json, write, write_list

years_app = typer.Typer(
    help="Goals, projects and metrics over the years: what went on, changed its words, came or went.",
    no_args_is_help=True,
)


def add_compare_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command(epilog="Example: goaltrace compare 203001-2022 203001-2023")(compare)
    app.command(epilog="Example: goaltrace league --year 2023 -f csv -o out/league.csv")(league)
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
) -> None:
    """Answer a what-if question as a table of differences, or as the data of a picture."""
    from queries.suppositions import read_touched
    from queries.whatif import profile_of_store, what_if
    from queries.whatif_picture import draw_difference
    from service.questions import difference_rows, picture_rows
    from service.reports.facts import to_plain

    codes = [*drop, *budgets, *(code for code, _ in links)]
    network = read_touched(store, codes, document, "accepted")
    answer = what_if(network, drop=drop, budget=budgets, add=links, profile=profile_of_store(store))
    if not picture:
        write_list(*difference_rows(answer), form, output)
    elif form is Format.json:
        write(as_json(to_plain(draw_difference(network, answer))), output)
    else:
        write_list(*picture_rows(draw_difference(network, answer)), form, output)


NameA = Annotated[
    str, typer.Argument(metavar="A", help="A plan such as 203001-2022, a document, a department, a year")
]
NameB = Annotated[str, typer.Argument(metavar="B", help="The other one, named in the same way")]
Earlier = Annotated[str, typer.Argument(metavar="EARLIER", help="Plan or document of the earlier year")]
Later = Annotated[str, typer.Argument(metavar="LATER", help="Plan or document of the later year")]
ItemEarlier = Annotated[
    str, typer.Argument(metavar="ITEM", help="Its key in the earlier plan, as in project/CODE")
]
ItemLater = Annotated[str, typer.Argument(metavar="ITEM", help="Its key in the later plan")]
Reviewer = Annotated[str, typer.Option("--reviewer", help="Who decides; kept with the decision")]
Note = Annotated[str, typer.Option("--note", help="Why; kept with the decision")]


class ItemKind(StrEnum):
    """What may go on over the years."""

    goal = "goal"
    objective = "objective"
    project = "project"
    indicator = "indicator"


class ItemChange(StrEnum):
    """What became of it."""

    same = "same"
    reworded = "reworded"
    added = "added"
    dropped = "dropped"


KindOption = Annotated[ItemKind | None, typer.Option("--kind", help="Only things of this kind")]


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

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = compare_sides(opened, a, b)
        if format is Format.table:
            write_list(*comparison_table(found, settings.lang), format, output)
        else:
            write_list(*comparison_rows(found), format, output)


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

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = read_league(opened, year)
        rows = league_table(found, settings.lang) if format is Format.table else league_rows(found)
        write_list(*rows, format, output)


@years_app.command("list", epilog="Example: goaltrace years list 203001-2022 203001-2023 --change reworded")
def list_changes(
    earlier: Earlier,
    later: Later,
    kind: KindOption = None,
    change: Annotated[ItemChange | None, typer.Option("--change", help="Only what became of it this")] = None,
    store: StoreOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List what went on, changed its words, came or went between two plans, with rule, score and status."""
    from service.compare_rows import change_rows, change_table
    from service.year_reviews import compare_stored

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = compare_stored(opened, earlier, later)
        wanted = (kind.value if kind else None, change.value if change else None)
        if format is Format.table:
            write_list(*change_table(found, *wanted, settings.lang), format, output)
        else:
            write_list(*change_rows(found, *wanted), format, output)


@years_app.command("follow", epilog="Example: goaltrace years follow 203001 --kind project")
def follow(
    department: Annotated[str, typer.Argument(metavar="DEPARTMENT", help="Code or name of a department")],
    kind: KindOption = None,
    store: StoreOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Follow everything of one department through all its years in the store."""
    from service.compare_rows import thread_rows
    from service.year_reviews import follow_stored

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        threads, years = follow_stored(opened, department)
        write_list(*thread_rows(threads, years, kind.value if kind else None), format, output)


@years_app.command(
    "accept",
    epilog="Example: goaltrace years accept 203001-2022 203001-2023 project/A1 project/B7 --reviewer 'Finance Bureau'",
)
def accept(
    earlier: Earlier,
    later: Later,
    item_earlier: ItemEarlier,
    item_later: ItemLater,
    reviewer: Reviewer,
    note: Note = "",
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Confirm that two things are one and the same over the years."""
    _decide(earlier, later, item_earlier, item_later, "accepted", reviewer, note, store, lang)


@years_app.command(
    "reject",
    epilog="Example: goaltrace years reject 203001-2022 203001-2023 project/A1 project/B7 --reviewer 'Finance Bureau'",
)
def reject(
    earlier: Earlier,
    later: Later,
    item_earlier: ItemEarlier,
    item_later: ItemLater,
    reviewer: Reviewer,
    note: Note = "",
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Say that two things are not the same; they are not proposed again while their words stay."""
    _decide(earlier, later, item_earlier, item_later, "rejected", reviewer, note, store, lang)


def _decide(
    earlier: str,
    later: str,
    item_earlier: str,
    item_later: str,
    status: ReviewStatus,
    reviewer: str,
    note: str,
    store: str | None,
    lang: str | None,
) -> None:
    from datetime import date

    from queries.continuations import Answer
    from service.year_reviews import decide_stored

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store) as opened:
        answer = Answer(item_earlier, item_later, status, reviewer, date.today().isoformat(), note)
        decision = decide_stored(opened, earlier, later, answer)
        typer.echo(f"{decision.earlier_label} → {decision.later_label}: {status} ({reviewer})")
