"""Reads the rows of an indicator table whose columns were found by their labels."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.layouts.labels import Aliases, first_level_of, kind_of
from loaders.layouts.rows import Row
from loaders.plan import Quote, Repair

_WORDS = ("name", "description", "value", "basis", "weight")
REQUIRED_COLUMNS = frozenset({"kind2", "name"})


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row in its own words, before any value is read."""

    kind: str
    ordinal: int
    kind1: str
    kind2: str
    name: Quote
    description: Quote
    value: Quote
    basis: Quote
    weight: Quote


def find_columns(row: Row, aliases: Aliases) -> dict[str, int] | None:
    """The column of each field where the row is a heading row of an indicator table, else None."""
    # Rows of the information table cover many columns with few cells: they are asked first.
    found = {aliases.field(cell.text) for cell in row.compact}
    if not found >= REQUIRED_COLUMNS:
        return None
    columns: dict[str, int] = {}
    for position, cell in enumerate(row.cells):
        name = aliases.field(cell.text) if cell is not None else ""
        if name and name not in columns:
            columns[name] = position
    return columns


def _blank(quote: Quote) -> bool:
    return not quote.text.strip()


@dataclass(slots=True)
class IndicatorTable:
    """Collects rows below one heading row. `take` says whether the row belonged to it."""

    columns: Mapping[str, int]
    width: int
    rows: list[IndicatorRow] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    _kind1: str = ""
    _kind2: str = ""
    _pending: Row | None = None
    _ordinals: Counter[str] = field(default_factory=Counter)

    def take(self, row: Row) -> bool:
        """Read one row, joining it to a short one before it where an empty line inside a cell split them."""
        if self._pending is not None:
            joined = self._join(self._pending, row)
            if joined is not None:
                self._pending = None if len(joined.cells) == self.width else joined
                if self._pending is None:
                    self._log_join(joined)
                    self._add(joined)
                return True
            self.finish()
        if not self._plausible(row):
            return False
        if row.ragged and len(row.cells) < self.width:
            self._pending = row
            return True
        self._add(row)
        return True

    def finish(self) -> None:
        """Read a short row that no further row completed: the document was cut there."""
        if self._pending is not None:
            row, self._pending = self._pending, None
            shown = " | ".join(c.text for c in row.compact)
            shifted = self._shifted(row)
            self.repairs.append(
                Repair("cut-row", shown, " | ".join(c.text for c in shifted.compact), row.anchor)
            )
            self._add(shifted)

    def _plausible(self, row: Row) -> bool:
        """A row that leads with a level's label, or fills the width behind an empty label cell."""
        leading = [cell.text for cell in row.compact[:2]]
        if any(first_level_of(text) or kind_of(text) for text in leading):
            return True
        return len(row.cells) == self.width and len(row.compact) > 2

    def _join(self, first: Row, second: Row) -> Row | None:
        leading = second.cells[0].text if second.cells and second.cells[0] is not None else ""
        if not second.ragged or first_level_of(leading) or kind_of(leading):
            return None
        if len(second.cells) > 1 and not leading and kind_of(second.cells[1].text if second.cells[1] else ""):
            return None
        if len(first.cells) + len(second.cells) > self.width:
            return None
        return Row(first.cells + second.cells, ragged=True)

    def _log_join(self, row: Row) -> None:
        self.repairs.append(
            Repair("joined-lines", row.compact[0].text, " | ".join(c.text for c in row.compact), row.anchor)
        )

    def _shifted(self, row: Row) -> Row:
        """Put a cut row's second-level label back under its column."""
        first = row.cells[0].text if row.cells and row.cells[0] is not None else ""
        missing = self.columns["kind2"] if kind_of(first) and not first_level_of(first) else 0
        return Row((None,) * missing + row.cells, ragged=True) if missing else row

    def _add(self, row: Row) -> None:
        kind1 = row.quote(self.columns["kind1"]) if "kind1" in self.columns else Quote("", row.anchor)
        kind2 = row.quote(self.columns["kind2"])
        if not _blank(kind1):
            if kind1.text.strip() != self._kind1:
                self._kind2 = ""
            self._kind1 = kind1.text.strip()
        if not _blank(kind2):
            self._kind2 = kind2.text.strip()
        kind = kind_of(self._kind2, self._kind1)
        self._ordinals[kind] += 1
        quotes = {name: self._quote(row, name) for name in _WORDS}
        self.rows.append(IndicatorRow(kind, self._ordinals[kind], self._kind1, self._kind2, **quotes))

    def _quote(self, row: Row, name: str) -> Quote:
        if name not in self.columns:
            return Quote("", row.anchor)
        return row.quote(self.columns[name]).stripped()
