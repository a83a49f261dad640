"""What is the same over the years: by code, by words, by likeness, and by what a reviewer said."""

from collections.abc import Iterable

import pytest

from queries.across_years import compare_years, follow_years
from queries.year_matcher import Decided, Matcher
from queries.year_records import Change, Decision, Item, Kind, Pair, YearChanges, count_changes
from tests.queries.renamed_projects import RENAMED, names_of_two_years
from tests.year_documents import CODES_2024, facts_of_years, store_of_years

RELIEF, SERVICE = "13020923P00010110001A", "13020923P00010210002B"


@pytest.fixture(scope="module")
def changes() -> YearChanges:
    return compare_years(*facts_of_years(store_of_years()))


def labels(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    return [(p.earlier.label if p.earlier else "", p.later.label if p.later else "") for p in pairs]


def project(key: str, name: str, code: str = "") -> Item:
    return Item("project", f"project/{key}", f"https://example.org/{key}", code, name, "")


def match(earlier: list[Item], later: list[Item], *decisions: Decision) -> list[Pair]:
    matcher = Matcher("project", earlier, later, Decided.of(decisions, (*earlier, *later)))
    matcher.pair_codes()
    matcher.pair_words()
    matcher.pair_alike()
    return matcher.finish()


def test_every_item_of_both_years_stands_in_the_list_once(changes: YearChanges) -> None:
    counts: dict[Kind, dict[Change, int]] = dict(count_changes(changes))
    assert counts["goal"] == {"same": 1, "reworded": 1, "added": 1, "dropped": 0}
    assert counts["objective"] == {"same": 3, "reworded": 0, "added": 1, "dropped": 1}
    assert counts["project"] == {"same": 1, "reworded": 1, "added": 1, "dropped": 0}
    assert counts["indicator"] == {"same": 16, "reworded": 1, "added": 9, "dropped": 1}


def test_added_dropped_and_reworded_ones_are_named(changes: YearChanges) -> None:
    assert labels(changes.those("added", "project")) == [("", "老年助餐补贴")]
    assert labels(changes.those("dropped", "objective")) == [("落实社会救助政策", "")]
    assert labels(changes.those("dropped", "indicator")) == [("改善生态环境", "")]
    assert labels(changes.those("reworded", "goal")) == [("兜牢基本民生底线", "兜住兜牢基本民生底线")]
    assert labels(changes.those("reworded", "indicator")) == [("救助人次", "临时救助人次")]


def test_one_code_is_stated_and_likeness_is_only_proposed(changes: YearChanges) -> None:
    found = {p.later.code: p for p in changes.pairs if p.kind == "project" and p.later and p.earlier}
    assert (found[SERVICE].rule, found[SERVICE].status) == ("code", "stated")
    relief = found[CODES_2024["relief"]]
    assert (relief.rule, relief.status) == ("likeness", "proposed")
    assert relief.score is not None
    assert 0.5 < relief.score < 1


def test_another_budget_or_target_shows_beside_the_same_name(changes: YearChanges) -> None:
    service = next(p for p in changes.pairs if p.kind == "project" and p.rule == "code")
    assert service.earlier
    assert service.later
    assert service.other_value
    assert (service.earlier.value, service.later.value) == ("405000", "380000")


def test_a_plan_beside_itself_has_nothing_but_the_same() -> None:
    earlier, _ = facts_of_years(store_of_years())
    found = compare_years(earlier, earlier)
    assert {(pair.change, pair.status) for pair in found.pairs} == {("same", "stated")}
    assert all(p.earlier and p.later and p.earlier.iri == p.later.iri for p in found.pairs)


def test_the_year_in_a_name_is_no_other_name() -> None:
    (pair,) = match([project("A", "2023年选调生培训经费")], [project("B", "2024年度选调生 培训经费")])
    assert (pair.change, pair.rule) == ("same", "words")


def test_a_code_that_was_given_to_something_else_is_left_to_a_person() -> None:
    (pair,) = match([project("A", "高龄津贴", "1")], [project("B", "殡仪馆改造", "1")])
    assert (pair.rule, pair.status, pair.change) == ("code", "proposed", "reworded")


def test_names_that_have_nothing_in_common_are_not_proposed() -> None:
    pairs = match([project("A", "高龄津贴")], [project("B", "殡仪馆改造")])
    assert [pair.change for pair in pairs] == ["added", "dropped"]


def test_items_without_a_name_are_not_taken_for_each_other() -> None:
    pairs = match([project("A", "")], [project("B", "")])
    assert [pair.change for pair in pairs] == ["added", "dropped"]


def test_the_order_of_the_documents_does_not_change_who_is_paired() -> None:
    earlier = [project("A", "社区养老服务站建设"), project("B", "社区养老服务站运营")]
    later = [project("C", "社区养老服务站运营补贴"), project("D", "社区养老服务站建设项目")]

    def pairs(one: list[Item], other: list[Item]) -> set[tuple[str, str]]:
        return set(labels(match(one, other)))

    assert pairs(earlier, later) == pairs(earlier[::-1], later[::-1])
    assert ("社区养老服务站建设", "社区养老服务站建设项目") in pairs(earlier, later)


@pytest.mark.parametrize("department", ["school_education", "agriculture"])
def test_most_renamed_projects_are_proposed_and_no_wrong_one(department: str) -> None:
    earlier, later, truth = names_of_two_years(department)
    pairs = match([project(k, n) for k, n in earlier.items()], [project(k, n) for k, n in later.items()])
    proposed = {
        p.earlier.key.removeprefix("project/"): p.later.key.removeprefix("project/")
        for p in pairs
        if p.earlier and p.later and p.rule == "likeness"
    }
    assert all(truth.get(one) == other for one, other in proposed.items())
    assert len(proposed) >= 7
    assert len(truth) == 9


def test_every_renamed_project_is_one_of_its_department() -> None:
    for department, renamed in RENAMED.items():
        earlier, _, _ = names_of_two_years(department)
        assert renamed.keys() <= set(earlier.values())


def decision(earlier: Item, later: Item, status: str) -> Decision:
    return Decision(
        earlier.iri, later.iri, "accepted" if status == "accepted" else "rejected", earlier.label, later.label
    )


def test_what_a_reviewer_accepted_is_paired_however_it_is_called() -> None:
    one, other = project("A", "高龄津贴"), project("B", "殡仪馆改造")
    (pair,) = match([one], [other], decision(one, other, "accepted"))
    assert (pair.rule, pair.status, pair.stale) == ("reviewed", "accepted", False)


def test_what_a_reviewer_rejected_is_not_paired_even_by_code() -> None:
    one, other = project("A", "高龄津贴", "1"), project("B", "高龄津贴", "1")
    assert [pair.change for pair in match([one], [other], decision(one, other, "rejected"))] == [
        "added",
        "dropped",
    ]


def test_a_rejected_pair_leaves_both_free_for_others() -> None:
    one, two = project("A", "高龄津贴"), project("B", "高龄老人津贴")
    other = project("C", "高龄老人津贴发放")
    pairs = match([one, two], [other], decision(two, other, "rejected"))
    assert ("高龄津贴", "高龄老人津贴发放") in labels(pairs)


def test_a_decision_on_words_that_have_changed_is_stale_and_no_longer_rejects() -> None:
    one, other = project("A", "高龄津贴"), project("B", "高龄老人津贴")
    old_words = decision(one, other, "rejected")._replace(later_label="殡仪馆改造")
    (pair,) = match([one], [other], old_words)
    assert (pair.status, pair.stale) == ("proposed", True)
    (pair,) = match([one], [other], old_words._replace(status="accepted"))
    assert (pair.status, pair.stale) == ("accepted", True)


def test_two_projects_may_go_on_in_one_where_a_reviewer_says_so() -> None:
    one, two, other = project("A", "高龄津贴"), project("B", "养老补助"), project("C", "老年人福利补贴")
    pairs = match([one, two], [other], decision(one, other, "accepted"), decision(two, other, "accepted"))
    assert labels(pairs) == [("高龄津贴", "老年人福利补贴"), ("养老补助", "老年人福利补贴")]


def test_a_thread_follows_one_thing_through_all_years() -> None:
    earlier, later = facts_of_years(store_of_years())
    threads = [t for t in follow_years([earlier, later, later], {}) if t.kind == "project"]
    assert [[item.code if item else "" for item in thread.items] for thread in threads] == [
        [RELIEF, CODES_2024["relief"], CODES_2024["relief"]],
        [SERVICE, SERVICE, SERVICE],
        ["", CODES_2024["dining"], CODES_2024["dining"]],
    ]
    back = [t for t in follow_years([later, earlier], {}) if t.kind == "project"]
    assert [bool(thread.items[1]) for thread in back] == [True, True, False]
