"""The legend of the chain view and the square that stands for one indicator row."""

from typing import Final

from queries.coverage_records import BASES, LETTERS, Basis
from service.figures.canvas import Canvas
from service.figures.chain_goals import draw_link_key
from service.figures.chain_layout import FUND_WIDTH, SQUARE
from service.figures.hatching import grade_fill
from service.figures.lettering import SMALLEST, clean, line_height, wrap
from service.figures.palette import GRADE_PAINTS, INK
from service.figures.slide import LINE, draw_lines
from service.reports.sentences import Sentences

STEP: Final = 5
LINES: Final = 2
SIGN_WIDTH: Final = 34
LINK_WORDS: Final[dict[Basis, str]] = {
    "stated": "figure_link_stated",
    "accepted": "figure_link_accepted",
    "proposed": "figure_link_proposed",
}


def draw_square(canvas: Canvas, grade: str, x: float, y: float) -> None:
    """One indicator row: the fill and hatching of its grade with its letter."""
    paint = GRADE_PAINTS.get(grade, GRADE_PAINTS["F"])
    canvas.rect(x, y, SQUARE, SQUARE, fill=grade_fill(canvas.name, grade), stroke=INK, stroke_width=0.8)
    canvas.text(
        grade or "–",
        x + SQUARE / 2,
        y + SQUARE / 2,
        room=SQUARE,
        anchor="middle",
        fill=paint.ink,
        look=halo(paint.fill, 3),
    )


def halo(fill: str, width: float) -> dict[str, str | float]:
    """What keeps words readable on hatching: a border in the colour below it."""
    return {"stroke": fill, "stroke-width": width, "stroke-linejoin": "round", "paint-order": "stroke"}


class ChainKey:
    """The legend below the funds: grades, missing kinds and links."""

    def __init__(self, say: Sentences) -> None:
        links = say.wording("figure_links") + say.wording("colon")
        words = [
            *(say.label(f"grade-{letter}") for letter in LETTERS),
            say.wording("matrix_legend_missing"),
            *(links + say.wording(LINK_WORDS[basis]) for basis in BASES),
        ]
        self.entries = [wrap(clean(entry), FUND_WIDTH - SIGN_WIDTH, SMALLEST, LINES) for entry in words]
        self.heights = [max(len(entry) * line_height(SMALLEST), SQUARE) + STEP for entry in self.entries]
        self.height = float(sum(self.heights))

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw it with its upper left corner there."""
        for place, (entry, height) in enumerate(zip(self.entries, self.heights, strict=True)):
            middle = top + (height - STEP) / 2
            _draw_sign(canvas, place, x, middle)
            words_top = middle - len(entry) * line_height(SMALLEST) / 2
            draw_lines(canvas, entry, x + SIGN_WIDTH, words_top, FUND_WIDTH - SIGN_WIDTH)
            top += height


def _draw_sign(canvas: Canvas, place: int, x: float, middle: float) -> None:
    if place < len(LETTERS):
        draw_square(canvas, LETTERS[place], x + 3, middle - SQUARE / 2)
    elif place == len(LETTERS):
        draw_no_row(canvas, x + 3, middle - SQUARE / 2)
    else:
        draw_link_key(canvas, BASES[place - len(LETTERS) - 1], x, middle, 26)


def draw_no_row(canvas: Canvas, x: float, y: float) -> None:
    """The dashed square of a kind that a project has no row of."""
    canvas.rect(x, y, SQUARE, SQUARE, fill="none", stroke=LINE, stroke_dasharray="3 3", class_="no-row")
