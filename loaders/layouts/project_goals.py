"""Reads project tables: an information table, a spending plan and an indicator table for each project.

The rows are walked one after the other, so a table that a page break cut, or one that lost its heading, is
read all the same and the loss is logged.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from loaders.document import Anchor, Cell, Paragraph
from loaders.layouts.indicator_table import IndicatorRow, IndicatorTable, find_columns
from loaders.layouts.labels import Aliases, normalise
from loaders.layouts.money import read_money, unit_label
from loaders.layouts.rows import Row
from loaders.plan import Amount, Milestone, Quote, Repair, Unread


@dataclass(slots=True)
class ProjectDraft:
    """A project table as far as it was read."""

    anchor: Anchor
    unit: str = ""
    department: Quote | None = None
    heading: Quote | None = None
    code: Quote | None = None
    name: Quote | None = None
    purpose: Quote | None = None
    goal_text: Quote | None = None
    amounts: list[Amount] = field(default_factory=list)
    milestone_labels: list[Quote] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    table: IndicatorTable | None = None
    repairs: list[Repair] = field(default_factory=list)

    @property
    def rows(self) -> list[IndicatorRow]:
        return self.table.rows if self.table else []


class ProjectTables:
    """Takes headings and rows; `take_row` says whether a row was understood."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._labels = Aliases(data["labels"])
        self._columns = Aliases(data["columns"])
        self._heading = re.compile(data["heading"])
        self._residue = re.compile(rf"\s*{data['goal_residue']}\s*")
        self._month = re.compile(data["milestone_month"])
        self._follow_up = ""
        self._next_heading: Quote | None = None
        self.drafts: list[ProjectDraft] = []
        self.unread: list[Unread] = []

    def take_heading(self, paragraph: Paragraph) -> bool:
        """Keep a heading such as `1.…绩效目标表` for the table below it, or that stands in its first row."""
        if len(paragraph.text) > 200 or not self._heading.fullmatch(paragraph.text.strip()):
            return False
        self.finish()
        lead = len(paragraph.text) - len(paragraph.text.lstrip())
        text = paragraph.text.strip()
        self._next_heading = Quote(text, paragraph.anchor.within(lead, lead + len(text)))
        return True

    def take_row(self, row: Row) -> bool:
        """Read one row into the project it belongs to."""
        columns = find_columns(row, self._columns)
        if columns is not None:
            self._start_indicators(columns, row)
            return True
        # Words such as 绩效目标 name both a field and other things; a row of fields leads with a label.
        fields = self._fields(row)
        if fields:
            self._take_fields(row, fields)
            return True
        if self._take_unit_line(row):
            return True
        if not self.drafts:
            return False
        draft = self.drafts[-1]
        if draft.table is not None and draft.table.take(row):
            return True
        return self._take_follow_up(draft, row)

    def finish(self) -> None:
        """Close the indicator table that is open."""
        if self.drafts and self.drafts[-1].table is not None:
            self.drafts[-1].table.finish()
        self._follow_up = ""

    def _fields(self, row: Row) -> list[tuple[str, Cell | None]]:
        """Label and value pairs of an information row; empty where its first cell is no label."""
        cells = row.filled
        if not cells:
            return []
        first = self._labels.field(cells[0].text)
        if not first or (first == "goal" and sum(bool(cell.text.strip()) for cell in cells) > 2):
            return []
        pairs: list[tuple[str, Cell | None]] = []
        position = 0
        while position < len(cells):
            name = self._labels.field(cells[position].text)
            follower = cells[position + 1] if position + 1 < len(cells) else None
            if name in {"money", "schedule"}:
                pairs.append((name, follower))
                position += 1
            elif name:
                pairs.append((name, follower))
                position += 2
            else:
                if first != "schedule" and cells[position].text.strip() and pairs[-1][0] not in {"money"}:
                    self._leave(cells[position], "no label before this cell")
                position += 1
        return pairs

    def _leave(self, cell: Cell, reason: str) -> None:
        self.unread.append(Unread(Quote(cell.text, cell.anchor), reason))

    def _take_fields(self, row: Row, fields: list[tuple[str, Cell | None]]) -> None:
        names = [name for name, _ in fields]
        draft = self._draft_for(row, starts="code" in names)
        for name, cell in fields:
            if name == "money":
                # The row of amounts and the row below it share this label: the one without amounts is the purpose.
                if not {"budget", "fiscal", "other"} & set(names):
                    self._take_purpose(draft, cell)
                else:
                    self._follow_up = "purpose"
            elif name == "schedule":
                self._take_schedule(draft, row)
            elif cell is not None:
                self._set(draft, name, cell)

    def _draft_for(self, row: Row, *, starts: bool) -> ProjectDraft:
        if not self.drafts or (starts and self.drafts[-1].code is not None):
            return self._open(row)
        return self.drafts[-1]

    def _open(self, row: Row) -> ProjectDraft:
        self.finish()
        draft = ProjectDraft(row.anchor, heading=self._next_heading)
        if self.drafts:
            draft.unit = self.drafts[-1].unit
        if self._next_heading is None:
            draft.repairs.append(Repair("lost-heading", "", "", row.anchor))
        self._next_heading = None
        self.drafts.append(draft)
        return draft

    def _take_unit_line(self, row: Row) -> bool:
        """The line above a table: the department's code and name, and the unit of money."""
        cells = row.compact
        unit = next((u for u in (unit_label(cell.text) for cell in cells) if u), "")
        if not unit or len(cells) > 3:
            return False
        previous = self.drafts[-1] if self.drafts else None
        fresh = previous is not None and previous.code is None and not previous.amounts
        draft = previous if previous is not None and fresh else self._open(row)
        draft.unit = unit
        named = [
            Quote(c.text, c.anchor).stripped() for c in cells if c.text.strip() and not unit_label(c.text)
        ]
        draft.department = named[0] if named else None
        return True

    def _set(self, draft: ProjectDraft, name: str, cell: Cell) -> None:
        quote = Quote(cell.text, cell.anchor).stripped()
        if name == "code":
            draft.code = quote
        elif name == "name":
            draft.name = quote
        elif name == "goal":
            draft.goal_text = self._without_residue(draft, quote)
        elif quote.text:
            yuan, unit = read_money(quote.text, draft.unit)
            draft.amounts.append(Amount(name, quote, unit, yuan))
            if yuan is None:
                self.unread.append(Unread(quote, f"no amount of money under the label {name}"))

    def _without_residue(self, draft: ProjectDraft, quote: Quote) -> Quote:
        match = self._residue.match(quote.text)
        if match is None:
            return quote
        rest = quote.text[match.end() :]
        draft.repairs.append(Repair("form-residue", match.group(), "", quote.anchor.within(0, match.end())))
        return Quote(rest, quote.anchor.within(match.end(), len(quote.text)))

    def _take_purpose(self, draft: ProjectDraft, cell: Cell | None) -> None:
        if cell is not None and cell.text.strip():
            draft.purpose = Quote(cell.text, cell.anchor).stripped()
            self._follow_up = ""
        else:
            # An empty line inside the label's cell parted it from the rest of its row.
            self._follow_up = "purpose"

    def _take_schedule(self, draft: ProjectDraft, row: Row) -> None:
        cells = [cell for cell in row.filled[1:] if cell.text.strip()]
        if not cells and not draft.milestone_labels:
            self._follow_up = "months"
            return
        if draft.milestone_labels or not any(self._month.search(cell.text) for cell in cells):
            self._take_percents(draft, cells)
            return
        draft.milestone_labels = [Quote(cell.text, cell.anchor).stripped() for cell in cells]
        self._follow_up = "percents"

    def _take_percents(self, draft: ProjectDraft, cells: list[Cell]) -> None:
        for label, cell in zip(draft.milestone_labels, cells, strict=False):
            month = self._month.search(normalise(label.text))
            draft.milestones.append(
                Milestone(
                    label,
                    int(month["month"]) if month else None,
                    Quote(cell.text, cell.anchor).stripped(),
                    read_share(cell.text),
                )
            )
        self._follow_up = ""

    def _take_follow_up(self, draft: ProjectDraft, row: Row) -> bool:
        """The row below a label row: its own first cell is empty, or the label that spans both."""
        cells = [cell for cell in row.compact if cell.text.strip()]
        if self._follow_up == "purpose" and len(cells) == 1:
            self._take_purpose(draft, cells[0])
        elif self._follow_up == "months" and cells and self._month.search(cells[0].text):
            draft.milestone_labels = [Quote(cell.text, cell.anchor).stripped() for cell in cells]
            self._follow_up = "percents"
        elif self._follow_up == "percents" and len(cells) == len(draft.milestone_labels):
            self._take_percents(draft, cells)
        else:
            return False
        return True

    def _start_indicators(self, columns: Mapping[str, int], row: Row) -> None:
        draft = self._draft_for(row, starts=False)
        if draft.table is not None:
            # A heading row printed again on the next page goes on with the same table.
            draft.table.finish()
            draft.table.columns, draft.table.width = columns, len(row.cells)
            return
        draft.table = IndicatorTable(columns, len(row.cells))


def read_share(text: str) -> Decimal | None:
    """Read `25%` as 0.25; a bare number above 1 counts as per cent; no number gives None.

    >>> read_share("25%"), read_share("100"), read_share("0.5"), read_share("—")
    (Decimal('0.25'), Decimal('1'), Decimal('0.5'), None)
    """
    match = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,4})?)\s*([%％])?\s*", text)
    if match is None:
        return None
    number = Decimal(match[1])
    return number / 100 if match[2] or number > 1 else number
