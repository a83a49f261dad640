"""An answer as a spreadsheet: texts stay texts, numbers are numbers, nothing is a formula or a link."""

import io
from datetime import datetime
from typing import Final

import xlsxwriter  # type: ignore[import-untyped] # it ships no types

from queries.errors import QueryError
from queries.library import run_query
from service.pages.asked import read_asked
from service.pages.desk import Desk
from service.pages.found import Cell, Found, find, from_table
from service.pages.visit import Visit
from service.web.refusals import BadRequestError

_MOST: Final = 20_000
_LONGEST: Final = 32_000
_EXACT: Final = 15
_ALWAYS: Final = datetime(2000, 1, 1)  # the same answer gives the same bytes on another day
_NO_MAGIC: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def show(visit: Visit, desk: Desk) -> bytes:
    """The answer to what the address asks."""
    asked = read_asked(visit)
    if asked.named:
        try:
            table = run_query(desk.store, asked.named, asked.parameters)
        except QueryError as problem:
            raise BadRequestError(problem.message("en"), detail_zh=problem.message("zh")) from problem
        return write_sheet(from_table(asked.named, table, desk.store, visit.lang, most=_MOST))
    if desk.engine is None or not asked.sparql.strip():
        raise BadRequestError("Name a question or give a query.", detail_zh="请指定问题或给出查询。")
    return write_sheet(find(desk.engine, desk.store, desk.generation, asked.sparql, visit.lang, most=_MOST))


def write_sheet(found: Found) -> bytes:
    """The columns and rows of an answer as the bytes of an .xlsx file."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _NO_MAGIC)
    book.set_properties({"created": _ALWAYS})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("goaltrace")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(found.columns):
        title = f"{column.meaning} ({column.name})" if column.meaning else column.name
        sheet.write_string(0, place, title, head)
        sheet.set_column(place, place, _width(found, place))
    for line, row in enumerate(found.rows, 1):
        for place, cell in enumerate(row):
            if cell.number is not None and len(cell.number.as_tuple().digits) <= _EXACT:
                sheet.write_number(line, place, float(cell.number))
            elif cell.text:
                sheet.write_string(line, place, _text(cell))
    book.close()
    return buffer.getvalue()


def _text(cell: Cell) -> str:
    return cell.text[:_LONGEST]


def _width(found: Found, place: int) -> int:
    longest = max((len(row[place].text) for row in found.rows[:200]), default=8)
    return min(max(10, longest * 2), 50)
