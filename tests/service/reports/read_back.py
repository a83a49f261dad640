"""Reads figures back out of the files that reports are, each with a library that had no part in writing them."""

import csv
import html
import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

import docx
import openpyxl
import pypdfium2
from lxml import etree

Grid = list[list[str]]


def docx_tables(data: bytes) -> list[Grid]:
    """The tables of a Word document, line breaks in cells as blanks."""
    document = docx.Document(io.BytesIO(data))
    return [
        [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]


def docx_text(data: bytes) -> str:
    """All words of a Word document's body."""
    document = docx.Document(io.BytesIO(data))
    texts = (node.text or "" for node in document.element.body.iter() if str(node.tag).endswith("}t"))
    return "".join(texts)


def xlsx_rows(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every sheet by its title."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def pdf_text(data: bytes) -> str:
    """The words of a PDF with every run of blanks as one."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())


def pdf_pages(data: bytes) -> int:
    """How many pages a PDF has."""
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def md_rows(text: str) -> Grid:
    """The rows of all tables of a Markdown text, unescaped."""
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    cells = (re.split(r"(?<!\\) \| ", line.removeprefix("| ").removesuffix(" |")) for line in rows)
    return [[html.unescape(re.sub(r"\\(.)", r"\1", cell)) for cell in row] for row in cells]


def csv_rows(data: bytes) -> dict[str, Grid]:
    """The rows of every CSV file of a zip."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {
            name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }


def outside_addresses(data: bytes) -> Iterator[str]:
    """Whatever an office file points to outside itself."""
    with ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".rels"):
                for relation in etree.fromstring(archive.read(name)):
                    if relation.get("TargetMode") == "External":
                        yield f"{name}: {relation.get('Target')}"


def part(data: bytes, name: str) -> str:
    """One part of an office file as text."""
    with ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def names(data: bytes) -> list[str]:
    """The parts of an office file."""
    with ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def moments(data: bytes) -> set[tuple[int, ...]]:
    """The times that a zip names."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {entry.date_time for entry in archive.infolist()}
