"""A project, task or department as far as a form was read, and the record that becomes of it."""

from dataclasses import dataclass, field

from loaders.document import Anchor
from loaders.layouts.form_header import Header
from loaders.layouts.form_indicators import FormIndicators
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import Grid, quote, unbroken
from loaders.layouts.labels import normalise
from loaders.layouts.money import raw_yuan, read_money
from loaders.plan import Amount, FormField, Milestone, Project, Quote, ReadingNote, Repair, Scope

PERSONAL = "personal"
_GOALS = {"annual-goal": "goal_text", "long-term-goal": "long_term", "reported-goal": "reported"}
_WORDS = {"project-name": "name", "project-code": "code", "purpose": "purpose", **_GOALS}


@dataclass(slots=True)
class FormDraft:
    """One bearer of goals, money and indicators; `place` is its duty's and activity's number where a form has them."""

    anchor: Anchor
    labels: FormLabels
    scope: Scope = "project"
    heading: Quote | None = None
    code: Quote | None = None
    name: Quote | None = None
    purpose: Quote | None = None
    goal_text: Quote | None = None
    long_term: Quote | None = None
    reported: Quote | None = None
    duty: Quote | None = None
    place: tuple[str, str] = ("", "")
    unit: str = ""
    nameless: bool = False
    labels_read: list[str] = field(default_factory=list)
    amounts: dict[str, Amount] = field(default_factory=dict)
    milestones: list[Milestone] = field(default_factory=list)
    fields: list[FormField] = field(default_factory=list)
    notes: list[ReadingNote] = field(default_factory=list)
    indicators: FormIndicators = field(init=False)

    def __post_init__(self) -> None:
        self.indicators = FormIndicators(self.labels)

    @property
    def empty(self) -> bool:
        """Whether nothing that makes a bearer was read: no name, goal, money or indicator."""
        return not (self.name or self.code or self.goal_text or self.amounts or self.indicators.rows)

    def take(self, key: str, label: Quote, value: Quote) -> None:
        """Keep the value of a labelled cell where its meaning has a place, else as a field of the form."""
        attribute = _WORDS.get(key)
        self.labels_read.append(label.text)
        if not value.text or normalise(value.text) in self.labels.nothing:
            return
        if attribute is None or (attribute in {"name", "code"} and getattr(self, attribute) is not None):
            self._take_field(key, label, value)
            return
        if attribute in {"name", "code"}:
            value = Quote(unbroken(value.text), value.anchor)
        before: Quote | None = getattr(self, attribute)
        setattr(self, attribute, value if before is None else joined(before, value))

    def _take_field(self, key: str, label: Quote, value: Quote) -> None:
        """Keep a cell; of two bodies that a form names, the one whose label says 部门 is the department."""
        known = next((n for n, f in enumerate(self.fields) if f.key == "department"), None)
        if key == "department" and known is not None and self.fields[known].value.text != value.text:
            first = self.fields[known]
            if "部门" in label.text and "部门" not in first.label.text:
                self.fields[known] = first._replace(key="unit")
            else:
                key = "unit"
        self.fields.append(FormField(key, label, value))

    def take_persons(self, grid: Grid, index: int, header: Header) -> None:
        """Keep what columns of people say, each cell once, so that it can be dropped and counted."""
        for heading in header.personal:
            placed = grid.at(index, heading.first)
            if placed is None or not grid.begins_here(placed, index):
                continue
            words = quote(placed, placed.cell.anchor)
            if words.text and all(f.value.text != words.text for f in self.fields if f.key == PERSONAL):
                self.fields.append(FormField(PERSONAL, quote(heading, heading.cell.anchor), words))

    def take_total(self, label: Quote, value: Quote, unit: str) -> None:
        """Keep a sum that is not the budget; one that says the same number says nothing new."""
        yuan = read_money(value.text, unit)[0]
        if yuan is None or yuan not in {amount.yuan for amount in self.amounts.values()}:
            self.take("total", label, value)

    def take_amount(self, role: str, value: Quote, unit: str, raw: str | float | None = None) -> bool:
        """Keep money in a role; False where the words are no number or the role is taken by another number."""
        yuan, read_unit = read_money(value.text, unit)
        if yuan is not None and read_unit == unit:
            yuan = raw_yuan(raw, unit) or yuan
        if yuan is None and read_money(value.text, "元")[0] is None:
            return False
        known = self.amounts.get(role)
        if known is not None:
            return known.yuan == yuan
        self.amounts[role] = Amount(role, value, read_unit, yuan)
        return True

    def project(self, key: str) -> Project:
        """The record, in the document's own words."""

        def words(quote: Quote | None) -> Quote:
            return quote or Quote("", self.anchor)

        return Project(
            key=key,
            code=words(self.code),
            name=words(self.name),
            heading=self.heading,
            purpose=words(self.purpose),
            goal_text=words(self.goal_text),
            amounts=tuple(self.amounts.values()),
            milestones=tuple(self.milestones),
            indicators=tuple(self.indicators.finish()),
            anchor=self.anchor,
            scope=self.scope,
            long_term_goal=self.long_term,
            reported_goal=self.reported,
            fields=tuple(self.fields),
        )

    def as_fields(self, kind: str) -> list[FormField]:
        """What was read of something that bears nothing itself, as cells of the form under its name."""
        name = self.name or Quote("", self.anchor)
        said = [("goal", self.goal_text), ("content", self.purpose)]
        said += [(role, amount.printed) for role, amount in self.amounts.items()]
        return [FormField(f"{kind}-{key}", name, quote) for key, quote in said if quote is not None]

    def repairs(self) -> list[Repair]:
        """What was mended while its indicators were read; complete after `project`."""
        return self.indicators.repairs

    @property
    def key(self) -> str:
        """What identifies it where the document says: its code, else its name."""
        code = self.code.text if self.code else ""
        return code or (unbroken(self.name.text) if self.name else "")


def joined(first: Quote, second: Quote) -> Quote:
    """Two stretches of words as one, from the first place to the second."""
    return Quote(f"{first.text}\n{second.text}", first.anchor._replace(end=second.anchor.end))
