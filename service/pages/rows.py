"""The indicator rows behind a number of the board, each with its grade and its place in the document."""

from collections.abc import Iterator
from typing import Final

from queries.coverage_records import Basis, DocumentCoverage, Project, Row
from service.pages.board import chosen_basis
from service.pages.desk import Desk, Page
from service.pages.visit import Visit
from service.reports.sentences import Sentences
from service.web.refusals import NotFoundError

ON_A_PAGE: Final = 100
_NO_GOAL: Final = "none"


def show(visit: Visit, desk: Desk) -> Page:
    """The rows that the address names: by goal on a basis, kind, grade, measurable or not, empty."""
    fact = desk.document(visit)
    coverage = desk.coverage(fact)
    document, say = coverage.documents[0], desk.say(coverage, visit)
    basis = chosen_basis(visit)
    rows = list(_choose(document, visit, basis))
    offset = visit.whole("offset", 0, 10_000_000)
    values = {
        "say": say,
        "document": document,
        "basis": basis,
        "shown": rows[offset : offset + ON_A_PAGE],
        "count": len(rows),
        "measurable": sum(row.measurable for _, row in rows),
        "offset": offset,
        "limit": ON_A_PAGE,
        "conditions": _conditions(document, visit, say),
        "goal": visit.one("goal"),
        "grade_asked": visit.one("grade"),
    }
    return Page("rows.html.j2", values, say.wording("rows"), nav="board", document=fact)


def _choose(document: DocumentCoverage, visit: Visit, basis: Basis) -> Iterator[tuple[Project, Row]]:
    goal, kind, letter = visit.one("goal"), visit.one("kind"), visit.one("grade")
    measurable, empty = visit.one("measurable"), visit.one("empty")
    if goal and goal != _NO_GOAL and all(known.number != goal for known in document.goals):
        raise NotFoundError(f"The document has no goal {goal[:60]}.")
    for project in sorted(document.projects, key=lambda project: project.order):
        numbers = project.goals_on(basis)
        if goal and not (goal in numbers or (goal == _NO_GOAL and not numbers)):
            continue
        for row in project.rows:
            fits = (not kind or row.kind == kind) and (not letter or row.grade == letter)
            if measurable and (measurable == "yes") != row.measurable:
                fits = False
            if fits and not (empty and row.value.strip()):
                yield project, row


def _conditions(document: DocumentCoverage, visit: Visit, say: Sentences) -> list[str]:
    """What was asked, in words."""
    goal, found = visit.one("goal"), []
    if goal == _NO_GOAL:
        found.append(say.wording("projects_without_goal"))
    elif goal:
        names = [known.name for known in document.goals if known.number == goal]
        found.append(f"{say.wording('goal_heading', number=goal)} {names[0] if names else ''}".strip())
    if goal:
        found.append(say.wording(f"basis_short_{chosen_basis(visit)}"))
    if visit.one("kind"):
        found.append(say.kind(visit.one("kind")))
    if visit.one("grade"):
        found.append(f"{visit.one('grade')} {say.label('grade-' + visit.one('grade'))}")
    if visit.one("measurable"):
        found.append(say.wording("share_ab" if visit.one("measurable") == "yes" else "rows_not_measurable"))
    if visit.one("empty"):
        found.append(say.wording("board_empty_cells"))
    return found
