"""The coverage matrix: goals by indicator kinds on one link basis."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from queries.coverage_records import Basis, DocumentCoverage, KindCell, Project
from service.reports.wording import Wording


class MatrixRow(NamedTuple):
    """One line of the coverage matrix; `goal` is a goal's number, empty for the lines below the goals."""

    goal: str
    label: str
    projects: int
    cells: tuple[KindCell, ...]
    total: KindCell


def matrix_rows(document: DocumentCoverage, basis: Basis, wording: Wording) -> list[MatrixRow]:
    """Goals by kinds on one basis, then the projects without a goal, then all projects."""
    rows = [
        MatrixRow(goal.number, goal.name, len(picture.project_codes), picture.kinds, _add_up(picture.kinds))
        for goal in document.goals
        for picture in [goal.picture(basis)]
    ]
    alone = document.projects_without_goal(basis)
    rows.append(_matrix_row(wording("matrix_without_goal"), alone, document.kinds))
    rows.append(_matrix_row(wording("matrix_all"), document.projects, document.kinds))
    return rows


def _add_up(cells: Iterable[KindCell]) -> KindCell:
    listed = list(cells)
    return KindCell("", sum(cell.rows for cell in listed), sum(cell.measurable for cell in listed))


def _matrix_row(label: str, projects: Sequence[Project], kinds: Sequence[str]) -> MatrixRow:
    by_project = [{cell.kind: cell for cell in project.kinds} for project in projects]
    cells = tuple(
        KindCell(kind, sum(c[kind].rows for c in by_project), sum(c[kind].measurable for c in by_project))
        for kind in kinds
    )
    return MatrixRow("", label, len(projects), cells, _add_up(cells))
