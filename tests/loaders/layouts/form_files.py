"""Made-up forms in files that one can open: the form as `grids` writes tables, `====`, and what it says."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from loaders.plan import Indicator, Plan, Project

FOLDER = Path(__file__).parent / "forms"


class FormFile(NamedTuple):
    """One made-up form: its parts, and what a person read from it, a line a fact."""

    name: str
    parts: tuple[str, ...]
    expected: tuple[str, ...]


def read_form(path: Path) -> FormFile:
    """The form of a file; lines that begin with `#` say what is special about it."""
    form, _, expected = path.read_text(encoding="utf-8").partition("====")
    lines = tuple(line for line in expected.split("\n") if line.strip())
    return FormFile(f"{path.parent.name}/{path.stem}", tuple(parts_of(form)), lines)


def all_forms() -> list[FormFile]:
    """Every form of the folder, sorted by name."""
    return [read_form(path) for path in sorted(FOLDER.rglob("*.form"))]


def parts_of(text: str) -> Iterator[str]:
    """The parts of a form: its tables, and the lines between them."""
    part: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("#"):
            continue
        if part and (not line.strip() or line.startswith("|") != part[0].startswith("|")):
            yield "\n".join(part)
            part = []
        if line.strip():
            part.append(line)


def say(plan: Plan) -> list[str]:
    """A plan as short lines, one a fact; what was left out or noted is a fact too."""
    lines = [
        f"{plan.layout} | {plan.kind} | {plan.year} | {plan.department_code} {plan.department_name.text}"
    ]
    if plan.overall_goal is not None:
        lines.append(f"overall | {plan.overall_goal.text}")
    for goal in plan.goals:
        lines.append(f"goal {goal.number} | {goal.name.text}")
        lines += [f"objective {goal.number}.{o.number} | {o.text.text}" for o in goal.objectives]
    lines += [f"link | {link.project} > {link.goal}/{link.objective}" for link in plan.links]
    lines += [f"field {f.key} | {f.value.text}" for f in plan.fields]
    for bearer in plan.bearers:
        lines += _bearer(bearer)
    lines += [f"unread | {unread.text.text}" for unread in plan.unread]
    if plan.dropped_personal:
        lines.append(f"dropped | {plan.dropped_personal}")
    return [" ".join(line.split()) for line in lines]


def _bearer(bearer: Project) -> Iterator[str]:
    yield f"{bearer.scope} | {bearer.code.text} | {bearer.name.text}"
    for amount in bearer.amounts:
        yield f"{amount.role} | {'-' if amount.yuan is None else f'{amount.yuan.normalize():f}'}"
    for name, quote in (
        ("goal", bearer.goal_text),
        ("long-term goal", bearer.long_term_goal),
        ("reported goal", bearer.reported_goal),
        ("purpose", bearer.purpose),
    ):
        if quote is not None and quote.text:
            yield f"{name} | {quote.text}"
    yield from (f"field {field.key} | {field.value.text}" for field in bearer.fields)
    yield from (_row(indicator) for indicator in bearer.indicators)


def _row(row: Indicator) -> str:
    further = [
        f"{name} {quote.text}"
        for name, quote in (
            ("actual", row.actual),
            ("baseline", row.baseline),
            ("weight", row.weight),
            ("score", row.score),
            ("describes", row.description),
            ("by", row.basis),
        )
        if quote is not None and quote.text
    ]
    further += [f"{step.label} {step.value.text}" for step in row.steps]
    further += [f"{field.key} {field.value.text}" for field in row.fields]
    kind = (row.kind or f"{row.kind1}/{row.kind2}") + (" long-term" if row.period != "annual" else "")
    return " | ".join(["row", kind, row.name, row.value.text, *further])
