"""Text outside ruled tables: lines into paragraphs, and columns that only their position shows into tables.

A table without rules is a guess from white space: it is marked `by-position`, so that whoever uses it can
trust it less.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from loaders.document import CellDraft, DocumentBuilder
from loaders.readers.pdf_lines import Line, breaks_after, flowed, joined, lines_of
from loaders.readers.pdf_page import Char

_COLUMN_GAP: Final = 1.5
_ROW_GAP: Final = 1.25
_INDENT: Final = 1.2
_PARAGRAPH_GAP: Final = 1.1
_FEWEST_ROWS: Final = 3
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
    rows: list[list[CellDraft]] = []
    for group in _row_groups(lines):
        cells: dict[int, list[Char]] = {}
        for line in group:
            for piece in segments(line):
                middle = (piece[0].x0 + piece[-1].x1) / 2
                column = min(range(len(columns)), key=lambda n: _distance(columns[n], middle))
                cells.setdefault(column, []).extend(piece)
        rows.append([_cell(columns, column, chars, group) for column, chars in sorted(cells.items())])
    builder.part = f"page {lines[0].page}"
    anchor = builder.table(rows)
    builder.note("by-position", "a table without rules, its cells found by position and less certain", anchor)


def _distance(column: tuple[float, float], x: float) -> float:
    return max(column[0] - x, 0.0, x - column[1])


def _cell(
    columns: list[tuple[float, float]], column: int, chars: list[Char], group: Sequence[Line]
) -> CellDraft:
    found = lines_of(chars, group[0].page)
    left, right = columns[column]
    box = (round(left, 1), round(group[0].top, 1), round(right, 1), round(group[-1].bottom, 1))
    return CellDraft(flowed(found, right - left), column + 1, box=box)


def _row_groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that make one row: those set closer together than rows are, where that can be seen."""
    gaps = [after.base - before.base for before, after in pairwise(lines)]
    closest = min((gap for gap in gaps if gap > 0), default=0.0)
    is_spaced = bool(gaps) and max(gaps) > _ROW_GAP * closest
    most = max(len(segments(line)) for line in lines)
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        starts = not groups
        if index:
            apart = gaps[index - 1] > _ROW_GAP * closest
            starts = apart if is_spaced else len(segments(line)) * 2 >= most
        if starts:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups
