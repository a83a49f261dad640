"""The words that speak for a suggestion, each with its place in both texts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from queries.suggest_list import WordList, find_words
from queries.suggest_records import Evidence, GoalWords, Place, ProjectWords, Words
from queries.suggest_score import Part, Wording
from queries.suggest_text import find_runs, mask

MOST: Final = 5
SHORTEST: Final = 2

Fields = Sequence[tuple[str, Words]]


def explain_link(
    wording: Wording, project: ProjectWords, goal: GoalWords, part: Part
) -> tuple[Evidence, ...]:
    """Words of the project that the goal has too, and listed words of a topic the goal speaks of."""
    fields = _fields_of(goal, part.target.objective)
    found = [
        *_shared_words(project, fields, wording.words, wording.weights),
        *_listed_words(wording, project, fields, part),
    ]
    return _strongest(found or _shared_words(project, fields, wording.words, wording.weights, shortest=1))


def explain_neighbour(wording: Wording, project: ProjectWords, other: ProjectWords) -> tuple[Evidence, ...]:
    """Words that the project shares with a confirmed project."""
    found = _shared_words(project, list(other.fields()), wording.words, wording.weights)
    return _strongest(e._replace(kind="neighbour", via=other.code) for e in found)[:2]


def explain_none(wording: Wording, project: ProjectWords, goals: Sequence[GoalWords]) -> tuple[Evidence, ...]:
    """The project's rarest words that stand in no goal: what a reader would have looked for in vain."""
    texts = [words.text for goal in goals for _, words in goal.fields()]
    found = [
        Evidence("unmatched", _place(field, words, start, piece), None, "", _weight(piece, wording.weights))
        for field, words in project.fields()
        for piece, start in _unmatched(mask(words.text, wording.words.frame, wording.words.empty), texts)
    ]
    return _strongest(found)[:3] or _whole_texts(project)


def _whole_texts(project: ProjectWords) -> tuple[Evidence, ...]:
    """The project's first text that is not empty: all there was to judge by."""
    texts = [(field, words) for field, words in project.fields() if words.text.strip()]
    return tuple(
        Evidence("unmatched", _place(field, words, 0, words.text), None, "", 0.0)
        for field, words in texts[:1]
    )


def _fields_of(goal: GoalWords, objective: str | None) -> Fields:
    own = f"objective {objective}"
    fields = list(goal.fields())
    return sorted(fields, key=lambda f: f[0] != own) if objective is not None else fields


def _place(field: str, words: Words, start: int, text: str) -> Place:
    at = None if words.start is None else words.start + start
    return Place(text, field, start, start + len(text), at, words.cell)


def _weight(text: str, weights: Mapping[str, float]) -> float:
    return sum(weights.get(text[i : i + 2], 1.0) for i in range(len(text) - 1))


def _shared_words(
    project: ProjectWords,
    fields: Fields,
    words: WordList,
    weights: Mapping[str, float],
    shortest: int = SHORTEST,
) -> list[Evidence]:
    targets = [(name, text, mask(text.text, words.frame, words.empty)) for name, text in fields]
    found: dict[str, Evidence] = {}
    for field, text in project.fields():
        for run in find_runs(mask(text.text, words.frame, words.empty)):
            for at, piece, (name, target, position) in _longest_matches(run.text, targets, shortest):
                evidence = Evidence(
                    "shared",
                    _place(field, text, run.start + at, piece),
                    _place(name, target, position, piece),
                    "",
                    _weight(piece, weights),
                )
                found.setdefault(piece, evidence)
    return list(found.values())


def _longest_matches(
    run: str, targets: Sequence[tuple[str, Words, str]], shortest: int
) -> Iterable[tuple[int, str, tuple[str, Words, int]]]:
    at = 0
    while at <= len(run) - shortest:
        size, place = 0, None
        for name, words, masked in targets:
            wanted = max(size + 1, shortest)
            while at + wanted <= len(run) and (position := masked.find(run[at : at + wanted])) >= 0:
                size, place = wanted, (name, words, position)
                wanted += 1
        if place is not None:
            yield at, run[at : at + size], place
        at += max(size, 1)


def _listed_words(wording: Wording, project: ProjectWords, fields: Fields, part: Part) -> list[Evidence]:
    found: list[Evidence] = []
    for topic in wording.words.topics:
        if topic.name not in wording.topics_of(part):
            continue
        met = next(
            (_place(name, w, *hit) for name, w in fields for hit in find_words(w.text, topic.goal)[:1]), None
        )
        for field, words in project.fields():
            framed = wording.words.frame.sub(lambda m: "\n" * len(m.group()), words.text)
            found += [
                Evidence(
                    "word-list",
                    _place(field, words, start, word),
                    met,
                    topic.name,
                    2 * wording.listed_weights.get(word, 1.0),
                )
                for start, word in find_words(framed, topic.project)
            ]
    return found


_LETTERS_ONLY = re.compile(r"[0-9A-Za-z]+")


def _unmatched(masked: str, texts: Sequence[str]) -> Iterable[tuple[str, int]]:
    for run in find_runs(masked):
        absent = [not any(run.text[i : i + 2] in text for text in texts) for i in range(len(run.text) - 1)]
        start = 0
        while start < len(absent):
            end = start
            while end < len(absent) and absent[end]:
                end += 1
            piece = run.text[start : end + 1]
            if end > start and not _LETTERS_ONLY.fullmatch(piece):
                yield piece, run.start + start
            start = max(end, start + 1)


def _strongest(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The weightiest pieces, none lying inside one already taken."""
    taken: list[Evidence] = []
    for evidence in sorted(found, key=lambda e: (-e.weight, e.project.field, e.project.start)):
        if len(taken) == MOST:
            break
        if not any(evidence.project.words in other.project.words for other in taken):
            taken.append(evidence)
    return tuple(taken)
