"""Value cells read as `comparator? number unit? remark`, with every reading that the words allow.

The export joined three form fields without a sign between them, so a cell such as `1105个村，…` can be cut in
more than one place. All readings are kept, best first; which one is right is decided by grammar, then by the
arithmetic of the project, and where neither helps it stays open.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from loaders.numerals import NUMERAL, read_number
from loaders.plan import Quantity, Reading
from loaders.quantities import Span, find_quantities, scan_numbers
from loaders.units import (
    COMPARATOR,
    DATE,
    NO_QUANTITY,
    NUMBER,
    RANGE_MARK,
    RANGE_SIGN,
    SUFFIX,
    UNIT,
    UNIT_BEGINS,
    comparator_key,
    joined_key,
    suffix_key,
)

_VALUE: Final = f"(?:{NUMBER}|{NUMERAL}(?=[余多]?{UNIT_BEGINS}))"


# These take long to compile, and most commands read no document: each is compiled when it is first needed.
@cache
def _head() -> re.Pattern[str]:
    return re.compile(
        f"(?P<comp>\\s*(?:{COMPARATOR})?)(?!{NO_QUANTITY}|{DATE})"
        f"(?P<num>{_VALUE}(?:(?:{UNIT})?\\s*{RANGE_SIGN}\\s*{_VALUE})?[余多]?\\+?\\s*)(?P<unit>{UNIT})?(?P<suffix>{SUFFIX})?"
    )


@cache
def _both_ends() -> re.Pattern[str]:
    # It has to match all of the words, and a numeral needs its unit behind it: the second value is a number.
    return re.compile(f"({_VALUE})(?:{UNIT})?\\s*{RANGE_SIGN}\\s*({NUMBER})")


# Comparators that mean something without a number: 不低于上年度水平, 全部完成.
_WORDS_ONLY: Final = re.compile(
    r"\s*(?:不[得能]?(?:低于|少于|小于|高于|超过|大于|多于)|[≥≧⩾≤≦⩽＞＜><]=?|[=＝]|高于|低于|超过|大于|小于|少于|全部|控制在)\s*"
)
_FUSED: Final = re.compile(r"[0-9]{2,6}")
# What may follow the unit where a clerk's sentence was joined to the digits: a noun, not a mark or `以上`.
_SENTENCE: Final = re.compile(f"(?!{SUFFIX})[一-龥（(“《]")
_PERCENT_SIGNS: Final = ("%", "％", "﹪", "‰")


@lru_cache(maxsize=4096)
def read_value(text: str) -> tuple[Reading, ...]:
    """All readings of a value cell, best first by grammar alone; an empty cell has none.

    >>> [(r.number_text, r.remark) for r in read_value("33个社区全额发放到位")]
    [('33', '社区全额发放到位'), ('3', '3个社区全额发放到位')]
    """
    if not text.strip():
        return ()
    head = _head().match(text)
    number = _head_number(head) if head else None
    if not head or number is None:
        return (_within_sentence(text),)
    first = _from_head(text, head, *number)
    return first, *_other_cuts(first)


def _head_number(head: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
    words = head["num"].strip()
    both = _both_ends().fullmatch(words) if RANGE_MARK.search(words) else None
    if both:
        lower, upper = read_number(both[1]), read_number(both[2])
        return (lower, upper) if lower is not None and upper is not None else None
    number = read_number(words)
    return None if number is None else (number, None)


def _from_head(text: str, head: re.Match[str], number: Decimal, upper: Decimal | None) -> Reading:
    key = joined_key(comparator_key(head["comp"]), suffix_key(head["suffix"] or ""))
    words = head["num"].strip()
    if "余" in words or "多" in words:
        key = "about"
    elif "+" in words:
        key = "at-least"
    if key == "range":
        number, upper = -number, number
    elif upper is not None:
        key = "about" if key == "about" else "range"
    unit = head["unit"] or ""
    end = head.end("num") + len(unit)
    return Reading(key, head["comp"], number, upper, head["num"], unit, text[end:], "V-form")


def _other_cuts(first: Reading) -> list[Reading]:
    """The readings in which the clerk's sentence began with the last digits: `1105个村` as 1 | 105个村."""
    digits = first.number_text
    if first.number_end is not None or not _FUSED.fullmatch(digits) or not _SENTENCE.match(first.remark):
        return []
    if not first.unit_text or first.unit_text in _PERCENT_SIGNS:
        return []
    rest = first.unit_text + first.remark
    return [
        Reading(
            comparator_key(first.comparator_text), first.comparator_text, Decimal(digits[:cut]), None, digits[:cut],
            "", digits[cut:] + rest, "V-fused",
        )
        for cut in range(1, len(digits))
        if digits[cut] != "0"
    ]  # fmt: skip


def _within_sentence(text: str) -> Reading:
    """A cell that does not begin with its number: the first number of the sentence, or words alone."""
    for span in scan_numbers(text):
        return _from_span(text, 0, span, "V-sentence")
    words = _WORDS_ONLY.match(text)
    if words and words.end() < len(text):
        return Reading(
            comparator_key(words.group()), words.group(), None, None, "", "", text[words.end() :], "V-words"
        )
    return Reading("unspecified", "", None, None, "", "", text, "V-words")


def _from_span(text: str, start: int, span: Span, rule: str) -> Reading:
    after = span.number_start + len(span.number_text)
    unit_end = after + len(span.unit) if text.startswith(span.unit, after) else after
    return Reading(
        span.comparator, text[start : span.number_start], span.number, span.number_end,
        span.number_text, text[after:unit_end], text[unit_end:], rule,
    )  # fmt: skip


def choose_reading(
    readings: Sequence[Reading], quantities: Sequence[Quantity], budget_yuan: Decimal | None
) -> tuple[Reading, ...]:
    """The readings with the right one first, where the project's arithmetic or its own text decides it.

    A reading whose counts times prices give the budget wins (`V-arithmetic`); else one whose number and unit
    the project's text states as well (`V-purpose`). Where neither helps, the order of the grammar stays.
    """
    if len(readings) < 2:
        return tuple(readings)
    for rule, holds in (
        ("V-arithmetic", [budget_yuan is not None and _gives(reading, budget_yuan) for reading in readings]),
        ("V-purpose", [_stated(reading, quantities) for reading in readings]),
    ):
        if sum(holds) == 1:
            chosen = holds.index(True)
            rest = [reading for place, reading in enumerate(readings) if place != chosen]
            return readings[chosen]._replace(rule=rule), *rest
    return tuple(readings)


def _gives(reading: Reading, budget_yuan: Decimal) -> bool:
    text = reading.remark if reading.rule == "V-fused" else reading.joined()
    found = find_quantities(text)
    counts = [q for q in found if not q.per and not q.unit.endswith(("元", "万"))]
    return any(
        price.number * _YUAN.get(price.unit, Decimal(1)) * count.number == budget_yuan
        for price in found
        if len(price.per) == 1 and price.unit.endswith("元")
        for count in counts
        if count.unit.endswith(price.per[0])
    )


_YUAN: Final = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}


def _stated(reading: Reading, quantities: Sequence[Quantity]) -> bool:
    text = reading.remark if reading.rule == "V-fused" else reading.joined()
    own = find_quantities(text)[:1]
    return any(q.number == o.number and q.unit == o.unit for o in own for q in quantities)


_ANY_NUMBER: Final = re.compile("[0-9０-９〇零一二两三四五六七八九十百千万亿]")
_SHARE_WORDS: Final = re.compile("(?<![效频])率(?![先领])|比例|占|满意|[%％]")
_COUNT_NAME: Final = re.compile("[数量次]$|人次|数量|[人个次期场户]数")
_NAME_UNIT: Final = re.compile("[(（]\\s*([^()（）]{1,6})\\s*[)）]")


@lru_cache(maxsize=8192)
def read_own_target(description: str, name: str) -> Reading | None:
    """The target that a row's own description states, from its comparator to the end of the text, or None.

    >>> read_own_target("各项任务完成及时率100%", "各项任务完成及时率（%）").number_text
    '100'
    """
    if not _ANY_NUMBER.search(description):
        return None
    share = bool(_SHARE_WORDS.search(name)) or (
        bool(_SHARE_WORDS.search(description)) and not _COUNT_NAME.search(name)
    )
    bracket = _NAME_UNIT.search(name)
    spans = [span for span in scan_numbers(description) if _may_be_target(description, span)]
    if not spans:
        return None
    best = max(spans, key=lambda span: (_fit(span, share, bracket[1] if bracket else ""), -span.start))
    start = best.number_start - len(best.comparator_text)
    return _from_span(description, start, best, "V-description")


def _may_be_target(text: str, span: Span) -> bool:
    """A number without unit and comparator is a target only where it ends its clause."""
    if span.unit == "年" and span.comparator == "unspecified" and not span.number_text.strip().isdigit():
        return False  # 九年义务教育, 三年行动: a name, not a target
    if span.unit or span.noun or span.comparator != "unspecified" or span.number_text.startswith("百分之"):
        return True
    return span.number_text.isdigit() and text[span.end : span.end + 1] in ("", "，", "。", "；", ",", ";")


def _fit(span: Span, share: bool, name_unit: str) -> tuple[bool, bool, bool]:
    percent = any(sign in span.unit for sign in "%％‰") or span.number_text.startswith("百分之")
    return (percent == share, bool(name_unit) and span.unit == name_unit, span.comparator != "unspecified")
