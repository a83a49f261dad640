"""A run of paragraphs as one stretch of text with places: what a text layer leaves of a form whose grid is lost."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.document import Document, Paragraph
from loaders.layouts.grid import unbroken
from loaders.plan import Quote

_ITEM = re.compile(
    r"[\"“]?\s*(?:\d{1,2}\s*[.、．]|[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|[一二三四五六七八九十]{1,2}、)"
)

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a region and where they begin and end in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Region:
    """The text of consecutive paragraphs, joined by line feeds as in the document."""

    paragraphs: Sequence[Paragraph]
    text: str
    starts: Sequence[int]

    def quote(self, start: int, end: int) -> Quote:
        """The words from one offset to another, without the blanks around them, at their place."""
        anchor = self.paragraphs[max(bisect_right(self.starts, start) - 1, 0)].anchor
        base = self.paragraphs[0].anchor.start
        whole = anchor._replace(start=base + start, end=base + end)
        return Quote(self.text[start:end], whole).stripped()

    def pieces(self, start: int, end: int) -> list[Piece]:
        """The stretches between blanks."""
        return [Piece(m.group(), m.start(), m.end()) for m in _WORD.finditer(self.text, start, end)]

    def span(self, start: int, end: int) -> "Region":
        """The part of the region from one offset to another, on line borders."""
        chosen = [p for p, at in zip(self.paragraphs, self.starts, strict=True) if start <= at < end]
        return region_of(chosen) if chosen else Region((), "", ())


def region_of(paragraphs: Sequence[Paragraph]) -> Region:
    """One region of paragraphs that follow each other."""
    base = paragraphs[0].anchor.start
    starts = [p.anchor.start - base for p in paragraphs]
    length = paragraphs[-1].anchor.end - base
    characters = [" "] * length
    for paragraph, at in zip(paragraphs, starts, strict=True):
        characters[at : at + len(paragraph.text)] = paragraph.text
        if at:
            characters[at - 1] = "\n"
    return Region(tuple(paragraphs), "".join(characters[:length]), tuple(starts))


def regions(document: Document) -> Iterator[Region]:
    """Each run of paragraphs between tables."""
    run: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            run.append(block)
        elif run:
            yield region_of(run)
            run = []
    if run:
        yield region_of(run)


def without_breaks(quote: Quote) -> Quote:
    """Words without the line breaks of the page; an item of a list keeps its own line."""
    lines = quote.text.split("\n")
    joined: list[str] = []
    for line in lines:
        if joined and not _ITEM.match(line):
            joined[-1] = unbroken(f"{joined[-1]}\n{line}")
        else:
            joined.append(line.strip())
    return Quote("\n".join(joined), quote.anchor)
