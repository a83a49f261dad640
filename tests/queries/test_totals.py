"""The stored sums agree with the report that is read row by row, and a decision on a link renews them."""

from functools import cache

import pytest

from loaders.link_records import LinkRecord
from loaders.load import Loaded, load_document
from loaders.readers.text import read_text
from queries.coverage import read_coverage
from queries.coverage_records import BASES, Basis, DocumentCoverage
from queries.embedded import EmbeddedStore
from queries.totals import DocumentTotals, read_totals
from service.judge import judge
from shapes.profile import load_profile
from tests.documents import small_export
from tests.queries.graphs import plans_store


@cache
def loaded() -> Loaded:
    return load_document(read_text(small_export().encode(), "small.txt"))


@cache
def built() -> tuple[DocumentTotals, DocumentCoverage]:
    plan = loaded().plan
    accepted = LinkRecord(plan.projects[0].code.text, plan.goals[0].number, None, status="accepted")
    judged = judge(loaded(), (accepted,), load_profile())
    store = EmbeddedStore.in_memory()
    store.replace_graphs(judged.graphs, judged.nquads)
    (totals,) = read_totals(store).values()
    return totals, read_coverage(store).documents[0]


def test_the_sums_are_those_of_the_report() -> None:
    totals, report = built()
    rows = list(report.rows)
    assert (totals.goals, totals.projects) == (len(report.goals), len(report.projects))
    assert totals.yuan == sum(project.yuan for project in report.projects)
    assert totals.rows == len(rows) == totals.counts.total
    assert [number for _, number in totals.counts.items()] == [
        sum(row.grade == letter for row in rows) for letter in "ABCDEF"
    ]
    assert totals.judgeable == sum(row.judgeable for row in rows)
    assert totals.filled == sum(bool(row.value.strip()) for row in rows)
    assert totals.verifiable == sum(row.verifiable for row in rows)


def test_findings_are_counted_by_severity() -> None:
    totals, report = built()
    assert (totals.violations, totals.warnings, totals.infos) == tuple(
        sum(found.severity == severity for found in report.findings)
        for severity in ("violation", "warning", "info")
    )
    assert totals.findings == len(report.findings)


@pytest.mark.parametrize("basis", BASES)
def test_goals_and_projects_that_lack_something_are_counted_on_each_basis(basis: Basis) -> None:
    totals, report = built()
    pictures = [goal.picture(basis) for goal in report.goals]
    assert totals.projects_without_goal(basis) == len(report.projects_without_goal(basis))
    assert totals.on(basis).goals_without_project == sum(not picture.project_codes for picture in pictures)
    assert totals.on(basis).goals_without_measurable == sum(not p.counts.measurable for p in pictures)
    assert totals.on(basis).yuan == sum(project.yuan for project in report.linked_projects(basis))


def test_an_accepted_link_counts_and_is_not_stated() -> None:
    totals, _ = built()
    assert totals.on("stated").projects == 0
    assert totals.on("accepted").projects == totals.on("proposed").projects == 1


def test_one_document_is_asked_for_alone() -> None:
    judged = judge(loaded(), (), load_profile())
    store = plans_store()
    store.replace_graphs(judged.graphs, judged.nquads)
    document = judged.loaded.identifiers.document
    assert list(read_totals(store, document)) == [document]
    assert read_totals(store, f"{document}-2") == {}
