"""Finds the heading rows of indicator, task and cost tables, and what each column holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import Grid, Placed
from loaders.layouts.labels import LONGEST_LABEL, Aliases
from loaders.layouts.money import unit_in_brackets

_REPEATED = frozenset({"kind1", "kind2", "name", "value"})
OWNERS = frozenset({"project", "duty", "activity", "duty-activity"})
_LEVELS = frozenset({"kind1", "kind2", "project", "activity", "duty", "duty-activity"})
_FURTHER = ("remark", "value-type", "baseline-before", "direction", "half-year-value")
_UNKEPT = frozenset({"sequence"})
_NAMES = ("name", "name-weak", "name-content", "name-group")
_GROUPS = frozenset({"name-group", "name-weak"})
_TARGETS = frozenset({"value", "long-value", "actual", "step-优"})

Columns = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table by what they hold; two blocks where a form sets two tables side by side.

    `rows` is how many rows the heading takes; `units` the unit of money that a column's label names; `unknown`
    the headings of columns whose meaning no label table gives; `repeated` those that mean what another means;
    `personal` those of columns that name people; `money` those of columns of money by its role, beside the one
    that lists give a project.
    """

    blocks: tuple[Columns, ...]
    rows: int
    units: Mapping[int, str]
    labels: Mapping[int, Placed]
    unknown: tuple[Placed, ...] = ()
    repeated: tuple[Placed, ...] = ()
    personal: tuple[Placed, ...] = ()
    money: Mapping[str, Placed] = field(default_factory=dict)

    @property
    def further(self) -> tuple[tuple[str, Placed], ...]:
        """The columns without a place of their own in the records, with the key of what they hold."""
        known = [(k, self.labels[c]) for k, c in self.columns.items() if k in _FURTHER and c in self.labels]
        return (*known, *(("column", p) for p in (*self.repeated, *self.unknown)))

    @property
    def levels(self) -> frozenset[int]:
        """The columns that say what a row is: its levels, its name, its owner."""
        named = _LEVELS | {"name", "item"}
        return frozenset(c for block in self.blocks for name, c in block.items() if name in named)

    @property
    def columns(self) -> Columns:
        """The columns of the first block."""
        return self.blocks[0]


@dataclass(frozen=True, slots=True)
class _Labelled:
    """The labelled cells of a heading with their fields, and what stands beside them; `high` reach below it."""

    cells: list[tuple[Placed, str]]
    rows: int = 1
    units: Mapping[int, str] = field(default_factory=dict)
    unknown: tuple[Placed, ...] = ()
    high: tuple[Placed, ...] = ()

    def header(self, blocks: tuple[Columns, ...], labels: FormLabels) -> Header:
        """The header with these blocks of columns."""
        headings = {placed.first: placed for placed, _ in self.cells}
        kept = {column for block in blocks for column in block.values()}
        unkept = {p.first for p, name in self.cells if name in _UNKEPT}
        repeated = tuple(
            p for p, _ in self.cells if p.first not in kept | unkept and not self._is_beside(p, labels)
        )
        beside = [p for p in self.unknown if not self._is_beside(p, labels)]
        personal = tuple(p for p in beside if labels.fields.field(p.text) == "personal")
        roles = {p: labels.fields.field(p.text).removeprefix("amount-") for p in beside}
        owned = bool(blocks[0].keys() & OWNERS)
        money = {
            role: p for p, role in roles.items() if owned and labels.fields.field(p.text) == f"amount-{role}"
        }
        unknown = tuple(p for p in beside if p not in {*personal, *money.values()})
        return Header(blocks, self.rows, self.units, headings, unknown, repeated, personal, money)

    def _is_beside(self, placed: Placed, labels: FormLabels) -> bool:
        """Whether a label reaches down beside the table, or names the part of the form: it heads no column."""
        return placed in self.high or labels.fields.field(placed.text) == "group"


def find_indicator_header(grid: Grid, index: int, labels: FormLabels) -> Header | None:
    """The heading of an indicator table at a row, else None."""
    found = _labelled(grid, index, labels.columns)
    blocks = _indicator_blocks(found)
    if found is None or not blocks:
        return None
    if found.rows > 1 and not _reaches_down(grid, index, found):
        below = _labelled(grid, index + 1, labels.columns)
        if below is not None and _indicator_blocks(replace(below, rows=1)):
            # The row below is a heading by itself: this one is a row of labels and values above it.
            return None
    return found.header(blocks, labels)


def _indicator_blocks(found: _Labelled | None) -> tuple[Columns, ...]:
    """The blocks of columns of an indicator table; none where the labels do not make one."""
    if found is None or len(found.cells) < 3:
        return ()
    blocks = _blocks(_strong(found))
    keys = set().union(*blocks) if blocks else set()
    return blocks if "name" in keys and keys & _TARGETS and keys & _LEVELS else ()


def _reaches_down(grid: Grid, index: int, found: _Labelled) -> bool:
    """Whether a label of this row reaches into the next one, as labels of a heading of two rows do."""
    own = (p for p, _ in found.cells if grid.begins_here(p, index))
    return any(not grid.table.ragged and grid.reach(index, p) == found.rows for p in own)


def find_task_header(grid: Grid, index: int, labels: FormLabels) -> Header | None:
    """The heading of a table of tasks at a row, else None."""
    found = _labelled(grid, index, labels.tasks)
    columns = _first_of_each(_strong(found)) if found else {}
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
    row = [p for p in _widened(grid, index) if p.text.strip() and len(p.text) <= LONGEST_LABEL]
    known = [(p, name) for p in row if (name := aliases.field(p.text))]
    if len(known) < 2:
        return None
    units = {p.first: unit for p in row if (unit := unit_in_brackets(p.text))}
    lower = [p for p in grid.own(index + 1) if p.text.strip()] if index + 1 < len(grid.rows) else []
    named = [(p, aliases.field(p.text)) for p in lower]
    above = {p: next((u for u, _ in known if u.first <= p.first <= u.last), None) for p in lower}
    refines = any(name for _, name in named) and all(
        name or ((u := above[p]) is not None and u.last > u.first) for p, name in named
    )
    labelled = {p for p, _ in known}
    if not refines:
        high = tuple(p for p in row if grid.reach(index, p) > 1)
        return _Labelled(known, 1, units, tuple(p for p in row if p not in labelled), high)
    covered = {column for p in lower for column in range(p.first, p.last + 1)}
    kept = [(p, name) for p, name in known if not covered & set(range(p.first, p.last + 1))]
    for p in lower:
        wide = above[p]
        unit = unit_in_brackets(p.text) or (units.get(wide.first, "") if wide else "")
        if unit:
            units[p.first] = unit
    cells = sorted([*kept, *((p, n) for p, n in named if n)], key=lambda pair: pair[0].first)
    unknown = [p for p in row if p not in labelled and not covered & set(range(p.first, p.last + 1))]
    high = tuple(p for p in row if grid.reach(index, p) > 2)
    return _Labelled(cells, 2, units, (*unknown, *(p for p, n in named if not n)), high)


def _widened(grid: Grid, index: int) -> Sequence[Placed]:
    """A row as it stood over the next one, where a text export lost that one of its labels was wide.

    The row below then has labels only under the wide one, and as many further cells as this one.
    """
    row = grid.rows[index]
    if not grid.table.ragged or index + 1 >= len(grid.rows):
        return row
    below = grid.rows[index + 1]
    filled = [n for n, p in enumerate(below) if p.text.strip()]
    if not filled or len(filled) != filled[-1] - filled[0] + 1 or len(below) <= len(row):
        return row
    start, wide = filled[0], len(filled)
    if start >= len(row) or len(row) + wide - 1 != len(below):
        return row
    behind = [Placed(p.cell, p.first + wide - 1, p.last + wide - 1) for p in row[start + 1 :]]
    return (*row[:start], Placed(row[start].cell, start, start + wide - 1), *behind)


def _strong(heading: _Labelled) -> list[tuple[Placed, str]]:
    """Weak labels take the place of a strong one that is missing; beside it they mean something else."""
    # A label that reaches over many rows heads a part of the form, not a column.
    found = [(p, name) for p, name in heading.cells if p not in heading.high or name not in _GROUPS]
    names = {name for _, name in found}
    chosen = next((rank for rank in _NAMES if rank in names), "")
    at = next((p.first for p, name in found if name == chosen), 0)
    # What is counted in stands behind the indicator's name; a column of units before it is one of bodies.
    found = [(p, "unit-name" if name == "unit" and p.first < at else name) for p, name in found]
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
