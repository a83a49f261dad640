from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.plan import Indicator
from loaders.values import read_own_target
from shapes.grade import RowKey, grade_projects, grade_statement
from tests.shapes.graded_rows import PROFILE, flags_of, grade_one, grade_shared, project, row

# kind, name, description, value, grade: rows as departments of other kinds write them, each cell the row's own
OWN_CELLS = [
    ("quantity", "改造老旧小区数量", "", "≥12个", "A"),
    ("quantity", "改造老旧小区数量", "", "12个", "B"),
    ("quantity", "新建公厕", "", "3座", "B"),
    ("quantity", "举办招聘会", "举办招聘会不少于20场次", "20场次", "A"),
    ("quantity", "家庭医生签约率", "", "≥75%", "A"),
    ("quantity", "服务群众", "", "2000余人次", "B"),
    ("quantity", "培训人数", "培训农民300人，培训合格率达95%", "≥300人", "A"),
    ("quantity", "编制规划", "完成规划编制", "完成", "C"),
    ("quantity", "低保对象", "低保对象应保尽保", "应保尽保", "C"),
    ("quantity", "参加培训教师人数", "参加培训学校数量增加", "≥350人", "D"),
    ("quality", "疫苗接种率", "", "≥95%", "A"),
    ("quality", "验收合格率", "", "100%", "B"),
    ("quality", "验收合格率", "", "=100%", "A"),
    ("quality", "项目验收", "", "一次性通过验收", "C"),
    ("quality", "工程质量", "", "优良", "C"),
    ("quality", "安全生产事故", "", "零", "C"),
    ("quality", "安全生产事故起数", "", "0起", "B"),
    ("quality", "资金使用合规性", "", "合规", "C"),
    ("quality", "管理制度健全性", "", "健全", "E"),
    ("quality", "系统稳定运行", "", "稳定", "E"),
    ("quality", "信访案件", "信访案件化解率达到85%", "85%", "A"),
    ("quality", "食品抽检合格率", "食品抽检合格率稳定在98%以上", "98%", "A"),
    ("timeliness", "项目按期完成", "", "及时", "C"),
    ("timeliness", "补贴发放及时率", "", "100%", "A"),
    ("timeliness", "补贴发放时间", "", "每月15日前", "C"),
    ("timeliness", "完成时限", "", "≤12个月", "A"),
    ("timeliness", "实施周期", "", "1年", "B"),
    ("timeliness", "抽检任务完成时间", "", "12月20日前完成100%", "A"),
    ("cost", "工程成本", "工程成本控制在预算内", "控制在预算内", "C"),
    ("cost", "人均培训成本", "人均培训成本不高于550元", "≤550元/人·天", "A"),
    ("cost", "人均培训成本", "人均培训成本不高于550元", "≤450元/人·天", "B"),
    ("cost", "设备购置成本", "", "430", "B"),
    ("cost", "节约成本", "较预算节约5%以上", "5%", "A"),
    ("cost", "预算控制数", "", "≤110万元", "A"),
    ("social", "居民幸福感", "", "提升", "D"),
    ("social", "居民健康素养水平", "", "≥30%", "A"),
    ("social", "养老保险覆盖面", "", "不低于上年度水平", "C"),
    ("social", "对就业形势稳定的影响", "", "保持稳定", "E"),
    ("social", "刑事案件发案率", "刑事案件发案率下降", "≤5%", "A"),
    ("social", "学生营养不良率", "学生营养不良率降低", "≥6%", "E"),
    ("social", "投诉率", "投诉率降低", "98%", "E"),
    ("social", "投诉处理率", "投诉处理率提高", "98%", "B"),
    ("social", "事故起数下降率", "", "≥10%", "A"),
    ("social", "历史文化传承", "弘扬优秀传统文化", "弘扬", "E"),
    ("ecological", "对环境的损害", "", "不发生", "C"),
    ("ecological", "化肥减量", "化肥使用量较上年减少5%", "5%", "B"),
    ("ecological", "城市环境美化指数", "", "提高", "D"),
    ("economic", "农民人均可支配收入增长", "", "8%以上", "A"),
    ("economic", "粮食亩产增幅", "", "≥3%", "A"),
    ("economic", "资金使用效益", "资金使用效益提高", "95", "D"),
    ("sustainability", "长效管理机制", "长效管理机制进一步完善", "完善", "E"),
    ("sustainability", "治理能力", "基层治理能力现代化水平不断提升", "不断提升", "D"),
    ("beneficiary-satisfaction", "居民群众满意度", "", "≥90.00(%)", "A"),
    ("beneficiary-satisfaction", "居民群众满意度", "", "95%", "B"),
    ("beneficiary-satisfaction", "居民群众满意度", "居民群众满意度接近95%", "95%", "B"),
    ("beneficiary-satisfaction", "居民群众满意度", "", "基本满意", "C"),
    ("beneficiary-satisfaction", "居民群众满意度", "", "居民群众满意度", "F"),
    ("beneficiary-satisfaction", "居民群众满意度", "居民群众满意度90%以上", "", "F"),
]


@pytest.mark.parametrize(("kind", "name", "description", "value", "letter"), OWN_CELLS)
def test_a_row_with_a_cell_of_its_own_is_graded(
    kind: str, name: str, description: str, value: str, letter: str
) -> None:
    grade = grade_one(row(name, description, value, kind))
    assert grade.letter == letter, (grade.rules, grade.saw)


# cell that all rows share, kind, name, description, grade
SHARED_CELLS = [
    ("100按月按要求发放", "quantity", "发放补助人数", "发放补助人数符合文件规定", "C"),
    ("100按月按要求发放", "quality", "补助资金发放完成率（%）", "补助资金发放完成率提高", "B"),
    ("1按要求发放", "quality", "补助资金发放完成率（%）", "补助资金发放完成率提高", "D"),
    ("100按月按要求发放", "cost", "人均发放水平", "人均发放水平提高", "D"),
    ("100按月按要求发放", "economic", "投入产出效益", "投入产出效益提高", "D"),
    ("100按月按要求发放", "social", "群众投诉下降率（%）", "群众投诉情况减少", "B"),
    ("1按要求发放", "social", "群众投诉下降率（%）", "群众投诉逐年下降", "D"),
    ("100按月按要求发放", "ecological", "改善生态环境质量", "改善大气污染情况", "D"),
    ("100按月按要求发放", "sustainability", "维护社会稳定", "维护社会稳定提高", "E"),
    ("1按要求发放", "sustainability", "维护社会稳定", "社会治安稳定发展", "E"),
    ("1按要求发放", "sustainability", "维护社会稳定", "群众投诉逐年下降", "D"),
    ("100全额发放", "sustainability", "救助保障制度", "救助保障制度提高", "E"),
    ("100全额发放", "sustainability", "为数字档案馆奠定基础", "为数字档案馆奠定基础", "E"),
    ("100全额发放", "social", "档案查询便捷", "实现档案查询便捷高效提高", "E"),
    ("100全额发放", "sustainability", "优化人才队伍", "优化人才队伍情况提高", "D"),
    ("100全额发放", "beneficiary-satisfaction", "信访群众满意度", "信访群众满意度提高", "B"),
    ("100全额发放", "timeliness", "年内完成督查工作", "当年督查工作完成及时率提高", "B"),
    ("1全额发放", "timeliness", "补助发放", "补助发放及时性提高", "D"),
    ("100全额发放", "timeliness", "各项任务完成及时率（%）", "各项任务完成及时率100%", "A"),
    ("1105个村，1个村5万元", "timeliness", "各项任务完成及时率（%）", "各项任务完成及时率100%", "B"),
    ("33个社区全额发放", "timeliness", "各项任务完成及时率（%）", "各项任务及时完成", "C"),
    ("100全额发放", "quality", "信息系统故障发生率", "信息系统故障发生率降低", "E"),
    ("1全额发放", "quality", "信息系统故障发生率", "信息系统故障发生率降低", "D"),
    ("100全额发放", "quality", "符合资助条件率（%）", "符合资助条件符合相关文件", "B"),
    ("100全额发放", "quality", "年度核查覆盖率", "实际参加核查企业数量/应参加核查企业数量提高", "B"),
    ("1全额发放", "timeliness", "按年度工作计划比例", "按年度工作计划比例", "F"),
    ("100全额发放", "timeliness", "按年度工作计划比例", "按年度工作计划比例", "B"),
    ("≥5每年办不低于5个领导干部主题培训班", "quantity", "培训人员数（名）", "培训人员数提升", "D"),
    ("≥5每年办不低于5个领导干部主题培训班", "quality", "培训合格率", "培训合格率提升", "D"),
    ("≥5每年办不低于5个领导干部主题培训班", "quantity", "举办培训班", "举办培训班增加", "B"),
    ("=100.00(%)", "quality", "宣传资料合格率", "", "B"),
    ("=100.00(%)", "quantity", "宣传活动场次", "", "F"),
    ("=100.00(%)", "social", "居民健康意识提升程度", "", "D"),
    ("1", "timeliness", "推介活动及时完成", "", "C"),
    ("1", "cost", "活动成本降低", "", "D"),
    ("1", "beneficiary-satisfaction", "游客满意度", "", "F"),
]


@pytest.mark.parametrize(("cell", "kind", "name", "description", "letter"), SHARED_CELLS)
def test_a_row_whose_cell_all_rows_share_is_graded(
    cell: str, kind: str, name: str, description: str, letter: str
) -> None:
    grade = grade_shared(cell, row(name, description, kind=kind), budget=Decimal(5_250_000))
    assert grade.letter == letter, (grade.rules, grade.saw)


@pytest.mark.parametrize(
    "cell", ["100", "≥95%", "≥95", "=100%", "100%", "≥12个", "12个村", "100全额发放", "95"]
)
@pytest.mark.parametrize(
    "name", ["培训合格率", "任务完成及时率（%）", "改造村数", "培训人数（人）", "群众满意度", "项目成本"]
)
def test_no_row_is_A_that_shares_its_cell_and_has_no_number_of_its_own(cell: str, name: str) -> None:  # noqa: N802
    for description in ("", name, name + "提高"):
        assert grade_shared(cell, row(name, description)).letter != "A"


def test_an_empty_cell_is_F_whatever_the_description_says() -> None:  # noqa: N802
    grade = grade_one(row("群众满意度", "群众满意度不低于90%", ""))
    assert (grade.letter, grade.rules[0]) == ("F", "G-F-empty")


def test_a_percentage_of_change_is_no_contradiction_of_a_decline() -> None:
    assert grade_one(row("外出培训开支", "外出培训开支较上年下降不低于10%", "10%", "economic")).letter == "A"
    assert grade_one(row("发案率", "刑事案件发案率同比下降5%", "下降5%", "social")).letter == "B"


def test_a_bare_number_that_another_row_carries_is_not_the_rows_own() -> None:
    beside = [row("补贴到位率", "", "100", ordinal=2), row("补贴人数", "", "≥30人", "quantity", ordinal=3)]
    grade = grade_one(row("补贴发放率", "补贴发放率提高", "100"), beside=beside)
    assert (grade.letter, grade.rules[0], flags_of(grade)) == ("B", "G-B-not-own", set())


def test_every_grade_and_every_flag_cites_rules_of_the_profile() -> None:
    for kind, name, description, value, _ in OWN_CELLS:
        grade = grade_one(row(name, description, value, kind))
        assert grade.rules
        assert {*grade.rules, *(flag.rule for flag in grade.flags)} <= set(PROFILE.rules)
        assert all(flag.saw for flag in grade.flags)


def test_the_target_is_the_reading_the_grade_rests_on() -> None:
    grade = grade_one(row("覆盖率", "覆盖率为98%", "98"))
    assert grade.target is not None
    assert (grade.target.comparator, grade.target.number, grade.target.rule) == (
        "equal",
        Decimal(98),
        "V-description",
    )
    assert grade_one(row("覆盖率", "覆盖率提高", "提高")).target is None


def test_a_row_is_verifiable_only_where_it_names_a_source_or_a_formula() -> None:
    assert grade_one(row("合格率", "", "≥95%", basis="教育事业统计报表")).verifiable
    assert grade_one(row("合格率", "合格人数÷参训人数×100%", "≥95%")).verifiable
    assert not grade_one(row("合格率", "", "≥95%", basis="本单位年初计划安排")).verifiable
    assert not grade_one(row("合格率", "", "≥95%")).verifiable


def test_an_alternative_reading_is_flagged_only_where_it_changes_the_grade() -> None:
    cell = "33个社区全额发放到位"
    assert "ambiguous-parse" in flags_of(grade_shared(cell, row("群众满意度", "群众满意度提升")))
    assert "ambiguous-parse" not in flags_of(grade_shared(cell, row("资金成本", "资金成本降低", kind="cost")))
    assert "ambiguous-parse" not in flags_of(grade_shared(cell, row("覆盖率", "覆盖率为100%")))


STATEMENTS = [
    ("全年救助不少于300人次。", "A"),
    ("培训干部500人次。", "B"),
    ("将区管干部全部轮训一遍。", "C"),
    ("及时更新年轻干部台账。", "C"),
    ("切实提升档案管理水平。", "D"),
    ("加大年轻干部选拔使用力度。", "D"),
    ("实现职务职级转换常态化、科学化、规范化。", "E"),
    ("坚持严管厚爱相结合。", "E"),
]


@pytest.mark.parametrize(("text", "letter"), STATEMENTS)
def test_goal_statements_are_graded_on_the_same_scale(text: str, letter: str) -> None:
    grade = grade_statement(text, read_own_target(text, ""), PROFILE)
    assert grade.letter == letter
    assert set(grade.rules) <= set(PROFILE.rules)


def test_grades_do_not_depend_on_the_order_of_projects() -> None:
    first = project([row("培训合格率", "培训合格率提高", "≥95%")], key="P1", name="培训")
    second = project([row("救助人数", "", "≥30人", "quantity")], key="P2", name="救助")
    assert grade_projects([first, second], PROFILE) == grade_projects([second, first], PROFILE)


def test_texts_of_any_length_are_graded() -> None:
    for text in (
        "提高" * 5000,
        "100" * 5000,
        "，" * 5000,
        "率/" * 5000,
        "\n" * 5000 + "提高",
        "占" * 5000 + "比",
    ):
        indicator: Indicator = row("满意度", text, text)
        assert grade_projects([project([indicator])], PROFILE)[RowKey("P1", "quality", 1)].letter in "ABCDEF"


_PIECES = st.sampled_from(
    [
        "培训",
        "合格率",
        "提高",
        "降低",
        "100",
        "≥95%",
        "1",
        "符合规定",
        "及时",
        "维护稳定",
        "人数",
        "（%）",
        "，",
        "\n",
        "12月底前",
        "全部",
        "12个",
        "约",
        "成本",
        "质量",
        "5-8",
        "万元",
        "/",
        "《办法》",
        "",
        "投诉",
        "下降率",
        "不低于上年",
    ]
)
_TEXTS = st.lists(_PIECES, max_size=6).map("".join) | st.text(max_size=12)


@settings(max_examples=200, deadline=None, database=None)
@given(_TEXTS, _TEXTS, _TEXTS, st.sampled_from(["quantity", "quality", "cost", "social", ""]))
def test_any_row_gets_one_letter_with_published_rules(
    name: str, description: str, value: str, kind: str
) -> None:
    for grade in (
        grade_one(row(name, description, value, kind)),
        grade_shared(value, row(name, description, kind=kind)),
    ):
        assert grade.letter in "ABCDEF"
        assert (grade.letter == "F") >= (not value.strip())
        assert {*grade.rules, *(flag.rule for flag in grade.flags)} <= set(PROFILE.rules)
        assert grade.letter != "A" or grade.target is not None
