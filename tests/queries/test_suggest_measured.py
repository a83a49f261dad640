"""The published figures of suggestions are the measured ones, on departments that no weight was found on."""

from pathlib import Path

import pytest

from benchmarks.suggestions import LINKS, departments, report
from queries.suggest_evaluate import evaluate
from tests.queries.suggest_departments import MEASURED, MEASURED_NAMES, read_department

PAGE = Path(__file__).resolve().parents[2] / "docs" / "suggestions.md"


def test_the_page_shows_every_figure_that_needs_no_model() -> None:
    assert LINKS.exists()
    page = PAGE.read_text("utf-8").splitlines()
    shown = [line for line in page if "model" not in line]
    lines = [line for line in report(None) if line and "model" not in line]
    assert [line for line in lines if line not in shown] == []


@pytest.mark.parametrize("name", MEASURED_NAMES)
def test_suggestions_beat_the_biggest_goal_on_departments_only_measured_on(name: str) -> None:
    figures = {f.method: f for f in evaluate(read_department(name, MEASURED))}
    floor, together = figures["biggest goal always"], figures["all together"]
    assert together.top1 >= floor.top1 + 0.3
    assert together.balanced > floor.balanced
    assert together.precision > 0.7


def test_what_is_measured_says_how_many_projects_it_has() -> None:
    sizes = {name: len(department.projects) for name, department in departments()}
    assert [sizes[name] for name in sizes] == [16, 15, 31]
