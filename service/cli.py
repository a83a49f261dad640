"""The command line: each command opens what it needs, asks one function, and prints the answer."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from queries.store import Store
from service.output import Format, as_json, write, write_list
from service.problems import EXIT_FINDINGS, EXIT_PROBLEM, PROBLEMS, sentence
from service.settings import SETTINGS, Settings, make_settings

app = typer.Typer(
    name="goaltrace",
    help="From published performance documents to a graph of goals, projects and indicators, judged by rules.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
links_app = typer.Typer(help="Goal–project links: list, decide, bring in and take out.", no_args_is_help=True)
app.add_typer(links_app, name="links")


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


class LinkStatus(StrEnum):
    """Status of a link."""

    stated = "stated"
    accepted = "accepted"
    proposed = "proposed"
    rejected = "rejected"


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
def _problems(lang: str) -> Iterator[None]:
    """Turn a known problem into one sentence on standard error and exit code 2."""
    try:
        yield
    except PROBLEMS as problem:
        typer.echo(sentence(problem, lang), err=True)
        raise typer.Exit(EXIT_PROBLEM) from problem


def _settle(store: str | None = None, lang: str | None = None, profile: str | None = None) -> Settings:
    settings = make_settings(store=store, lang=lang, profile=profile)
    if settings.lang not in {"zh", "en"}:
        typer.echo(f"--lang {settings.lang}: there is zh and en; choose one of them.", err=True)
        raise typer.Exit(EXIT_PROBLEM)
    return settings


@app.command(epilog="Example: goaltrace build 2022.docx --links links/2022.sssom.tsv --store out/store")
def build(
    sources: Annotated[
        list[Path], typer.Argument(help="Documents, or folders of documents", metavar="SOURCES…")
    ],
    store: StoreOption = None,
    links: Annotated[
        list[Path] | None, typer.Option("--links", help="Goal–project links (SSSOM TSV)")
    ] = None,
    profile: Annotated[str | None, typer.Option("--profile", help=SETTINGS[2].help_en)] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else")] = False,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="Exit 1 from this severity on")] = FailOn.never,
    lang: LangOption = None,
) -> None:
    """Read documents, judge them and write them into the store; unchanged links and other documents stay."""
    from service.build import build as build_documents
    from service.build import find_sources, read_link_files
    from service.progress import BuildProgress
    from shapes.profile import load_profile

    settings = _settle(store, lang, profile)
    with _problems(settings.lang):
        files = find_sources(sources)
        rules = load_profile(settings.profile)
        link_files = read_link_files(links or [])
        with (
            _open(settings.store) as opened,
            BuildProgress(len(files), settings.lang, quiet=json) as progress,
        ):
            result = build_documents(files, opened, rules, settings.base, link_files, progress.step)
    summary = result.summary()
    if json:
        write(as_json(summary), None)
    else:
        progress.close_with(result, settings.store)
    if result.failures:
        if json:
            for failure in result.failures:
                typer.echo(sentence(failure.problem, settings.lang), err=True)
        raise typer.Exit(EXIT_PROBLEM)
    _exit_on_findings([finding.severity for judged in result.judged for finding in judged.findings], fail_on)


def _exit_on_findings(severities: list[str], fail_on: FailOn) -> None:
    order = ["violation", "warning", "info"]
    if fail_on is not FailOn.never and set(severities) & set(order[: order.index(fail_on) + 1]):
        raise typer.Exit(EXIT_FINDINGS)


@contextmanager
def _open(location: str, *, read_only: bool = False) -> Iterator[Store]:
    from queries.store import open_store

    store = open_store(location, read_only=read_only)
    try:
        yield store
    finally:
        store.close()


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
    settings = _settle(store, lang)
    with _problems(settings.lang), _open(settings.store, read_only=True) as opened:
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

    settings = _settle(store, lang)
    with _problems(settings.lang), _open(settings.store, read_only=True) as opened:
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

    settings = _settle(store, lang)
    with _problems(settings.lang):
        if name == "list":
            rows = [(n, load_query(n).question.speak(settings.lang)) for n in query_names()]
            write_list(("name", "question"), rows, format, output)
            return
        with _open(settings.store, read_only=True) as opened:
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

    settings = _settle(store, lang)
    with _problems(settings.lang), _open(settings.store, read_only=True) as opened:
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
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Show which goals and objectives lose projects, money or measurable indicators; changes nothing."""
    from queries.whatif import what_if
    from service.questions import difference_rows

    settings = _settle(store, lang)
    budgets = dict(_budget(text) for text in budget or [])
    with _problems(settings.lang), _open(settings.store, read_only=True) as opened:
        columns, rows = difference_rows(what_if(opened, drop=drop or [], budget=budgets, document=document))
        write_list(columns, rows, format, output)


def _budget(text: str) -> tuple[str, Decimal]:
    code, _, amount = text.partition("=")
    try:
        yuan = Decimal(amount.replace(",", ""))
    except InvalidOperation:
        yuan = Decimal(-1)
    if not code or not yuan.is_finite() or yuan < 0:
        raise typer.BadParameter(f"{text!r} should be CODE=YUAN, such as 13020922P00062110001K=300000")
    return code, yuan


@app.command(epilog="Example: goaltrace export --tables out/tables --turtle out/graph.ttl")
def export(
    tables: Annotated[
        Path | None, typer.Option("--tables", help="Folder for CSV tables", metavar="DIR")
    ] = None,
    turtle: Annotated[Path | None, typer.Option("--turtle", help="File for the graph as Turtle")] = None,
    nquads: Annotated[Path | None, typer.Option("--nquads", help="File for all graphs as N-Quads")] = None,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Write what the store holds for other programs: CSV tables, Turtle, N-Quads."""
    from service.exports import write_nquads, write_turtle

    settings = _settle(store, lang)
    if tables is None and turtle is None and nquads is None:
        raise typer.BadParameter("say what to export: --tables DIR, --turtle FILE or --nquads FILE")
    with _problems(settings.lang), _open(settings.store, read_only=True) as opened:
        if tables is not None:
            from queries.tables import write_tables

            for written in write_tables(opened, tables):
                typer.echo(str(written))
        for path, writer in ((turtle, write_turtle), (nquads, write_nquads)):
            if path is not None:
                writer(opened, path)
                typer.echo(str(path))


@app.command(name="settings")
def show_settings(lang: LangOption = None) -> None:
    """List the settings in force, where each can be set, and what it does."""
    settings = _settle(lang=lang)
    rows = [
        (s.name, getattr(settings, s.name), s.variable, s.help_en if settings.lang == "en" else s.help_zh)
        for s in SETTINGS
    ]
    write_list(("setting", "value", "environment", "meaning"), rows, Format.table, None)


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

    settings = _settle(store, lang)
    with _problems(settings.lang), _open(settings.store, read_only=True) as opened:
        found = run_query(opened, "list_links", {"status": status.value} if status else {})
        write_list(found.columns, found.rows, format, output)


@links_app.command(
    "accept",
    epilog="Example: goaltrace links accept 13020922P00062110001K 4/objective/1 --reviewer 'Finance Bureau'",
)
def accept_link(
    project: Annotated[str, typer.Argument(help="Project code")],
    target: Annotated[str, typer.Argument(help="Goal number, `2/objective/3`, or `none`")],
    reviewer: Annotated[str, typer.Option("--reviewer", help="Who decides; kept with the link")],
    note: Annotated[str, typer.Option("--note", help="Why; kept with the link")] = "",
    document: DocumentOption = None,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Confirm that a project serves a goal or objective."""
    _decide(project, target, LinkStatus.accepted, reviewer, note, document, _settle(store, lang))


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
    _decide(project, target, LinkStatus.rejected, reviewer, note, document, _settle(store, lang))


@links_app.command("import", epilog="Example: goaltrace links import links/2022.sssom.tsv")
def import_links(
    files: Annotated[list[Path], typer.Argument(help="SSSOM TSV files", metavar="FILES…")],
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Bring reviewed links into the store; problems are named by row and column and nothing changes."""
    from service.build import read_link_files
    from service.review import import_link_files
    from shapes.profile import load_profile

    settings = _settle(store, lang)
    with _problems(settings.lang):
        given = read_link_files(files)
        with _open(settings.store) as opened:
            for document, count in import_link_files(opened, given, load_profile(settings.profile)):
                typer.echo(f"{document}: {count} links")


@links_app.command("export", epilog="Example: goaltrace links export -o links/2022.sssom.tsv")
def export_links(
    store: StoreOption = None,
    document: DocumentOption = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Write the links of one document as SSSOM TSV, with every decision."""
    from service.review import export_link_file

    settings = _settle(store, lang)
    with _problems(settings.lang), _open(settings.store, read_only=True) as opened:
        write(export_link_file(opened, document), output)


def _decide(
    project: str,
    target: str,
    status: LinkStatus,
    reviewer: str,
    note: str,
    document: str | None,
    settings: Settings,
) -> None:
    from service.review import decide_link
    from shapes.profile import load_profile

    with _problems(settings.lang), _open(settings.store) as opened:
        rules = load_profile(settings.profile)
        typer.echo(decide_link(opened, rules, project, target, status.value, reviewer, note, document))


def main() -> None:
    """Run the command line; a closed pipe is no error."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()


if __name__ == "__main__":
    main()
