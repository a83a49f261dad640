"""Finds labels in running text, where a narrow cell may have broken them anywhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from loaders.layouts.labels import folded

_LONGEST_BRACKETS = 32


class Found(NamedTuple):
    """A label in a text: what it means, its words as printed, and its place with the colon behind it."""

    field: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Bare:
    """A text without blanks, and where each of its characters stands in the text."""

    text: str
    places: tuple[int, ...]


class LabelFinder:
    """Finds the labels of a table of comparable labels; the longest that fits counts.

    A label begins behind a blank and ends before a blank, a colon or the end; brackets may follow it.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._longest = max(map(len, labels), default=0)

    def find(self, text: str) -> Iterator[Found]:
        """Every label, in order."""
        kept = [(c, n) for n, c in enumerate(text) if not c.isspace()]
        bare = _Bare(folded("".join(c for c, _ in kept)), tuple(n for _, n in kept))
        position = 0
        while position < len(bare.places):
            at = bare.places[position]
            found = self._at(text, bare, position) if not at or text[at - 1].isspace() else None
            if found is None:
                position += 1
                continue
            yield found
            while position < len(bare.places) and bare.places[position] < found.end:
                position += 1

    def _at(self, text: str, bare: _Bare, position: int) -> Found | None:
        for length in range(min(self._longest, len(bare.text) - position), 1, -1):
            field = self._labels.get(bare.text[position : position + length])
            if field is None:
                continue
            for last in self._ends(bare.text, position + length):
                end = bare.places[last - 1] + 1
                if end == len(text) or text[end].isspace() or text[end] in ":：":
                    return Found(
                        field,
                        text[bare.places[position] : end],
                        bare.places[position],
                        _past_colon(text, end),
                    )
        return None

    def _ends(self, bare: str, end: int) -> Iterator[int]:
        """Where a label may end: behind the brackets that follow it, or before them."""
        if bare[end : end + 1] == "(":
            close = bare.find(")", end + 2, end + _LONGEST_BRACKETS)
            if close > 0 and "(" not in bare[end + 1 : close]:
                yield close + 1
        yield end


def _past_colon(text: str, end: int) -> int:
    after = end
    while after < len(text) and text[after].isspace():
        after += 1
    return after + 1 if text[after : after + 1] in {":", "："} else end
