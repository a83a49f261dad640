"""What is said about a plan beside an earlier one: items, pairs of them, and what a reviewer decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, NamedTuple

Kind = Literal["goal", "objective", "project", "indicator"]
Change = Literal["same", "reworded", "added", "dropped"]
Rule = Literal["code", "words", "likeness", "reviewed", "none"]
ReviewStatus = Literal["accepted", "rejected"]

KINDS: Final[tuple[Kind, ...]] = ("goal", "objective", "project", "indicator")


class Item(NamedTuple):
    """Something that a plan states; `key` is its place in the plan, `value` its money or its target as printed.

    `above` is the key of the goal of an objective and of the project of an indicator.
    """

    kind: Kind
    key: str
    iri: str
    code: str
    label: str
    value: str
    above: str = ""
    indicator_kind: str = ""


class Decision(NamedTuple):
    """A reviewer's answer whether two items, by their IRIs, are one and the same over the years.

    The labels are the words that were decided on; where a document has others now, the decision is stale.
    """

    earlier: str
    later: str
    status: ReviewStatus
    earlier_label: str
    later_label: str
    score: Decimal | None = None
    reviewer: str = ""
    date: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """An item with what it is in the other year; one side is None for what came or went.

    `status` is `stated` where code or words are the same, `proposed` where only likeness speaks for it, and
    `accepted` where a reviewer said so; it is empty for what came or went. `score` is the likeness of the names.
    """

    kind: Kind
    earlier: Item | None
    later: Item | None
    rule: Rule
    status: str
    score: Decimal | None
    same_words: bool
    stale: bool = False

    @property
    def change(self) -> Change:
        """What became of the item."""
        if self.earlier is None:
            return "added"
        if self.later is None:
            return "dropped"
        return "same" if self.same_words else "reworded"

    @property
    def other_value(self) -> bool:
        """Whether money or target differ between the two years."""
        return self.earlier is not None and self.later is not None and self.earlier.value != self.later.value


@dataclass(frozen=True, slots=True)
class YearChanges:
    """Two plans laid side by side: every goal, objective, project and metric of both, each pair once."""

    earlier: str
    later: str
    pairs: tuple[Pair, ...]

    def those(self, change: Change, kind: Kind | None = None) -> tuple[Pair, ...]:
        """The pairs of one change, of one kind or of all."""
        return tuple(pair for pair in self.pairs if pair.change == change and kind in (None, pair.kind))


class Thread(NamedTuple):
    """One goal, objective, project or metric over several years; None where a year does not have it."""

    kind: Kind
    label: str
    items: tuple[Item | None, ...]


def count_changes(changes: YearChanges) -> list[tuple[Kind, dict[Change, int]]]:
    """How many items of each kind stayed, changed their words, came or went."""
    names: Sequence[Change] = ("same", "reworded", "added", "dropped")
    return [(kind, {change: len(changes.those(change, kind)) for change in names}) for kind in KINDS]
