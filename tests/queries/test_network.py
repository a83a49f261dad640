"""The network answers which paths there are, what hangs on nothing, and on what everything hangs."""

import pytest

from queries.errors import UnknownDocumentError
from queries.network import (
    Network,
    find_articulations,
    find_orphans,
    find_paths,
    find_paths_up,
    find_sole_carriers,
    indicators_of,
    nodes_of_kind,
    plan_network,
    projects_below,
)
from tests.queries.graphs import BASE, ONE, plans_store

PLAN = f"{BASE}plan/1-2022/"
GOAL_1, GOAL_2 = f"{PLAN}goal/1", f"{PLAN}goal/2"
A, B, C = (f"{PLAN}project/{code}" for code in "ABC")
FISCAL = "https://w3id.org/goaltrace/concept#fund-fiscal"
OTHER = "https://w3id.org/goaltrace/concept#fund-other"


@pytest.fixture
def network() -> Network:
    return plan_network(plans_store(), "1-2022-goals")


def test_nodes_say_what_they_are(network: Network) -> None:
    assert nodes_of_kind(network, "project") == (A, B, C)
    assert nodes_of_kind(network, "fund") == (FISCAL, OTHER)
    assert network.nodes[A]["code"] == "A"
    assert network.nodes[f"{A}/indicator/quantity-1"]["measurable"] is True
    assert network.nodes[f"{A}/indicator/social-1"]["flags"] == ("name-truncated", "shared-value")
    assert network.nodes[FISCAL]["label"] == "财政资金"


def test_links_that_do_not_count_are_no_edges(network: Network) -> None:
    assert projects_below(network, GOAL_1) == (A, B)
    assert projects_below(network, GOAL_2) == ()
    assert projects_below(plan_network(plans_store(), ONE, basis="proposed"), GOAL_2) == (B,)
    assert projects_below(plan_network(plans_store(), ONE, basis="stated"), GOAL_1) == (B,)


def test_all_ways_from_a_goal_to_a_fund_are_found_with_their_evidence(network: Network) -> None:
    paths = find_paths(network, GOAL_1, FISCAL)
    assert [[step.label for step in path] for path in paths] == [
        ["修好农村公路", "新修村路", "村路建设", "财政资金"],
        ["修好农村公路", "养护公路立好路牌", "养护公路", "路灯", "财政资金"],
    ]
    assert [(step.relation, step.status, step.evidence) for step in paths[0]] == [
        ("", "", ""),
        ("has-objective", "", ""),
        ("serves", "accepted", "新修村路"),
        ("paid-from", "", ""),
    ]


def test_the_way_back_names_the_same_evidence(network: Network) -> None:
    (path,) = find_paths_up(network, f"{A}/indicator/quantity-1")
    assert [(step.kind, step.relation, step.evidence) for step in path] == [
        ("indicator", "", ""),
        ("project", "has-indicator", ""),
        ("objective", "serves", "新修村路"),
        ("goal", "has-objective", ""),
    ]


def test_paths_are_limited_and_unknown_nodes_have_none(network: Network) -> None:
    assert len(find_paths(network, GOAL_1, FISCAL, limit=1)) == 1
    assert len(find_paths_up(network, FISCAL, limit=1)) == 1
    assert find_paths(network, GOAL_1, "https://example.org/none") == ()
    assert find_paths_up(network, "https://example.org/none") == ()


def test_orphans_are_found_at_every_level(network: Network) -> None:
    orphans = find_orphans(network)
    assert orphans.goals_without_project == (GOAL_2,)
    assert orphans.objectives_without_project == (f"{GOAL_1}/objective/2b",)
    assert orphans.projects_without_goal == (C,)
    assert orphans.projects_without_indicator == (C,)
    assert orphans.projects_without_fund == (C,)
    assert orphans.projects_without_measurable_indicator == (B, C)


def test_a_goal_whose_measurable_rows_stand_in_one_project_names_it(network: Network) -> None:
    (carrier,) = find_sole_carriers(network)
    assert (carrier.goal, carrier.project, carrier.indicators) == (GOAL_1, A, 1)
    assert carrier.project_label == "村路建设"


def test_an_articulation_names_what_falls_away(network: Network) -> None:
    found = {point.node: point.cut_off for point in find_articulations(network)}
    assert found[f"{GOAL_1}/objective/2"] == (f"{GOAL_1}/objective/2b",)
    assert found[A] == (OTHER,)
    assert B not in found


def test_several_documents_make_one_network() -> None:
    network = plan_network(plans_store())
    assert len(nodes_of_kind(network, "goal")) == 3
    assert len(list(indicators_of(network, nodes_of_kind(network, "project")))) == 4


def test_a_document_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownDocumentError, match="1-2022-goals"):
        plan_network(plans_store(), "3-2022-goals")
