"""How wide words are, without a font at hand: a table of widths that is never too small, wrapping, shortening."""

import re
import unicodedata
from typing import Final

SMALLEST: Final = 14
ELLIPSIS: Final = "…"
_LINE: Final = 1.3
_WIDE: Final = 1.0
_BROAD: Final = 1.2
# Emoji, signs and scripts without a table may be wider than a Chinese character.
_UNKNOWN: Final = 1.4
_BOLD: Final = 1.25
# From here on signs and Chinese characters, which bold faces draw no wider.
_FIRST_SIGN: Final = "\u2000"
# A face without a bold cut is drawn with a wider stroke, once for the whole line.
_BOLDER: Final = 0.12
_MARKS_KEPT: Final = 2
_NOT_XML = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# The widest of DejaVu Sans, Liberation Sans, Noto Sans CJK SC and Zen Hei, in thousandths of an em, from U+0020.
_ASCII: Final = (
    318, 401, 474, 838, 637, 951, 780, 300, 391, 391, 600, 838, 318, 361, 318, 520,
    637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 557,
    1016, 685, 687, 723, 771, 667, 611, 778, 752, 295, 535, 667, 558, 863, 749, 788,
    667, 788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 520, 391, 838, 559,
    606, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 284, 975, 634, 612,
    635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
)  # fmt: skip
_EM_WIDE = re.compile(
    "[\u00a0-\u00c5\u00c7-\u017f\u2010-\u2027\u2032\u2033\u2190-\u2193\u2260-\u2265\u2248\u2460-\u2473"
    "\u25a0-\u25ef\u2e80-\u2fd5\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uffe6\U00020000-\U0003ffff]"
)
# Other letters of Europe: some are wider than a Chinese character, none by more than this.
_BROAD_LETTER = re.compile("[\u00c6\u0180-\u052f\u1e00-\u1fff]")
_ROOMLESS_START: Final = frozenset("，。、；：！？）》」』”’】〕%％…,.;:!?)]}")
_TOKEN = re.compile(r"[!-~\u00c0-\u024f]+\s?|.", re.DOTALL)


def clean(text: str) -> str:
    r"""The words without control and direction characters, in one line, with at most two marks on a letter.

    >>> clean("a\x00b\n\u202ec"), clean("  ")
    ('ab c', '')
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", _NOT_XML.sub("", text)):
        category = unicodedata.category(character)
        marks = marks + 1 if category.startswith("M") else 0
        if character.isspace() or category.startswith("Z"):
            kept.append(" ")
        elif category not in ("Cc", "Cf") and marks <= _MARKS_KEPT:
            kept.append(character)
    return " ".join("".join(kept).split())


def character_width(character: str) -> float:
    """The width of one character in em.

    >>> character_width("国"), character_width("1")
    (1.0, 0.637)
    """
    position = ord(character) - 0x20
    if 0 <= position < len(_ASCII):
        return _ASCII[position] / 1000
    if _EM_WIDE.match(character):
        return _WIDE
    return _BROAD if _BROAD_LETTER.match(character) else _UNKNOWN


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """No less than the width of these words in any of the fonts that the figures name.

    >>> text_width("国1", 100)
    163.7
    """
    factor, stroke = (_BOLD, _BOLDER * size) if bold and text else (1.0, 0.0)
    return stroke + sum(character_width(c) * (factor if c < _FIRST_SIGN else 1.0) for c in text) * size


def is_known(text: str) -> bool:
    """Whether the table has every character; others are held to their room by the drawing itself."""
    return all(character_width(character) != _UNKNOWN for character in text)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The words, cut with an ellipsis where they are wider than the room.

    >>> fit("服务对象满意度", 60, 14), fit("满意度", 60, 14)
    ('服务对…', '满意度')
    """
    if text_width(text, size, bold=bold) <= room:
        return text
    kept = 0
    while kept < len(text) and text_width(text[: kept + 1] + ELLIPSIS, size, bold=bold) <= room:
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


def wrap(text: str, room: float, size: float, lines: int, *, bold: bool = False) -> list[str]:
    """The words in at most so many lines; what is left over is an ellipsis at the end of the last.

    >>> wrap("服务对象满意度", 60, 14, 2), wrap("social benefit", 60, 14, 2)
    (['服务对象', '满意度'], ['social', 'benefit'])
    """
    tokens = _tokens(text, room, size, bold=bold)
    made: list[str] = []
    while tokens and len(made) < lines - 1:
        made.append(_take_line(tokens, room, size, bold=bold))
    rest = "".join(tokens).strip()
    return [*made, fit(rest, room, size, bold=bold)] if rest else made


def wrap_evenly(text: str, room: float, size: float, lines: int) -> list[str]:
    """The words in as many lines as they need, these of much the same length.

    >>> wrap_evenly("服务对象满意度", 90, 14, 2)
    ['服务对象', '满意度']
    """
    best = wrap(text, room, size, lines)
    narrower = room - size
    while len(best) > 1 and narrower >= widest_word(text, size) and not best[-1].endswith(ELLIPSIS):
        tried = wrap(text, narrower, size, lines)
        if len(tried) > len(best) or tried[-1].endswith(ELLIPSIS):
            break
        best, narrower = tried, narrower - size
    return best


def _take_line(tokens: list[str], room: float, size: float, *, bold: bool) -> str:
    line = tokens.pop(0)
    while tokens and text_width((line + tokens[0]).rstrip(), size, bold=bold) <= room:
        line += tokens.pop(0)
    return line.strip()


def _tokens(text: str, room: float, size: float, *, bold: bool) -> list[str]:
    """What a line may not be broken within: words, and characters with the punctuation that follows them."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        follows = token in _ROOMLESS_START or unicodedata.category(token[0]).startswith("M")
        if tokens and follows and text_width(tokens[-1] + token, size, bold=bold) <= room:
            tokens[-1] += token
        elif text_width(token, size, bold=bold) > room:
            tokens.extend(token)
        else:
            tokens.append(token)
    return tokens


def widest_word(text: str, size: float) -> float:
    """The width of the longest part that wrapping would not break, for a column's smallest width."""
    return max((text_width(token.strip(), size) for token in _TOKEN.findall(text)), default=0.0)


def line_height(size: float) -> float:
    """From one line of text to the next."""
    return round(size * _LINE)
