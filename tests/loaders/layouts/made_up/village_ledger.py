"""The mapping of the made-up ledger: its undertakings carry a code before a slash, which no label says."""

from dataclasses import replace

from loaders.plan import Plan, Project, Quote


def mend(plan: Plan) -> Plan:
    """The plan with each undertaking's code taken from its name."""
    return replace(plan, projects=tuple(map(_with_code, plan.projects)))


def _with_code(project: Project) -> Project:
    code, slash, name = project.name.text.partition("/")
    if not slash:
        return project
    at = project.name.anchor
    return replace(
        project,
        key=code,
        code=Quote(code, at.within(0, len(code))),
        name=Quote(name, at.within(len(code) + 1, len(project.name.text))),
    )
