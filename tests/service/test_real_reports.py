"""The coverage of the published example, where its text export stands beside the checkout."""

from decimal import Decimal
from pathlib import Path

import pytest

from ontology.identifiers import DEFAULT_BASE
from queries.coverage import read_coverage
from queries.coverage_records import Coverage
from queries.store import open_store
from service.build import build
from service.reports import render
from shapes.profile import load_profile

EXPORT = (
    Path(__file__).resolve().parents[2] / "../shared/data/caofeidian-organization-department-2022.txt"
).resolve()
pytestmark = pytest.mark.skipif(not EXPORT.exists(), reason="the text export is not beside the checkout")


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    store = open_store(":memory:")
    build([EXPORT], store, load_profile("china-before-2021"), DEFAULT_BASE, [])
    return read_coverage(store)


def test_the_headline_is_that_of_the_document(coverage: Coverage) -> None:
    head = coverage.headline
    assert (head.projects, head.rows, head.goals) == (31, 277, 4)
    assert head.yuan == Decimal(28981600)
    assert (head.objectives, head.objectives_split, head.safeguards) == (14, 15, 6)
    assert (head.filled, head.value_texts, head.rows_sharing_value) == (275, 31, 275)


def test_every_row_is_graded_by_rules_that_the_report_explains(coverage: Coverage) -> None:
    rows = list(coverage.documents[0].rows)
    assert all(row.grade in tuple("ABCDEF") and row.rules and row.cell for row in rows)
    assert all(rule.sentence.zh and rule.sentence.en and rule.source for rule in coverage.rules)


def test_every_goal_is_g0_without_links(coverage: Coverage) -> None:
    goals = coverage.documents[0].goals
    assert {picture.level for goal in goals for picture in goal.pictures} == {"G0"}
    assert "4 个目标全部是 G0" in render(coverage, "text", "zh")


def test_project_30_lacks_two_kinds(coverage: Coverage) -> None:
    lacking = [(p.order, p.absent_kinds) for p in coverage.documents[0].projects if p.absent_kinds]
    assert lacking == [(30, ("ecological", "beneficiary-satisfaction"))]


def test_the_page_is_rendered_in_both_languages(coverage: Coverage) -> None:
    assert all(render(coverage, "html", lang).endswith("</html>") for lang in ("zh", "en"))
