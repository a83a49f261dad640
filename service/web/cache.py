"""Answers that were given before, kept until the store changes or room is needed."""

from collections import OrderedDict
from typing import Final, Generic, TypeVar

_LARGEST_SHARE: Final = 16
_OVERHEAD: Final = 500
_MOST_SEEN: Final = 20_000

Kept = TypeVar("Kept")


class AnswerCache(Generic[Kept]):
    """Least recently used answers of one version of the store, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._version = ""
        self._kept: OrderedDict[object, tuple[Kept, int]] = OrderedDict()
        self._seen: set[int] = set()
        self._seen_earlier: set[int] = set()
        self.hits = 0
        self.misses = 0

    def get(self, key: object, version: str) -> Kept | None:
        """The answer to this question from this version of the store."""
        if version != self._version:
            self._kept.clear()
            self._size = 0
            self._version = version
        found = self._kept.get(key)
        if found is None:
            self.misses += 1
            return None
        self._kept.move_to_end(key)
        self.hits += 1
        return found[0]

    def put(self, key: object, version: str, answer: Kept, size: int, *, at_once: bool = True) -> None:
        """Keep an answer, unless it is large or the store has changed meanwhile.

        What is cheap to work out is kept when it is asked a second time, not at once: most is asked once.
        """
        if not at_once and not self._seen_before(key):
            return
        cost = size + _OVERHEAD
        if not version or version != self._version or cost * _LARGEST_SHARE > self._most or key in self._kept:
            return
        self._kept[key] = (answer, cost)
        self._size += cost
        while self._size > self._most:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._size -= dropped

    def _seen_before(self, key: object) -> bool:
        mark = hash(key)
        if mark in self._seen or mark in self._seen_earlier:
            return True
        if len(self._seen) >= _MOST_SEEN:
            self._seen, self._seen_earlier = set(), self._seen
        self._seen.add(mark)
        return False
