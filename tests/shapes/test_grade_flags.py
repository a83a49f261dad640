from dataclasses import replace

import pytest

from loaders.plan import Indicator
from shapes.grade import RowKey, grade_projects
from shapes.profile import load_profile
from tests.shapes.graded_rows import PROFILE, flags_of, grade_one, grade_shared, project, row

SIGNS = [
    # row, flags that must stand on it, flags that must not
    (row("设备故障率", "", "≥5%"), {"adverse-target"}, set()),
    (row("仓库租赁成本", "", "≥18万元", "cost"), {"adverse-target"}, set()),
    (row("采购预算节约率", "", "≥5%", "cost"), set(), {"adverse-target"}),
    (row("群众满意度", "群众满意度降低", "降低"), {"adverse-target"}, set()),
    (row("业务收入增长率", "", "≥120%", "economic"), {"implausible"}, set()),
    (row("任务完成率", "", "100%"), set(), {"implausible", "comparator-lost"}),
    (row("群众文化活动参与率", "", "100%"), {"implausible", "comparator-lost"}, set()),
    (row("储备物资种类", "", "20", "quantity"), {"comparator-lost"}, {"unit-lost"}),
    (row("购置设备数量", "", "14", "quantity"), {"comparator-lost", "unit-lost"}, set()),
    (row("培训人数（人）", "", "1500", "quantity"), {"comparator-lost"}, {"unit-lost"}),
    (row("每村扶持资金", "", "50万", "cost"), {"comparator-lost"}, {"unit-lost"}),
    (row("档案建档率", "", "≥90%", "quantity"), {"kind-misplaced"}, set()),
    (row("培训教师人数", "", "≥300人", "cost"), {"kind-misplaced", "adverse-target"}, set()),
    (row("投入安保经费", "", "≥175万元", "quantity"), {"input-as-target"}, set()),
    (row("投入产出效益", "投入产出效益提高", "提高", "economic"), {"metric-undefined"}, {"input-as-target"}),
    (row("安装时间", "安装及时完成", "及时", "timeliness"), {"no-deadline"}, set()),
    (row("安装时间", "安装及时完成", "9月底前", "timeliness"), set(), {"no-deadline"}),
    (row("资金结算", "", "按规定时间", "timeliness"), {"no-deadline", "unnamed-standard"}, set()),
    (row("技术参数", "技术参数符合要求", "符合要求"), {"unnamed-standard"}, set()),
    (row("分档标准", "分档标准符合国家助学金管理办法", "符合", "cost"), set(), {"unnamed-standard"}),
    (row("补贴公示", "", "村村公示"), {"universal-quantifier"}, set()),
    (row("月均工资", "月均工资2800元左右", "2800元", "cost"), {"indefinite", "comparator-lost"}, set()),
    (row("验收合格率", "验收合格率100%", "≥98%"), {"value-description-conflict", "comparator-lost"}, set()),
    (row("单套价格", "单套价格控制在1.5万元以内", "≤15000元", "cost"), set(), {"value-description-conflict"}),
    (row("应用教师人数", "应用班级数增加", "≥350人", "social"), {"name-description-conflict"}, set()),
    (row("维护社会稳定", "群众投诉逐年下降", "下降", "social"), {"name-description-conflict"}, {"metric-undefined"}),
    (row("大气环境质量", "改善生态环境", "改善", "ecological"), {"metric-undefined"}, {"name-description-conflict"}),
    (row("患者候诊时间", "", "缩短", "social"), set(), {"metric-undefined"}),
    (row("合格率", "", "≥95%", basis="本单位年初计划安排"), {"self-referential-basis"}, set()),
    (row("合格率", "", "≥95%", basis="上年决算数"), set(), {"self-referential-basis"}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "present", "absent"), SIGNS)
def test_a_flag_stands_on_the_row_it_is_meant_for_and_spares_its_neighbour(
    one: Indicator, present: set[str], absent: set[str]
) -> None:
    found = flags_of(grade_one(one))
    assert present <= found
    assert not absent & found


def test_a_shared_bare_default_is_flagged_as_both() -> None:
    found = flags_of(grade_shared("100按月发放", row("发放人数", "发放人数提高", kind="quantity")))
    assert {"shared-value", "form-default"} <= found


def test_a_shared_text_that_is_no_default_is_shared_only() -> None:
    found = flags_of(grade_shared("33个社区", row("发放人数", "发放人数提高", kind="quantity")))
    assert "shared-value" in found
    assert "form-default" not in found


def test_money_spent_is_an_input_in_any_cell_that_says_so() -> None:
    assert "input-as-target" in flags_of(
        grade_shared("100全额用于培训", row("培训人数", "培训人数提高", kind="quantity"))
    )
    assert "input-as-target" not in flags_of(
        grade_shared("100按月发放", row("培训人数", "培训人数提高", kind="quantity"))
    )


def test_a_shared_number_is_a_candidate_on_the_kind_of_row_it_could_belong_to() -> None:
    cell = "≥5每年办不低于5个领导干部主题培训班"
    assert "rebind-candidate" in flags_of(
        grade_shared(cell, row("培训人员数（名）", "培训人员数提升", kind="quantity"))
    )
    assert "rebind-candidate" not in flags_of(
        grade_shared(cell, row("改善环境", "改善大气污染", kind="ecological"))
    )
    price = "118个教学点，每个教学点2万元"
    assert "rebind-candidate" in flags_of(grade_shared(price, row("补助标准", "补助标准提高", kind="cost")))
    dated = "1补贴于年终考核后发放"
    assert "rebind-candidate" in flags_of(grade_shared(dated, row("发放率", "发放率提高", kind="timeliness")))


def test_a_candidate_prints_the_words_that_occur_nowhere_in_the_project() -> None:
    one = row("校园足球参与学生数", "", "≥500人", "social")
    rows = [one, row("实验室检测能力", "实验室检测能力提高", "提高")]
    lab = project(rows, name="疾控中心实验室能力提升", purpose="用于购置实验室检测设备和试剂。")
    flags = grade_projects([lab], PROFILE)[RowKey("P1", "social", 1)].flags
    assert [flag.saw for flag in flags if flag.key == "misfit-candidate"] == [
        "“校园足球、学生”在项目名称、用途、目标和备注中都没有出现"
    ]


def test_a_metric_about_the_projects_own_thing_is_no_candidate() -> None:
    rows = [row("检测样品合格率", "", "≥95%"), row("项目成本", "", "≤5万元", "cost")]
    lab = project(rows, name="检测样品购置", purpose="用于检测样品。")
    assert "misfit-candidate" not in flags_of(grade_projects([lab], PROFILE)[RowKey("P1", "quality", 1)])


def test_a_candidate_names_the_words_that_the_project_never_uses() -> None:
    rows = [row("城市公交准点率", "", "≥95%"), row("项目成本", "", "≤5万元", "cost")]
    farm = project(rows, name="村级集体经济", purpose="用于扶持壮大村级集体经济，发展特色种植养殖。")
    flags = grade_projects([farm], PROFILE)[RowKey("P1", "quality", 1)].flags
    assert [flag.saw for flag in flags if flag.key == "misfit-candidate"] == [
        "“城市公交准点”在项目名称、用途、目标和备注中都没有出现"
    ]


def test_a_project_that_hardly_says_what_it_is_for_has_no_misfits() -> None:
    bus = row("城市公交准点率", "", "≥95%")
    assert "misfit-candidate" not in flags_of(grade_one(bus, inside="工作经费", purpose=""))


def test_words_that_only_the_project_lacks_are_no_sign_unless_another_project_has_them() -> None:
    reading = row("乡村图书借阅次数", "", "≥500次", "quantity")
    hall = project(
        [reading], name="便民服务中心", purpose="用于便民服务中心窗口设备更新和日常运行维护。", key="P1"
    )
    library = project([], name="乡村图书室", purpose="用于乡村图书室图书采购和图书借阅服务。", key="P2")
    other = project([], name="消防器材", purpose="用于消防器材更新。", key="P2")
    with_library = grade_projects([hall, library], PROFILE)[RowKey("P1", "quantity", 1)]
    assert "misfit-candidate" in flags_of(with_library)
    assert flags_of(grade_projects([hall, other], PROFILE)[RowKey("P1", "quantity", 1)]) <= flags_of(
        with_library
    )


def test_a_metric_about_the_thing_the_project_names_is_no_misfit() -> None:
    talent = row("培训高层次、紧缺和骨干技术人才数量", "", "≥30人", "quantity")
    assert "misfit-candidate" not in flags_of(
        grade_one(talent, inside="人才工作", purpose="用于开展人才引进、人才服务和人才宣传等工作。")
    )


def test_generic_metrics_of_money_and_benefit_are_never_candidates() -> None:
    for name in ("专项资金投入产出效益", "资金成本", "维护社会稳定", "改善生态环境质量", "群众投诉下降率"):
        one = row(name, f"{name}提高", "提高", "social")
        assert "misfit-candidate" not in flags_of(grade_one(one, inside="拍摄微电影", purpose="用于拍摄。"))


def test_a_name_that_was_mended_says_how_it_was_printed() -> None:
    whole = "党组织书记培训班和党务工作者培训班出勤率"
    grade = grade_one(row(whole, whole + "提高", "≥90%", printed="党组织书记培训班和党务工作者培"))
    assert [flag.saw for flag in grade.flags if flag.key == "name-truncated"] == [
        "名称印作“党组织书记培训班和党务工作者培”"
    ]


def test_the_2021_scheme_looks_for_misplaced_rows_among_its_own_kinds() -> None:
    later = load_profile("china-2021")
    heads = row("培训教师人数", "", "≥300人", "economic-cost")
    assert "kind-misplaced" in flags_of(grade_one(heads, profile=later))


def test_a_department_as_a_whole_has_no_purpose_to_be_foreign_to() -> None:
    rows = [row("城市公交准点率", "", "≥95%"), row("项目成本", "", "≤5万元", "cost")]
    whole = replace(project(rows, name="农业农村局", purpose="农业农村工作。"), scope="department")
    assert "misfit-candidate" not in flags_of(grade_projects([whole], PROFILE)[RowKey("P1", "quality", 1)])
