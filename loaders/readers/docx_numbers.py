"""Automatic paragraph numbers of Word, which are printed but stand nowhere in the text.

`（一）`, `1.`, `第三条` before a heading are often made by a list definition; a document read without them
has lost the numbers of its goals.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from loaders.readers.docx_styles import VAL, W, child, whole_number

_LEVELS: Final = 9
_HIGHEST: Final = 32_767
_DIGITS: Final = "零一二三四五六七八九"
_LEGAL: Final = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_CYCLES: Final = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
_ENCLOSED: Final = {
    "decimalEnclosedCircle": 0x2460,
    "decimalEnclosedCircleChinese": 0x2460,
    "decimalEnclosedParen": 0x2474,
    "decimalEnclosedFullstop": 0x2488,
}
_CHINESE: Final = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
    "koreanDigital2",
}


def chinese_number(number: int) -> str:
    """A whole number below ten thousand in Chinese.

    >>> [chinese_number(n) for n in (3, 10, 12, 20, 105, 1010)]
    ['三', '十', '十二', '二十', '一百零五', '一千零一十']
    """
    if not 0 < number < 10_000:
        return str(number)
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + name
        gap = not digit
    return said[1:] if said.startswith("一十") else said


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        said += letters * count
    return said


def printed_number(number: int, form: str) -> str:
    """A number in one of Word's number formats; nothing for bullets."""
    if form in _CHINESE:
        return chinese_number(number)
    if form in _CYCLES:
        cycle = _CYCLES[form]
        return cycle[(number - 1) % len(cycle)]
    if form in _ENCLOSED and 1 <= number <= 20:
        return chr(_ENCLOSED[form] + number - 1)
    ways: dict[str, Callable[[], str]] = {
        "bullet": lambda: "",
        "none": lambda: "",
        "chineseLegalSimplified": lambda: chinese_number(number).translate(_LEGAL),
        "decimalZero": lambda: f"{number:02d}",
        "decimalFullWidth": lambda: "".join(chr(ord(d) + 0xFEE0) for d in str(number)),
        "lowerRoman": lambda: _roman(number),
        "upperRoman": lambda: _roman(number).upper(),
        "lowerLetter": lambda: chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 8),
        "upperLetter": lambda: chr(65 + (number - 1) % 26) * min((number - 1) // 26 + 1, 8),
    }
    return ways.get(form, lambda: str(number))()


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    follows: str = "tab"

    def joined(self, label: str) -> str:
        """The label with what keeps it apart from the text."""
        apart = self.follows != "nothing" and label[-1:].isalnum() and not "\u2460" <= label[-1] <= "\u24ff"
        return f"{label} " if apart else label


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbers:
    """Counts through a document's lists as Word does."""

    def __init__(self, root: etree._Element) -> None:
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, tuple[str, dict[int, int]]] = {}
        self._started: set[tuple[str, int]] = set()
        for element in root.iterchildren(f"{W}abstractNum"):
            levels = {}
            for level in element.iterchildren(f"{W}lvl"):
                levels[whole_number(level.get(f"{W}ilvl"), 0, 0, 8)] = _level(level)
            self._lists[element.get(f"{W}abstractNumId", "")] = _List(levels)
        for element in root.iterchildren(f"{W}num"):
            self._add_use(element)

    def _add_use(self, element: etree._Element) -> None:
        definition = child(element, f"{W}abstractNumId")
        if definition is None:
            return
        starts: dict[int, int] = {}
        for override in element.iterchildren(f"{W}lvlOverride"):
            start = child(override, f"{W}startOverride")
            if start is not None:
                level = whole_number(override.get(f"{W}ilvl"), 0, 0, 8)
                starts[level] = whole_number(start.get(VAL), 1, 0, _HIGHEST)
        self._uses[element.get(f"{W}numId", "")] = (definition.get(VAL, ""), starts)

    def next(self, number: str, depth: int) -> str:
        """The label of the next paragraph of a list, ready to stand before its text; often empty."""
        use = self._uses.get(number)
        found = self._lists.get(use[0]) if use else None
        if use is None or found is None or depth not in found.levels:
            return ""
        level, counters = found.levels[depth], found.counters
        now = counters[depth]
        counters[depth] = level.start if now is None else now + 1
        if depth in use[1] and (number, depth) not in self._started:
            self._started.add((number, depth))
            counters[depth] = use[1][depth]
        counters[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        label = level.text
        for place in range(depth + 1):
            if f"%{place + 1}" in label:
                part = found.levels.get(place, _Level())
                count = counters[place]
                said = printed_number(part.start if count is None else count, part.form)
                label = label.replace(f"%{place + 1}", said)
        return level.joined(label) if label and level.form != "bullet" else ""


def _level(element: etree._Element) -> _Level:
    values = {}
    for tag in ("start", "numFmt", "lvlText", "suff"):
        found = child(element, f"{W}{tag}")
        values[tag] = found.get(VAL) if found is not None else None
    return _Level(
        whole_number(values["start"], 0, 0, _HIGHEST),
        values["numFmt"] or "decimal",
        (values["lvlText"] or "")[:100],
        values["suff"] or "tab",
    )
