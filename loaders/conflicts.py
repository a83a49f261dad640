"""Two readings of the same project code in one load: neither is dropped, the conflict names both places."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from loaders.plan import Plan, Project


@dataclass(frozen=True, slots=True)
class ProjectConflict:
    """The same project code read at two places; `differs` names what the two readings disagree in."""

    code: str
    first: str
    second: str
    differs: tuple[str, ...]

    def sentence(self, lang: Literal["zh", "en"] = "en") -> str:
        """The conflict in one sentence."""
        if lang == "zh":
            what = f"，不一致：{'、'.join(self.differs)}" if self.differs else "，内容相同"
            return f"项目编码 {self.code} 在一次读取中出现两次：{self.first} 与 {self.second}{what}。"
        what = f"they differ in {', '.join(self.differs)}" if self.differs else "they say the same"
        return f"The project code {self.code} is read twice in one load, at {self.first} and at {self.second}; {what}."


class CodeReading(NamedTuple):
    """One reading of a project code: where it stands, and short hashes of what is said of the project there."""

    code: str
    place: str
    said: tuple[str, ...]


_FACTS: Final = ("name", "purpose", "goal", "amounts", "indicators")


def read_codes(plan: Plan) -> tuple[CodeReading, ...]:
    """Every code that a plan prints; a project without one cannot be read twice."""
    return tuple(
        CodeReading(project.code.text, project.code.anchor.label, _said(project))
        for project in plan.projects
        if project.code.text
    )


def find_project_conflicts(plans: Iterable[tuple[str, Plan]]) -> tuple[ProjectConflict, ...]:
    """Every code that more than one place of a load states, by the name of each plan's file."""
    return find_code_conflicts((name, plan.kind, plan.year, read_codes(plan)) for name, plan in plans)


def find_code_conflicts(
    documents: Iterable[tuple[str, str, str, Iterable[CodeReading]]],
) -> tuple[ProjectConflict, ...]:
    """The same from each document's name, kind, year and codes alone.

    Documents of different kinds (goals beside their self-evaluation) or years may name the same project.
    """
    first: dict[tuple[str, str, str], tuple[str, CodeReading]] = {}
    conflicts = []
    for name, kind, year, codes in documents:
        for reading in codes:
            place = f"{name} {reading.place}"
            known = first.setdefault((kind, year, reading.code), (place, reading))
            if known[1] is not reading:
                conflicts.append(
                    ProjectConflict(reading.code, known[0], place, _differences(known[1], reading))
                )
    return tuple(conflicts)


def _differences(one: CodeReading, other: CodeReading) -> tuple[str, ...]:
    return tuple(name for name, a, b in zip(_FACTS, one.said, other.said, strict=True) if a != b)


def _said(project: Project) -> tuple[str, ...]:
    facts = (
        project.name.text,
        project.purpose.text,
        project.goal_text.text,
        [(a.role, None if a.yuan is None else f"{a.yuan.normalize():f}") for a in project.amounts],
        [(i.kind, i.name, i.value.text) for i in project.indicators],
    )
    return tuple(hashlib.sha256(repr(fact).encode("utf-8", "replace")).hexdigest()[:8] for fact in facts)
