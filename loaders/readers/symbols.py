"""Symbol fonts: what Word stores as a code in Symbol or Wingdings, as the Unicode character people see."""

import re
from itertools import islice
from typing import Final

_SYMBOL_LOW: Final = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH: Final = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\uf8ff〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_SYMBOL: Final = {0x20 + i: c for i, c in enumerate(_SYMBOL_LOW)} | {
    0xA0 + i: c for i, c in enumerate(_SYMBOL_HIGH)
}
_WINGDINGS: Final = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA1: "○",
    0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + i: chr(0x2460 + i) for i in range(10)}, **{0x8C + i: chr(0x2776 + i) for i in range(10)},
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x30: "□", 0xA3: "□", 0x97: "•",
    **{0x6A + i: chr(0x2460 + i) for i in range(10)},
}  # fmt: skip
_FONTS: Final = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}

UNKNOWN: Final = "\ufffd"
PRIVATE: Final = re.compile("[\uf020-\uf0ff]")


def symbol(font: str, code: int) -> str:
    """The character that a code of a symbol font shows; U+FFFD where neither font nor code is known.

    >>> symbol("Symbol", 0xF0B3)
    '≥'
    """
    low = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    found = _FONTS.get(font.strip().lower(), {}).get(low)
    if found:
        return found
    # An ordinary font: w:sym then names the character itself.
    if 0x20 <= code < 0xD800 or 0xF900 <= code <= 0x10FFFF:
        return chr(code)
    return UNKNOWN


def unsymbolled(text: str, font: str = "Symbol") -> str:
    r"""Text whose private-use characters U+F020–U+F0FF stand for a symbol font, as people see it.

    >>> unsymbolled("\uf0b395%")
    '≥95%'
    """
    table = font if font.strip().lower() in _FONTS else "Symbol"
    return PRIVATE.sub(lambda found: symbol(table, ord(found[0])), text)


def has_private_use(pieces: list[str], start: int = 0) -> bool:
    """Whether any piece from `start` on holds a code of a symbol font."""
    return any(PRIVATE.search(piece) for piece in islice(pieces, start, None))
