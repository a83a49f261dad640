"""The legend of the chain view and the square that stands for one indicator row."""

from typing import Final

from queries.coverage_records import BASES, LETTERS
from service.figures.canvas import Canvas, number
from service.figures.chain_content import ChainOptions, LinkBasis
from service.figures.chain_goals import LINK_LOOKS
from service.figures.chain_layout import FUND_WIDTH, SQUARE
from service.figures.hatching import grade_fill
from service.figures.lettering import SMALLEST, clean, line_height, wrap
from service.figures.palette import GRADE_PAINTS, INK
from service.figures.slide import LINE, draw_lines
from service.reports.sentences import Sentences

STEP: Final = 5
LINES: Final = 2
SIGN_WIDTH: Final = 34
NO_ROW: Final = "no-row"
LINK_WORDS: Final[dict[LinkBasis, str]] = {
    "stated": "figure_link_stated",
    "accepted": "figure_link_accepted",
    "proposed": "figure_link_proposed",
    "supposed": "figure_link_supposed",
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
    """The legend below the funds: grades, missing kinds and links, as far as they can be seen."""

    def __init__(self, say: Sentences, options: ChainOptions) -> None:
        supposed = bool(options.what_if and options.what_if.added)
        links = say.wording("figure_links") + say.wording("colon")
        words = {letter: say.label(f"grade-{letter}") for letter in LETTERS}
        if not options.only_unmeasurable:
            words[NO_ROW] = say.wording("matrix_legend_missing")
        words |= {
            basis: links + say.wording(key) for basis, key in LINK_WORDS.items() if supposed or basis in BASES
        }
        room = FUND_WIDTH - SIGN_WIDTH
        self.entries = [(sign, wrap(clean(entry), room, SMALLEST, LINES)) for sign, entry in words.items()]
        self.heights = [max(len(entry) * line_height(SMALLEST), SQUARE) + STEP for _, entry in self.entries]
        self.height = float(sum(self.heights))

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw it with its upper left corner there."""
        for (sign, entry), height in zip(self.entries, self.heights, strict=True):
            middle = top + (height - STEP) / 2
            with canvas.group(class_="key"):
                _draw_sign(canvas, sign, x, middle)
                words_top = middle - len(entry) * line_height(SMALLEST) / 2
                draw_lines(canvas, entry, x + SIGN_WIDTH, words_top, FUND_WIDTH - SIGN_WIDTH)
            top += height


def _draw_sign(canvas: Canvas, sign: str, x: float, middle: float) -> None:
    if sign in LETTERS:
        draw_square(canvas, sign, x + 3, middle - SQUARE / 2)
    elif sign == NO_ROW:
        draw_no_row(canvas, x + 3, middle - SQUARE / 2)
    else:
        steps = f"M{number(x)} {number(middle)}H{number(x + SIGN_WIDTH - 8)}"
        canvas.path(steps, **next(look for basis, look in LINK_LOOKS.items() if basis == sign))


def draw_no_row(canvas: Canvas, x: float, y: float) -> None:
    """The dashed square of a kind that a project has no row of."""
    canvas.rect(x, y, SQUARE, SQUARE, fill="none", stroke=LINE, stroke_dasharray="3 3")
