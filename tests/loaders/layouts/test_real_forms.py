"""The published samples beside the checkout, field by field against expectations checked by hand."""

import pytest

from loaders.load import Loaded, load_file
from tests.loaders.layouts.agreement import DATA, SAMPLES, Sample, agreement

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published samples are not beside the checkout")


def load(name: str) -> Loaded:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"{name} is not there")
    return load_file(path)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.layout)
def test_a_sample_agrees_field_by_field_with_what_a_person_read(sample: Sample) -> None:
    if not (DATA / sample.name).is_file():
        pytest.skip(f"{sample.name} is not there")
    found = agreement(sample)
    assert found.share >= sample.least, found.differ


def test_every_sample_beside_the_checkout_is_held_to_an_expectation() -> None:
    there = {path.name for path in DATA.iterdir() if path.suffix != ".md"}
    assert there <= {sample.name for sample in SAMPLES}


def test_the_self_evaluation_drops_its_contact_person_and_says_so() -> None:
    loaded = load("chongqing_yuzhong_2021_self_evaluation.xlsx")
    assert loaded.plan.dropped_personal == 1
    assert "姓名略" not in loaded.quads.nquads()


def test_the_self_evaluation_has_sixteen_observations() -> None:
    loaded = load("chongqing_yuzhong_2021_self_evaluation.xlsx")
    assert loaded.quads.source.nquads().count("sosa/Observation>") == 16


def test_the_department_table_states_two_links_and_a_formula() -> None:
    plan = load("guangdong_zhanjiang_rsj_2024_dept_goal.xlsx").plan
    assert [link.goal for link in plan.links] == ["1", "2"]
    assert [note.detail for note in plan.notes if note.code == "formula"] == ["=C5+C6"]


def test_the_narrative_says_what_it_does_not_state() -> None:
    plan = load("shanghai_putuo_sfj_2026_budget.pdf").plan
    assert {note.code for note in plan.notes} >= {"no-indicators", "projects-stated-not-found"}
    tables = [u for u in plan.unread if u.reason.startswith("no layout claims this table")]
    assert len(tables) == 9
    assert all(u.text.text for u in tables)


def test_nothing_of_the_grid_samples_is_left_unread() -> None:
    for sample in SAMPLES[:3]:
        assert load(sample.name).plan.unread == ()


def test_the_iati_example_is_one_project_with_target_actual_and_baseline() -> None:
    plan = load("iati_activity_example_annotated.xml").plan
    (row,) = plan.projects[0].indicators
    assert (row.kind, row.value.text, row.actual and row.actual.text, row.baseline and row.baseline.text) == (
        "output",
        "10",
        "11",
        "10",
    )
    assert plan.unread == ()
    assert plan.dropped_personal == 4


def test_the_stratml_report_has_three_goals_ten_objectives_and_their_results() -> None:
    plan = load("stratml_part2_smlc_2011_annual_report.xml").plan
    assert [(g.number, len(g.objectives)) for g in plan.goals] == [
        ("Part 1", 4),
        ("Part 2", 4),
        ("Part 3", 2),
    ]
    results = [i.actual.text for p in plan.projects for i in p.indicators if i.actual]
    assert "829" in results
    assert plan.unread == ()
