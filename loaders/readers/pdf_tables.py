"""Ruled tables of PDF pages: characters into cells, and tables and rows joined where a page end cut them."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from loaders.document import CellDraft, Merge
from loaders.readers.pdf_grid import TOLERANCE, Grid, nearest
from loaders.readers.pdf_lines import Line, breaks_after, flowed, lines_of
from loaders.readers.pdf_page import Char

_WIDEST_PADDING: Final = 9.0
_ALWAYS: Final = 0.8


@dataclass(slots=True)
class RuledCell:
    """A cell, counted from 0 in its table, with the lines of text that stand in it."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: tuple[float, float, float, float]
    page: int
    lines: list[Line] = field(default_factory=list)
    inferred: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.lines

    @property
    def plain(self) -> str:
        """The text without line ends and blanks, for comparing."""
        return "".join("".join(line.text for line in self.lines).split())

    @property
    def last_row(self) -> int:
        return self.row + self.rowspan - 1

    def available(self, padding: float) -> float:
        """The width that a line of text may take."""
        return self.box[2] - self.box[0] - 2 * padding


@dataclass(slots=True)
class RuledTable:
    """A table as drawn on one page, or on several once they are joined."""

    xs: list[float]
    rows: int
    cells: list[RuledCell]
    top: float
    bottom: float
    first_page: int
    last_page: int
    first_height: float
    notes: list[tuple[str, str, int]] = field(default_factory=list)

    def padding(self) -> float:
        """How far text stays from the walls: the smallest distance seen."""
        gaps = [line.x0 - cell.box[0] for cell in self.cells for line in cell.lines]
        return max(0.0, min([*gaps, _WIDEST_PADDING]))

    def drafts(self) -> list[list[CellDraft]]:
        """The rows as the builder takes them."""
        padding = self.padding()
        rows: list[list[CellDraft]] = [[] for _ in range(self.rows)]
        for cell in sorted(self.cells, key=lambda c: (c.row, c.column)):
            rows[cell.row].append(
                CellDraft(
                    flowed(cell.lines, cell.available(padding)),
                    cell.column + 1,
                    cell.rowspan,
                    cell.colspan,
                    merge=_merge(cell),
                    box=tuple(round(edge, 1) for edge in cell.box),  # type: ignore[arg-type]
                    part=f"page {cell.page}",
                )
            )
        return rows


def _merge(cell: RuledCell) -> Merge:
    if cell.inferred:
        return "inferred"
    return "declared" if cell.rowspan > 1 or cell.colspan > 1 else "none"


def ruled_table(grid: Grid, chars: Sequence[Char], page: int) -> RuledTable:
    """The table of a grid, with the characters that stand inside its cells."""
    inside: dict[int, list[Char]] = {}
    for char in chars:
        number = grid.cell_at(*char.middle)
        if number is not None:
            inside.setdefault(number, []).append(char)
    cells = [
        RuledCell(*place, grid.box(place), page, lines_of(inside.get(number, ()), page))
        for number, place in enumerate(grid.cells)
    ]
    return RuledTable(
        list(grid.xs),
        len(grid.ys) - 1,
        cells,
        grid.ys[0],
        grid.ys[-1],
        page,
        page,
        grid.ys[1] - grid.ys[0],
    )


def continues(table: RuledTable, following: RuledTable, page_bottom: float) -> bool:
    """Whether a table at the top of the next page goes on one that ends at the bottom of this page."""
    same_sides = (
        abs(table.xs[0] - following.xs[0]) <= 2 * TOLERANCE
        and abs(table.xs[-1] - following.xs[-1]) <= 2 * TOLERANCE
    )
    same_columns = len(table.xs) == len(following.xs) and all(
        abs(x - y) <= 2 * TOLERANCE for x, y in zip(table.xs, following.xs, strict=True)
    )
    room = page_bottom - table.bottom
    return same_columns or (same_sides and room <= following.first_height + 2 * TOLERANCE)


def join(table: RuledTable, following: RuledTable, known: Mapping[str, int]) -> None:
    """Append a table to the one it goes on: a repeated head goes, a row that was cut becomes one.

    `known` counts the texts of the document's cells: a merged label whose two halves make one that stands
    elsewhere in one piece was cut as well.
    """
    _align(table, following)
    _drop_repeated_head(table, following)
    if not following.rows:
        return
    cut = _is_cut(table, following)
    above = {cell.column: cell for cell in table.cells if cell.last_row == table.rows - 1}
    offset = table.rows - 1 if cut else table.rows
    leading = True
    for cell in sorted(following.cells, key=lambda c: (c.row, c.column)):
        owner = above.get(cell.column) if cell.row == 0 else None
        matches = owner is not None and owner.colspan == cell.colspan
        is_rest = owner is not None and _is_rest_of_label(owner, cell, known)
        leading = leading and cell.row == 0 and matches and (cell.is_empty or is_rest)
        if owner is not None and matches and (cut or leading):
            owner.rowspan += cell.rowspan - 1 if cut else cell.rowspan
            owner.lines.extend(cell.lines)
            owner.inferred = True
        else:
            table.cells.append(replace(cell, row=cell.row + offset))
    if cut:
        detail = f"a row cut by the end of page {table.last_page} was joined"
        table.notes.append(("joined-row", detail, table.rows))
    table.rows += following.rows - (1 if cut else 0)
    table.bottom, table.last_page = following.bottom, following.last_page


def _is_rest_of_label(above: RuledCell, cell: RuledCell, known: Mapping[str, int]) -> bool:
    return 0 < known.get(above.plain + cell.plain, 0) >= known.get(cell.plain, 0)


def _align(table: RuledTable, following: RuledTable) -> None:
    """Number the columns of both by the edges of either."""
    edges = list(table.xs)
    for x in following.xs:
        if abs(edges[nearest(edges, x)] - x) > 2 * TOLERANCE:
            edges.insert(bisect_left(edges, x), x)
    for part in (table, following):
        places = [nearest(edges, x) for x in part.xs]
        for cell in part.cells:
            last = places[cell.column + cell.colspan]
            cell.column = places[cell.column]
            cell.colspan = max(1, last - cell.column)
        part.xs = edges


def _row_texts(table: RuledTable, row: int) -> list[tuple[int, str]]:
    cells = (cell for cell in table.cells if cell.row == row)
    return sorted((cell.column, "".join(line.text for line in cell.lines)) for cell in cells)


def _drop_repeated_head(table: RuledTable, following: RuledTable) -> None:
    """Word repeats marked head rows on every page."""
    repeated = 0
    while repeated < min(following.rows, table.rows, 4) and _is_same_head(table, following, repeated):
        repeated += 1
    if not repeated or any(c.row < repeated <= c.last_row for c in following.cells):
        return
    detail = f"{repeated} head row(s) repeated on page {following.first_page} were left out"
    table.notes.append(("repeated-head", detail, table.rows))
    following.cells = [replace(c, row=c.row - repeated) for c in following.cells if c.row >= repeated]
    following.rows -= repeated


def _is_same_head(table: RuledTable, following: RuledTable, row: int) -> bool:
    texts = _row_texts(table, row)
    return len([text for _, text in texts if text]) > 1 and texts == _row_texts(following, row)


def _is_cut(table: RuledTable, following: RuledTable) -> bool:
    """Whether the first row of the next page is the rest of the last row of this page."""
    above = {cell.column: cell for cell in table.cells if cell.last_row == table.rows - 1}
    below = [cell for cell in following.cells if cell.row == 0]
    if [cell.column for cell in below] != sorted(above):
        return False
    filled = [cell for cell in below if not cell.is_empty]
    if not filled or any(above[cell.column].is_empty for cell in filled):
        return False
    padding = min(table.padding(), following.padding())
    whole = [
        cell
        for cell in filled
        if breaks_after(above[cell.column].lines[-1], cell.lines[0], cell.available(padding))
    ]
    return not whole or (len(whole) < len(filled) and _lacks_what_is_always_there(table, following))


def _lacks_what_is_always_there(table: RuledTable, following: RuledTable) -> bool:
    """An empty cell in a column that every row fills, to the right of the first filled one."""
    below = [cell for cell in following.cells if cell.row == 0]
    others = [*table.cells, *(cell for cell in following.cells if cell.row)]
    first = min(cell.column for cell in below if not cell.is_empty)
    for empty in (cell for cell in below if cell.is_empty and cell.column > first):
        column = [c for c in others if c.column == empty.column and c.colspan == empty.colspan]
        if len(column) > 2 and sum(not c.is_empty for c in column) >= _ALWAYS * len(column):
            return True
    return False
