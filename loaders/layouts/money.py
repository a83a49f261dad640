"""Printed money: a number and its unit, kept as printed and read as yuan."""

import re
from decimal import Decimal
from typing import Final

YUAN_PER_UNIT: Final = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}

_AMOUNT = re.compile(
    r"\s*(?P<number>[-−]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|[-−]?\d{1,15}(?:\.\d{1,6})?)\s*(?P<unit>[千万亿]?元|百万元)?\s*"
)
_UNIT_LABEL = re.compile(r"单位[:：]?\s*(人民币)?\s*(?P<unit>[千万亿]?元|百万元)")


def unit_label(text: str) -> str:
    """The unit that a label such as `单位：万元` names, or an empty string."""
    if "元" not in text or "单" not in text:
        return ""
    match = _UNIT_LABEL.search("".join(text.split()))
    return match["unit"] if match else ""


def read_money(text: str, unit: str) -> tuple[Decimal | None, str]:
    """Read a cell as yuan: a suffix of its own outranks the table's unit; no number gives None.

    >>> read_money(" 1,110.50 ", "万元"), read_money("28.8万元", "元"), read_money("见附表", "元")
    ((Decimal('11105000.00'), '万元'), (Decimal('288000.0'), '万元'), (None, '元'))
    """
    match = _AMOUNT.fullmatch(text.translate(str.maketrans("０１２３４５６７８９．", "0123456789.")))
    if match is None:
        return None, unit
    unit = match["unit"] or unit
    number = Decimal(match["number"].replace(",", "").replace("，", "").replace("−", "-"))
    return (number * YUAN_PER_UNIT[unit] if unit in YUAN_PER_UNIT else None), unit


_IN_BRACKETS = re.compile(
    r"[（(]\s*(?:(?:金额)?单位[:：]|人民币[:：]?)?\s*(?P<unit>[千万亿]?元|百万元)\s*[）)]"
)


def unit_in_brackets(label: str) -> str:
    r"""The unit of money that a label names in brackets, or an empty string.

    >>> unit_in_brackets("项目资金\n（元）"), unit_in_brackets("预算金额（万元）"), unit_in_brackets("备注")
    ('元', '万元', '')
    """
    match = _IN_BRACKETS.search("".join(label.split()))
    return match["unit"] if match else ""


def raw_yuan(raw: str | float | None, unit: str) -> Decimal | None:
    """Yuan from the number that a spreadsheet stores, which is exact where the shown one is rounded."""
    if not isinstance(raw, (int, float)) or isinstance(raw, bool) or unit not in YUAN_PER_UNIT:
        return None
    number = Decimal(repr(raw))
    return number * YUAN_PER_UNIT[unit] if number.is_finite() else None
