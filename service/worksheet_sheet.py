"""The worksheet as a spreadsheet to print, hand out and fill in."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from loaders.row_errors import BadTableError, MissingColumnError, refuse
from loaders.sheet_cells import SheetRow, put_text, read_sheets
from ontology.identifiers import concept
from ontology.terms import SKOS_DEFINITION
from ontology.vocabulary import labels, read_ontology
from service.output import CannotWriteError
from service.worksheet_rows import COLUMNS, FILLED, HIDDEN, SIGNS, FilledRow, WorksheetRow
from service.worksheet_words import LANGUAGES, WorksheetWords, column_of_header, worksheet_words

HEADER_ROW: Final = 3
_WIDTHS: Final = {
    "project": 17, "kind": 11, "name": 17, "description": 20, "value": 19, "grade": 7, "why": 27, "proposed": 27,
    "metric": 20, "comparator": 12, "number": 10, "unit": 9, "source": 15, "note": 13, "hint": 27,
    "row": 12, "words": 12,
}  # fmt: skip
_CENTRED: Final = frozenset({"grade", "comparator", "number", "unit"})
_LINE: Final = 13.5
_TALLEST: Final = 400.0
_ENOUGH_HEADERS: Final = 3
_FONT: Final = "Microsoft YaHei"
_HEAD_FILL: Final = PatternFill("solid", fgColor="1F3A5F")
_TASK_FILL: Final = PatternFill("solid", fgColor="7A5C00")
_FILL: Final = PatternFill("solid", fgColor="FFF6D6")
_THIN: Final = Side(style="thin", color="C9CED6")
_THICK: Final = Side(style="medium", color="5B6B82")
_GRADE_COLOURS: Final = {"B": "DCE9F7", "C": "E3F0E3", "D": "F7EBD3", "E": "F6DDD8", "F": "E6E6E6"}


def write_worksheet(
    path: Path, rows: Sequence[WorksheetRow], words: WorksheetWords, title: str, document: str
) -> None:
    """Write the rows as a spreadsheet with a second sheet that says how to fill it in."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one worksheet; this tells the type checker
    sheet.title = words.sheets["rows"]
    _head(sheet, words, title, len(rows))
    before = ""
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        _row(sheet, number, row, starts=row.row.rpartition("/")[0] != before)
        before = row.row.rpartition("/")[0]
    _behave(sheet, len(rows), words)
    _page(sheet, words)
    _notes(book.create_sheet(words.sheets["notes"]), words, document)
    book.properties.title, book.properties.creator = title, "goaltrace"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
    except OSError as exc:
        raise CannotWriteError(path, exc.strerror or str(exc)) from exc


def _head(sheet: Worksheet, words: WorksheetWords, title: str, count: int) -> None:
    put_text(sheet, 1, 1, title).font = Font(name=_FONT, bold=True, size=15)
    put_text(sheet, 2, 1, words.sentences["task"].format(count=count)).font = Font(
        name=_FONT, size=10, color="555555"
    )
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 26, 18
    for position, column in enumerate(COLUMNS, start=1):
        cell = put_text(sheet, HEADER_ROW, position, words.headers[column])
        cell.font = Font(name=_FONT, bold=True, color="FFFFFF", size=10)
        cell.fill = _TASK_FILL if column in FILLED else _HEAD_FILL
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        dimension = sheet.column_dimensions[get_column_letter(position)]
        dimension.width, dimension.hidden = _WIDTHS[column], column in HIDDEN
    sheet.row_dimensions[HEADER_ROW].height = 36


def _row(sheet: Worksheet, number: int, row: WorksheetRow, *, starts: bool) -> None:
    lines = 1
    for position, (column, text) in enumerate(zip(COLUMNS, row, strict=True), start=1):
        cell = put_text(sheet, number, position, text)
        cell.font = Font(name=_FONT, size=10, bold=column == "grade")
        across = "center" if column in _CENTRED else "left"
        cell.alignment = Alignment(horizontal=across, vertical="top", wrap_text=True)
        cell.border = Border(_THIN, _THIN, _THICK if starts else _THIN, _THIN)
        if column in FILLED:
            cell.fill = _FILL
        elif column == "grade" and text in _GRADE_COLOURS:
            cell.fill = PatternFill("solid", fgColor=_GRADE_COLOURS[text])
        if column not in HIDDEN:
            lines = max(lines, count_lines(text, _WIDTHS[column]))
    sheet.row_dimensions[number].height = min(_TALLEST, lines * _LINE + 4)


def count_lines(text: str, width: int) -> int:
    """The lines that a text takes in a column so many digits wide; a Chinese character is two digits wide.

    >>> count_lines("信访群众满意度提高", 10), count_lines("A", 10)
    (2, 1)
    """
    inside = max(1, int(width * 1.1 - 1.5))
    return sum(max(1, -(-sum(map(_columns, line)) // inside)) for line in text.split("\n"))


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def _behave(sheet: Worksheet, count: int, words: WorksheetWords) -> None:
    """Frozen header, filters, the list of comparators, and green where a number has been filled in."""
    last = HEADER_ROW + max(1, count)
    sheet.freeze_panes = f"{get_column_letter(COLUMNS.index('description') + 1)}{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(COLUMNS))}{last}"
    signs = get_column_letter(COLUMNS.index("comparator") + 1)
    offered = DataValidation(type="list", formula1=f'"{",".join(SIGNS)}"', allow_blank=True)
    offered.errorStyle, offered.error, offered.showErrorMessage = "warning", words.sentences["bad_sign"], True
    sheet.add_data_validation(offered)
    offered.add(f"{signs}{HEADER_ROW + 1}:{signs}{last}")
    number = get_column_letter(COLUMNS.index("number") + 1)
    filled, green = f"LEN(${number}{HEADER_ROW + 1})>0", PatternFill("solid", bgColor="DDF0DD")
    done = FormulaRule(formula=[filled], fill=green)  # type: ignore[no-untyped-call]
    first, final = (get_column_letter(COLUMNS.index(name) + 1) for name in (FILLED[0], FILLED[-1]))
    sheet.conditional_formatting.add(f"{first}{HEADER_ROW + 1}:{final}{last}", done)


def _page(sheet: Worksheet, words: WorksheetWords) -> None:
    """A3 across, one page wide, headers on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "8"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.5
    sheet.oddFooter.center.text = words.sentences["page"]  # type: ignore[union-attr]
    sheet.sheet_view.zoomScale = 90


def _notes(sheet: Worksheet, words: WorksheetWords, document: str) -> None:
    definitions = _grade_definitions(words.lang)
    names = labels(words.lang)
    lines: list[tuple[str, str, bool]] = [(words.sentences["document"], document, False), ("", "", False)]
    lines.append((words.sentences["columns_heading"], "", True))
    lines += [(words.headers[column], note, False) for column, note in words.column_notes.items()]
    lines += [
        ("", words.sentences["back"], False),
        ("", "", False),
        (words.sentences["grades_heading"], "", True),
    ]
    lines += [(f"{x} {names[concept(f'grade-{x}')]}", definitions[x], False) for x in "ABCDEF"]
    for number, (left, right, heading) in enumerate(lines, start=1):
        put_text(sheet, number, 1, left).font = Font(name=_FONT, size=12 if heading else 10, bold=True)
        cell = put_text(sheet, number, 2, right)
        cell.font = Font(name=_FONT, size=10)
        for written in (sheet.cell(number, 1), cell):
            written.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.row_dimensions[number].height = max(count_lines(left, 26), count_lines(right, 90)) * 15 + 4
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 90
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]


def _grade_definitions(lang: str) -> dict[str, str]:
    from pyoxigraph import RdfFormat, parse  # noqa: PLC0415 - only this sheet asks for definitions

    wanted = {f"<{concept(f'grade-{letter}')}>": letter for letter in "ABCDEF"}
    found: dict[str, str] = {}
    for statement in parse(read_ontology()["schemes.ttl"], RdfFormat.TURTLE):
        term: Any = statement.object
        defined = statement.predicate.value == SKOS_DEFINITION and getattr(term, "language", "") == lang
        if defined and str(statement.subject) in wanted:
            found[wanted[str(statement.subject)]] = term.value
    return found


class ReadWorksheet(NamedTuple):
    """A worksheet that came back: the document it speaks of, its headers by column, and its rows."""

    document: str
    headers: dict[str, str]
    rows: list[FilledRow]


def read_worksheet(data: bytes, name: str) -> ReadWorksheet:
    """Read a filled-in worksheet; rows may have been sorted, hidden or left out, and columns moved."""
    sheets = read_sheets(data, name)
    for rows in sheets.values():
        for place, row in enumerate(rows):
            columns = [column_of_header(cell) for cell in row.cells]
            if len(set(columns) & set(FILLED)) < _ENOUGH_HEADERS:
                continue
            missing = [column for column in (*FILLED[:5], *HIDDEN) if column not in columns]
            refuse([MissingColumnError(name, row.number, _both(column)) for column in missing])
            headers = {column: cell for column, cell in zip(columns, row.cells, strict=True) if column}
            filled = [
                _filled(later, columns) for later in rows[place + 1 :] if any(later.cells) or later.formulas
            ]
            return ReadWorksheet(_document(sheets), headers, filled)
    raise BadTableError(name, "no row of column names")


def _both(column: str) -> str:
    return " / ".join(worksheet_words(lang).headers[column] for lang in LANGUAGES)


def _document(sheets: dict[str, list[SheetRow]]) -> str:
    """The document's key on the sheet of notes; empty where that sheet is gone."""
    wanted = {worksheet_words(lang).sentences["document"] for lang in LANGUAGES}
    named = (
        row.cells[1].strip() for rows in sheets.values() for row in rows if row.cells[0].strip() in wanted
    )
    return next(named, "")


def _filled(row: SheetRow, columns: Sequence[str]) -> FilledRow:
    cells = {column: text for column, text in zip(columns, row.cells, strict=True) if column}
    return FilledRow(row.number, cells, tuple(columns[place] for place in row.formulas))
