"""The figures of grades: well-formed, told apart without colour, readable."""

from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from queries.coverage_records import GradeCounts
from service.figures.grade_bars import Bar, draw_grade_bars, draw_key
from service.figures.palette import GRADE_PAINTS, HATCHED, SHARE_PAINTS, Paint, share_class

SVG = "{http://www.w3.org/2000/svg}"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(paint: Paint) -> float:
    light, dark = sorted((luminance(paint.fill), luminance(paint.ink)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def draw(*bars: Bar) -> ElementTree.Element:
    return ElementTree.fromstring(draw_grade_bars("f", "题目", "发现", bars))  # noqa: S314 - our own figure


@pytest.mark.parametrize("paint", [*GRADE_PAINTS.values(), *SHARE_PAINTS, HATCHED])
def test_ink_can_be_read_on_its_fill(paint: Paint) -> None:
    assert contrast(paint) >= 4.5


def test_share_classes_grow_darker_in_even_steps_of_grey() -> None:
    greys = [luminance(paint.fill) for paint in SHARE_PAINTS]
    assert greys == sorted(greys, reverse=True)
    assert all((a + 0.05) / (b + 0.05) > 1.25 for a, b in pairwise(greys))


@pytest.mark.parametrize(("part", "expected"), [("0.001", 0), ("0.2", 0), ("0.201", 1), ("0.6", 2), ("1", 4)])
def test_a_share_falls_in_one_of_five_classes(part: str, expected: int) -> None:
    assert share_class(Decimal(part)) == expected


def test_every_grade_is_told_apart_without_colour() -> None:
    greys = sorted(luminance(paint.fill) for letter, paint in GRADE_PAINTS.items() if letter in "ABC")
    assert all((b + 0.05) / (a + 0.05) > 1.5 for a, b in pairwise(greys))
    for letter in "DEF":
        assert f"url(#k-{letter})" in draw_key("k", letter)


def test_segments_share_the_width_by_their_counts() -> None:
    figure = draw(Bar("数量", GradeCounts(a=1, d=3), "1 / 4"))
    widths = [float(r.attrib["width"]) for r in figure.findall(f"{SVG}rect")]
    assert widths[1] == pytest.approx(3 * widths[0])


def test_a_bar_without_rows_is_a_dashed_box() -> None:
    figure = draw(Bar("数量", GradeCounts(), "没有"))
    assert [r.attrib.get("stroke-dasharray") for r in figure.findall(f"{SVG}rect")] == ["4 3"]


def test_a_narrow_segment_has_no_letter_that_would_not_fit() -> None:
    figure = draw(Bar("数量", GradeCounts(a=1, d=99), ""))
    assert [t.text for t in figure.findall(f"{SVG}text")][2:] == ["D 99"]


def test_title_and_finding_are_its_alternative_text() -> None:
    figure = draw()
    names = figure.attrib["aria-labelledby"].split()
    assert [element.attrib["id"] for element in (figure[0], figure[1])] == names
    assert (figure[0].text, figure[1].text) == ("题目", "发现")


def test_markup_in_labels_stays_text() -> None:
    figure = draw(Bar('<a href="x">&', GradeCounts(a=1), "<b>"))
    assert [t.text for t in figure.findall(f"{SVG}text")] == ['<a href="x">&', "<b>", "A 1"]


def test_a_label_that_is_cut_is_whole_in_its_tool_tip() -> None:
    figure = draw(Bar("很长的目标名称" * 4, GradeCounts(a=1), ""))
    (group,) = figure.findall(f"{SVG}g")
    assert [group[0].text, group[1].text] == ["很长的目标名称" * 4, "很长的目标名称很长的目…"]
