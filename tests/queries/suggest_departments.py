"""The invented departments that suggestions are developed on (`invented/`) and only measured on (`measured/`)."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from queries.suggest_fit import Reviewed
from queries.suggest_records import Clause, GoalWords, ProjectWords, Target, Words

FOLDER = Path(__file__).parent / "invented"
NAMES = ("school_education", "civil_affairs", "agriculture")
MEASURED = Path(__file__).parent / "measured"
MEASURED_NAMES = ("health", "transport")


@cache
def read_department(name: str, folder: Path = FOLDER) -> Reviewed:
    """One invented department with its links."""
    data = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
    goals = tuple(
        GoalWords(
            goal["number"], Words(goal["name"]), _clauses(goal["objectives"]), _clauses(goal["statements"])
        )
        for goal in data["goals"]
    )
    projects = tuple(ProjectWords(p["code"], Words(p["name"]), Words(p["purpose"])) for p in data["projects"])
    links = {p["code"]: tuple(_target(str(link)) for link in p["links"]) for p in data["projects"]}
    return Reviewed(name, projects, goals, links)


def _clauses(texts: list[str]) -> tuple[Clause, ...]:
    return tuple(Clause(str(number), Words(text)) for number, text in enumerate(texts, start=1))


def _target(link: str) -> Target:
    goal, _, objective = link.partition("/")
    return Target(None) if link == "none" else Target(goal, objective or None)


class RecordedMeaning:
    """What the optional model said about the departments (`meaning.json`), so that tests need no model."""

    def __init__(self) -> None:
        recorded: dict[str, dict[str, list[float]]] = json.loads((FOLDER / "meaning.json").read_text("utf-8"))
        self._columns = {text: column for columns in recorded.values() for text, column in columns.items()}

    def compare(self, projects: Sequence[str], targets: Sequence[str]) -> list[list[float]]:
        """One row a project, in the order of the department."""
        columns = [self._columns[text] for text in targets]
        assert all(len(column) == len(projects) for column in columns)
        return [[column[row] for column in columns] for row in range(len(projects))]
