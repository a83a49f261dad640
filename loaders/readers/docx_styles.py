"""What the styles of a Word document say about a paragraph or run: outline level, hidden text, lists."""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL: Final = f"{W}val"
_VANISH, _OUTLINE = f"{W}vanish", f"{W}outlineLvl"
_NUMBERED, _LIST, _DEPTH = f"{W}numPr", f"{W}numId", f"{W}ilvl"
_DEEPEST: Final = 32  # a chain of styles longer than this is a circle
_OFF: Final = {"0", "false", "off", "none"}


def child(element: etree._Element | None, tag: str) -> etree._Element | None:
    """The first child of a tag; quicker than `find`, which compiles a path."""
    return next(element.iterchildren(tag), None) if element is not None else None


def is_on(element: etree._Element | None) -> bool | None:
    """A toggle such as `w:vanish`: None where it is absent."""
    return None if element is None else element.get(VAL, "1").lower() not in _OFF


def whole_number(text: str | None, default: int, lowest: int, highest: int) -> int:
    """A number from an attribute, held inside its limits; anything else is the default."""
    if text is None:
        return default
    try:
        return max(lowest, min(highest, int(text)))
    except ValueError:
        return default


@dataclass(slots=True)
class Style:
    """One style as far as reading needs it; None means that the style it is based on decides."""

    based_on: str = ""
    level: int | None = None
    hidden: bool | None = None
    numbering: tuple[str, int] | None = None


_USED: Final = re.compile(rb'<w:[pr]Style w:val="([^"]*)"')
_BASED_ON: Final = re.compile(rb'<w:basedOn w:val="([^"]*)"')
_IDENTIFIER: Final = re.compile(rb' w:styleId="([^"]*)"')
_DEFAULT: Final = re.compile(rb' w:default="(?:1|true|on)"')


def without_unused_styles(styles: bytes, document: bytes) -> bytes:
    """The styles part with only the styles that a document's text uses: most of what Word writes is never used.

    A part that is not written the way Word writes it stays as it is.
    """
    pieces = styles.split(b"</w:style>")
    chunks: dict[bytes, bytes] = {}
    wanted = set(_USED.findall(document))
    for piece in pieces[:-1]:
        begin = piece.rfind(b"<w:style ")
        head = piece[begin : piece.find(b">", begin)]
        found = _IDENTIFIER.search(head)
        if begin < 0 or found is None:
            return styles
        chunks[found[1]] = piece[begin:]
        if _DEFAULT.search(head):
            wanted.add(found[1])
    if not chunks:
        return styles
    kept: dict[bytes, bytes] = {}
    while wanted:
        name = wanted.pop()
        if name in chunks and name not in kept:
            kept[name] = chunks[name]
            wanted.update(_BASED_ON.findall(chunks[name]))
    first = pieces[0]
    head = first[: first.rfind(b"<w:style ")]
    middle = b"</w:style>".join([piece for name, piece in chunks.items() if name in kept])
    return head + middle + (b"</w:style>" if middle else b"") + pieces[-1]


class Styles:
    """The styles of one document; answers follow `w:basedOn`."""

    def __init__(self, root: etree._Element | None = None) -> None:
        self._styles: dict[str, Style] = {}
        self.default_paragraph = ""
        for element in root.iterchildren(f"{W}style") if root is not None else ():
            self._add(element)
        self.hiding = frozenset(name for name in self._styles if self._is_hiding(name))
        self._levels = {name: self._level(name) for name in self._styles}
        lists = {name: self._numbering(name) for name in self._styles}
        self._lists = {name: found for name, found in lists.items() if found is not None}

    def _add(self, element: etree._Element) -> None:
        identifier = element.get(f"{W}styleId", "")
        style = Style()
        based_on = child(element, f"{W}basedOn")
        if based_on is not None:
            style.based_on = based_on.get(VAL, "")
        paragraph = child(element, f"{W}pPr")
        if paragraph is not None:
            style.level = outline_level(paragraph)
            style.numbering = numbering_of(paragraph)
        style.hidden = is_on(child(child(element, f"{W}rPr"), _VANISH))
        name = child(element, f"{W}name")
        if style.level is None and name is not None:
            style.level = _level_of_name(name.get(VAL, ""))
        self._styles[identifier] = style
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true", "on"}:
            self.default_paragraph = identifier

    def _chain(self, name: str) -> list[Style]:
        chain: list[Style] = []
        while name in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[name])
            name = chain[-1].based_on
        return chain

    def _is_hiding(self, name: str) -> bool:
        return next((s.hidden for s in self._chain(name) if s.hidden is not None), False)

    def _level(self, name: str) -> int:
        return next((s.level for s in self._chain(name) if s.level is not None), 0)

    def _numbering(self, name: str) -> tuple[str, int] | None:
        return next((s.numbering for s in self._chain(name) if s.numbering is not None), None)

    def level(self, name: str) -> int:
        """The heading level (1–9) that a paragraph style gives; 0 for body text."""
        return self._levels.get(name, 0)

    def numbering(self, name: str) -> tuple[str, int] | None:
        """The list (numId, level) that a paragraph style puts its paragraphs in."""
        return self._lists.get(name)


def outline_level(properties: etree._Element) -> int | None:
    """The heading level in paragraph properties: None where they say nothing, 0 for body text."""
    element = child(properties, _OUTLINE)
    if element is None:
        return None
    level = whole_number(element.get(VAL), 9, 0, 9)
    return 0 if level == 9 else level + 1


def numbering_of(properties: etree._Element) -> tuple[str, int] | None:
    """The list (numId, level) in paragraph properties, None where they name none."""
    element = child(properties, _NUMBERED)
    number, level = child(element, _LIST), child(element, _DEPTH)
    if number is None:
        return None
    depth = whole_number(level.get(VAL) if level is not None else None, 0, 0, 8)
    return number.get(VAL, ""), depth


def _level_of_name(name: str) -> int | None:
    kind, _, digit = name.strip().lower().rpartition(" ")
    if kind in {"heading", "标题"} and digit.isdecimal() and 1 <= int(digit) <= 9:
        return int(digit)
    return None
