"""Forms of which only a text layer is left, and chapters in prose."""

from decimal import Decimal

from loaders.document import Document
from loaders.layouts.registry import explain_layouts, read_plan
from loaders.layouts.text_goals import part_columns
from loaders.layouts.text_region import Piece
from loaders.plan import Plan
from loaders.plan_values import read_values
from loaders.readers.text import read_text
from tests.loaders.layouts.grids import document, plan_of

LINES = """财政项目支出绩效目标申报表
（2025年度）
项目名称
滨河绿道二期工
程
项目性质
新增项目
主管部门
某区绿化和市容管
理局
实施单位
某区绿化所
联系人
赵某某
项目资金
（元）
项目资金总额
 2,000,000.00 年度资金申请总额
 800,000.00
其中：财政资金
 2,000,000.00
其中：当年财政拨款
 800,000.00
其他资金
0 其他资金
0
项目
绩效
目标
项目总目标
年度总体目标
建成滨河绿道全线，沿线居民步行十
分钟可达绿地。
完成二期土方
和苗木种植。
一级指标
二级指标
三级指标
年度(/项目)指标值
成本指标
经济成本指标
单位造价控制情况
≤400元/平方米
产出指标
数量指标
绿道建设长度
2.5公里
新种乔木
数量
≥300棵
质量指标
苗木成活率
≥95.00(%)
效益指标
生态效益
指标
沿线绿化覆盖情况
提升
满意度指
标
服务对象
满意度指
标
周边居民满意度
≥90.00(%)
"""

GRID = """
|项目名称|滨河绿道二期工\\n程|<|项目性质|新增项目|<|
|主管部门|某区绿化和市容管\\n理局|<|实施单位|某区绿化所|<|
|联系人|赵某某|<|||<|
|项目资金\\n（元）|项目资金总额|2,000,000.00|年度资金申请总额|800,000.00|<|
|^|其中：财政资金|2,000,000.00|其中：当年财政拨款|800,000.00|<|
|^|其他资金|0|其他资金|0|<|
|项目\\n绩效\\n目标|项目总目标|<|年度总体目标|<|<|
|^|建成滨河绿道全线，沿线居民步行十\\n分钟可达绿地。|<|完成二期土方\\n和苗木种植。|<|<|
|绩效\\n指标|一级指标|二级指标|三级指标|年度(/项目)\\n指标值|<|
|^|成本指标|经济成本\\n指标|单位造价控制情况|≤400元/平方米|<|
|^|产出指标|数量指标|绿道建设长度|2.5公里|<|
|^|^|^|新种乔木\\n数量|≥300棵|<|
|^|^|质量指标|苗木成活率|≥95.00(%)|<|
|^|效益指标|生态效益\\n指标|沿线绿化覆盖情况|提升|<|
|^|满意度指\\n标|服务对象\\n满意度指\\n标|周边居民满意度|≥90.00(%)|<|
"""

CHAPTER = """2025年部门预算
编制部门：某区司法局
四、绩效目标设置情况
本部门编报绩效目标的项目
3个，涉及项目预算资金120.5万元。
法律援助项目经费情况说明
一、项目概述
为困难群众提供法律援助。
二、立项依据
法律援助条例。
三、实施主体
某区法律援助中心
四、实施方案
1.受理申请；
2.指派律师。
五、实施周期
2025年全年
六、年度预算安排
本项目年度预算86万元，其中办案补贴60万元。
七、绩效目标
受援人满意，应援
尽援。
普法宣传项目经费情况说明
一、项目概述
开展普法。
二、立项依据
规划。
三、实施主体
某区司法局
六、年度预算安排
20万元
七、绩效目标
详见绩效目标申报表
"""


def text(lines: str) -> Document:
    return read_text(lines.encode(), "form.txt")


def plan_from(lines: str) -> Plan:
    return read_values(read_plan(text(lines))[1], 0)


def rows(plan: Plan) -> list[tuple[str, str, str, str, str]]:
    return [
        (i.kind, i.kind1, i.kind2.replace("\n", ""), i.name, i.value.text)
        for i in plan.projects[0].indicators
    ]


def test_a_form_that_lost_its_grid_gives_the_rows_of_the_form_that_kept_it() -> None:
    assert plan_from(LINES).layout == "project-form-text"
    assert rows(plan_from(LINES)) == rows(plan_of("（2025年度）", GRID))
    assert len(rows(plan_from(LINES))) == 6


def test_names_broken_over_lines_are_joined() -> None:
    plan = plan_from(LINES)
    assert (plan.projects[0].name.text, plan.department_name.text) == (
        "滨河绿道二期工程",
        "某区绿化和市容管理局",
    )
    assert plan.projects[0].indicators[2].name == "新种乔木数量"


def test_money_beside_the_next_label_and_on_both_sides_keeps_its_role() -> None:
    for plan in (plan_from(LINES), plan_of("（2025年度）", GRID)):
        assert {a.role: a.yuan for a in plan.projects[0].amounts} == {
            "total-budget": Decimal(2_000_000),
            "budget": Decimal(800_000),
            "total-fiscal": Decimal(2_000_000),
            "fiscal": Decimal(800_000),
            "total-other": Decimal(0),
            "other": Decimal(0),
        }


def test_two_goal_columns_are_parted_where_a_sentence_and_a_line_width_end() -> None:
    project = plan_from(LINES).projects[0]
    assert project.long_term_goal is not None
    assert project.long_term_goal.text == "建成滨河绿道全线，沿线居民步行十分钟可达绿地。"
    assert project.goal_text.text == "完成二期土方和苗木种植。"


def test_goal_columns_that_nothing_parts_are_kept_whole_with_a_note() -> None:
    joined = LINES.replace("分钟可达绿地。", "分钟可达绿地").replace("和苗木种植。", "和苗木种植")
    plan = plan_from(joined)
    assert [note.code for note in plan.notes] == ["columns-not-parted"]
    assert "土方" in plan.projects[0].goal_text.text


def test_two_forms_in_one_file_are_two_projects() -> None:
    other = LINES.replace("滨河绿道二期工\n程", "口袋公园")
    assert [p.name.text for p in plan_from(LINES + other).projects] == ["滨河绿道二期工程", "口袋公园"]


def test_rows_that_a_text_layer_kept_on_one_line_are_read_too() -> None:
    flat = LINES.replace(
        "产出指标\n数量指标\n绿道建设长度\n2.5公里", "产出指标 数量指标 绿道建设长度 2.5公里"
    )
    assert rows(plan_from(flat)) == rows(plan_from(LINES))


def test_nothing_of_a_text_form_is_left_unread() -> None:
    assert plan_from(LINES).unread == ()
    assert plan_of("（2025年度）", GRID).unread == ()


def test_quoted_cells_end_with_their_quotation_mark() -> None:
    lines = ['"1.拆除违建。', '2.复绿。"', '"1.拆除', '违建。"']
    assert part_columns([Piece(line, 0, 0) for line in lines]) == 2


def test_equal_cells_part_in_the_middle() -> None:
    lines = ["完成全部任务", "完成全部", "任务"]
    assert part_columns([Piece(line, 0, 0) for line in lines]) == 1


def test_a_chapter_in_prose_gives_purpose_basis_body_plan_period_money_and_goal() -> None:
    project = plan_from(CHAPTER).projects[0]
    assert (project.name.text, project.purpose.text, project.goal_text.text) == (
        "法律援助",
        "为困难群众提供法律援助。",
        "受援人满意，应援尽援。",
    )
    assert [(a.printed.text, a.yuan) for a in project.amounts] == [("86万元", Decimal(860_000))]
    assert {f.key: f.value.text for f in project.fields} == {
        "legal-basis": "法律援助条例。",
        "unit": "某区法律援助中心",
        "work-plan": "1.受理申请；\n2.指派律师。",
        "period": "2025年全年",
        "amount-budget": "本项目年度预算86万元，其中办案补贴60万元。",
    }


def test_a_chapter_says_what_it_does_not_state() -> None:
    plan = plan_from(CHAPTER)
    assert (plan.department_name.text, plan.year, len(plan.projects)) == ("某区司法局", "2025", 2)
    assert [n.code for n in plan.notes] == [
        "no-indicators",
        "goal-elsewhere",
        "no-indicators",
        "projects-stated-not-found",
    ]
    assert (
        plan.notes[-1].detail == "the document states 3 projects with goals with 120.5 万元; 2 described here"
    )


def test_a_chapter_beside_form_tables_joins_their_plan() -> None:
    chapter = CHAPTER.split("本部门编报", maxsplit=1)[0] + CHAPTER.split("120.5万元。\n")[1]
    plan = plan_of(chapter, GRID)
    assert [p.name.text for p in plan.projects] == ["法律援助", "普法宣传", "滨河绿道二期工程"]
    assert plan.unread == ()


def test_the_explanation_has_a_line_for_what_stands_outside_tables() -> None:
    lines = explain_layouts(document(CHAPTER, GRID))
    assert [(line.table, line.layout) for line in lines] == [
        ("t1", "project-form"),
        ("paragraphs", "narrative-chapter"),
    ]
