"""What a healthy load of a layout looks like, as its data file states it, held against a plan.

A broken minimum says that the document was misread or is cut off: the load fails. A broken maximum or share
says that somebody should look: it becomes a note.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from loaders.document import Anchor
from loaders.plan import Indicator, Plan, ReadingNote


@dataclass(frozen=True, slots=True)
class Broken:
    """One expectation that a plan does not meet; `fatal` where it is a minimum."""

    measure: str
    found: str
    expected: str
    fatal: bool

    def sentence(self) -> str:
        """The expectation and what was found."""
        return f"{self.measure} is {self.found} where {self.expected} is expected"


def check_expectations(plan: Plan, expected: Mapping[str, Any]) -> list[Broken]:
    """Every expectation that the plan breaks, minimums first."""
    measures = _measures(plan)
    broken = []
    for name, limits in expected.items():
        if name == "filled":
            broken += _sparse(plan, limits)
        elif name in measures:
            broken += _beyond(name, measures[name], limits)
        else:
            raise KeyError(name)
    return sorted(broken, key=lambda b: not b.fatal)


def notes_of(broken: list[Broken]) -> tuple[ReadingNote, ...]:
    """The broken expectations that do not stop a load, as notes."""
    return tuple(ReadingNote("expectation", b.sentence(), Anchor(0, 0)) for b in broken if not b.fatal)


def _measures(plan: Plan) -> dict[str, int]:
    rows = [len(bearer.indicators) for bearer in plan.bearers]
    return {
        "projects": len(plan.projects),
        "bearers": len(plan.bearers),
        "goals": len(plan.goals),
        "whole": int(plan.whole is not None),
        "indicators": sum(rows),
        "indicators_per_project": max(rows, default=0),
        "links": len(plan.links),
    }


def _beyond(name: str, found: int, limits: Mapping[str, int]) -> list[Broken]:
    broken = []
    minimum, maximum = limits.get("minimum"), limits.get("maximum")
    if minimum is not None and found < minimum:
        broken.append(Broken(name, str(found), f"at least {minimum}", fatal=True))
    if maximum is not None and found > maximum:
        broken.append(Broken(name, str(found), f"at most {maximum}", fatal=False))
    return broken


def _sparse(plan: Plan, shares: Mapping[str, float]) -> list[Broken]:
    rows = [indicator for bearer in plan.bearers for indicator in bearer.indicators]
    broken = []
    for name, share in shares.items():
        filled = sum(bool(_words(row, name)) for row in rows)
        if rows and Fraction(filled, len(rows)) < Fraction(str(share)):
            broken.append(
                Broken(f"filled {name}", f"{filled} of {len(rows)} rows", f"{share:.0%} or more", fatal=False)
            )
    return broken


def _words(row: Indicator, name: str) -> str:
    quote = getattr(row, name)
    return quote.text if quote is not None else ""
