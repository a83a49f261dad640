"""Rows of published forms, where the folder with real documents stands beside the checkout."""

from pathlib import Path

import pytest

from benchmarks.accuracy import accuracy, lines, published_report
from benchmarks.labelled_rows import REAL, judge_published

DOCS = Path(__file__).resolve().parents[2] / "docs"

pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the real documents are not beside the checkout")


def test_rows_of_published_forms_are_graded_as_labelled_and_the_page_says_so() -> None:
    rows = list(judge_published())
    assert len(rows) == 52
    assert accuracy(rows) >= 0.95
    assert lines(published_report(rows)) in (DOCS / "accuracy.md").read_text("utf-8")
