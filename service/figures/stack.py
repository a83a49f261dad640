"""Several figures as one SVG, each below the other, and the figure of a store without documents."""

import re
from collections.abc import Sequence
from typing import Final

from service.figures.canvas import Canvas, number
from service.figures.slide import MARGIN, WIDTH
from service.reports.sentences import Sentences

_SIZE = re.compile(r'<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"')
EMPTY_HEIGHT: Final = 120


def stack_figures(figures: Sequence[str]) -> str:
    """The figures below each other; their ids must differ."""
    placed, top, widest = [], 0.0, 0.0
    for figure in figures:
        size = _SIZE.match(figure)
        width, height = (float(size[1]), float(size[2])) if size else (0.0, 0.0)
        placed.append(figure.replace("<svg ", f'<svg y="{number(top)}" ', 1))
        top, widest = top + height, max(widest, width)
    size_words = f'width="{number(widest)}" height="{number(top)}"'
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size_words} viewBox="0 0 {number(widest)} {number(top)}">'
    )
    return "\n".join((root, *placed, "</svg>\n"))


def draw_nothing(name: str, say: Sentences) -> str:
    """The figure of no document: a sentence that says so."""
    canvas = Canvas(name)
    words = say.wording("no_documents")
    canvas.text(words, MARGIN, EMPTY_HEIGHT / 2, room=WIDTH - 2 * MARGIN, size=20)
    return canvas.finish(WIDTH, EMPTY_HEIGHT, words, words)
