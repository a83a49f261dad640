"""Fills of grades and shares: strokes over the colour, so that a grey print still tells them apart."""

from typing import Final

from service.figures.palette import GRADE_PAINTS, HATCHED

GRADE_STROKES: Final = {
    "D": '<path d="M0 8L8 0" stroke="#8a6d1f" stroke-width="1"/>',
    "E": '<path d="M0 8L8 0M0 0L8 8" stroke="#6b5313" stroke-width="1.1"/>',
    "F": '<circle cx="2" cy="2" r="0.9" fill="#5b6470"/><circle cx="6" cy="6" r="0.9" fill="#5b6470"/>',
}
_NONE_MEASURABLE: Final = '<path d="M0 9L9 0" stroke="#b79a4c" stroke-width="1"/>'
_LOST: Final = '<path d="M0 0L8 8" stroke="#4a5563" stroke-width="1.2"/>'


def grade_pattern(name: str, letter: str) -> str:
    """The definition of one hatched grade; `name` makes its id unique on a page."""
    return _pattern(f"{name}-{letter}", 8, GRADE_PAINTS[letter].fill, GRADE_STROKES[letter])


def grade_patterns(name: str) -> str:
    """The definitions of every hatched grade."""
    return "".join(grade_pattern(name, letter) for letter in GRADE_STROKES)


def grade_fill(name: str, letter: str) -> str:
    """The fill of one grade: a colour, or a pattern defined under that name; unknown grades are as missing."""
    if letter in GRADE_STROKES:
        return f"url(#{name}-{letter})"
    paint = GRADE_PAINTS.get(letter)
    return paint.fill if paint else f"url(#{name}-F)"


def hatched_pattern(name: str) -> str:
    """The definition of the fill for rows of which none is measurable."""
    return _pattern(f"{name}-zero", 9, HATCHED.fill, _NONE_MEASURABLE)


def lost_pattern(name: str) -> str:
    """The definition of the fill for what a supposition takes away."""
    return _pattern(f"{name}-lost", 8, "#ffffff", _LOST)


def _pattern(name: str, size: int, fill: str, strokes: str) -> str:
    return (
        f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
        f'<rect width="{size}" height="{size}" fill="{fill}"/>{strokes}</pattern>'
    )
