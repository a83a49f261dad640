"""Two years, the league, and target against actual as reports."""

from functools import cache

import pytest

from queries.compare import Comparison, compare
from queries.league import read_league
from queries.store import Store
from service.compare_rows import comparison_table, league_table
from service.reports.comparison import (
    comparison_report,
    comparison_sheets,
    league_report,
    league_sheets,
    speak,
)
from service.reports.report_files import Form, NotInThisFormError, write_tabled, write_worded
from service.reports.results import Result, compare_numbers, results_report, results_sheets
from service.reports.wording import LANGUAGES, Language
from service.year_reviews import compare_stored
from tests.service.reports.read_back import docx_tables, md_rows, pdf_text, xlsx_rows
from tests.year_documents import store_of_years


@cache
def store() -> Store:
    return store_of_years()


@cache
def compared() -> Comparison:
    return compare(store(), "305001-2023", "305001-2024")


def shown(lang: Language) -> list[list[str]]:
    """The rows of the comparison that every form has to hold."""
    sparse = ("levels", "flags")
    _, rows = comparison_table(compared(), lang)
    pairs = zip(compared().figures, rows, strict=True)
    return [
        list(map(str, row)) for figure, row in pairs if figure.group not in sparse or figure.a or figure.b
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparison_says_the_same_in_every_form(lang: Language) -> None:
    report = comparison_report(compared(), None, lang)
    word = [row for table in docx_tables(write_worded(report, Form.docx)) for row in table]
    markdown = md_rows(write_worded(report, Form.md).decode())
    text = pdf_text(write_worded(report, Form.pdf))
    for row in shown(lang):
        assert row in word
        assert row in markdown
        assert " ".join(row) in text


def test_two_years_of_a_department_also_tell_what_changed() -> None:
    changes = compare_stored(store(), "305001-2023", "305001-2024")
    page = write_worded(comparison_report(compared(), changes, "zh"), Form.html).decode()
    assert "两年之间的变化" in page
    assert "老年助餐补贴" in page


def test_the_workbook_of_a_comparison_has_words_and_numbers() -> None:
    sheets = comparison_sheets(compared(), "zh")
    book = xlsx_rows(write_tabled("对照报告", sheets, Form.xlsx, speak("zh")))
    assert list(book) == ["对照报告", "数值"]
    rows = {row[1]: row for row in book["数值"]}
    assert rows["rows"][3:6] == (18, 26, 8)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_league_says_the_same_in_every_form(lang: Language) -> None:
    league = read_league(store())
    _, rows = league_table(league, lang)
    wanted = [list(map(str, row)) for row in rows]
    report = league_report(league, lang)
    assert docx_tables(write_worded(report, Form.docx))[0][1:] == wanted
    text = pdf_text(write_worded(report, Form.pdf))
    assert all(" ".join(row) in text for row in wanted)
    book = xlsx_rows(write_tabled("x", league_sheets(league, lang), Form.xlsx, speak(lang)))
    assert [str(cell) for cell in next(iter(book.values()))[2]] == wanted[0]


@pytest.mark.parametrize(
    ("comparator", "number", "end", "actual", "outcome"),
    [
        ("≥", "90", "", "90", "reached"),
        (">", "90", "", "90", "missed"),
        ("≤", "5", "", "6", "missed"),
        ("=", "100", "", "100.0", "reached"),
        ("", "90", "95", "93", "reached"),
        ("", "90", "95", "96", "missed"),
        ("≈", "90", "", "90", "no-comparator"),
        ("≥", "", "", "90", "no-number"),
        ("≥", "90", "", "", "no-number"),
    ],
)
def test_a_result_is_compared_only_where_the_target_says_how(
    comparator: str, number: str, end: str, actual: str, outcome: str
) -> None:
    assert compare_numbers(comparator, number, end, actual) == outcome


def test_target_and_actual_stand_side_by_side() -> None:
    found = [
        Result("d", "P1", "就业补助", "补贴发放准确率", "≥95%", "100%", "90%", "A", "reached"),
        Result("d", "P1", "就业补助", "群众评价", "良好", "良好", "", "C", "no-number"),
    ]
    grid = docx_tables(write_worded(results_report(found, "d", "zh"), Form.docx))
    assert ["就业补助", "补贴发放准确率", "≥95%", "100% 基期值 90%", "A", "数字达到目标值"] in grid[1]
    book = xlsx_rows(write_tabled("x", results_sheets(found, "zh"), Form.xlsx, speak("zh")))
    assert book["目标值与完成值"][3][4:6] == ("良好", "良好")


def test_documents_without_results_say_so() -> None:
    assert "所选文件没有报告完成值" in write_worded(results_report([], "d", "zh"), Form.md).decode()


def test_a_form_that_a_report_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(NotInThisFormError) as refused:
        write_worded(league_report(read_league(store()), "zh"), Form.xlsx)
    assert "docx, html, md, pdf" in refused.value.message("zh")
