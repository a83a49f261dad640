"""How much of a plan is boilerplate: shared values, repeated rows, identical schedules, a single basis.

The figures are shares between 0 and 1, so departments and years of any size can be laid side by side.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple, Protocol

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


@dataclass(frozen=True, slots=True)
class ProjectFingerprint:
    """The boilerplate of one project."""

    project: str
    rows: int
    filled: int
    shared_value_rows: int
    repeated_rows: int
    schedule_shared_with: int
    bases: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The boilerplate of a department's plan of one year.

    `shared_value`: rows whose value text stands on every filled row of their project. `repeated_rows`: rows that
    stand word for word in another project. `same_schedule`: projects with the commonest spending plan.
    `single_basis`: rows with the commonest basis. All as shares.
    """

    projects: int
    rows: int
    value_texts: int
    schedules: int
    bases: int
    shared_value: Decimal
    repeated_rows: Decimal
    same_schedule: Decimal
    single_basis: Decimal
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
    each = tuple(_of_project(project, places, schedules) for project in projects)
    rows = sum(one.rows for one in each)
    commonest = min(bases, key=lambda basis: (-bases[basis], basis), default="")
    return Fingerprint(
        projects=len(projects),
        rows=rows,
        value_texts=len(values),
        schedules=len(schedules),
        bases=len(bases),
        shared_value=_share(sum(one.shared_value_rows for one in each), rows),
        repeated_rows=_share(sum(one.repeated_rows for one in each), rows),
        same_schedule=_share(max(schedules.values(), default=0), sum(schedules.values())),
        single_basis=_share(bases[commonest], rows),
        commonest_basis=commonest,
        by_project=each,
    )


def _of_project(
    project: PrintedProject, places: Counter[RowText], schedules: Counter[tuple[str, ...]]
) -> ProjectFingerprint:
    values = Counter(text for row in project.indicators if (text := squeeze(row.value.text)))
    filled = sum(values.values())
    shared = filled if len(values) == 1 and filled > 1 else 0
    schedule = _schedule(project)
    return ProjectFingerprint(
        project=project.key,
        rows=len(project.indicators),
        filled=filled,
        shared_value_rows=shared,
        repeated_rows=sum(places[row] > 1 for row in _rows(project)),
        schedule_shared_with=schedules[schedule] - 1 if schedule else 0,
        bases=len({squeeze(row.basis.text) for row in project.indicators} - {""}),
    )


def _rows(project: PrintedProject) -> list[RowText]:
    return [RowText(row.kind, squeeze(row.name), squeeze(row.description.text)) for row in project.indicators]


def _schedule(project: PrintedProject) -> tuple[str, ...]:
    return tuple(f"{step.month}:{step.share}" for step in project.milestones)


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(_FOUR_PLACES, ROUND_HALF_UP) if whole else Decimal(0)
