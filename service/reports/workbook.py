"""A workbook being written row by row: headings by voice, filters, frozen panes, print areas; texts stay texts."""

import re
import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter  # type: ignore[import-untyped] # it ships no types

from service.figures.palette import GRADE_PAINTS, INK
from service.reports.report_tables import Kind, Row, TableColumn
from service.reports.sentences import Sentences
from service.reports.sheet_rows import LINE_HEIGHT, SheetRows, Styles, column_name, display_width, safe_text

# A workbook has to name a time; the first one that its container knows says nothing.
_NO_TIME: Final = datetime(1980, 1, 1)
_A3: Final = 8
_MOST_MERGED: Final = 8
_LAST_ROW: Final = 1_048_575
_LONGEST_NAME: Final = 31
_EFFORT: Final = 4
_CHUNK: Final = 1 << 20
_SHEET_PART = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_FONT: Final = {"font_name": "宋体", "font_size": 10, "valign": "top", "border": 1, "border_color": "#C5CDD6"}
_VOICES: Final = {
    "": {"bg_color": "#DFE6EE"},
    "src": {"bg_color": "#F1E6C8"},
    "read": {"bg_color": "#C9D2DC"},
    "judged": {"bg_color": "#BCD0E4"},
}
_SHAPES: Final[dict[Kind, dict[str, object]]] = {
    "text": {"text_wrap": True, "num_format": "@"},
    "count": {"num_format": "#,##0", "align": "right"},
    "money": {"num_format": "#,##0.00##", "align": "right"},
    "share": {"num_format": "0.0%", "align": "right"},
    "grade": {"align": "center", "num_format": "@"},
}


class Book:
    """The file and its styles.

    XlsxWriter makes the frame: styles, headings, filters, print areas. The rows, of which there may be a million,
    are streamed into it when it is closed: they take half the time so.
    """

    def __init__(self, target: Path | BytesIO, title: str) -> None:
        # No text becomes a formula, a link or a number, whatever it begins with.
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._target = target
        self._frame = BytesIO()
        self.file: Any = xlsxwriter.Workbook(self._frame, options)
        self.file.set_properties({"title": safe_text(title), "created": _NO_TIME})
        self.styles = self._make_styles()
        self.heads = {voice: self._head(look) for voice, look in _VOICES.items()}
        self._sheets: list[Sheet] = []
        self._names: set[str] = set()

    def _make_styles(self) -> Styles:
        paints: dict[str, dict[str, object]] = {
            letter: {"align": "center", "bg_color": paint.fill, "font_color": paint.ink}
            for letter, paint in GRADE_PAINTS.items()
        }
        return Styles(
            {kind: self._number(shape) for kind, shape in _SHAPES.items()},
            {kind: self._number({**shape, "bold": True, "top": 1}) for kind, shape in _SHAPES.items()},
            {letter: self._number(paint) for letter, paint in paints.items()},
        )

    def _number(self, look: dict[str, object]) -> int:
        """The number by which streamed cells name a style; asking for it also keeps the style in the file."""
        added: Any = self.add_format(look)
        return int(added._get_xf_index())

    def add_format(self, look: dict[str, object]) -> object:
        """A look on top of the workbook's own."""
        added: object = self.file.add_format({**_FONT, **look})
        return added

    def _head(self, look: dict[str, str]) -> object:
        frame = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "bottom_color": INK}
        return self.add_format({**frame, **look})

    def add_sheet(self, title: str, columns: Sequence[TableColumn], say: Sentences) -> "Sheet":
        """A sheet for one table."""
        name = _NOT_IN_A_NAME.sub(" ", title)[: _LONGEST_NAME - 3].strip()
        number = 1
        while name.lower() in self._names:
            number += 1
            name = f"{name[: _LONGEST_NAME - 3]} {number}"
        self._names.add(name.lower())
        sheet = Sheet(self, self.file.add_worksheet(name), tuple(columns), say)
        self._sheets.append(sheet)
        return sheet

    def close(self) -> None:
        """Make the frame and put the rows into it."""
        self.file.close()
        with (
            ZipFile(self._frame) as frame,
            ZipFile(self._target, "w", ZIP_DEFLATED, compresslevel=_EFFORT) as made,
        ):
            for entry in frame.infolist():
                content = frame.read(entry)
                named = _SHEET_PART.fullmatch(entry.filename)
                part = ZipInfo(entry.filename, _NO_TIME.timetuple()[:6])
                part.compress_type = ZIP_DEFLATED
                with made.open(part, "w", force_zip64=named is not None) as target:
                    if named is None:
                        target.write(content)
                    else:
                        self._sheets[int(named[1]) - 1].pour(content, target)


class Sheet:
    """One table: a line with the voices, the headings, the rows as they come."""

    def __init__(self, book: Book, sheet: Any, columns: tuple[TableColumn, ...], say: Sentences) -> None:
        self.book = book
        self.sheet = sheet
        self.columns = columns
        self.say = say
        self.rows: SheetRows | None = None
        self.row = 0
        self.head = 0

    def lines(self, texts: Iterable[tuple[str, bool]]) -> None:
        """Words above the table, the bold ones larger."""
        plain = self.book.add_format({"font_size": 11, "text_wrap": True, "border": 0})
        bold = self.book.add_format({"font_size": 16, "bold": True, "border": 0})
        last = min(len(self.columns), _MOST_MERGED) - 1
        width = sum(column.width for column in self.columns[: last + 1])
        for text, strong in texts:
            lines = _lines(text, TableColumn("", width=width))
            self.sheet.set_row(self.row, 24 if strong else 15 * lines)
            self.sheet.merge_range(self.row, 0, self.row, last, _held(text), bold if strong else plain)
            self.row += 1

    def heading(self, freeze: int) -> None:
        """The voices and the headings; so many columns stay in sight."""
        names = {
            "": "",
            "src": self.say.wording("voice_source"),
            "read": self.say.wording("voice_reading"),
            "judged": self.say.wording("voice_judgment"),
        }
        lines = max((_lines(column.label, column) for column in self.columns), default=1)
        for line in range(2):
            self.sheet.set_row(self.row, LINE_HEIGHT * (lines if line else 1) + 2)
            for place, column in enumerate(self.columns):
                text = names[column.voice] if line == 0 else column.label
                self.sheet.write_string(self.row, place, _held(text), self.book.heads[column.voice])
            self.row += 1
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, column.width)
        self.head = self.row - 1
        self.sheet.freeze_panes(self.row, freeze)
        self.sheet.repeat_rows(self.head - 1, self.head)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A3)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer("&L&A&R&P / &N")

    @property
    def is_full(self) -> bool:
        """Whether no further row fits."""
        return self.row > _LAST_ROW

    def append(self, row: Row, *, bold: bool = False) -> None:
        """One row; numbers as numbers, words as words, nothing for nothing."""
        if self.rows is None:
            self.rows = SheetRows(self.columns, self.book.styles)
        self.row += 1
        self.rows.add(self.row, row, bold=bold)

    def pour(self, frame: bytes, target: IO[bytes]) -> None:
        """Write the sheet with its rows behind its headings."""
        if self.rows is None:
            target.write(frame)
            return
        head, end, foot = frame.partition(b"</sheetData>")
        size = f'<dimension ref="A1:{column_name(len(self.columns) - 1)}{self.row}"/>'.encode()
        target.write(_DIMENSION.sub(size, head, count=1))
        self.rows.flush()
        self.rows.stream.seek(0)
        shutil.copyfileobj(self.rows.stream, target, _CHUNK)
        self.rows.stream.close()
        target.write(end + foot)

    def paint_shares(self, first: int, last: int) -> None:
        """Shares from light to dark; rows of which none can be measured are hatched."""
        if self.row <= self.head + 1:
            return
        area = (self.head + 1, first, self.row - 1, last)
        hatched = self.book.file.add_format({"pattern": 14, "fg_color": "#D9C48A", "bg_color": "#FBF7EC"})
        self.sheet.conditional_format(*area, {"type": "blanks", "stop_if_true": True})
        self.sheet.conditional_format(
            *area, {"type": "cell", "criteria": "==", "value": 0, "format": hatched, "stop_if_true": True}
        )
        self.sheet.conditional_format(
            *area,
            {
                "type": "2_color_scale",
                "min_type": "num",
                "min_value": 0,
                "max_type": "num",
                "max_value": 1,
                "min_color": "#FFFFFF",
                "max_color": "#5E9BCB",
            },
        )

    def finish(self) -> None:
        """Filter and print area over all rows."""
        last, right = max(self.row - 1, self.head), len(self.columns) - 1
        self.sheet.autofilter(self.head, 0, last, right)
        self.sheet.print_area(0, 0, last, right)


def _held(text: str) -> str:
    """Words for the frame; its writer takes some for markup of its own, and a blank before them keeps them words.

    >>> _held("<r>x</r>")
    ' <r>x</r>'
    """
    kept = safe_text(text)
    return f" {kept}" if kept.startswith("<r>") and kept.endswith("</r>") else kept


def _lines(text: str, column: TableColumn) -> int:
    """How many lines words take in their column; not every program finds out by itself."""
    return -(-display_width(text) // max(column.width - 1, 1))
