"""Parts the texts of two goal columns that a text layer printed one after the other."""

import re
from collections.abc import Sequence

from loaders.layouts.text_region import Piece

_BLANK = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[。！？”\"]\s*$")
_QUOTED = re.compile(r"[\"“][^\"”“]*[\"”]")


def part_columns(lines: Sequence[Piece]) -> int | None:
    """The index of the line that begins the second column, or None where nothing says it.

    Quoted cells end with their quotation mark; equal texts part in the middle; else the cell on the left ends
    a sentence and has lines of one length, the cell on the right lines of another.
    """
    if len(lines) < 2:
        return None
    return _by_quotes(lines) or _by_repetition(lines) or _by_width(lines)


def _by_quotes(lines: Sequence[Piece]) -> int | None:
    text = "\n".join(line.text for line in lines)
    cells = list(_QUOTED.finditer(text))
    starts = [i for i, line in enumerate(lines) if line.text.lstrip()[:1] in {'"', "“"}]
    if text.count('"') == 4 and len(starts) == 2 and starts[0] == 0:
        return starts[1]
    if len(cells) != 2 or cells[0].start() or text[cells[1].end() :].strip():
        return None
    return next((i for i in starts if i), None)


def _by_repetition(lines: Sequence[Piece]) -> int | None:
    for index in range(1, len(lines)):
        left = _BLANK.sub("", "".join(line.text for line in lines[:index]))
        right = _BLANK.sub("", "".join(line.text for line in lines[index:]))
        if left == right:
            return index
    return None


def _by_width(lines: Sequence[Piece]) -> int | None:
    candidates = [i for i in range(1, len(lines)) if _SENTENCE_END.search(lines[i - 1].text)]
    if not candidates:
        return None
    if len(candidates) == 1:
        return candidates[0]
    return min(candidates, key=lambda i: (_unevenness(lines[:i]) + _unevenness(lines[i:]), i))


def _unevenness(lines: Sequence[Piece]) -> float:
    """How unlike the lengths of full lines are; a line that ends a sentence may be short."""
    full = [len(line.text) for line in lines if not _SENTENCE_END.search(line.text)]
    if not full:
        return 0.0
    widest = max(full)
    return sum((widest - length) ** 2 for length in full) / len(full)
