"""Pairs the labels of a form's information part with their values: to the right, or below, or row by column."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import Grid, Placed, part_of
from loaders.layouts.money import unit_in_brackets

_BESIDE = frozenset({"execution-rate", "points", "points-got"})
_LOOK_UP = 40
_CROSSED = frozenset({"amount-initial", "amount-budget", "amount-spent", "amount-received"})
_PARTS = frozenset(
    {"fiscal", "other", "carried-over", "central", "fund-budget", "state-capital", "special-account"}
)
_SPAN_OF_YEARS = re.compile(r"20\d\d\D{1,6}20\d\d")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label, what it means, and the cell that answers it; no cell where the form leaves it open."""

    key: str
    label: Placed
    value: Placed | None
    row: int
    unit: str = ""


@dataclass(slots=True)
class FormFields:
    """Reads the rows of one table's information part; remembers which cells were used."""

    grid: Grid
    labels: FormLabels
    used: set[int] = field(default_factory=set)
    _crossed: Mapping[int, str] = field(default_factory=dict)
    _sides: dict[int, tuple[str, str]] = field(default_factory=dict)
    _crossed_cells: int = 0
    _money_row: int = -9

    def key(self, placed: Placed | None) -> str:
        """What a cell means as a label, or an empty string."""
        if placed is None:
            return ""
        key = self.labels.fields.field(placed.text)
        # A goal for several years is one for the long term, whatever else its label says.
        several = key == "annual-goal" and _SPAN_OF_YEARS.search("".join(placed.text.split()))
        return "long-term-goal" if several else key

    def leads(self, index: int) -> bool:
        """Whether a row begins with a label of its own."""
        first = next((p for p in self.grid.own(index) if p.text.strip()), None)
        return bool(self.key(first)) or (first is not None and bool(self.labels.inline(first.text)))

    def pairs(self, index: int) -> Iterator[Pair]:
        """The label–value pairs of a row; values found below are marked used, so that their row is not unread."""
        row = self.grid.rows[index]
        keys = {p.first: self.key(p) for p in row if self.grid.begins_here(p, index)}
        crossed = {p.first: keys[p.first] for p in row if keys.get(p.first) in _CROSSED}
        headings = len(set(crossed.values())) > 1
        if headings:
            self._crossed = {p: key for p, key in keys.items() if key in _CROSSED | _BESIDE}
            self._crossed_cells = len(row)
        if any(key.startswith("amount-") for key in keys.values()):
            if index > self._money_row + 2:
                self._sides.clear()
            self._money_row = index
        for placed in row:
            key = keys.get(placed.first, "")
            if not key:
                if placed.first in keys and id(placed.cell) not in self.used:
                    yield from self._inline(index, placed)
                continue
            self.used.add(id(placed.cell))
            over_money = headings and (placed.first in crossed or self.grid.table.ragged)
            value, at = self._value(index, placed, crossed=over_money)
            if key == "group" and value is not None and at != index:
                value = None
            if value is not None:
                self.used.add(id(value.cell))
            yield self._pair(key, placed, value, at)
            below_heading = not headings and not self._heading_over(index, placed)
            if key.startswith("amount-") and self._crossed and below_heading:
                yield from self._cross(index, key, placed, value)
        yield from self._continued(index)

    def _inline(self, index: int, placed: Placed) -> Iterator[Pair]:
        """The labels that share a cell with their values."""
        for found in self.labels.inline(placed.text):
            self.used.add(id(placed.cell))
            label, value = (part_of(placed, *span) for span in (found.label, found.value))
            yield self._pair(self.key(label) or found.key, label, value, index)

    def _pair(self, key: str, label: Placed, value: Placed | None, at: int) -> Pair:
        if key.startswith("amount-"):
            role = key.removeprefix("amount-")
            if (
                value is not None
                and (heading := self._heading_over(at, value)) in _CROSSED
                and value is not self.grid.below(at - 1, label)
            ):
                role = crossed_role(role, heading.removeprefix("amount-"))
            return Pair(f"amount-{self._sided(role, label)}", label, value, at, self._unit(at, label, value))
        return Pair(key, label, value, at, self._unit(at, label, value) if key == "total" else "")

    def _value(self, index: int, placed: Placed, *, crossed: bool) -> tuple[Placed | None, int]:
        right = self.grid.right_of(index, placed)
        if (
            right is not None
            and not self.key(right)
            and right.text.strip()
            and id(right.cell) not in self.used
            and not self._labels_itself(placed, right)
        ):
            return right, index
        if self._heads(index, right):
            return None, index
        below = self.grid.below(index, placed)
        if below is None or self.key(below) or not below.text.strip() or id(below.cell) in self.used:
            open_cell = right is not None and not self.key(right) and not self._labels_itself(placed, right)
            return (right if open_cell else None), index
        left = self.grid.at(index + 1, below.first - 1)
        lost = self.grid.table.ragged and len(self.grid.rows[index + 1]) != len(self.grid.rows[index])
        labelled = self.key(left) and left is not None and self.grid.begins_here(left, index + 1)
        if (labelled and not crossed) or (crossed and lost):
            # The row's own label has the better claim to this cell.
            return None, index
        return below, index + 1

    def _labels_itself(self, label: Placed, right: Placed) -> bool:
        """Whether the cell beside a heading or a label of money carries a label of its own."""
        key = self.key(label)
        return (key == "group" or key.startswith("amount-")) and bool(self.labels.inline(right.text))

    def _heads(self, index: int, right: Placed | None) -> bool:
        """Whether the cell to the right is a label with a value beside it: what stands before it is a heading."""
        if not self.key(right) or right is None:
            return False
        value = self.grid.right_of(index, right)
        return value is not None and not self.key(value) and bool(value.text.strip())

    def _cross(self, index: int, key: str, label: Placed, taken: Placed | None) -> Iterator[Pair]:
        """Further cells of a row of money under headings such as 年初预算数 | 全年预算数 | 全年执行数."""
        for placed in self.grid.own(index):
            heading = self._heading_over(index, placed)
            if not heading or placed is taken or not placed.text.strip() or id(placed.cell) in self.used:
                continue
            self.used.add(id(placed.cell))
            if heading in _BESIDE:
                yield Pair(heading, label, placed, index)
                continue
            role = crossed_role(key.removeprefix("amount-"), heading.removeprefix("amount-"))
            yield Pair(f"amount-{role}", label, placed, index, self._unit(index, label, placed))

    def _heading_over(self, index: int, placed: Placed) -> str:
        """What the heading over a cell of a row of money means; a text export may have lost cells at its left."""
        lost = len(self.grid.rows[index]) - self._crossed_cells if self.grid.table.ragged else 0
        return self._crossed.get(placed.first - lost, "")

    def _continued(self, index: int) -> Iterator[Pair]:
        """Cells beside a label that reaches down from a row above: more words for the same label."""
        for placed in self.grid.own(index):
            if id(placed.cell) in self.used or not placed.text.strip():
                continue
            left = self.grid.at(index, placed.first - 1)
            if left is None or self.grid.begins_here(left, index) or self.grid.table.ragged:
                continue
            key = self.key(left)
            if key and key != "group" and not key.startswith("amount-"):
                self.used.add(id(placed.cell))
                yield Pair(key, left, placed, index)

    def _sided(self, role: str, label: Placed) -> str:
        """Whether money is planned or spent, for the year or for the whole life, by the side it stands on."""
        if role == "total-budget":
            self._sides[label.first] = ("total-", "")
        elif role == "budget":
            self._sides[label.first] = ("", "")
        elif role in {"spent", "received", "initial"}:
            self._sides[label.first] = ("", f"-{role}")
        elif role in _PARTS:
            before, behind = self._sides.get(label.first, ("", ""))
            return before + role + behind
        return role

    def _unit(self, index: int, label: Placed, value: Placed | None) -> str:
        """The unit of money nearest to a value: the label's own, its column's heading, the label of its block."""
        own = unit_in_brackets(label.text)
        if own or value is None:
            return own
        for above in range(index - 1, max(-1, index - _LOOK_UP), -1):
            placed = self.grid.at(above, value.first)
            found = unit_in_brackets(placed.text) if placed else ""
            if found:
                return found
        return self._block_unit(index) or self._unit_of_rows(index)

    def _unit_of_rows(self, index: int) -> str:
        """The one unit that labels of this row or the two above it name."""
        near = [p for above in range(index, max(-1, index - 3), -1) for p in self.grid.own(above)]
        units = {unit for p in near if (unit := unit_in_brackets(p.text))}
        return units.pop() if len(units) == 1 else ""

    def _block_unit(self, index: int) -> str:
        """The unit that the label at the side of a block of rows names."""
        for above in range(index, max(-1, index - _LOOK_UP), -1):
            block = self.grid.at(above, self.grid.lead)
            if block is not None and block.text.strip():
                return unit_in_brackets(block.text)
        return ""


def crossed_role(row: str, column: str) -> str:
    """The role of money in a row of one meaning and a column of another.

    >>> crossed_role("budget", "spent"), crossed_role("fiscal", "budget"), crossed_role("fiscal", "spent")
    ('spent', 'fiscal', 'fiscal-spent')
    """
    if row == "budget":
        return column
    return row if column == "budget" else f"{row}-{column}"
