"""How the methods are put together into one calibrated score, and how its weights are found.

The weights are logistic: the chance that a reviewer accepts a link. They are found on invented departments
(`tests/queries/invented/`), never on the reviewed example, and kept in `suggest_weights.yaml`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import yaml

from queries.suggest_list import WordList
from queries.suggest_meaning import Meaning
from queries.suggest_records import Confirmed, GoalWords, ProjectWords, Target
from queries.suggest_score import Part, Vote, Wording, count_votes, goal_parts, objective_parts

SHIPPED: Final = "suggest_weights.yaml"
FEATURES: Final = ("constant", "signs", "signs_lead", "list", "list_lead", "neighbour", "other_neighbour")
MODEL_FEATURES: Final = (*FEATURES, "meaning_lead")
MEANING_SCALE: Final = 30.0  # leads of the model lie between 0.001 and 0.03
NONE_FEATURES: Final = ("constant", "best_link")
RIDGE: Final = 0.5
ADAPT_RIDGE: Final = 0.1
ENOUGH_TO_ADAPT: Final = 8
NEWTON_STEPS: Final = 25


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the features of a link, of an objective within its goal, and of the answer "none"."""

    link: Mapping[str, float]
    objective: Mapping[str, float]
    none: Mapping[str, float]


def load_weights(*, with_model: bool = False) -> Weights:
    """The shipped weights, found without or with the optional model."""
    data = yaml.safe_load(files("queries").joinpath(SHIPPED).read_text(encoding="utf-8"))
    found = data["with_model" if with_model else "without_model"]
    return Weights(found["link"], found["objective"], found["none"])


def describe_parts(
    wording: Wording, code: str, parts: Sequence[Part], confirmed: Confirmed
) -> list[dict[str, float]]:
    """What each method says about each part, named as in `FEATURES`."""
    signs, listed = wording.by_signs(code, parts), wording.by_list(code, parts)
    objectives = any(part.target.objective is not None for part in parts)
    meant = wording.by_meaning(code, parts)
    vote = count_votes(wording.neighbours(code, confirmed), confirmed, objectives=objectives)
    return [
        {
            "constant": 1.0,
            "signs": signs[i],
            "signs_lead": signs[i] - _best_other(signs, i),
            "list": listed[i],
            "list_lead": listed[i] - _best_other(listed, i),
            **describe_vote(vote, part.target),
            **(
                {"meaning_lead": MEANING_SCALE * (meant[i] - _best_other(meant, i))}
                if wording.meaning
                else {}
            ),
        }
        for i, part in enumerate(parts)
    ]


def describe_vote(vote: Vote, target: Target) -> dict[str, float]:
    """What the neighbours say for a target and against it."""
    share = vote.shares.get(target, 0.0)
    return {"neighbour": vote.nearness * share, "other_neighbour": vote.nearness * (1 - share)}


def _best_other(values: Sequence[float], index: int) -> float:
    return max((value for i, value in enumerate(values) if i != index), default=0.0)


def chance(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The logistic of the weighted features."""
    return logistic(math.fsum(weights[name] * value for name, value in features.items()))


def logistic(value: float) -> float:
    """1 / (1 + e^-value), safe for large values."""
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))


def log_odds(probability: float) -> float:
    """The inverse of `logistic`, cut off near 0 and 1."""
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


def describe_none(best: float, vote: Vote) -> dict[str, float]:
    """The features of the answer "none"; `best` is the highest chance of any link."""
    return {"constant": 1.0, "best_link": log_odds(best), **describe_vote(vote, Target(None))}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A department with its reviewed links, as the fit and the measurement need it."""

    name: str
    projects: Sequence[ProjectWords]
    goals: Sequence[GoalWords]
    links: Confirmed


def fit_weights(departments: Sequence[Reviewed], words: WordList, meaning: Meaning | None = None) -> Weights:
    """Find weights on reviewed departments, under every shortening of the list and of the confirmed links.

    The list was written by those who wrote the departments; halves of it and none of it stand in for a
    department whose words it knows less well.
    """
    settings = [
        (Wording(d.projects, d.goals, shortened, meaning), d, confirmed)
        for d in departments
        for shortened in _shortened_lists(words)
        for confirmed in _shortened_links(d.links)
    ]
    names = MODEL_FEATURES if meaning else FEATURES
    rows = [row for setting in settings for row in _link_rows(*setting)]
    link = _fit(rows, names)
    within = [row for setting in settings for row in _objective_rows(*setting)]
    objective = _fit(within, names)
    answers = [row for setting in settings for row in _none_rows(*setting, link)]
    none = _fit(answers, NONE_FEATURES)
    # Few projects serve none and no two are alike: their neighbours weigh what those of a link weigh.
    return Weights(link, objective, none | {"neighbour": link["neighbour"], "other_neighbour": 0.0})


def adapt_weights(wording: Wording, confirmed: Confirmed, shipped: Weights) -> Weights:
    """The shipped weights, moved as far as the links confirmed in this document ask for.

    Each confirmed project is described as if it were not confirmed itself. Below a few confirmed projects
    the shipped weights stand.
    """
    if len(confirmed) < ENOUGH_TO_ADAPT:
        return shipped
    known = [project for project in wording.projects if project.code in confirmed]
    department = Reviewed("", known, wording.goals, {p.code: confirmed[p.code] for p in known})
    rows = _link_rows(wording, department, department.links)
    names = tuple(shipped.link)
    return Weights(_fit(rows, names, shipped.link, ADAPT_RIDGE), shipped.objective, shipped.none)


def _shortened_lists(words: WordList) -> list[WordList]:
    halves = [WordList(words.frame, words.empty, words.topics[start::2]) for start in (0, 1)]
    return [words, *halves, words.without_topics()]


def _shortened_links(links: Confirmed) -> list[Confirmed]:
    codes = sorted(links)
    return [links, *({code: links[code] for code in codes[start::2]} for start in (0, 1)), {}]


_Row = tuple[dict[str, float], bool]


def _link_rows(wording: Wording, department: Reviewed, confirmed: Confirmed) -> list[_Row]:
    parts = goal_parts(department.goals)
    return [
        (features, part.target.goal in {t.goal for t in department.links[code]})
        for code in sorted(department.links)
        for part, features in zip(parts, describe_parts(wording, code, parts, confirmed), strict=True)
    ]


def _objective_rows(wording: Wording, department: Reviewed, confirmed: Confirmed) -> list[_Row]:
    return [
        (features, part.target in department.links[code])
        for code in sorted(department.links)
        for goal in department.goals
        if any(t.goal == goal.number and t.objective for t in department.links[code])
        for parts in [objective_parts(goal)]
        for part, features in zip(parts, describe_parts(wording, code, parts, confirmed), strict=True)
    ]


def _none_rows(
    wording: Wording, department: Reviewed, confirmed: Confirmed, link: Mapping[str, float]
) -> list[_Row]:
    parts = goal_parts(department.goals)
    rows: list[_Row] = []
    for code in sorted(department.links):
        best = max(chance(link, f) for f in describe_parts(wording, code, parts, confirmed))
        vote = count_votes(wording.neighbours(code, confirmed), confirmed)
        rows.append((describe_none(best, vote), Target(None) in department.links[code]))
    return rows


def _fit(
    rows: Sequence[_Row], names: Sequence[str], prior: Mapping[str, float] | None = None, ridge: float = RIDGE
) -> dict[str, float]:
    """Logistic regression by Newton's method, held near the prior weights, or near 0 but for the constant."""
    matrix = [[features[name] for name in names] for features, _ in rows]
    accepted = [answer for _, answer in rows]
    start = [prior[name] for name in names] if prior else [0.0] * len(names)
    hold = [ridge if prior or i else 0.0 for i in range(len(names))]
    weights = list(start)
    for _ in range(NEWTON_STEPS):
        step = _newton_step(matrix, accepted, weights, start, hold)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-9:
            break
    return dict(zip(names, weights, strict=True))


def _newton_step(
    matrix: Sequence[Sequence[float]],
    accepted: Sequence[bool],
    weights: Sequence[float],
    start: Sequence[float],
    hold: Sequence[float],
) -> list[float]:
    chances = [logistic(math.fsum(w * x for w, x in zip(weights, row, strict=True))) for row in matrix]
    size = range(len(weights))
    slope = [hold[i] * (start[i] - weights[i]) for i in size]
    curve = [[hold[i] + 1e-9 if i == j else 0.0 for j in size] for i in size]
    for row, chance_of, answer in zip(matrix, chances, accepted, strict=True):
        spread = chance_of * (1 - chance_of)
        for i in size:
            slope[i] += (answer - chance_of) * row[i]
            for j in size:
                curve[i][j] += spread * row[i] * row[j]
    return solve(curve, slope)


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Solve a small system of linear equations by elimination.

    >>> solve([[2.0, 0.0], [0.0, 4.0]], [2.0, 2.0])
    [1.0, 0.5]
    """
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda i: abs(rows[i][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for i in range(size):
            if i != column:
                factor = rows[i][column] / rows[column][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[column], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]
