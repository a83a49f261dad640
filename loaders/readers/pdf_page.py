"""What a PDF page draws: its characters with their boxes and the straight lines of its rules.

Coordinates count from the upper left corner of the page as it is shown, in points.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import pi
from typing import Any, Final, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

MAX_SEGMENTS: Final = 20_000
MAX_CHARACTERS: Final = 100_000
_THIN: Final = 3.0
_SHORTEST: Final = 4.0
_FORM_DEPTH: Final = 6
_PAPER_WHITE: Final = 250


class Char(NamedTuple):
    """A printed character; `base` is the height of its baseline."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point that decides which cell a character stands in."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Rule(NamedTuple):
    """A straight line: `at` is its height (or its column), `start` to `end` its reach."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """The content of one page."""

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    pictures: int = 0
    turned: int = 0
    overdrawn: bool = False


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """Everything on a page that reading needs."""
    drawn = _Drawing(page, number)
    drawn.read_characters(page)
    drawn.read_objects(page)
    return drawn.page


class _Drawing:
    def __init__(self, page: pdfium.PdfPage, number: int) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._rotation = page.get_rotation() % 360
        self._edges = left, bottom, right, top
        size = (right - left, top - bottom)
        width, height = size if self._rotation % 180 == 0 else size[::-1]
        self.page = Page(number, width, height)
        self._segments = 0

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own space as it is shown."""
        left, bottom, right, top = self._edges
        if self._rotation == 90:
            return y - bottom, x - left
        if self._rotation == 180:
            return right - x, y - bottom
        if self._rotation == 270:
            return top - y, right - x
        return x - left, top - y

    def read_characters(self, page: pdfium.PdfPage) -> None:
        text = page.get_textpage()
        handle = text.raw
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        turned = self._rotation * pi / 180
        for index in range(min(text.count_chars(), MAX_CHARACTERS)):
            code = raw.FPDFText_GetUnicode(handle, index)
            if code <= 32 and raw.FPDFText_IsGenerated(handle, index):
                continue
            if not raw.FPDFText_GetLooseCharBox(handle, index, box):
                continue
            angle = (raw.FPDFText_GetCharAngle(handle, index) + turned) % (2 * pi)
            if 0.1 < angle < 2 * pi - 0.1:
                self.page.turned += 1
                continue
            raw.FPDFText_GetCharOrigin(handle, index, x, y)
            x0, y0 = self._shown(box.left, box.top)
            x1, y1 = self._shown(box.right, box.bottom)
            base = self._shown(x.value, y.value)[1]
            character = chr(code) if 0 < code < 0xFFFE or 0xFFFF < code <= 0x10FFFF else "\ufffd"
            if character not in "\r\n\u00ad\x02":
                self.page.chars.append(
                    Char(character, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), base)
                )
        text.close()

    def read_objects(self, page: pdfium.PdfPage) -> None:
        identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        count = raw.FPDFPage_CountObjects(page.raw)
        self._walk((raw.FPDFPage_GetObject(page.raw, n) for n in range(count)), identity, 0)

    def _walk(self, objects: Iterator[Any], matrix: tuple[float, ...], depth: int) -> None:
        for item in objects:
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                if self._segments > MAX_SEGMENTS:
                    self.page.overdrawn = True
                    return
                self._path(item, _joined(_matrix(item), matrix))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.page.pictures += 1
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
                count = raw.FPDFFormObj_CountObjects(item)
                inner = (raw.FPDFFormObj_GetObject(item, n) for n in range(count))
                self._walk(inner, _joined(_matrix(item), matrix), depth + 1)

    def _path(self, item: Any, matrix: tuple[float, ...]) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        if not (fill.value or stroke.value) or _is_white(item, stroked=bool(stroke.value)):
            return
        count = raw.FPDFPath_CountSegments(item)
        self._segments += count
        if count > MAX_SEGMENTS:
            self.page.overdrawn = True
            return
        for points, closed in _outlines(item, count, matrix):
            shown = [self._shown(x, y) for x, y in points]
            if stroke.value:
                self._strokes(shown + shown[:1] if closed else shown)
            else:
                self._filled(shown)

    def _strokes(self, points: list[tuple[float, float]]) -> None:
        for (x0, y0), (x1, y1) in pairwise(points):
            self._add(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _filled(self, points: list[tuple[float, float]]) -> None:
        """Many programs draw a rule as a thin filled rectangle."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self._add(min(xs), min(ys), max(xs), max(ys))

    def _add(self, x0: float, top: float, x1: float, bottom: float) -> None:
        wide, high = x1 - x0, bottom - top
        if high <= _THIN and wide >= max(_SHORTEST, high * 2):
            self.page.horizontal.append(Rule((top + bottom) / 2, x0, x1))
        elif wide <= _THIN and high >= max(_SHORTEST, wide * 2):
            self.page.vertical.append(Rule((x0 + x1) / 2, top, bottom))


def _outlines(
    item: Any, count: int, matrix: tuple[float, ...]
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The subpaths of a path as points; curves are no rules and end a subpath."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind != raw.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points, False
            points = [point]
            continue
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield points, True
            points = [points[0]]
    if len(points) > 1:
        yield points, False


def _matrix(item: Any) -> tuple[float, ...]:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _joined(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s,
        c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _is_white(item: Any, *, stroked: bool) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    ask = raw.FPDFPageObj_GetStrokeColor if stroked else raw.FPDFPageObj_GetFillColor
    if not ask(item, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _PAPER_WHITE
