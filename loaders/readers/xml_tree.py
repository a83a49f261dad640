"""Reads an XML file of a standard as tables of paths and words: one row for each text and each attribute.

A path counts siblings of one name from 1: `iati-activity[1]/title[1]/narrative[2]`, an attribute stands behind
`@`. Namespaces are left out. What the paths mean is for `loaders.standards` to say.
"""

import hashlib
from typing import Final

from lxml import etree

from loaders.document import CellDraft, Document, DocumentBuilder
from loaders.errors import TooLargeError
from loaders.readers.package import parse_xml

READER: Final = "xml-tree/1"
MAX_ROWS: Final = 200_000
# Elements that hold one record each: a table of their own, so that places stay short.
_RECORDS: Final = frozenset({"iati-activity"})


def read_xml_tree(data: bytes, name: str) -> Document:
    """Read an XML file of a known standard."""
    root = parse_xml(data, "XML")
    builder = DocumentBuilder()
    builder.paragraph(etree.QName(root).localname, level=1, line=_line(root))
    records = [child for child in root if _tag(child) in _RECORDS]
    rows = 0
    for record, path in _numbered(records) if records else [(root, _tag(root))]:
        table = list(_rows(record, path))
        rows += len(table)
        if rows > MAX_ROWS:
            raise TooLargeError("XML texts and attributes", rows, MAX_ROWS)
        builder.table(table, line=_line(record))
    return builder.build(
        sha256=hashlib.sha256(data).hexdigest(), name=name, media_type="application/xml", reader=READER
    )


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _numbered(elements: list[etree._Element]) -> list[tuple[etree._Element, str]]:
    """Elements with their path steps, siblings of one name counted from 1."""
    seen: dict[str, int] = {}
    numbered = []
    for element in elements:
        tag = _tag(element)
        if tag:
            seen[tag] = seen.get(tag, 0) + 1
            numbered.append((element, f"{tag}[{seen[tag]}]"))
    return numbered


def _rows(root: etree._Element, path: str) -> list[list[CellDraft]]:
    rows: list[list[CellDraft]] = []
    waiting = [(root, path)]
    while waiting:
        element, at = waiting.pop()
        line = _line(element)
        for name, value in element.attrib.items():
            label = etree.QName(str(name)).localname
            rows.append([CellDraft(f"{at}@{label}", 1, line=line), CellDraft(str(value), 2, line=line)])
        text = (element.text or "").strip()
        if text or not (len(element) or element.attrib):
            rows.append([CellDraft(at, 1, line=line), CellDraft(text, 2, line=line)])
        children = [(child, f"{at}/{step}") for child, step in _numbered(list(element))]
        waiting += reversed(children)
    return rows
