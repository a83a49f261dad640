"""How much a project's words speak for each target, by three methods kept apart."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from queries.suggest_list import WordList, find_words
from queries.suggest_meaning import Meaning
from queries.suggest_records import Confirmed, GoalWords, ProjectWords, Target
from queries.suggest_text import count_ngrams, inverse_frequencies, likeness, mask, weigh

STATEMENT_WEIGHT: Final = 0.3
NEIGHBOURS: Final = 3


class Part(NamedTuple):
    """What is compared of one target: its own words and, for a goal, the words of its statements."""

    target: Target
    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


def goal_parts(goals: Sequence[GoalWords]) -> list[Part]:
    """One part for every goal: name and objectives are its own words, its statements count less."""
    return [
        Part(
            Target(goal.number),
            (goal.name.text, *(clause.words.text for clause in goal.objectives)),
            tuple(clause.words.text for clause in goal.statements),
        )
        for goal in goals
    ]


def objective_parts(goal: GoalWords) -> list[Part]:
    """One part for every objective of a goal."""
    return [Part(Target(goal.number, clause.number), (clause.words.text,)) for clause in goal.objectives]


@dataclass(frozen=True)
class Wording:
    """All projects of one document, prepared once for comparing."""

    projects: Sequence[ProjectWords]
    goals: Sequence[GoalWords]
    words: WordList
    meaning: Meaning | None = None
    _meanings: dict[Part, dict[str, float]] = field(default_factory=dict, repr=False)
    _prepared: dict[Part, tuple[dict[str, float], dict[str, float]]] = field(default_factory=dict, repr=False)
    _topics: dict[Part, dict[str, float]] = field(default_factory=dict, repr=False)

    @cached_property
    def masked(self) -> dict[str, list[str]]:
        """Each project's texts with frame and empty words hidden."""
        return {
            project.code: [
                mask(words.text, self.words.frame, self.words.empty) for _, words in project.fields()
            ]
            for project in self.projects
        }

    @cached_property
    def framed(self) -> dict[str, str]:
        """Each project's texts with only the form's sentences hidden, for looking up listed words."""
        return {
            project.code: "\n".join(self.words.frame.sub("\n", words.text) for _, words in project.fields())
            for project in self.projects
        }

    @cached_property
    def weights(self) -> dict[str, float]:
        """How rare each run of one to three signs is in this document."""
        bags = [count_ngrams(texts, 1, 3) for texts in self.masked.values()]
        bags += [self._bag(part.strong + part.weak) for part in goal_parts(self.goals)]
        return inverse_frequencies(bags)

    def _bag(self, texts: Sequence[str]) -> Counter[str]:
        return count_ngrams([mask(text, self.words.frame, self.words.empty) for text in texts], 1, 3)

    @cached_property
    def vectors(self) -> dict[str, dict[str, float]]:
        return {code: weigh(count_ngrams(texts, 1, 3), self.weights) for code, texts in self.masked.items()}

    @cached_property
    def neighbour_vectors(self) -> dict[str, dict[str, float]]:
        bags = {code: count_ngrams(texts, 2, 3) for code, texts in self.masked.items()}
        weights = inverse_frequencies(list(bags.values()))
        return {code: weigh(bag, weights) for code, bag in bags.items()}

    def by_signs(self, code: str, parts: Sequence[Part]) -> list[float]:
        """Likeness of the project's runs of one to three signs to each part."""
        vector = self.vectors[code]
        return [
            (1 - STATEMENT_WEIGHT) * likeness(vector, strong) + STATEMENT_WEIGHT * likeness(vector, weak)
            for strong, weak in map(self._part_vectors, parts)
        ]

    def _part_vectors(self, part: Part) -> tuple[dict[str, float], dict[str, float]]:
        if part not in self._prepared:
            strong, weak = (weigh(self._bag(texts), self.weights) for texts in (part.strong, part.weak))
            self._prepared[part] = strong, weak
        return self._prepared[part]

    def by_meaning(self, code: str, parts: Sequence[Part]) -> list[float]:
        """Likeness of meaning to each part by the optional model, all 0 without one."""
        if self.meaning is None:
            return [0.0] * len(parts)
        new = [part for part in parts if part not in self._meanings]
        if new:
            texts = ["：".join(t for t in self.framed[p.code].splitlines() if t) for p in self.projects]
            matrix = self.meaning.compare(texts, ["；".join(part.strong) for part in new])
            for column, part in enumerate(new):
                self._meanings[part] = {
                    p.code: row[column] for p, row in zip(self.projects, matrix, strict=True)
                }
        return [self._meanings[part][code] for part in parts]

    @cached_property
    def listed(self) -> dict[str, dict[str, list[tuple[int, str]]]]:
        """For each project and topic, the listed words that stand in it."""
        return {
            code: {
                topic.name: found for topic in self.words.topics if (found := find_words(text, topic.project))
            }
            for code, text in self.framed.items()
        }

    @cached_property
    def listed_weights(self) -> dict[str, float]:
        """How rare each listed word is among the projects of this document."""
        counts = Counter(
            word
            for topics in self.listed.values()
            for word in {w for found in topics.values() for _, w in found}
        )
        return {word: math.log((1 + len(self.projects)) / count) + 0.5 for word, count in counts.items()}

    def by_list(self, code: str, parts: Sequence[Part]) -> list[float]:
        """The weight of the project's listed words whose topic a part speaks of, from 0 to below 1."""
        return [_saturate(self._listed_weight(code, part)) for part in parts]

    def _listed_weight(self, code: str, part: Part) -> float:
        spoken = self.topics_of(part)
        best: dict[str, float] = {}
        for topic, found in self.listed[code].items():
            for _, word in found:
                best[word] = max(best.get(word, 0.0), spoken.get(topic, 0.0))
        return math.fsum(share * self.listed_weights[word] for word, share in sorted(best.items()))

    def topics_of(self, part: Part) -> dict[str, float]:
        """The topics a part speaks of: 1 in its own words, less in its statements only."""
        if part not in self._topics:
            self._topics[part] = self._find_topics(part)
        return self._topics[part]

    def _find_topics(self, part: Part) -> dict[str, float]:
        spoken: dict[str, float] = {}
        for topic in self.words.topics:
            if any(word in text for text in part.strong for word in topic.goal):
                spoken[topic.name] = 1.0
            elif any(word in text for text in part.weak for word in topic.goal):
                spoken[topic.name] = STATEMENT_WEIGHT
        return spoken

    def neighbours(self, code: str, confirmed: Confirmed) -> list[tuple[float, str]]:
        """The most alike confirmed projects, the project itself left out, the nearest first."""
        vector = self.neighbour_vectors[code]
        near = [
            (likeness(vector, self.neighbour_vectors[other]), other)
            for other in sorted(confirmed)
            if other != code and other in self.neighbour_vectors and confirmed[other]
        ]
        return [pair for pair in sorted(near, key=lambda p: (-p[0], p[1]))[:NEIGHBOURS] if pair[0] > 0]


def _saturate(weight: float) -> float:
    return weight / (weight + 2.0)


class Vote(NamedTuple):
    """How near the nearest confirmed project is, and each target's share of the neighbours' vote."""

    nearness: float
    shares: Mapping[Target, float]


def count_votes(near: Sequence[tuple[float, str]], confirmed: Confirmed, *, objectives: bool = False) -> Vote:
    """Count the vote of neighbours, the nearer the heavier."""
    if not near:
        return Vote(0.0, {})
    total = math.fsum(alike * alike for alike, _ in near)
    shares: dict[Target, float] = {}
    for alike, other in near:
        targets = {t if objectives else Target(t.goal) for t in confirmed[other]}
        for target in targets:
            shares[target] = shares.get(target, 0.0) + alike * alike / total
    return Vote(near[0][0], shares)
