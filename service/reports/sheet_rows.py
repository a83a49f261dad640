"""The rows of a sheet as SpreadsheetML, streamed to disk: a row costs what its texts cost, and no memory."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from typing import IO, Final, NamedTuple
from xml.sax.saxutils import escape

from service.reports.report_tables import Kind, Row, TableColumn, Value

LINE_HEIGHT: Final = 13.5
MOST_LINES: Final = 4
LONGEST_TEXT: Final = 32_767
_REMEMBERED: Final = 100_000
_CHUNK: Final = 4_096
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Spreadsheets read such words as the character with that number.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def safe_text(text: str) -> str:
    r"""Words as a cell can hold them: no control characters, no more than a cell takes.

    >>> safe_text("a\x07b")
    'ab'
    """
    kept = _NOT_XML.sub("", text)
    return kept if len(kept) <= LONGEST_TEXT else kept[: LONGEST_TEXT - 1] + "…"


def column_name(place: int) -> str:
    """The letters of a column.

    >>> column_name(0), column_name(27)
    ('A', 'AB')
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def display_width(text: str) -> int:
    """How wide words are in a cell, a Chinese character being two.

    >>> display_width("abc"), display_width("目标1")
    (3, 5)
    """
    return len(text) if text.isascii() else len(text) + sum(character > "\u2e7f" for character in text)


class Styles(NamedTuple):
    """Numbers of the workbook's styles: by what a column holds, the same in bold, by grade."""

    plain: Mapping[Kind, int]
    bold: Mapping[Kind, int]
    grades: Mapping[str, int]


class SheetRows:
    """Rows below the headings of one sheet, on disk until the file is made."""

    def __init__(self, columns: Sequence[TableColumn], styles: Styles) -> None:
        self.columns = tuple(columns)
        self.styles = styles
        self.stream: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the book closes it
        self._names = [column_name(place) for place in range(len(self.columns))]
        self._texts: dict[str, tuple[str, int]] = {}
        self._waiting: list[str] = []

    def add(self, number: int, row: Row, *, bold: bool = False) -> None:
        """Write the row with that number, counted from 1."""
        cells: list[str] = []
        lines = 1
        for place, value in enumerate(row):
            style = self._style(place, value, bold=bold)
            if value is None or value == "":
                cells.append(f'<c r="{self._names[place]}{number}" s="{style}"/>')
                continue
            if isinstance(value, str):
                text, width = self._text(value)
                room = self.columns[place].width - 1
                if width > room:
                    lines = max(lines, -(-width // max(room, 1)))
                cells.append(f'<c r="{self._names[place]}{number}" s="{style}" t="inlineStr">{text}</c>')
            else:
                cells.append(f'<c r="{self._names[place]}{number}" s="{style}"><v>{_number(value)}</v></c>')
        height = f' ht="{LINE_HEIGHT * min(lines, MOST_LINES)}" customHeight="1"' if lines > 1 else ""
        self._waiting.append(f'<row r="{number}"{height}>{"".join(cells)}</row>')
        if len(self._waiting) >= _CHUNK:
            self.flush()

    def flush(self) -> None:
        """Put what waits on disk."""
        self.stream.write("".join(self._waiting).encode("utf-8"))
        self._waiting.clear()

    def _style(self, place: int, value: Value, *, bold: bool) -> int:
        """The number of the style for a value."""
        kind = self.columns[place].kind
        if kind == "grade" and isinstance(value, str) and value in self.styles.grades:
            return self.styles.grades[value]
        if kind == "money" and isinstance(value, int):
            kind = "count"
        return (self.styles.bold if bold else self.styles.plain)[kind]

    def _text(self, value: str) -> tuple[str, int]:
        """The words as they stand in the file, and how wide they are."""
        known = self._texts.get(value)
        if known is None:
            if len(self._texts) >= _REMEMBERED:
                self._texts.clear()
            kept = safe_text(value)
            held = escape(_CODED.sub("_x005F_", kept))
            space = ' xml:space="preserve"' if kept != kept.strip() or "\n" in kept else ""
            known = (f"<is><t{space}>{held}</t></is>", display_width(kept))
            self._texts[value] = known
        return known


def _number(value: Value) -> str:
    return str(value) if isinstance(value, int) else f"{float(value or 0):.15g}"
