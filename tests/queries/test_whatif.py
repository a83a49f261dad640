"""What-if shows what would be lost, and changes nothing."""

from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.errors import UnknownGoalError, UnknownProjectError
from queries.network import COUNTED, Basis, plan_network
from queries.whatif import Standing, goal_level, sum_up_rows, what_if
from queries.whatif_picture import draw_difference
from shapes.profile import load_profile
from tests.queries.graphs import BASE, ONE, plans_store, plans_text, store_of

GOAL = f"{BASE}plan/1-2022/goal/1"


Row = tuple[str, tuple[str, ...]]


def row(kind: str, *flags: str) -> Row:
    return kind, flags


def test_dropping_a_project_takes_its_money_rows_and_level() -> None:
    found = what_if(plans_store(), drop=["A"], document=ONE)
    change = {difference.iri: difference for difference in found.changes()}
    assert change.keys() == {GOAL, f"{GOAL}/objective/1"}
    assert change[GOAL].before == Standing(2, Decimal("580000.5"), 1, "G3")
    assert change[GOAL].after == Standing(1, Decimal("80000.5"), 0, "G1")
    assert change[f"{GOAL}/objective/1"].after == Standing(0, Decimal(0), 0, "G0")
    assert change[f"{GOAL}/objective/1"].goal_number == "1"


def test_another_budget_changes_only_the_money() -> None:
    found = what_if(plans_store(), budget={"B": Decimal(100)}, document=ONE)
    labels = [(d.kind, d.goal_number, d.number, d.after.yuan) for d in found.changes()]
    assert labels == [
        ("goal", "1", "1", Decimal(500100)),
        ("objective", "1", "2", Decimal(100)),
        ("objective", "1", "2a", Decimal(100)),
    ]


def test_a_link_with_a_share_brings_only_that_part_of_the_money() -> None:
    link = "<plan/1-2022/link/B-1-2a> a gt:Link ; "
    store = store_of(plans_text().replace(link, f"{link}gt:share 0.5 ; "))
    found = {d.iri: d for d in what_if(store, budget={"B": Decimal(100)}, document=ONE).differences}
    assert found[GOAL].before.yuan == Decimal("540000.25")
    assert found[GOAL].after.yuan == Decimal("500050.0")


def test_without_a_supposition_nothing_changes() -> None:
    assert what_if(plans_store(), document=ONE).changes() == ()
    assert len(what_if(plans_store(), document=ONE).differences) == 6


def test_a_network_is_asked_as_it_is_and_left_so() -> None:
    network = plan_network(plans_store(), ONE, basis="proposed")
    nodes, edges = len(network), network.number_of_edges()
    found = what_if(network, drop=["B"])
    assert [d.number for d in found.changes() if d.kind == "goal"] == ["1", "2"]
    assert (len(network), network.number_of_edges()) == (nodes, edges)


def test_a_code_in_two_documents_means_both_unless_one_is_named() -> None:
    assert len({d.document for d in what_if(plans_store(), drop=["A"]).changes()}) == 2


def test_codes_that_no_project_has_are_named() -> None:
    with pytest.raises(UnknownProjectError) as caught:
        what_if(plans_store(), drop=["Z", "A"], budget={"Y": Decimal(1)})
    assert caught.value.codes == ("Y", "Z")


@pytest.mark.parametrize(
    ("rows", "projects", "level"),
    [
        ([], 0, "G0"),
        ([], 1, "G1"),
        ([row("quantity", "form-default"), row("social", "shared-value")], 1, "G2"),
        ([row("social")], 1, "G2"),
        ([row("quantity", "kind-misplaced")], 1, "G3"),
        ([row("quantity"), row("social", "input-as-target")], 2, "G3"),
        ([row("cost"), row("beneficiary-satisfaction")], 2, "G4"),
    ],
)
def test_the_level_of_a_goal_follows_its_measurable_rows(rows: list[Row], projects: int, level: str) -> None:
    profile = load_profile()
    below = [sum_up_rows(rows, profile), *[sum_up_rows([], profile)] * (projects - 1)] if projects else []
    assert goal_level(below, profile) == level


def test_a_supposed_link_brings_its_project_to_objective_and_goal() -> None:
    found = what_if(plans_store(), add=[("B", "1/1")], document=ONE)
    assert [(d.kind, d.number, d.before.projects, d.after.projects) for d in found.changes()] == [
        ("objective", "1", 1, 2)
    ]
    assert found.added == (("B", "1/1"),)
    found = what_if(plans_store(), add=[("C", "2")], document=ONE)
    assert [(d.kind, d.number, d.before.level, d.after.level) for d in found.changes()] == [
        ("goal", "2", "G0", "G1")
    ]


def test_a_link_supposed_to_a_part_of_an_objective_counts_for_the_whole_and_its_goal() -> None:
    found = what_if(plans_store(), add=[("C", "1/objective/2b")], document=ONE)
    assert [(d.kind, d.number) for d in found.changes()] == [
        ("goal", "1"),
        ("objective", "2"),
        ("objective", "2b"),
    ]


def test_a_link_that_is_there_changes_nothing_when_it_is_supposed() -> None:
    assert what_if(plans_store(), add=[("A", "1/1")], document=ONE).changes() == ()


def test_a_project_that_is_dropped_brings_nothing_where_it_is_added() -> None:
    dropped = what_if(plans_store(), drop=["A"], document=ONE)
    both = what_if(plans_store(), drop=["A"], add=[("A", "2")], document=ONE)
    assert both.differences == dropped.differences


@pytest.mark.parametrize("target", ["9", "1/9", "none", ""])
def test_a_target_that_no_plan_of_the_project_has_is_named(target: str) -> None:
    with pytest.raises(UnknownGoalError) as caught:
        what_if(plans_store(), add=[("B", target)], document=ONE)
    assert caught.value.known == ("1", "2")


def test_only_the_documents_that_hold_the_code_are_read() -> None:
    assert {d.document for d in what_if(plans_store(), drop=["B"]).differences} == {ONE}


SUPPOSED = st.fixed_dictionaries(
    {
        "drop": st.lists(st.sampled_from("ABC"), unique=True),
        "budget": st.dictionaries(st.sampled_from("ABC"), st.decimals(0, 10**9, places=2)),
        "add": st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["1", "2", "1/1", "1/2", "1/2b"]))),
    }
)
NETWORK = plan_network(plans_store(), ONE)


def test_nothing_supposed_changes_nothing_on_any_basis() -> None:
    for basis in COUNTED:
        network = plan_network(plans_store(), basis=cast("Basis", basis))
        assert what_if(network).changes() == ()


@given(SUPPOSED)
@settings(max_examples=60, deadline=None)
def test_what_is_supposed_never_touches_the_network_nor_the_state_before(supposed: dict[str, Any]) -> None:
    before = [d.before for d in what_if(NETWORK).differences]
    found = what_if(NETWORK, **supposed)
    assert [d.before for d in found.differences if d.document == ONE] == before
    assert what_if(NETWORK).changes() == ()


@given(st.permutations("ABC"))
@settings(max_examples=20, deadline=None)
def test_with_every_project_dropped_every_goal_is_at_g0_without_money(codes: list[str]) -> None:
    for difference in what_if(NETWORK, drop=codes).differences:
        assert difference.after == Standing(0, Decimal(0), 0, "G0")


@given(SUPPOSED)
@settings(max_examples=60, deadline=None)
def test_dropping_never_lifts_and_adding_never_lowers_a_goal(supposed: dict[str, Any]) -> None:
    for difference in what_if(NETWORK, drop=supposed["drop"]).differences:
        assert difference.after.level <= difference.before.level
        assert difference.after.projects <= difference.before.projects
    for difference in what_if(NETWORK, add=supposed["add"]).differences:
        assert difference.after.level >= difference.before.level
        assert difference.after.yuan >= difference.before.yuan


@given(SUPPOSED)
@settings(max_examples=60, deadline=None)
def test_a_picture_holds_the_goals_that_differ_and_edges_between_its_own_nodes(
    supposed: dict[str, Any],
) -> None:
    answer = what_if(NETWORK, **supposed)
    picture = draw_difference(NETWORK, answer)
    nodes = {node.id: node for node in picture.nodes}
    assert {change.iri for change in answer.changes()} <= nodes.keys()
    assert all(edge.upper in nodes and edge.lower in nodes for edge in picture.edges)
    for change in answer.changes():
        node = nodes[change.iri]
        assert (node.state, node.level_after, node.yuan_after) == (
            "changed",
            change.after.level,
            change.after.yuan,
        )


def test_a_picture_says_what_is_lost_changed_and_added() -> None:
    answer = what_if(NETWORK, drop=["A"], budget={"B": Decimal(100)}, add=[("C", "1/2b")])
    picture = draw_difference(NETWORK, answer)
    assert {node.number: node.state for node in picture.nodes if node.kind == "project"} == {
        "A": "lost",
        "B": "changed",
        "C": "kept",
    }
    links = {edge.lower[-1]: edge for edge in picture.edges if edge.relation == "serves"}
    assert {code: edge.state for code, edge in links.items()} == {"A": "lost", "B": "changed", "C": "added"}
    assert (links["A"].yuan_before, links["A"].yuan_after) == (Decimal(500000), Decimal(0))
    assert links["B"].yuan_after == Decimal(100)
