"""What a coverage report says, as frozen records: no text of its own, no layout, both languages side by side.

Money is `Decimal` yuan. The three link bases are kept apart everywhere: `stated` is what the document itself
says, `accepted` adds what a person has confirmed, `proposed` adds what nobody has confirmed yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from queries.reported import NOTHING_TOLD, Told
from shapes.fingerprint import NOTHING_COUNTED, Boilerplate

Basis = Literal["stated", "accepted", "proposed"]
BASES: Final[tuple[Basis, ...]] = ("stated", "accepted", "proposed")
LETTERS: Final = "ABCDEF"
NOT_JUDGEABLE_FLAGS: Final = frozenset({"unnamed-standard", "no-deadline"})


class Label(NamedTuple):
    """The same words in Chinese and English."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        """The words in that language, or in the other where one is missing."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)


class GradeCounts(NamedTuple):
    """How many rows have each grade.

    >>> (GradeCounts(a=1, b=2) + GradeCounts(f=3)).measurable
    3
    """

    a: int = 0
    b: int = 0
    c: int = 0
    d: int = 0
    e: int = 0
    f: int = 0

    @classmethod
    def of(cls, letters: Iterable[str]) -> "GradeCounts":
        """Count grade letters; anything else is left out."""
        seen = list(letters)
        return cls(*(seen.count(letter) for letter in LETTERS))

    def __add__(self, other: object) -> "GradeCounts":
        if not isinstance(other, GradeCounts):
            return NotImplemented
        return GradeCounts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def total(self) -> int:
        return sum(self)

    @property
    def measurable(self) -> int:
        """Rows of grade A or B."""
        return self.a + self.b

    def items(self) -> Iterator[tuple[str, int]]:
        """Letter and count, A to F."""
        return zip(LETTERS, self, strict=True)


class ReadTarget(NamedTuple):
    """A target as read from a row's words: comparator key, number, upper end of a range, unit as printed."""

    comparator: str
    number: Decimal | None
    number_end: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator row: its words, what was read from them, and the grade with all that it rests on.

    `read` is the chosen reading of the value cell, `own` the target in the row's own description.
    """

    project_code: str
    kind: str
    order: int
    name: str
    printed_name: str
    description: str
    value: str
    basis: str
    read: ReadTarget | None
    own: ReadTarget | None
    grade: str
    rules: tuple[str, ...]
    flags: tuple[str, ...]
    evidence: tuple[str, ...]
    verifiable: bool
    cell: str

    @property
    def measurable(self) -> bool:
        return self.grade in ("A", "B")

    @property
    def judgeable(self) -> bool:
        """A, B, or a C whose standard and date are named."""
        return self.measurable or (self.grade == "C" and NOT_JUDGEABLE_FLAGS.isdisjoint(self.flags))


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a goal's own indicators, graded on the same scale."""

    order: int
    text: str
    grade: str
    rules: tuple[str, ...]
    flags: tuple[str, ...]
    cell: str


@dataclass(frozen=True, slots=True)
class Objective:
    """One clause of a goal; `parent` is the printed clause that a logged repair split."""

    iri: str
    number: str
    text: str
    parent: str
    cell: str


@dataclass(frozen=True, slots=True)
class Link:
    """One goal–project link; `goal` is empty for the reviewed answer that a project serves no stated goal."""

    project_code: str
    goal: str
    objective: str
    status: str
    evidence: str
    reviewer: str
    date: str
    confidence: Decimal | None
    justification: str
    comment: str


class KindCell(NamedTuple):
    """One cell of the coverage matrix: the rows of one kind and how many of them can be measured."""

    kind: str
    rows: int
    measurable: int

    @property
    def share(self) -> Decimal | None:
        """Measurable share, or None where there is no row."""
        return Decimal(self.measurable) / self.rows if self.rows else None


@dataclass(frozen=True, slots=True)
class GoalPicture:
    """A goal on one link basis; `level` is G0 to G4, empty where nothing was judged on this basis."""

    basis: Basis
    level: str
    rules: tuple[str, ...]
    project_codes: tuple[str, ...]
    yuan: Decimal
    counts: GradeCounts
    kinds: tuple[KindCell, ...]
    objectives_without_project: tuple[str, ...]

    @property
    def kinds_not_measurable(self) -> tuple[str, ...]:
        """Kinds without a single row of grade A or B."""
        return tuple(cell.kind for cell in self.kinds if not cell.measurable)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its clauses, its own indicator sentences and three pictures, one for each basis.

    `links` counts the links to the goal or to one of its objectives by status.
    """

    iri: str
    number: str
    name: str
    cell: str
    objectives: tuple[Objective, ...]
    statements: tuple[Statement, ...]
    links: tuple[tuple[str, int], ...]
    pictures: tuple[GoalPicture, ...]

    def link_count(self, status: str) -> int:
        """How many links of that status lead to this goal."""
        return dict(self.links).get(status, 0)

    def picture(self, basis: Basis) -> GoalPicture:
        """The goal on that basis."""
        return next(picture for picture in self.pictures if picture.basis == basis)


class Fund(NamedTuple):
    """Money of one fund source."""

    source: str
    yuan: Decimal


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its rows; `goals` holds goal numbers for each basis, in the order of `BASES`."""

    iri: str
    code: str
    name: str
    order: int
    purpose: str
    cell: str
    yuan: Decimal
    funds: tuple[Fund, ...]
    rows: tuple[Row, ...]
    kinds: tuple[KindCell, ...]
    findings: int
    goals: tuple[tuple[str, ...], ...]

    @property
    def counts(self) -> GradeCounts:
        return GradeCounts.of(row.grade for row in self.rows)

    @property
    def judgeable(self) -> int:
        return sum(row.judgeable for row in self.rows)

    @property
    def absent_kinds(self) -> tuple[str, ...]:
        """Kinds for which the project has no row at all."""
        return tuple(cell.kind for cell in self.kinds if not cell.rows)

    @property
    def rows_nobody_can_judge(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.judgeable)

    def goals_on(self, basis: Basis) -> tuple[str, ...]:
        """Numbers of the goals that the project is linked to on that basis."""
        return self.goals[BASES.index(basis)]


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of the SHACL validation, with its sentence in both languages and its place."""

    severity: str
    shape: str
    message: Label
    focus: str
    value: str
    project_code: str
    cell: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that was mended while reading."""

    rule: str
    printed: str
    repaired: str
    cell: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A cited rule: its words, the official text it rests on, and whether that was read or is quoted."""

    key: str
    label: Label
    sentence: Label
    source: str
    citation: str


@dataclass(frozen=True, slots=True)
class ArithmeticCheck:
    """Quantities in a project's own prose, calculated through and set beside its budget."""

    project_code: str
    outcome: str
    expression: str
    yuan: Decimal | None
    budget_yuan: Decimal | None
    words: str
    lower_bound: bool


class SharedValue(NamedTuple):
    """One value text that stands on several rows of a project."""

    project_code: str
    text: str
    rows: int
    of: int


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """Which document was judged, and the file whose bytes it was read from."""

    iri: str
    title: str
    department_code: str
    department_name: str
    year: str
    kind: str
    layout: str
    file_name: str
    sha256: str
    media_type: str
    reader: str


@dataclass(frozen=True, slots=True)
class DocumentCoverage:
    """Everything a report says about one document; projects stand worst first."""

    document: SourceDocument
    overall_goal: str
    goals: tuple[Goal, ...]
    projects: tuple[Project, ...]
    safeguards: tuple[str, ...]
    links: tuple[Link, ...]
    kinds: tuple[str, ...]
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    checks: tuple[ArithmeticCheck, ...]
    told: Told = NOTHING_TOLD
    boilerplate: Boilerplate = NOTHING_COUNTED

    @property
    def rows(self) -> Iterator[Row]:
        return (row for project in self.projects for row in project.rows)

    def project(self, code: str) -> Project | None:
        """The project with that code."""
        return next((project for project in self.projects if project.code == code), None)

    def projects_without_goal(self, basis: Basis) -> tuple[Project, ...]:
        """Projects that no link on that basis leads to a goal, in the document's order."""
        alone = [project for project in self.projects if not project.goals_on(basis)]
        return tuple(sorted(alone, key=lambda project: project.order))

    def linked_projects(self, basis: Basis) -> tuple[Project, ...]:
        """Projects with at least one goal on that basis; each stands once, however many goals it serves."""
        return tuple(project for project in self.projects if project.goals_on(basis))

    @property
    def reviewed_without_goal(self) -> frozenset[str]:
        """Codes of projects for which a reviewer answered that they serve no stated goal."""
        return frozenset(
            link.project_code for link in self.links if link.status == "accepted" and not link.goal
        )

    def has_links(self, basis: Basis) -> bool:
        """Whether some link gives this basis something to show that the basis before it does not."""
        return any(goal.link_count(basis) for goal in self.goals)

    def links_of(self, goal: str) -> tuple[Link, ...]:
        """The links of one goal, whatever became of them."""
        return tuple(link for link in self.links if link.goal == goal)

    def shared_value_of(self, project: Project) -> SharedValue | None:
        """The text that most rows of the project share, None where no two rows share one."""
        return max(_shared_values(project), key=lambda shared: shared.rows, default=None)

    @property
    def shared_values(self) -> tuple[SharedValue, ...]:
        return tuple(shared for project in self.projects for shared in _shared_values(project))


def _shared_values(project: Project) -> Iterator[SharedValue]:
    texts = [row.value for row in project.rows if row.value]
    for text in dict.fromkeys(texts):
        if texts.count(text) > 1:
            yield SharedValue(project.code, text, texts.count(text), len(project.rows))


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures of the first page, for one document or the sum of several."""

    documents: int
    goals: int
    objectives: int
    objectives_split: int
    safeguards: int
    projects: int
    yuan: Decimal
    funds: tuple[Fund, ...]
    rows: int
    counts: GradeCounts
    judgeable: int
    filled: int
    with_digit: int
    verifiable: int
    value_texts: int
    rows_sharing_value: int
    flags: tuple[tuple[str, int], ...]
    severities: tuple[tuple[str, int], ...]
    repairs: int
    boilerplate: Boilerplate = NOTHING_COUNTED

    def severity(self, key: str) -> int:
        """How many findings of that severity there are."""
        return dict(self.severities).get(key, 0)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of one or several documents with the words for every concept and rule they name.

    `labels` and `definitions` are those of the shipped schemes, by names such as `kind-quantity`.
    """

    documents: tuple[DocumentCoverage, ...]
    headline: Headline
    rules: tuple[Rule, ...]
    labels: Mapping[str, Label] = field(default_factory=dict)
    definitions: Mapping[str, Label] = field(default_factory=dict)

    def label(self, concept: str, lang: str) -> str:
        """The label of a concept such as `kind-quantity`, or its bare key where no scheme names it."""
        known = self.labels.get(concept)
        return known.text(lang) if known else concept.partition("-")[2] or concept

    def definition(self, concept: str, lang: str) -> str:
        """What a concept means, empty where no scheme defines it."""
        known = self.definitions.get(concept)
        return known.text(lang) if known else ""
