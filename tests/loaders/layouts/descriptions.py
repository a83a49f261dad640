"""A plan as short lines, one a fact, to hold against expectations that a person has checked by hand."""

from decimal import Decimal

from loaders.plan import Indicator, Plan, Project


def describe(plan: Plan) -> list[str]:
    """Every field of a plan as a line; long words by their beginning and end."""
    lines = [
        f"department\t{plan.department_name.text}",
        f"year\t{plan.year}",
        f"kind\t{plan.kind}",
        f"layout\t{plan.layout}",
    ]
    if plan.overall_goal is not None:
        lines.append(f"overall\t{plan.overall_goal.text[:12]}…{plan.overall_goal.text[-8:]}")
    for goal in plan.goals:
        lines.append(f"goal {goal.number}\t{goal.name.text[:14]}…")
        lines += [
            f"objective {goal.number}/{o.number}\t{o.text.text[:12]}…{o.text.text[-4:]}"
            for o in goal.objectives
        ]
        lines += [
            f"statement {goal.number}/{s.number}\t{s.text.text[:12]}…{s.text.text[-4:]}"
            for s in goal.statements
        ]
    lines += [f"safeguard {n}\t{q.text[:12]}…{q.text[-4:]}" for n, q in enumerate(plan.safeguards, start=1)]
    lines += [f"link {link.project[:6]}\t{link.goal}" for link in plan.links]
    for bearer in plan.bearers:
        # Codes differ at their end, names at their beginning.
        lines += _bearer(bearer.key[-8:] if bearer.code.text else bearer.key[:6], bearer)
    return [line.replace("\n", " ") for line in lines]


def _bearer(key: str, bearer: Project) -> list[str]:
    lines = [f"{key} name\t{bearer.name.text}"] if bearer.code.text else []
    lines += [f"{key} {a.role}\t{a.printed.text} {a.unit} {_plain(a.yuan)}" for a in bearer.amounts]
    lines += [f"{key} {m.label.text}\t{m.percent.text}" for m in bearer.milestones]
    for name, quote in (
        ("goal", bearer.goal_text),
        ("long-term-goal", bearer.long_term_goal),
        ("reported-goal", bearer.reported_goal),
        ("purpose", bearer.purpose),
    ):
        if quote is not None and quote.text:
            lines.append(f"{key} {name}\t{quote.text[:12]}…{quote.text[-8:]}")
    for field in bearer.fields:
        text = field.value.text
        lines.append(f"{key} {field.key}\t{text if len(text) <= 24 else text[:12] + '…' + text[-8:]}")
    return lines + [_indicator(key, indicator) for indicator in bearer.indicators]


def _indicator(key: str, indicator: Indicator) -> str:
    reading = indicator.reading
    read = "-"
    if reading is not None and reading.number is not None:
        read = f"{reading.comparator} {_plain(reading.number)} {reading.unit_text or '-'}"
    return "\t".join(
        [
            f"{key} row {indicator.row}",
            indicator.kind or "-",
            indicator.kind1,
            indicator.kind2 or "-",
            f"{indicator.name[:8]}…{indicator.name[-4:]}",
            indicator.value.text
            if len(indicator.value.text) <= 12
            else f"{indicator.value.text[:8]}…{indicator.value.text[-3:]}",
            read,
            indicator.actual.text if indicator.actual else "-",
            indicator.weight.text if indicator.weight else "-",
            *_words(indicator.description.text, indicator.basis.text),
        ]
    )


def _words(*texts: str) -> list[str]:
    """Longer cells by their beginning and end, where the form has any."""
    return [f"{text[:6]}…{text[-4:]}" for text in texts] if any(texts) else []


def _plain(number: Decimal | None) -> str:
    return "-" if number is None else f"{number.normalize():f}"
