"""Stacked bars of grades as SVG text: one bar a line, every segment with its letter, count and pattern."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from queries.coverage_records import GradeCounts
from service.figures.hatching import GRADE_STROKES, grade_fill, grade_pattern
from service.figures.lettering import SMALLEST, fit, text_width
from service.figures.palette import GRADE_PAINTS, INK

WIDTH: Final = 800
LABEL_WIDTH: Final = 190
TOTAL_WIDTH: Final = 120
ROW_HEIGHT: Final = 30
BAR_HEIGHT: Final = 20
SMALLEST_LABELLED: Final = 30
WIDE: Final = 0x2E80


class Bar(NamedTuple):
    """One line of the figure: a label, the counts, and what stands at its end."""

    label: str
    counts: GradeCounts
    note: str


def draw_grade_bars(name: str, title: str, finding: str, bars: Sequence[Bar]) -> str:
    """Draw the bars; `name` makes ids unique on a page, `finding` says in words what is seen."""
    height = ROW_HEIGHT * max(len(bars), 1) + 4
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{name}-title {name}-finding" class="grade-bars">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-finding">{escape(finding)}</desc>',
        f"<defs>{''.join(grade_pattern(name, letter) for letter in GRADE_STROKES)}</defs>",
    ]
    for position, bar in enumerate(bars):
        lines.extend(_draw_bar(name, bar, position * ROW_HEIGHT + 4))
    lines.append("</svg>")
    return "\n".join(lines)


def draw_key(name: str, letter: str) -> str:
    """A small square with the fill and pattern of one grade, for a legend; its meaning stands beside it."""
    defs = f"<defs>{grade_pattern(name, letter)}</defs>" if letter in GRADE_STROKES else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 18" width="22" height="18" '
        'aria-hidden="true">'
        f"{defs}{_segment(name, letter, 1, 1, 20, 16)}</svg>"
    )


def _segment(name: str, letter: str, x: float, y: float, width: float, height: float) -> str:  # noqa: PLR0913
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{grade_fill(name, letter)}" '
        f'stroke="{INK}" stroke-width="0.6"/>'
    )


def _draw_bar(name: str, bar: Bar, top: int) -> list[str]:
    middle = top + BAR_HEIGHT / 2 + 5
    lines = [
        _label(bar.label, middle),
        f'<text x="{WIDTH - TOTAL_WIDTH + 10}" y="{middle:g}" fill="{INK}">{escape(bar.note)}</text>',
    ]
    total, start = bar.counts.total, float(LABEL_WIDTH)
    span = WIDTH - LABEL_WIDTH - TOTAL_WIDTH
    if not total:
        lines.append(
            f'<rect x="{LABEL_WIDTH}" y="{top}" width="{span}" height="{BAR_HEIGHT}" fill="none" '
            f'stroke="{INK}" stroke-width="0.8" stroke-dasharray="4 3"/>'
        )
    for letter, count in bar.counts.items():
        if not count:
            continue
        width = round(span * count / total, 2)
        lines.append(_segment(name, letter, round(start, 2), top, width, BAR_HEIGHT))
        if width >= max(SMALLEST_LABELLED, text_width(f"{letter} {count}", SMALLEST)):
            lines.append(_segment_label(letter, count, start + width / 2, middle))
        start += width
    return lines


def _label(label: str, y: float) -> str:
    shown = fit(shorten(label), LABEL_WIDTH - 14, SMALLEST)
    text = f'<text x="{LABEL_WIDTH - 10}" y="{y:g}" text-anchor="end" fill="{INK}">{escape(shown)}</text>'
    return text if shown == label else f"<g><title>{escape(label)}</title>{text}</g>"


def _segment_label(letter: str, count: int, x: float, y: float) -> str:
    paint = GRADE_PAINTS[letter]
    # A halo in the segment's own colour keeps the letter readable on a pattern.
    return (
        f'<text x="{x:.4g}" y="{y:g}" text-anchor="middle" fill="{paint.ink}" stroke="{paint.fill}" '
        f'stroke-width="4" paint-order="stroke" stroke-linejoin="round">{letter} {count}</text>'
    )


def shorten(label: str, columns: int = 24) -> str:
    """The label cut to so many columns, a Chinese character being two wide.

    >>> shorten("服务对象满意度指标", 10)
    '服务对象…'
    """
    used, cut = 0, ""
    for character in label:
        used += 2 if ord(character) >= WIDE else 1
        if used > columns:
            return f"{cut[:-1]}…"
        cut += character
    return cut
