"""Finds the heading rows of indicator, task and cost tables, and what each column holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import Grid, Placed
from loaders.layouts.labels import Aliases
from loaders.layouts.money import unit_in_brackets

_REPEATED = frozenset({"kind1", "kind2", "name", "value"})
_LEVELS = frozenset({"kind1", "kind2", "project", "activity", "duty", "duty-activity"})
_NAMES = ("name", "name-weak", "name-content", "name-group")
_GROUPS = frozenset({"name-group", "name-weak"})
_TARGETS = frozenset({"value", "long-value", "actual", "step-优"})

Columns = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table by what they hold; two blocks where a form sets two tables side by side.

    `rows` is how many rows the heading takes; `units` the unit of money that a column's label names.
    """

    blocks: tuple[Columns, ...]
    rows: int
    units: Mapping[int, str]
    labels: Mapping[int, Placed]

    @property
    def columns(self) -> Columns:
        """The columns of the first block."""
        return self.blocks[0]


def find_indicator_header(grid: Grid, index: int, labels: FormLabels) -> Header | None:
    """The heading of an indicator table at a row, else None."""
    found, rows = _labelled(grid, index, labels.columns)
    if len(found) < 3:
        return None
    resolved = _strong(found)
    blocks = _blocks(resolved)
    keys = set().union(*blocks) if blocks else set()
    if "name" not in keys or not keys & _TARGETS or not keys & _LEVELS:
        return None
    return Header(blocks, rows, _units(found), {placed.first: placed for placed, _ in found})


def find_task_header(grid: Grid, index: int, labels: FormLabels) -> Header | None:
    """The heading of a table of tasks at a row, else None."""
    found, rows = _labelled(grid, index, labels.tasks)
    columns = _first_of_each(_strong(found))
    if len(columns) < 3 or "name" not in columns or not columns.keys() & {"budget", "goal", "fiscal"}:
        return None
    return Header((columns,), rows, _units(found), {placed.first: placed for placed, _ in found})


def find_expense_header(grid: Grid, index: int, labels: FormLabels) -> Header | None:
    """The heading of a project's cost lines at a row, else None."""
    found, rows = _labelled(grid, index, labels.expenses)
    columns = _first_of_each(found)
    if not columns.keys() >= {"item", "money"}:
        return None
    return Header((columns,), rows, _units(found), {placed.first: placed for placed, _ in found})


def _labelled(grid: Grid, index: int, aliases: Aliases) -> tuple[list[tuple[Placed, str]], int]:
    """The cells of a heading row with their fields; a second row of labels refines the cells above it."""
    upper = [(p, aliases.field(p.text)) for p in grid.rows[index]]
    known = [(p, name) for p, name in upper if name]
    if len(known) < 2:
        return [], 1
    lower = [p for p in grid.own(index + 1) if p.text.strip()] if index + 1 < len(grid.rows) else []
    named = [(p, aliases.field(p.text)) for p in lower]
    if not lower or not all(name for _, name in named):
        return known, 1
    covered = {column for p, _ in named for column in range(p.first, p.last + 1)}
    kept = [(p, name) for p, name in known if not covered & set(range(p.first, p.last + 1))]
    return sorted([*kept, *named], key=lambda pair: pair[0].first), 2


def _strong(found: list[tuple[Placed, str]]) -> list[tuple[Placed, str]]:
    """Weak labels take the place of a strong one that is missing; beside it they mean something else."""
    # A label that reaches over many rows heads a part of the form, not a column.
    found = [(p, name) for p, name in found if p.cell.rowspan <= 2 or name not in _GROUPS]
    names = {name for _, name in found}
    chosen = next((rank for rank in _NAMES if rank in names), "")
    resolved = []
    for placed, name in found:
        if name == chosen:
            resolved.append((placed, "name"))
        elif name in _NAMES:
            if name == "name-content":
                resolved.append((placed, "description"))
        elif not name.endswith("-weak"):
            resolved.append((placed, name))
        elif (strong := name.removesuffix("-weak")) not in names:
            resolved.append((placed, strong))
        elif name == "kind1-weak":
            resolved.append((placed, "value-type"))
    return resolved


def _blocks(found: list[tuple[Placed, str]]) -> tuple[Columns, ...]:
    blocks: list[dict[str, int]] = [{}]
    for placed, name in found:
        if name in blocks[-1] and name in _REPEATED and "name" in blocks[-1]:
            blocks.append({})
        blocks[-1].setdefault(name, placed.first)
    whole = [block for block in blocks if "name" in block]
    for block in whole[1:]:
        for level in ("kind1", "kind2"):
            if level in whole[0]:
                block.setdefault(level, whole[0][level])
    return tuple(whole)


def _first_of_each(found: list[tuple[Placed, str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for placed, name in found:
        columns.setdefault(name, placed.first)
    return columns


def _units(found: list[tuple[Placed, str]]) -> dict[int, str]:
    return {placed.first: unit for placed, _ in found if (unit := unit_in_brackets(placed.text))}
