"""Boilerplate by project, plan, department and year is the same boilerplate, counted from different ends."""

from queries.coverage import read_coverage
from queries.fingerprints import read_fingerprints
from shapes.fingerprint import add_up
from tests.year_documents import CODES_2024, store_of_years

STORE = store_of_years()


def test_plans_departments_and_years_add_up_to_the_same() -> None:
    plans, departments, years = (read_fingerprints(STORE, by) for by in ("document", "department", "year"))
    assert [one.key for one in plans] == ["305001-2023-goals", "305001-2024-goals"]
    assert [(one.key, one.name) for one in departments] == [("305001", "某区民政局本级")]
    assert [one.key for one in years] == ["2023", "2024"]
    assert add_up(one.counts for one in plans) == departments[0].counts
    assert add_up(one.counts for one in years) == departments[0].counts


def test_the_coverage_report_has_the_counts_of_its_documents() -> None:
    (plan,) = read_fingerprints(STORE, "document", "305001-2023-goals")
    coverage = read_coverage(STORE, "305001-2023-goals")
    assert coverage.documents[0].boilerplate == coverage.headline.boilerplate == plan.counts


def test_projects_add_up_to_their_plan() -> None:
    (plan,) = read_fingerprints(STORE, "document", "305001-2024-goals")
    projects = read_fingerprints(STORE, "project", "305001-2024-goals")
    assert [one.key for one in projects] == list(CODES_2024.values())
    assert add_up(one.counts for one in projects) == plan.counts
