import pytest

from loaders.readers.number_formats import is_date, plain, shown, shown_text

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (737, "", "737"),
        (0.1 + 0.2, "General", "0.3"),
        (1, "0%", "100%"),
        (0.8856, "0.00%", "88.56%"),
        (0.88, "0%", "88%"),
        (90, "0_ ", "90"),
        (2.5, "0", "3"),
        (10891.615675, "#,##0.00", "10,891.62"),
        (1234567, "#,##0,", "1,235"),
        (7, "000", "007"),
        (0.5, "#.##", ".5"),
        (5, '0"万元"', "5万元"),
        (5.25, 'General"人"', "5.25人"),
        (0, ACCOUNTING, "-"),
        (1234.5, ACCOUNTING, "1,234.50"),
        (-1234.5, ACCOUNTING, "-1,234.50"),
        (-3, "0;[Red](0)", "(3)"),
        (-0.5, "0.0", "-0.5"),
        (13, "[$¥-804]#,##0.00", "¥13.00"),
        (44562, 'yyyy"年"m"月"d"日"', "2022年1月1日"),
        (44562.5, "yyyy/m/d h:mm", "2022/1/1 12:00"),
        (44562, '[$-804]yyyy"年"m"月";@', "2022年1月"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (0.75, "[h]:mm", "18:00"),
    ],
)
def test_a_number_is_shown_as_its_format_prints_it(value: float, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@pytest.mark.parametrize("number_format", ["# ?/?", "0.00E+00", "[DBNum1][$-804]General", "0" * 5_000])
def test_a_format_that_is_not_understood_shows_the_number(number_format: str) -> None:
    assert shown(5, number_format).endswith("5")


@pytest.mark.parametrize(("value", "text"), [(1e300, "1E+300"), (1e-300, "1E-300"), (1e20, "1" + "0" * 20)])
def test_absurd_numbers_have_a_short_text(value: float, text: str) -> None:
    assert plain(value) == text
    assert len(shown(value, "#,##0.00")) < 40


def test_days_outside_the_calendar_are_numbers() -> None:
    assert (shown(-5, "yyyy-mm-dd"), shown(1e9, "yyyy-mm-dd")) == ("-5", "1000000000")


def test_the_calendar_of_1904_counts_from_its_own_start() -> None:
    assert shown(43100, "yyyy-mm-dd", era="1904") == "2022-01-01"


def test_words_around_text_are_shown() -> None:
    assert (shown_text("5", '@"万元"'), shown_text("x", ACCOUNTING), shown_text("x", "@")) == (
        "5万元",
        "x",
        "x",
    )


def test_a_colour_is_no_date() -> None:
    assert not is_date("[Red]0.00")
    assert is_date("m月d日")
