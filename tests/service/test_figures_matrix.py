"""The matrix as a figure: share and count in every cell, told apart without colour."""

import pytest

from service.figures.matrix import draw_matrix
from service.reports.wording import LANGUAGES, Language
from tests.service.coverage_samples import make_document
from tests.service.figure_boxes import look_at, outside, overlaps, parse, smallest_letters
from tests.service.figure_samples import Sketch, make_plan, plan_of, say_in


def cells(svg: str) -> list[tuple[str, str, list[str]]]:
    """Fill, dashes and words of every cell."""
    found = []
    for element in parse(svg).iter():
        if element.get("class") == "cell":
            rect, *texts = element
            found.append(
                (rect.attrib["fill"], rect.get("stroke-dasharray", ""), [t.text or "" for t in texts])
            )
    return found


def test_a_cell_has_count_and_share_and_is_hatched_or_dashed_where_nothing_is_measurable() -> None:
    document = make_document()
    drawn = cells(draw_matrix(document, say_in(document)))
    assert drawn[0] == ("#0b3c6e", "", ["1 / 1", "100%"])
    assert drawn[2] == ("url(#matrix-zero)", "", ["0 / 1", "0%"])
    assert drawn[3] == ("#33709f", "", ["2 / 3", "66.7%"])
    alone = drawn[4:8]
    assert alone[1] == ("url(#matrix-zero)", "", ["0 / 1", "0%"])
    without_rows = make_plan([Sketch("甲", kinds=("quantity",))], ["一"])
    assert cells(draw_matrix(without_rows, say_in(without_rows)))[0] == ("none", "5 4", ["无此类"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("projects", "goals", "rows"), [(31, 4, 9), (60, 6, 45), (2, 40, 9), (0, 0, 0), (5, 2, 0)]
)
def test_nothing_overlaps_and_no_letter_is_small(
    projects: int, goals: int, rows: int, lang: Language
) -> None:
    document = plan_of(projects, "项目", goals, rows)
    picture = look_at(draw_matrix(document, say_in(document, lang)))
    assert smallest_letters(picture) >= 14
    assert not overlaps(picture)
    assert not outside(picture)


def test_long_goal_names_and_large_counts_stay_in_their_place() -> None:
    sketches = [Sketch("甲", kinds=("quantity",) * 3000 + ("quality",), goals=((), (1,), (1,)))]
    document = make_plan(sketches, ["很长的目标名称" * 12])
    picture = look_at(draw_matrix(document, say_in(document)))
    assert "1000 / 3000" in {text.words for text in picture.texts}
    assert not overlaps(picture)


def test_more_kinds_than_a_slide_holds_make_the_figure_wider() -> None:
    document = make_plan([Sketch("甲", kinds=tuple(f"k{n}" for n in range(40)))], ["一"])
    picture = look_at(draw_matrix(document, say_in(document)))
    assert picture.width > 1920
    assert not overlaps(picture)


def test_the_finding_counts_cells_without_a_measurable_row() -> None:
    document = make_document()
    finding = parse(draw_matrix(document, say_in(document)))[1].text or ""
    assert finding.startswith("口径：已确认。1 个目标 × 3 类指标：1 格有行但没有一行可衡量，0 格没有行。")
