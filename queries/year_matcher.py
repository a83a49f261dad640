"""Pairs the items of two plans that are one and the same, the stronger rules first."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from queries.suggest_text import count_ngrams, inverse_frequencies, likeness, weigh
from queries.year_records import Decision, Item, Kind, Pair, Rule
from shapes.grade_metric import squeeze

PROPOSE_FROM: Final = 0.35
"""From this likeness on two names are proposed as one: 16 of 18 renamed projects of the tests, and no wrong one."""
CODE_DOUBTED_BELOW: Final = 0.1
"""One code with names that are less alike than this may have been given anew: a person should look."""

Within = Mapping[str, frozenset[str]]
"""For each goal or project of the earlier plan, by its key, those of the later one that it is."""

_YEAR = re.compile(r"(?:19|20)\d\d\s*年?度?")


def comparable(label: str) -> str:
    """A name as it is compared: without white space and without the year it is printed with.

    >>> comparable("2022年度选调生 培训经费") == comparable("2023年选调生培训经费")
    True
    """
    return squeeze(_YEAR.sub("", label)) or squeeze(label)


class Decided(NamedTuple):
    """Decisions by the pair of IRIs, and which of them were made on other words than the documents have now."""

    by_pair: Mapping[tuple[str, str], Decision]
    stale: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, decisions: Iterable[Decision], items: Iterable[Item]) -> "Decided":
        """Sort out the decisions on these items; what is in no plan any more waits."""
        labels = {item.iri: item.label for item in items}
        by_pair = {(d.earlier, d.later): d for d in decisions if d.earlier in labels and d.later in labels}
        stale = {
            pair
            for pair, decision in by_pair.items()
            if (decision.earlier_label, decision.later_label) != (labels[pair[0]], labels[pair[1]])
        }
        return cls(by_pair, frozenset(stale))

    def accepted(self) -> Iterator[tuple[str, str]]:
        """The pairs a reviewer accepted."""
        return (pair for pair, decision in self.by_pair.items() if decision.status == "accepted")

    def refuses(self, pair: tuple[str, str]) -> bool:
        """Whether a reviewer rejected the pair, on the words that the documents still have."""
        decision = self.by_pair.get(pair)
        return decision is not None and decision.status == "rejected" and pair not in self.stale


class Matcher:
    """Pairs the items of one kind; what is paired is out of the way of the weaker rules that follow."""

    def __init__(self, kind: Kind, earlier: Iterable[Item], later: Iterable[Item], decided: Decided) -> None:
        self._kind, self._decided = kind, decided
        self._old = [item for item in earlier if item.kind == kind]
        self._new = [item for item in later if item.kind == kind]
        self._words = {item.iri: comparable(item.label) for item in (*self._old, *self._new)}
        self._vectors = _weigh_names(self._words, self._old, self._new)
        self._pairs: list[Pair] = []
        self._paired: set[str] = set()
        old, new = ({item.iri: item for item in side} for side in (self._old, self._new))
        for one, other in sorted(decided.accepted()):
            if one in old and other in new:
                self._pair(old[one], new[other], "reviewed", "accepted")

    def within(self) -> Within:
        """What each item of the earlier plan is in the later one, by keys."""
        found: dict[str, set[str]] = {}
        for pair in self._pairs:
            if pair.earlier and pair.later:
                found.setdefault(pair.earlier.key, set()).add(pair.later.key)
        return {key: frozenset(keys) for key, keys in found.items()}

    def pair_codes(self) -> None:
        """Pair what carries the same code; where the names have nothing in common this only proposes."""
        for earlier, later in self._candidates(None, lambda item: item.code):
            if self._is_free(earlier, later):
                doubted = self._likeness(earlier, later) < CODE_DOUBTED_BELOW
                self._pair(earlier, later, "code", "proposed" if doubted else "stated")

    def pair_words(self, within: Within | None = None, *, same_kind: bool = False) -> None:
        """Pair what has the same words, in the order of the documents."""

        def words(item: Item) -> object:
            own = self._words[item.iri]
            return (own, item.indicator_kind if same_kind else "") if own else ""

        for earlier, later in self._candidates(within, words):
            if self._is_free(earlier, later):
                self._pair(earlier, later, "words", "stated")

    def pair_alike(self, within: Within | None = None) -> None:
        """Propose what is alike, the most alike first."""
        found = [
            (-self._likeness(earlier, later), place, earlier, later)
            for place, (earlier, later) in enumerate(self._candidates(within, lambda _: "any"))
        ]
        for minus, _, earlier, later in sorted(found, key=lambda entry: entry[:2]):
            if -minus >= PROPOSE_FROM and self._is_free(earlier, later):
                self._pair(earlier, later, "likeness", "proposed")

    def finish(self) -> list[Pair]:
        """Every pair in the order of the later plan, then what only the earlier one has."""
        came = [(item, self._lone(None, item)) for item in self._new if item.iri not in self._paired]
        went = [(item, self._lone(item, None)) for item in self._old if item.iri not in self._paired]
        paired = [(pair.later, pair) for pair in self._pairs if pair.later]
        place = {item.iri: number for number, item in enumerate((*self._new, *self._old))}
        everything = sorted((*paired, *came, *went), key=lambda entry: place[entry[0].iri])
        return [pair for _, pair in everything]

    def _lone(self, earlier: Item | None, later: Item | None) -> Pair:
        return Pair(self._kind, earlier, later, "none", "", None, same_words=False)

    def _candidates(
        self, within: Within | None, feature: Callable[[Item], object]
    ) -> Iterator[tuple[Item, Item]]:
        """What is not paired yet and shares a feature, in document order; an empty feature shares nothing."""
        later: dict[tuple[str, object], list[Item]] = {}
        for item in self._new:
            if item.iri not in self._paired and feature(item):
                later.setdefault(("" if within is None else item.above, feature(item)), []).append(item)
        for earlier in [item for item in self._old if item.iri not in self._paired and feature(item)]:
            above: Iterable[str] = ("",) if within is None else sorted(within.get(earlier.above, ()))
            for key in above:
                for item in later.get((key, feature(earlier)), ()):
                    yield earlier, item

    def _is_free(self, earlier: Item, later: Item) -> bool:
        if earlier.iri in self._paired or later.iri in self._paired:
            return False
        return not self._decided.refuses((earlier.iri, later.iri))

    def _likeness(self, earlier: Item, later: Item) -> float:
        return min(1.0, likeness(self._vectors[earlier.iri], self._vectors[later.iri]))

    def _pair(self, earlier: Item, later: Item, rule: Rule, status: str) -> None:
        self._paired |= {earlier.iri, later.iri}
        score = Decimal(f"{self._likeness(earlier, later):.2f}")
        same = self._words[earlier.iri] == self._words[later.iri]
        stale = (earlier.iri, later.iri) in self._decided.stale
        self._pairs.append(
            Pair(self._kind, earlier, later, rule, status, score, same_words=same, stale=stale)
        )


def _weigh_names(
    words: Mapping[str, str], old: Sequence[Item], new: Sequence[Item]
) -> dict[str, dict[str, float]]:
    """Each name as weighted n-grams; how rare one is, is asked of each year apart.

    Asked of both together, what an item has in common with itself would count as common.
    """
    bags = {iri: count_ngrams([text], 1, 3) for iri, text in words.items()}
    one, other = (inverse_frequencies([bags[item.iri] for item in side]) for side in (old, new))
    weights = {
        gram: min(one.get(gram, other.get(gram, 0.0)), other.get(gram, one.get(gram, 0.0)))
        for gram in one.keys() | other.keys()
    }
    return {iri: weigh(bag, weights) for iri, bag in bags.items()}
