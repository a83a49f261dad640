"""What figures need of the answer to a what-if question, by structure: its graph library stays unloaded."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol


class Side(Protocol):
    """How a goal stands on one side of the comparison."""

    @property
    def projects(self) -> int: ...
    @property
    def yuan(self) -> Decimal: ...
    @property
    def measurable(self) -> int: ...
    @property
    def level(self) -> str: ...


class Change(Protocol):
    """A goal or objective before and after; `kind` says which it is."""

    @property
    def kind(self) -> str: ...
    @property
    def iri(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def before(self) -> Side: ...
    @property
    def after(self) -> Side: ...
    @property
    def changed(self) -> bool: ...


class Supposition(Protocol):
    """Project codes struck, budgets and links (code and target such as `2/1`) supposed, and what they change."""

    @property
    def dropped(self) -> Sequence[str]: ...
    @property
    def budgets(self) -> Sequence[tuple[str, Decimal]]: ...
    @property
    def added(self) -> Sequence[tuple[str, str]]: ...
    @property
    def differences(self) -> Sequence[Change]: ...


def goals_of(supposition: Supposition, iris: Iterable[str]) -> list[Change]:
    """The goals among its differences that have one of these IRIs, in its order."""
    known = frozenset(iris)
    return [change for change in supposition.differences if change.kind == "goal" and change.iri in known]
