"""Numbers as Chinese forms print them: half- and full-width digits, numerals, scales, fractions."""

import re
from decimal import Decimal
from typing import Final

_WIDE: Final = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS: Final = {"十": 10, "百": 100, "千": 1000}
_SCALES: Final = {"万": 10_000, "亿": 100_000_000}

_D: Final = "[0-9０-９]"
# Longer runs of digits are account numbers or noise, never a target.
_LONGEST: Final = 18
PLAIN: Final = (
    rf"(?<![0-9０-９.．])(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?!{_D})|{_D}{{1,{_LONGEST}}}(?!{_D}))"
    rf"(?:[.．]{_D}{{1,12}}(?!{_D}))?"
)
NUMERAL: Final = "[零〇一二两三四五六七八九十百千万亿]{1,12}"
SCALE: Final = "(?:[百千]?[万亿]|千)"


def read_digits(text: str) -> Decimal:
    """The value of a printed number in digits of either width, with or without thousands signs.

    >>> read_digits("１,２００．５")
    Decimal('1200.5')
    """
    return Decimal(text.translate(_WIDE).replace(",", ""))


def read_numeral(text: str) -> Decimal | None:
    """The value of a Chinese numeral, or None where the characters form none.

    >>> read_numeral("一百零五"), read_numeral("两千三"), read_numeral("十二万")
    (Decimal('105'), Decimal('2300'), Decimal('120000'))
    """
    if text in ("百", "千", "万", "亿"):
        return None  # 百姓, 千方百计, 万众: no count of anything
    total = section = digit = 0
    last_step = 0
    pending = False
    for character in text:
        if character in _DIGITS:
            if pending and digit:
                return None
            digit, pending = _DIGITS[character], True
        elif character in _STEPS:
            last_step = _STEPS[character]
            section += (digit if pending else 1) * last_step
            digit, pending = 0, False
        else:
            total = (total + section + digit) * _SCALES[character]
            last_step = _SCALES[character]
            section = digit = 0
            pending = False
    if pending and last_step > 10 and digit and "零" not in text and "〇" not in text:
        digit *= last_step // 10
    return Decimal(total + section + digit)


def scale_factor(text: str) -> int:
    """What a scale after digits multiplies by: `万` gives 10,000, `千万` ten million.

    >>> scale_factor("千万")
    10000000
    """
    factor = 1
    for character in text:
        factor *= _STEPS.get(character) or _SCALES[character]
    return factor


def read_number(text: str) -> Decimal | None:
    """The value of digits, digits with a scale, a numeral or a fraction; None where it is none of them.

    >>> read_number("1.2万"), read_number("三分之二") is not None, read_number("百分之九十五")
    (Decimal('12000.0'), True, Decimal('95'))
    """
    compact = re.sub(r"\s", "", text).rstrip("余多来+＋")
    if "分之" in compact:
        below, _, above = compact.partition("分之")
        share = read_number(above)
        if below == "百":
            return share
        whole = read_number(below)
        return _divide(share, whole)
    if "/" in compact or "／" in compact:
        above, _, below = compact.replace("／", "/").partition("/")
        return _divide(read_number(above), read_number(below))
    match = re.fullmatch(rf"({PLAIN})({SCALE})?", compact)
    if match:
        scale = match.group(2)
        return read_digits(match.group(1)) * (scale_factor(scale) if scale else 1)
    if re.fullmatch(NUMERAL, compact):
        return read_numeral(compact)
    return None


def _divide(above: Decimal | None, below: Decimal | None) -> Decimal | None:
    return above / below if above is not None and below else None
