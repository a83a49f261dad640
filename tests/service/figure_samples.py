"""Documents of any size for the figures: as many projects, rows and goals as a test asks for."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from queries.coverage_answers import count_kinds, kinds_in_order
from queries.coverage_records import (
    BASES,
    Coverage,
    DocumentCoverage,
    Fund,
    Goal,
    GoalPicture,
    GradeCounts,
    Label,
    Project,
    Row,
)
from queries.whatif import Difference
from service.reports.sentences import Sentences
from service.reports.wording import Language
from tests.service.coverage_samples import LABELS, make_coverage, make_document, make_row

NINE_KINDS = (
    "quantity",
    "quality",
    "timeliness",
    "cost",
    "economic",
    "social",
    "ecological",
    "sustainability",
    "beneficiary-satisfaction",
)
KIND_LABELS = {
    "kind-timeliness": Label("时效指标", "timeliness indicator"),
    "kind-cost": Label("成本指标", "cost indicator"),
    "kind-economic": Label("经济效益指标", "economic benefit indicator"),
    "kind-ecological": Label("生态效益指标", "ecological benefit indicator"),
    "kind-sustainability": Label("可持续影响指标", "sustainability indicator"),
    "kind-beneficiary-satisfaction": Label(
        "服务对象满意度指标", "satisfaction of the people served indicator"
    ),
}


class Sketch(NamedTuple):
    """A project in short: name, money by fund, kinds of its rows, places of its goals on the three bases."""

    name: str
    funds: tuple[tuple[str, int], ...] = (("fiscal", 10000),)
    kinds: tuple[str, ...] = NINE_KINDS
    goals: tuple[tuple[int, ...], ...] = ((), (), ())


class Supposed(NamedTuple):
    """The answer to a what-if question, as far as figures ask."""

    dropped: tuple[str, ...]
    budgets: tuple[tuple[str, Decimal], ...]
    differences: tuple[Difference, ...]
    added: tuple[tuple[str, str], ...] = ()


def make_plan(sketches: Sequence[Sketch], goals: Sequence[str]) -> DocumentCoverage:
    """A document of these projects and goals; its grades go round A to F."""
    kinds = kinds_in_order(kind for sketch in sketches for kind in sketch.kinds)
    projects = tuple(_project(place, sketch, kinds, len(goals)) for place, sketch in enumerate(sketches, 1))
    made = tuple(_goal(place, name, projects, kinds) for place, name in enumerate(goals, 1))
    return replace(make_document(), goals=made, projects=projects, kinds=kinds, links=())


def _project(order: int, sketch: Sketch, kinds: tuple[str, ...], goals: int) -> Project:
    code = f"P{order}"
    rows = tuple(
        make_row(code, place, kind, "ABCDEF"[(order + place) % 6], f"值{place}")
        for place, kind in enumerate(sketch.kinds, 1)
    )
    return Project(
        iri=f"https://example.org/project/{code}",
        code=code,
        name=sketch.name,
        order=order,
        purpose="",
        cell="",
        yuan=sum((Decimal(yuan) for _, yuan in sketch.funds), Decimal(0)),
        funds=tuple(Fund(source, Decimal(yuan)) for source, yuan in sketch.funds),
        rows=rows,
        kinds=count_kinds(rows, kinds),
        findings=0,
        goals=tuple(
            tuple(str(place) for place in sorted(set(own)) if place <= goals) for own in sketch.goals
        ),
    )


def _goal(place: int, name: str, projects: Sequence[Project], kinds: tuple[str, ...]) -> Goal:
    number = str(place)
    pictures = []
    for basis in BASES:
        linked = [project for project in projects if number in project.goals_on(basis)]
        rows: list[Row] = [row for project in linked for row in project.rows]
        pictures.append(
            GoalPicture(
                basis,
                "G2" if linked else "G0",
                (),
                tuple(project.code for project in linked),
                sum((project.yuan for project in linked), Decimal(0)),
                GradeCounts.of(row.grade for row in rows),
                count_kinds(rows, kinds),
                (),
            )
        )
    iri = f"https://example.org/goal/{number}"
    return Goal(iri, number, name, "", (), (), (), tuple(pictures))


def cover(document: DocumentCoverage) -> Coverage:
    """The coverage of that document with a label for each of the nine kinds."""
    return replace(make_coverage(document), labels=LABELS | KIND_LABELS)


def say_in(document: DocumentCoverage, lang: Language = "zh") -> Sentences:
    """The sentences about that document."""
    return Sentences.about(cover(document), lang)


def plan_of(projects: int, name: str = "项目名称", goals: int = 4, rows: int = 9) -> DocumentCoverage:
    """So many projects of one name with rows going round the nine kinds; every fifth serves no goal."""
    kinds = tuple(NINE_KINDS[place % 9] for place in range(rows))

    def own(place: int) -> tuple[tuple[int, ...], ...]:
        goal = place % max(goals, 1) + 1
        return ((), (), ()) if place % 5 == 0 or not goals else ((), (goal,), (goal, goals))

    sketches = [
        Sketch(f"{name}{place}", (("fiscal", 1000 * place**2),), kinds, own(place))
        for place in range(projects)
    ]
    return make_plan(sketches, [f"第{place}个目标的名称" for place in range(1, goals + 1)])
