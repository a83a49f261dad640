"""From characters with boxes to lines, and from lines to the text that was broken to fit a width.

A PDF keeps no paragraphs. Where the next word would have fitted on the line before, the writer broke the
line; where it would not, the program did, and the pieces belong together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from loaders.readers.pdf_page import Char

_OPENERS: Final = frozenset("（(《〈“‘【〔［[{「『$￥¥")
_CLOSERS: Final = frozenset("）)》〉”’】〕］]}」』，。、；：？！,.;:?!%％‰℃…—·")
_QUOTES: Final = frozenset("“”‘’\"'")
_WORD_GAP: Final = 0.25
_COLUMN_GAP: Final = 1.0
_SAME_LINE: Final = 0.4
_SLACK: Final = 0.15


@dataclass(slots=True)
class Line:
    """A line of text with its box and the page it stands on."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    page: int = 0
    chars: tuple[Char, ...] = ()

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def first_word_width(self) -> float:
        """The width of what cannot be parted at the start of the line, as line breaking goes."""
        end, chars = _word_end(self.chars, 0), self.chars
        # A curved quotation mark is parted from neither side, so it ties two words into one.
        while end < len(chars) and (chars[end].text in _QUOTES or chars[end - 1].text in _QUOTES):
            end = _word_end(chars, end)
        return chars[end - 1].x1 - self.x0 if end else 0.0


def _word_end(chars: Sequence[Char], start: int) -> int:
    """The end of the word at a place: a run of Latin letters and digits, or one other character."""
    end = start
    while end < len(chars) and chars[end].text in _OPENERS:
        end += 1
    first = end
    while end < len(chars) and _is_latin(chars[end].text):
        end += 1
    if end == first and end < len(chars):
        end += 1
    while end < len(chars) and chars[end].text in _CLOSERS:
        end += 1
    return end


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "-_/.+&@")


def lines_of(chars: Iterable[Char], page: int) -> list[Line]:
    """Characters as lines from top to bottom."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: (c.base, c.x0)):
        if lines and char.base - lines[-1][0].base <= _SAME_LINE * max(char.bottom - char.top, 4.0):
            lines[-1].append(char)
        else:
            lines.append([char])
    return [line for row in lines if (line := _line(row, page)) is not None]


def _line(row: list[Char], page: int) -> Line | None:
    row.sort(key=lambda c: c.x0)
    kept = _trimmed(row)
    if not kept:
        return None
    pieces: list[str] = []
    for index, char in enumerate(kept):
        if index and _is_parted(kept[index - 1], char):
            pieces.append(" ")
        pieces.append(char.text)
    return Line(
        "".join(pieces),
        kept[0].x0,
        min(c.top for c in kept),
        max(c.x1 for c in kept),
        max(c.bottom for c in kept),
        kept[0].base,
        page,
        tuple(kept),
    )


def _trimmed(row: list[Char]) -> list[Char]:
    start, end = 0, len(row)
    while start < end and not row[start].text.strip():
        start += 1
    while end > start and not row[end - 1].text.strip():
        end -= 1
    # Bold is sometimes printed as the same character twice, a hair apart.
    return [
        char
        for index, char in enumerate(row[start:end], start=start)
        if index == start or not _is_double(row[index - 1], char)
    ]


def _is_double(before: Char, char: Char) -> bool:
    return before.text == char.text and abs(before.x0 - char.x0) < 0.2 * max(char.x1 - char.x0, 1.0)


def _is_parted(before: Char, char: Char) -> bool:
    gap = char.x0 - before.x1
    height = max(char.bottom - char.top, 4.0)
    if not before.text.strip() or not char.text.strip():
        return False
    if gap > _COLUMN_GAP * height:
        return True
    return gap > _WORD_GAP * height and _is_latin(before.text) and _is_latin(char.text)


def breaks_after(line: Line, following: Line, available: float) -> bool:
    """Whether the writer broke the line: the next word would still have fitted."""
    # Programs keep a little space between Chinese and Latin characters that no box shows.
    return line.width + following.first_word_width() <= available - _SLACK * line.height


def joined(before: str, after: str) -> str:
    """Two pieces of a text that a program parted at a line end."""
    ends, starts = before[-1:], after[:1]
    parted = ends.isascii() and starts.isascii() and ends.isalpha() and starts.isalpha()
    return f"{before} {after}" if parted else before + after


def flowed(lines: Sequence[Line], available: float) -> str:
    """Lines of one cell or box as text: broken where the writer broke it."""
    text = ""
    for index, line in enumerate(lines):
        if not index:
            text = line.text
        elif breaks_after(lines[index - 1], line, available):
            text = f"{text}\n{line.text}"
        else:
            text = joined(text, line.text)
    return text
