"""Writes a neutral document as a file of each format, the way other programs would: merged cells, rules, page ends."""

import html
import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Border, Side

from loaders.document import Cell, Document, Paragraph, Table
from tests.loaders.readers.ole_files import xls
from tests.loaders.readers.packages import docx, p, tc, tr
from tests.loaders.readers.pages import SIZE, Line, Text, page, pdf

A4, A3_LANDSCAPE = (595, 842), (1191, 842)
_MARGIN, _LEADING, _PAD = 40.0, 13.0, 3.0


def to_docx(document: Document) -> bytes:
    """A Word file made by hand; a cell's line breaks are paragraphs."""
    body = "".join(
        p(html.escape(block.text)) if isinstance(block, Paragraph) else _word_table(block)
        for block in document.blocks
    )
    return docx(body)


def _word_table(table: Table) -> str:
    filled = table.expanded()
    rows = []
    for number, row in enumerate(filled, start=1):
        cells, before = [], None
        for cell in row:
            if cell is not None and cell is before:
                continue
            before = cell
            merged = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell is not None and cell.colspan > 1 else ""
            if cell is not None and cell.rowspan > 1:
                merged += '<w:vMerge w:val="restart"/>' if cell.row == number else "<w:vMerge/>"
            words = cell.text if cell is not None and cell.row == number else ""
            cells.append(tc("".join(p(html.escape(line)) for line in words.split("\n")), merged))
        rows.append(tr(*cells))
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def to_html(document: Document) -> bytes:
    """A page as office programs save it."""
    body = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            body.append(f"<p>{html.escape(block.text)}</p>")
            continue
        rows = (
            "<tr>"
            + "".join(
                f'<td rowspan="{c.rowspan}" colspan="{c.colspan}">'
                + html.escape(c.text).replace("\n", "<br>")
                + "</td>"
                for c in row
            )
            + "</tr>"
            for row in block.rows
        )
        body.append(f"<table border='1'>{''.join(rows)}</table>")
    return ("<!DOCTYPE html><meta charset='utf-8'><body>" + "".join(body)).encode()


def to_text(document: Document) -> bytes:
    """A text export: a cell a line behind a tab, an empty line after a row, merged cells as empty cells below."""
    lines = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
            continue
        for number, row in enumerate(block.expanded(), start=1):
            before = None
            for cell in row:
                if cell is None or cell is not before:
                    words = cell.text if cell is not None and cell.row == number else ""
                    lines.append(f"\t{words}")
                before = cell
            lines.append("")
        lines.append(" ")
    return "\n".join(lines).encode()


def _sheet_rows(document: Document) -> Iterator[tuple[int, Cell | Paragraph]]:
    """Each cell and paragraph with the row of the sheet that it begins in; an empty row parts the tables."""
    at = 1
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield at, block
            at += 1
            continue
        for row in block.rows:
            for cell in row:
                yield at + cell.row - 1, cell
        at += len(block.rows) + 1


def to_xlsx(document: Document) -> bytes:
    """A workbook of one sheet with borders around cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    thin = Side(style="thin")
    for row, item in _sheet_rows(document):
        column = item.column if isinstance(item, Cell) else 1
        sheet.cell(row, column).value = item.text
        sheet.cell(row, column).data_type = "s"  # =100.00(%) is words and no formula
        if isinstance(item, Cell):
            sheet.cell(row, column).border = Border(thin, thin, thin, thin)
            end_row, end_column = row + item.rowspan - 1, column + item.colspan - 1
            if item.rowspan * item.colspan > 1:
                sheet.merge_cells(start_row=row, start_column=column, end_row=end_row, end_column=end_column)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def to_xls(document: Document) -> bytes:
    """An old workbook of one sheet."""
    found = list(_sheet_rows(document))
    height = max(row + (i.rowspan if isinstance(i, Cell) else 1) for row, i in found)
    rows: list[list[str]] = [[] for _ in range(height)]
    merges = []
    for row, item in found:
        column = item.column if isinstance(item, Cell) else 1
        line = rows[row - 1]
        line += [""] * (column - len(line))
        line[column - 1] = item.text
        if isinstance(item, Cell) and item.rowspan * item.colspan > 1:
            merges.append((row - 1, row + item.rowspan - 2, column - 1, column + item.colspan - 2))
    return xls(rows, merges)


def to_pdf(document: Document, size: tuple[float, float] = A4) -> bytes:
    """Pages with ruled tables; rows break over page ends as a word processor breaks them."""
    paper = _Paper(*size)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            paper.paragraph(block.text)
        else:
            paper.table(block)
    return pdf(*paper.finish(), size=size)


class _Paper:
    """Sets lines of text from top to bottom, page after page."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.pages: list[str] = []
        self.texts: list[Text] = []
        self.rules: list[Line] = []
        self.y = _MARGIN

    def finish(self) -> list[str]:
        self.turn()
        return self.pages

    def turn(self) -> None:
        """End the page."""
        if self.texts or self.rules:
            self.pages.append(page(self.texts, self.rules, height=self.height))
        self.texts, self.rules, self.y = [], [], _MARGIN

    def paragraph(self, text: str) -> None:
        for line in _wrapped(text, self.width - 2 * _MARGIN):
            if self.y + _LEADING > self.height - _MARGIN:
                self.turn()
            self.texts.append((_MARGIN, self.y + SIZE, line))
            self.y += _LEADING
        self.y += _PAD

    def table(self, table: Table) -> None:
        filled = table.expanded()
        width = (self.width - 2 * _MARGIN) / max(len(filled[0]), 1)
        xs = [_MARGIN + n * width for n in range(len(filled[0]) + 1)]
        shown: dict[int, list[str]] = {}
        self.y += _PAD
        for number, row in enumerate(filled, start=1):
            for cell in {id(c): c for c in row if c is not None}.values():
                if cell.row == number:
                    room = cell.colspan * width - 2 * _PAD
                    shown[id(cell)] = _wrapped(cell.text, room)
            self.row(row, number, xs, shown)
        self.y += _LEADING

    def row(self, row: list[Cell | None], number: int, xs: list[float], shown: dict[int, list[str]]) -> None:
        """A row as high as its own cells need, cut wherever the page ends."""
        own = {id(c): c for c in row if c is not None and c.row + c.rowspan - 1 == number}
        lines = max((len(shown[key]) for key in own), default=1) or 1
        top = self.y
        self.across(row, number, xs, top=True)
        for _ in range(lines):
            if self.y + _LEADING + _PAD > self.height - _MARGIN:
                self.sides(row, xs, top)
                self.rules.append((xs[0], self.y, xs[-1], self.y))
                self.turn()
                top = self.y
                self.rules.append((xs[0], top, xs[-1], top))
            for cell in {id(c): c for c in row if c is not None}.values():
                if shown[id(cell)]:
                    x = xs[cell.column - 1] + _PAD
                    self.texts.append((x, self.y + SIZE, shown[id(cell)].pop(0)))
            self.y += _LEADING
        self.y += _PAD
        self.sides(row, xs, top)
        self.across(row, number, xs, top=False)

    def sides(self, row: list[Cell | None], xs: list[float], top: float) -> None:
        for column in range(len(row) + 1):
            inside = 0 < column < len(row) and row[column] is not None and row[column] is row[column - 1]
            if not inside:
                self.rules.append((xs[column], top, xs[column], self.y))

    def across(self, row: list[Cell | None], number: int, xs: list[float], *, top: bool) -> None:
        for column, cell in enumerate(row):
            edge = cell is None or (cell.row == number if top else cell.row + cell.rowspan - 1 == number)
            if edge:
                self.rules.append((xs[column], self.y, xs[column + 1], self.y))


def _wrapped(text: str, room: float) -> list[str]:
    """Lines that fit; every character is as wide as the font is high."""
    fits = max(int(room // SIZE), 1)
    return [line[n : n + fits] for line in text.split("\n") for n in range(0, len(line), fits)]
