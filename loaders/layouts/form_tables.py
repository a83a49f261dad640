"""Walks the tables of a form: title, information part, tasks, cost lines and indicators, one row after the other."""

import re
from dataclasses import dataclass, field

from loaders.document import Anchor, Table
from loaders.layouts.form_borders import ends_table
from loaders.layouts.form_draft import FormDraft
from loaders.layouts.form_fields import FormFields, Pair
from loaders.layouts.form_header import (
    OWNERS,
    Header,
    find_expense_header,
    find_indicator_header,
    find_task_header,
)
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.form_lists import FormLists
from loaders.layouts.form_tasks import read_expense, read_task
from loaders.layouts.grid import Grid, Placed, quote, unbroken
from loaders.layouts.labels import normalise
from loaders.layouts.money import YUAN_PER_UNIT, unit_in_brackets, unit_label
from loaders.plan import FormField, Period, Quote, ReadingNote, Scope, Unread

_TITLE = re.compile(
    r".{0,80}(?:绩效|目标|自评|申报|项目|任务|指标|预算).{0,60}|.{0,40}20\d\d\s*年.{0,40}", re.DOTALL
)
_LONGEST_TITLE = 140
_LONG_TERM = re.compile(r"中期|长期|实施期|中长期|总体指标")
_PERSONAL = re.compile(r"联系人|电话|填[报表]人|负责人|经办人|制表人")


@dataclass(slots=True)
class FormTables:
    """Collects drafts from the tables it is given; `scope` says what the form itself is about.

    `settled` are the places of words that are left out by decision, `numbers` those of the tables that were read.
    """

    labels: FormLabels
    scope: Scope = "project"
    drafts: list[FormDraft] = field(default_factory=list)
    tasks: list[FormDraft] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[ReadingNote] = field(default_factory=list)
    department: Quote | None = None
    settled: list[Anchor] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    lists: FormLists = field(init=False)
    _header: Header | None = None
    _kind: str = ""
    _width: int = 0
    _unit: str = ""
    _period: Period = "annual"
    _heading: Quote | None = None
    _lines: list[FormField] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lists = FormLists(self.labels, self.settled)

    def take_heading(self, text: Quote) -> None:
        """Keep a title above a table: it names the form, and often its year."""
        self.titles.append(unbroken(text.text))
        self._heading = text
        self._unit = unit_label(text.text) or self._unit
        self._period = "long-term" if _LONG_TERM.search(text.text) else "annual"

    def take_table(self, table: Table) -> int:
        """Read one table; returns how many of its rows were understood."""
        grid = Grid.of(table, self.labels.is_label)
        self.numbers.add(table.anchor.table)
        self._take_lines(grid)
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
        grid = Grid.of(table, self.labels.is_label)
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
        if self._header is not None and self.labels.is_total(own[0].text):
            self.settled += [p.cell.anchor for p in own]
            return 1
        if self._header is not None:
            if not ends_table(reader, index, self._header, self._kind):
                return self._take_data(grid, index, self._header)
            self._header = None
        if self._take_title(grid, own) or self._take_fields(grid, reader, index):
            return 1
        return int(all(id(p.cell) in reader.used for p in own))

    def _find_header(self, grid: Grid, index: int) -> int:
        indicators = find_indicator_header(grid, index, self.labels)
        if indicators is not None:
            if indicators.columns.keys() & OWNERS:
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
        side = grid.at(index, grid.lead)
        if side is not None and grid.reach(index, side) > 2:
            return "long-term" if _LONG_TERM.search(side.text) else "annual"
        return None

    def _take_data(self, grid: Grid, index: int, header: Header) -> int:
        self._settle_numbers(grid, index, header)
        if self._kind == "indicators":
            self._take_indicator(grid, index, header)
        elif self._kind == "list":
            self.lists.take(grid, index, header, self._unit)
        elif self._kind == "tasks":
            task, unread = read_task(grid, index, header, self.labels, self._unit)
            self.tasks += [task] if task is not None else []
            self.unread += unread
        else:
            self._draft(grid, index).fields += read_expense(grid, index, header)
        return 1

    def _settle_numbers(self, grid: Grid, index: int, header: Header) -> None:
        """Leave out the number of a row, which counts and says nothing, and what columns of people repeat."""
        counted = (p for p in header.labels.values() if self.labels.columns.field(p.text) == "sequence")
        for heading in (*counted, *header.personal):
            placed = grid.at(index, heading.first)
            if placed is not None:
                self.settled.append(placed.cell.anchor)

    def _take_indicator(self, grid: Grid, index: int, header: Header) -> None:
        draft = self._draft(grid, index)
        draft.take_persons(grid, index, header)
        first: Period = "long-term" if len(header.blocks) > 1 else self._period
        periods: list[Period] = ["annual"] * len(header.blocks)
        periods[0] = first
        draft.indicators.take(grid, index, header, periods)

    def _take_title(self, grid: Grid, own: list[Placed]) -> bool:
        """A row of one cell: a title, a unit of money, or a line that carries nothing."""
        if len(own) > 3 or (len(own) > 1 and not any(unit_label(p.text) for p in own)):
            return False
        texts = [p for p in own if not self._is_unit(p)]
        if self._are_labels(own, texts):
            return False
        ignored = all(self.labels.is_ignored(p.text) for p in texts)
        titled = all(_TITLE.fullmatch(p.text.strip()) and len(p.text) <= _LONGEST_TITLE for p in texts)
        if not ignored and (not titled or (grid.table.ragged and len(own) > 1)):
            return False
        for placed in texts if not ignored else ():
            self.take_heading(quote(placed, placed.cell.anchor))
        self.settled += [p.cell.anchor for p in own]
        return True

    def _are_labels(self, own: list[Placed], texts: list[Placed]) -> bool:
        """Whether what might be a title names fields of the form instead."""
        if any(self.labels.inline(p.text) for p in own):
            return True
        named = [self.labels.fields.field(p.text) for p in (texts if len(own) > 1 else own)]
        return any(named) if len(own) > 1 else named[0] not in {"", "group"}

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
                if _is_repeated(grid, index, placed):
                    self.settled.append(placed.cell.anchor)
                else:
                    self._leave_cell(placed)
        return True

    def _leave_cell(self, placed: Placed) -> None:
        if self._is_unit(placed) or self.labels.is_ignored(placed.text):
            return
        self.unread.append(Unread(quote(placed, placed.cell.anchor), "no label before this cell"))

    def _take_pair(self, grid: Grid, pair: Pair) -> None:
        empty = pair.value is None or not pair.value.text.strip()
        if pair.key == "project-name" and empty:
            self._draft(grid, pair.row).nameless = True
        if pair.value is None:
            return
        self._note_formula(pair.value)
        if empty:
            return
        draft = self._draft(grid, pair.row, starts=pair.key == "project-name")
        label = quote(pair.label, pair.label.cell.anchor)
        value = quote(pair.value, pair.value.cell.anchor)
        if pair.key == "money-unit":
            self._take_unit(draft, FormField(pair.key, label, value))
        elif pair.key in {"group", "total"} or pair.key.startswith("amount-"):
            self._take_money(draft, pair, pair.value)
        else:
            draft.take(pair.key, label, value)

    def _take_money(self, draft: FormDraft, pair: Pair, cell: Placed) -> None:
        """Money behind a label of its own, behind the heading of a part, or as the sum of a part."""
        label, value = quote(pair.label, pair.label.cell.anchor), quote(cell, cell.cell.anchor)
        if pair.key == "group":
            unit = unit_in_brackets(label.text) or self._unit
            money = re.search("资金|预算", normalise(label.text)) is not None
            if not money or not draft.take_amount("budget", value, unit, cell.cell.raw):
                self._leave_cell(cell)
            return
        unit = pair.unit or self._unit
        if pair.key == "total":
            if "budget" in draft.amounts or not draft.take_amount("budget", value, unit, cell.cell.raw):
                draft.take_total(label, value, unit)
                self.settled.append(value.anchor)
        elif not draft.take_amount(pair.key.removeprefix("amount-"), value, unit, cell.cell.raw):
            draft.take(pair.key, label, value)

    def _take_unit(self, draft: FormDraft | None, line: FormField) -> None:
        """What stands behind the word 单位: the unit of money, else the body that fills in the form."""
        unit = line.value.text.removeprefix("人民币")
        if unit in YUAN_PER_UNIT:
            self._unit = unit
            self.settled.append(line.value.anchor)
        elif draft is not None:
            draft.take("department", line.label, line.value)
        else:
            self.department = self.department or line.value

    def take_line(self, line: Quote) -> bool:
        """Keep the labels with values of a line above a table for its form; False where it is no such line."""
        found = self.labels.inline(line.text)
        for one in found:
            label, value = (
                Quote(line.text[slice(*span)], line.anchor.within(*span)) for span in (one.label, one.value)
            )
            self._lines.append(FormField(one.key, label, value))
        return bool(found)

    def _take_lines(self, grid: Grid) -> None:
        """Give the lines above a table to its form; a list has none, so they say something of the whole plan."""
        lines, self._lines = self._lines, []
        headers = (find_indicator_header(grid, index, self.labels) for index in range(len(grid.rows)))
        listed = bool(lines) and any(h is not None and h.columns.keys() & OWNERS for h in headers)
        for line in lines:
            if not listed:
                self._take_value(self._draft_at(line.label.anchor, starts=line.key == "project-name"), line)
            elif line.key == "money-unit":
                self._take_unit(None, line)
            elif line.key == "department" and self.department is None:
                self.department = line.value
            else:
                self.lists.fields.append(line)

    def _take_value(self, draft: FormDraft, line: FormField) -> None:
        if line.key == "money-unit":
            self._take_unit(draft, line)
            return
        role = line.key.removeprefix("amount-")
        unit = unit_in_brackets(line.label.text) or self._unit
        if role == line.key or not draft.take_amount(role, line.value, unit):
            draft.take(line.key, line.label, line.value)

    def _note_formula(self, placed: Placed) -> None:
        """A formula is data: its value is what the file stores; a formula without one leaves the cell unread."""
        if placed.cell.formula:
            code = "formula" if placed.text.strip() else "formula-without-value"
            self.notes.append(ReadingNote(code, f"={placed.cell.formula}", placed.cell.anchor))

    def _draft(self, grid: Grid, index: int, *, starts: bool = False) -> FormDraft:
        return self._draft_at(grid.anchor(index), starts=starts)

    def _draft_at(self, anchor: Anchor, *, starts: bool = False) -> FormDraft:
        """The draft that a place belongs to; a project's name begins a new one where the last has its own."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or (starts and self.scope == "project" and last.name is not None):
            last = FormDraft(anchor, self.labels, self.scope, heading=self._heading)
            self.drafts.append(last)
            self._heading = None
        return last

    def _leave(self, grid: Grid, reader: FormFields, index: int) -> None:
        own = [p for p in grid.own(index) if p.text.strip() and id(p.cell) not in reader.used]
        if own:
            words = " | ".join(p.text.strip() for p in own)
            self.unread.append(Unread(Quote(words, grid.anchor(index)), "row outside any known part"))


def _is_repeated(grid: Grid, index: int, placed: Placed) -> bool:
    """Whether a value stands again below itself beside a label that does, as exports write merged cells."""
    above, label = grid.at(index - 1, placed.first), grid.at(index, placed.first - 1)
    merged = label is not None and label.cell.merge == "inferred"
    return merged and above is not None and above.text.strip() == placed.text.strip()


def has_contact(text: str) -> bool:
    """Whether a line names somebody to call."""
    return _PERSONAL.search(text) is not None
