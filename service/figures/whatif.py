"""The difference figure: each goal before and after a supposition, in projects, money, rows and level."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from queries.coverage_records import DocumentCoverage
from service.figures.canvas import QUIET, Canvas, number
from service.figures.hatching import lost_pattern
from service.figures.lettering import SMALLEST, clean, line_height, text_width, wrap
from service.figures.palette import INK
from service.figures.slide import FAINT, HEIGHT, LINE, MARGIN, WIDTH, draw_heading
from service.figures.supposition import Change, Supposition, goals_of
from service.figures.what_if_words import what_if_finding
from service.reports.sentences import Sentences

LEVELS: Final = ("G0", "G1", "G2", "G3", "G4")
LABEL_WIDTH: Final = 400
LEVEL_WIDTH: Final = 300
GUTTER: Final = 36
MEASURES: Final = 3
BAR_WIDTH: Final = (WIDTH - 2 * MARGIN - LABEL_WIDTH - LEVEL_WIDTH - GUTTER * (MEASURES + 1)) / MEASURES
BAR_HEIGHT: Final = 20
LOWEST: Final = 92
HIGHEST: Final = 150
NAME_SIZE: Final = 16
BEFORE: Final = "#85b5de"
AFTER: Final = "#0b3c6e"
KEY_HEIGHT: Final = 44


class _Measure(NamedTuple):
    """What is compared in one column: its two values, the column's largest, and how they are printed."""

    key: str
    before: Decimal
    after: Decimal
    largest: Decimal
    words: str


def draw_what_if(
    document: DocumentCoverage, answer: Supposition, say: Sentences, *, name: str = "what-if"
) -> str:
    """Each goal of the document before and after as SVG, 1920 wide; it grows in height."""
    canvas = Canvas(name)
    goals = goals_of(answer, (goal.iri for goal in document.goals))
    title, finding = say.wording("figure_whatif"), what_if_finding(document, answer, say)
    top = draw_heading(canvas, title, document, finding) + 16 + line_height(SMALLEST)
    _draw_headers(canvas, top, say)
    room = (HEIGHT - top - KEY_HEIGHT - MARGIN) / max(len(goals), 1)
    height = min(max(room, LOWEST), HIGHEST)
    y = top + 8
    for place, goal in enumerate(goals):
        _draw_goal(canvas, goal, goals, f"{name}-goal-{place + 1}", y, height, say)
        y += height
    _draw_key(canvas, y + 20, say)
    return canvas.finish(WIDTH, y + 20 + KEY_HEIGHT, title, finding, lost_pattern(name))


def _measure_x(place: int) -> float:
    return MARGIN + LABEL_WIDTH + GUTTER + place * (BAR_WIDTH + GUTTER)


def _draw_headers(canvas: Canvas, bottom: float, say: Sentences) -> None:
    columns = [
        (float(MARGIN), LABEL_WIDTH, say.wording("goals")),
        (_measure_x(0), BAR_WIDTH, say.wording("projects")),
        (_measure_x(1), BAR_WIDTH, f"{say.wording('money')} · {say.wording('money_unit')}"),
        (_measure_x(2), BAR_WIDTH, say.wording("figure_measurable_rows")),
        (_measure_x(3), LEVEL_WIDTH, say.wording("figure_level")),
    ]
    for x, width, words in columns:
        canvas.text(words, x, bottom - line_height(SMALLEST) / 2, room=width, fill=QUIET)
        canvas.path(f"M{number(x)} {number(bottom + 3)}H{number(x + width)}", stroke=INK, stroke_width=1.2)


def _measures(goal: Change, goals: Sequence[Change], say: Sentences) -> list[_Measure]:
    before, after = goal.before, goal.after
    sides = [side for other in goals for side in (other.before, other.after)]

    def words(first: str, second: str) -> str:
        return first if first == second else f"{first} → {second}"

    return [
        _Measure(
            "projects",
            Decimal(before.projects),
            Decimal(after.projects),
            Decimal(max(side.projects for side in sides)),
            words(str(before.projects), str(after.projects)),
        ),
        _Measure(
            "money",
            before.yuan,
            after.yuan,
            max(side.yuan for side in sides),
            words(say.money(before.yuan, unit=False), say.money(after.yuan, unit=False)),
        ),
        _Measure(
            "measurable",
            Decimal(before.measurable),
            Decimal(after.measurable),
            Decimal(max(side.measurable for side in sides)),
            words(str(before.measurable), str(after.measurable)),
        ),
    ]


def _draw_goal(  # noqa: PLR0913 - a goal, what it is compared with, its place
    canvas: Canvas,
    goal: Change,
    goals: Sequence[Change],
    identifier: str,
    y: float,
    height: float,
    say: Sentences,
) -> None:
    label = clean(f"{say.wording('figure_goal_number', number=goal.number)} {goal.label}")
    facts = {"data_goal": goal.number, "data_changed": "yes" if goal.changed else "no"}
    with canvas.group(label, id=identifier, class_="goal", **facts):
        lines = wrap(label, LABEL_WIDTH, NAME_SIZE, 3, bold=goal.changed)
        step = line_height(NAME_SIZE)
        top = y + (height - len(lines) * step) / 2
        for place, words in enumerate(lines):
            middle = top + (place + 0.5) * step
            canvas.text(words, MARGIN, middle, room=LABEL_WIDTH, size=NAME_SIZE, bold=goal.changed)
        for place, measure in enumerate(_measures(goal, goals, say)):
            _draw_bars(canvas, measure, _measure_x(place), y + height / 2)
        _draw_levels(canvas, goal, _measure_x(MEASURES), y + height / 2, say)
    canvas.path(f"M{MARGIN} {number(y + height)}H{WIDTH - MARGIN}", stroke=FAINT, stroke_width=1)


def _draw_bars(canvas: Canvas, measure: _Measure, x: float, middle: float) -> None:
    """Words above two bars: how it stands now, and how it would stand, with what is lost hatched."""
    with canvas.group(class_="measure", data_measure=measure.key):
        same = measure.before == measure.after
        canvas.text(measure.words, x, middle - 28, room=BAR_WIDTH, size=NAME_SIZE, bold=not same)
        before, after = (_length(value, measure.largest) for value in (measure.before, measure.after))
        if before:
            canvas.rect(x, middle - 14, before, BAR_HEIGHT, fill=BEFORE, stroke=INK, stroke_width=0.6)
        if after:
            canvas.rect(x, middle + 10, after, BAR_HEIGHT, fill=AFTER, stroke=INK, stroke_width=0.6)
        if before > after:
            lost = f"url(#{canvas.name}-lost)"
            canvas.rect(x + after, middle + 10, before - after, BAR_HEIGHT, fill=lost, stroke=LINE)


def _length(value: Decimal, largest: Decimal) -> float:
    # A value that is there never shows as nothing.
    return max(BAR_WIDTH * float(value / largest), 2.0) if value > 0 else 0.0


def _draw_levels(canvas: Canvas, goal: Change, x: float, middle: float, say: Sentences) -> None:
    """Five steps: the level now is outlined, the supposed one filled."""
    before, after = goal.before.level, goal.after.level
    words = before if before == after else f"{before} → {after}"
    note = say.wording("figure_unchanged") if before == after else say.label(f"grade-{after}")
    with canvas.group(class_="level", data_before=before, data_after=after):
        canvas.text(words, x, middle - 28, room=110, size=NAME_SIZE, bold=before != after)
        canvas.text(note, x + 116, middle - 28, room=LEVEL_WIDTH - 116, fill=QUIET)
        for place, level in enumerate(LEVELS):
            fill, ink = (
                (AFTER, "#ffffff")
                if level == after
                else (BEFORE, INK)
                if level == before
                else ("none", QUIET)
            )
            left = x + place * (LEVEL_WIDTH / len(LEVELS))
            canvas.rect(left, middle - 14, LEVEL_WIDTH / len(LEVELS) - 6, 44, fill=fill, stroke=LINE)
            centre = left + LEVEL_WIDTH / len(LEVELS) / 2 - 3
            canvas.text(level, centre, middle + 8, room=50, anchor="middle", fill=ink)


def _draw_key(canvas: Canvas, top: float, say: Sentences) -> None:
    x, middle = float(MARGIN), top + 14
    for fill, words in (
        (BEFORE, say.wording("figure_before")),
        (AFTER, say.wording("figure_after")),
        (f"url(#{canvas.name}-lost)", say.wording("figure_lost")),
    ):
        canvas.rect(x, middle - BAR_HEIGHT / 2, 34, BAR_HEIGHT, fill=fill, stroke=INK, stroke_width=0.6)
        width = text_width(clean(words), SMALLEST)
        canvas.text(words, x + 42, middle, room=width)
        x += 42 + width + 24
