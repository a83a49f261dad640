"""Cells of worksheets: text stays text, and what a person sees is what is read."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from loaders.row_errors import BadTableError
from loaders.sheet_cells import put_text, read_sheets


def new_sheet() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return book, sheet


def saved(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", '=HYPERLINK("x")', "\t=1"])
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    book, sheet = new_sheet()
    put_text(sheet, 1, 1, text)
    data = saved(book)
    cell = load_workbook(io.BytesIO(data)).worksheets[0]["A1"]
    assert (cell.data_type, cell.number_format, bool(cell.quotePrefix)) == ("s", "@", True)
    assert read_sheets(data, "x")["Sheet"][0].cells[0] == text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1, max_size=4))
def test_texts_come_back_as_they_were_written(texts: list[str]) -> None:
    book, sheet = new_sheet()
    put_text(sheet, 1, 1, "first")
    for column, text in enumerate(texts, start=2):
        put_text(sheet, 1, column, text)
    assert list(read_sheets(saved(book), "x")["Sheet"][0].cells[1 : len(texts) + 1]) == texts


def test_numbers_dates_and_shares_are_read_as_they_are_shown() -> None:
    book, sheet = new_sheet()
    sheet["A1"], sheet["B1"], sheet["C1"] = 300.0, 0.955, 1.1
    sheet["B1"].number_format = "0.0%"
    assert read_sheets(saved(book), "x")["Sheet"][0].cells[:3] == ("300", "95.5%", "1.1")


def test_a_formula_without_result_is_told_apart_from_an_empty_cell() -> None:
    book, sheet = new_sheet()
    sheet["A1"], sheet["C1"] = "=1+1", "x"
    row = read_sheets(saved(book), "x")["Sheet"][0]
    assert (row.cells[:2], row.formulas) == (("", ""), (0,))


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_is_no_spreadsheet_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(BadTableError, match="no xlsx file"):
        read_sheets(data, "x.xlsx")
