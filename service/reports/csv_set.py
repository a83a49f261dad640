"""The tables of the coverage report as CSV files: for spreadsheets that know UTF-8, safe to open."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from queries.coverage_records import Coverage
from service.reports.report_tables import Row, TableColumn, Value, method_columns, method_rows, report_tables
from service.reports.sentences import Sentences
from service.reports.wording import Language

# Spreadsheets take cells that begin so for formulas, even from a text file.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_DECIMALS: Final = 6
_MARK: Final = "\ufeff"


def csv_set(coverage: Coverage, lang: Language) -> list[tuple[str, bytes]]:
    """Every table by the name of its file; each begins with the mark by which spreadsheets know UTF-8."""
    say = Sentences.about(coverage, lang)
    files = [
        (
            f"{table.name}.csv",
            write_csv(table.columns, (row for found in coverage.documents for row in table.rows(found))),
        )
        for table in report_tables(say)
    ]
    rules = {rule.key: rule for rule in coverage.rules}
    files.append(("method.csv", write_csv(method_columns(say), method_rows(coverage, rules, say))))
    return files


def write_csv(columns: Iterable[TableColumn], rows: Iterable[Row]) -> bytes:
    """A table as CSV; shares from 0 to 1, money in the unit that its heading names."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.label for column in columns])
    writer.writerows([csv_cell(value) for value in row] for row in rows)
    return (_MARK + text.getvalue()).encode("utf-8", "replace")


def csv_cell(value: Value) -> str:
    """A value as a cell; words that a spreadsheet would calculate have an apostrophe before them.

    >>> csv_cell("=1+1"), csv_cell(-3), csv_cell(None)
    ("'=1+1", '-3', '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        plain = f"{round(value, _DECIMALS).normalize():f}"
        return plain if plain != "-0" else "0"
    if isinstance(value, int):
        return str(value)
    safe = "".join(c for c in value if c.isprintable() or c in "\n\t")
    return f"'{safe}" if safe.startswith(_FORMULA_STARTS) else safe
