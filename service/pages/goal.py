"""One goal: its words, its objectives with the projects that carry them, its own indicators, its links, its gaps."""

from service.pages.board import chosen_basis, worst_rows
from service.pages.desk import Desk, Page
from service.pages.visit import Visit
from service.web.refusals import NotFoundError


def show(visit: Visit, desk: Desk) -> Page:
    """The page of the goal with that number."""
    fact = desk.document(visit)
    coverage = desk.coverage(fact)
    document, say = coverage.documents[0], desk.say(coverage, visit)
    wanted = visit.path["number"]
    goal = next((known for known in document.goals if known.number == wanted), None)
    if goal is None:
        raise NotFoundError(
            f"The document has no goal {wanted[:60]}.", detail_zh=f"文件中没有目标 {wanted[:60]}。"
        )
    basis = chosen_basis(visit)
    picture = goal.picture(basis)
    carried: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for link in document.links_of(goal.number):
        project = document.project(link.project_code)
        name = project.name if project and project.name else link.project_code
        carried.setdefault((link.objective, ""), []).append((link.project_code, name, link.status))
    values = {
        "say": say,
        "document": document,
        "goal": goal,
        "basis": basis,
        "picture": picture,
        "projects": [p for p in document.projects if p.code in picture.project_codes],
        "carried": carried,
        "links": sorted(document.links_of(goal.number), key=lambda link: (link.status, link.project_code)),
        "worst_rows": worst_rows,
        "split_parents": {objective.parent for objective in goal.objectives},
        "carried_parents": {
            objective.iri: objective.number
            for objective in goal.objectives
            if (objective.number, "") in carried
        },
    }
    title = f"{say.wording('goal_heading', number=goal.number)} {goal.name}"
    return Page("goal.html.j2", values, title, nav="board", styles=("board.css",), document=fact)
