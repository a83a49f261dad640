"""Finds the heading rows of indicator, task and cost tables, and what each column holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import Grid, Placed
from loaders.layouts.labels import LONGEST_LABEL, Aliases
from loaders.layouts.money import unit_in_brackets

_REPEATED = frozenset({"kind1", "kind2", "name", "value"})
_LEVELS = frozenset({"kind1", "kind2", "project", "activity", "duty", "duty-activity"})
_FURTHER = ("remark", "value-type", "baseline-before")
_NAMES = ("name", "name-weak", "name-content", "name-group")
_GROUPS = frozenset({"name-group", "name-weak"})
_TARGETS = frozenset({"value", "long-value", "actual", "step-优"})

Columns = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table by what they hold; two blocks where a form sets two tables side by side.

    `rows` is how many rows the heading takes; `units` the unit of money that a column's label names; `unknown`
    the headings of columns whose meaning no label table gives.
    """

    blocks: tuple[Columns, ...]
    rows: int
    units: Mapping[int, str]
    labels: Mapping[int, Placed]
    unknown: tuple[Placed, ...] = ()

    @property
    def further(self) -> tuple[tuple[str, Placed], ...]:
        """The columns without a place of their own in the records, with the key of what they hold."""
        known = [(k, self.labels[c]) for k, c in self.columns.items() if k in _FURTHER and c in self.labels]
        return (*known, *(("column", p) for p in self.unknown))

    @property
    def columns(self) -> Columns:
        """The columns of the first block."""
        return self.blocks[0]


@dataclass(frozen=True, slots=True)
class _Labelled:
    """The labelled cells of a heading with their fields, and what stands beside them."""

    cells: list[tuple[Placed, str]]
    rows: int = 1
    units: Mapping[int, str] = field(default_factory=dict)
    unknown: tuple[Placed, ...] = ()

    def header(self, blocks: tuple[Columns, ...], labels: FormLabels) -> Header:
        """The header with these blocks of columns."""
        headings = {placed.first: placed for placed, _ in self.cells}
        # A label that reaches down beside the table, or is known as one, names the part of the form, no column.
        unknown = tuple(
            p for p in self.unknown if p.cell.rowspan <= self.rows and not labels.fields.field(p.text)
        )
        return Header(blocks, self.rows, self.units, headings, unknown)


def find_indicator_header(grid: Grid, index: int, labels: FormLabels) -> Header | None:
    """The heading of an indicator table at a row, else None."""
    found = _labelled(grid, index, labels.columns)
    if found is None or len(found.cells) < 3:
        return None
    blocks = _blocks(_strong(found.cells))
    keys = set().union(*blocks) if blocks else set()
    if "name" not in keys or not keys & _TARGETS or not keys & _LEVELS:
        return None
    return found.header(blocks, labels)


def find_task_header(grid: Grid, index: int, labels: FormLabels) -> Header | None:
    """The heading of a table of tasks at a row, else None."""
    found = _labelled(grid, index, labels.tasks)
    columns = _first_of_each(_strong(found.cells)) if found else {}
    if len(columns) < 3 or "name" not in columns or not columns.keys() & {"budget", "goal", "fiscal"}:
        return None
    return found.header((columns,), labels) if found else None


def find_expense_header(grid: Grid, index: int, labels: FormLabels) -> Header | None:
    """The heading of a project's cost lines at a row, else None."""
    found = _labelled(grid, index, labels.expenses)
    columns = _first_of_each(found.cells) if found else {}
    return found.header((columns,), labels) if found and columns.keys() >= {"item", "money"} else None


def _labelled(grid: Grid, index: int, aliases: Aliases) -> _Labelled | None:
    """The cells of a heading row with their fields; a second row of labels refines the cells above it."""
    row = [p for p in grid.rows[index] if p.text.strip() and len(p.text) <= LONGEST_LABEL]
    known = [(p, name) for p in row if (name := aliases.field(p.text))]
    if len(known) < 2:
        return None
    units = {p.first: unit for p, _ in known if (unit := unit_in_brackets(p.text))}
    lower = [p for p in grid.own(index + 1) if p.text.strip()] if index + 1 < len(grid.rows) else []
    named = [(p, aliases.field(p.text)) for p in lower]
    above = {p: next((u for u, _ in known if u.first <= p.first <= u.last), None) for p in lower}
    refines = any(name for _, name in named) and all(
        name or ((u := above[p]) is not None and u.last > u.first) for p, name in named
    )
    labelled = {p for p, _ in known}
    if not refines:
        return _Labelled(known, 1, units, tuple(p for p in row if p not in labelled))
    covered = {column for p in lower for column in range(p.first, p.last + 1)}
    kept = [(p, name) for p, name in known if not covered & set(range(p.first, p.last + 1))]
    for p in lower:
        wide = above[p]
        unit = unit_in_brackets(p.text) or (units.get(wide.first, "") if wide else "")
        if unit:
            units[p.first] = unit
    cells = sorted([*kept, *((p, n) for p, n in named if n)], key=lambda pair: pair[0].first)
    unknown = [p for p in row if p not in labelled and not covered & set(range(p.first, p.last + 1))]
    return _Labelled(cells, 2, units, (*unknown, *(p for p, n in named if not n)))


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
