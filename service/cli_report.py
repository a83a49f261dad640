"""`goaltrace report`: everything that people take away, as Word, Excel, PDF, page, Markdown, CSV, JSON or picture."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from service.cli_options import DocumentOption, LangOption, StoreOption, opened_store, problems, settle
from service.reports.report_files import Form, NotInThisFormError, save, write_tabled, write_worded

if TYPE_CHECKING:
    from service.reports.blocks import Report
    from service.reports.plain_tables import PlainTable
    from service.reports.wording import Language

report_app = typer.Typer(
    help="Reports to take away: coverage, brief, one page on a goal or project, comparisons, the league.",
    no_args_is_help=True,
)

FormOption = Annotated[
    Form | None, typer.Option("--format", "-f", help="Form of the file; else by the ending of -o")
]
FileOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write to this file; else to standard output", metavar="FILE"),
]
TemplateOption = Annotated[
    Path | None,
    typer.Option("--template", help="A Word file whose styles, header and footer are used", metavar="DOCX"),
]

TABLED: Final = (Form.xlsx, Form.csv, Form.json)
"""Forms that hold a comparison as tables, without the words around them."""


@report_app.command(
    "coverage", epilog="Example: goaltrace report coverage --document 203001-2022-goals -o out/report.docx"
)
def report_coverage(
    store: StoreOption = None,
    document: DocumentOption = None,
    form: FormOption = None,
    output: FileOption = None,
    template: TemplateOption = None,
    lang: LangOption = None,
) -> None:
    """Write the whole coverage report; as CSV it is a zip, or a folder where -o names one."""
    from queries.coverage import read_coverage
    from service.reports.coverage_files import each_coverage, write_coverage
    from service.reports.csv_set import csv_set
    from service.reports.sheet import write_xlsx

    settings = settle(store, lang)
    chosen, language = _form(form, output, "coverage"), _language(settings.lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        if chosen is Form.xlsx and output is not None:
            output.parent.mkdir(parents=True, exist_ok=True)
            write_xlsx(each_coverage(opened, document), language, output)
            return
        found = read_coverage(opened, document)
        if chosen is Form.csv and output is not None and not output.suffix:
            for name, content in csv_set(found, language):
                save(content, output / name)
            return
        _put(write_coverage(found, chosen, language, template), output)
        if chosen is Form.pdf:
            from service.reports.coverage_blocks import coverage_report

            _warn(coverage_report(found, language).texts(), settings.lang)


@report_app.command(
    "brief", epilog="Example: goaltrace report brief --document 203001-2022-goals -o out/brief.docx"
)
def report_brief(
    store: StoreOption = None,
    document: DocumentOption = None,
    form: FormOption = None,
    output: FileOption = None,
    template: TemplateOption = None,
    lang: LangOption = None,
) -> None:
    """Write two pages for a meeting: what the goals rest on, what cannot be measured, the money, what to ask."""
    from queries.coverage import read_coverage
    from service.reports.brief import brief_report

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = read_coverage(opened, document)
        _write(brief_report(found, _language(settings.lang)), form, output, template, settings.lang)


@report_app.command("goal", epilog="Example: goaltrace report goal 4 -o out/goal-4.pdf")
def report_goal(
    number: Annotated[str, typer.Argument(help="Number or IRI of a goal")],
    store: StoreOption = None,
    document: DocumentOption = None,
    form: FormOption = None,
    output: FileOption = None,
    template: TemplateOption = None,
    lang: LangOption = None,
) -> None:
    """Write one page on one goal."""
    from queries.coverage import read_coverage
    from service.reports.one_page import goal_report

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        page = goal_report(read_coverage(opened, document), number, _language(settings.lang))
        _write(page, form, output, template, settings.lang)


@report_app.command(
    "project", epilog="Example: goaltrace report project 13020922P000622100019 -o out/project.docx"
)
def report_project(
    code: Annotated[str, typer.Argument(help="Code, name or IRI of a project")],
    store: StoreOption = None,
    document: DocumentOption = None,
    form: FormOption = None,
    output: FileOption = None,
    template: TemplateOption = None,
    lang: LangOption = None,
) -> None:
    """Write one page on one project."""
    from queries.coverage import read_coverage
    from service.reports.one_page import project_report

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        page = project_report(read_coverage(opened, document), code, _language(settings.lang))
        _write(page, form, output, template, settings.lang)


@report_app.command(
    "compare", epilog="Example: goaltrace report compare 203001-2022 203001-2023 -o out/compare.docx"
)
def report_compare(
    a: Annotated[str, typer.Argument(metavar="A", help="A plan, document, department or year")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other one, named in the same way")],
    store: StoreOption = None,
    form: FormOption = None,
    output: FileOption = None,
    template: TemplateOption = None,
    lang: LangOption = None,
) -> None:
    """Lay two years, departments or documents side by side; between two years also what changed."""
    from queries.compare import compare
    from service.reports.comparison import comparison_report, comparison_sheets

    settings = settle(store, lang)
    language = _language(settings.lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = compare(opened, a, b)
        chosen = _form(form, output, "compare")
        if chosen in TABLED:
            _put(_tables("compare", comparison_sheets(found, language), chosen, language), output)
            return
        changes = None
        if len(found.a.documents) == len(found.b.documents) == 1:
            from service.year_reviews import compare_stored

            one, other = found.a.documents[0], found.b.documents[0]
            if one.department_code == other.department_code and one.year != other.year:
                changes = compare_stored(opened, one.iri, other.iri)
        _write(comparison_report(found, changes, language), chosen, output, template, settings.lang)


@report_app.command("league", epilog="Example: goaltrace report league --year 2023 -o out/league.xlsx")
def report_league(
    year: Annotated[str | None, typer.Option("--year", help="Rank by this year")] = None,
    store: StoreOption = None,
    form: FormOption = None,
    output: FileOption = None,
    template: TemplateOption = None,
    lang: LangOption = None,
) -> None:
    """Rank departments by the share of rows that can be measured, year by year, with the counts."""
    from queries.league import read_league
    from service.reports.comparison import league_report, league_sheets

    settings = settle(store, lang)
    language = _language(settings.lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = read_league(opened, year)
        chosen = _form(form, output, "league")
        if chosen in TABLED:
            _put(_tables("league", league_sheets(found, language), chosen, language), output)
            return
        _write(league_report(found, language), chosen, output, template, settings.lang)


@report_app.command(
    "results", epilog="Example: goaltrace report results --document 009-2021-evaluation -o out/results.docx"
)
def report_results(
    store: StoreOption = None,
    document: DocumentOption = None,
    form: FormOption = None,
    output: FileOption = None,
    template: TemplateOption = None,
    lang: LangOption = None,
) -> None:
    """Set the target of every row beside the result that a self-evaluation reports."""
    from service.reports.comparison import speak
    from service.reports.results import read_results, results_report, results_sheets

    settings = settle(store, lang)
    language = _language(settings.lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = read_results(opened, document)
        chosen = _form(form, output, "results")
        if chosen in TABLED:
            _put(_tables("results", results_sheets(found, language), chosen, language), output)
            return
        documents = list(dict.fromkeys(one.document for one in found))
        several = speak(language).wording("several_documents", count=len(documents))
        name = documents[0] if len(documents) == 1 else several
        _write(results_report(found, name, language), chosen, output, template, settings.lang)


@report_app.command("set", epilog="Example: goaltrace report set --document 203001-2022-goals -o out/reports")
def report_set(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the files", metavar="DIR")],
    store: StoreOption = None,
    document: DocumentOption = None,
    template: TemplateOption = None,
    lang: LangOption = None,
) -> None:
    """Write the full set: the coverage report in every form, the brief, and the figures as SVG and PNG."""
    from queries.coverage import read_coverage
    from service.reports.full_set import write_full_set

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = read_coverage(opened, document)
        for path in write_full_set(found, _language(settings.lang), output, template):
            typer.echo(str(path))


@report_app.command("template", epilog="Example: goaltrace report template -o my-template.docx")
def report_template(output: FileOption = None) -> None:
    """Write the shipped Word template: change its fonts, header and footer, and give it back with --template."""
    from service.reports.word_template import template_bytes

    with problems(settle().lang):
        _put(template_bytes(), output)


@report_app.command("schema", epilog="Example: goaltrace report schema -o coverage.schema.json")
def report_schema(output: FileOption = None) -> None:
    """Write the JSON Schema of the coverage report."""
    from service.reports.json_schema import PATH

    with problems(settle().lang):
        _put(PATH.read_bytes(), output)


def _language(lang: str) -> "Language":
    return "en" if lang == "en" else "zh"


def _form(form: Form | None, output: Path | None, report: str) -> Form:
    """The form that was asked for, or the one that the file's ending names; Markdown on a terminal."""
    if form is not None:
        return form
    ending = output.suffix.removeprefix(".").lower() if output else ""
    if ending == "zip" or (output is not None and not ending):
        return Form.csv
    if output is None:
        return Form.md
    try:
        return Form(ending)
    except ValueError as exc:
        problem = NotInThisFormError(report, ending, [member.value for member in Form])
        typer.echo(problem.message(_language(settle().lang)), err=True)
        raise typer.Exit(2) from exc


def _write(
    report: "Report", form: Form | None, output: Path | None, template: Path | None, lang: str
) -> None:
    chosen = _form(form, output, report.title)
    _put(write_worded(report, chosen, template), output)
    if chosen is Form.pdf:
        _warn(report.texts(), lang)


def _tables(report: str, tables: "list[PlainTable]", form: Form, lang: "Language") -> bytes:
    from service.reports.comparison import speak

    say = speak(lang)
    return write_tabled(tables[0].title if tables else report, tables, form, say)


def _put(data: bytes, output: Path | None) -> None:
    """Write to the file, or to standard output; a terminal gets no bytes that it cannot show."""
    if output is not None:
        save(data, output)
        return
    if sys.stdout.isatty() and b"\x00" in data:
        raise typer.BadParameter("this form is no text: name a file with -o")
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def _warn(texts: Iterable[str], lang: str) -> None:
    """Say which characters the shipped font does not have."""
    from service.reports.fonts import missing_characters

    missing = missing_characters(texts)
    if missing:
        shown = " ".join(f"{character} (U+{ord(character):04X})" for character in missing[:20])
        words = {
            "en": f"the shipped font lacks {len(missing)} characters, which show as boxes: {shown}",
            "zh": f"随附字体缺 {len(missing)} 个字，显示为方框：{shown}",
        }
        typer.echo(words["en" if lang == "en" else "zh"], err=True)
