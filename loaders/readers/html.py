"""Reads .html as the published page shows it: headings, paragraphs and table grids with their spans.

Nothing that a page refers to is fetched: no pictures, styles, scripts or frames.
"""

import codecs
import hashlib
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree, html

from loaders.document import CellDraft, Document, DocumentBuilder
from loaders.encodings import decode
from loaders.errors import CorruptFileError, EncodingError, TooLargeError

READER: Final = "html/1"
MEDIA_TYPE: Final = "text/html"
MAX_BYTES: Final = 50 * 1024 * 1024
MAX_COLSPAN: Final = 1_000
MAX_ROWSPAN: Final = 65_534
MAX_CELLS: Final = 200_000
MAX_AREA: Final = 2_000_000
MAX_DEPTH: Final = 200
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_META: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{1,40})", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_SKIPPED: Final = {"script", "style", "noscript", "template", "head", "title", "iframe", "object", "select"}
_BLOCKS: Final = {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "ul", "ol", "li", "dl",
    "dt", "dd", "blockquote", "pre", "form", "fieldset", "center", "hr", "address", "figure", "body", "html",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption",
}  # fmt: skip
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)


def read_html(data: bytes, name: str) -> Document:
    """Read a web page; raises a `LoadError` where its encoding is unknown or it passes a limit."""
    if len(data) > MAX_BYTES:
        raise TooLargeError("bytes of HTML", len(data), MAX_BYTES)
    text, encoding = _text(data)
    reader = _HtmlReader()
    reader.blocks(_root(text))
    reader.flush()
    return reader.builder.build(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        media_type=f"{MEDIA_TYPE}; charset={encoding}",
        reader=READER,
    )


def _text(data: bytes) -> tuple[str, str]:
    """The byte order mark decides, then what reads well, then what the page says of itself."""
    declared = _META.search(data[:4_096])
    name = declared[1].decode("ascii").lower() if declared else ""
    try:
        return decode(data)
    except EncodingError:
        # A page may say what no statistics can: Big5, Windows-1252.
        if name and name not in {"utf-8", "utf8", "gbk", "gb2312", "gb18030"}:
            return _declared(data, name), name
        if name:
            # One damaged byte in a page of many must not cost the page.
            codec = "utf-8" if name.startswith("utf") else "gb18030"
            text = data.decode(codec, errors="replace")
            if text.count("\ufffd") * 200 <= len(text):
                return text, codec
        raise


def _declared(data: bytes, name: str) -> str:
    try:
        codecs.lookup(name)
        return data.decode(name)
    except (LookupError, UnicodeDecodeError) as exc:
        raise EncodingError(name) from exc


def _root(text: str) -> etree._Element:
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    # A declared encoding would be refused for text that is decoded already.
    text = _DECLARATION.sub("", text[:200]) + text[200:]
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as exc:
        raise CorruptFileError("html", str(exc).partition("\n")[0] or "it does not parse") from exc
    # The parser drops what is nested deeper than it goes and says so only in its log.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise TooLargeError("levels of nesting in HTML", MAX_DEPTH + 1, MAX_DEPTH)
    return root


class _HtmlReader:
    """Walks the page; loose text between blocks becomes paragraphs."""

    def __init__(self) -> None:
        self.builder = DocumentBuilder()
        self._loose: list[str] = []

    def flush(self, level: int = 0) -> None:
        """Close the paragraph that loose text has filled."""
        text = _squeezed("".join(self._loose))
        self._loose.clear()
        for line in text.split("\n"):
            if line.strip("\u00a0 \u3000"):
                self.builder.paragraph(line, level=level)

    def blocks(self, element: etree._Element, depth: int = 0) -> None:
        """Blocks and loose text below an element."""
        if depth > MAX_DEPTH:
            raise TooLargeError("levels of nesting in HTML", depth, MAX_DEPTH)
        self._loose.append(element.text or "")
        for child in element:
            self._child(child, depth)
            self._loose.append(child.tail or "")

    def _child(self, child: etree._Element, depth: int) -> None:
        tag = child.tag if isinstance(child.tag, str) else ""
        if not tag or tag in _SKIPPED:
            return
        if _is_hidden(child):
            self._note_hidden(child)
        elif tag == "br":
            self._loose.append(_BREAK)
        elif tag == "table":
            self.flush()
            self._table(child)
        elif tag in _BLOCKS:
            self.flush()
            self.blocks(child, depth + 1)
            self.flush(int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0)
        else:
            self.blocks(child, depth + 1)

    def _note_hidden(self, element: etree._Element) -> None:
        text = _squeezed("".join(map(str, element.itertext())))
        if text.strip():
            self.builder.note("hidden-text", text[:300])

    def _table(self, table: etree._Element) -> None:
        for caption in table.iterchildren("caption"):
            self.blocks(caption, 1)
            self.flush()
        rows = list(_rows(table))
        if _is_for_layout(rows):
            for row in rows:
                for cell in _cells(row):
                    self.blocks(cell, _depth(cell))
                    self.flush()
            return
        grid = _Grid()
        inner: list[tuple[int, int, etree._Element]] = []
        for number, row in enumerate(rows, start=1):
            grid.start_row()
            for cell in _cells(row):
                tables: list[etree._Element] = []
                column = grid.add(cell, _cell_text(cell, tables))
                inner.extend((number, column, found) for found in tables)
        self.builder.table(grid.finished())
        places = [self.builder.cell_anchor(row, column) for row, column, _ in inner]
        for place, (_, _, found) in zip(places, inner, strict=True):
            self.builder.note("nested-table", f"the table inside {place.label} stands after it", place)
            self._table(found)


_BREAK: Final = "\x0b"  # a line break that squeezing white space must leave alone


class _Grid:
    """Places cells as a browser does: each in the first column that no span from above holds."""

    def __init__(self) -> None:
        self._rows: list[list[CellDraft]] = []
        self._held: dict[int, int] = {}
        self._column = 1
        self._area = 0
        self._width = 0

    def start_row(self) -> None:
        self._held = {column: left - 1 for column, left in self._held.items() if left > 1}
        self._rows.append([])
        self._column = 1
        self._check()

    def _check(self) -> None:
        area = self._width * len(self._rows)
        if area > MAX_AREA:
            raise TooLargeError("places in the grid of a table", area, MAX_AREA)

    def add(self, cell: etree._Element, text: str) -> int:
        while self._column in self._held:
            self._column += 1
        column = self._column
        across, down = _span(cell, "colspan", MAX_COLSPAN), _span(cell, "rowspan", MAX_ROWSPAN)
        self._area += across
        if self._area > MAX_CELLS:
            raise TooLargeError("cells in a table", self._area, MAX_CELLS)
        for place in range(column, column + across):
            self._held[place] = max(down, 1)
        self._rows[-1].append(
            CellDraft(text, column, down, across, merge="declared" if down > 1 or across > 1 else "none")
        )
        self._column = column + across
        self._width = max(self._width, self._column - 1)
        self._check()
        return column

    def finished(self) -> list[list[CellDraft]]:
        """The rows, spans held inside the table: a page may claim more rows than it has."""
        count = len(self._rows)
        return [
            [draft._replace(rowspan=min(draft.rowspan, count - index)) for draft in row]
            for index, row in enumerate(self._rows)
        ]


def _span(cell: etree._Element, attribute: str, highest: int) -> int:
    text = (cell.get(attribute) or "1").strip()
    if not text.isdecimal() or not text.isascii():
        return 1
    number = int(text[:9])
    # Zero rows mean: to the end of the table.
    return highest if number == 0 and attribute == "rowspan" else max(1, min(number, highest))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            yield from child.iterchildren("tr")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return row.iterchildren("td", "th")


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _is_for_layout(rows: list[etree._Element]) -> bool:
    """A table of one cell, or one whose rows hold tables and nothing else, only places things."""
    cells = [cell for row in rows for cell in _cells(row)]
    if len(cells) == 1:
        return True
    return bool(cells) and len(rows) == len(cells) and any(True for c in cells for _ in c.iter("table"))


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return "hidden" in element.attrib or (style is not None and _HIDDEN.search(style) is not None)


def _cell_text(cell: etree._Element, tables: list[etree._Element]) -> str:
    pieces: list[str] = []
    _collect(cell, pieces, tables, 0)
    return _squeezed("".join(pieces))


def _collect(element: etree._Element, pieces: list[str], tables: list[etree._Element], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise TooLargeError("levels of nesting in HTML", depth, MAX_DEPTH)
    pieces.append(element.text or "")
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "table":
            tables.append(child)
        elif tag == "br":
            pieces.append(_BREAK)
        elif tag and tag not in _SKIPPED and not _is_hidden(child):
            block = tag in _BLOCKS
            pieces.append(_EDGE if block else "")
            _collect(child, pieces, tables, depth + 1)
            pieces.append(_EDGE if block else "")
        pieces.append(child.tail or "")


_EDGE: Final = "\x0c"  # the edge of a block: a line break where text stands on both sides
_EDGES: Final = re.compile(rf" *{_EDGE}[{_EDGE} ]*")


def _squeezed(text: str) -> str:
    """White space as a browser shows it: runs are one blank, breaks and block edges are lines."""
    text = _EDGES.sub(_EDGE, _BLANKS.sub(_blank, text)).strip(_EDGE + " ")
    text = text.replace(_EDGE, "\n")
    return re.sub(rf" *{_BREAK} *", "\n", text)


def _blank(found: re.Match[str]) -> str:
    return _EDGE if _EDGE in found[0] else " "
