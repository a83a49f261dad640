"""What a spreadsheet cell shows: its number under its number format, as the published page printed it.

The bare value stays beside it; a format that is not understood shows the number plainly.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite
from typing import Final, NamedTuple

BUILTIN: Final[dict[int, str]] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00",
    44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip


class _Token(NamedTuple):
    kind: str
    text: str


_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]\-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|AM/PM|上午/下午|aaaa?|[eE](?![+-]))|(?P<number>[0#?.,]+)"
    r"|(?P<power>[eE][+-])|(?P<general>General|G/通用格式)|(?P<other>.)",
    re.DOTALL,
)
_SLASH: Final = _Token("literal", "/")
_LONGEST: Final = 400
_ERA: Final = {"1904": datetime(1904, 1, 1), "1900": datetime(1899, 12, 30)}
_LAST_DAY: Final = 2_958_465


@lru_cache(maxsize=1_024)
def _sections(number_format: str) -> tuple[tuple[_Token, ...], ...]:
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(number_format[:_LONGEST]):
        kind = match.lastgroup or "blank"
        text = match[kind] if kind != "blank" else ""
        if kind == "other" and text == ";":
            sections.append([])
        elif kind in {"quoted", "escaped", "currency"}:
            sections[-1].append(_Token("literal", text))
        elif kind == "other":
            sections[-1].append(_Token({"%": "percent", "@": "text"}.get(text, "literal"), text))
        elif kind == "bracket":
            # Colours, conditions and languages change nothing that is read; `[h]` counts hours.
            if text and not text.lower().strip("hms"):
                sections[-1].append(_Token("date", text.lower()))
        elif kind != "blank":
            sections[-1].append(_Token(kind, text))
    return tuple(tuple(section) for section in sections)


def is_date(number_format: str) -> bool:
    """Whether a number under this format shows a date or a time."""
    first = _sections(number_format)[0]
    return any(token.kind == "date" for token in first) and not any(t.kind == "number" for t in first)


def plain(value: float) -> str:
    """A number as the General format shows it, without the noise of binary fractions.

    >>> plain(737.0), plain(0.1 + 0.2), plain(1e300)
    ('737', '0.3', '1E+300')
    """
    if not isfinite(value):
        return str(value)
    number = Decimal(f"{value:.15g}") or Decimal(0)
    if abs(number) >= Decimal("1e21") or (number and abs(number) < Decimal("1e-9")):
        return f"{number.normalize():E}"
    said = f"{number:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def shown(value: float, number_format: str, *, era: str = "1900") -> str:
    """A number as its format shows it.

    >>> shown(1, "0%"), shown(10891.615675, "#,##0.00"), shown(44562, 'yyyy"年"m"月"d"日"')
    ('100%', '10,891.62', '2022年1月1日')
    """
    if number_format in {"", "General", "@"}:
        return plain(value)
    sections = _sections(number_format)
    if is_date(number_format):
        return _shown_date(value, sections[0], era)
    section, sign = _chosen(value, sections)
    if any(token.kind == "general" for token in section):
        return sign + "".join(plain(abs(value)) if t.kind == "general" else t.text for t in section).strip()
    if any(token.kind in {"date", "power"} or token == _SLASH for token in section):
        return plain(value)
    try:
        return _shown_number(abs(Decimal(repr(value))), section, sign)
    except InvalidOperation:
        return plain(value)


def shown_text(text: str, number_format: str) -> str:
    """Text under a format such as `@"万元"`, which adds words around it."""
    if "@" not in number_format or number_format == "@":
        return text
    section = _sections(number_format)[-1]
    if not any(token.kind == "text" for token in section):
        return text
    around = "".join(text if token.kind == "text" else token.text for token in section)
    return around if around.strip() != text.strip() else text


def _chosen(value: float, sections: tuple[tuple[_Token, ...], ...]) -> tuple[tuple[_Token, ...], str]:
    """The section for the sign of the value, and the minus sign where it is still to be written."""
    numeric = [s for s in sections if not any(t.kind == "text" for t in s)] or [sections[0]]
    if value < 0 and len(numeric) > 1:
        return numeric[1], ""
    if value == 0 and len(numeric) > 2:
        return numeric[2], ""
    return numeric[0], "-" if value < 0 else ""


def _shown_number(number: Decimal, section: tuple[_Token, ...], sign: str) -> str:
    pattern = "".join(token.text for token in section if token.kind == "number")
    if not pattern:
        return sign + "".join(token.text for token in section).strip()
    number = number.scaleb(2 * sum(token.kind == "percent" for token in section))
    whole, _, fraction = pattern.partition(".")
    if not fraction:
        scale = len(whole) - len(whole.rstrip(","))
        number, whole = number.scaleb(-3 * scale), whole.rstrip(",")
    digits = _digits(number, whole, fraction.replace(",", ""))
    pieces, written = [], False
    for token in section:
        if token.kind != "number":
            pieces.append(token.text)
        elif not written:
            pieces.append(digits)
            written = True
    return sign + "".join(pieces).strip()


def _digits(number: Decimal, whole: str, fraction: str) -> str:
    if number.adjusted() > 30:
        return plain(float(number))
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    left, _, right = f"{rounded:f}".partition(".")
    left = left.zfill(whole.count("0"))
    if not whole.count("0") and left.strip("0") == "":
        left = ""
    if "," in whole:
        left = f"{int(left):,}" if left else ""
    needed = fraction.rstrip("#?").count("0")
    while len(right) > needed and right.endswith("0"):
        right = right[:-1]
    return f"{left}.{right}" if right else left


def _shown_date(value: float, section: tuple[_Token, ...], era: str) -> str:
    if not 0 <= value <= _LAST_DAY:
        return plain(value)
    # Excel counts a 29 February 1900 that never was.
    day = value + 1 if era == "1900" and value < 60 else value
    moment = _ERA[era] + timedelta(seconds=round(day * 86_400))
    pieces: list[str] = []
    after_hour = False
    for token in section:
        text = token.text.lower()
        if token.kind != "date":
            pieces.append("" if token.kind == "text" else token.text)
            continue
        is_minute = text in {"m", "mm"} and after_hour
        pieces.append(_date_part(moment, text, is_minute=is_minute))
        after_hour = text.startswith("h") or (after_hour and text.startswith("m"))
    return "".join(pieces).strip()


def _date_part(moment: datetime, text: str, *, is_minute: bool) -> str:
    if is_minute:
        return f"{moment.minute:0{len(text)}d}"
    parts = {
        "yyyy": f"{moment.year:04d}",
        "e": str(moment.year),
        "yy": f"{moment.year % 100:02d}",
        "mmm": f"{moment.month}",
        "mmmm": f"{moment.month}",
        "mm": f"{moment.month:02d}",
        "m": str(moment.month),
        "dd": f"{moment.day:02d}",
        "d": str(moment.day),
        "aaa": "一二三四五六日"[moment.weekday()],
        "aaaa": "星期" + "一二三四五六日"[moment.weekday()],
        "hh": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "ss": f"{moment.second:02d}",
        "s": str(moment.second),
    }
    return parts.get(text, "")
