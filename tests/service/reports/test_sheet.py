"""What a workbook has to be beside right: texts stay texts, nothing outside, ready to filter and to print."""

import io
from dataclasses import replace

import openpyxl
import pytest

from queries.coverage import sum_up
from queries.coverage_records import Coverage
from service.reports.headlines import Tally
from service.reports.sheet import write_xlsx
from service.reports.sheet_rows import safe_text
from tests.service.coverage_samples import make_coverage, make_document
from tests.service.reports.read_back import moments, names, outside_addresses, part, xlsx_rows

BEGINNINGS = ("=1+1", "+1", "-1", "@SUM(A1)", "http://example.org/", "0012", "<r>x</r>", "\x07=2")


def workbook(*coverages: Coverage, lang: str = "zh") -> bytes:
    made = io.BytesIO()
    write_xlsx(coverages, "en" if lang == "en" else "zh", made)
    return made.getvalue()


@pytest.fixture(scope="module")
def written() -> bytes:
    return workbook(make_coverage())


def test_it_has_a_sheet_for_each_part_of_the_report(written: bytes) -> None:
    assert list(xlsx_rows(written)) == [
        *("主要数字", "各文件", "覆盖矩阵", "目标", "项目", "指标行", "检查结果", "联系"),
        *("文字里的算术", "读取时的修补", "读取时的说明", "方法"),
    ]


def test_every_list_can_be_filtered_stays_in_sight_and_prints_with_its_headings(written: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written))
    for sheet in book:
        assert sheet.auto_filter.ref, sheet.title
        assert sheet.freeze_panes, sheet.title
        assert sheet.print_area, sheet.title
        assert sheet.print_title_rows, sheet.title


def test_the_matrix_is_painted_from_light_to_dark(written: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written))
    rules = [rule.type for found in book["覆盖矩阵"].conditional_formatting for rule in found.rules]
    assert "colorScale" in rules


def test_nothing_in_it_points_outside_or_names_a_time(written: bytes) -> None:
    assert list(outside_addresses(written)) == []
    assert not [name for name in names(written) if "externalLink" in name]
    assert {moment[0] for moment in moments(written)} == {1980}
    assert "1980-01-01" in part(written, "docProps/core.xml")


@pytest.mark.parametrize("text", BEGINNINGS)
def test_a_text_stays_a_text_whatever_it_begins_with(text: str) -> None:
    document = make_document()
    first, *others = document.projects
    rows = tuple(replace(row, description=text) for row in first.rows)
    hostile = replace(document, projects=(replace(first, rows=rows), *others))
    book = openpyxl.load_workbook(io.BytesIO(workbook(make_coverage(hostile))))
    cells = [cell for row in book["指标行"].iter_rows() for cell in row if cell.value is not None]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [cell for cell in cells if cell.hyperlink]
    kept = safe_text(text)
    assert [cell.value for cell in cells if cell.value == kept and cell.data_type in ("s", "inlineStr")]


def test_documents_one_by_one_give_the_figures_of_all_together() -> None:
    one = make_document()
    source = replace(
        one.document, iri="https://example.org/document/900002-2023-goals", department_code="900002"
    )
    other = replace(one, document=source, goals=(), links=())
    tally = Tally()
    for document in (one, other):
        tally.add(document)
    assert tally.headline == sum_up([one, other])
    parted = workbook(make_coverage(one), make_coverage(other))
    assert parted == workbook(make_coverage(one, other))


def test_several_documents_have_a_total_below_their_rows() -> None:
    one = make_document()
    rows = xlsx_rows(workbook(make_coverage(one), make_coverage(one)))["各文件"]
    total = next(row for row in rows if row[0] == "合计")
    assert total[9] == 2 * sum_up([one]).rows


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    assert len(safe_text("长" * 40_000)) == 32_767
    assert safe_text("长" * 40_000).endswith("…")


def test_an_empty_store_gives_a_workbook_that_says_so() -> None:
    rows = xlsx_rows(workbook(Coverage((), sum_up([]), ())))
    assert any("库中没有文件" in str(row[0]) for row in rows["主要数字"])


def test_rows_have_the_looks_that_their_columns_ask_for(written: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written))
    projects = book["项目"]
    assert [projects.cell(3, place).number_format for place in (3, 4, 6, 14)] == [
        "@",
        "#,##0.00##",
        "#,##0",
        "0.0%",
    ]
    grades = {cell.value: cell.fill.fgColor.rgb for (cell,) in book["指标行"]["M3:M9"]}
    assert grades["A"] == "FF0B3C6E"
    assert grades["D"] == "FFF4EAD2"


def test_a_text_that_spreadsheets_would_decode_is_kept() -> None:
    document = make_document()
    first, *others = document.projects
    coded = replace(document, projects=(replace(first, name="_x0041_"), *others))
    made = workbook(make_coverage(coded))
    assert "_x005F_x0041_" in part(made, "xl/worksheets/sheet5.xml")
