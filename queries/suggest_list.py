"""The editable word list: what is left out, and which words of projects speak for which goals."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from queries.errors import QueryError

SHIPPED: Final = "suggest_words.yaml"


class BadWordListError(QueryError):
    """Raised when a word list is not what `suggest_words.yaml` shows; `detail` says where it differs."""

    def __init__(self, name: str, detail: str) -> None:
        self.name, self.detail = name, detail
        super().__init__(
            name,
            (f"the word list cannot be used ({detail})", f"compare it with the shipped queries/{SHIPPED}"),
            (f"词表不可用（{detail}）", f"请对照自带的 queries/{SHIPPED}"),
        )


class Topic(NamedTuple):
    """One subject, in the words of goals and in the words of projects."""

    name: str
    goal: tuple[str, ...]
    project: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordList:
    """A word list ready for use; without topics only the texts themselves are compared."""

    frame: re.Pattern[str]
    empty: re.Pattern[str]
    topics: tuple[Topic, ...] = ()

    def without_topics(self) -> "WordList":
        """The same list with nothing that ties projects to goals, for measuring."""
        return WordList(self.frame, self.empty)


def load_word_list(path: Path | None = None) -> WordList:
    """The shipped word list, or the one in a file."""
    source = path or files("queries").joinpath(SHIPPED)
    name = str(path) if path else SHIPPED
    try:
        return parse_word_list(source.read_text(encoding="utf-8"), name)
    except OSError as exc:
        raise BadWordListError(name, exc.strerror or "it cannot be opened") from exc
    except UnicodeDecodeError as exc:
        raise BadWordListError(name, f"it is not UTF-8 at byte {exc.start}") from exc


def parse_word_list(text: str, name: str) -> WordList:
    """Read a word list from YAML text."""
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        raise BadWordListError(name, str(exc).partition("\n")[0]) from exc
    if not isinstance(data, dict):
        raise BadWordListError(name, "it has no frame, empty and topics")
    frame, empty = _words(data, "frame", name), _words(data, "empty", name)
    topics = data.get("topics", [])
    if not isinstance(topics, list) or not all(isinstance(topic, dict) for topic in topics):
        raise BadWordListError(name, "topics is no list of topics")
    try:
        pattern = re.compile("|".join(frame) or "(?!)")
    except re.error as exc:
        raise BadWordListError(name, f"a frame is no pattern ({exc})") from exc
    return WordList(pattern, _any_of(empty), tuple(_topic(topic, name) for topic in topics))


def _words(data: Mapping[str, object], key: str, name: str) -> tuple[str, ...]:
    words = data.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise BadWordListError(name, f"{key} is no list of words")
    return tuple(dict.fromkeys(words))


def _topic(data: Mapping[str, object], name: str) -> Topic:
    label = data.get("name")
    if not isinstance(label, str) or not label:
        raise BadWordListError(name, "a topic has no name")
    topic = Topic(
        label, _words(data, "goal", f"{name}, {label}"), _words(data, "project", f"{name}, {label}")
    )
    short = [word for word in topic.goal + topic.project if len(word) < 2]
    if short:
        raise BadWordListError(name, f"the topic {label} has the single sign {short[0]!r}")
    return topic


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


def find_words(text: str, words: Iterable[str]) -> list[tuple[int, str]]:
    """Where words of a list stand in a text, the longest at each place, none overlapping another.

    >>> find_words("慰问老党员", ["党员", "老党员"])
    [(2, '老党员')]
    """
    return [(match.start(), match.group()) for match in _any_of(words).finditer(text)] if words else []
