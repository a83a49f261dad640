"""Indicator rows whose words point to another goal than their project is linked to."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from queries.suggest_evidence import explain_link
from queries.suggest_fit import Weights, chance, describe_parts, load_weights
from queries.suggest_list import WordList, load_word_list
from queries.suggest_records import Confirmed, Evidence, GoalWords, ProjectWords, Words
from queries.suggest_score import Wording, goal_parts

SURE: Final = 0.5


class RowWords(NamedTuple):
    """The words of one indicator row; `row` counts the rows of its project from 1."""

    project_code: str
    row: int
    name: Words
    description: Words


class StrayRow(NamedTuple):
    """A row that speaks of a goal its project is not linked to; it is a hint for a reviewer, no link."""

    project_code: str
    row: int
    goal_number: str
    score: float
    evidence: tuple[Evidence, ...]


def find_stray_rows(
    rows: Sequence[RowWords],
    goals: Sequence[GoalWords],
    linked: Confirmed,
    words: WordList | None = None,
    weights: Weights | None = None,
) -> list[StrayRow]:
    """Rows that more likely serve a goal outside their project's links than one inside, in their order."""
    seen = [
        ProjectWords(f"{row.project_code}#{row.row}", row.name, row.description)
        for row in rows
        if row.project_code in linked
    ]
    of_code = {f"{row.project_code}#{row.row}": row for row in rows}
    wording, shipped, parts = (
        Wording(seen, goals, words or load_word_list()),
        weights or load_weights(),
        goal_parts(goals),
    )
    stray: list[StrayRow] = []
    for project in seen:
        row = of_code[project.code]
        own = {target.goal for target in linked[row.project_code]}
        scores = [
            chance(shipped.link, features) for features in describe_parts(wording, project.code, parts, {})
        ]
        best = max(range(len(parts)), key=lambda i: scores[i], default=None)
        if best is None or scores[best] < SURE or parts[best].target.goal in own:
            continue
        goal = goals[best]
        evidence = tuple(
            e for e in explain_link(wording, project, goal, parts[best]) if len(e.project.words) > 1
        )
        if evidence:
            stray.append(StrayRow(row.project_code, row.row, goal.number, scores[best], evidence))
    return stray
