"""The quads of sums: rows, measurable rows, money, and a number for each grade."""

from collections.abc import Mapping
from typing import Final

from ontology import terms
from ontology.nquads import QuadWriter, decimal, integer
from shapes.goal_grades import LETTERS, Sums

_COUNT: Final = {
    "A": terms.GT_COUNT_A, "B": terms.GT_COUNT_B, "C": terms.GT_COUNT_C,
    "D": terms.GT_COUNT_D, "E": terms.GT_COUNT_E, "F": terms.GT_COUNT_F,
}  # fmt: skip


def write_sums(writer: QuadWriter, node: str, sums: Sums) -> None:
    """State rows, measurable rows and money; of the grades only those that some row has."""
    writer.add(node, terms.GT_INDICATOR_COUNT, integer(sums.indicators))
    writer.add(node, terms.GT_MEASURABLE_COUNT, integer(sums.measurable))
    if sums.yuan is not None:
        writer.add(node, terms.GT_YUAN, decimal(sums.yuan))
    write_counts(writer, node, {_COUNT[letter]: n for letter, n in zip(LETTERS, sums.counts, strict=True)})


def write_counts(writer: QuadWriter, node: str, counts: Mapping[str, int]) -> None:
    """State numbers by property; a number of none is not stated."""
    for predicate, number in counts.items():
        if number:
            writer.add(node, predicate, integer(number))
