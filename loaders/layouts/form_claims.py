"""What a table shows of itself: the fields and columns it has, and whether a layout's demands are met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loaders.document import Block, Document, Paragraph, Table
from loaders.layouts.form_header import OWNERS, find_indicator_header, find_task_header
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import Grid

_LONGEST_HEAD = 60
_FIELDS_READ = 4_000
_KEPT = 8
_MOST_BETWEEN = 3


@dataclass(slots=True)
class Signs:
    """The signs of one table: `field.KEY`, `column.KEY`, `task.KEY`, with the words that gave them."""

    words: dict[str, str] = field(default_factory=dict)

    def add(self, sign: str, text: str) -> None:
        self.words.setdefault(sign, " ".join(text.split()))

    def beside(self, lines: "Signs") -> "Signs":
        """These signs with those of the lines above the table."""
        return Signs({**lines.words, **self.words})

    def fields(self) -> list[str]:
        """The signs of an information part."""
        return [sign for sign in self.words if sign.startswith("field.") and sign != "field.group"]

    def meet(self, demands: Sequence[str | Sequence[str]]) -> list[str] | None:
        """The words that meet every demand (a list is met by one of its signs), or None."""
        met = []
        for demand in demands:
            choices = [demand] if isinstance(demand, str) else demand
            found = next((self.words[sign] for sign in choices if sign in self.words), None)
            if found is None:
                return None
            met.append(found)
        return met


_LAST: dict[int, tuple[Document, FormLabels, tuple[Signs, ...]]] = {}


def signs_of(document: Document, labels: FormLabels) -> tuple[Signs, ...]:
    """The signs of each table of a document; most layouts ask for the same ones, one after the other."""
    known = _LAST.get(id(labels))
    if known is None or known[0] is not document or known[1] is not labels:
        known = (document, labels, _joined_signs(document, labels))
        if len(_LAST) > _KEPT:
            _LAST.clear()
        _LAST[id(labels)] = known
    return known[2]


def _joined_signs(document: Document, labels: FormLabels) -> tuple[Signs, ...]:
    """The signs of each table; a form that is cut into two tables has the signs of both in each."""
    tables = list(document.tables())
    signs = [read_signs(table, labels) for table in tables]
    positions = [n for n, block in enumerate(document.blocks) if isinstance(block, Table)]
    for number in range(1, len(tables)):
        between = document.blocks[positions[number - 1] + 1 : positions[number]]
        if _goes_on(tables[number - 1], signs[number - 1], tables[number], labels, between):
            whole = signs[number].beside(signs[number - 1])
            signs[number - 1].words, signs[number].words = whole.words, whole.words
    return tuple(signs)


def _goes_on(first: Table, signs: Signs, second: Table, labels: FormLabels, between: Sequence[Block]) -> bool:
    """Whether a table that begins with the heading of indicators belongs to the form before it.

    The first part has the fields of a form and no indicators yet, or the same width and nothing in between.
    """
    grid = Grid.of(second, labels.is_label)
    if not between and first.anchor.part and first.anchor.part == second.anchor.part:
        # A sheet without borders: its blank rows part what is one form.
        return _is_rest(grid, signs, labels)
    lead = next((n for n in range(min(len(grid.rows), _MOST_BETWEEN)) if len(grid.own(n)) > 1), 0)
    header = find_indicator_header(grid, lead, labels) if grid.rows else None
    if header is None or header.columns.keys() & OWNERS or not signs.fields():
        return False
    if "column.name" in signs.words:
        return not between and Grid.of(first).width == grid.width
    return len(between) <= _MOST_BETWEEN and all(
        isinstance(block, Paragraph) and len(block.text) <= _LONGEST_HEAD for block in between
    )


def _is_rest(grid: Grid, signs: Signs, labels: FormLabels) -> bool:
    """Whether a stretch of a sheet goes on with the form above: no project's name, no list of projects of its own."""
    headers = (find_indicator_header(grid, index, labels) for index in range(len(grid.rows)))
    listed = any(h is not None and h.columns.keys() & OWNERS for h in headers)
    named = any(labels.fields.field(p.text) == "project-name" for row in grid.rows for p in row)
    return bool(signs.fields()) and not listed and not named


def read_signs(table: Table, labels: FormLabels) -> Signs:
    """The signs of a table by a layout's labels."""
    grid, signs = Grid.of(table, labels.is_label), Signs()
    cells = 0
    index = 0
    while index < len(grid.rows) and cells < _FIELDS_READ:
        header = find_indicator_header(grid, index, labels)
        if header is not None:
            for columns in header.blocks:
                for name, column in columns.items():
                    placed = header.labels.get(column)
                    signs.add(f"column.{name}", placed.text if placed else name)
            index += header.rows
            continue
        tasks = find_task_header(grid, index, labels)
        if tasks is not None:
            for name, column in tasks.columns.items():
                signs.add(f"task.{name}", tasks.labels[column].text)
        for placed in grid.own(index):
            cells += 1
            key = labels.fields.field(placed.text) if len(placed.text) <= _LONGEST_HEAD else ""
            if key:
                signs.add(f"field.{key}", placed.text)
                continue
            for found in labels.inline(placed.text):
                signs.add(f"field.{found.key}", placed.text[slice(*found.label)])
        index += 1
    return signs


def lacks_of_claim(signs: Signs, claim: Mapping[str, Any]) -> list[str] | None:
    """What a table lacks, or has too much, to meet a claim; None where it meets no part of it."""
    demands = [[d] if isinstance(d, str) else list(d) for d in claim["with"]]
    missing = [demand for demand in demands if not any(sign in signs.words for sign in demand)]
    if len(missing) == len(demands):
        return None
    lacking = ["|".join(demand) for demand in missing]
    return lacking + [f"not {sign}" for sign in claim.get("without", ()) if sign in signs.words]


def meets_claim(signs: Signs, claim: Mapping[str, Any]) -> list[str] | None:
    """The words by which a table meets a layout's claim, or None where it lacks one or has what is excluded."""
    if any(sign in signs.words for sign in claim.get("without", ())):
        return None
    return signs.meet(claim["with"])
