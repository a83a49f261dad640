"""Reads .docx with an own walk over its XML.

The common libraries lose text that real tables hold: insertions under revision, content controls around
cells, nested tables, symbol-font ≥.
"""

import hashlib
from typing import Final

from lxml import etree

from loaders.document import Anchor, Document, DocumentBuilder
from loaders.errors import MissingPartError
from loaders.readers.docx_numbers import Numbers
from loaders.readers.docx_styles import VAL, Styles, W, child, outline_level, without_unused_styles
from loaders.readers.docx_tables import EMBEDDED, TABLE, P, TableGrid, runs_on_before, unwrapped
from loaders.readers.docx_text import ParagraphText, all_text
from loaders.readers.package import Package

READER: Final = "docx/1"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN: Final = "word/document.xml"


def read_docx(data: bytes, name: str) -> Document:
    """Read a Word document; raises a `LoadError` where it is none, is encrypted or passes a limit."""
    package = Package(data, "docx")
    main = _main_part(package)
    root = package.xml(main)
    body = child(root, f"{W}body")
    if body is None:
        raise MissingPartError("docx", "body", main)
    reader = _DocxReader(_Parts(package, main), root)
    reader.blocks(body)
    reader.margins()
    return reader.builder.build(
        sha256=hashlib.sha256(data).hexdigest(), name=name, media_type=MEDIA_TYPE, reader=READER
    )


def _main_part(package: Package) -> str:
    for kind, target in package.relations("").values():
        if kind == "officeDocument" and target in package:
            return target
    if _MAIN not in package:
        raise MissingPartError("docx", _MAIN)
    return _MAIN


class _Parts:
    """The parts beside the main text: styles, lists, footnotes, headers."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._main = main
        self._targets: dict[str, list[str]] = {}
        for kind, target in sorted(package.relations(main).values()):
            if target in package:
                self._targets.setdefault(kind, []).append(target)

    def all(self, kind: str) -> list[etree._Element]:
        return [self._package.xml(target) for target in self._targets.get(kind, ())]

    def styles(self) -> etree._Element | None:
        """The styles that the text uses, with those they are based on."""
        for part in self._targets.get("styles", ())[:1]:
            data = without_unused_styles(self._package.read(part), self._package.read(self._main))
            return self._package.parsed(data, part)
        return None

    @property
    def has_macros(self) -> bool:
        return any(part.endswith("vbaProject.bin") for part in self._package.names())

    def first(self, kind: str) -> etree._Element | None:
        return next(iter(self.all(kind)), None)


class _DocxReader:
    """Walks the blocks of a document in order."""

    def __init__(self, parts: _Parts, root: etree._Element) -> None:
        self.builder = DocumentBuilder()
        self._parts = parts
        self._revised = next(root.iter(f"{W}del"), None) is not None
        self._styles = Styles(parts.styles())
        self._text = ParagraphText(self._styles, self._numbers(root))
        self._grid = TableGrid(self._text, revised=self._revised)
        self._remarks: dict[str, dict[str, str]] = {}
        self._carried = ""

    def _numbers(self, root: etree._Element) -> Numbers | None:
        """The lists, where any paragraph is in one: asking every paragraph takes time."""
        used = {element.get(VAL, "") for element in root.iter(f"{W}pStyle")} | {
            self._styles.default_paragraph
        }
        is_listed = any(self._styles.numbering(name) for name in used)
        if not is_listed and next(root.iter(f"{W}numPr"), None) is None:
            return None
        numbering = self._parts.first("numbering")
        return Numbers(numbering) if numbering is not None else None

    def blocks(self, parent: etree._Element) -> None:
        """Paragraphs and tables below an element."""
        for element in unwrapped(parent):
            if element.tag == P:
                self._paragraph(element)
            elif element.tag == TABLE:
                self._table(element)
            elif element.tag == EMBEDDED:
                self.builder.note("embedded-document", "a document embedded as a whole was not read")
            elif text := all_text(element):
                self.builder.note("tracked-deletion", text)
        self._flush(0)

    def _paragraph(self, element: etree._Element) -> None:
        text, asides, boxes = self._text.read(element), self._text.asides, self._text.boxes
        if self._revised and self._carried and not runs_on_before(element):
            self._flush(0)
        text = self._carried + text
        self._carried = ""
        anchor = None
        properties = child(element, f"{W}pPr")
        if self._revised and child(child(properties, f"{W}rPr"), f"{W}del") is not None:
            self._carried = text
        elif text.strip():
            anchor = self.builder.paragraph(text, level=self._level(properties))
        self._log(asides, anchor)
        for box in boxes:
            self.builder.note("text-box", "the text of a box stands after its paragraph", anchor)
            self.blocks(box)

    def _flush(self, level: int) -> None:
        """Text of a paragraph whose deleted mark is followed by no other paragraph."""
        if self._carried.strip():
            self.builder.paragraph(self._carried, level=level)
        self._carried = ""

    def _level(self, properties: etree._Element | None) -> int:
        own = outline_level(properties) if properties is not None else None
        if own is not None:
            return own
        style = child(properties, f"{W}pStyle")
        return self._styles.level(self._styles.default_paragraph if style is None else style.get(VAL, ""))

    def _log(self, asides: list[tuple[str, str]], anchor: Anchor | None) -> None:
        for code, detail in asides:
            said = self._remark(code, detail) if code in {"footnote", "endnote", "comment"} else detail
            self.builder.note(code, said, anchor)

    def _remark(self, kind: str, identifier: str) -> str:
        """The text of a footnote, endnote or comment."""
        if kind not in self._remarks:
            root = self._parts.first(f"{kind}s")
            found = root.iterchildren(f"{W}{kind}") if root is not None else ()
            self._remarks[kind] = {e.get(f"{W}id", ""): all_text(e) for e in found}
        return self._remarks[kind].get(identifier, "")

    def _table(self, element: etree._Element) -> None:
        self._flush(0)
        rows = self._grid.rows(element)
        dropped = self._grid.dropped
        anchor = self.builder.table([[cell.draft for cell in row] for row in rows])
        for text in dropped:
            self.builder.note("dropped-row", text, anchor)
        inner: list[tuple[etree._Element, Anchor]] = []
        for number, row in enumerate(rows, start=1):
            for cell in row:
                if cell.asides or cell.inner:
                    place = self.builder.cell_anchor(number, cell.column)
                    self._log(cell.asides, place)
                    inner.extend((table, place) for table in cell.inner)
        for table, place in inner:
            self.builder.note("nested-table", f"the table inside {place.label} stands after it", place)
            self._table(table)

    def margins(self) -> None:
        """Notes on what stands outside the text: headers, footers, macros, how numbers were written."""
        for kind in ("header", "footer"):
            for root in self._parts.all(kind):
                if text := all_text(root).strip():
                    self.builder.note(kind, text)
        if self._parts.has_macros:
            self.builder.note("macros", "the document holds macros, which were not run")
        if self._text.numbered:
            detail = f"{self._text.numbered} paragraphs have automatic numbers, written before their text"
            self.builder.note("automatic-numbers", detail)
