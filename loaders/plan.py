"""The records that a layout makes of a document: a department's plan in the document's own words.

Every text is a `Quote`, so it can be shown where it stands. What was read from the words (numbers, names
that were mended) stands beside them in fields of its own and never replaces them.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from loaders.document import Anchor

Origin = Literal["value", "description"]
Period = Literal["annual", "long-term"]
Scope = Literal["project", "task", "activity", "objective", "department"]


class Quote(NamedTuple):
    """Words of the document, verbatim, and their place."""

    text: str
    anchor: Anchor

    def stripped(self) -> "Quote":
        """The words without the blanks around them, at the place they then have."""
        text = self.text.strip()
        if text == self.text:
            return self
        lead = len(self.text) - len(self.text.lstrip())
        return Quote(text, self.anchor.within(lead, lead + len(text)))


class Repair(NamedTuple):
    """One thing that was mended, by which rule, at which place; `subject` is the IRI path of what it concerns.

    `rule` is a stable identifier such as `lost-heading`; `printed` and `repaired` show before and after.
    """

    rule: str
    printed: str
    repaired: str
    anchor: Anchor


class Reading(NamedTuple):
    """One way to read a target: `comparator? number unit? remark`, with every printed character kept.

    `comparator_text + number_text + unit_text + remark` is the printed text, character for character.
    `comparator` is a key of the comparator scheme (`at-least`, `unspecified`, …); `number` is None where
    there is none; `number_end` is the upper end of a range. `rule` names why this reading was offered.
    """

    comparator: str
    comparator_text: str
    number: Decimal | None
    number_end: Decimal | None
    number_text: str
    unit_text: str
    remark: str
    rule: str

    def joined(self) -> str:
        """The printed text again."""
        return self.comparator_text + self.number_text + self.unit_text + self.remark


class Quantity(NamedTuple):
    """A quantity stated in running text: `不少于12天` is at-least, 12, `天`, with its own words and offset.

    `unit` is the counted noun or measure as printed (`名`, `天`, `万元`, `个村`); `per` the divisor unit
    of a rate (`元/人/天` read from `每人每天200元` gives unit `元`, per `("人", "天")`).
    """

    words: str
    start: int
    comparator: str
    number: Decimal
    unit: str
    per: tuple[str, ...] = ()


class FormField(NamedTuple):
    """A cell of a form that has a label and no place of its own in these records; `key` names its meaning."""

    key: str
    label: Quote
    value: Quote


class Step(NamedTuple):
    """One of the steps that a form grades a result by: the label (`优`, `良`, `中`, `差`) and its value."""

    label: str
    value: Quote


class SplitValue(NamedTuple):
    """A target whose comparator, number and unit stand in columns of their own."""

    comparator: Quote
    number: Quote
    unit: Quote


class StatedLink(NamedTuple):
    """A link that the document itself states: the project's key, the goal's and objective's numbers, the words."""

    project: str
    goal: str
    objective: str | None
    words: Quote


class ReadingNote(NamedTuple):
    """What a reader of the plan should know: something is absent, was left out or does not add up."""

    code: str
    detail: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Amount:
    """Money: the number and unit as printed and the same in yuan.

    `role` is `budget`, `fiscal`, `other` or `carried-over` for the year, the same behind `total-` for the whole
    life of a project, or `spent` for what was paid out.
    """

    role: str
    printed: Quote
    unit: str
    yuan: Decimal | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A cumulative spending milestone: `3月底` and `25%`; `share` is 0.25."""

    label: Quote
    month: int | None
    percent: Quote
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of an indicator table.

    `kind` is a key of the indicator-kind scheme (`quantity`, …, empty where the printed kind is unknown);
    `ordinal` counts the rows of this kind in the project; `row` counts all rows of the project from 1.
    `name` is the printed name, mended where the description has the rest of a cut name.
    `readings` are all readings of the value cell, the chosen one first; `own` reads the description.
    Where the form splits the target, `value` joins the columns and `split` holds them as they stand.
    `actual` and `baseline` are results that the document reports, `weight` and `score` its own points.
    `further` reads the values behind the first where a cell holds several; `fields` are the cells of columns
    that have no place of their own in this record.
    """

    row: int
    kind: str
    ordinal: int
    kind1: str
    kind2: str
    name: str
    name_printed: Quote
    description: Quote
    value: Quote
    basis: Quote
    readings: tuple[Reading, ...] = ()
    own: Reading | None = None
    period: Period = "annual"
    split: SplitValue | None = None
    actual: Quote | None = None
    baseline: Quote | None = None
    weight: Quote | None = None
    score: Quote | None = None
    steps: tuple[Step, ...] = ()
    actual_reading: Reading | None = None
    baseline_reading: Reading | None = None
    further: tuple[Reading, ...] = ()
    fields: tuple[FormField, ...] = ()

    @property
    def reading(self) -> Reading | None:
        """The chosen reading of the value cell."""
        return self.readings[0] if self.readings else None


@dataclass(frozen=True, slots=True)
class Project:
    """One project table. `heading` is None where the document lost it.

    `key` identifies the project within the plan: its code, made unique where a document prints one twice;
    its name where the form has no codes. `scope` says what kind of thing the form calls it.
    """

    key: str
    code: Quote
    name: Quote
    heading: Quote | None
    purpose: Quote
    goal_text: Quote
    amounts: tuple[Amount, ...]
    milestones: tuple[Milestone, ...]
    indicators: tuple[Indicator, ...]
    anchor: Anchor
    quantities: tuple[Quantity, ...] = ()
    scope: Scope = "project"
    long_term_goal: Quote | None = None
    reported_goal: Quote | None = None
    fields: tuple[FormField, ...] = ()

    def amount(self, role: str) -> Amount | None:
        """The amount in that role, or None."""
        return next((a for a in self.amounts if a.role == role), None)


@dataclass(frozen=True, slots=True)
class Objective:
    """One clause of a goal's 绩效目标 as printed; `parts` holds the clauses a logged repair splits it into."""

    number: str
    text: Quote
    parts: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a goal's own 绩效指标 paragraph."""

    number: int
    text: Quote
    own: Reading | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the department with its objectives and its own indicator statements."""

    number: str
    name: Quote
    objectives: tuple[Objective, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that no part of the layout consumed: an issue with its place, never dropped in silence."""

    text: Quote
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A department's plan of one year as one document states it.

    `whole` carries the indicators and money that a form states for the department as a whole, not for a project.
    """

    department_code: str
    department_name: Quote
    year: str
    kind: str
    layout: str
    title: str
    overall_goal: Quote | None
    goals: tuple[Goal, ...]
    safeguards: tuple[Quote, ...]
    projects: tuple[Project, ...]
    repairs: tuple[Repair, ...] = ()
    unread: tuple[Unread, ...] = field(default=())
    whole: Project | None = None
    fields: tuple[FormField, ...] = ()
    links: tuple[StatedLink, ...] = ()
    notes: tuple[ReadingNote, ...] = ()
    dropped_personal: int = 0

    @property
    def bearers(self) -> tuple[Project, ...]:
        """All that bears indicators: the projects and, where the form has it, the department as a whole."""
        return self.projects if self.whole is None else (*self.projects, self.whole)
