"""The same project code at two places of one load."""

from dataclasses import replace

from loaders.conflicts import find_project_conflicts
from loaders.plan import Plan
from tests.loaders.layouts import samples
from tests.loaders.layouts.grids import plan_of


def application(text: str = samples.APPLICATION[1]) -> Plan:
    return plan_of(samples.APPLICATION[0], text)


def test_a_code_in_two_files_is_a_conflict_that_names_both_places_and_what_differs() -> None:
    other = application(samples.APPLICATION[1].replace("基层培训", "培训"))
    (conflict,) = find_project_conflicts([("a.docx", application()), ("b.docx", other)])
    assert (conflict.code, conflict.first, conflict.second) == (
        "210001X",
        "a.docx t1.r1.c6",
        "b.docx t1.r1.c6",
    )
    assert conflict.differs == ("name",)
    assert "a.docx t1.r1.c6" in conflict.sentence("zh")


def test_different_codes_and_projects_without_codes_are_no_conflict() -> None:
    plans = [
        ("a", application()),
        ("b", plan_of(*samples.CENTRAL_FORM)),
        ("c", plan_of(*samples.CENTRAL_FORM)),
    ]
    assert find_project_conflicts(plans) == ()


def test_goals_and_their_self_evaluation_may_name_the_same_project() -> None:
    later = replace(application(), kind="self-evaluation")
    assert find_project_conflicts([("a", application()), ("b", later)]) == ()
