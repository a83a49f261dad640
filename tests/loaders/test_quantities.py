from decimal import Decimal

import pytest

from loaders.plan import Quantity
from loaders.quantities import find_project_quantities, find_quantities
from loaders.values import read_value


def said(text: str) -> list[tuple[str, str, Decimal, str, tuple[str, ...]]]:
    return [(q.words, q.comparator, q.number, q.unit, q.per) for q in find_quantities(text)]


CASES = [
    ("时间不少于12天", [("不少于12天", "at-least", "12", "天", ())]),
    ("培训成本约每人每天200元", [("约每人每天200元", "about", "200", "元", ("人", "天"))]),
    ("按照每人每月750元标准", [("每人每月750元", "unspecified", "750", "元", ("人", "月"))]),
    ("200元/人/天", [("200元/人/天", "unspecified", "200", "元", ("人", "天"))]),
    ("650元每生每年", [("650元每生每年", "unspecified", "650", "元", ("生", "年"))]),
    ("人均200元", [("人均200元", "unspecified", "200", "元", ("人",))]),
    ("每村工作经费5万元", [("每村工作经费5万元", "unspecified", "5", "万元", ("村",))]),
    ("每个教学点2万元", [("每个教学点2万元", "unspecified", "2", "万元", ("教学点",))]),
    (
        "105个村，1个村5万元",
        [("105个村", "unspecified", "105", "个村", ()), ("1个村5万元", "unspecified", "5", "万元", ("村",))],
    ),
    ("网络使用费：11.55万；", [("11.55万", "unspecified", "11.55", "万", ())]),
    ("预算数25万元", [("预算数25万元", "unspecified", "25", "万元", ())]),
    ("担任10年以上村党组织书记", [("10年以上", "at-least", "10", "年", ())]),
    ("50余人次", [("50余人次", "about", "50", "人次", ())]),
    ("覆盖率达百分之九十五", [("达百分之九十五", "at-least", "95", "%", ())]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_quantity_keeps_its_words_comparator_unit_and_divisor(
    text: str, expected: list[tuple[str, str, str, str, tuple[str, ...]]]
) -> None:
    assert said(text) == [(w, c, Decimal(n), u, p) for w, c, n, u, p in expected]


@pytest.mark.parametrize(
    "text",
    ["2022年新录用公务员", "《公务员培训规定》第12条", "〔2021〕101号文件", "十九届六中全会", "“4+2+3”产业体系",
     "三会一课、一助一", "3月底前", "一次性发放", "一批高端人才", "两个维护", "签约仪式", "百名人才"],
)  # fmt: skip
def test_dates_titles_and_set_phrases_are_no_quantities(text: str) -> None:
    assert said(text) == []


def test_a_written_product_is_marked_by_its_sign() -> None:
    assert [q.words for q in find_quantities("100人×200元")] == ["100人", "×200元"]


def test_the_remark_of_a_shared_cell_counts_on_behind_the_purpose() -> None:
    found = find_project_quantities("用于4个村", read_value("100一个村8万元，共4个村")[0])
    assert [(q.words, q.start) for q in found] == [("4个村", 2), ("一个村8万元", 6), ("共4个村", 13)]


def test_a_project_without_a_shared_cell_has_the_quantities_of_its_purpose() -> None:
    assert find_project_quantities("培训60人", None) == (
        Quantity("60人", 2, "unspecified", Decimal(60), "人"),
    )
