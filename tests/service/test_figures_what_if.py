"""The difference figure: both sides of every goal, what is lost hatched."""

from decimal import Decimal

import pytest

from queries.coverage_records import DocumentCoverage
from queries.whatif import Difference, Standing
from service.figures.whatif import draw_what_if
from service.reports.wording import LANGUAGES, Language
from tests.service.figure_boxes import look_at, outside, overlaps, parse, smallest_letters
from tests.service.figure_samples import Supposed, plan_of, say_in


def answer(document: DocumentCoverage, *pairs: tuple[Standing, Standing]) -> Supposed:
    differences = tuple(
        Difference("goal", goal.iri, "", goal.number, goal.number, goal.name, before, after)
        for goal, (before, after) in zip(document.goals, pairs, strict=False)
    )
    return Supposed(("P1",), (("P2", Decimal(3000)),), differences)


NOW = Standing(3, Decimal(50000), 9, "G3")
LESS = Standing(1, Decimal(20000), 0, "G1")


def test_a_goal_that_changes_shows_both_sides_and_the_lost_part() -> None:
    document = plan_of(4, goals=2)
    svg = draw_what_if(document, answer(document, (NOW, LESS), (NOW, NOW)), say_in(document))
    words = {text.words for text in look_at(svg).texts}
    assert {"3 → 1", "5.00 → 2.00", "9 → 0", "G3 → G1", "不变"} <= words
    goals = [e for e in parse(svg).iter() if e.get("class") == "goal"]
    assert [goal.attrib["data-changed"] for goal in goals] == ["yes", "no"]
    lost = [[e for e in goal.iter() if e.get("fill") == "url(#what-if-lost)"] for goal in goals]
    assert [len(found) for found in lost] == [3, 0]


def test_the_finding_names_what_was_supposed_and_which_levels_change() -> None:
    document = plan_of(4, goals=2)
    svg = draw_what_if(document, answer(document, (NOW, LESS), (NOW, NOW)), say_in(document))
    finding = parse(svg)[1].text or ""
    assert "假设划去 1 个项目、改 1 个项目的金额：1 个目标有变化。" in finding
    assert "划去：项目名称0。改金额：项目名称1 0.30 万元。级别变化：目标 1 G3 → G1。" in finding


def test_without_a_change_it_says_so() -> None:
    document = plan_of(4, goals=1)
    svg = draw_what_if(document, answer(document, (NOW, NOW)), say_in(document))
    assert "目标没有变化。" in svg


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("goals", [0, 1, 6, 40])
def test_nothing_overlaps_and_no_letter_is_small(goals: int, lang: Language) -> None:
    document = plan_of(6, "很长的项目名称" * 9, goals)
    huge = Standing(10**6, Decimal(10**14), 10**6, "G4")
    pairs = [(huge, LESS) if place % 2 else (NOW, huge) for place in range(goals)]
    picture = look_at(draw_what_if(document, answer(document, *pairs), say_in(document, lang)))
    assert smallest_letters(picture) >= 14
    assert not overlaps(picture)
    assert not outside(picture)
