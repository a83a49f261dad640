"""Reports in every form of file, by one function each for words and for tables."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from loaders.errors import LoadError
from service.reports.blocks import Report
from service.reports.fixed_zip import write_zip
from service.reports.plain_tables import PlainTable, tables_csv, write_tables_xlsx
from service.reports.sentences import Sentences


class Form(StrEnum):
    """Forms of a report."""

    docx = "docx"
    xlsx = "xlsx"
    pdf = "pdf"
    html = "html"
    md = "md"
    csv = "csv"
    json = "json"


WORDED: frozenset[Form] = frozenset({Form.docx, Form.pdf, Form.html, Form.md})


class NotInThisFormError(LoadError):
    """Raised when a report is asked for in a form that it does not have."""

    def __init__(self, report: str, form: str, forms: Sequence[str]) -> None:
        self.form = form
        listed = ", ".join(forms)
        super().__init__(
            f"there is no {form} of it",
            report,
            f"choose one of {listed}",
            zh=(f"没有 {form} 形式", f"可以选 {listed}"),
        )


def write_worded(report: Report, form: Form, template: Path | None = None) -> bytes:
    """A report of words, tables and figures as Word, PDF, page or Markdown."""
    match form:
        case Form.docx:
            from service.reports.word import write_docx  # noqa: PLC0415 - loads an office library

            return write_docx(report, template)
        case Form.pdf:
            from service.reports.typeset import write_pdf  # noqa: PLC0415 - loads the typesetter

            return write_pdf(report)
        case Form.html:
            from service.reports.page import write_html  # noqa: PLC0415 - loads the template engine

            return write_html(report).encode("utf-8")
        case Form.md:
            from service.reports.markdown import write_markdown  # noqa: PLC0415 - beside the others

            return write_markdown(report).encode("utf-8")
        case _:
            raise NotInThisFormError(report.title, form.value, sorted(WORDED))


def write_tabled(title: str, tables: Sequence[PlainTable], form: Form, say: Sentences) -> bytes:
    """Tables as a workbook, as a zip of CSV files where there are several, or as JSON."""
    match form:
        case Form.xlsx:
            return write_tables_xlsx(title, tables, say)
        case Form.csv:
            files = tables_csv(tables)
            return files[0][1] if len(files) == 1 else write_zip(files)
        case Form.json:
            return _json(tables)
        case _:
            raise NotInThisFormError(title, form.value, [member.value for member in Form])


def _json(tables: Sequence[PlainTable]) -> bytes:
    from service.output import as_json  # noqa: PLC0415 - loads the terminal library

    found = {
        table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in tables
    }
    return as_json(found).encode("utf-8")


def save(data: bytes, path: Path) -> None:
    """Write a file, and the folders above it."""
    from service.output import CannotWriteError  # noqa: PLC0415 - loads the terminal library

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as exc:
        raise CannotWriteError(path, exc.strerror or str(exc)) from exc
