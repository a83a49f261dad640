"""Which projects carry one clause of a goal."""

from queries.coverage_records import DocumentCoverage, Goal, Objective


def projects_of_clause(
    document: DocumentCoverage, goal: Goal, objective: Objective
) -> list[tuple[str, bool]]:
    """Names of the projects linked to one clause, and whether that is settled; these come first."""
    names: dict[str, bool] = {}
    for link in document.links_of(goal.number):
        if link.objective == objective.number and link.status != "rejected":
            project = document.project(link.project_code)
            name = project.name if project and project.name else link.project_code
            names[name] = names.get(name, False) or link.status != "proposed"
    return sorted(names.items(), key=lambda item: not item[1])


def is_split(goal: Goal, objective: Objective) -> bool:
    """Whether a repair has split this clause into parts."""
    return any(other.parent == objective.iri for other in goal.objectives)
