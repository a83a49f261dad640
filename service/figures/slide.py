"""What every figure of slide size has in common: its size, its heading, its keys, cards kept apart."""

from collections.abc import Sequence
from typing import Final

from queries.coverage_records import DocumentCoverage
from service.figures.canvas import QUIET, Canvas
from service.figures.lettering import clean, line_height, text_width
from service.reports.sentences import Sentences

WIDTH: Final = 1920
HEIGHT: Final = 1080
MARGIN: Final = 24
TITLE_SIZE: Final = 26
FINDING_SIZE: Final = 17
FINDING_LINES: Final = 3
LINE: Final = "#8a94a1"
FAINT: Final = "#d5dbe3"
CARD_FILL: Final = "#eef2f6"
FOOT: Final = 14


def draw_heading(canvas: Canvas, title: str, document: DocumentCoverage, finding: str) -> float:
    """The title, the document beside it and the finding below; where the figure may start."""
    width = WIDTH - 2 * MARGIN
    canvas.text(title, MARGIN, 30, room=width, size=TITLE_SIZE, bold=True)
    left = width - text_width(clean(title), TITLE_SIZE, bold=True) - 40
    if left > width / 4:
        source = name_document(document)
        canvas.text(source, WIDTH - MARGIN, 32, room=left, size=FINDING_SIZE, anchor="end", fill=QUIET)
    return canvas.paragraph(finding, MARGIN, 52, room=width, lines=FINDING_LINES, size=FINDING_SIZE)


def name_document(document: DocumentCoverage) -> str:
    """The department, the year and the document's title, each once."""
    known = document.document
    title = known.title or known.file_name
    parts = [part for part in (known.department_name, known.year) if part and part not in title]
    return " ".join((*parts, title))


def keep_apart(
    wanted: Sequence[float], heights: Sequence[float], gap: float, top: float, bottom: float
) -> list[float]:
    """Tops of cards near the middles they want, in their order, apart; below the bottom only where they must.

    >>> keep_apart([10, 12, 100], [10, 10, 10], 5, 0, 100)
    [0, 15, 90]
    """
    # Cards that would touch move as one block, which stands around the mean of what its cards want.
    blocks: list[tuple[float, float, int]] = []
    for middle, height in zip(wanted, heights, strict=True):
        start, length, count = middle - height / 2, height, 1
        while blocks and blocks[-1][0] + blocks[-1][1] + gap > start:
            above, its_length, its_count = blocks.pop()
            start = (above * its_count + (start - its_length - gap) * count) / (its_count + count)
            length, count = its_length + gap + length, its_count + count
        blocks.append((start, length, count))
    tops: list[float] = []
    floor = top
    for start, _, count in blocks:
        floor = max(floor, start)
        for height in heights[len(tops) : len(tops) + count]:
            tops.append(floor)
            floor += height + gap
    ceiling = max(bottom, top + sum(heights) + gap * (len(heights) - 1))
    for place in reversed(range(len(tops))):
        tops[place] = min(tops[place], ceiling - heights[place])
        ceiling = tops[place] - gap
    return tops


def draw_lines(canvas: Canvas, lines: Sequence[str], x: float, top: float, room: float) -> float:
    """Short lines of the smallest size below each other, each cut to the room; where they end."""
    step = line_height(14)
    for place, line in enumerate(lines):
        canvas.text(line, x, top + (place + 0.5) * step, room=room)
    return top + len(lines) * step


def join_sentences(sentences: Sequence[str], say: Sentences) -> str:
    """Sentences one after the other; Chinese ones need no space between them."""
    return ("" if say.lang == "zh" else " ").join(sentence for sentence in sentences if sentence)
