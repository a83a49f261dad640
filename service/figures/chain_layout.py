"""Where everything of the chain view stands: columns of kinds, rows of projects; numbers only, no drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from queries.coverage_records import BASES, Basis, DocumentCoverage, Project, Row
from service.figures.lettering import SMALLEST, clean, line_height, text_width, widest_word, wrap
from service.figures.slide import HEIGHT, MARGIN, WIDTH

SQUARE: Final = 20
STEP: Final = 22
PITCHES: Final = (34, 31, 29, 27)
NAME_LINES: Final = (2, 1)
FUND_WIDTH: Final = 190
FUND_GUTTER: Final = 64
NAME_WIDEST: Final = 400
NAME_NARROWEST: Final = 180
GOAL_GUTTER: Final = 180
GOAL_WIDTH: Final = 330
GROUP_GAP: Final = 8
MOST_COLUMNS: Final = 13
SQUARES_ABREAST: Final = 5
COLUMN_GAP: Final = 10
FOOT: Final = 14


@dataclass(frozen=True, slots=True)
class Column:
    """The squares of one or several kinds: left edge, width, how many stand side by side."""

    kinds: tuple[str, ...]
    label: str
    x: float
    width: float

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
    money_right: float
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    header_top: float
    top: float
    bottom: float

    @property
    def grid_left(self) -> float:
        return self.money_right + 16

    @property
    def grid_right(self) -> float:
        return WIDTH - MARGIN - GOAL_WIDTH - GOAL_GUTTER

    @property
    def goal_x(self) -> float:
        return WIDTH - MARGIN - GOAL_WIDTH


def order_projects(document: DocumentCoverage, basis: Basis) -> tuple[Project, ...]:
    """Projects by the goals of their firmest links, so that links cross little; those without a goal last."""
    place = {goal.number: position for position, goal in enumerate(document.goals)}
    last = len(place)

    def firmest(project: Project) -> tuple[object, ...]:
        for known in BASES[: BASES.index(basis) + 1]:
            places = sorted(place[number] for number in project.goals_on(known) if number in place)
            if places:
                return tuple(places), BASES.index(known), project.order, project.iri
        return (last,), 0, project.order, project.iri

    return tuple(sorted(document.projects, key=firmest))


def group_of(project: Project, document: DocumentCoverage, basis: Basis) -> str:
    """The number of the goal among whose projects it stands, empty where it has none."""
    known = [goal.number for goal in document.goals]
    for shown in BASES[: BASES.index(basis) + 1]:
        for number in known:
            if number in project.goals_on(shown):
                return number
    return ""


def lay_out(  # noqa: PLR0913, PLR0917 - what is drawn and with which words
    projects: Sequence[Project],
    groups: Sequence[str],
    rows: Sequence[Sequence[Row]],
    kinds: Sequence[tuple[tuple[str, ...], str]],
    money: Sequence[str],
    top: float,
) -> ChainLayout:
    """Places for these projects, their drawn rows and the labelled columns of kinds below the heading."""
    money_width = max([text_width(words, SMALLEST) for words in money], default=0.0) + 12
    widest = max((text_width(clean(project.name), SMALLEST) for project in projects), default=0.0)
    name_width = min(max(widest, NAME_NARROWEST), NAME_WIDEST)
    name_x = MARGIN + FUND_WIDTH + FUND_GUTTER
    money_right = name_x + name_width + money_width
    grid_right = WIDTH - MARGIN - GOAL_WIDTH - GOAL_GUTTER
    columns = _columns(kinds, rows, money_right + 16, grid_right)
    header_lines = max((len(header_of(column)) for column in columns), default=1)
    first = top + 10 + header_lines * line_height(SMALLEST) + 8
    lines = _fitting_lines(projects, groups, rows, columns, name_width, first)
    bottom = max(lines[-1].top + lines[-1].height if lines else first, HEIGHT - FOOT)
    return ChainLayout(
        name_x, name_width, money_right, columns, lines, first - header_lines * line_height(14) - 8, first, bottom
    )


def header_of(column: Column) -> list[str]:
    """The lines of a column's label."""
    return wrap(clean(column.label), column.width + COLUMN_GAP - 2, SMALLEST, 3)


def gather_kinds(kinds: Sequence[str]) -> list[tuple[str, ...]]:
    """One column for each kind; beyond what can be read side by side the rest stand in one."""
    if len(kinds) <= MOST_COLUMNS:
        return [(kind,) for kind in kinds]
    return [*((kind,) for kind in kinds[: MOST_COLUMNS - 1]), tuple(kinds[MOST_COLUMNS - 1 :])]


def _columns(
    kinds: Sequence[tuple[tuple[str, ...], str]], rows: Sequence[Sequence[Row]], left: float, right: float
) -> tuple[Column, ...]:
    needs = [_need(keys, label, rows) for keys, label in kinds]
    room = right - left - COLUMN_GAP * len(needs)
    widths = _share_room(needs, room)
    columns, x = [], left
    for (keys, label), width in zip(kinds, widths, strict=True):
        columns.append(Column(keys, label, x, width))
        x += width + COLUMN_GAP
    return tuple(columns)


def _need(keys: tuple[str, ...], label: str, rows: Sequence[Sequence[Row]]) -> float:
    most = max((sum(row.kind in keys for row in own) for own in rows), default=0)
    abreast = min(max(most, 1), SQUARES_ABREAST) * STEP - (STEP - SQUARE)
    return max(abreast, min(widest_word(clean(label), SMALLEST), 100.0) + 2 - COLUMN_GAP / 2)


def _share_room(needs: Sequence[float], room: float) -> list[float]:
    """What each column needs and an even part of the rest; where that is too much, the widest give way."""
    if not needs:
        return []
    if sum(needs) <= room:
        spare = min((room - sum(needs)) / len(needs), 60.0)
        return [need + spare for need in needs]
    cap, left, waiting = room / len(needs), room, sorted(needs)
    while waiting and waiting[0] <= left / len(waiting):
        left -= waiting.pop(0)
    cap = left / len(waiting) if waiting else cap
    return [max(min(need, cap), SQUARE) for need in needs]


def _fitting_lines(  # noqa: PLR0913, PLR0917 - what stands in a line
    projects: Sequence[Project],
    groups: Sequence[str],
    rows: Sequence[Sequence[Row]],
    columns: Sequence[Column],
    name_width: float,
    top: float,
) -> tuple[Line, ...]:
    """The airiest lines that end on one slide; where none do, the densest, and the figure grows."""
    lines: tuple[Line, ...] = ()
    for name_lines in NAME_LINES:
        names = [tuple(wrap(clean(p.name), name_width, SMALLEST, name_lines)) for p in projects]
        for pitch in PITCHES:
            lines = _lines(projects, groups, rows, columns, names, pitch, top)
            if not lines or lines[-1].top + lines[-1].height <= HEIGHT - FOOT:
                return lines
    return lines


def _lines(  # noqa: PLR0913, PLR0917 - what stands in a line
    projects: Sequence[Project],
    groups: Sequence[str],
    rows: Sequence[Sequence[Row]],
    columns: Sequence[Column],
    names: Sequence[tuple[str, ...]],
    pitch: float,
    top: float,
) -> tuple[Line, ...]:
    lines: list[Line] = []
    before = groups[0] if groups else ""
    for project, group, own, name in zip(projects, groups, rows, names, strict=True):
        top += GROUP_GAP if group != before else 0
        stacked = max((-(-_count(own, column) // column.abreast) for column in columns), default=1)
        height = max(pitch, stacked * STEP + 7, len(name) * line_height(SMALLEST) + 6)
        lines.append(Line(project, top, height, name))
        top, before = top + height, group
    return tuple(lines)


def _count(rows: Sequence[Row], column: Column) -> int:
    return sum(row.kind in column.kinds for row in rows)
