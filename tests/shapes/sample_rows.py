"""The smallest project that a goal level can be asked of: one row of the kind 数量."""

from decimal import Decimal
from typing import Any, NamedTuple


class Row(NamedTuple):
    """A row by its identity."""

    kind: str = "quantity"
    ordinal: int = 1


class Money(NamedTuple):
    """Money in yuan."""

    yuan: Decimal | None = None


class OneRow(NamedTuple):
    """A project with one row."""

    key: str
    indicators: tuple[Row, ...] = (Row(),)

    def amount(self, _role: str) -> Any:
        return Money()
