"""The colours of figures and matrix: one hue from light to dark, so that they also tell apart in grey."""

from decimal import Decimal
from math import ceil
from typing import Final, NamedTuple


class Paint(NamedTuple):
    """A fill and the ink that can be read on it."""

    fill: str
    ink: str


INK: Final = "#1c2430"
PAPER: Final = "#ffffff"
GRADE_PAINTS: Final[dict[str, Paint]] = {
    "A": Paint("#0b3c6e", "#ffffff"),
    "B": Paint("#3573ab", "#ffffff"),
    "C": Paint("#a9cbe8", INK),
    "D": Paint("#f4ead2", INK),
    "E": Paint("#e3cfa0", INK),
    "F": Paint("#ffffff", INK),
}
SHARE_PAINTS: Final = (
    Paint("#e4eff9", INK),
    Paint("#b9d6ee", INK),
    Paint("#85b5de", INK),
    Paint("#33709f", "#ffffff"),
    Paint("#0b3c6e", "#ffffff"),
)
HATCHED: Final = Paint("#fbf7ec", INK)


def share_class(share: Decimal) -> int:
    """Which of the five classes a measurable share above 0 falls in, each a fifth wide.

    >>> [share_class(Decimal(n) / 100) for n in (1, 20, 21, 80, 100)]
    [0, 0, 1, 3, 4]
    """
    steps = len(SHARE_PAINTS)
    return min(max(ceil(share * steps) - 1, 0), steps - 1)
