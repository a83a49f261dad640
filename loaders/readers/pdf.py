"""Reads PDF pages that have a text layer: ruled tables joined over page ends, and the text between them.

Characters and lines come from PDFium; the tables are found by an own walk over the rules. Nothing is
rendered and nothing a file refers to is opened.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Final

import pypdfium2 as pdfium

from loaders.document import Document, DocumentBuilder
from loaders.errors import CorruptFileError, EncryptedFileError, NeedsOcrError, TooLargeError
from loaders.readers.pdf_grid import find_grids
from loaders.readers.pdf_lines import Line, lines_of
from loaders.readers.pdf_page import Char, Page, read_page
from loaders.readers.pdf_positions import Body, add_lines
from loaders.readers.pdf_tables import RuledTable, continues, join, ruled_table

READER: Final = "pdf/pdfium-1"
MEDIA_TYPE: Final = "application/pdf"
MAX_PAGES: Final = 500
_MARGIN: Final = 0.12
_NARROWEST: Final = 0.75  # running text reaches this far across a page, or there is no full line
_FULL_LINE: Final = 3  # a page whose lines all end this many characters early has no full line
_UNREADABLE: Final = 0.3
_NUMBER: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(
    r"[-—–－\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:[\s/,，共]*\d{1,4}\s*页?)?[-—–－\s]*"
)

Item = Line | RuledTable


def read_pdf(data: bytes, name: str) -> Document:
    """Read a PDF; raises a `LoadError` where it is encrypted, broken, too long or only pictures."""
    pages = _pages(data)
    _refuse_pictures(pages)
    builder = DocumentBuilder()
    items, dropped = _without_margins([_items(page) for page in pages], pages)
    _add_items(builder, _seamed(items, pages), pages)
    builder.part = ""
    for text in dropped:
        builder.note("page-margin", text)
    _add_doubts(builder, pages)
    return builder.build(
        sha256=hashlib.sha256(data).hexdigest(), name=name, media_type=MEDIA_TYPE, reader=READER
    )


def _pages(data: bytes) -> list[Page]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as exc:
        if "password" in str(exc).lower():
            raise EncryptedFileError("pdf") from exc
        raise CorruptFileError("pdf", "its structure does not parse") from exc
    try:
        if len(document) > MAX_PAGES:
            raise TooLargeError("pages", len(document), MAX_PAGES)
        pages: list[Page] = []
        for index in range(len(document)):
            page = document[index]
            pages.append(read_page(page, index + 1))
            page.close()
    except pdfium.PdfiumError as exc:
        raise CorruptFileError("pdf", f"page {len(pages) + 1} does not open") from exc
    finally:
        document.close()
    if not pages:
        raise CorruptFileError("pdf", "it has no pages")
    return pages


def _refuse_pictures(pages: Sequence[Page]) -> None:
    """A scan has no text; a text layer of unmapped glyphs is none either."""
    texts = [[char.text for char in page.chars if char.text.strip()] for page in pages]
    count = sum(map(len, texts))
    unknown = sum(_is_unmapped(text) for page in texts for text in page)
    if count < 2 * len(pages) or unknown > _UNREADABLE * count:
        raise NeedsOcrError(len(pages))


def _is_unmapped(character: str) -> bool:
    return character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or character < " "


def _items(page: Page) -> list[Item]:
    """Tables and lines of a page from top to bottom."""
    grids = [] if page.overdrawn else find_grids(page.horizontal, page.vertical)
    inside: list[list[Char]] = [[] for _ in grids]
    loose: list[Char] = []
    for char in page.chars:
        held = [number for number, grid in enumerate(grids) if grid.holds(*char.middle)]
        # A grid inside a cell of another is a nested table; its characters are its own.
        smallest = min(held, key=lambda number: grids[number].xs[-1] - grids[number].xs[0], default=None)
        (loose if smallest is None else inside[smallest]).append(char)
    tables = [ruled_table(grid, inside[number], page.number) for number, grid in enumerate(grids)]
    items: list[Item] = [*tables, *lines_of(loose, page.number)]
    return sorted(items, key=lambda item: item.top)


def _without_margins(items: list[list[Item]], pages: Sequence[Page]) -> tuple[list[list[Item]], list[str]]:
    """Page numbers and what else repeats at the same height of the pages goes; the texts that went."""
    edges = [list(_edge_lines(found, page)) for found, page in zip(items, pages, strict=True)]
    seen = Counter(key for lines in edges for key in {_margin_key(line) for line in lines})
    needed = max(2, (len(pages) + 1) // 2)
    repeated = {key for key, count in seen.items() if count >= needed}
    numbers = sum(bool(_PAGE_NUMBER.fullmatch(line.text)) for lines in edges for line in lines)
    dropped: dict[str, None] = {}
    kept: list[list[Item]] = []
    for found, lines in zip(items, edges, strict=True):
        margin = {
            id(line)
            for line in lines
            if _margin_key(line) in repeated or (numbers > 1 and _PAGE_NUMBER.fullmatch(line.text))
        }
        dropped.update((_NUMBER.sub("#", line.text), None) for line in lines if id(line) in margin)
        kept.append([item for item in found if id(item) not in margin])
    return kept, list(dropped)


def _edge_lines(items: Sequence[Item], page: Page) -> Iterator[Line]:
    """The first two and the last two lines of a page, where they stand near its edges."""
    for item in items if len(items) < 4 else [*items[:2], *items[-2:]]:
        if isinstance(item, Line) and (
            item.bottom < _MARGIN * page.height or item.top > (1 - _MARGIN) * page.height
        ):
            yield item


def _margin_key(line: Line) -> tuple[str, int]:
    return _NUMBER.sub("#", line.text), round(line.base / 6)


def _seamed(items: list[list[Item]], pages: Sequence[Page]) -> list[Item]:
    """All pages as one stream, tables that a page end cut joined again."""
    bottoms = [
        max((item.bottom for item in found), default=page.height)
        for found, page in zip(items, pages, strict=True)
    ]
    lowest: dict[tuple[int, int], float] = {}
    for bottom, page in zip(bottoms, pages, strict=True):
        size = round(page.width), round(page.height)
        lowest[size] = max(lowest.get(size, 0.0), bottom)
    tables = (item for found in items for item in found if isinstance(item, RuledTable))
    known = Counter(cell.plain for table in tables for cell in table.cells if cell.lines)
    stream: list[Item] = []
    for found, page in zip(items, pages, strict=True):
        for place, item in enumerate(found):
            before = stream[-1] if stream else None
            if (
                place == 0
                and isinstance(item, RuledTable)
                and isinstance(before, RuledTable)
                and before.last_page == page.number - 1
                and continues(before, item, lowest[round(page.width), round(page.height)])
            ):
                join(before, item, known)
            else:
                stream.append(item)
    return stream


def _add_items(builder: DocumentBuilder, items: Sequence[Item], pages: Sequence[Page]) -> None:
    bodies = _bodies(items, pages)
    lines: list[Line] = []
    for item in [*items, None]:
        if isinstance(item, Line) and (not lines or bodies[lines[-1].page] == bodies[item.page]):
            lines.append(item)
            continue
        if lines:
            add_lines(builder, lines, bodies[lines[0].page])
        lines = [item] if isinstance(item, Line) else []
        if isinstance(item, RuledTable):
            _add_table(builder, item)


def _bodies(items: Sequence[Item], pages: Sequence[Page]) -> dict[int, Body]:
    """The column of running text on each page: its own where it has full lines, else that of its size."""
    size = {page.number: (round(page.width), round(page.height)) for page in pages}
    lines = [item for item in items if isinstance(item, Line)]
    by_size = _reach(lines, lambda line: size[line.page])
    by_page = _reach(lines, lambda line: line.page)
    bodies: dict[int, Body] = {}
    for page in pages:
        left, right, em = by_size.get(size[page.number], (0.0, page.width, 0.0))
        own = by_page.get(page.number, (left, right, em))
        furthest = own[1] if own[1] >= right - _FULL_LINE * em else right
        bodies[page.number] = Body(left, max(furthest, _NARROWEST * page.width))
    return bodies


def _reach(
    lines: Sequence[Line], key: Callable[[Line], Hashable]
) -> dict[Hashable, tuple[float, float, float]]:
    """The leftmost start, the rightmost end and the greatest height of lines, by key."""
    found: dict[Hashable, tuple[float, float, float]] = {}
    for line in lines:
        left, right, em = found.get(key(line), (line.x0, line.x1, line.height))
        found[key(line)] = min(left, line.x0), max(right, line.x1), max(em, line.height)
    return found


def _add_table(builder: DocumentBuilder, table: RuledTable) -> None:
    builder.part = f"page {table.first_page}"
    anchor = builder.table(table.drafts())
    for code, detail, row in table.notes:
        builder.note(code, detail, anchor._replace(row=row))


def _add_doubts(builder: DocumentBuilder, pages: Sequence[Page]) -> None:
    """What the pages hold and the text does not."""
    for page in pages:
        if not page.chars and page.pictures:
            builder.note("page-without-text", f"page {page.number} is a picture and needs OCR")
        if page.overdrawn:
            builder.note("overdrawn-page", f"page {page.number} has too many lines; its rules were not used")
        if page.turned:
            builder.note("turned-text", f"page {page.number}: {page.turned} turned characters were left out")
        unknown = sum(_is_unmapped(char.text) for char in page.chars)
        if unknown:
            builder.note("unknown-characters", f"page {page.number}: {unknown} characters have no meaning")
