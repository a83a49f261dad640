"""What-if shows what would be lost, and changes nothing."""

from decimal import Decimal

import pytest

from queries.errors import UnknownProjectError
from queries.network import plan_network
from queries.whatif import Standing, goal_level, sum_up_rows, what_if
from shapes.profile import load_profile
from tests.queries.graphs import BASE, ONE, plans_store, plans_text, store_of

GOAL = f"{BASE}plan/1-2022/goal/1"


def row(kind: str, *flags: str, measurable: bool = True) -> dict[str, object]:
    return {"indicator_kind": kind, "flags": flags, "measurable": measurable}


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
        ([row("quantity", measurable=False)], 1, "G1"),
        ([row("quantity", "form-default"), row("social", "shared-value")], 1, "G2"),
        ([row("social")], 1, "G2"),
        ([row("quantity", "kind-misplaced")], 1, "G3"),
        ([row("quantity"), row("social", "input-as-target")], 2, "G3"),
        ([row("cost"), row("beneficiary-satisfaction")], 2, "G4"),
    ],
)
def test_the_level_of_a_goal_follows_its_measurable_rows(
    rows: list[dict[str, object]], projects: int, level: str
) -> None:
    profile = load_profile()
    below = [sum_up_rows(rows, profile), *[sum_up_rows([], profile)] * (projects - 1)] if projects else []
    assert goal_level(below, profile) == level
