"""Word lists of a rule profile, compiled once so that a text is searched in one pass for each list."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

_GAP: Final = "[^，。；、,;]{0,12}?"


def _as_pattern(word: str) -> str:
    """A listed word as a pattern: `占…比` lets up to twelve characters of the clause stand for the dots."""
    return _GAP.join(re.escape(part) for part in word.split("…"))


def _either(words: Sequence[str]) -> str:
    return "|".join(_as_pattern(word) for word in sorted(words, key=lambda word: (-len(word), word)))


class WordList:
    """Finds the words of one list; a word inside a longer one that the list excludes does not count.

    Forms repeat their texts from row to row, so answers are kept; the store is emptied when it is full.
    """

    __slots__ = ("_ends", "_found", "_guarded", "_pattern", "words")

    def __init__(self, words: Sequence[str], excluded: Sequence[str] = ()) -> None:
        self.words = tuple(words)
        self._guarded = bool(excluded)
        wanted = f"({_either(words)})" if words else "(?!)()"
        self._pattern = re.compile(f"(?:{_either(excluded)})|{wanted}" if excluded else wanted)
        self._found: dict[str, str] = {}
        self._ends: dict[str, int] = {}

    def find(self, text: str) -> str:
        """The first listed word in the text, or an empty string.

        >>> WordList(["率"], ["效率"]).find("工作效率和合格率")
        '率'
        """
        known = self._found.get(text)
        if known is None:
            known = self._search(text)
            _keep(self._found, text, known)
        return known

    def _search(self, text: str) -> str:
        match = self._pattern.search(text)
        while match is not None and not match.lastindex:
            match = self._pattern.search(text, match.end())
        return match[1] if match is not None else ""

    def last_end(self, text: str) -> int:
        """Where the last listed word of the text ends; -1 where there is none.

        >>> WordList(["提高", "显著"]).last_end("显著提高了")
        4
        """
        known = self._ends.get(text)
        if known is None:
            known = -1
            for match in self._pattern.finditer(text):
                if match.lastindex:
                    known = match.end()
            _keep(self._ends, text, known)
        return known

    def cut(self, text: str, filler: str = " ") -> str:
        """The text with every listed word replaced by the filler.

        >>> WordList(["提高"]).cut("合格率提高", "")
        '合格率'
        """
        if not self._guarded:
            return self._pattern.sub(filler, text)
        return self._pattern.sub(lambda match: filler if match.lastindex else match.group(), text)


_MOST_KEPT: Final = 4096
_T = TypeVar("_T")


def _keep(store: dict[str, _T], text: str, value: _T) -> None:
    if len(store) >= _MOST_KEPT:
        store.clear()
    store[text] = value


class Vocabulary:
    """All word lists of a profile, by name; asking for a list that the profile lacks is a `KeyError`."""

    __slots__ = ("_lists",)

    def __init__(self, lists: Mapping[str, Mapping[str, Any]]) -> None:
        self._lists = {
            name: WordList([str(w) for w in entry.get("any", ())], [str(w) for w in entry.get("not_in", ())])
            for name, entry in lists.items()
        }

    def __getitem__(self, name: str) -> WordList:
        return self._lists[name]

    def names(self) -> tuple[str, ...]:
        """The names of the lists, sorted."""
        return tuple(sorted(self._lists))
