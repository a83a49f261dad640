from dataclasses import dataclass
from decimal import Decimal

import pytest

from loaders.plan import Indicator, Plan
from shapes.goal_grades import GoalPicture, Subject, grade_goals
from shapes.grade import grade_projects
from shapes.profile import load_profile
from tests.shapes.graded_rows import PROFILE, plan, project, row


@dataclass(frozen=True)
class Link:
    project_code: str
    goal: str | None
    objective: str | None = None
    status: str = "accepted"
    share: Decimal | None = None


def measured(kind: str, ordinal: int = 1) -> Indicator:
    return row("救助及时到位率", "", f"≥{90 + ordinal}%", kind, ordinal=ordinal)


def only_direction(kind: str, ordinal: int = 9) -> Indicator:
    return row("救助覆盖面", "救助覆盖面提高", "提高", kind, ordinal=ordinal)


def one_project_plan(*rows: Indicator) -> Plan:
    inside = project(rows, key="A", name="救助及时到位", purpose="用于救助。", budget=Decimal(100))
    return plan([inside], {"1": ["做好救助", "做好养老"], "2": ["做好殡葬"]})


def pictures(
    of: Plan, links: list[Link], profile: str = "china-before-2021"
) -> dict[tuple[Subject, str], GoalPicture]:
    used = load_profile(profile)
    return {(p.subject, p.basis): p for p in grade_goals(of, links, grade_projects(of.projects, used), used)}


GOAL = Subject("goal", "1")


def level(of: Plan, links: list[Link], basis: str = "accepted", subject: Subject = GOAL) -> str:
    return pictures(of, links)[subject, basis].level


def test_a_goal_without_a_link_is_G0() -> None:  # noqa: N802
    assert level(one_project_plan(measured("quality")), []) == "G0"


def test_a_goal_whose_rows_are_never_A_or_B_is_G1() -> None:  # noqa: N802
    assert level(one_project_plan(only_direction("quality")), [Link("A", "1")]) == "G1"


def test_a_goal_whose_measurable_rows_are_all_flagged_is_G2() -> None:  # noqa: N802
    flagged = one_project_plan(row("救助率", "", "≥95%"), row("救助到位率", "", "≥95%", ordinal=2))
    assert level(flagged, [Link("A", "1")]) == "G2"


def test_a_goal_with_a_sound_output_is_G3() -> None:  # noqa: N802
    assert level(one_project_plan(measured("quality"), only_direction("social")), [Link("A", "1")]) == "G3"


def test_a_goal_with_sound_outputs_and_benefits_is_G4() -> None:  # noqa: N802
    for beyond in ("social", "beneficiary-satisfaction"):
        rows = (measured("quality"), measured(beyond, 2))
        assert level(one_project_plan(*rows), [Link("A", "1")]) == "G4"


def test_sound_benefits_without_a_sound_output_do_not_lift_a_goal() -> None:
    found = pictures(one_project_plan(measured("social"), only_direction("quality")), [Link("A", "1")])
    assert (found[GOAL, "accepted"].level, found[GOAL, "accepted"].rule) == ("G2", "G-G2-no-sound-output")


def test_the_bases_of_links_are_kept_apart() -> None:
    of = one_project_plan(measured("quality"), only_direction("social"))
    links = [Link("A", "1", status="proposed"), Link("A", "2", status="rejected")]
    assert [level(of, links, basis) for basis in ("stated", "accepted", "proposed")] == ["G0", "G0", "G3"]
    assert level(of, links, "proposed", Subject("goal", "2")) == "G0"
    assert level(of, [Link("A", "1", status="stated")], "stated") == "G3"
    assert pictures(of, links)[GOAL, "accepted"].links == {"accepted": 0, "proposed": 1, "stated": 0}


def test_a_link_to_an_objective_serves_its_goal_and_no_other_objective() -> None:
    of = one_project_plan(measured("quality"), only_direction("social"))
    links = [Link("A", "1", "2")]
    assert level(of, links) == "G3"
    assert level(of, links, subject=Subject("objective", "1", "2")) == "G3"
    assert level(of, links, subject=Subject("objective", "1", "1")) == "G0"


def test_a_reviewed_answer_that_a_project_serves_none_links_nothing() -> None:
    assert level(one_project_plan(measured("quality")), [Link("A", None)], subject=Subject("overall")) == "G0"


def test_the_sums_count_a_project_once_and_only_its_share_of_money() -> None:
    of = one_project_plan(measured("quality"), only_direction("social"))
    twice = pictures(of, [Link("A", "1", "1"), Link("A", "1", "2")])[GOAL, "accepted"].sums
    assert (twice.projects, twice.indicators, twice.measurable, twice.yuan) == (1, 2, 1, Decimal(100))
    assert twice.counts == (1, 0, 0, 1, 0, 0)
    quarter = pictures(of, [Link("A", "1", share=Decimal("0.25"))])[GOAL, "accepted"].sums
    assert quarter.yuan == Decimal(25)


def test_the_whole_plan_is_a_picture_of_its_own() -> None:
    of = one_project_plan(measured("quality"), only_direction("social"))
    assert level(of, [Link("A", "2")], subject=Subject("overall")) == "G3"


def test_cost_is_no_output_in_the_2021_scheme() -> None:
    of = one_project_plan(row("救助到位成本", "", "≤5万元", "economic-cost"), only_direction("quality"))
    found = pictures(of, [Link("A", "1")], "china-2021")[GOAL, "accepted"]
    assert found.level == "G2"


@pytest.mark.parametrize("flag", sorted(PROFILE.goal_blockers - {"misfit"}))
def test_the_flags_that_block_a_goal_are_data_of_the_profile(flag: str) -> None:
    assert f"L-{flag}" in PROFILE.rules
