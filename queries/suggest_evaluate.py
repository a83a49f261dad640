"""How often suggestions are right on a reviewed department, each method beside the others."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Final

from queries.suggest import NOTHING_CONFIRMED, Ranker
from queries.suggest_fit import Reviewed, Weights, adapt_weights, load_weights
from queries.suggest_list import WordList, load_word_list
from queries.suggest_meaning import Meaning
from queries.suggest_records import Confirmed, Suggestion, Target
from queries.suggest_score import Wording, count_votes, goal_parts

LIKELY: Final = 0.5

Answers = Mapping[str, tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class MethodFigures:
    """One method's figures on one department; goals only, "none" being an answer like a goal in `all_right`.

    `top1` counts projects with a goal whose first answer is one of their goals, `balanced` is the mean of
    the same over goals. `all_right` counts all projects. Precision, recall and F1 are over project–goal
    links. `brier` is the mean squared error of the scores, where a method gives scores.
    """

    method: str
    top1: float
    top1_low: float
    top1_high: float
    balanced: float
    all_right: float
    objective_top1: float | None
    precision: float
    recall: float
    f1: float
    brier: float | None
    projects: int


def evaluate(
    department: Reviewed, words: WordList | None = None, meaning: Meaning | None = None
) -> list[MethodFigures]:
    """Measure every method; what uses confirmed links sees all of them but the project's own."""
    listed = words or load_word_list()
    wording = Wording(department.projects, department.goals, listed, meaning)
    parts = goal_parts(department.goals)
    figures = [
        _measure("biggest goal always", department, _biggest(department)),
        _measure("signs", department, _first_part(wording, lambda code: wording.by_signs(code, parts))),
        _measure("word list", department, _first_part(wording, lambda code: wording.by_list(code, parts))),
        _measure("nearest confirmed", department, _nearest(wording, department)),
    ]
    if meaning is not None:
        answers = _first_part(wording, lambda code: wording.by_meaning(code, parts))
        figures.append(_measure("model", department, answers))
    return figures + _measure_together(department, listed, meaning)


def _measure_together(department: Reviewed, listed: WordList, meaning: Meaning | None) -> list[MethodFigures]:
    """The methods put together, step by step: without and with the list, the confirmed links, the model."""
    figures: list[MethodFigures] = []
    for model in (None, meaning) if meaning else (None,):
        weights = load_weights(with_model=model is not None)
        tail = ", with model" if model else ""
        for method, words, confirmed in (
            ("signs, calibrated", listed.without_topics(), NOTHING_CONFIRMED),
            ("signs and list", listed, NOTHING_CONFIRMED),
            ("signs and nearest confirmed", listed.without_topics(), department.links),
            ("all together", listed, department.links),
        ):
            wording = Wording(department.projects, department.goals, words, model)
            made = _suggest_unseen(wording, confirmed, weights)
            figure = _measure(method + tail, department, _likely(made))
            figures.append(_with_brier(figure, department, made))
    return figures


def _suggest_unseen(wording: Wording, confirmed: Confirmed, weights: Weights) -> list[Suggestion]:
    """Suggestions where neither the neighbours nor the adapted weights have seen the project's own links."""
    made: list[Suggestion] = []
    for project in wording.projects:
        others = {code: targets for code, targets in confirmed.items() if code != project.code}
        made += Ranker(wording, others, adapt_weights(wording, others, weights)).rank(project)
    return made


def _biggest(department: Reviewed) -> Answers:
    counts = Counter(goal for targets in department.links.values() for goal in {t.goal for t in targets})
    counts.pop(None, None)
    goal = min(counts, key=lambda number: (-counts[number], str(number)))
    return dict.fromkeys(department.links, (goal,))


def _first_part(wording: Wording, values: Callable[[str], Sequence[float]]) -> Answers:
    goals = [goal.number for goal in wording.goals]
    answers: dict[str, tuple[str | None, ...]] = {}
    for project in wording.projects:
        by_goal = values(project.code)
        best = max(range(len(goals)), key=lambda i: by_goal[i])
        answers[project.code] = (goals[best] if by_goal[best] > 0 else None,)
    return answers


def _nearest(wording: Wording, department: Reviewed) -> Answers:
    answers: dict[str, tuple[str | None, ...]] = {}
    for project in department.projects:
        near = wording.neighbours(project.code, department.links)[:1]
        shares = count_votes(near, department.links).shares
        answers[project.code] = tuple(sorted((t.goal for t in shares), key=str)) or (None,)
    return answers


def _likely(made: Sequence[Suggestion]) -> Answers:
    answers: dict[str, tuple[str | None, ...]] = {}
    for suggestion in made:
        first = answers.setdefault(suggestion.project_code, (suggestion.goal_number,))
        if (
            suggestion.rank > 1
            and suggestion.score >= LIKELY
            and None not in (suggestion.goal_number, *first)
        ):
            answers[suggestion.project_code] = (*first, suggestion.goal_number)
    return answers


def _measure(method: str, department: Reviewed, answers: Answers) -> MethodFigures:
    truth = {code: {t.goal for t in targets} for code, targets in department.links.items() if targets}
    with_goal = [code for code, goals in truth.items() if goals - {None}]
    right = [code for code in with_goal if answers[code][0] in truth[code]]
    named = {(code, goal) for code in truth for goal in answers[code] if goal is not None}
    wanted = {(code, goal) for code, goals in truth.items() for goal in goals if goal is not None}
    precision, recall = _share(len(named & wanted), len(named)), _share(len(named & wanted), len(wanted))
    top1 = _share(len(right), len(with_goal))
    low, high = wilson_interval(len(right), len(with_goal))
    return MethodFigures(
        method,
        top1,
        low,
        high,
        _balanced(with_goal, truth, answers),
        _share(sum(answers[code][0] in goals for code, goals in truth.items()), len(truth)),
        None,
        precision,
        recall,
        _share(2 * precision * recall, precision + recall),
        None,
        len(truth),
    )


def _balanced(with_goal: Sequence[str], truth: Mapping[str, set[str | None]], answers: Answers) -> float:
    goals = sorted({goal for code in with_goal for goal in truth[code] if goal is not None})
    recalls = [
        _share(
            sum(answers[c][0] == goal for c in with_goal if goal in truth[c]),
            sum(goal in truth[c] for c in with_goal),
        )
        for goal in goals
    ]
    return _share(math.fsum(recalls), len(recalls))


def _with_brier(figures: MethodFigures, department: Reviewed, made: Sequence[Suggestion]) -> MethodFigures:
    links = department.links
    errors = [
        (s.score - (s.goal_number in {t.goal for t in links[s.project_code]})) ** 2
        for s in made
        if s.project_code in links
    ]
    clauses = [
        (_clause(s), {t for t in links[s.project_code] if t.objective})
        for s in made
        if s.rank == 1 and any(t.objective for t in links.get(s.project_code, ()))
    ]
    right = sum(clause in wanted for clause, wanted in clauses)
    return replace(
        figures, brier=_share(math.fsum(errors), len(errors)), objective_top1=_share(right, len(clauses))
    )


def _clause(suggestion: Suggestion) -> Target:
    return Target(suggestion.goal_number, suggestion.objective)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def wilson_interval(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, fit for few cases.

    >>> [round(x, 2) for x in wilson_interval(24, 28)]
    [0.69, 0.94]
    """
    if not total:
        return 0.0, 1.0
    z, share = 1.96, right / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    whole = 1 + z * z / total
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


FIGURE_COLUMNS: Final = (
    "method",
    "top1",
    "top1_low",
    "top1_high",
    "balanced",
    "all_right",
    "objective_top1",
    "precision",
    "recall",
    "f1",
    "brier",
    "projects",
)


def figure_rows(figures: Sequence[MethodFigures]) -> list[tuple[str | float | int | None, ...]]:
    """The figures as rows under `FIGURE_COLUMNS`, rounded to two places, the Brier score to three."""
    return [
        tuple(_rounded(name, value) for name, value in zip(FIGURE_COLUMNS, astuple(figure), strict=True))
        for figure in figures
    ]


def _rounded(name: str, value: str | float | int | None) -> str | float | int | None:
    return round(value, 3 if name == "brier" else 2) if isinstance(value, float) else value
