"""Families of form on made-up documents: what each states is read under the same records."""

from decimal import Decimal

import pytest

from loaders.errors import NoLayoutError
from loaders.layouts.registry import explain_layouts, read_plan
from loaders.plan import Indicator, Plan
from loaders.plan_values import read_values
from tests.loaders.layouts import samples
from tests.loaders.layouts.grids import document, plan_of, ragged

ALL = sorted(name for name in vars(samples) if name.isupper() and name != "FINAL_ACCOUNTS")


def rows(plan: Plan) -> list[tuple[str, str, str]]:
    return [(i.kind, i.name, i.value.text) for bearer in plan.bearers for i in bearer.indicators]


def row(plan: Plan, name: str) -> Indicator:
    return next(i for bearer in plan.bearers for i in bearer.indicators if i.name == name)


def amounts(plan: Plan) -> dict[str, Decimal | None]:
    return {a.role: a.yuan for a in plan.bearers[0].amounts}


@pytest.mark.parametrize("name", ALL)
def test_no_row_of_a_known_form_is_left_unread(name: str) -> None:
    assert plan_of(*getattr(samples, name)).unread == ()


@pytest.mark.parametrize("name", ALL)
def test_a_text_export_that_lost_its_spans_gives_the_same_rows(name: str) -> None:
    parts = getattr(samples, name)
    exported = read_values(read_plan(ragged(*parts))[1], 0)
    assert rows(exported) == rows(plan_of(*parts))
    assert [a.yuan for b in exported.bearers for a in b.amounts] == [
        a.yuan for b in plan_of(*parts).bearers for a in b.amounts
    ]


@pytest.mark.parametrize("name", ALL)
def test_every_quote_of_an_indicator_stands_where_its_anchor_says(name: str) -> None:
    source = document(*getattr(samples, name))
    plan = read_plan(source)[1]
    for indicator in (i for b in plan.bearers for i in b.indicators):
        for quote in (indicator.name_printed, indicator.description, indicator.value, indicator.basis):
            found = source.text[quote.anchor.start : quote.anchor.end].replace("\t", "")
            assert not quote.text or found == quote.text


def test_a_list_puts_each_row_under_the_project_it_is_merged_with() -> None:
    plan = plan_of(*samples.FLAT_LIST)
    assert plan.layout == "flat-list"
    assert [(p.name.text, len(p.indicators)) for p in plan.projects] == [("河道清淤项目", 3), ("水库除险", 2)]
    assert plan.projects[0].goal_text.text == "完成清淤任务，改善水质"


def test_a_lone_name_above_the_projects_of_a_list_is_their_unit() -> None:
    plan = plan_of(*samples.FLAT_LIST)
    assert [f.value.text for p in plan.projects for f in p.fields if f.key == "unit"] == ["某市水务局"] * 2


def test_comparator_number_and_unit_in_columns_are_joined_and_kept_apart() -> None:
    indicator = row(plan_of(*samples.FLAT_LIST), "清淤长度")
    assert (indicator.value.text, indicator.reading and indicator.reading.comparator) == (
        ">=12公里",
        "at-least",
    )
    assert indicator.split is not None
    assert [q.text for q in indicator.split] == [">=", "12", "公里"]


def test_words_in_a_value_column_take_neither_comparator_nor_unit() -> None:
    assert row(plan_of(*samples.FLAT_LIST), "水质改善").value.text == "明显改善"


def test_a_unit_that_contradicts_the_number_is_left_out_and_logged() -> None:
    plan = plan_of(*samples.DEPARTMENT_SPLIT)
    assert row(plan, "业务支出金额").value.text == "28.8万元"
    assert [r.rule for r in plan.repairs] == ["unit-conflict"]


def test_duties_are_goals_and_activities_are_objectives_with_stated_links() -> None:
    plan = plan_of(*samples.DUTY_ACTIVITY)
    assert [(g.name.text, [o.text.text for o in g.objectives]) for g in plan.goals] == [
        ("农业生产管理", ["种植业管理", "畜牧业管理"]),
        ("农村经济管理", ["土地流转"]),
    ]
    assert [(link.project, link.goal, link.objective) for link in plan.links] == [
        ("种植业管理", "1", "1"),
        ("畜牧业管理", "1", "2"),
        ("土地流转", "2", "1"),
    ]


def test_the_four_steps_are_kept_and_the_best_is_the_target() -> None:
    indicator = row(plan_of(*samples.DUTY_ACTIVITY), "培训农民人次")
    assert [(s.label, s.value.text) for s in indicator.steps] == [
        ("优", "≥2000"),
        ("良", "≥1800"),
        ("中", "≥1500"),
        ("差", "<1500"),
    ]
    assert indicator.value.text == "≥2000"


def test_a_project_under_an_activity_is_linked_to_it_and_the_activity_bears_nothing() -> None:
    plan = plan_of(*samples.DUTY_PROJECT)
    assert [(p.scope, p.name.text) for p in plan.projects] == [
        ("project", "主体班次培训"),
        ("project", "网络培训"),
        ("project", "年度考核"),
    ]
    assert [(link.goal, link.objective) for link in plan.links] == [("1", "1"), ("1", "1"), ("1", "2")]


def test_a_department_name_before_the_year_of_a_title_is_read() -> None:
    plan = plan_of(*samples.DUTY_ACTIVITY)
    assert (plan.department_name.text, plan.year) == ("某区农业局", "2017")


def test_a_code_in_brackets_before_a_department_is_its_code() -> None:
    plan = plan_of(*samples.CENTRAL_FORM)
    assert (plan.department_code, plan.department_name.text) == ("173", "中国科学院")


def test_weights_are_kept_and_further_values_of_a_cell_are_read() -> None:
    indicator = row(plan_of(*samples.CENTRAL_FORM), "共享机时")
    assert indicator.weight is not None
    assert (indicator.weight.text, [(r.number, r.unit_text) for r in indicator.further]) == (
        "30",
        [(Decimal(200), "人")],
    )


def test_money_takes_the_unit_of_the_label_beside_its_block() -> None:
    assert amounts(plan_of(*samples.CENTRAL_FORM)) == {
        "budget": Decimal(1_200_000),
        "fiscal": Decimal(1_000_000),
        "carried-over": Decimal(0),
        "other": Decimal(200_000),
    }


def test_money_crossed_with_plan_and_execution_keeps_each_number_in_its_role() -> None:
    found = amounts(plan_of(*samples.SELF_EVALUATION))
    assert {role: found[role] for role in ("initial", "budget", "spent", "fiscal", "fiscal-spent")} == {
        "initial": Decimal(1_000_000),
        "budget": Decimal(1_200_000),
        "spent": Decimal(900_000),
        "fiscal": Decimal(1_100_000),
        "fiscal-spent": Decimal(850_000),
    }


def test_a_self_evaluation_has_results_points_and_a_reported_goal_and_is_no_plan_of_goals() -> None:
    plan = plan_of(*samples.SELF_EVALUATION)
    indicator = row(plan, "矫正人数")
    assert plan.kind == "self-evaluation"
    assert [q.text for q in (indicator.actual, indicator.weight, indicator.score) if q] == [
        "48人",
        "20",
        "18",
    ]
    assert indicator.actual_reading is not None
    assert indicator.actual_reading.number == 48
    assert plan.projects[0].reported_goal is not None
    assert [(f.key, f.value.text) for f in indicator.fields] == [("remark", "人数减少")]


def test_long_term_and_annual_rows_side_by_side_are_two_indicators() -> None:
    found = plan_of(*samples.TWO_TABLES).projects[0].indicators
    assert [(i.name, i.period, i.value.text) for i in found[:4]] == [
        ("养护里程", "long-term", "300公里"),
        ("养护里程", "annual", "100公里"),
        ("优良率", "long-term", "≥90%"),
        ("优良率", "annual", "≥88%"),
    ]
    assert len({(i.kind, i.ordinal) for i in found}) == len(found)


def test_money_on_the_left_is_for_the_whole_life_and_on_the_right_for_the_year() -> None:
    found = amounts(plan_of(*samples.TWO_TABLES))
    assert (found["total-fiscal"], found["fiscal"]) == (Decimal(3_000_000), Decimal(1_000_000))


def test_a_level_printed_beside_the_middle_row_holds_for_its_whole_block() -> None:
    plan = plan_of(*samples.MIDDLE_LABEL)
    assert [i.kind1 for i in plan.projects[0].indicators][:3] == ["产出指标"] * 3
    assert [r.rule for r in plan.repairs] == ["level-from-below"]


def test_last_year_beside_this_year_is_a_baseline() -> None:
    indicator = row(plan_of(*samples.MIDDLE_LABEL), "处理量")
    assert indicator.baseline is not None
    assert (indicator.baseline.text, indicator.value.text) == ("9万吨", "10万吨")


def test_tasks_of_a_department_become_projects_of_that_scope() -> None:
    plan = plan_of(*samples.DEPARTMENT_TASKS)
    assert [(p.scope, p.name.text, [a.yuan for a in p.amounts]) for p in plan.projects] == [
        ("task", "森林防火", [Decimal(800_000), Decimal(800_000), Decimal(0)]),
        ("task", "造林绿化", [Decimal(1_200_000), Decimal(1_000_000), Decimal(200_000)]),
    ]
    assert plan.whole is not None
    assert len(plan.whole.indicators) == 2


def test_cost_lines_are_kept_as_cells_of_the_form() -> None:
    fields = plan_of(*samples.APPLICATION).projects[0].fields
    assert [(f.label.text, f.value.text) for f in fields if f.key == "expense-line"] == [
        ("培训费", "12"),
        ("资料费", "3"),
    ]


def test_final_accounts_that_only_talk_of_performance_are_not_taken_for_goals() -> None:
    source = document(*samples.FINAL_ACCOUNTS)
    with pytest.raises(NoLayoutError):
        read_plan(source)
    assert [(r.layout, r.heading) for r in explain_layouts(source)] == [("", "项目 | 行次 | 金额")]


def test_a_table_that_no_layout_claims_is_listed_with_its_heading_row() -> None:
    plan = plan_of(*samples.CENTRAL_FORM, samples.FINAL_ACCOUNTS[1])
    assert [(u.text.text, u.reason) for u in plan.unread] == [
        ("项目 | 行次 | 金额", "no layout claims this table of 3 rows")
    ]


def test_a_table_cut_by_a_page_goes_on_without_its_heading() -> None:
    rest = "|^|生态|烟气|x|5|\n|满意度指标|服务对象满意度指标|员工满意度|≥80%|10|".replace(
        "|^|生态|烟气|x|5|\n", ""
    )
    plan = plan_of(*samples.CENTRAL_FORM, "||" + rest[1:])
    assert rows(plan)[-1] == ("beneficiary-satisfaction", "员工满意度", "≥80%")


def test_two_families_in_one_document_are_read_into_one_plan() -> None:
    plan = plan_of(*samples.DEPARTMENT_TASKS, *samples.CENTRAL_FORM)
    assert [p.scope for p in plan.bearers] == ["task", "task", "project", "department"]
    assert plan.unread == ()


def test_results_beside_goals_are_noted_as_a_part_of_another_kind() -> None:
    plan = plan_of(*samples.CENTRAL_FORM, *samples.SELF_EVALUATION)
    assert [n.code for n in plan.notes] == ["part-of-another-kind"]
    assert len(plan.projects) == 1


def test_the_explanation_names_the_words_by_which_a_table_was_claimed() -> None:
    (line,) = explain_layouts(document(*samples.FLAT_LIST))
    assert (line.layout, line.because) == ("flat-list", "单位名称、项目名称、三级指标、指标值")


def test_a_table_that_no_layout_claims_says_which_it_comes_nearest_to_and_what_it_lacks() -> None:
    (line,) = explain_layouts(document("|一级指标|二级指标|三级指标|指标值|\n|产出指标|数量指标|人数|≥10人|"))
    assert line.layout == ""
    assert line.because.startswith("nearest department-table, lacks field.annual-goal")


def test_a_table_of_something_else_is_near_to_none() -> None:
    assert [line.because for line in explain_layouts(document(*samples.FINAL_ACCOUNTS))] == [""]
