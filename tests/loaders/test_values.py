from decimal import Decimal

import pytest

from loaders.quantities import find_quantities
from loaders.values import choose_reading, read_own_target, read_value

CELLS = [
    # text, comparator, number, number_end, number_text, unit, remark
    ("≥12个", "at-least", "12", None, "12", "个", ""),
    ("≧95%", "at-least", "95", None, "95", "%", ""),
    (">=90%", "at-least", "90", None, "90", "%", ""),
    ("＞＝5", "at-least", "5", None, "5", "", ""),
    ("＞92%", "more-than", "92", None, "92", "%", ""),
    ("<3次", "less-than", "3", None, "3", "次", ""),
    ("≤525万元", "at-most", "525", None, "525", "万元", ""),
    ("=100.00(%)", "equal", "100.00", None, "100.00", "(%)", ""),
    ("＝100％", "equal", "100", None, "100", "％", ""),
    ("≥90.00(%)", "at-least", "90.00", None, "90.00", "(%)", ""),
    ("985米", "unspecified", "985", None, "985", "米", ""),
    ("２０个", "unspecified", "20", None, "２０", "个", ""),
    ("１００％", "unspecified", "100", None, "１００", "％", ""),
    ("1,234.5元", "unspecified", "1234.5", None, "1,234.5", "元", ""),
    ("1.2万人次", "unspecified", "12000", None, "1.2万", "人次", ""),
    ("50万", "unspecified", "500000", None, "50万", "", ""),
    ("3亿元", "unspecified", "3", None, "3", "亿元", ""),
    ("5-8期", "range", "5", "8", "5-8", "期", ""),
    ("5至8个", "range", "5", "8", "5至8", "个", ""),
    ("5～8", "range", "5", "8", "5～8", "", ""),
    ("85—90%", "range", "85", "90", "85—90", "%", ""),
    ("5%-8%", "range", "5", "8", "5%-8", "%", ""),
    ("控制在100-120万元", "range", "100", "120", "100-120", "万元", ""),
    ("±3%以内", "range", "-3", "3", "3", "%", "以内"),
    ("百分之九十五以上", "at-least", "95", None, "百分之九十五", "", "以上"),
    ("十二个", "unspecified", "12", None, "十二", "个", ""),
    ("不少于三十期", "at-least", "30", None, "三十", "期", ""),
    ("两次", "unspecified", "2", None, "两", "次", ""),
    ("95%以上", "at-least", "95", None, "95", "%", "以上"),
    ("10天内", "at-most", "10", None, "10", "天", "内"),
    ("控制在4.5%以内", "at-most", "4.5", None, "4.5", "%", "以内"),
    ("约500人", "about", "500", None, "500", "人", ""),
    ("50余人", "about", "50", None, "50余", "人", ""),
    ("力争达到95%以上", "about", "95", None, "95", "%", "以上"),
    ("接近100%", "about", "100", None, "100", "%", ""),
    ("3200户左右", "about", "3200", None, "3200", "户", "左右"),
    ("不得低于85%", "at-least", "85", None, "85", "%", ""),
    ("提高到42%", "at-least", "42", None, "42", "%", ""),
    ("≥190元每人每月", "at-least", "190", None, "190", "元每人每月", ""),
    ("300元/人·月", "unspecified", "300", None, "300", "元/人·月", ""),
    ("320万头（只）", "unspecified", "3200000", None, "320万", "头（只）", ""),
    ("1600人、200人", "unspecified", "1600", None, "1600", "人", "、200人"),
    ("≤7个工作日", "at-most", "7", None, "7", "个工作日", ""),
    ("100（人）", "unspecified", "100", None, "100", "（人）", ""),
    (" 100 ", "unspecified", "100", None, "100 ", "", ""),
    ("0", "unspecified", "0", None, "0", "", ""),
    # a clerk's sentence behind the number is a remark, not a unit
    ("100按月按要求发放补贴", "unspecified", "100", None, "100", "", "按月按要求发放补贴"),
    ("≥5每年办不低于5个主题培训班", "at-least", "5", None, "5", "", "每年办不低于5个主题培训班"),
    ("100人才工作经费", "unspecified", "100", None, "100", "", "人才工作经费"),
    ("100项目支出", "unspecified", "100", None, "100", "", "项目支出"),
    ("100一个村8万元，共4个村", "unspecified", "100", None, "100", "", "一个村8万元，共4个村"),
]


@pytest.mark.parametrize(
    ("text", "comparator", "number", "end", "number_text", "unit", "remark"), CELLS, ids=[c[0] for c in CELLS]
)
def test_a_cell_is_read_as_comparator_number_unit_and_remark(
    text: str, comparator: str, number: str, end: str | None, number_text: str, unit: str, remark: str
) -> None:
    reading = read_value(text)[0]
    assert reading.comparator == comparator
    assert reading.number == Decimal(number)
    assert reading.number_end == (Decimal(end) if end else None)
    assert (reading.number_text, reading.unit_text, reading.remark) == (number_text, unit, remark)
    assert reading.joined() == text


@pytest.mark.parametrize(
    "text",
    ["2022年12月底前", "12月底前完成", "第3期", "2022-12-31", "≤2022年12月", "3月", "二〇二二年", "及时",
     "一次性发放",
     "《关于印发100项清单的通知》", "〔2021〕101号", "三会一课", "一批", "第二季度",
     "每月15日前", "1:1", "1." + "完成"],
)  # fmt: skip
def test_dates_ordinals_titles_and_set_phrases_are_no_number(text: str) -> None:
    assert [reading.number for reading in read_value(text)] == [None]


def test_a_comparator_without_a_number_is_kept() -> None:
    reading = read_value("不低于上年度水平")[0]
    assert (reading.comparator, reading.comparator_text, reading.number) == ("at-least", "不低于", None)
    assert read_value("全部完成")[0].comparator == "all"


def test_a_number_within_a_sentence_is_found() -> None:
    reading = read_value("培训人数不少于500人")[0]
    assert (reading.comparator, reading.number, reading.unit_text) == ("at-least", Decimal(500), "人")
    assert reading.rule == "V-sentence"


def test_an_empty_cell_has_no_reading() -> None:
    assert read_value("") == read_value(" \n") == ()


def test_all_ways_to_cut_fused_digits_are_kept() -> None:
    found = [(r.number_text, r.remark[:4]) for r in read_value("1105个村，1个村5万元")]
    assert found == [("1105", "村，1个"), ("1", "105个"), ("110", "5个村，")]


def test_a_number_with_its_unit_alone_is_not_cut() -> None:
    assert len(read_value("≥12个")) == len(read_value("95%以上")) == len(read_value("1600人、200人")) == 1


def test_arithmetic_decides_where_the_digits_are_cut() -> None:
    text = "1105个村，1个村5万元，一次性发放到位"
    chosen = choose_reading(read_value(text), (), Decimal(5_250_000))
    assert (chosen[0].number_text, chosen[0].remark) == ("1", "105个村，1个村5万元，一次性发放到位")
    assert chosen[0].rule == "V-arithmetic"
    assert {reading.number_text for reading in chosen} == {"1", "110", "1105"}


def test_the_purpose_decides_where_it_states_the_same_count() -> None:
    readings = read_value("33个社区全额发放到位")
    chosen = choose_reading(readings, find_quantities("用于全区3个社区党建"), None)
    assert (chosen[0].number_text, chosen[0].rule) == ("3", "V-purpose")


def test_without_evidence_the_cut_stays_undecided() -> None:
    readings = read_value("33个社区全额发放到位")
    assert choose_reading(readings, (), Decimal(6_300_000)) == readings
    assert [reading.number_text for reading in readings] == ["33", "3"]


OWN = [
    ("各项任务完成及时率100%", "各项任务完成及时率（%）", "unspecified", "100", "%"),
    ("农村社区综合服务设施覆盖率为100%", "覆盖率", "equal", "100", "%"),
    ("出勤率\n接近于100%", "出勤率", "about", "100", "%"),
    ("外出培训开支较上年下降不低于10%", "降低外出培训开支", "at-least", "10", "%"),
    ("2022年培训干部500人次，满意率95%以上", "培训人次", "unspecified", "500", "人次"),
    ("2022年培训干部500人次，满意率95%以上", "培训满意率", "at-least", "95", "%"),
    ("培训人数500", "培训人数", "unspecified", "500", ""),
    ("单套设备价格控制在1.5万元以内", "设备价格", "at-most", "1.5", "万元"),
    ("每学期开展安全演练不少于两次", "演练频次", "at-least", "2", "次"),
]


@pytest.mark.parametrize(("description", "name", "comparator", "number", "unit"), OWN)
def test_a_description_states_its_own_target(
    description: str, name: str, comparator: str, number: str, unit: str
) -> None:
    own = read_own_target(description, name)
    assert own is not None
    assert (own.comparator, own.number, own.unit_text) == (comparator, Decimal(number), unit)
    assert description.endswith(own.joined())


@pytest.mark.parametrize(
    "description",
    [
        "补助发放人数符合文件规定",
        "落实“三会一课”制度",
        "12月底前完成",
        "九年义务教育巩固率提高",
        "签约一批智力项目",
        "第3期培训班按时开班",
    ],
)
def test_a_description_without_a_target_gives_none(description: str) -> None:
    assert read_own_target(description, "指标") is None
