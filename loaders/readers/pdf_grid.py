"""From the rules of a page to table grids: which lines belong together and which walls a cell has.

A cell is a stretch of the grid with no wall inside, so merged cells come out as what they are. Sides that
nobody drew are closed where the other lines end.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from loaders.readers.pdf_page import Rule

TOLERANCE: Final = 3.0
_OPEN_SIDE: Final = 8.0
_MAX_PAIRS: Final = 4_000_000
_MAX_UNITS: Final = 50_000


class Place(NamedTuple):
    """A cell of a grid, counted from 0, with the size it spans."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(slots=True)
class Grid:
    """A table's lines: the columns' edges, the rows' edges, its cells and which unit belongs to which."""

    xs: list[float]
    ys: list[float]
    cells: list[Place] = field(default_factory=list)
    owner: dict[tuple[int, int], int] = field(default_factory=dict)

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell that holds a point."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self.owner.get((row, column))

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is inside the outer edges."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def box(self, cell: Place) -> tuple[float, float, float, float]:
        """Left, top, right and bottom edge of a cell."""
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.colspan],
            self.ys[cell.row + cell.rowspan],
        )


def find_grids(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Grid]:
    """The grids of at least two cells on a page, from top to bottom."""
    across, down = merged(horizontal), merged(vertical)
    if len(across) * len(down) > _MAX_PAIRS:
        return []
    grids = [grid for h, v in _components(across, down) if (grid := _grid(h, v)) is not None]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line as one line."""
    found: list[Rule] = []
    levels = clustered([rule.at for rule in rules])
    by_level: dict[float, list[Rule]] = {}
    for rule in rules:
        by_level.setdefault(_nearest(levels, rule.at), []).append(rule)
    for level, pieces in sorted(by_level.items()):
        start = end = None
        for piece in sorted(pieces, key=lambda rule: rule.start):
            if start is None or end is None:
                start, end = piece.start, piece.end
            elif piece.start <= end + TOLERANCE:
                end = max(end, piece.end)
            else:
                found.append(Rule(level, start, end))
                start, end = piece.start, piece.end
        if start is not None and end is not None:
            found.append(Rule(level, start, end))
    return found


def clustered(values: Sequence[float]) -> list[float]:
    """One value, the mean, for each group of values that lie closer together than the tolerance."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= TOLERANCE and value - groups[-1][0] <= 2 * TOLERANCE:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _nearest(levels: list[float], value: float) -> float:
    return levels[nearest(levels, value)]


def nearest(levels: list[float], value: float) -> int:
    """The place of the level closest to a value."""
    place = bisect_right(levels, value)
    around = range(max(place - 1, 0), min(place + 1, len(levels)))
    return min(around, key=lambda index: abs(levels[index] - value))


def _components(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch each other, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for h, rule in enumerate(across):
        for v, other in enumerate(down):
            if (
                rule.start - TOLERANCE <= other.at <= rule.end + TOLERANCE
                and other.start - TOLERANCE <= rule.at <= other.end + TOLERANCE
            ):
                parent[root(h)] = root(len(across) + v)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for h, rule in enumerate(across):
        groups.setdefault(root(h), ([], []))[0].append(rule)
    for v, rule in enumerate(down):
        groups.setdefault(root(len(across) + v), ([], []))[1].append(rule)
    return [groups[key] for key in sorted(groups)]


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    xs = _edges([rule.at for rule in down], across)
    ys = _edges([rule.at for rule in across], down)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2 or rows * columns > _MAX_UNITS:
        return None
    grid = Grid(xs, ys)
    right = _walls(xs, ys, down)
    below = _walls(ys, xs, across)
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in grid.owner:
                _claim(grid, row, column, right, below)
    return grid if len(grid.cells) > 1 else None


def _edges(at: list[float], crossing: list[Rule]) -> list[float]:
    """The levels of the lines, and where at least two crossing lines run past the outermost, their ends."""
    levels = clustered(at)
    if not levels:
        return []
    starts = sorted(rule.start for rule in crossing)[:2]
    ends = sorted(rule.end for rule in crossing)[-2:]
    if len(starts) == 2 and starts[1] < levels[0] - _OPEN_SIDE:
        levels.insert(0, starts[1])
    if len(ends) == 2 and ends[0] > levels[-1] + _OPEN_SIDE:
        levels.append(ends[0])
    return levels


def _walls(levels: list[float], stations: list[float], rules: list[Rule]) -> set[tuple[int, int]]:
    """Which stretch between two stations has a wall on which level, as (station, level)."""
    walls: set[tuple[int, int]] = set()
    for rule in rules:
        level = nearest(levels, rule.at)
        if abs(levels[level] - rule.at) > 2 * TOLERANCE:
            continue
        for station in range(len(stations) - 1):
            middle = (stations[station] + stations[station + 1]) / 2
            if rule.start - TOLERANCE <= middle <= rule.end + TOLERANCE:
                walls.add((station, level))
    return walls


def _claim(
    grid: Grid, row: int, column: int, right: set[tuple[int, int]], below: set[tuple[int, int]]
) -> None:
    """The largest rectangle without walls that starts at a unit becomes a cell."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    across = 1
    while (
        column + across < columns
        and (row, column + across) not in right
        and (row, column + across) not in grid.owner
    ):
        across += 1
    down = 1
    while row + down < rows and all(
        (place, row + down) not in below
        and (row + down, place) not in grid.owner
        and (place == column or (row + down, place) not in right)
        for place in range(column, column + across)
    ):
        down += 1
    number = len(grid.cells)
    grid.cells.append(Place(row, column, down, across))
    for r in range(row, row + down):
        for c in range(column, column + across):
            grid.owner[r, c] = number
