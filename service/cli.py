"""The command line: each command opens what it needs, asks one function, and prints the answer."""

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from service.cli_compare import add_compare_commands
from service.cli_docs import add_docs_command
from service.cli_export import add_export_command
from service.cli_graph import graph_app
from service.cli_links import links_app
from service.cli_lists import KeepGoingOption, say_left_out
from service.cli_options import (
    DocumentOption,
    FailOn,
    FormatOption,
    JobsOption,
    KeepPersonalOption,
    LangOption,
    OutputOption,
    ReportFormat,
    StoreOption,
    available_cores,
    opened_store,
    problems,
    settle,
)
from service.cli_report import report_app
from service.cli_serve import add_serve_commands
from service.cli_shards import shards_app
from service.cli_verdict import verdict_app
from service.cli_worksheet import worksheet_app
from service.output import Format, as_json, write, write_list
from service.problems import EXIT_FINDINGS, EXIT_PROBLEM, sentence
from service.settings import SETTINGS, settled_values

app = typer.Typer(
    name="goaltrace",
    help="From published performance documents to a graph of goals, projects and indicators, judged by rules.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(links_app, name="links")
app.add_typer(verdict_app, name="verdict")
app.add_typer(worksheet_app, name="worksheet")
app.add_typer(graph_app, name="graph")
app.add_typer(shards_app, name="shards")
app.add_typer(report_app, name="report")
add_compare_commands(app)
add_export_command(app)
add_docs_command(app)
add_serve_commands(app)


@app.command(epilog="Example: goaltrace build 2022.docx --links links/2022.sssom.tsv --store out/store")
def build(
    sources: Annotated[
        list[Path],
        typer.Argument(help="Documents, folders of documents, or quoted patterns", metavar="SOURCES…"),
    ],
    store: StoreOption = None,
    links: Annotated[
        list[Path] | None, typer.Option("--links", help="Goal–project links (SSSOM TSV)")
    ] = None,
    profile: Annotated[str | None, typer.Option("--profile", help=SETTINGS[2].help_en)] = None,
    jobs: JobsOption = None,
    keep_personal: KeepPersonalOption = False,
    force: Annotated[bool, typer.Option("--force", help="Build unchanged documents again as well")] = False,
    keep_going: KeepGoingOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else")] = False,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="Exit 1 from this severity on")] = FailOn.never,
    lang: LangOption = None,
) -> None:
    """Read documents, judge them and write them into the store; unchanged documents and links stay."""
    from service.build import build as build_documents
    from service.progress import BuildProgress
    from service.review import find_left_out, read_link_files
    from service.sources import find_sources
    from shapes.profile import load_profile

    settings = settle(store, lang, profile)
    with problems(settings.lang):
        files = find_sources(sources)
        rules = load_profile(settings.profile)
        link_files = read_link_files(links or [], keep_going=keep_going)
        with (
            opened_store(settings.store) as opened,
            BuildProgress(len(files), settings.lang, quiet=json) as progress,
        ):
            result = build_documents(
                files,
                opened,
                rules,
                settings.base,
                link_files,
                progress.step,
                jobs=jobs or available_cores(),
                keep_personal=keep_personal,
                force=force,
            )
            left_out = find_left_out(opened, link_files) if keep_going else ()
    if json:
        write(as_json(result.summary()), None)
    else:
        progress.close_with(result, settings.store)
    if result.failures:
        if json:
            for failure in result.failures:
                typer.echo(sentence(failure.problem, settings.lang), err=True)
        raise typer.Exit(EXIT_PROBLEM)
    say_left_out(left_out, settings.lang)
    _exit_on_findings(result.severities(), fail_on)


def _exit_on_findings(severities: list[str], fail_on: FailOn) -> None:
    order = ["violation", "warning", "info"]
    if fail_on is not FailOn.never and set(severities) & set(order[: order.index(fail_on) + 1]):
        raise typer.Exit(EXIT_FINDINGS)


@app.command(epilog="Example: goaltrace check --fail-on violation")
def check(
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit 1 from this severity on")
    ] = FailOn.violation,
    lang: LangOption = None,
) -> None:
    """List what the shapes found: rule, severity, sentence and source cell."""
    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        from queries.library import run_query

        parameters = {"document": document} if document else {}
        found = run_query(opened, "list_findings", parameters)
        write_list(found.columns, found.rows, format, output)
    severities = [str(record["severity"]) for record in found.records()]
    _exit_on_findings(severities, fail_on)


@app.command(epilog="Example: goaltrace coverage --format html -o out/coverage.html")
def coverage(
    store: StoreOption = None,
    document: DocumentOption = None,
    format: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="Form of the report")
    ] = ReportFormat.text,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Report how goals, projects and indicators hang together, and what can be measured."""
    from queries.coverage import read_coverage
    from service.reports import render

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = read_coverage(opened, document)
        write(render(found, format.value, settings.lang), output)


@app.command(
    epilog="Example: goaltrace query find_goals_without_project -p basis=accepted; goaltrace query list"
)
def query(
    name: Annotated[
        str, typer.Argument(help="`list`, the name of a question, or a .rq file of your own")
    ] = "list",
    parameter: Annotated[list[str] | None, typer.Option("--parameter", "-p", help="NAME=VALUE")] = None,
    store: StoreOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Ask a named question, or list them all."""
    from queries.library import load_query, query_names
    from service.questions import ask, split_parameters

    settings = settle(store, lang)
    with problems(settings.lang):
        if name == "list":
            rows = [(n, load_query(n).question.speak(settings.lang)) for n in query_names()]
            write_list(("name", "question"), rows, format, output)
            return
        with opened_store(settings.store, read_only=True) as opened:
            found = ask(opened, name, split_parameters(parameter or []))
            write_list(found.columns, found.rows, format, output)


@app.command(epilog="Example: goaltrace trace 2")
def trace(
    goal: Annotated[str, typer.Argument(help="Number or IRI of a goal")],
    store: StoreOption = None,
    document: DocumentOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else")] = False,
    lang: LangOption = None,
) -> None:
    """Follow one goal down to its projects, funds and indicators, with the evidence of each step."""
    from queries.trace import trace_goal
    from service.reports.facts import to_plain
    from service.reports.trace_text import render_trace

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = trace_goal(opened, goal, document)
        write(
            as_json(to_plain(found))
            if json
            else render_trace(found, "en" if settings.lang == "en" else "zh"),
            None,
        )


@app.command(
    epilog="Example: goaltrace whatif --drop 13020922P00060210001T --budget 13020922P00062110001K=300000"
)
def whatif(
    drop: Annotated[
        list[str] | None, typer.Option("--drop", help="Strike this project", metavar="CODE")
    ] = None,
    budget: Annotated[
        list[str] | None, typer.Option("--budget", help="Give this project so many yuan", metavar="CODE=YUAN")
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--add", help="Suppose that this project serves a goal", metavar="CODE=GOAL[/OBJECTIVE]"
        ),
    ] = None,
    picture: Annotated[
        bool,
        typer.Option("--picture", help="The data of a picture instead: nodes and edges before and after"),
    ] = False,
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Show which goals and objectives gain or lose projects, money or measurable indicators; changes nothing."""
    from service.cli_compare import write_what_if

    settings = settle(store, lang)
    budgets = dict(_budget(text) for text in budget or [])
    links = [_link(text) for text in add or []]
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        write_what_if(
            opened, drop or [], budgets, links, document, format, output, picture=picture, lang=settings.lang
        )


def _budget(text: str) -> tuple[str, Decimal]:
    code, _, amount = text.partition("=")
    try:
        yuan = Decimal(amount.replace(",", ""))
    except InvalidOperation:
        yuan = Decimal(-1)
    if not code or not yuan.is_finite() or yuan < 0:
        raise typer.BadParameter(f"{text!r} should be CODE=YUAN, such as 13020922P00062110001K=300000")
    return code, yuan


def _link(text: str) -> tuple[str, str]:
    code, _, target = text.partition("=")
    if not code or not target:
        raise typer.BadParameter(f"{text!r} should be CODE=GOAL, such as 13020922P00062110001K=2/1")
    return code, target


@app.command(epilog="Example: goaltrace layouts 2022.docx")
def layouts(
    sources: Annotated[
        list[Path],
        typer.Argument(help="Documents, folders of documents, or quoted patterns", metavar="SOURCES…"),
    ],
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Say which layout claims which table of a document, and why; a table that none claims is listed too."""
    from loaders.layouts.registry import explain_layouts
    from loaders.reading import read_file
    from service.sources import find_sources

    settings = settle(lang=lang)
    with problems(settings.lang):
        rows = [
            (path.name, row.table, row.rows, row.heading, row.layout, row.because)
            for path in find_sources(sources)
            for row in explain_layouts(read_file(path))
        ]
        write_list(("file", "table", "rows", "heading_row", "layout", "because"), rows, format, output)


@app.command(name="settings")
def show_settings(lang: LangOption = None) -> None:
    """List the settings in force, where each can be set, and what it does."""
    settings = settle(lang=lang)
    rows = [
        (s.name, value, s.variable, s.help_en if settings.lang == "en" else s.help_zh)
        for s, value in settled_values(settings)
    ]
    write_list(("setting", "value", "environment", "meaning"), rows, Format.table, None)


def main() -> None:
    """Run the command line; a closed pipe is no error."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()


if __name__ == "__main__":
    main()
