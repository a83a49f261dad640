"""Holds a form's tables against the plan made of them: a cell that nobody took becomes an issue with its place."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from loaders.document import Anchor, Cell, Table
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import unbroken
from loaders.layouts.labels import first_level_of, kind_of, normalise
from loaders.layouts.money import unit_label
from loaders.plan import Indicator, Plan, Quantity, Quote, Reading, Unread

_LONGEST_UNIT = 14
REASON = "no part of the layout took this cell"


def audit_tables(
    tables: Iterable[Table], plan: Plan, labels: FormLabels, settled: Iterable[Anchor]
) -> tuple[Unread, ...]:
    """The cells of a form's tables that stand nowhere in its plan and are no label.

    `settled` are the places that the layout left out by decision: titles, sums of rows above, numbers of rows.
    """
    # A quote without words says that nothing stands there, at the place of its whole row.
    taken = _Taken(
        (*(q.anchor for q in quotes(plan) if q.text), *(note.anchor for note in plan.notes), *settled)
    )
    levels = {
        normalise(label) for bearer in plan.bearers for i in bearer.indicators for label in (i.kind1, i.kind2)
    }
    return tuple(
        Unread(Quote(cell.text, cell.anchor).stripped(), REASON)
        for table in tables
        for row in table.rows
        for cell in row
        if cell.text.strip() and not taken.covers(cell.anchor) and not _is_label(cell, labels, levels)
    )


def quotes(record: object) -> Iterator[Quote]:
    """Every quote in a record and the records it holds."""
    if isinstance(record, Quote):
        yield record
    elif isinstance(record, Indicator):
        # Most of a plan's records are rows: their fields are named here, which is quicker than asking.
        yield from (record.name_printed, record.description, record.value, record.basis)
        further = (record.actual, record.baseline, record.weight, record.score)
        yield from (quote for quote in further if quote is not None)
        for part in (record.split, record.steps, record.fields):
            yield from quotes(part or ())
    elif isinstance(record, tuple):
        for part in record if not isinstance(record, _LEAVES) else ():
            yield from quotes(part)
    elif is_dataclass(record):
        for field in fields(record):
            yield from quotes(getattr(record, field.name))


_LEAVES = (Anchor, Reading, Quantity)


class _Taken:
    """Stretches of a document's text; `covers` says whether a place has any of its words in one of them."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        spans = sorted({(a.start, a.end) for a in anchors if a.end > a.start})
        self._exact = {start for start, _ in spans}
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def covers(self, anchor: Anchor) -> bool:
        if anchor.start in self._exact:
            return True
        position = bisect_left(self._ends, anchor.start + 1)
        return position < len(self._starts) and self._starts[position] < anchor.end


def _is_label(cell: Cell, labels: FormLabels, levels: set[str]) -> bool:
    text = cell.text
    known = any(table.field(text) for table in (labels.fields, labels.columns, labels.tasks, labels.expenses))
    if known or normalise(unbroken(text)) in levels or first_level_of(text) or kind_of(text):
        return True
    bare = normalise(text)
    unit = bool(unit_label(text)) and len(bare) <= _LONGEST_UNIT
    return unit or bare in labels.nothing or labels.is_total(text) or labels.is_ignored(text)
