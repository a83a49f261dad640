"""Text outside ruled tables: lines into paragraphs, and columns that only their position shows into tables.

A table without rules is a guess from white space: it is marked `by-position`, so that whoever uses it can
trust it less.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loaders.document import CellDraft, DocumentBuilder
from loaders.readers.pdf_lines import Line, breaks_after, flowed, joined, lines_of
from loaders.readers.pdf_page import Char

_COLUMN_GAP: Final = 0.7
_INDENT: Final = 1.2
_PARAGRAPH_GAP: Final = 1.1
_FEWEST_ROWS: Final = 3
_SHORTEST_FULL: Final = 3.5
_LINE_PITCH: Final = 1.6
_SENTENCE_ENDS: Final = ("。", "；", "：", "！", "？", ";", "…")
_NUMBERED: Final = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[、.．)）]")


@dataclass(frozen=True, slots=True)
class Body:
    """The column of running text on pages of one size."""

    left: float
    right: float


def add_lines(builder: DocumentBuilder, lines: Sequence[Line], body: Body) -> None:
    """Append lines that follow one another on a page, or run over a page end, as paragraphs and tables."""
    start = 0
    while start < len(lines):
        end = _table_end(lines, start)
        if end > start:
            _add_table(builder, lines[start:end])
            start = end
            continue
        end = start + 1
        while (
            end < len(lines)
            and _table_end(lines, end) == end
            and not _is_new(lines[end - 1], lines[end], body)
        ):
            end += 1
        text = lines[start].text
        for line in lines[start + 1 : end]:
            text = joined(text, line.text)
        builder.part = f"page {lines[start].page}"
        builder.paragraph(text)
        start = end


def _is_new(before: Line, line: Line, body: Body) -> bool:
    """Whether a line starts a paragraph."""
    height = max(before.height, 4.0)
    if before.text.endswith(_SENTENCE_ENDS) and _NUMBERED.match(line.text):
        return True
    if breaks_after(before, line, body.right - before.x0):
        return True
    if line.x0 > before.x0 + _INDENT * height and line.x0 > body.left + _INDENT * height:
        return True
    if line.page == before.page and line.base - before.base > (1 + _PARAGRAPH_GAP) * height:
        return True
    return abs(line.height - before.height) > 0.2 * height


def segments(line: Line) -> list[list[Char]]:
    """The pieces of a line that wide gaps part."""
    found: list[list[Char]] = []
    for char in line.chars:
        if not char.text.strip():
            continue
        if found and char.x0 - found[-1][-1].x1 <= _COLUMN_GAP * max(line.height, 4.0):
            found[-1].append(char)
        else:
            found.append([char])
    return found


def _table_end(lines: Sequence[Line], start: int) -> int:
    """The end of the columns that begin at a line; the line itself where there are none."""
    if len(segments(lines[start])) < 2:
        return start
    end, wide = start, 0
    last = start
    while end < len(lines) and lines[end].page == lines[start].page:
        pieces = len(segments(lines[end]))
        if pieces > 1:
            wide += 1
            last = end + 1
        elif end - last > 1:
            break
        end += 1
    if wide < _FEWEST_ROWS or len(_columns(lines[start:last])) < 2:
        return start
    return last


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The columns that the pieces of the lines leave white space between."""
    reach = sorted(
        (piece[0].x0, piece[-1].x1) for line in lines if len(found := segments(line)) > 1 for piece in found
    )
    columns: list[tuple[float, float]] = []
    for left, right in reach:
        if columns and left <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _add_table(builder: DocumentBuilder, lines: Sequence[Line]) -> None:
    columns = _columns(lines)
    found = [_pieces(columns, line) for line in lines]
    for column, pieces in (item for row in found for item in row.items()):
        left, right = columns[column]
        columns[column] = min(left, pieces[0].x0), max(right, pieces[0].x1)
    rows = _rows(found, columns)
    builder.part = f"page {lines[0].page}"
    anchor = builder.table([[_cell(columns, n, row[n]) for n in sorted(row)] for row in rows])
    builder.note("by-position", "a table without rules, its cells found by position and less certain", anchor)


def _pieces(columns: list[tuple[float, float]], line: Line) -> dict[int, list[Line]]:
    """The pieces of a line by the column they stand in."""
    chars: dict[int, list[Char]] = {}
    for piece in segments(line):
        middle = (piece[0].x0 + piece[-1].x1) / 2
        column = min(range(len(columns)), key=lambda n: _distance(columns[n], middle))
        chars.setdefault(column, []).extend(piece)
    return {column: lines_of(found, line.page) for column, found in chars.items()}


def _rows(
    found: list[dict[int, list[Line]]], columns: list[tuple[float, float]]
) -> list[dict[int, list[Line]]]:
    """Lines as rows: one with few columns belongs to the row it was broken from or stands beside."""
    most = max(len(row) for row in found)
    rows: list[dict[int, list[Line]]] = []
    early: dict[int, list[Line]] = {}
    for index, row in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else {}
        if rows and not early and _goes_on(rows[-1], row, columns):
            _extend(rows[-1], row)
        elif len(row) * 2 < most and _stands_beside(row, following, most):
            # A cell of two lines begins above the row that its neighbours stand in the middle of.
            _extend(early, row)
        else:
            _extend(early, row)
            rows.append(early)
            early = {}
    return rows


def _stands_beside(row: dict[int, list[Line]], following: dict[int, list[Line]], most: int) -> bool:
    if len(following) * 2 < most or set(row) & set(following):
        return False
    first, below = next(iter(row.values()))[0], next(iter(following.values()))[0]
    return below.base - first.base < first.height


def _extend(row: dict[int, list[Line]], more: dict[int, list[Line]]) -> None:
    for column, lines in more.items():
        row.setdefault(column, []).extend(lines)


def _goes_on(
    above: dict[int, list[Line]], row: dict[int, list[Line]], columns: list[tuple[float, float]]
) -> bool:
    """Whether every cell of a row is the rest of a cell above that ran out of width."""
    return len(row) < len(above) and all(
        column in above and _is_wrapped(above[column][-1], found[0], columns[column][1] - columns[column][0])
        for column, found in row.items()
    )


def _is_wrapped(line: Line, following: Line, width: float) -> bool:
    """A line full to the width of its column, with the next close below it."""
    return (
        line.width >= _SHORTEST_FULL * line.height
        and following.base - line.base <= _LINE_PITCH * line.height
        and not breaks_after(line, following, width)
    )


def _distance(column: tuple[float, float], x: float) -> float:
    return max(column[0] - x, 0.0, x - column[1])


def _cell(columns: list[tuple[float, float]], column: int, lines: Sequence[Line]) -> CellDraft:
    left, right = columns[column]
    box = (round(left, 1), round(lines[0].top, 1), round(right, 1), round(lines[-1].bottom, 1))
    return CellDraft(flowed(lines, right - left), column + 1, box=box)
