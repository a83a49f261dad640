from decimal import Decimal

from shapes.fingerprint import take_fingerprint
from tests.shapes.graded_rows import project, row, shared


def test_the_fingerprint_counts_shared_values_repeated_rows_schedules_and_bases() -> None:
    same = row("救助满意度", "救助满意度提高", basis="本单位安排")
    first = project(shared("100全额发放", same), key="A")
    second = project(
        [row("救助满意度", "救助满意度\n提高", "≥95%", basis="本单位安排"), row("床位", "", "≥5张")], key="B"
    )
    found = take_fingerprint([first, second])
    assert (found.projects, found.rows, found.value_texts, found.schedules, found.bases) == (2, 4, 3, 1, 1)
    assert found.shared_value == Decimal("0.5000")
    assert found.repeated_rows == Decimal("0.5000")
    assert found.same_schedule == Decimal(1)
    assert found.single_basis == Decimal("0.5000")
    assert found.commonest_basis == "本单位安排"
    assert [
        (p.project, p.shared_value_rows, p.repeated_rows, p.schedule_shared_with) for p in found.by_project
    ] == [
        ("A", 2, 1, 1),
        ("B", 0, 1, 1),
    ]


def test_a_row_repeated_within_one_project_is_no_copy_of_another_project() -> None:
    rows = [row("床位", "", "≥5张", ordinal=1), row("床位", "", "≥6张", ordinal=2)]
    assert take_fingerprint([project(rows)]).repeated_rows == Decimal(0)


def test_different_schedules_are_told_apart() -> None:
    plans = [
        project([], key="A"),
        project([], key="B", steps=("0", "0", "0.5", "1")),
        project([], key="C", steps=()),
    ]
    found = take_fingerprint(plans)
    assert (found.schedules, found.same_schedule) == (2, Decimal("0.5000"))


def test_an_empty_plan_has_an_empty_fingerprint() -> None:
    found = take_fingerprint([])
    assert (found.projects, found.rows, found.shared_value, found.single_basis) == (
        0,
        0,
        Decimal(0),
        Decimal(0),
    )
