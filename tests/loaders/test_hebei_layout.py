"""The Hebei layout on small text exports: what it reads, what it mends, what it leaves unread."""

from decimal import Decimal

import pytest

from loaders.layouts import hebei_project_goals as layout
from loaders.layouts.department_goals import chinese_number
from loaders.plan import Plan
from loaders.readers.text import read_text
from tests.documents import DEPARTMENT, HEADER, UNIT, cells, nine_rows, project_export, small_export

CODE = "13020923P00010110001A"


def read(text: str) -> Plan:
    return layout.read(read_text(text.encode(), "export.txt"))


def repairs(plan: Plan) -> list[str]:
    return [repair.rule for repair in plan.repairs if repair.rule != "bookmark-residue"]


def one_project(rows_text: str) -> Plan:
    return read(project_export(1, CODE, "临时救助", []).rstrip() + "\n\n" + rows_text)


def test_department_code_name_and_year_are_read_apart() -> None:
    plan = read(small_export())
    assert (plan.department_code, plan.department_name.text, plan.year) == (
        "305001",
        "某区民政局本级",
        "2023",
    )


def test_goals_have_clauses_statements_and_safeguards() -> None:
    plan = read(small_export())
    assert [goal.name.text for goal in plan.goals] == ["兜牢基本民生底线", "提升养老服务水平"]
    assert [len(goal.objectives) for goal in plan.goals] == [2, 2]
    assert [s.text.text for s in plan.goals[0].statements] == [
        "低保金按月发放。",
        "全年临时救助不少于300人次。",
    ]
    assert [s.text[:6] for s in plan.safeguards] == ["完善制度建设", "加强绩效监控"]


def test_a_clause_that_joins_two_is_kept_and_its_split_is_logged() -> None:
    plan = read(small_export())
    joined = plan.goals[0].objectives[1]
    assert joined.text.text == "健全临时救助机制强化急难救助"
    assert [part.text for part in joined.parts] == ["健全临时救助机制", "强化急难救助"]
    assert "joined-clause" in repairs(plan)


def test_projects_have_code_name_money_purpose_schedule_and_goal() -> None:
    project = read(small_export()).projects[1]
    assert (project.code.text, project.name.text) == ("13020923P00010210002B", "社区养老服务站建设")
    budget = project.amount("budget")
    assert budget is not None
    assert (budget.printed.text, budget.unit, budget.yuan) == ("40.50", "万元", Decimal("405000.00"))
    assert [m.share for m in project.milestones] == [Decimal(s) for s in ("0.25", "0.5", "0.75", "1")]
    assert [m.month for m in project.milestones] == [3, 6, 10, 12]
    assert project.purpose.text.endswith("用于社区养老服务站建设支出。")


def test_the_forms_label_before_the_goal_text_is_taken_off_and_logged() -> None:
    project = read(small_export()).projects[0]
    assert project.goal_text.text == "用于城乡困难群众临时救助支出。"
    assert repairs(read(small_export())).count("form-residue") == 2


def test_a_residue_label_takes_one_digit_and_leaves_the_number_of_the_text() -> None:
    plan = read(project_export(1, CODE, "培训", [], purpose="预算数1万元，156个站点管理员培训。"))
    assert plan.projects[0].goal_text.text == "156个站点管理员培训。"


def test_first_level_labels_are_filled_down_and_kinds_are_known() -> None:
    indicators = read(small_export()).projects[0].indicators
    assert [i.kind for i in indicators] == [
        "quantity", "quality", "timeliness", "cost", "economic", "social", "ecological", "sustainability",
        "beneficiary-satisfaction",
    ]  # fmt: skip
    assert {i.kind1 for i in indicators[:4]} == {"产出指标"}


def test_every_quote_stands_where_its_anchor_says() -> None:
    document = read_text(small_export().encode(), "export.txt")
    plan = layout.read(document)
    quotes = [s for goal in plan.goals for s in (goal.name, *(o.text for o in goal.objectives))]
    for project in plan.projects:
        quotes += [project.code, project.name, project.purpose, project.goal_text]
        quotes += [q for i in project.indicators for q in (i.name_printed, i.description, i.value, i.basis)]
    assert all(document.text[q.anchor.start : q.anchor.end] == q.text for q in quotes)


def test_a_row_split_by_an_empty_line_inside_a_cell_is_joined() -> None:
    plan = one_project(cells(*HEADER) + "\t产出指标\n\t数量指标\n\t人数\n\t人数提高\n\n\t100\n\t计划\n\n")
    (row,) = plan.projects[0].indicators
    assert (row.description.text, row.value.text, row.basis.text) == ("人数提高", "100", "计划")
    assert "joined-lines" in repairs(plan)


def test_rows_cut_by_a_page_break_keep_what_is_left_and_say_so() -> None:
    cut = "\t效益指标\n\t社会效益指标\n\t投诉率\n\t投诉率下降\n \t可持续影响指标\n\t社会稳定\n\t治安稳定\n"
    plan = one_project(cells(*HEADER) + cut)
    social, lasting = plan.projects[0].indicators
    assert (social.kind, social.value.text, social.basis.text) == ("social", "", "")
    assert (lasting.kind, lasting.name, lasting.description.text) == (
        "sustainability",
        "社会稳定",
        "治安稳定",
    )
    assert repairs(plan).count("cut-row") == 2


def test_a_project_whose_heading_is_lost_is_read_and_the_loss_is_logged() -> None:
    plan = read(
        project_export(1, CODE, "临时救助", nine_rows("100按月"))
        + project_export(2, "13020923P00010110002A", "养老服务", nine_rows("1"), heading=False)
    )
    assert [project.heading is None for project in plan.projects] == [False, True]
    assert repairs(plan).count("lost-heading") == 1


def test_the_same_code_twice_is_a_conflict_that_names_both_places() -> None:
    table = project_export(1, CODE, "临时救助", nine_rows("100"))
    plan = read(table + table)
    assert len({project.key for project in plan.projects}) == 2
    assert [u.reason for u in plan.unread] == ["the same project code at t3.r2.c2 and t1.r2.c2"]


def test_the_same_columns_under_other_names_and_in_other_order_are_found_by_label() -> None:
    header = ("一级指标", "二级指标", "指标内容", "年度指标值", "指标说明", "确定依据")
    plan = one_project(cells(*header) + cells("产出指标", "数量指标", "人数", "≥5人", "培训人数", "计划"))
    (row,) = plan.projects[0].indicators
    assert (row.name, row.value.text, row.description.text) == ("人数", "≥5人", "培训人数")


def test_an_unknown_kind_is_kept_without_a_kind() -> None:
    plan = one_project(cells(*HEADER) + cells("产出指标", "创新指标", "专利数", "专利数3件", "3", "计划"))
    (row,) = plan.projects[0].indicators
    assert (row.kind, row.kind2) == ("", "创新指标")


def test_what_no_part_consumed_is_unread_with_its_place() -> None:
    plan = read(
        DEPARTMENT + project_export(1, CODE, "临时救助", nine_rows("100")) + "附注：以上金额为年初预算。\n"
    )
    assert [u.text.text for u in plan.unread] == ["附注：以上金额为年初预算。"]


def test_money_follows_the_unit_that_the_table_prints() -> None:
    yuan = project_export(1, CODE, "临时救助", [], budget="600000.00").replace("单位：万元", "单位：元")
    (project,) = read(yuan).projects
    assert project.amount("budget").yuan == Decimal("600000.00")  # type: ignore[union-attr]


def test_a_document_without_project_codes_is_not_claimed() -> None:
    assert layout.claim(read_text(cells(*HEADER).encode(), "x.txt")) is None
    assert layout.claim(read_text(small_export().encode(), "x.txt")) is not None


@pytest.mark.parametrize(
    ("text", "number"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("7", 7)]
)
def test_list_numbers_are_read_up_to_ninety_nine(text: str, number: int) -> None:
    assert chinese_number(text) == number


def test_a_department_without_a_code_keeps_its_name() -> None:
    plan = read(small_export().replace(UNIT, "某区民政局"))
    assert (plan.department_code, plan.department_name.text) == ("", "某区民政局")
