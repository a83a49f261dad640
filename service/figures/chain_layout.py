"""Where everything of the chain view stands: columns of kinds, rows of projects; numbers only, no drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from queries.coverage_records import Project, Row
from service.figures.chain_content import Content, Kinds
from service.figures.lettering import SMALLEST, clean, line_height, text_width, widest_word, wrap, wrap_evenly
from service.figures.slide import FOOT, HEIGHT, MARGIN, WIDTH

SQUARE: Final = 20
STEP: Final = 22
PITCHES: Final = range(34, 25, -1)
NAME_LINES: Final = (2, 1)
FUND_WIDTH: Final = 190
FUND_GUTTER: Final = 64
NAME_WIDEST: Final = (400, 350, 300)
NAME_NARROWEST: Final = 180
MONEY_WIDEST: Final = 250
GOAL_GUTTER: Final = 180
GOAL_WIDTH: Final = 330
GROUP_GAP: Final = 6
HEADER_LINES: Final = 3
SQUARES_ABREAST: Final = 5
COLUMN_GAP: Final = 10
HEADER_WIDEST: Final = 100.0
SPARE_WIDEST: Final = 60.0
MONEY_NARROWEST: Final = 60
NAME_GAP: Final = 14
NAME_X: Final = MARGIN + FUND_WIDTH + FUND_GUTTER
GOAL_X: Final = WIDTH - MARGIN - GOAL_WIDTH
GRID_RIGHT: Final = GOAL_X - GOAL_GUTTER


@dataclass(frozen=True, slots=True)
class Column:
    """The squares of one or several kinds: left edge, width, how many stand side by side."""

    kinds: Kinds
    x: float
    width: float

    @property
    def header(self) -> list[str]:
        """The lines of its label."""
        return wrap_evenly(clean(self.kinds.label), self.width + COLUMN_GAP - 4, SMALLEST, HEADER_LINES)

    @property
    def abreast(self) -> int:
        return max(1, int((self.width + STEP - SQUARE) // STEP))


@dataclass(frozen=True, slots=True)
class Line:
    """One project's place."""

    project: Project
    top: float
    height: float
    name: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class ChainLayout:
    """The edges of the bands and the places in them."""

    name_x: float
    name_width: float
    money_width: float
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    top: float
    bottom: float

    @property
    def money_right(self) -> float:
        return self.name_x + self.name_width + self.money_width


def lay_out(content: Content, top: float) -> ChainLayout:
    """Places for the projects and their rows below the heading."""
    widest = max((text_width(clean(project.name), SMALLEST) for project in content.projects), default=0.0)
    money = max((text_width(clean(words), SMALLEST) for words in content.money), default=0.0)
    money_width = min(max(money, MONEY_NARROWEST), MONEY_WIDEST) + NAME_GAP
    needs = [_need(kinds, content.rows) for kinds in content.kinds]
    for name_widest in NAME_WIDEST:
        name_width = min(max(widest, NAME_NARROWEST), name_widest)
        left = NAME_X + name_width + money_width + NAME_GAP
        if sum(needs) <= GRID_RIGHT - left - COLUMN_GAP * len(needs):
            break
    columns = _columns(content, needs, left)
    header = max((len(column.header) for column in columns), default=1) * line_height(SMALLEST)
    first = top + 10 + header + 8
    lines = _fitting_lines(content, columns, name_width, first)
    end = lines[-1].top + lines[-1].height if lines else first
    return ChainLayout(NAME_X, name_width, money_width, columns, lines, first, max(end, float(HEIGHT - FOOT)))


def _columns(content: Content, needs: Sequence[float], left: float) -> tuple[Column, ...]:
    widths = _share_room(needs, GRID_RIGHT - left - COLUMN_GAP * len(needs))
    columns, x = [], left + COLUMN_GAP / 2
    for kinds, width in zip(content.kinds, widths, strict=True):
        columns.append(Column(kinds, x, width))
        x += width + COLUMN_GAP
    return tuple(columns)


def _need(kinds: Kinds, rows: Sequence[Sequence[Row]]) -> float:
    most = max((sum(row.kind in kinds.keys for row in own) for own in rows), default=0)
    abreast = min(max(most, 1), SQUARES_ABREAST) * STEP - (STEP - SQUARE)
    return max(float(abreast), min(widest_word(clean(kinds.label), SMALLEST), HEADER_WIDEST) + 4 - COLUMN_GAP)


def _share_room(needs: Sequence[float], room: float) -> list[float]:
    """What each column needs and an even part of the rest; where that is too much, the widest give way."""
    if not needs:
        return []
    if sum(needs) <= room:
        spare = min((room - sum(needs)) / len(needs), SPARE_WIDEST)
        return [need + spare for need in needs]
    left, waiting = room, sorted(needs)
    while waiting[0] <= left / len(waiting):
        left -= waiting.pop(0)
    return [max(min(need, left / len(waiting)), SQUARE) for need in needs]


def _fitting_lines(
    content: Content, columns: Sequence[Column], name_width: float, top: float
) -> tuple[Line, ...]:
    """The airiest lines that end on one slide; where none do, the densest, and the figure grows."""
    lines: tuple[Line, ...] = ()
    for name_lines in NAME_LINES:
        names = [wrap(clean(p.name), name_width, SMALLEST, name_lines) for p in content.projects]
        for pitch in PITCHES:
            lines = _lines(content, columns, names, pitch, top)
            if not lines or lines[-1].top + lines[-1].height <= HEIGHT - FOOT:
                return lines
    return lines


def _lines(
    content: Content, columns: Sequence[Column], names: Sequence[list[str]], pitch: float, top: float
) -> tuple[Line, ...]:
    lines: list[Line] = []
    before = content.groups[0] if content.groups else ""
    for project, group, own, name in zip(content.projects, content.groups, content.rows, names, strict=True):
        top += GROUP_GAP if group != before else 0
        stacked = max((-(-_count(own, column) // column.abreast) for column in columns), default=1)
        height = max(pitch, stacked * STEP + 4, len(name) * line_height(SMALLEST) + 6)
        lines.append(Line(project, top, height, tuple(name)))
        top, before = top + height, group
    return tuple(lines)


def _count(rows: Sequence[Row], column: Column) -> int:
    return sum(row.kind in column.kinds.keys for row in rows)
