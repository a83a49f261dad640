"""What stands out in the chain view: a chosen goal, project or fund with all that hangs on it, or what is found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from queries.coverage_records import Basis, DocumentCoverage, Project

DIMMED: Final = 0.13


@dataclass(frozen=True, slots=True)
class Lit:
    """The projects, goals and funds that stand out; without a choice all do."""

    projects: frozenset[str]
    goals: frozenset[str]
    funds: frozenset[str]
    everything: bool = False

    def project(self, code: str) -> dict[str, str | float]:
        """The look of what belongs to a project."""
        return self._look(code in self.projects)

    def goal(self, number: str) -> dict[str, str | float]:
        """The look of a goal's card."""
        return self._look(number in self.goals)

    def fund(self, source: str) -> dict[str, str | float]:
        """The look of a fund's card."""
        return self._look(source in self.funds)

    def link(self, code: str, goal: str) -> dict[str, str | float]:
        """The look of the line between a project and a goal."""
        return self._look(code in self.projects and goal in self.goals)

    def payment(self, code: str, source: str) -> dict[str, str | float]:
        """The look of the line between a fund and a project."""
        return self._look(code in self.projects and source in self.funds)

    def _look(self, lit: bool) -> dict[str, str | float]:
        return {} if lit or self.everything else {"opacity": DIMMED}


ALL: Final = Lit(frozenset(), frozenset(), frozenset(), everything=True)


def light(document: DocumentCoverage, basis: Basis, chosen: str = "", search: str = "") -> Lit:
    """What a choice such as `goal:2`, `project:CODE` or `fund:fiscal`, and a search, leave lit."""
    kind, _, key = chosen.partition(":")
    if not key and kind != "goal" and not search:
        return ALL
    projects = [p for p in document.projects if _belongs(p, kind, key, basis)] if kind else document.projects
    goals = _goals_of(projects, basis) if kind != "goal" else {key}
    funds = {key} if kind == "fund" else _funds_of(projects)
    if not search:
        return Lit(frozenset(p.code for p in projects), frozenset(goals), frozenset(funds))
    wanted = search.casefold()
    named = {goal.number for goal in document.goals if wanted in goal.name.casefold()} & goals
    found = [p for p in projects if _mentions(p, wanted) or named & set(p.goals_on(basis))]
    reached = _goals_of([p for p in found if _mentions(p, wanted)], basis) & goals
    return Lit(
        frozenset(p.code for p in found), frozenset(named | reached), frozenset(funds & _funds_of(found))
    )


def _belongs(project: Project, kind: str, key: str, basis: Basis) -> bool:
    match kind:
        case "goal":
            return key in _numbers(project, basis)
        case "fund":
            return key in _funds_of([project])
        case _:
            return project.code == key


def _numbers(project: Project, basis: Basis) -> Sequence[str]:
    """Its goals; a project without one stands with the card for these, which has no number."""
    return project.goals_on(basis) or ("",)


def _goals_of(projects: Iterable[Project], basis: Basis) -> set[str]:
    return {number for project in projects for number in _numbers(project, basis)}


def _funds_of(projects: Iterable[Project]) -> set[str]:
    return {fund.source for project in projects for fund in project.funds if fund.yuan}


def _mentions(project: Project, wanted: str) -> bool:
    texts = (project.name, project.code, *(row.name for row in project.rows))
    return any(wanted in text.casefold() for text in texts)
