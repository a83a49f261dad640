"""What the grader takes and gives: row and project records by shape, grades and flags as frozen records.

The protocols name what is read of the loaders' records; `shapes` never imports `loaders`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Protocol


class QuoteLike(Protocol):
    """Words of a document."""

    @property
    def text(self) -> str: ...


class ReadingLike(Protocol):
    """One reading of a target: comparator, number, unit, remark, with every printed character."""

    @property
    def comparator(self) -> str: ...
    @property
    def comparator_text(self) -> str: ...
    @property
    def number(self) -> Decimal | None: ...
    @property
    def number_end(self) -> Decimal | None: ...
    @property
    def number_text(self) -> str: ...
    @property
    def unit_text(self) -> str: ...
    @property
    def remark(self) -> str: ...
    @property
    def rule(self) -> str: ...


class QuantityLike(Protocol):
    """A quantity in running text."""

    @property
    def words(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def comparator(self) -> str: ...
    @property
    def number(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...
    @property
    def per(self) -> tuple[str, ...]: ...


class IndicatorLike(Protocol):
    """One row of an indicator table."""

    @property
    def row(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def ordinal(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def name_printed(self) -> QuoteLike: ...
    @property
    def description(self) -> QuoteLike: ...
    @property
    def value(self) -> QuoteLike: ...
    @property
    def basis(self) -> QuoteLike: ...
    @property
    def readings(self) -> Sequence[ReadingLike]: ...
    @property
    def own(self) -> ReadingLike | None: ...


class AmountLike(Protocol):
    """Money in yuan."""

    @property
    def yuan(self) -> Decimal | None: ...


class MilestoneLike(Protocol):
    """One step of a spending plan."""

    @property
    def month(self) -> int | None: ...
    @property
    def share(self) -> Decimal | None: ...


class ProjectLike(Protocol):
    """One project with its rows; `key` identifies it within the plan, `scope` says what the form calls it."""

    @property
    def key(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def name(self) -> QuoteLike: ...
    @property
    def purpose(self) -> QuoteLike: ...
    @property
    def goal_text(self) -> QuoteLike: ...
    @property
    def indicators(self) -> Sequence[IndicatorLike]: ...
    @property
    def milestones(self) -> Sequence[MilestoneLike]: ...
    @property
    def quantities(self) -> Sequence[QuantityLike]: ...
    def amount(self, role: str) -> AmountLike | None: ...


class StatementLike(Protocol):
    """A sentence of a goal's own indicator paragraph."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> QuoteLike: ...
    @property
    def own(self) -> ReadingLike | None: ...


class ObjectiveLike(Protocol):
    """One clause of a goal; `parts` are the clauses a repair splits it into."""

    @property
    def number(self) -> str: ...
    @property
    def parts(self) -> Sequence[QuoteLike]: ...


class GoalLike(Protocol):
    """A goal with its objectives and its own indicator statements."""

    @property
    def number(self) -> str: ...
    @property
    def objectives(self) -> Sequence[ObjectiveLike]: ...
    @property
    def statements(self) -> Sequence[StatementLike]: ...


class PlanLike(Protocol):
    """A department's plan."""

    @property
    def goals(self) -> Sequence[GoalLike]: ...
    @property
    def projects(self) -> Sequence[ProjectLike]: ...
    @property
    def bearers(self) -> Sequence[ProjectLike]: ...


class LinkLike(Protocol):
    """A goal–project link with its status."""

    @property
    def project_code(self) -> str: ...
    @property
    def goal(self) -> str | None: ...
    @property
    def objective(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def share(self) -> Decimal | None: ...


class RowKey(NamedTuple):
    """A row: project code, kind, and its number among the project's rows of that kind."""

    project: str
    kind: str
    ordinal: int


class Flag(NamedTuple):
    """Something to look at in a row: its key, the words that were seen, and the rule that raised it."""

    key: str
    saw: str
    rule: str


@dataclass(frozen=True, slots=True)
class Grade:
    """The verdict on one row or statement, with the rules that gave it and what they saw.

    `target` is the reading that the grade rests on, where there is one.
    """

    letter: str
    rules: tuple[str, ...]
    flags: tuple[Flag, ...]
    target: ReadingLike | None
    saw: str
    verifiable: bool

    def flagged(self, key: str) -> bool:
        """Whether the flag stands on the row."""
        return any(flag.key == key for flag in self.flags)
