"""The facts of a plan as records: what networks, traces and tables are made of."""

from decimal import Decimal
from typing import NamedTuple


class DocumentFact(NamedTuple):
    """A document: `key` is the last part of its IRI, the short name people use."""

    iri: str
    key: str
    plan: str
    department_code: str
    department_name: str
    year: str
    kind: str
    title: str
    layout: str
    file_name: str
    sha256: str


class Place(NamedTuple):
    """A place in a file; `table`, `row` and `column` are None in prose."""

    file: str
    fragment: str
    table: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None


class GoalFact(NamedTuple):
    """A goal of a plan."""

    iri: str
    number: str
    name: str


class ObjectiveFact(NamedTuple):
    """An objective; `whole` is the printed objective that a part was split from, else empty."""

    iri: str
    goal: str
    whole: str
    number: str
    text: str


class FundFact(NamedTuple):
    """Money of a project from one source."""

    source: str
    yuan: Decimal | None


class ProjectFact(NamedTuple):
    """A project with its money; `order` is its place in the document."""

    iri: str
    order: int
    code: str
    name: str
    purpose: str
    yuan: Decimal | None
    funds: tuple[FundFact, ...]


class IndicatorFact(NamedTuple):
    """An indicator row with its judgment; `kind` is a key such as `quantity`."""

    iri: str
    project: str
    row: int
    kind: str
    first_level: str
    second_level: str
    name: str
    name_printed: str
    description: str
    value_text: str
    basis: str
    grade: str
    flags: tuple[str, ...]
    rules: tuple[str, ...]
    verifiable: bool
    cell: str

    @property
    def measurable(self) -> bool:
        """Whether the row is of grade A or B."""
        return self.grade in ("A", "B")


class LinkFact(NamedTuple):
    """A link between a project and its target, a goal or an objective; an empty target says: serves none.

    `share` is the part of the project's money that goes to the target; None means all of it.
    """

    iri: str
    project: str
    target: str
    status: str
    evidence: str
    confidence: Decimal | None
    share: Decimal | None
    reviewer: str
    date: str
    comment: str
    justification: str


class PlanFacts(NamedTuple):
    """All facts of one document, each kind in document order."""

    document: DocumentFact
    goals: tuple[GoalFact, ...]
    objectives: tuple[ObjectiveFact, ...]
    projects: tuple[ProjectFact, ...]
    indicators: tuple[IndicatorFact, ...]
    links: tuple[LinkFact, ...]
