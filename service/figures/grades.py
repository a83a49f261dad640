"""Grades by kind and by goal one above the other, from the bars that the page uses too."""

import re
from typing import Final

from queries.coverage_records import LETTERS, Basis, DocumentCoverage, GradeCounts
from service.figures.canvas import Canvas, number
from service.figures.chain_key import draw_square
from service.figures.grade_bars import ROW_HEIGHT, TOTAL_WIDTH, Bar, draw_grade_bars
from service.figures.hatching import grade_patterns
from service.figures.lettering import SMALLEST, clean, text_width
from service.figures.slide import HEIGHT, MARGIN, WIDTH, draw_heading, join_sentences
from service.reports.sentences import Sentences

HEADING: Final = 34
KEY: Final = 48
LARGEST: Final = 1.8
_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


def draw_grades(
    document: DocumentCoverage, say: Sentences, *, basis: Basis = "accepted", name: str = "grades"
) -> str:
    """Two panels of stacked bars as SVG, 1920 wide: all rows by kind, then each goal's rows on one basis."""
    canvas = Canvas(name)
    finding = join_sentences([say.kinds_finding(document), say.goals_finding(document, basis)], say)
    title = say.wording("figure_grades")
    y = draw_heading(canvas, title, document, finding) + 14
    kinds = [_bar(say.kind(kind), counts, say) for kind, counts in say.kind_counts(document)]
    goals = [_bar(f"{g.number} {g.name}", g.picture(basis).counts, say) for g in document.goals]
    goals.append(_bar(say.wording("figure_all"), GradeCounts.of(row.grade for row in document.rows), say))
    drawn = ROW_HEIGHT * (max(len(kinds), 1) + len(goals)) + 8
    scale = min(max((HEIGHT - y - 2 * HEADING - KEY) / drawn, 1.0), LARGEST)
    for place, (key, bars) in enumerate((("figure_kinds", kinds), ("figure_goals", goals)), start=1):
        canvas.text(say.wording(key), MARGIN, y + HEADING / 2, room=WIDTH - 2 * MARGIN, size=18, bold=True)
        y = _place_panel(
            canvas, draw_grade_bars(f"{name}-{place}", say.wording(key), title, bars), y + HEADING, scale
        )
    _draw_key(canvas, y + KEY / 2, say)
    return canvas.finish(WIDTH, y + KEY, title, finding, grade_patterns(name))


def _bar(label: str, counts: GradeCounts, say: Sentences) -> Bar:
    note = say.wording("figure_note", measurable=counts.measurable, total=counts.total)
    if text_width(note, SMALLEST) > TOTAL_WIDTH - 12:
        note = f"{counts.measurable} / {counts.total}"
    return Bar(clean(label), counts, note if counts.total else say.wording("none"))


def _place_panel(canvas: Canvas, bars: str, top: float, scale: float) -> float:
    """Put the page's own bars there, larger by the scale; where they end."""
    width, height = (float(length) * scale for length in _SIZE.findall(bars)[0])
    place = f'x="{MARGIN}" y="{number(top)}" width="{number(width)}" height="{number(height)}"'
    canvas.parts.append(bars.replace("<svg ", f"<svg {place} ", 1))
    return top + height


def _draw_key(canvas: Canvas, middle: float, say: Sentences) -> None:
    x = float(MARGIN)
    for letter in LETTERS:
        words = clean(say.label(f"grade-{letter}"))
        draw_square(canvas, letter, x, middle - 10)
        width = text_width(words, SMALLEST)
        canvas.text(words, x + 30, middle, room=width)
        x += 30 + width + 26
