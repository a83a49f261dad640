"""Reads PDF pages that have a text layer: ruled tables joined over page ends, and the text between them.

Characters and lines come from PDFium; the tables are found by an own walk over the rules. Nothing is
rendered and nothing a file refers to is opened.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from loaders.document import Document, DocumentBuilder
from loaders.errors import CorruptFileError, EncryptedFileError, NeedsOcrError, TooLargeError
from loaders.readers.pdf_grid import find_grids
from loaders.readers.pdf_lines import Line, breaks_after, joined, lines_of
from loaders.readers.pdf_page import Page, read_page
from loaders.readers.pdf_positions import add_lines
from loaders.readers.pdf_tables import RuledTable, continues, join, ruled_table

READER: Final = "pdf/pdfium-1"
MEDIA_TYPE: Final = "application/pdf"
MAX_PAGES: Final = 500
_PASSWORD: Final = 4
_UNREADABLE: Final = 0.3
_NUMBER: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(r"[-—–－\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:[\s/,，共]*\d{1,4}\s*页?)?[-—–－\s]*")

Item = Line | RuledTable


def read_pdf(data: bytes, name: str) -> Document:
    """Read a PDF; raises a `LoadError` where it is encrypted, broken, too long or only pictures."""
    pages = _pages(data)
    _refuse_pictures(pages)
    builder = DocumentBuilder()
    items, dropped = _without_margins([(page, _items(page)) for page in pages])
    _add_items(builder, _seamed(items, pages))
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
    # A grid inside a cell of another is a nested table; its characters are its own.
    inside = [[] for _ in grids]  # type: list[list[object]]
    loose = []
    for char in page.chars:
        held = [n for n, grid in enumerate(grids) if grid.holds(*char.middle)]
        if held:
            smallest = min(held, key=lambda n: grids[n].xs[-1] - grids[n].xs[0])
            inside[smallest].append(char)
        else:
            loose.append(char)
    tables = [ruled_table(grid, inside[n], page.number) for n, grid in enumerate(grids)]
    items: list[Item] = [*tables, *lines_of(loose, page.number)]
    return sorted(items, key=lambda item: item.top)
