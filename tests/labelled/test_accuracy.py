"""The published figures are the measured ones, and they hold what the grader promises."""

from functools import lru_cache
from pathlib import Path

import pytest

from benchmarks.accuracy import (
    FIGURES,
    HEADING,
    RULES,
    accuracy,
    figures_of_method,
    fill,
    kappa,
    lines,
    report,
    rules_of_method,
    selections,
)
from benchmarks.labelled_rows import Judged, all_rows

DOCS = Path(__file__).resolve().parents[2] / "docs"


@lru_cache(maxsize=1)
def rows() -> tuple[Judged, ...]:
    return tuple(all_rows())


def chosen(name: str) -> list[Judged]:
    return dict(selections(rows()))[name]


def precision(flag: str, split: str) -> float:
    said = [row for row in rows() if row.split == split and row.grade.flagged(flag)]
    return sum(flag in row.flags for row in said) / len(said)


def test_the_accuracy_page_shows_the_measured_figures() -> None:
    page = (DOCS / "accuracy.md").read_text("utf-8")
    assert page.startswith(f"{HEADING}\n```\n{lines(report(rows()))}\n```\n"), (
        "python benchmarks/accuracy.py --write docs"
    )


def test_the_method_paper_shows_the_measured_figures_and_every_rule_with_its_source() -> None:
    paper = (DOCS / "method.md").read_text("utf-8")
    assert paper == fill(paper, FIGURES, figures_of_method(rows()))
    assert paper == fill(paper, RULES, rules_of_method())


@pytest.mark.parametrize(
    "name",
    ["all, held out (test)", "all, held out and without a twin", "all, fresh", "organization-2022, held out"],
)
def test_rows_that_wrote_no_rule_are_graded_as_labelled_in_95_of_100(name: str) -> None:
    assert accuracy(chosen(name)) >= 0.95
    assert kappa(chosen(name)) >= 0.9


def test_of_ten_misfit_candidates_on_held_out_rows_at_least_seven_are_misfits() -> None:
    assert precision("misfit-candidate", "test") >= 0.7
