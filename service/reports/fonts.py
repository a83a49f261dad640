"""The shipped font: where its files are, and which characters of a text it does not have."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

FAMILY: Final = "Noto Sans CJK SC"
_FILES: Final = ("NotoSansCJKsc-Regular-subset.otf", "NotoSansCJKsc-Bold-subset.otf")


def font_folder() -> Path:
    """The folder with the font files, for programs that search a folder."""
    return Path(str(files("service").joinpath("fonts")))


def font_files() -> list[str]:
    """The files of both weights."""
    return [str(font_folder() / name) for name in _FILES]


@cache
def shipped_characters() -> frozenset[int]:
    """The code points of the shipped font."""
    found: set[int] = set()
    for line in (font_folder() / "characters.txt").read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def missing_characters(texts: Iterable[str]) -> tuple[str, ...]:
    """Printable characters that a reader of these texts would see as empty boxes, each once, in order.

    >>> missing_characters(["党员教育经费", "龘𠮷"])
    ('龘', '𠮷')
    """
    seen = {character for text in texts for character in text}
    known = shipped_characters()
    return tuple(sorted(c for c in seen if ord(c) not in known and c.isprintable()))
