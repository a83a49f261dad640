"""The coverage matrix as a figure: goals by indicator kinds, share and count in every cell."""

from collections.abc import Sequence
from typing import Final

from queries.coverage_records import Basis, DocumentCoverage, KindCell
from service.figures.canvas import QUIET, Canvas
from service.figures.chain_key import halo
from service.figures.hatching import hatched_pattern
from service.figures.lettering import SMALLEST, clean, line_height, text_width, wrap_evenly
from service.figures.palette import HATCHED, INK, SHARE_PAINTS, Paint, share_class
from service.figures.slide import (
    HEIGHT,
    LINE,
    MARGIN,
    WIDTH,
    draw_heading,
    draw_lines,
    join_sentences,
)
from service.reports.matrix import MatrixRow, matrix_rows
from service.reports.numbers import show_share
from service.reports.sentences import Sentences

LABEL_WIDTH: Final = 430
LABEL_SIZE: Final = 18
COUNT_SIZE: Final = 20
SHARE_SIZE: Final = 16
NARROWEST: Final = 96
LOWEST: Final = 58
HIGHEST: Final = 140
GAP: Final = 4
KEY_HEIGHT: Final = 54
HEADER_LINES: Final = 3


def draw_matrix(
    document: DocumentCoverage, say: Sentences, *, basis: Basis = "accepted", name: str = "matrix"
) -> str:
    """Goals by kinds on one link basis as SVG, 1920 wide unless its kinds need more."""
    canvas = Canvas(name)
    rows = matrix_rows(document, basis, say.wording)
    title, finding = say.wording("matrix"), matrix_finding(document, say, basis, rows)
    top = draw_heading(canvas, title, document, finding)
    labels = [*(say.kind(kind) for kind in document.kinds), say.wording("matrix_total")]
    column = _column_width(rows, len(labels))
    header = line_height(SMALLEST) * HEADER_LINES + 14
    height = min(max((HEIGHT - top - header - KEY_HEIGHT - 14 - GAP) / len(rows) - GAP, LOWEST), HIGHEST)
    _draw_headers(canvas, labels, column, top + header, document.kinds)
    y = top + header + GAP
    for row in rows:
        _draw_row(canvas, row, y, height, column, say)
        y += height + GAP
    _draw_key(canvas, MARGIN, y + 14, say)
    width = max(float(WIDTH), MARGIN * 2 + LABEL_WIDTH + len(labels) * column)
    return canvas.finish(width, y + 14 + KEY_HEIGHT, title, finding, hatched_pattern(name))


def matrix_finding(
    document: DocumentCoverage, say: Sentences, basis: Basis, rows: Sequence[MatrixRow]
) -> str:
    """What the matrix shows, in words."""
    cells = [cell for row in rows if row.goal for cell in row.cells]
    text = say.wording(
        "figure_matrix_text",
        basis=say.wording(f"basis_short_{basis}"),
        goals=len(document.goals),
        kinds=len(document.kinds),
        zero=sum(bool(cell.rows) and not cell.measurable for cell in cells),
        missing=sum(not cell.rows for cell in cells),
    )
    return join_sentences(
        [text, say.measurable(say.coverage.headline) if _is_whole(document, say) else ""], say
    )


def _is_whole(document: DocumentCoverage, say: Sentences) -> bool:
    return say.coverage.documents == (document,)


def _column_width(rows: Sequence[MatrixRow], columns: int) -> float:
    counts = [_count(cell) for row in rows for cell in (*row.cells, row.total)]
    need = max(max(text_width(words, COUNT_SIZE, bold=True) for words in counts) + 16, NARROWEST)
    return max((WIDTH - 2 * MARGIN - LABEL_WIDTH) / columns, need)


def _count(cell: KindCell) -> str:
    return f"{cell.measurable} / {cell.rows}"


def _draw_headers(
    canvas: Canvas, labels: Sequence[str], column: float, bottom: float, kinds: Sequence[str]
) -> None:
    step = line_height(SMALLEST)
    for place, label in enumerate(labels):
        centre = MARGIN + LABEL_WIDTH + (place + 0.5) * column
        lines = wrap_evenly(clean(label), column - 10, SMALLEST, HEADER_LINES)
        kind = kinds[place] if place < len(kinds) else "total"
        with canvas.group(label, class_="kind", data_kind=kind):
            for line, words in enumerate(lines):
                middle = bottom - 6 - (len(lines) - line - 0.5) * step
                canvas.text(words, centre, middle, room=column - 6, anchor="middle")


def _draw_row(  # noqa: PLR0913 - a row and its place
    canvas: Canvas, row: MatrixRow, y: float, height: float, column: float, say: Sentences
) -> None:
    heading = say.wording("figure_goal_number", number=row.goal) if row.goal else ""
    label = f"{heading} {row.label}".strip()
    with canvas.group(label, class_="goal-row", data_goal=row.goal):
        lines = 2 if height < line_height(LABEL_SIZE) * 3 + line_height(SMALLEST) else 3
        words = wrap_evenly(clean(label), LABEL_WIDTH - 24, LABEL_SIZE, lines)
        step = line_height(LABEL_SIZE)
        top = y + (height - len(words) * step - line_height(SMALLEST)) / 2
        for place, line in enumerate(words):
            canvas.text(line, MARGIN, top + (place + 0.5) * step, room=LABEL_WIDTH - 20, size=LABEL_SIZE)
        projects = say.wording("figure_projects", projects=row.projects)
        below = top + len(words) * step + line_height(SMALLEST) / 2
        canvas.text(projects, MARGIN, below, room=LABEL_WIDTH - 20, fill=QUIET)
        for place, cell in enumerate((*row.cells, row.total)):
            x = MARGIN + LABEL_WIDTH + place * column
            _draw_cell(canvas, cell, x, y, column - GAP, height, say)


def _draw_cell(  # noqa: PLR0913 - a cell and its place
    canvas: Canvas, cell: KindCell, x: float, y: float, width: float, height: float, say: Sentences
) -> None:
    paint, fill = cell_paint(canvas.name, cell)
    outline: dict[str, str | float] = (
        {"stroke": LINE, "stroke_dasharray": "5 4"} if not cell.rows else {"stroke": INK, "stroke_width": 0.6}
    )
    facts: dict[str, str | float] = {
        "data_kind": cell.kind,
        "data_rows": cell.rows,
        "data_measurable": cell.measurable,
    }
    with canvas.group("", class_="cell", **facts):
        canvas.rect(x, y, width, height, fill=fill, **outline)
        centre, middle = x + width / 2, y + height / 2
        if not cell.rows:
            canvas.text(say.wording("matrix_no_row"), centre, middle, room=width, anchor="middle", fill=QUIET)
            return
        share = show_share(cell.measurable, cell.rows)
        for words, shift, size in ((_count(cell), -11, COUNT_SIZE), (share, 12, SHARE_SIZE)):
            canvas.text(
                words,
                centre,
                middle + shift,
                room=width,
                size=size,
                bold=size == COUNT_SIZE,
                anchor="middle",
                fill=paint.ink,
                look=halo(paint.fill, 5),
            )


def cell_paint(name: str, cell: KindCell) -> tuple[Paint, str]:
    """A cell's ink and its fill: one of five classes, hatched without a measurable row, empty without any."""
    if cell.share is None:
        return Paint("#ffffff", QUIET), "none"
    if not cell.measurable:
        return HATCHED, f"url(#{name}-zero)"
    paint = SHARE_PAINTS[share_class(cell.share)]
    return paint, paint.fill


def _draw_key(canvas: Canvas, x: float, top: float, say: Sentences) -> None:
    middle = top + 12
    steps = len(SHARE_PAINTS)
    entries = [(say.wording("matrix_legend_zero"), f"url(#{canvas.name}-zero)")]
    for place, paint in enumerate(SHARE_PAINTS, start=1):
        entries.append((say.wording("figure_share_class", percent=100 * place // steps), paint.fill))
    entries.append((say.wording("matrix_legend_missing"), "none"))
    for words, fill in entries:
        dash: dict[str, str] = {"stroke_dasharray": "5 4"} if fill == "none" else {}
        canvas.rect(x, middle - 10, 34, 20, fill=fill, stroke=LINE if dash else INK, **dash)
        width = text_width(clean(words), SMALLEST)
        draw_lines(canvas, [words], x + 42, middle - line_height(SMALLEST) / 2, width)
        x += 42 + width + 24
    note = say.wording("figure_matrix_key")
    canvas.text(note, MARGIN, middle + 26, room=WIDTH - 2 * MARGIN, fill=QUIET)
