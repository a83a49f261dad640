"""Figures as pictures: SVG turned to PNG with the shipped font, the same bytes on every machine."""

import re
from functools import lru_cache
from typing import Final

import resvg_py

from loaders.errors import LoadError
from service.reports.fonts import FAMILY, font_files, missing_characters

SLIDE_WIDTH: Final = 1920
SLIDE_HEIGHT: Final = 1080
# A picture of many documents below each other would otherwise take all memory.
MOST_PIXELS: Final = 80_000_000
_SIZE = re.compile(r'<svg [^>]*?viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_TEXT = re.compile(r">([^<>]+)</text>")


class PictureTooLargeError(LoadError):
    """Raised when a figure would have more pixels than a picture may; `width` and `height` are its own."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        size = f"{width:.0f} × {height:.0f}"
        super().__init__(
            "a picture of that size is too large",
            size,
            "choose one document with --document, or draw it as .svg",
            zh=("图太大，不能转成图片", "请用 --document 选一份文件，或输出 .svg"),
        )


@lru_cache(maxsize=8)
def write_picture(svg: str, *, width: int = SLIDE_WIDTH) -> bytes:
    """The figure as PNG, so many pixels wide, on white; nothing outside the figure is read."""
    drawn_width, drawn_height = picture_size(svg)
    if width * width * drawn_height / drawn_width > MOST_PIXELS:
        raise PictureTooLargeError(drawn_width, drawn_height)
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        background="#ffffff",
        width=width,
        skip_system_fonts=True,
        font_files=font_files(),
        font_family=FAMILY,
        sans_serif_family=FAMILY,
        serif_family=FAMILY,
        monospace_family=FAMILY,
    )


def as_slide(svg: str) -> str:
    """The figure on a whole slide of 1920 by 1080, where it is lower than one; a higher figure stays as it is."""
    width, height = picture_size(svg)
    if width != SLIDE_WIDTH or height >= SLIDE_HEIGHT:
        return svg
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SLIDE_WIDTH}" height="{SLIDE_HEIGHT}" '
        f'viewBox="0 0 {SLIDE_WIDTH} {SLIDE_HEIGHT}">{svg}</svg>'
    )


def picture_size(svg: str) -> tuple[float, float]:
    """Width and height of a figure in its own units."""
    size = _SIZE.search(svg)
    if size is None or not float(size[1]) or not float(size[2]):
        raise ValueError("a figure names its size in a viewBox that starts at 0 0")
    return float(size[1]), float(size[2])


def unseen_characters(svg: str) -> tuple[str, ...]:
    """Characters of the figure that the shipped font does not have."""
    return missing_characters(_TEXT.findall(svg))
