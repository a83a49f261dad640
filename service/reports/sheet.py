"""The coverage report as a workbook: one document after the other, so that a thousand of them fit into memory."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Final

from queries.coverage_records import Coverage, DocumentCoverage, Rule
from service.reports.headlines import Tally
from service.reports.report_tables import (
    ReportTable,
    Row,
    figure_columns,
    figure_rows,
    headline_row,
    matrix_columns,
    matrix_lines,
    method_columns,
    method_rows,
    report_tables,
)
from service.reports.sentences import Sentences
from service.reports.wording import Language
from service.reports.workbook import Book, Sheet

NAME_COLUMNS: Final = {"summary": 3, "indicators": 4, "projects": 3, "goals": 3}
MATRIX_NAMES: Final = 4


def write_xlsx(coverages: Iterable[Coverage], lang: Language, target: Path | BytesIO) -> None:
    """Write the workbook of these coverages, each of one or several documents, in the order given."""
    writer: _Writer | None = None
    for coverage in coverages:
        say = Sentences.about(coverage, lang)
        writer = writer or _Writer(target, say)
        writer.add(coverage, say)
    if writer is not None:
        writer.close()


class _Writer:
    """The sheets of the workbook, and what is added up over all documents."""

    def __init__(self, target: Path | BytesIO, say: Sentences) -> None:
        w = say.wording
        self.book = Book(target, w("title"))
        self.say = say
        self.tally = Tally()
        self.summary_rows: list[Row] = []
        self.matrix_rows: list[tuple[tuple[str, ...], list[Row]]] = []
        self.rules: dict[str, Rule] = {}
        self.summary_table, *tables = report_tables(say)
        self.summary = self.book.add_sheet(w("headline"), figure_columns(say), say)
        self.each = self.book.add_sheet(self.summary_table.title, self.summary_table.columns, say)
        self.matrix = self.book.add_sheet(w("report_matrix"), (), say)
        self.tables = {table.name: table for table in tables}
        self.sheets = {table.name: self._open(table) for table in tables}
        self.finished: list[Sheet] = []

    def _open(self, table: ReportTable) -> Sheet:
        sheet = self.book.add_sheet(table.title, table.columns, self.say)
        sheet.heading(NAME_COLUMNS.get(table.name, 1))
        return sheet

    def add(self, coverage: Coverage, say: Sentences) -> None:
        """All rows of these documents."""
        self.rules |= {rule.key: rule for rule in coverage.rules}
        for document in coverage.documents:
            self.tally.add(document)
            self.summary_rows += self.summary_table.rows(document)
            self.matrix_rows.append((document.kinds, list(matrix_lines(document, say, document.kinds))))
            for name, table in self.tables.items():
                self._fill(name, table, document)

    def _fill(self, name: str, table: ReportTable, document: DocumentCoverage) -> None:
        for row in table.rows(document):
            if self.sheets[name].is_full:
                self.finished.append(self.sheets[name])
                self.sheets[name] = self._open(table)
            self.sheets[name].append(row)

    def close(self) -> None:
        """The first sheets and the method, which need all documents; then the file."""
        self._write_summary()
        self._write_matrix()
        self._write_method()
        for sheet in (*self.finished, *self.sheets.values()):
            sheet.finish()
        self.book.close()

    def _write_summary(self) -> None:
        say, sheet, head = self.say, self.summary, self.tally.headline
        w = say.wording
        lines = [w("subtitle"), w("what_this_is")]
        lines += (
            [say.measurable(head), say.plain_rule(head), *say.notes(head)]
            if head.rows
            else [w("no_documents")]
        )
        sheet.lines(
            [(w("title"), True), (self.named(), False), *((line, False) for line in lines), ("", False)]
        )
        sheet.heading(1)
        for row in figure_rows(head, say):
            sheet.append(row)
        sheet.finish()
        self.each.heading(NAME_COLUMNS["summary"])
        for row in self.summary_rows:
            self.each.append(row)
        if len(self.summary_rows) > 1:
            self.each.append(headline_row(head, (w("total_row"), "", ""), say), bold=True)
        self.each.finish()

    def named(self) -> str:
        """The one document, or how many there are."""
        if len(self.summary_rows) == 1:
            return " ".join(str(part) for part in self.summary_rows[0][:3] if part)
        return self.say.wording("several_documents", count=len(self.summary_rows))

    def _write_matrix(self) -> None:
        """All kinds that some document has, each document's cells under its own."""
        say, w = self.say, self.say.wording
        kinds = tuple(dict.fromkeys(kind for own, _ in self.matrix_rows for kind in own))
        self.matrix.columns = matrix_columns(say, kinds)
        self.matrix.lines([(w("report_matrix_note"), False), ("", False)])
        self.matrix.heading(MATRIX_NAMES)
        for own, rows in self.matrix_rows:
            for row in rows:
                self.matrix.append(_spread(row, own, kinds))
        self.matrix.paint_shares(MATRIX_NAMES, MATRIX_NAMES + len(kinds))
        self.matrix.finish()

    def _write_method(self) -> None:
        sheet = self.book.add_sheet(self.say.wording("method"), method_columns(self.say), self.say)
        sheet.heading(2)
        for row in method_rows(self.say.coverage, self.rules, self.say):
            sheet.append(row)
        sheet.finish()


def _spread(row: Row, own: tuple[str, ...], kinds: tuple[str, ...]) -> Row:
    """A line of one document's matrix under the kinds of all documents."""
    size = len(own) + 1
    names, cells = row[:MATRIX_NAMES], row[MATRIX_NAMES:]
    placed: list[Row] = []
    for part in (cells[:size], cells[size:]):
        by_kind = dict(zip(own, part, strict=False))
        placed.append((*(by_kind.get(kind) for kind in kinds), part[-1]))
    return (*names, *placed[0], *placed[1])
