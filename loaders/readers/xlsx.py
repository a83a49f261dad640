"""Reads .xlsx with an own walk over its XML: value, number format, formula and merges in one pass.

openpyxl reads the same in four times the CPU and needs two passes for formula and value; a library that
knows no number formats shows 100 % as 1. Formulas are text here and are never evaluated.
"""

import hashlib
import re
from datetime import date
from typing import Final

from lxml import etree

from loaders.document import Document, DocumentBuilder
from loaders.errors import MissingPartError, TooLargeError
from loaders.readers.number_formats import BUILTIN, shown, shown_text
from loaders.readers.package import Package
from loaders.readers.sheets import MAX_CELLS, Range, Sheet, SheetCell, add_sheet

READER: Final = "xlsx/1"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW, _CELL, _VALUE, _FORMULA, _INLINE = f"{_S}row", f"{_S}c", f"{_S}v", f"{_S}f", f"{_S}is"
_TEXT, _RUN = f"{_S}t", f"{_S}r"
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MAX_MERGES: Final = 100_000
_SIDES: Final = ("left", "right", "top", "bottom")


def read_xlsx(data: bytes, name: str) -> Document:
    """Read a workbook; raises a `LoadError` where it is none, is encrypted or passes a limit."""
    package = Package(data, "xlsx")
    workbook = _Workbook(package)
    builder = DocumentBuilder()
    for sheet in workbook.sheets():
        add_sheet(builder, sheet)
    builder.part = ""
    for code, detail in workbook.notes:
        builder.note(code, detail)
    return builder.build(
        sha256=hashlib.sha256(data).hexdigest(), name=name, media_type=MEDIA_TYPE, reader=READER
    )


def column_number(letters: str) -> int:
    """The number of a column.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def place(reference: str | None) -> tuple[int, int] | None:
    """Row and column of a reference such as `E22`."""
    found = _PLACE.fullmatch(reference or "")
    return (int(found[2]), column_number(found[1])) if found else None


class _Workbook:
    def __init__(self, package: Package) -> None:
        self._package = package
        targets = (t for kind, t in package.relations("").values() if kind == "officeDocument")
        self._main = next((t for t in targets if t in package), "xl/workbook.xml")
        if self._main not in package:
            raise MissingPartError("xlsx", self._main)
        self._root = package.xml(self._main)
        self._relations = package.relations(self._main)
        properties = next(self._root.iter(f"{_S}workbookPr"), None)
        is_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
        self._era = "1904" if is_1904 else "1900"
        self._strings = [_rich_text(item) for item in self._children("sharedStrings", f"{_S}si")]
        self._styles = _Styles(self._part("styles"))
        self.notes: list[tuple[str, str]] = []
        if any(part.endswith("vbaProject.bin") for part in package.names()):
            self.notes.append(("macros", "the workbook holds macros, which were not run"))

    def _part(self, kind: str) -> etree._Element | None:
        targets = (target for found, target in self._relations.values() if found == kind)
        return next((self._package.xml(target) for target in targets if target in self._package), None)

    def _children(self, kind: str, tag: str) -> list[etree._Element]:
        root = self._part(kind)
        return list(root.iterchildren(tag)) if root is not None else []

    def sheets(self) -> list[Sheet]:
        sheets: list[Sheet] = []
        for element in self._root.iter(f"{_S}sheet"):
            kind, target = self._relations.get(element.get(_R, ""), ("", ""))
            name = element.get("name", "")
            if kind != "worksheet" or target not in self._package:
                continue
            if element.get("state") in {"hidden", "veryHidden"}:
                self.notes.append(("hidden-sheet", f"the hidden sheet {name} was not read"))
                continue
            sheets.append(self._sheet(name, target))
        return sheets

    def _sheet(self, name: str, target: str) -> Sheet:
        data = self._package.read(target)
        filled = data.count(b"<v>") + data.count(b"<is>") + data.count(b":v>") // 2
        if filled > MAX_CELLS:
            raise TooLargeError("filled cells in a sheet", filled, MAX_CELLS, name)
        root = self._package.xml(target)
        sheet = Sheet(name, [])
        row_number = 0
        for row in root.iter(_ROW):
            number = row.get("r", "")
            row_number = int(number) if number.isdecimal() and len(number) < 8 else row_number + 1
            self._read_row(sheet, row, row_number)
        self._read_merges(sheet, root)
        return sheet

    def _read_row(self, sheet: Sheet, row: etree._Element, number: int) -> None:
        column = 0
        for element in row.iterchildren(_CELL):
            found = place(element.get("r"))
            column = found[1] if found else column + 1
            sheet.cells.append(self._cell(element, number, column, sheet))
        if row.get("hidden") in {"1", "true"} and any(c.text and c.row == number for c in sheet.cells[-1:]):
            sheet.notes.append(("hidden-row", f"row {number} is hidden and was read"))

    def _cell(self, element: etree._Element, row: int, column: int, sheet: Sheet) -> SheetCell:
        style = element.get("s", "0")
        number_format, bordered = self._styles.of(style)
        value = formula = None
        text = ""
        for part in element:
            if part.tag == _VALUE:
                value = part.text or ""
            elif part.tag == _FORMULA:
                formula = part.text or "shared formula"
            elif part.tag == _INLINE:
                text = _rich_text(part)
        raw: str | float | None = text or None
        if value is not None:
            text, raw = self._shown(value, element.get("t", "n"), number_format)
        elif formula:
            sheet.notes.append(("formula-without-value", f"row {row}, column {column}: {formula}"))
        return SheetCell(row, column, text, raw, number_format, formula or "", bordered)

    def _shown(self, value: str, kind: str, number_format: str) -> tuple[str, str | float]:
        """The text that is seen and the value behind it."""
        if kind == "s":
            index = int(value) if value.strip().isdecimal() else -1
            text = self._strings[index] if 0 <= index < len(self._strings) else ""
            return shown_text(text, number_format), text
        if kind == "b":
            return ("TRUE" if value == "1" else "FALSE"), value
        if kind == "d":
            return _iso_day(value), value
        if kind in {"str", "e", "inlineStr"}:
            return _unescaped(value), value
        try:
            number = float(value)
        except ValueError:
            return value, value
        return shown(number, number_format, era=self._era), number

    def _read_merges(self, sheet: Sheet, root: etree._Element) -> None:
        for element in root.iter(f"{_S}mergeCell"):
            first, _, last = (element.get("ref") or "").partition(":")
            start, end = place(first), place(last)
            if start and end and len(sheet.merges) < _MAX_MERGES:
                sheet.merges.append(Range(*start, *end))


class _Styles:
    """Number format and border of every cell style."""

    def __init__(self, root: etree._Element | None) -> None:
        self._found: dict[str, tuple[str, bool]] = {}
        if root is None:
            return
        formats = dict(BUILTIN)
        for element in root.iter(f"{_S}numFmt"):
            number = element.get("numFmtId", "")
            if number.isdecimal():
                formats[int(number)] = element.get("formatCode", "")
        borders = [_is_drawn(border) for group in root.iter(f"{_S}borders") for border in group]
        for group in root.iter(f"{_S}cellXfs"):
            for index, style in enumerate(group.iterchildren(f"{_S}xf")):
                number, border = style.get("numFmtId", "0"), style.get("borderId", "0")
                code = formats.get(int(number), "") if number.isdecimal() else ""
                drawn = border.isdecimal() and int(border) < len(borders) and borders[int(border)]
                self._found[str(index)] = ("" if code == "General" else code, drawn)

    def of(self, style: str) -> tuple[str, bool]:
        return self._found.get(style, ("", False))


def _is_drawn(border: etree._Element) -> bool:
    """A frame around a cell; a line under a title alone is no table."""
    sides = sum(side.get("style", "none") != "none" for name in _SIDES for side in border.iter(f"{_S}{name}"))
    return sides >= 2


def _rich_text(element: etree._Element) -> str:
    """Text with formatted runs joined; the phonetic guide beside it is no text."""
    texts: list[str] = []
    for part in element:
        if part.tag == _TEXT:
            texts.append(part.text or "")
        elif part.tag == _RUN:
            texts.extend(text.text or "" for text in part.iterchildren(_TEXT))
    return _unescaped("".join(texts))


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _iso_day(value: str) -> str:
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return value
