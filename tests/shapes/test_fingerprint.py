from decimal import Decimal

from shapes.fingerprint import Boilerplate, add_up, boilerplate_counts, share_of, take_fingerprint
from tests.shapes.graded_rows import project, row, shared


def test_the_fingerprint_counts_shared_values_repeated_rows_schedules_and_bases() -> None:
    same = row("救助满意度", "救助满意度提高", basis="本单位安排")
    first = project(shared("100全额发放", same), key="A")
    second = project(
        [row("救助满意度", "救助满意度\n提高", "≥95%", basis="本单位安排"), row("床位", "", "≥5张")], key="B"
    )
    found = take_fingerprint([first, second])
    assert found.counts == Boilerplate(
        rows=4, shared_value=2, repeated=2, scheduled=2, same_schedule=2, single_basis=2
    )
    assert (found.value_texts, found.schedules, found.bases) == (3, 1, 1)
    assert found.commonest_basis == "本单位安排"
    assert [
        (p.project, p.counts.shared_value, p.repeated_rows, p.schedule_shared_with) for p in found.by_project
    ] == [("A", 2, 1, 1), ("B", 0, 1, 1)]


def test_the_counts_of_projects_add_up_to_those_of_their_plan() -> None:
    plans = [
        project(shared("100按月发放", row("发放及时率", "发放及时率提高", basis="年初安排")), key="A"),
        project(
            [row("发放及时率", "发放及时率提高", "≥9", basis="年初安排")],
            key="B",
            steps=("0", "0", "0.5", "1"),
        ),
        project([row("床位", "", "≥5张", basis="上年决算")], key="C"),
    ]
    found = take_fingerprint(plans)
    assert add_up(one.counts for one in found.by_project) == found.counts
    assert found.counts.parts == {
        "shared-value": (2, 4),
        "repeated-rows": (2, 4),
        "same-schedule": (2, 3),
        "single-basis": (2, 4),
    }


def test_some_rows_of_a_project_may_share_a_value_text() -> None:
    rows = [row("甲", "", "95%", ordinal=1), row("乙", "", "95%", ordinal=2), row("丙", "", "3家", ordinal=3)]
    assert take_fingerprint([project(rows)]).counts.shared_value == 2


def test_a_row_repeated_within_one_project_is_no_copy_of_another_project() -> None:
    rows = [row("床位", "", "≥5张", ordinal=1), row("床位", "", "≥6张", ordinal=2)]
    assert take_fingerprint([project(rows)]).counts.repeated == 0


def test_different_schedules_are_told_apart_and_none_is_no_schedule() -> None:
    plans = [
        project([], key="A"),
        project([], key="B", steps=("0", "0", "0.5", "1")),
        project([], key="C", steps=()),
    ]
    found = take_fingerprint(plans)
    assert (found.schedules, found.counts.scheduled, found.counts.same_schedule) == (2, 2, 1)


def test_an_empty_plan_has_an_empty_fingerprint_and_no_shares() -> None:
    found = take_fingerprint([])
    assert found.counts == Boilerplate()
    assert {share_of(*part) for part in found.counts.parts.values()} == {None}
    assert share_of(1, 3) == Decimal("0.3333")


def test_every_count_but_the_rows_is_stated_beside_the_totals() -> None:
    assert list(boilerplate_counts(Boilerplate(9, 1, 2, 3, 4, 5)).values()) == [1, 2, 3, 4, 5]
