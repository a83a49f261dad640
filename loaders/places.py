"""Where in the file a fact stands: the IRI of a place says which, what it cannot say is written once a table.

What the IRI says is not said again: the file stands before `#`; behind it table, row and column (`t4.r2.c3`) or
paragraph and character offsets (`p17.c114-200`), after the name of the sheet where there is one (`Sheet1!t1.r2`).
"""

from loaders.document import Anchor
from ontology import terms
from ontology.identifiers import path_segment
from ontology.nquads import QuadWriter, integer, text


class Places:
    """Mints the IRIs of places in one file and keeps what these cannot say."""

    def __init__(self, file: str, graph: str) -> None:
        self._file = file
        self._graph = graph
        self._ranges: dict[str, dict[str, str]] = {}
        self._columns: dict[str, int] = {}
        self._other_columns: dict[str, int] = {}

    def cell(self, anchor: Anchor) -> str:
        """The place of one cell, or of a stretch of a paragraph."""
        if anchor.table:
            return self._in_table(f"r{anchor.row}.c{anchor.column}", anchor)
        return f"{self._file}#{_part(anchor)}p{anchor.block}.c{anchor.start}-{anchor.end}"

    def row(self, anchor: Anchor) -> str:
        """The place of a table row, from the cell that `anchor` begins with to the one it ends with."""
        if not anchor.table:
            return self.cell(anchor)
        table, within = self._table(anchor), f"r{anchor.row}"
        # The rows of a table begin in one column, so it is said of the table; a row says it where it differs.
        first = self._columns.setdefault(table, anchor.column)
        if first != anchor.column and within not in self._ranges.get(table, {}):
            self._other_columns[f"{table}.{within}"] = anchor.column
        return self._in_table(within, anchor)

    def quads(self) -> QuadWriter:
        """What the IRIs of the places cannot say: character ranges, and the column where a row begins."""
        writer = QuadWriter(self._graph)
        for table, ranges in self._ranges.items():
            if table in self._columns:
                writer.add(table, terms.GT_COLUMN_NUMBER, integer(self._columns[table]))
            said = " ".join(f"{within}:{found}" for within, found in ranges.items())
            writer.add(table, terms.GT_CHARACTER_RANGES, text(said))
        for place, column in self._other_columns.items():
            writer.add(place, terms.GT_COLUMN_NUMBER, integer(column))
        return writer

    def _table(self, anchor: Anchor) -> str:
        return f"{self._file}#{_part(anchor)}t{anchor.table}"

    def _in_table(self, within: str, anchor: Anchor) -> str:
        table = self._table(anchor)
        self._ranges.setdefault(table, {}).setdefault(within, f"{anchor.start}-{anchor.end}")
        return f"{table}.{within}"


def _part(anchor: Anchor) -> str:
    return f"{path_segment(anchor.part)}!" if anchor.part else ""
