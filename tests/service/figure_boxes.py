"""The boxes of an SVG's own elements, and which of them lie over each other."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from service.figures.lettering import SMALLEST, text_width

SVG = "{http://www.w3.org/2000/svg}"
ASCENT, DESCENT = 0.88, 0.22
TOLERANCE = 0.3
_STEP = re.compile(r"([MLCHVZ])([^MLCHVZ]*)")


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands, what it is and how large its letters are."""

    left: float
    top: float
    right: float
    bottom: float
    kind: str
    words: str = ""
    size: float = 0.0

    def meets(self, other: "Box") -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > TOLERANCE
            and min(self.bottom, other.bottom) - max(self.top, other.top) > TOLERANCE
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left + TOLERANCE
            and self.right >= other.right - TOLERANCE
            and self.top <= other.top + TOLERANCE
            and self.bottom >= other.bottom - TOLERANCE
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A parsed figure."""

    width: float
    height: float
    texts: tuple[Box, ...]
    rects: tuple[Box, ...]
    links: tuple[Box, ...]


def parse(svg: str) -> Element:
    """The figure as elements."""
    return ElementTree.fromstring(svg)  # noqa: S314 - our own figure


def look_at(svg: str) -> Picture:
    """Every text, rectangle and link of the figure with its box."""
    root = parse(svg)
    boxes = list(_boxes(root, 0.0, 0.0, 1.0))
    return Picture(
        float(root.attrib["width"]),
        float(root.attrib["height"]),
        tuple(box for box in boxes if box.kind == "text"),
        tuple(box for box in boxes if box.kind == "rect"),
        tuple(box for box in boxes if box.kind == "path"),
    )


def _boxes(element: Element, x: float, y: float, scale: float) -> Iterator[Box]:
    for child in element:
        match child.tag.removeprefix(SVG):
            case "defs" | "title" | "desc":
                continue
            case "svg":
                _, _, width, _ = (float(part) for part in child.attrib["viewBox"].split())
                inner = float(child.attrib.get("width", width)) / width
                yield from _boxes(
                    child, x + float(child.get("x", 0)), y + float(child.get("y", 0)), scale * inner
                )
            case "text":
                yield _moved(_text_box(child), x, y, scale)
            case "rect":
                if child.attrib.get("x"):
                    yield _moved(_rect_box(child), x, y, scale)
            case "path":
                if "link" in child.get("class", "") or child.get("class") == "flow":
                    yield _moved(_path_box(child), x, y, scale)
            case _:
                yield from _boxes(child, x, y, scale)


def _moved(box: Box, x: float, y: float, scale: float) -> Box:
    return Box(
        x + box.left * scale,
        y + box.top * scale,
        x + box.right * scale,
        y + box.bottom * scale,
        box.kind,
        box.words,
        box.size * scale,
    )


def _text_box(element: Element) -> Box:
    size = float(element.get("font-size", SMALLEST))
    words = element.text or ""
    width = text_width(words, size, bold=element.get("font-weight") == "bold")
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
    return Box(left, y - ASCENT * size, left + width, y + DESCENT * size, "text", words, size)


def _rect_box(element: Element) -> Box:
    x, y, width, height = (float(element.attrib[key]) for key in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height, "rect")


def _path_box(element: Element) -> Box:
    xs: list[float] = []
    ys: list[float] = []
    for letter, words in _STEP.findall(element.attrib["d"]):
        numbers = [float(part) for part in words.split()]
        xs += numbers if letter == "H" else numbers[::2] if letter != "V" else []
        ys += numbers if letter == "V" else numbers[1::2] if letter != "H" else []
    return Box(min(xs), min(ys), max(xs), max(ys), "path")


def overlaps(picture: Picture) -> list[tuple[Box, Box]]:
    """Pairs that a reader would see lying over each other: words on words, words half in a shape or on a link."""
    found = [pair for pair in _near(picture.texts, picture.texts) if pair[0] is not pair[1]]
    found += [(text, rect) for text, rect in _near(picture.texts, picture.rects) if not rect.holds(text)]
    found += list(_near(picture.texts, picture.links))
    found += [
        (one, other)
        for one, other in _near(picture.rects, picture.rects)
        if one is not other and not one.holds(other) and not other.holds(one)
    ]
    return found


def outside(picture: Picture) -> list[Box]:
    """What does not stand within the figure."""
    edge = Box(0, 0, picture.width, picture.height, "edge")
    return [box for box in (*picture.texts, *picture.rects, *picture.links) if not edge.holds(box)]


def _near(ones: Sequence[Box], others: Sequence[Box]) -> Iterable[tuple[Box, Box]]:
    """Every two that meet, found along the height."""
    waiting = sorted(others, key=lambda box: box.top)
    tallest = max((box.bottom - box.top for box in others), default=0.0)
    for one in ones:
        for other in _slice(waiting, one.top - tallest, one.bottom):
            if one.meets(other):
                yield one, other


def _slice(boxes: Sequence[Box], top: float, bottom: float) -> Iterator[Box]:
    for box in boxes:
        if box.top > bottom:
            return
        if box.top >= top:
            yield box


def smallest_letters(picture: Picture) -> float:
    """The size of the smallest words."""
    return min(text.size for text in picture.texts)
