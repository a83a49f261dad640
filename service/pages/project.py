"""One project: its words and money, every indicator row with its grade and place, and what was found."""

from service.pages.desk import Desk, Page
from service.pages.visit import Visit
from service.web.refusals import NotFoundError


def show(visit: Visit, desk: Desk) -> Page:
    """The page of the project with that code."""
    fact = desk.document(visit)
    coverage = desk.coverage(fact)
    document, say = coverage.documents[0], desk.say(coverage, visit)
    wanted = visit.path["code"]
    project = document.project(wanted)
    if project is None:
        raise NotFoundError(
            f"The document has no project {wanted[:60]}.", detail_zh=f"文件中没有项目 {wanted[:60]}。"
        )
    values = {
        "say": say,
        "document": document,
        "project": project,
        "goals": {goal.number: goal for goal in document.goals},
        "links": [link for link in document.links if link.project_code == project.code],
        "findings": [found for found in document.findings if found.project_code == project.code],
        "checks": [check for check in document.checks if check.project_code == project.code],
        "shared": document.shared_value_of(project),
        "common_flags": say.common_flags(project),
    }
    name = project.name or project.code
    return Page("project.html.j2", values, name, nav="board", styles=("board.css",), document=fact)
