"""Rows and projects for grader tests, in the loaders' own records, from a few words each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from loaders.document import Anchor
from loaders.plan import Amount, Goal, Indicator, Milestone, Objective, Plan, Project, Quote, Statement
from loaders.quantities import find_project_quantities, find_quantities
from loaders.values import choose_reading, read_own_target, read_value
from shapes.grade import Grade, RowKey, grade_projects
from shapes.profile import Profile, load_profile

NOWHERE = Anchor(0, 0)
PROFILE = load_profile()


def quote(text: str) -> Quote:
    return Quote(text, NOWHERE)


def row(
    name: str,
    description: str = "",
    value: str = "",
    kind: str = "quality",
    *,
    basis: str = "",
    printed: str = "",
    ordinal: int = 1,
) -> Indicator:
    return Indicator(
        row=ordinal,
        kind=kind,
        ordinal=ordinal,
        kind1="",
        kind2="",
        name=name,
        name_printed=quote(printed or name),
        description=quote(description),
        value=quote(value),
        basis=quote(basis),
        readings=read_value(value),
        own=read_own_target(description, name),
    )


def project(
    rows: Sequence[Indicator],
    *,
    key: str = "P1",
    name: str = "日常工作",
    purpose: str = "",
    budget: Decimal | None = None,
    steps: Sequence[str] = ("0.25", "0.5", "0.75", "1"),
) -> Project:
    stated = find_quantities(purpose)
    chosen = [replace(r, readings=choose_reading(r.readings, stated, budget)) for r in rows]
    values = {r.value.text: r.reading for r in chosen if r.value.text}
    shared = next(iter(values.values())) if len(values) == 1 else None
    amounts = () if budget is None else (Amount("budget", quote(str(budget)), "元", budget),)
    months = (3, 6, 10, 12)
    return Project(
        code=quote(key),
        name=quote(name),
        heading=None,
        purpose=quote(purpose),
        goal_text=quote(""),
        amounts=amounts,
        milestones=tuple(
            Milestone(quote(f"{month}月底"), month, quote(share), Decimal(share))
            for month, share in zip(months, steps, strict=False)
        ),
        indicators=tuple(chosen),
        anchor=NOWHERE,
        quantities=find_project_quantities(purpose, shared),
        key=key,
    )


def shared(cell: str, *rows: Indicator) -> list[Indicator]:
    """The rows, all with one cell, and one more row, so that the cell is shared whatever the number of rows."""
    return [
        row(
            r.name,
            r.description.text,
            cell,
            r.kind,
            basis=r.basis.text,
            printed=r.name_printed.text,
            ordinal=number,
        )
        for number, r in enumerate((*rows, row("资金成本", "资金成本降低", kind="sustainability")), start=1)
    ]


def grade_one(
    one: Indicator,
    *,
    beside: Sequence[Indicator] = (),
    profile: Profile = PROFILE,
    inside: str = "",
    purpose: str = "",
) -> Grade:
    """The grade of a row in a project where other rows carry values of their own."""
    others = beside or (row("项目成本", "", "≤5万元", "cost", ordinal=99),)
    whole = project([one, *others], name=inside or one.name, purpose=purpose)
    return grade_projects([whole], profile)[RowKey(whole.key, one.kind, one.ordinal)]


def grade_shared(
    cell: str, one: Indicator, *, profile: Profile = PROFILE, budget: Decimal | None = None
) -> Grade:
    """The grade of a row whose cell all rows of its project share."""
    inside = project(shared(cell, one), name=one.name, budget=budget)
    return grade_projects([inside], profile)[RowKey(inside.key, one.kind, 1)]


def flags_of(grade: Grade) -> set[str]:
    return {flag.key for flag in grade.flags}


def plan(projects: Sequence[Project], goals: Mapping[str, Sequence[str]] | None = None) -> Plan:
    """A plan with the projects and, by number, goals with their objectives' texts."""
    return Plan(
        department_code="305001",
        department_name=quote("某区民政局"),
        year="2023",
        kind="goals",
        layout="test",
        title="",
        overall_goal=None,
        goals=tuple(
            Goal(
                number,
                quote(f"目标{number}"),
                tuple(Objective(str(place), quote(text)) for place, text in enumerate(texts, start=1)),
                (
                    Statement(
                        1, quote("全年救助不少于300人次。"), read_own_target("全年救助不少于300人次。", "")
                    ),
                ),
            )
            for number, texts in (goals or {}).items()
        ),
        safeguards=(),
        projects=tuple(projects),
    )
