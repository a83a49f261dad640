"""How much of a plan is boilerplate: shared values, repeated rows, identical schedules, a single basis.

What is counted can be summed; as shares of rows or projects, departments and years of any size lie side by side.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple, Protocol

from ontology import terms
from shapes.grade_metric import squeeze
from shapes.grade_records import MilestoneLike, QuoteLike

_FOUR_PLACES: Final = Decimal("0.0001")


class PrintedRow(Protocol):
    """A row by its words."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def description(self) -> QuoteLike: ...
    @property
    def value(self) -> QuoteLike: ...
    @property
    def basis(self) -> QuoteLike: ...


class PrintedProject(Protocol):
    """A project as far as its boilerplate shows: just read, or back from a store."""

    @property
    def key(self) -> str: ...
    @property
    def indicators(self) -> Sequence[PrintedRow]: ...
    @property
    def milestones(self) -> Sequence[MilestoneLike]: ...


class RowText(NamedTuple):
    """What makes two rows the same row: kind, name and description, without white space."""

    kind: str
    name: str
    description: str


class Boilerplate(NamedTuple):
    """What is counted of one project, and summed for a plan, a department or a year.

    `shared_value`: rows whose value text stands on another row of their project. `repeated`: rows that stand word
    for word in another project of the plan. `scheduled`: projects with a spending plan; `same_schedule`: those with
    the plan's commonest. `single_basis`: rows with the plan's commonest basis.
    """

    rows: int = 0
    shared_value: int = 0
    repeated: int = 0
    scheduled: int = 0
    same_schedule: int = 0
    single_basis: int = 0

    def plus(self, other: "Boilerplate") -> "Boilerplate":
        """Both together."""
        return Boilerplate(*(one + more for one, more in zip(self, other, strict=True)))

    @property
    def parts(self) -> dict[str, tuple[int, int]]:
        """Each count with the whole that it is a part of."""
        return {
            "shared-value": (self.shared_value, self.rows),
            "repeated-rows": (self.repeated, self.rows),
            "same-schedule": (self.same_schedule, self.scheduled),
            "single-basis": (self.single_basis, self.rows),
        }


NOTHING_COUNTED: Final = Boilerplate()


def share_of(part: int, whole: int) -> Decimal | None:
    """A part as a share with four places; None where there is no whole.

    >>> share_of(1, 3), share_of(0, 0)
    (Decimal('0.3333'), None)
    """
    return (Decimal(part) / whole).quantize(_FOUR_PLACES, ROUND_HALF_UP) if whole else None


def add_up(counts: Iterable[Boilerplate]) -> Boilerplate:
    """The counts of several projects or plans together."""
    total = Boilerplate()
    for one in counts:
        total = total.plus(one)
    return total


@dataclass(frozen=True, slots=True)
class ProjectFingerprint:
    """The boilerplate of one project; `schedule_shared_with` counts the other projects with its spending plan."""

    project: str
    counts: Boilerplate
    filled: int
    schedule_shared_with: int
    bases: int

    @property
    def repeated_rows(self) -> int:
        """Rows that stand word for word in another project of the plan."""
        return self.counts.repeated


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The boilerplate of a department's plan of one year, with the numbers of different texts behind it."""

    counts: Boilerplate
    value_texts: int
    schedules: int
    bases: int
    commonest_basis: str
    by_project: tuple[ProjectFingerprint, ...]


def take_fingerprint(projects: Sequence[PrintedProject]) -> Fingerprint:
    """The fingerprint of a plan and of each of its projects."""
    places: Counter[RowText] = Counter()
    for project in projects:
        places.update(set(_rows(project)))
    schedules = Counter(schedule for project in projects if (schedule := _schedule(project)))
    bases = Counter(
        squeeze(row.basis.text)
        for project in projects
        for row in project.indicators
        if row.basis.text.strip()
    )
    values = {squeeze(row.value.text) for project in projects for row in project.indicators} - {""}
    commonest = min(bases, key=lambda basis: (-bases[basis], basis), default="")
    usual = min(schedules, key=lambda schedule: (-schedules[schedule], schedule), default=())
    each = tuple(
        _of_project(project, places, _Commonest(schedules, usual, commonest)) for project in projects
    )
    return Fingerprint(
        counts=add_up(one.counts for one in each),
        value_texts=len(values),
        schedules=len(schedules),
        bases=len(bases),
        commonest_basis=commonest,
        by_project=each,
    )


class _Commonest(NamedTuple):
    schedules: Counter[tuple[str, ...]]
    schedule: tuple[str, ...]
    basis: str


def _of_project(
    project: PrintedProject, places: Counter[RowText], commonest: _Commonest
) -> ProjectFingerprint:
    values = Counter(text for row in project.indicators if (text := squeeze(row.value.text)))
    bases = [squeeze(row.basis.text) for row in project.indicators]
    schedule = _schedule(project)
    return ProjectFingerprint(
        project=project.key,
        counts=Boilerplate(
            rows=len(project.indicators),
            shared_value=sum(number for number in values.values() if number > 1),
            repeated=sum(places[row] > 1 for row in _rows(project)),
            scheduled=int(bool(schedule)),
            same_schedule=int(bool(schedule) and schedule == commonest.schedule),
            single_basis=bases.count(commonest.basis) if commonest.basis else 0,
        ),
        filled=sum(values.values()),
        schedule_shared_with=commonest.schedules[schedule] - 1 if schedule else 0,
        bases=len(set(bases) - {""}),
    )


def _rows(project: PrintedProject) -> list[RowText]:
    return [RowText(row.kind, squeeze(row.name), squeeze(row.description.text)) for row in project.indicators]


def _schedule(project: PrintedProject) -> tuple[str, ...]:
    return tuple(f"{step.month}:{step.share}" for step in project.milestones)


def boilerplate_counts(counts: Boilerplate) -> dict[str, int]:
    """The counts by the property that states them beside a document's totals."""
    return {
        terms.GT_SHARED_VALUE_COUNT: counts.shared_value,
        terms.GT_REPEATED_COUNT: counts.repeated,
        terms.GT_SCHEDULED_COUNT: counts.scheduled,
        terms.GT_SAME_SCHEDULE_COUNT: counts.same_schedule,
        terms.GT_SINGLE_BASIS_COUNT: counts.single_basis,
    }
