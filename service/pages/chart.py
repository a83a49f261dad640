"""A bar chart of an answer as SVG: one bar for each row, its words beside it, its number at its end."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from service.figures.canvas import QUIET, Canvas
from service.figures.lettering import SMALLEST, text_width
from service.figures.palette import SHARE_PAINTS

MOST_BARS: Final = 40
_WIDTH: Final = 1000
_ROW: Final = 28
_BAR: Final = 18
_LABELS: Final = 320
_GAP: Final = 10


class Bar(NamedTuple):
    """One row of the chart."""

    label: str
    value: Decimal
    shown: str


def draw_bars(title: str, finding: str, bars: Sequence[Bar]) -> str:
    """Draw the bars from a common line at zero; `finding` says in words what is seen."""
    canvas = Canvas("chart")
    numbers = max((text_width(bar.shown, SMALLEST) for bar in bars), default=0.0)
    values = [float(bar.value) for bar in bars]
    least, most = min([0.0, *values]), max([0.0, *values])
    room = _WIDTH - _LABELS - 2 * (numbers + _GAP)
    scale = room / (most - least) if most > least else 0.0
    zero = _LABELS + numbers + _GAP - least * scale if least < 0 else float(_LABELS)
    for place, (bar, value) in enumerate(zip(bars, values, strict=True)):
        _draw(canvas, bar, (zero, value * scale), place * _ROW + 4)
    height = max(len(bars), 1) * _ROW + 8
    canvas.path(f"M{zero:.2f} 0V{height}", stroke=QUIET, stroke_width=1)
    return canvas.finish(_WIDTH, height, title, finding)


def _draw(canvas: Canvas, bar: Bar, span: tuple[float, float], top: float) -> None:
    start, width = span
    middle = top + _BAR / 2
    canvas.text(bar.label, _LABELS - _GAP, middle, room=_LABELS - 2 * _GAP, anchor="end")
    left = start if width >= 0 else start + width
    canvas.rect(left, top, abs(width), _BAR, fill=SHARE_PAINTS[3].fill)
    end = start + width + (_GAP / 2 if width >= 0 else -_GAP / 2)
    room = text_width(bar.shown, SMALLEST) + 1
    canvas.text(bar.shown, end, middle, room=room, anchor="start" if width >= 0 else "end")
