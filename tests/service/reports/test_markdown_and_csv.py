"""Texts stay texts in Markdown and CSV as well."""

import io
from dataclasses import replace
from zipfile import ZipFile

import pytest

from service.reports.coverage_files import write_coverage
from service.reports.csv_set import csv_cell
from service.reports.markdown import plain
from service.reports.report_files import Form
from tests.service.coverage_samples import make_coverage, make_document
from tests.service.reports.read_back import csv_rows


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-5℃", "@here", "\t=1"])
def test_a_text_that_a_spreadsheet_would_calculate_has_an_apostrophe_before_it(text: str) -> None:
    assert csv_cell(text) == f"'{text}"
    assert csv_cell(-5) == "-5"


def test_a_csv_file_begins_with_the_mark_that_spreadsheets_look_for() -> None:
    data = write_coverage(make_coverage(), Form.csv, "zh")
    with ZipFile(io.BytesIO(data)) as archive:
        assert all(archive.read(name).startswith(b"\xef\xbb\xbf") for name in archive.namelist())
    assert set(csv_rows(data)) >= {
        "summary.csv",
        "projects.csv",
        "indicators.csv",
        "findings.csv",
        "links.csv",
    }


def test_markdown_shows_markup_of_a_document_as_it_is() -> None:
    hostile = "<script>x</script> [a](http://b) | c\n# d"
    document = make_document()
    projects = tuple(replace(project, name=hostile) for project in document.projects)
    text = write_coverage(make_coverage(replace(document, projects=projects)), Form.md, "zh").decode()
    assert "<script" not in text
    assert "[a](" not in text
    assert "\n# d" not in text


def test_a_number_at_the_start_of_a_line_is_no_list() -> None:
    assert plain("1. 目标") == "1\\. 目标"
