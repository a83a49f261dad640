"""Words in columns of a terminal, where a Chinese character is two wide and a document may not steer."""

from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len, chop_cells, set_cell_size

NO_LINE_START: Final = frozenset("，。；：、！？）」』》”’%,.;:!?)")


def make_safe(text: str) -> str:
    r"""Words of a document on one line, without characters that would steer a terminal.

    >>> make_safe("a\x1b[31mb\nc")
    'a [31mb c'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def fit(text: str, columns: int) -> str:
    """Words cut to so many columns, with an ellipsis where something is left out.

    >>> fit("绩效目标覆盖", 9)
    '绩效目标…'
    """
    text = make_safe(text)
    return text if cell_len(text) <= columns else set_cell_size(text, columns - 1).rstrip() + "…"


def fold(text: str, columns: int) -> list[str]:
    """Fold at a blank in Western text and between any two characters in Chinese.

    >>> fold("共 277 行，其中 coverage 可衡量", 10)
    ['共 277', '行，其中', 'coverage', '可衡量']
    """
    lines, line = [], ""
    for piece in _pieces(text, columns):
        if line and cell_len(line) + cell_len(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str, columns: int) -> Iterator[str]:
    """What may not be broken: a Western word, a Chinese character with the sign after it."""
    piece = ""
    for character in text:
        if piece and not _glued(piece[-1], character):
            yield from chop_cells(piece, columns)
            piece = ""
        piece += character
    yield from chop_cells(piece, columns)


def _glued(before: str, character: str) -> bool:
    if character in NO_LINE_START or character == " ":
        return True
    return before != " " and cell_len(before) == 1 and cell_len(character) == 1
