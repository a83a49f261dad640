"""A report as neutral blocks: what is said, in which order, in which voice; each file form lays it out its own way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from service.reports.wording import Language

Voice = Literal["", "src", "read", "judged"]
Align = Literal["left", "right", "center"]
Look = Literal["normal", "lead", "quiet", "source", "judged"]
Page = Literal["portrait", "landscape", "wide"]


class Column(NamedTuple):
    """A column of a table: its heading, its share of the width, and whose words stand in it."""

    label: str
    width: float
    voice: Voice = ""
    align: Align = "left"


class Cell(NamedTuple):
    """The words of a cell, smaller words below them, and the paint of a matrix; `hatched` marks rows of no use."""

    text: str
    note: str = ""
    fill: str = ""
    ink: str = ""
    bold: bool = False
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; listed ones of level 1 and 2 stand in the table of contents."""

    level: int
    text: str
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running words."""

    text: str
    look: Look = "normal"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered where the order counts."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    """Headline figures, each with what it counts and a note below."""

    figures: tuple[tuple[str, str, str, Voice], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading row repeats on every page; the last row may be a total.

    A caption that only repeats the heading above is for screen readers: it is not `captioned`.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False
    small: bool = False
    captioned: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its title and, in words, what is seen in it."""

    svg: str
    title: str
    finding: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents stands here."""


@dataclass(frozen=True, slots=True)
class PageTurn:
    """From here on a new page of that shape: upright, across, or across on A3."""

    page: Page


Block = Heading | Paragraph | Listing | Boxes | Table | Figure | Contents | PageTurn


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: its title page in words, its blocks, and what stands at the foot of each page."""

    lang: Language
    title: str
    subtitle: str
    foot: str
    blocks: tuple[Block, ...]
    compact: bool = False
    words: dict[str, str] = field(default_factory=dict)

    def texts(self) -> Iterator[str]:
        """Every text of the report, for those who look for characters or words."""
        yield from (self.title, self.subtitle, self.foot)
        for block in self.blocks:
            yield from texts_of(block)


def texts_of(block: Block) -> Iterator[str]:
    """Every text of one block but those inside a drawing."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Listing():
            yield from block.items
        case Boxes():
            yield from (text for box in block.figures for text in box[:3])
        case Table():
            yield block.caption
            yield from (column.label for column in block.columns)
            yield from (text for row in block.rows for cell in row for text in (cell.text, cell.note))
        case Figure():
            yield from (block.title, block.finding)
        case Contents() | PageTurn():
            return


def leads_to_table(rest: Sequence[Block]) -> bool:
    """Whether only words stand between here and a table, so that they should share its page."""
    following = next((block for block in rest if not isinstance(block, Paragraph)), None)
    return isinstance(following, Table)


def without_repeated_captions(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same blocks; a table right below a heading of the same words does not show them again."""
    kept: list[Block] = []
    heading = ""
    for block in blocks:
        if isinstance(block, Table) and block.caption and heading.startswith(block.caption):
            kept.append(replace(block, captioned=False))
        else:
            kept.append(block)
        if isinstance(block, Heading):
            heading = block.text
        elif not isinstance(block, Paragraph):
            heading = ""
    return tuple(kept)


def plain_row(*texts: object) -> tuple[Cell, ...]:
    """Cells of these words."""
    return tuple(text if isinstance(text, Cell) else Cell(str(text)) for text in texts)


def table_of(
    caption: str, columns: Sequence[Column], rows: Sequence[Sequence[object]], *, total: bool = False
) -> Table:
    """A table of words or cells."""
    return Table(caption, tuple(columns), tuple(plain_row(*row) for row in rows), total)
