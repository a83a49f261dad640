"""Two readings of the same project code in one load: neither is dropped, the conflict names both places."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

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


def find_project_conflicts(plans: Iterable[tuple[str, Plan]]) -> tuple[ProjectConflict, ...]:
    """Every code that more than one place of a load states, by the name of each plan's file.

    Documents of different kinds (goals beside their self-evaluation) or years may name the same project.
    """
    first: dict[tuple[str, str, str], tuple[str, Project]] = {}
    conflicts = []
    for name, plan in plans:
        for project in plan.projects:
            code = project.code.text
            if not code:
                continue
            place = f"{name} {project.code.anchor.label}"
            known = first.setdefault((plan.kind, plan.year, code), (place, project))
            if known[1] is not project:
                conflicts.append(ProjectConflict(code, known[0], place, _differences(known[1], project)))
    return tuple(conflicts)


def _differences(one: Project, other: Project) -> tuple[str, ...]:
    facts = {
        "name": (one.name.text, other.name.text),
        "purpose": (one.purpose.text, other.purpose.text),
        "goal": (one.goal_text.text, other.goal_text.text),
        "amounts": ([(a.role, a.yuan) for a in one.amounts], [(a.role, a.yuan) for a in other.amounts]),
        "indicators": (
            [(i.kind, i.name, i.value.text) for i in one.indicators],
            [(i.kind, i.name, i.value.text) for i in other.indicators],
        ),
    }
    return tuple(name for name, (a, b) in facts.items() if a != b)
