from decimal import Decimal

import pytest

from shapes.arithmetic import ArithmeticCheck, check_amounts
from tests.shapes.graded_rows import project, row

SPEND = "按要求发放"


def checks(purpose: str, budget: str, cell: str = "") -> list[ArithmeticCheck]:
    rows = [row("发放率", "发放率提高", cell), row("发放人数", "发放人数提高", cell, "quantity")]
    return list(check_amounts(project(rows, purpose=purpose, budget=Decimal(budget))))


def test_people_times_days_times_a_daily_price_is_held_against_the_budget() -> None:
    purpose = (
        "初任培训时间不少于12天。2020年录用63名，2021年录用87名，2022年计划招录50人，培训成本约每人每天200元"
    )
    (check,) = checks(purpose, "400000")
    assert check.outcome == "does-not-hold"
    assert check.expression == "(63 + 87 + 50) × 12 × 200 元"
    assert (check.yuan, check.budget_yuan) == (Decimal(480_000), Decimal(400_000))
    assert check.lower_bound
    assert check.words_used == "63名；87名；50人；不少于12天；约每人每天200元"


def test_a_count_times_a_price_in_the_shared_remark_holds() -> None:
    (check,) = checks("", "5250000", "1105个村，1个村5万元，一次性发放到位")
    assert (check.outcome, check.expression) == ("holds", "105 × 5 万元")
    (check,) = checks("用于4个驻村工作队", "320000", "100一个村8万元，共4个村，全额用于驻村工作队")
    assert (check.outcome, check.yuan, check.lower_bound) == ("holds", Decimal(320_000), False)


def test_amounts_below_the_budget_leave_the_rest_unpriced() -> None:
    purpose = "预算数25万元，用于156个站点网络使用费：11.55万；主会场使用专线1.2万。各站点设备维修。"
    (check,) = checks(purpose, "250000")
    assert (check.outcome, check.expression) == ("cannot-say", "11.55 万 + 1.2 万")
    assert check.yuan == Decimal(127_500)


def test_a_sum_that_gives_the_budget_holds() -> None:
    (check,) = checks("培训费3万元，资料费2万元。", "50000")
    assert (check.outcome, check.expression) == ("holds", "3 万元 + 2 万元")


def test_a_sum_above_the_budget_does_not_hold() -> None:
    (check,) = checks("培训费3万元，资料费4万元。", "50000")
    assert check.outcome == "does-not-hold"


def test_products_and_amounts_together_may_give_the_budget() -> None:
    (check,) = checks("60名学员，每人500元，另付场地费2万元。", "50000")
    assert (check.outcome, check.expression) == ("holds", "60 × 500 元 + 2 万元")


def test_people_a_class_times_classes_times_days_is_one_product() -> None:
    (check,) = checks("举办培训班3期，每期60人，每期5天，每人每天300元", "270000")
    assert (check.outcome, check.expression) == ("holds", "60 × 3 × 5 × 300 元")


def test_a_product_that_the_text_writes_out_is_read() -> None:
    (check,) = checks("100人×200元", "20000")
    assert (check.outcome, check.expression) == ("holds", "100 人 × 200 元")


def test_a_lower_bound_below_the_budget_says_nothing_and_one_above_it_does() -> None:
    (below,) = checks("不少于10个村，每村1万元", "200000")
    assert (below.outcome, below.lower_bound) == ("cannot-say", True)
    (above,) = checks("不少于30个村，每村1万元", "200000")
    assert (above.outcome, above.lower_bound) == ("does-not-hold", True)


def test_an_upper_bound_above_the_budget_says_nothing() -> None:
    (check,) = checks("不超过30个村，每村1万元", "200000")
    assert (check.outcome, check.lower_bound) == ("cannot-say", False)


def test_about_leaves_room_for_rounding() -> None:
    (check,) = checks("约100人，每人每天200元，共5天", "105000")
    assert check.outcome == "holds"


def test_a_budget_that_the_prose_repeats_wrongly_is_reported() -> None:
    (check,) = checks("工作经费预算数为30万元，全部为财政资金", "400000")
    assert (check.outcome, check.words_used) == ("does-not-hold", "预算数为30万元")


@pytest.mark.parametrize(
    "purpose",
    [
        "",
        "预算数40万元，用于日常工作。",
        "2022年12月底前完成，第3期",
        "每人每天200元",
        "培训60人",
        "补助标准200元",
    ],
)
def test_words_that_price_nothing_give_no_check(purpose: str) -> None:
    assert checks(purpose, "400000") == []


def test_without_a_budget_there_is_nothing_to_check() -> None:
    assert check_amounts(project([], purpose="60人，每人500元")) == ()
    assert checks("60人，每人500元", "0") == []


def test_a_part_is_not_added_to_its_whole() -> None:
    (check,) = checks("培训160人，其中农民60人，每人500元", "80000")
    assert (check.outcome, check.expression) == ("holds", "160 × 500 元")


def test_a_price_mentioned_in_passing_gives_no_check() -> None:
    assert checks("担任10年以上的每年30元", "400000") == []


def test_people_and_visits_are_not_counted_together() -> None:
    (check,) = checks("60人，300人次，每人500元", "30000")
    assert (check.outcome, check.expression) == ("holds", "60 × 500 元")
