"""Walks the tables of a form: title, information part, tasks, cost lines and indicators, one row after the other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.document import Table
from loaders.layouts.form_draft import FormDraft
from loaders.layouts.form_fields import FormFields, Pair
from loaders.layouts.form_header import (
    Header,
    find_expense_header,
    find_indicator_header,
    find_task_header,
)
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.form_lists import FormLists
from loaders.layouts.grid import Grid, Placed, quote, unbroken
from loaders.layouts.labels import first_level_of, kind_of, normalise
from loaders.layouts.money import unit_in_brackets, unit_label
from loaders.plan import FormField, Period, Quote, ReadingNote, Scope, Unread

_OWNERS = frozenset({"project", "duty", "activity", "duty-activity"})
_TITLE = re.compile(r".{0,80}(?:绩效|目标|自评|申报|项目).{0,60}|.{0,40}20\d\d\s*年.{0,40}", re.DOTALL)
_LONG_TERM = re.compile(r"中期|长期|实施期|中长期|总体指标")
_PERSONAL = re.compile(r"联系人|电话|填[报表]人|负责人|经办人|制表人")


@dataclass(slots=True)
class FormTables:
    """Collects drafts from the tables it is given; `scope` says what the form itself is about."""

    labels: FormLabels
    scope: Scope = "project"
    drafts: list[FormDraft] = field(default_factory=list)
    tasks: list[FormDraft] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[ReadingNote] = field(default_factory=list)
    department: Quote | None = None
    lists: FormLists = field(init=False)
    _header: Header | None = None
    _kind: str = ""
    _width: int = 0
    _unit: str = ""
    _period: Period = "annual"
    _heading: Quote | None = None

    def __post_init__(self) -> None:
        self.lists = FormLists(self.labels)

    def take_heading(self, text: Quote) -> None:
        """Keep a title above a table: it names the form, and often its year."""
        self.titles.append(unbroken(text.text))
        self._heading = text
        self._unit = unit_label(text.text) or self._unit
        self._period = "long-term" if _LONG_TERM.search(text.text) else "annual"

    def take_table(self, table: Table) -> int:
        """Read one table; returns how many of its rows were understood."""
        grid = Grid.of(table)
        reader = FormFields(grid, self.labels)
        if grid.width != self._width:
            self._header = None
        self._width = grid.width
        understood, index = 0, 0
        while index < len(grid.rows):
            step = self._take_row(grid, reader, index)
            if not step:
                self._leave(grid, reader, index)
            understood += bool(step)
            index += max(step, 1)
        return understood

    def goes_on(self, table: Table) -> bool:
        """Whether a table without signs of its own is the rest of the one before, cut by a page."""
        grid = Grid.of(table)
        if not grid.rows or grid.width != self._width:
            return False
        return self._header is not None or FormFields(grid, self.labels).leads(0)

    def close(self) -> None:
        """Nothing below belongs to the table above."""
        self._header, self._width = None, 0

    def _take_row(self, grid: Grid, reader: FormFields, index: int) -> int:
        """Read the row at an index; returns how many rows were taken, 0 where it was not understood."""
        own = [p for p in grid.own(index) if p.text.strip()]
        if not own:
            return 1
        header = self._find_header(grid, index)
        if header:
            return header
        if self.labels.is_total(own[0].text):
            return 1
        if self._header is not None and not self._ends_table(reader, own):
            return self._take_data(grid, index)
        if self._take_title(grid, own) or self._take_fields(grid, reader, index):
            return 1
        return int(all(id(p.cell) in reader.used for p in own))

    def _find_header(self, grid: Grid, index: int) -> int:
        indicators = find_indicator_header(grid, index, self.labels)
        if indicators is not None:
            if indicators.columns.keys() & _OWNERS:
                self._start("list", indicators)
                self.lists.start()
                return indicators.rows
            self._start("indicators", indicators)
            self._draft(grid, index).indicators.start()
            self._period = self._side_period(grid, index) or self._period
            return indicators.rows
        for kind, find in (("tasks", find_task_header), ("expenses", find_expense_header)):
            found = find(grid, index, self.labels)
            if found is not None:
                self._start(kind, found)
                return found.rows
        return 0

    def _start(self, kind: str, header: Header) -> None:
        self._header, self._kind = header, kind
        for placed in header.unknown:
            words = quote(placed, placed.cell.anchor)
            self.notes.append(ReadingNote("unknown-column", words.text, words.anchor))

    def _side_period(self, grid: Grid, index: int) -> Period | None:
        """The period that a label at the side of an indicator table or a title row above it names."""
        side = grid.at(index, 0)
        if side is not None and side.cell.rowspan > 2:
            return "long-term" if _LONG_TERM.search(side.text) else "annual"
        return None

    def _ends_table(self, reader: FormFields, own: list[Placed]) -> bool:
        """Whether a row belongs to the information part again: it leads with a label that is no level."""
        first = own[0]
        if self._header is None or not reader.key(first):
            return False
        columns = self._header.columns
        if self._kind == "list" and not _closes_list(first, columns):
            return False
        if self._kind == "indicators" and (first_level_of(first.text) or kind_of(first.text)):
            return False
        # A name of an indicator or task may be worded like a label; the first column never is.
        if first.first in {columns.get("name"), columns.get("item")} and first.first > 0:
            return False
        self._header = None
        return True

    def _take_data(self, grid: Grid, index: int) -> int:
        header = self._header
        assert header is not None  # noqa: S101 - only called below a heading
        if self._kind == "indicators":
            self._take_indicator(grid, index, header)
        elif self._kind == "list":
            self.lists.take(grid, index, header, self._unit)
        elif self._kind == "tasks":
            self._take_task(grid, index, header)
        else:
            self._take_expense(grid, index, header)
        return 1

    def _take_indicator(self, grid: Grid, index: int, header: Header) -> None:
        draft = self._draft(grid, index)
        first: Period = "long-term" if len(header.blocks) > 1 else self._period
        periods: list[Period] = ["annual"] * len(header.blocks)
        periods[0] = first
        draft.indicators.take(grid, index, header, periods)

    def _take_task(self, grid: Grid, index: int, header: Header) -> None:
        anchor = grid.anchor(index)

        def cell(name: str) -> Placed | None:
            return grid.at(index, header.columns[name]) if name in header.columns else None

        draft = FormDraft(anchor, self.labels, "task")
        name = quote(cell("name"), anchor)
        if not name.text:
            return
        draft.name, draft.purpose = name, quote(cell("content"), anchor)
        draft.goal_text = quote(cell("goal"), anchor)
        for role in ("budget", "fiscal", "other"):
            placed = cell(role)
            if placed is not None and placed.text.strip():
                unit = header.units.get(header.columns[role]) or self._unit
                unit = unit or next(iter(header.units.values()), "")
                if not draft.take_amount(role, quote(placed, anchor), unit, placed.cell.raw):
                    self.unread.append(
                        Unread(quote(placed, anchor), f"no amount of money in the column {role}")
                    )
        self.tasks.append(draft)

    def _take_expense(self, grid: Grid, index: int, header: Header) -> None:
        anchor = grid.anchor(index)
        item = quote(grid.at(index, header.columns["item"]), anchor)
        money = quote(grid.at(index, header.columns["money"]), anchor)
        self._draft(grid, index).fields.append(FormField("expense-line", item, money))
        if "estimate" in header.columns:
            basis = quote(grid.at(index, header.columns["estimate"]), anchor)
            if basis.text:
                self._draft(grid, index).fields.append(FormField("expense-basis", item, basis))

    def _take_title(self, grid: Grid, own: list[Placed]) -> bool:
        """A row of one cell: a title, a unit of money, or a line that carries nothing."""
        if len(own) > 3 or (len(own) > 1 and not any(unit_label(p.text) for p in own)):
            return False
        texts = [p for p in own if not self._is_unit(p)]
        if len(own) > 1 and any(self.labels.fields.field(p.text) for p in texts):
            return False
        if len(texts) == 1 and len(own) == 1 and self.labels.fields.field(own[0].text) not in {"", "group"}:
            return False
        if all(self.labels.is_ignored(p.text) for p in texts):
            return True
        words = [p for p in texts if _TITLE.fullmatch(p.text.strip()) and len(p.text) <= 140]
        if len(words) < len(texts) or (grid.table.ragged and len(own) > 1):
            return False
        for placed in words:
            self.take_heading(quote(placed, placed.cell.anchor))
        return True

    def _is_unit(self, placed: Placed) -> bool:
        unit = unit_label(placed.text)
        self._unit = unit or self._unit
        return bool(unit) and len(normalise(placed.text)) <= 14

    def _take_fields(self, grid: Grid, reader: FormFields, index: int) -> bool:
        pairs = list(reader.pairs(index))
        if not pairs:
            return False
        for pair in pairs:
            self._take_pair(grid, pair)
        for placed in grid.own(index):
            if placed.text.strip() and id(placed.cell) not in reader.used:
                self._leave_cell(placed)
        return True

    def _leave_cell(self, placed: Placed) -> None:
        if self._is_unit(placed) or self.labels.is_ignored(placed.text):
            return
        self.unread.append(Unread(quote(placed, placed.cell.anchor), "no label before this cell"))

    def _take_pair(self, grid: Grid, pair: Pair) -> None:
        if pair.value is None:
            return
        self._note_formula(pair.value)
        if not pair.value.text.strip():
            return
        label = quote(pair.label, pair.label.cell.anchor)
        value = quote(pair.value, pair.value.cell.anchor)
        draft = self._draft(grid, pair.row, starts=pair.key == "project-name")
        if pair.key == "group":
            unit = unit_in_brackets(label.text) or self._unit
            money = "资金" in label.text or "预算" in label.text
            if not money or not draft.take_amount("budget", value, unit, pair.value.cell.raw):
                self._leave_cell(pair.value)
            return
        if not pair.key.startswith("amount-"):
            draft.take(pair.key, label, value)
            return
        role = pair.key.removeprefix("amount-")
        if not draft.take_amount(role, value, pair.unit or self._unit, pair.value.cell.raw):
            draft.take(pair.key, label, value)

    def _note_formula(self, placed: Placed) -> None:
        """A formula is data: its value is what the file stores; a formula without one leaves the cell unread."""
        if placed.cell.formula:
            code = "formula" if placed.text.strip() else "formula-without-value"
            self.notes.append(ReadingNote(code, f"={placed.cell.formula}", placed.cell.anchor))

    def _draft(self, grid: Grid, index: int, *, starts: bool = False) -> FormDraft:
        """The draft that a row belongs to; a project's name begins a new one where the last has its own."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or (starts and self.scope == "project" and last.name is not None):
            last = FormDraft(grid.anchor(index), self.labels, self.scope, heading=self._heading)
            self.drafts.append(last)
            self._heading = None
        return last

    def _leave(self, grid: Grid, reader: FormFields, index: int) -> None:
        own = [p for p in grid.own(index) if p.text.strip() and id(p.cell) not in reader.used]
        if own:
            words = " | ".join(p.text.strip() for p in own)
            self.unread.append(Unread(Quote(words, grid.anchor(index)), "row outside any known part"))


def _closes_list(first: Placed, columns: Mapping[str, int]) -> bool:
    """Whether a labelled cell ends a list: names of owners may be worded like labels, wide cells are none."""
    return first.last - first.first + 1 >= max(len(columns) - 2, 3)


def has_contact(text: str) -> bool:
    """Whether a line names somebody to call."""
    return _PERSONAL.search(text) is not None
