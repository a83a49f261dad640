"""The published example, where the folder with real documents stands beside the checkout."""

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from loaders.load import Loaded, load_file
from shapes.fingerprint import take_fingerprint
from shapes.grade import Grade, RowKey
from shapes.judgment import Judgment, judge_plan
from tests.shapes.graded_rows import PROFILE, flags_of

DATA = Path(__file__).resolve().parents[3] / "shared/data"
EXAMPLE = DATA / "caofeidian-organization-department-2022.txt"

pytestmark = pytest.mark.skipif(not EXAMPLE.exists(), reason="the real documents are not beside the checkout")


@lru_cache(maxsize=1)
def loaded() -> Loaded:
    return load_file(EXAMPLE)


@lru_cache(maxsize=1)
def judged() -> Judgment:
    return judge_plan(loaded().plan, (), PROFILE)


def grades_of(place: int) -> dict[tuple[str, int], Grade]:
    key = loaded().plan.projects[place - 1].key
    return {(row.kind, row.ordinal): grade for row, grade in judged().rows.items() if row.project == key}


def test_hardly_a_row_can_be_judged_at_year_end() -> None:
    letters = Counter(grade.letter for grade in judged().rows.values())
    assert letters == {"A": 2, "B": 80, "C": 29, "D": 135, "E": 27, "F": 4}


def test_no_row_is_A_whose_description_has_no_number() -> None:  # noqa: N802
    own = {
        RowKey(project.key, row.kind, row.ordinal)
        for project in loaded().plan.projects
        for row in project.indicators
        if row.own is not None
    }
    assert {key for key, grade in judged().rows.items() if grade.letter == "A"} <= own


def test_a_failure_rate_that_should_fall_to_100_is_E() -> None:  # noqa: N802
    grade = grades_of(15)["quality", 1]
    assert grade.letter == "E"
    assert "adverse-target" in flags_of(grade)


def test_classes_in_the_cell_do_not_measure_people() -> None:
    grade = grades_of(13)["quantity", 1]
    assert grade.letter == "D"
    assert "rebind-candidate" in flags_of(grade)


def test_100_percent_in_the_description_is_A_beside_100_and_B_beside_1() -> None:  # noqa: N802
    assert grades_of(30)["timeliness", 1].letter == "A"
    beside_one = grades_of(5)["timeliness", 1]
    assert beside_one.letter == "B"
    assert "value-description-conflict" in flags_of(beside_one)


def test_a_slogan_with_a_direction_glued_to_it_is_E() -> None:  # noqa: N802
    keys = {
        RowKey(project.key, row.kind, row.ordinal)
        for project in loaded().plan.projects
        for row in project.indicators
        if row.description.text == "维护社会稳定提高"
    }
    assert keys
    assert {judged().rows[key].letter for key in keys} == {"E"}


def test_the_headline_stands_beside_what_a_plain_rule_would_count() -> None:
    totals = judged().totals
    a, b, *_ = totals.sums.counts
    assert (a, a + b, totals.judgeable) == (2, 82, 84)
    assert (totals.filled, totals.sums.indicators) == (275, 277)


def test_the_rows_that_the_page_break_emptied_are_F() -> None:  # noqa: N802
    assert [grades_of(30)[key].rules[0] for key in (("social", 1), ("sustainability", 1))] == [
        "G-F-empty"
    ] * 2


def test_four_projects_price_their_work_in_words() -> None:
    order = {project.key: place for place, project in enumerate(loaded().plan.projects, start=1)}
    found = [(order[check.project], check.outcome, check.expression) for check in judged().checks]
    assert found == [
        (5, "holds", "105 × 5 万元"),
        (11, "cannot-say", "11.55 万 + 1.2 万"),
        (16, "does-not-hold", "(63 + 87 + 50) × 12 × 200 元"),
        (30, "holds", "4 × 8 万元"),
    ]


def test_the_plan_is_mostly_boilerplate() -> None:
    found = take_fingerprint(loaded().plan.projects)
    assert (found.counts.rows, found.value_texts, found.schedules, found.bases) == (277, 31, 1, 1)
    assert found.counts.parts == {
        "shared-value": (275, 277),
        "repeated-rows": (found.counts.repeated, 277),
        "same-schedule": (31, 31),
        "single-basis": (275, 277),
    }
    assert found.counts.repeated > 0.6 * 277


def test_one_ambiguous_cell_is_left_open() -> None:
    places = {
        place
        for place in range(1, 32)
        for grade in grades_of(place).values()
        if "ambiguous-parse" in flags_of(grade)
    }
    assert places == {26}
    assert loaded().plan.projects[4].indicators[0].readings[0].rule == "V-arithmetic"
