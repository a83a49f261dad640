"""Comparing short Chinese texts by runs of signs: what is left out, n-grams, weights, likeness."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

_RUN = re.compile(r"[^\W_]+")
_HIDDEN: Final = "\x00"


class Run(NamedTuple):
    """Signs that stand together in a text, with the offset of the first."""

    text: str
    start: int


def mask(text: str, frame: re.Pattern[str], empty: re.Pattern[str]) -> str:
    """The text with the form's sentences and empty words hidden, every other sign at its old offset."""
    framed = frame.sub(lambda m: _HIDDEN * len(m.group()), text)
    return empty.sub(lambda m: _HIDDEN * len(m.group()), framed)


def find_runs(masked: str) -> list[Run]:
    """The runs of letters and signs in a masked text."""
    return [Run(m.group(), m.start()) for m in _RUN.finditer(masked)]


def count_ngrams(texts: Iterable[str], shortest: int, longest: int) -> Counter[str]:
    """How often each n-gram stands in the runs of these masked texts.

    >>> sorted(count_ngrams(["党员 教育"], 2, 2))
    ['党员', '教育']
    """
    return Counter(
        run.text[at : at + size]
        for text in texts
        for run in find_runs(text)
        for size in range(shortest, longest + 1)
        for at in range(len(run.text) - size + 1)
    )


def inverse_frequencies(bags: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """The smoothed inverse document frequency of every n-gram over these bags."""
    documents = Counter(gram for bag in bags for gram in bag)
    return {gram: math.log((1 + len(bags)) / (1 + count)) + 1.0 for gram, count in documents.items()}


def weigh(bag: Mapping[str, int], weights: Mapping[str, float]) -> dict[str, float]:
    """The bag as a vector of length 1, counts damped; n-grams without a weight are left out."""
    vector = {gram: (1 + math.log(count)) * weights[gram] for gram, count in bag.items() if weights.get(gram)}
    length = math.sqrt(math.fsum(value * value for value in vector.values()))
    return {gram: value / length for gram, value in vector.items()} if length else {}


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two vectors of length 1."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return math.fsum(value * large[gram] for gram, value in small.items() if gram in large)
