"""The links that a document itself states, as link records of the status `stated`."""

from loaders.link_records import STATED, SUPPORTS_GOAL, SUPPORTS_OBJECTIVE, LinkRecord
from loaders.plan import Plan


def stated_link_records(plan: Plan, sha256: str = "") -> tuple[LinkRecord, ...]:
    """One record for each link of the plan; `sha256` is the file that states them."""
    labels = {goal.number: goal.name.text for goal in plan.goals}
    names = {project.key: project.name.text for project in plan.projects}
    return tuple(
        LinkRecord(
            project_code=link.project,
            goal=link.goal,
            objective=link.objective,
            predicate=SUPPORTS_OBJECTIVE if link.objective else SUPPORTS_GOAL,
            status="stated",
            justification=STATED,
            evidence=(link.words.text,),
            document_sha256=sha256,
            project_label=names.get(link.project, ""),
            target_label=labels.get(link.goal, ""),
        )
        for link in plan.links
    )
