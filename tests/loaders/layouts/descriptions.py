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
    lines += [f"goal {goal.number}\t{goal.name.text[:14]}…" for goal in plan.goals]
    lines += [f"link {link.project[:6]}\t{link.goal}" for link in plan.links]
    for bearer in plan.bearers:
        lines += _bearer(bearer.key[:6], bearer)
    return [line.replace("\n", " ") for line in lines]


def _bearer(key: str, bearer: Project) -> list[str]:
    lines = [f"{key} {a.role}\t{a.printed.text} {a.unit} {_plain(a.yuan)}" for a in bearer.amounts]
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
            indicator.value.text,
            read,
            indicator.actual.text if indicator.actual else "-",
            indicator.weight.text if indicator.weight else "-",
        ]
    )


def _plain(number: Decimal | None) -> str:
    return "-" if number is None else f"{number.normalize():f}"
