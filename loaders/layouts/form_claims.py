"""What a table shows of itself: the fields and columns it has, and whether a layout's demands are met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loaders.document import Table
from loaders.layouts.form_header import find_indicator_header, find_task_header
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import Grid

_LONGEST_HEAD = 60
_FIELDS_READ = 4_000


@dataclass(slots=True)
class Signs:
    """The signs of one table: `field.KEY`, `column.KEY`, `task.KEY`, with the words that gave them."""

    words: dict[str, str] = field(default_factory=dict)

    def add(self, sign: str, text: str) -> None:
        self.words.setdefault(sign, " ".join(text.split()))

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


def read_signs(table: Table, labels: FormLabels) -> Signs:
    """The signs of a table by a layout's labels."""
    grid, signs = Grid.of(table), Signs()
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
        index += 1
    return signs


def meets_claim(signs: Signs, claim: Mapping[str, Any]) -> list[str] | None:
    """The words by which a table meets a layout's claim, or None where it lacks one or has what is excluded."""
    if any(sign in signs.words for sign in claim.get("without", ())):
        return None
    return signs.meet(claim["with"])
