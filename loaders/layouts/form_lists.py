"""Tables in which each row says what it belongs to: flat lists of all projects, and duties with their activities."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from loaders.document import Anchor
from loaders.layouts.department_goals import chinese_number
from loaders.layouts.form_draft import FormDraft
from loaders.layouts.form_header import Header
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import Grid, Placed, quote, unbroken
from loaders.plan import FormField, Goal, Objective, Period, Quote, Statement

_DUTY = re.compile(
    r"\s*(?:[（(]?\s*(?P<number>[一二三四五六七八九十]{1,3})\s*[）)、.．]|职责\s*[\d一二三四五六七八九十]*[:：])\s*(?P<name>.+)",
    re.DOTALL,
)
_ACTIVITY = re.compile(
    r"\s*(?:[（(]?\s*(?P<number>\d{1,2})\s*[）)、.．](?!\d)|[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]"
    r"|活动\s*\d*[:：])\s*(?P<name>.+)",
    re.DOTALL,
)
_CODED = re.compile(r"(?P<code>\d{5,}[\dA-ZＡ-Ｚ]*)\s*[-—－_]\s*(?P<name>\S.*)", re.DOTALL)
_OWNERS = ("duty", "activity", "duty-activity", "project")
_CONTENT = ("project-goal", "project-money", "content", "project-code")
_MONEY = {"project-money": "budget", "project-spent": "spent"}
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile(r"\s*(?:职责\s*)?[一二三四五六七八九十]{1,3}\s*[、.．:：]|\s*职责\s*\d*\s*[:：]")),
    ("（一）", re.compile(r"\s*[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]")),
    ("1.", re.compile(r"\s*\d{1,2}\s*[、.．](?!\d)|\s*活动\s*\d*\s*[:：]")),
    ("（1）", re.compile(r"\s*[（(]\s*\d{1,2}\s*[）)]")),
)
_OWNER_OF_LEVEL = ("duty", "activity", "project")


@dataclass(slots=True)
class Duty:
    """A duty of the department with its activities, as a goal with its objectives."""

    name: Quote
    number: str
    words: list[Quote] = field(default_factory=list)
    activities: list[Quote] = field(default_factory=list)


@dataclass(slots=True)
class FormLists:
    """Takes rows of lists and puts each indicator under the project or activity that the row names."""

    labels: FormLabels
    settled: list[Anchor] = field(default_factory=list)
    drafts: list[FormDraft] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    fields: list[FormField] = field(default_factory=list)
    _unit: Quote | None = None
    _lone: FormDraft | None = None
    _current: FormDraft | None = None
    _seen: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Begin a table or go on with one after a page: owners named above stay, levels do not."""
        if self._current is not None:
            self._current.indicators.start()

    def take(self, grid: Grid, index: int, header: Header, unit: str) -> None:
        """Read one row."""
        columns = header.columns
        row = _ListRow(grid, index, columns)
        money = header.units.get(columns.get("project-money", -1)) or unit
        opened = False
        for owner in _OWNERS:
            placed = row.new(owner)
            if placed is not None:
                self._open(owner, row, placed, money)
                opened = True
        self._take_sources(row, header, unit, opened=opened)
        self.settled += row.repeated(_OWNERS if opened else (*_OWNERS, *_CONTENT, *_MONEY, "unit-name"))
        draft = self._current
        if draft is None:
            return
        draft.take_persons(grid, index, header)
        before = len(draft.indicators.rows)
        periods: list[Period] = ["annual"] * len(header.blocks)
        draft.indicators.take(grid, index, header, periods)
        if len(draft.indicators.rows) > before and self._lone is draft:
            self._lone = None

    def _take_sources(self, row: "_ListRow", header: Header, unit: str, *, opened: bool) -> None:
        """Money by its source, in columns of its own; other rows of the project repeat it."""
        for role, heading in header.money.items():
            amount = row.grid.at(row.index, heading.first)
            words = quote(amount, row.anchor)
            if amount is None or not words.text or self._current is None:
                continue
            money = header.units.get(heading.first) or unit
            if not self._current.take_amount(role, words, money, amount.cell.raw):
                self._current.fields.append(FormField(f"amount-{role}", quote(heading, row.anchor), words))
            elif not opened:
                self.settled.append(words.anchor)

    def finish(self) -> None:
        """A name that stood alone in the last row stays a project without indicators."""
        self._lone = None

    def _open(self, owner: str, row: "_ListRow", placed: Placed, money: str) -> None:
        name = quote(placed, row.anchor)
        kind = owner if owner != "duty-activity" else self._level(name, row)
        if kind == "duty":
            self._open_duty(name, row)
        elif kind == "activity":
            self._open_activity(name, row, money)
        else:
            self._open_project(name, row, money)

    def _level(self, name: Quote, row: "_ListRow") -> str:
        """Whether a name in a column of all three is a duty, an activity or a project.

        The make of its number says so: the first make a table uses numbers duties, the second activities, the
        third projects. Among numbered names one without a number is a project; where nothing is numbered, an
        activity is what has indicators.
        """
        style = next((style for style, pattern in _STYLES if pattern.match(name.text)), "")
        if style:
            if style not in self._seen:
                self._seen.append(style)
            level = self._seen.index(style)
            # A table that begins with plain figures numbers its activities, whatever duty they serve.
            begins_below = self._seen[0] in {"1.", "（1）"}
            return _OWNER_OF_LEVEL[min(level + begins_below, 2)]
        if self._seen and self.duties and self.duties[-1].activities:
            return "project"
        return "activity" if row.filled("name") else "duty"

    def _open_duty(self, name: Quote, row: "_ListRow") -> None:
        match = _DUTY.fullmatch(name.text)
        number = str(chinese_number(match["number"])) if match and match["number"] else ""
        taken = {duty.number for duty in self.duties}
        if not number or number in taken:
            number = next(str(n) for n in range(len(self.duties) + 1, 1000) if str(n) not in taken)
        duty = Duty(_named(name, match), number)
        self.duties.append(duty)
        self._current = None
        alone = "activity" in row.columns and row.filled("activity")
        goal = row.quote("project-goal")
        if not alone and goal.text:
            duty.words.append(goal)
        content = row.quote("content")
        if not alone and content.text:
            self.fields.append(FormField("duty-content", name, content))
        amount = row.quote("project-money")
        if not alone and amount.text:
            self.fields.append(FormField("duty-budget", name, amount))

    def _open_activity(self, name: Quote, row: "_ListRow", money: str) -> None:
        if not self.duties:
            self.duties.append(Duty(Quote("", name.anchor), "1"))
        duty = self.duties[-1]
        duty.activities.append(_named(name, _ACTIVITY.fullmatch(name.text)))
        draft = FormDraft(row.anchor, self.labels, "activity", name=duty.activities[-1])
        self._keep(draft, row, money if not row.filled("project") else "")
        if row.filled("project"):
            draft.amounts.clear()
            draft.goal_text = draft.purpose = None

    def _open_project(self, name: Quote, row: "_ListRow", money: str) -> None:
        if self._lone is not None and not self._lone.indicators.rows:
            # Two names without anything between them: the first was the unit that the projects belong to.
            self.drafts.remove(self._lone)
            self._unit = self._lone.name
        draft = FormDraft(
            row.anchor, self.labels, "project", name=_named(name, _ACTIVITY.fullmatch(name.text))
        )
        coded = _CODED.fullmatch(draft.name.text) if draft.name else None
        if coded:
            draft.code, draft.name = Quote(coded["code"], name.anchor), Quote(coded["name"], name.anchor)
        code = row.quote("project-code")
        if code.text:
            draft.code = code
        self._keep(draft, row, money)
        if row.filled("unit-name"):
            self._unit = row.quote("unit-name")
        unit = self._unit
        if unit is not None and unit.text:
            draft.fields.append(FormField("unit", Quote("单位名称", unit.anchor), unit))
        alone = not any(row.filled(c) for c in (*_CONTENT, "name", "value", "kind1", "kind2"))
        self._lone = draft if alone else None

    def _keep(self, draft: FormDraft, row: "_ListRow", money: str) -> None:
        if self.duties:
            draft.duty = self.duties[-1].name
            draft.place = (self.duties[-1].number, str(len(self.duties[-1].activities)))
        goal, content = row.quote("project-goal"), row.quote("content")
        draft.goal_text = goal if goal.text else None
        draft.purpose = content if content.text else None
        for column, role in _MONEY.items():
            amount = row.placed(column)
            if amount is not None and amount.text.strip():
                words = quote(amount, row.anchor)
                if not draft.take_amount(role, words, money, amount.cell.raw):
                    draft.fields.append(FormField(f"amount-{role}", words, words))
        self.drafts.append(draft)
        self._current = draft

    def goals(self) -> tuple[Goal, ...]:
        """Each duty as a goal, its activities as objectives."""
        return tuple(
            Goal(
                duty.number,
                duty.name,
                tuple(Objective(str(n), text) for n, text in enumerate(duty.activities, start=1)),
                tuple(Statement(n, text) for n, text in enumerate(duty.words, start=1)),
            )
            for duty in self.duties
        )


def _named(name: Quote, match: re.Match[str] | None) -> Quote:
    if match is None:
        return Quote(unbroken(name.text), name.anchor)
    start, end = match.span("name")
    return Quote(unbroken(match["name"].strip()), name.anchor.within(start, end))


class _ListRow:
    """One row of a list; `new` says whether it names an owner that the rows above do not."""

    def __init__(self, grid: Grid, index: int, columns: Mapping[str, int]) -> None:
        self.grid, self.index, self.columns = grid, index, columns
        self.anchor = grid.anchor(index)

    def placed(self, name: str) -> Placed | None:
        return self.grid.at(self.index, self.columns[name]) if name in self.columns else None

    def quote(self, name: str) -> Quote:
        return quote(self.placed(name), self.anchor)

    def filled(self, name: str) -> bool:
        placed = self.placed(name)
        return placed is not None and bool(placed.text.strip())

    def repeated(self, names: Iterable[str]) -> list[Anchor]:
        """The cells of an owner's own columns that say what the cells above them say."""
        placed = [self.placed(name) for name in names]
        return [
            p.cell.anchor
            for p in placed
            if p is not None
            and (above := self.grid.at(self.index - 1, p.first)) is not None
            and above.text.strip() == p.text.strip()
        ]

    def new(self, name: str) -> Placed | None:
        placed = self.placed(name)
        if placed is None or not placed.text.strip() or not self.grid.begins_here(placed, self.index):
            return None
        above = self.grid.at(self.index - 1, self.columns[name])
        repeated = above is not None and above.text.strip() == placed.text.strip()
        # A list without merged cells prints the owner's name on each of its rows.
        return None if repeated and self._same_owner(above) else placed

    def _same_owner(self, above: Placed | None) -> bool:
        outer = [c for c in _OWNERS if c in self.columns and self.columns[c] < (above.first if above else 0)]
        return all(
            (a := self.grid.at(self.index - 1, self.columns[c])) is not None
            and (b := self.grid.at(self.index, self.columns[c])) is not None
            and a.text.strip() == b.text.strip()
            for c in outer
        )
