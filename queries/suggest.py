"""Which goal and objective each project may serve, ranked, with the words that speak for it.

Three methods are put together: likeness of the texts by runs of signs, an editable list of the field's words,
and, once people have confirmed links, the nearest confirmed projects. The score estimates how likely a
reviewer accepts the link. It was calibrated on invented departments, not on the reviewed example; nothing is
linked without a person. Suggestions are made anew after each decision, so confirmed links count at once.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from queries.suggest_evidence import explain_link, explain_neighbour, explain_none
from queries.suggest_fit import Weights, adapt_weights, chance, describe_none, describe_parts, load_weights
from queries.suggest_list import WordList, load_word_list
from queries.suggest_meaning import Meaning
from queries.suggest_records import Confirmed, Evidence, GoalWords, ProjectWords, Suggestion, Target
from queries.suggest_score import Part, Wording, count_votes, goal_parts, objective_parts

CLEAR_OBJECTIVE: Final = 0.5
PARTS: Final = ("signs", "list", "neighbour", "meaning_lead")
NOTHING_CONFIRMED: Final[Confirmed] = {}


def suggest(  # noqa: PLR0913 - what is known of a document and of its reviews
    projects: Sequence[ProjectWords],
    goals: Sequence[GoalWords],
    confirmed: Confirmed = NOTHING_CONFIRMED,
    words: WordList | None = None,
    meaning: Meaning | None = None,
    *,
    rejected: Confirmed = NOTHING_CONFIRMED,
) -> list[Suggestion]:
    """Every goal and the answer "none" for every project, ranked; projects in the order given.

    What a reviewer refused is not offered again.
    """
    wording = Wording(projects, goals, words or load_word_list(), meaning)
    shipped = load_weights(with_model=meaning is not None)
    ranker = Ranker(wording, confirmed, adapt_weights(wording, confirmed, shipped), rejected)
    return [suggestion for project in projects for suggestion in ranker.rank(project)]


class Ranker:
    """Ranks the targets of one document's projects."""

    def __init__(
        self,
        wording: Wording,
        confirmed: Confirmed,
        weights: Weights,
        rejected: Confirmed = NOTHING_CONFIRMED,
    ) -> None:
        self._wording, self._confirmed, self._weights = wording, confirmed, weights
        self._rejected = {code: frozenset(targets) for code, targets in rejected.items()}
        self._parts = goal_parts(wording.goals)
        self._by_code = {project.code: project for project in wording.projects}

    def rank(self, project: ProjectWords) -> list[Suggestion]:
        """The answers for one project, the likeliest first."""
        answers = [self._link(project, goal, part, features) for goal, part, features in self._goals(project)]
        answers.append(self._none(project, max((a.score for a in answers), default=0.0)))
        refused = self._rejected.get(project.code, frozenset())
        answers = [a for a in answers if Target(a.goal_number) not in refused]
        answers.sort(key=lambda answer: -answer.score)
        return [
            Suggestion(
                answer.project_code,
                answer.goal_number,
                answer.objective,
                rank,
                answer.score,
                answer.evidence,
                _name(answers[rank]) if rank < len(answers) else None,
                answer.parts,
            )
            for rank, answer in enumerate(answers, start=1)
        ]

    def _goals(self, project: ProjectWords) -> list[tuple[GoalWords, Part, dict[str, float]]]:
        described = describe_parts(self._wording, project.code, self._parts, self._confirmed)
        return list(zip(self._wording.goals, self._parts, described, strict=True))

    def _link(
        self, project: ProjectWords, goal: GoalWords, part: Part, features: Mapping[str, float]
    ) -> Suggestion:
        objective, clear = self._objective(project, goal)
        seen = part if objective is None else part._replace(target=Target(goal.number, objective))
        evidence = explain_link(self._wording, project, goal, seen)
        evidence += self._neighbours(project, goal.number)
        parts = {name: features[name] for name in PARTS if name in features} | {"objective": clear}
        return Suggestion(
            project.code,
            goal.number,
            objective,
            0,
            chance(self._weights.link, features),
            evidence,
            None,
            parts,
        )

    def _objective(self, project: ProjectWords, goal: GoalWords) -> tuple[str | None, float]:
        parts = objective_parts(goal)
        described = describe_parts(self._wording, project.code, parts, self._confirmed)
        refused = self._rejected.get(project.code, frozenset())
        chances = [
            0.0 if part.target in refused else chance(self._weights.objective, features)
            for part, features in zip(parts, described, strict=True)
        ]
        best = max(range(len(parts)), key=lambda i: chances[i], default=None)
        if best is None:
            return None, 0.0
        return (parts[best].target.objective if chances[best] > CLEAR_OBJECTIVE else None), chances[best]

    def _neighbours(self, project: ProjectWords, goal: str | None) -> tuple[Evidence, ...]:
        for _, code in self._wording.neighbours(project.code, self._confirmed):
            if any(target.goal == goal for target in self._confirmed[code]):
                return explain_neighbour(self._wording, project, self._by_code[code])
        return ()

    def _none(self, project: ProjectWords, best: float) -> Suggestion:
        vote = count_votes(self._wording.neighbours(project.code, self._confirmed), self._confirmed)
        features = describe_none(best, vote)
        evidence = explain_none(self._wording, project, self._wording.goals)
        evidence += self._neighbours(project, None)
        score = chance(self._weights.none, features)
        return Suggestion(
            project.code, None, None, 0, score, evidence, None, {"neighbour": features["neighbour"]}
        )


def _name(suggestion: Suggestion) -> str:
    if suggestion.goal_number is None:
        return "none"
    tail = f"/objective/{suggestion.objective}" if suggestion.objective else ""
    return f"{suggestion.goal_number}{tail}"


def suggestion_rows(suggestions: Sequence[Suggestion], most: int | None = None) -> list[dict[str, object]]:
    """Suggestions as plain rows for JSON, at most so many for each project."""
    return [
        {
            "project_code": suggestion.project_code,
            "goal_number": suggestion.goal_number,
            "objective": suggestion.objective,
            "rank": suggestion.rank,
            "score": round(suggestion.score, 4),
            "runner_up": suggestion.runner_up,
            "evidence": [_evidence_row(evidence) for evidence in suggestion.evidence],
            "parts": {name: round(value, 4) for name, value in suggestion.parts.items()},
        }
        for suggestion in suggestions
        if most is None or suggestion.rank <= most
    ]


def _evidence_row(evidence: Evidence) -> dict[str, object]:
    return {
        "kind": evidence.kind,
        "words": evidence.project.words,
        "via": evidence.via or None,
        "project": evidence.project._asdict(),
        "target": evidence.target._asdict() if evidence.target else None,
    }
