"""Words marked inside a text: which stretches of it speak for something."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

Span = tuple[int, int]
_QUOTED: Final = re.compile(r"[“\"]([^”\"]{1,80})[”\"]")


class Piece(NamedTuple):
    """A stretch of a text, marked or not."""

    text: str
    marked: bool


def mark(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text in pieces, the spans being marked; spans that meet become one.

    >>> mark("干部培训班", [(2, 4), (3, 5)])
    (Piece(text='干部', marked=False), Piece(text='培训班', marked=True))
    """
    pieces: list[Piece] = []
    done = 0
    for start, end in _merged(spans, len(text)):
        if start > done:
            pieces.append(Piece(text[done:start], marked=False))
        pieces.append(Piece(text[start:end], marked=True))
        done = end
    if done < len(text) or not pieces:
        pieces.append(Piece(text[done:], marked=False))
    return tuple(pieces)


def _merged(spans: Iterable[Span], length: int) -> list[Span]:
    made: list[Span] = []
    for start, end in sorted((max(start, 0), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def places_of(text: str, words: Iterable[str]) -> list[Span]:
    """Every place where one of the words stands in a text."""
    return [
        (found.start(), found.end()) for word in words if word for found in re.finditer(re.escape(word), text)
    ]


def quoted_words(sentence: str) -> list[str]:
    """The words that a sentence quotes, lists taken apart.

    >>> quoted_words("“信访、投诉”没有出现")
    ['信访', '投诉']
    """
    return [word for quoted in _QUOTED.findall(sentence) for word in _parts(quoted)]


def _parts(quoted: str) -> Sequence[str]:
    return [part for part in quoted.split("、") if part]
