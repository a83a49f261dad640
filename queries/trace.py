"""The trace of one goal: its objectives, the projects that serve them, their indicators and their money."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ontology.identifiers import concept
from ontology.vocabulary import labels
from queries.errors import AmbiguousGoalError, UnknownGoalError
from queries.fact_records import (
    DocumentFact,
    IndicatorFact,
    LinkFact,
    ObjectiveFact,
    Place,
    PlanFacts,
    ProjectFact,
)
from queries.facts import choose_documents, read_facts, read_goals, read_places
from queries.network import COUNTED, Basis
from queries.places import Places
from queries.store import Store


@dataclass(frozen=True, slots=True)
class TracedIndicator:
    """An indicator row with its verdict and its place; `kind_name` is what people call the `kind`."""

    iri: str
    row: int
    kind: str
    kind_name: str
    name: str
    description: str
    value_text: str
    basis: str
    grade: str
    flags: tuple[str, ...]
    rules: tuple[str, ...]
    place: Place | None


@dataclass(frozen=True, slots=True)
class TracedFund:
    """Money of a project from one source."""

    source: str
    name: str
    yuan: Decimal | None


@dataclass(frozen=True, slots=True)
class TracedProject:
    """A project as reached by one link, with the link's status and the words that speak for it."""

    iri: str
    code: str
    name: str
    purpose: str
    yuan: Decimal | None
    status: str
    evidence: str
    reviewer: str
    date: str
    funds: tuple[TracedFund, ...]
    indicators: tuple[TracedIndicator, ...]


@dataclass(frozen=True, slots=True)
class TracedObjective:
    """An objective with the projects linked to it and the parts it was split into."""

    iri: str
    number: str
    text: str
    projects: tuple[TracedProject, ...]
    parts: tuple["TracedObjective", ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """One goal and all that stands below it; `projects` are those linked to the goal as a whole."""

    document: str
    iri: str
    number: str
    name: str
    objectives: tuple[TracedObjective, ...]
    projects: tuple[TracedProject, ...]

    def all_projects(self) -> tuple[TracedProject, ...]:
        """Every project below the goal once, the first link to it deciding which is shown."""
        found: dict[str, TracedProject] = {}
        for project in self._linked():
            found.setdefault(project.iri, project)
        return tuple(found.values())

    def _linked(self) -> Iterator[TracedProject]:
        yield from self.projects
        for objective in self.objectives:
            yield from objective.projects
            for part in objective.parts:
                yield from part.projects


def trace_goal(store: Store, goal: str, document: str | None = None, *, basis: Basis = "proposed") -> Trace:
    """Trace a goal, named by its number or IRI; `basis` says which links to follow."""
    found, chosen = _find_goal(store, goal, document)
    return _Tracer(read_facts(store, found), read_places(store, found.iri, found.file_name), basis).trace(
        chosen
    )


def _find_goal(store: Store, goal: str, document: str | None) -> tuple[DocumentFact, str]:
    documents = choose_documents(store, document)
    by_iri = [found for found in documents if goal.startswith(f"{found.plan}/goal/")]
    matches, known = [], []
    for found in by_iri or documents:
        for fact in read_goals(store, found):
            known.append(fact.iri if len(documents) > 1 else fact.number)
            if goal in (fact.iri, fact.number):
                matches.append((found, fact.iri))
    if not matches:
        raise UnknownGoalError(goal, tuple(known))
    if len(matches) > 1:
        raise AmbiguousGoalError(goal, tuple(iri for _, iri in matches))
    return matches[0]


class _Tracer:
    """Builds the tree out of one plan's facts."""

    def __init__(self, facts: PlanFacts, places: Places, basis: Basis) -> None:
        self._facts = facts
        self._places = places
        self._projects = {project.iri: project for project in facts.projects}
        self._rows: dict[str, list[IndicatorFact]] = {}
        for row in facts.indicators:
            self._rows.setdefault(row.project, []).append(row)
        self._links: dict[str, list[LinkFact]] = {}
        for link in facts.links:
            if link.status in COUNTED[basis] and link.project in self._projects:
                self._links.setdefault(link.target, []).append(link)

    def trace(self, iri: str) -> Trace:
        goal = next(goal for goal in self._facts.goals if goal.iri == iri)
        own = [objective for objective in self._facts.objectives if objective.goal == iri]
        objectives = tuple(self._objective(objective, own) for objective in own if not objective.whole)
        return Trace(
            self._facts.document.iri, goal.iri, goal.number, goal.name, objectives, self._linked_to(iri)
        )

    def _objective(self, objective: ObjectiveFact, siblings: Iterable[ObjectiveFact]) -> TracedObjective:
        parts = tuple(self._objective(part, ()) for part in siblings if part.whole == objective.iri)
        projects = self._linked_to(objective.iri)
        return TracedObjective(objective.iri, objective.number, objective.text, projects, parts)

    def _linked_to(self, target: str) -> tuple[TracedProject, ...]:
        return tuple(self._project(link) for link in self._links.get(target, ()))

    def _project(self, link: LinkFact) -> TracedProject:
        project: ProjectFact = self._projects[link.project]
        names = labels("zh")
        return TracedProject(
            project.iri,
            project.code,
            project.name,
            project.purpose,
            project.yuan,
            link.status,
            link.evidence,
            link.reviewer,
            link.date,
            tuple(
                TracedFund(fund.source, names.get(concept(f"fund-{fund.source}"), fund.source), fund.yuan)
                for fund in project.funds
            ),
            tuple(self._indicator(row) for row in self._rows.get(project.iri, ())),
        )

    def _indicator(self, row: IndicatorFact) -> TracedIndicator:
        return TracedIndicator(
            row.iri,
            row.row,
            row.kind,
            row.second_level or labels("zh").get(concept(f"kind-{row.kind}"), row.kind),
            row.name,
            row.description,
            row.value_text,
            row.basis,
            row.grade,
            row.flags,
            row.rules,
            self._places.get(row.cell),
        )
