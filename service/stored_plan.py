"""A document's plan as far as goal levels need it, read back from the store: no file has to be read again."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import unquote

from ontology.identifiers import PlanIdentifiers
from queries.document_choice import identify_document
from queries.fact_records import DocumentFact, IndicatorFact, ObjectiveFact, PlanFacts, ProjectFact
from shapes.grade_records import Flag, Grade, RowKey


class StoredRow(NamedTuple):
    """An indicator row by its identity within the project."""

    kind: str
    ordinal: int


class StoredAmount(NamedTuple):
    """Money in yuan."""

    yuan: Decimal | None


@dataclass(frozen=True, slots=True)
class StoredProject:
    """A project with its rows and its budget."""

    key: str
    indicators: tuple[StoredRow, ...]
    budget: Decimal | None

    def amount(self, role: str) -> StoredAmount | None:
        """The budget; other roles are not needed for goal levels."""
        return StoredAmount(self.budget) if role == "budget" else None


class StoredObjective(NamedTuple):
    """An objective; `parts` only counts the clauses it was split into."""

    number: str
    parts: tuple[str, ...]


class StoredGoal(NamedTuple):
    """A goal with its objectives."""

    number: str
    objectives: tuple[StoredObjective, ...]


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """Goals, projects and the grades of all rows."""

    goals: tuple[StoredGoal, ...]
    projects: tuple[StoredProject, ...]
    grades: dict[RowKey, Grade]


def identify_stored(document: DocumentFact) -> PlanIdentifiers:
    """The identifiers that a stored document's IRIs were minted with."""
    return identify_document(document)


def plan_of_facts(facts: PlanFacts) -> StoredPlan:
    """The plan of one document's facts."""
    keys = {project.iri: unquote(project.iri.rpartition("/project/")[2]) for project in facts.projects}
    rows: dict[str, list[StoredRow]] = {iri: [] for iri in keys}
    grades: dict[RowKey, Grade] = {}
    for fact in facts.indicators:
        if fact.project in keys:
            row = _row(fact)
            rows[fact.project].append(row)
            grades[RowKey(keys[fact.project], row.kind, row.ordinal)] = _grade(fact)
    return StoredPlan(
        goals=tuple(StoredGoal(goal.number, _objectives(goal.iri, facts.objectives)) for goal in facts.goals),
        projects=tuple(_project(project, keys[project.iri], rows[project.iri]) for project in facts.projects),
        grades=grades,
    )


def _row(fact: IndicatorFact) -> StoredRow:
    kind, _, ordinal = fact.iri.rpartition("/")[2].rpartition("-")
    return StoredRow(fact.kind if kind == "other" else unquote(kind), int(ordinal))


def _grade(fact: IndicatorFact) -> Grade:
    flags = tuple(Flag(key, "", "") for key in fact.flags)
    return Grade(fact.grade, fact.rules, flags, None, "", fact.verifiable)


def _project(project: ProjectFact, key: str, rows: Iterable[StoredRow]) -> StoredProject:
    return StoredProject(key, tuple(rows), project.yuan)


def _objectives(goal: str, objectives: Iterable[ObjectiveFact]) -> tuple[StoredObjective, ...]:
    own = [objective for objective in objectives if objective.goal == goal]
    return tuple(
        StoredObjective(o.number, tuple(part.number for part in own if part.whole == o.iri))
        for o in own
        if not o.whole
    )
