"""Commands about goal–project links: list, suggest, decide, bring in and take out."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.cli_lists import KeepGoingOption, print_list, say_left_out
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
from service.output import Format, as_json, write, write_list
from service.settings import Settings

links_app = typer.Typer(
    help="Goal–project links: list, suggest, decide, bring in, take out.", no_args_is_help=True
)


class LinkStatus(StrEnum):
    """Status of a link."""

    stated = "stated"
    accepted = "accepted"
    proposed = "proposed"
    rejected = "rejected"


@links_app.command("list", epilog="Example: goaltrace links list --status proposed")
def list_links(
    status: Annotated[LinkStatus | None, typer.Option("--status", help="Only links of this status")] = None,
    store: StoreOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List the links in the store with status, evidence and reviewer."""
    from queries.library import run_query

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = run_query(opened, "list_links", {"status": status.value} if status else {})
        write_list(found.columns, found.rows, format, output)


@links_app.command("suggest", epilog="Example: goaltrace links suggest --most 3 --format json")
def suggest_links(
    most: Annotated[int, typer.Option("--most", help="At most so many answers for each project", min=1)] = 1,
    propose: Annotated[
        bool, typer.Option("--propose", help="Keep the first answers in the store as proposals to review")
    ] = False,
    evaluate: Annotated[
        bool, typer.Option("--evaluate", help="Measure every method against the links in the store instead")
    ] = False,
    words: Annotated[
        Path | None, typer.Option("--words", help="Your own word list instead of the shipped one")
    ] = None,
    model: Annotated[
        bool | None,
        typer.Option(
            "--model/--no-model", help="The language model of the extra `embed`; default: if installed"
        ),
    ] = None,
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Rank the goals each project may serve, with the words that speak for it; a person decides."""
    from service.suggestions import (
        choose_model,
        evaluation_rows,
        propose_suggestions,
        suggest_for,
        suggestion_table,
    )
    from shapes.profile import load_profile

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=not propose) as opened:
        if evaluate:
            write_list(*evaluation_rows(opened, document, words, choose_model(model)), format, output)
            return
        found = suggest_for(opened, document, words, choose_model(model))
        if propose:
            for key, count in propose_suggestions(opened, found, load_profile(settings.profile)):
                typer.echo(f"{key}: {count} proposals", err=True)
        if format is Format.json:
            write(as_json([row for one in found for row in one.rows(most)]), output)
        else:
            write_list(*suggestion_table(found, most), format, output)


@links_app.command("rows", epilog="Example: goaltrace links rows --format csv")
def list_stray_rows(
    words: Annotated[
        Path | None, typer.Option("--words", help="Your own word list instead of the shipped one")
    ] = None,
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List indicator rows whose words point to another goal than the confirmed links of their project."""
    from service.suggestions import stray_table

    print_list(lambda opened, _: stray_table(opened, document, words), store, lang, format, output)


@links_app.command(
    "accept",
    epilog="Example: goaltrace links accept 13020922P00062110001K 4/objective/1 --reviewer 'Finance Bureau'",
)
def accept_link(
    project: Annotated[str, typer.Argument(help="Project code")],
    target: Annotated[str, typer.Argument(help="Goal number, `2/objective/3`, or `none`")],
    reviewer: Annotated[str, typer.Option("--reviewer", help="Who decides; kept with the link")],
    note: Annotated[str, typer.Option("--note", help="Why; kept with the link")] = "",
    share: Annotated[
        float | None,
        typer.Option("--share", min=0, max=1, help="The part of the project's money that goes there"),
    ] = None,
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", help="Words of the project that say so, as printed")
    ] = None,
    document: DocumentOption = None,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Confirm that a project serves a goal or objective."""
    part = None if share is None else Decimal(str(share))
    settings = settle(store, lang)
    _decide(project, target, LinkStatus.accepted, reviewer, note, document, settings, part, evidence or [])


@links_app.command(
    "reject", epilog="Example: goaltrace links reject 13020922P00062110001K 3 --reviewer 'Finance Bureau'"
)
def reject_link(
    project: Annotated[str, typer.Argument(help="Project code")],
    target: Annotated[str, typer.Argument(help="Goal number, `2/objective/3`, or `none`")],
    reviewer: Annotated[str, typer.Option("--reviewer", help="Who decides; kept with the link")],
    note: Annotated[str, typer.Option("--note", help="Why; kept with the link")] = "",
    document: DocumentOption = None,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Refuse a link; the refusal is kept."""
    _decide(project, target, LinkStatus.rejected, reviewer, note, document, settle(store, lang))


@links_app.command("import", epilog="Example: goaltrace links import links/2022.sssom.tsv")
def import_links(
    files: Annotated[
        list[Path], typer.Argument(help="SSSOM TSV files, or .xlsx as exported", metavar="FILES…")
    ],
    keep_going: KeepGoingOption = False,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Bring reviewed links into the store; problems are named by row and column and nothing changes."""
    from service.review import import_link_files, read_link_files
    from shapes.profile import load_profile

    settings = settle(store, lang)
    with problems(settings.lang):
        given = read_link_files(files, keep_going=keep_going)
        with opened_store(settings.store) as opened:
            done = import_link_files(opened, given, load_profile(settings.profile))
    for one in done:
        typer.echo(f"{one.document}: {one.links} links")
    say_left_out([problem for one in done for problem in one.left_out], settings.lang)


@links_app.command("export", epilog="Example: goaltrace links export -o links/2022.sssom.tsv")
def export_links(
    store: StoreOption = None,
    document: DocumentOption = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Write the links of one document, with every decision: SSSOM TSV, or a spreadsheet where FILE ends in .xlsx."""
    from service.review import export_link_file, export_link_sheet

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        if output is not None and output.suffix == ".xlsx":
            export_link_sheet(opened, document, output)
        else:
            write(export_link_file(opened, document), output)


def _decide(
    project: str,
    target: str,
    status: LinkStatus,
    reviewer: str,
    note: str,
    document: str | None,
    settings: Settings,
    share: Decimal | None = None,
    evidence: Sequence[str] = (),
) -> None:
    from service.review import decide_link
    from shapes.profile import load_profile

    with problems(settings.lang), opened_store(settings.store) as opened:
        rules = load_profile(settings.profile)
        typer.echo(
            decide_link(
                opened,
                rules,
                project,
                target,
                status.value,
                reviewer,
                note,
                document,
                share=share,
                evidence=evidence,
            )
        )
