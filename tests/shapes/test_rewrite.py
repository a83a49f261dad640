"""Which wording a row is offered, and that no template ever states a number."""

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapes.profile import load_profile
from shapes.rewrite import BLANK, RowWords, load_templates, propose_rewrite

PROFILE = load_profile()
EXAMPLES = [
    ("T-satisfaction", "beneficiary-satisfaction", "受训学员满意度", "受训学员满意度提高", "受训学员满意度", "≥", "%"),
    ("T-satisfaction-open", "beneficiary-satisfaction", "群众口碑", "群众口碑好", "", "≥", "%"),
    ("T-pay-standard", "cost", "补贴发放标准", "补贴发放标准提高", "补贴发放标准", "＝", "元/人"),
    ("T-cost-standard", "cost", "培训人均费用", "培训人均费用降低", "培训人均费用", "≤", "元/人"),
    ("T-cost-metric-open", "cost", "护林员数量", "护林员数量增加", "", "≤", "元"),
    ("T-cost-total", "cost", "印刷费", "印刷费降低", "印刷费", "≤", "万元"),
    ("T-date", "timeliness", "补助发放", "补助发放及时性提高", "补助发放", "不晚于", "日期"),
    ("T-duration", "quality", "平均办理时间", "平均办理时间缩短", "平均办理时间", "≤", "天"),
    ("T-change", "social", "投诉下降率（%）", "投诉情况减少", "投诉下降率", "≥", "%"),
    ("T-share-adverse", "quality", "系统故障发生率", "系统故障发生率降低", "系统故障发生率", "≤", "%"),
    ("T-share", "quality", "档案合格率", "档案合格率为100%", "档案合格率", "≥", "%"),
    ("T-count-adverse", "quantity", "未按时完成的项目数量", "未按时完成的项目数量减少", "未按时完成的项目数量", "≤", "项"),  # noqa: E501
    ("T-count-down", "quantity", "空编人数", "空编人数减少", "空编人数", "≤", "人"),
    ("T-count", "quantity", "培训人员数（名）", "培训人员数提升", "培训人员数", "≥", "名"),
    ("T-amount-down", "economic", "档案修复费用", "档案修复费用减少", "档案修复费用", "≤", "万元"),
    ("T-amount", "economic", "农户收入", "农户收入增加", "农户收入", "≥", "万元"),
    ("T-input-output", "economic", "投入产出效益", "投入产出效益提高", "", "≥", ""),
    ("T-environment", "ecological", "改善生态环境质量", "改善大气污染情况", "", "≥", ""),
    ("T-efficiency", "social", "提高效率", "显著提高效率", "", "≤", "天"),
    ("T-events", "sustainability", "维护社会稳定", "群众投诉逐年下降", "群众投诉件数", "≤", "件"),
    ("T-slogan", "sustainability", "维护社会稳定", "维护社会稳定安定", "", "≥", ""),
    ("T-work", "quantity", "干部档案数字化", "干部档案数字化完成", "干部档案数字化数量", "≥", ""),
    ("T-property", "social", "培训效果影响程度", "培训效果影响程度提高", "", "≥", "%"),
    ("T-open", "social", "关爱老人", "关爱老人", "", "≥", ""),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=[example[0] for example in EXAMPLES])
def test_a_row_is_offered_the_wording_of_its_template(example: tuple[str, ...]) -> None:
    rule, kind, name, description, *expected = example
    letter = "E" if rule == "T-slogan" else "D"
    offered = propose_rewrite(RowWords(kind, name, description, letter), PROFILE)
    assert (offered.rule, offered.metric, offered.comparator, offered.unit) == (rule, *expected)


def test_every_template_has_an_example_above() -> None:
    assert [entry.id for entry in load_templates().entries] == [example[0] for example in EXAMPLES]


def test_no_template_and_no_hint_holds_a_number() -> None:
    text = files("shapes").joinpath("rewrite_templates.yaml").read_text("utf-8")
    data = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    assert re.findall(r"[0-9０-９]", data) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=[example[0] for example in EXAMPLES])
def test_number_and_source_are_blank_in_every_wording(example: tuple[str, ...]) -> None:
    offered = propose_rewrite(RowWords(example[1], example[2], example[3], "D"), PROFILE)
    assert offered.wording.endswith(f"；数据来源：{BLANK}")
    assert BLANK in offered.wording.removesuffix(f"数据来源：{BLANK}")


def test_a_printed_number_is_not_carried_into_the_proposed_metric() -> None:
    offered = propose_rewrite(RowWords("quality", "出勤率", "出勤率接近于98.5%", "B"), PROFILE)
    assert offered.metric == "出勤率"
    assert not re.search("[0-9]", offered.wording)


def test_a_formula_leaves_the_name_as_the_metric() -> None:
    row = RowWords("quality", "年度核查覆盖率", "实际核查企业数量/应核查企业数量提高", "B")
    assert propose_rewrite(row, PROFILE).metric == "年度核查覆盖率"


def test_an_amount_takes_the_unit_that_its_name_prints() -> None:
    assert propose_rewrite(RowWords("cost", "印刷费（元）", "印刷费降低", "D"), PROFILE).unit == "元"


@given(
    st.sampled_from(
        ["quantity", "quality", "timeliness", "cost", "economic", "beneficiary-satisfaction", "", "未知"]
    ),
    st.text("培训人数率提高降低（）%{}0123及时完成标准成本\n =-+@", max_size=20),
    st.text("培训人数率提高降低（）%{}0123及时完成标准成本/÷\n =-+@", max_size=30),
    st.sampled_from("BDEF"),
)
def test_any_row_is_offered_something(kind: str, name: str, description: str, letter: str) -> None:
    offered = propose_rewrite(RowWords(kind, name, description, letter), PROFILE)
    assert BLANK in offered.wording
    assert offered.hint_zh
    assert offered.hint_en
