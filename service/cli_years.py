"""Commands about what went on over the years: listed, followed, decided."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from queries.store import Store
from queries.year_records import ReviewStatus
from service.cli_lists import KeepGoingOption, Rows, print_list, say_left_out
from service.cli_options import (
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

years_app = typer.Typer(
    help="Goals, projects and metrics over the years: what went on, changed its words, came or went.",
    no_args_is_help=True,
)

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

    wanted = (kind.value if kind else None, change.value if change else None)

    def read(opened: Store, settings: Settings) -> Rows:
        found = compare_stored(opened, earlier, later)
        if format is Format.table:
            return change_table(found, *wanted, settings.lang)
        return change_rows(found, *wanted)

    print_list(read, store, lang, format, output)


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

    def read(opened: Store, _: Settings) -> Rows:
        return thread_rows(*follow_stored(opened, department), kind.value if kind else None)

    print_list(read, store, lang, format, output)


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


@years_app.command("export", epilog="Example: goaltrace years export 203001-2022 203001-2023 -o years.tsv")
def export(
    earlier: Earlier,
    later: Later,
    store: StoreOption = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Write the decisions on two plans: SSSOM TSV, or a spreadsheet where FILE ends in .xlsx."""
    from service.year_reviews import export_decision_sheet, export_decisions

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        if output is not None and output.suffix == ".xlsx":
            export_decision_sheet(opened, earlier, later, output)
        else:
            write(export_decisions(opened, earlier, later), output)


@years_app.command("import", epilog="Example: goaltrace years import years.tsv")
def bring_in(
    files: Annotated[
        list[Path], typer.Argument(help="SSSOM TSV files, or .xlsx as exported", metavar="FILES…")
    ],
    keep_going: KeepGoingOption = False,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Bring decisions into the store; problems are named by row and column and nothing changes."""
    from loaders.year_files import read_years
    from service.year_reviews import import_decisions

    settings = settle(store, lang)
    with problems(settings.lang):
        given = [read_years(path) for path in files]
        with opened_store(settings.store) as opened:
            done = import_decisions(opened, given, keep_going=keep_going)
    for one in done:
        typer.echo(f"{one.plans[0]} → {one.plans[1]}: {one.decisions} decisions")
    say_left_out([problem for one in done for problem in one.left_out], settings.lang)


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
