"""What questions, network and tables say of the published example, where it stands beside the checkout."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.links import read_links
from ontology.identifiers import DEFAULT_BASE
from queries.library import load_query, query_names, run_query
from queries.network import Basis, find_orphans, find_paths, nodes_of_kind, plan_network
from queries.store import Store, open_store
from queries.tables import write_tables
from queries.trace import trace_goal
from queries.whatif import what_if
from service.build import build
from shapes.profile import load_profile

ROOT = Path(__file__).resolve().parents[2]
EXPORT = (ROOT / "../shared/data/caofeidian-organization-department-2022.txt").resolve()
LINKS = ROOT / "links/caofeidian-organization-department-2022.sssom.tsv"
pytestmark = pytest.mark.skipif(not EXPORT.exists(), reason="the text export is not beside the checkout")

BASES: tuple[Basis, ...] = ("stated", "accepted", "proposed")


@pytest.fixture(scope="module")
def store() -> Store:
    made = open_store(":memory:")
    build([EXPORT], made, load_profile(), DEFAULT_BASE, [read_links(LINKS)])
    return made


@pytest.fixture(scope="module")
def indicators(store: Store, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    folder = tmp_path_factory.mktemp("tables")
    write_tables(store, folder)
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_document_is_counted_as_it_is(store: Store) -> None:
    (found,) = run_query(store, "list_documents").records()
    assert (found["goals"], found["projects"], found["yuan"]) == (4, 31, Decimal(28981600))
    (grades,) = run_query(store, "count_grades").records()
    assert grades["indicators"] == 277


def test_each_value_text_is_shared_by_all_filled_rows_of_its_project(store: Store) -> None:
    rows = [(r["rows"], r["indicators"]) for r in run_query(store, "find_shared_values").records()]
    assert Counter(rows) == {(9, 9): 30, (5, 7): 1}


def test_exactly_two_kinds_are_missing_and_both_in_one_project(store: Store) -> None:
    found = list(run_query(store, "find_missing_indicator_kinds").records())
    assert [r["missing_kind"] for r in found] == ["生态效益指标", "服务对象满意度指标"]
    assert {r["project_name"] for r in found} == {"驻村工作队工作经费"}


def test_five_projects_promise_one_payment_and_plan_a_quarter_by_march(store: Store) -> None:
    found = list(run_query(store, "find_schedule_conflicts").records())
    assert len({r["project_code"] for r in found}) == 5
    assert {(r["first_month"], r["first_share"]) for r in found} == {(3, Decimal("0.25"))}


def test_sums_in_the_prose_hold_or_are_a_signal(store: Store) -> None:
    sums = {
        (r["computed_yuan"], r["budget_yuan"], r["outcome"])
        for r in run_query(store, "list_amount_checks").records()
    }
    assert (Decimal(5250000), Decimal(5250000), "holds") in sums
    assert (Decimal(320000), Decimal(320000), "holds") in sums
    assert (Decimal(480000), Decimal(400000), "does-not-hold") in sums


def test_the_document_itself_states_no_link(store: Store) -> None:
    assert len(run_query(store, "find_goals_without_project", {"basis": "stated"})) == 4
    assert len(run_query(store, "find_projects_without_goal", {"basis": "stated"})) == 31
    assert len(run_query(store, "find_objectives_without_project", {"basis": "stated"})) == 15


def test_the_matrix_and_the_sums_tell_the_same_story(store: Store) -> None:
    for basis in BASES:
        pairs = [
            r for r in run_query(store, "list_coverage_matrix", {"basis": basis}).records() if r["project"]
        ]
        counted = Counter(r["goal"] for r in pairs)
        goals = list(run_query(store, "list_goals", {"basis": basis}).records())
        assert {r["goal"]: r["projects"] for r in goals if r["projects"]} == counted


@pytest.mark.parametrize("basis", BASES)
def test_what_if_starts_from_the_levels_that_were_judged(store: Store, basis: Basis) -> None:
    judged = {r["goal"]: r for r in run_query(store, "list_goals", {"basis": basis}).records()}
    for difference in what_if(store, basis=basis).differences:
        if difference.kind == "goal":
            row, before = judged[difference.iri], difference.before
            assert (before.level, before.projects, before.measurable, before.yuan) == (
                *(row["level"], row["projects"], row["measurable"], row["yuan"] or 0),
            )


def test_every_accepted_project_has_a_way_to_a_fund(store: Store) -> None:
    network = plan_network(store)
    (fund,) = nodes_of_kind(network, "fund")
    for goal in nodes_of_kind(network, "goal"):
        assert find_paths(network, goal, fund)
    assert find_orphans(network).goals_without_project == ()
    assert find_orphans(network).projects_without_fund == ()


def test_a_goal_is_traced_down_to_rows_with_places(store: Store) -> None:
    trace = trace_goal(store, "4")
    assert trace.name == "推动人才强区建设"
    rows = [row for project in trace.all_projects() for row in project.indicators]
    assert rows
    assert all(row.grade and row.rules and row.place for row in rows)


def test_the_parts_of_each_value_join_to_the_printed_text(indicators: list[dict[str, str]]) -> None:
    assert len(indicators) == 277
    for row in indicators:
        parts = (row["comparator_text"], row["number_text"], row["unit"], row["remark"])
        assert "".join(parts) == row["value_text"]


def test_cut_names_stand_beside_their_mended_form(indicators: list[dict[str, str]]) -> None:
    cut = [row for row in indicators if row["name"] != row["name_printed"] and len(row["name_printed"]) == 15]
    assert all(row["name"].startswith(row["name_printed"]) for row in cut)
    assert cut


def test_every_row_has_its_place_and_its_two_levels(indicators: list[dict[str, str]]) -> None:
    for row in indicators:
        assert row["source_table"]
        assert row["source_row"]
        assert int(row["source_start"]) < int(row["source_end"])
    assert {row["kind1"] for row in indicators} == {"产出指标", "效益指标", "满意度指标"}


def test_every_question_can_be_asked_of_the_example(store: Store) -> None:
    for name in query_names():
        wanted = {p.name: p.example for p in load_query(name).parameters if not p.optional}
        run_query(store, name, wanted)
