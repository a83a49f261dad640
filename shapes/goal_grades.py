"""How far a plan's projects carry its goals: G0 to G4 and sums, for each basis of links apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol

from shapes.grade_records import Grade, LinkLike, RowKey
from shapes.profile import Profile
from shapes.verdict_flags import weakens

LETTERS: Final = "ABCDEF"
BASES: Final[Mapping[str, frozenset[str]]] = {
    "stated": frozenset({"stated"}),
    "accepted": frozenset({"stated", "accepted"}),
    "proposed": frozenset({"stated", "accepted", "proposed"}),
}


class CountedRow(Protocol):
    """A row by its identity."""

    @property
    def kind(self) -> str: ...
    @property
    def ordinal(self) -> int: ...


class CountedProject(Protocol):
    """A project as far as levels and sums need it."""

    @property
    def key(self) -> str: ...
    @property
    def indicators(self) -> Sequence[CountedRow]: ...
    def amount(self, role: str) -> Any: ...


class CountedObjective(Protocol):
    """An objective and the clauses it was split into."""

    @property
    def number(self) -> str: ...
    @property
    def parts(self) -> Sequence[object]: ...


class CountedGoal(Protocol):
    """A goal and its objectives."""

    @property
    def number(self) -> str: ...
    @property
    def objectives(self) -> Sequence[CountedObjective]: ...


class CountedPlan(Protocol):
    """A plan as far as goal levels need it: just read, or back from a store."""

    @property
    def goals(self) -> Sequence[CountedGoal]: ...
    @property
    def projects(self) -> Sequence[CountedProject]: ...


class Subject(NamedTuple):
    """What a picture is of: the plan as a whole (`overall`), a goal, or an objective with its goal's number."""

    kind: str
    goal: str = ""
    objective: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """Projects, rows and money; `yuan` is None where no project states an amount."""

    projects: int
    indicators: int
    counts: tuple[int, int, int, int, int, int]
    yuan: Decimal | None

    @property
    def measurable(self) -> int:
        """Rows of grade A or B."""
        return self.counts[0] + self.counts[1]


@dataclass(frozen=True, slots=True)
class GoalPicture:
    """The level of a goal over one basis of links, the rule that gave it, the sums, and how many links of each kind."""

    subject: Subject
    basis: str
    level: str
    rule: str
    sums: Sums
    links: Mapping[str, int]


def grade_goals(
    plan: CountedPlan, links: Sequence[LinkLike], grades: Mapping[RowKey, Grade], profile: Profile
) -> tuple[GoalPicture, ...]:
    """The picture of the whole plan, of every goal and of every objective, for each basis of links."""
    book = _Book({project.key: project for project in plan.projects}, grades, profile)
    return tuple(
        _picture(subject, basis, [link for link in links if _serves(link, subject)], book)
        for subject in subjects_of(plan)
        for basis in BASES
    )


class _Book(NamedTuple):
    """What every picture of a plan is made from."""

    projects: Mapping[str, CountedProject]
    grades: Mapping[RowKey, Grade]
    profile: Profile


def subjects_of(plan: CountedPlan) -> Iterator[Subject]:
    """The plan as a whole, each goal, each objective, and the clauses an objective was split into."""
    yield Subject("overall")
    for goal in plan.goals:
        yield Subject("goal", goal.number)
        for objective in goal.objectives:
            yield Subject("objective", goal.number, objective.number)
            for place in range(len(objective.parts)):
                yield Subject("objective", goal.number, f"{objective.number}{chr(ord('a') + place)}")


def _serves(link: LinkLike, subject: Subject) -> bool:
    """A link to an objective serves its goal as well; one to a clause serves the objective it was split from."""
    if link.goal is None:
        return False
    if subject.kind == "overall":
        return True
    if link.goal != subject.goal:
        return False
    if subject.kind == "goal":
        return True
    return link.objective is not None and (
        link.objective == subject.objective or link.objective.rstrip("abcdefghij") == subject.objective
    )


def _picture(subject: Subject, basis: str, links: Sequence[LinkLike], book: _Book) -> GoalPicture:
    counted = [link for link in links if link.status in BASES[basis] and link.project_code in book.projects]
    shares: dict[str, Decimal] = {}
    for link in counted:
        part = Decimal(1) if link.share is None else link.share
        shares[link.project_code] = min(Decimal(1), shares.get(link.project_code, Decimal(0)) + part)
    linked = [project for key, project in book.projects.items() if key in shares]
    level, rule = grade_level(linked, book.grades, book.profile)
    numbers = {status: sum(link.status == status for link in links) for status in sorted(BASES["proposed"])}
    return GoalPicture(subject, basis, level, rule, sum_up(linked, book.grades, shares), numbers)


def grade_level(
    projects: Sequence[CountedProject], grades: Mapping[RowKey, Grade], profile: Profile
) -> tuple[str, str]:
    """G0 to G4 of linked projects, and the rule; a blocking flag keeps a row of A or B from carrying a goal."""
    rows = [
        (row.kind, grades[RowKey(p.key, row.kind, row.ordinal)]) for p in projects for row in p.indicators
    ]
    measurable = [(kind, grade) for kind, grade in rows if grade.letter in "AB"]
    sound = {kind for kind, grade in measurable if not weakens((flag.key for flag in grade.flags), profile)}
    return level_of_sums(len(projects), len(measurable), sound, profile)


def level_of_sums(projects: int, measurable: int, sound: Set[str], profile: Profile) -> tuple[str, str]:
    """The same level from sums: projects, their rows of A or B, and the kinds of those rows that no flag blocks."""
    if not projects:
        return "G0", "G-G0-no-project"
    if not measurable:
        return "G1", "G-G1-not-measurable"
    if not sound & profile.kinds.groups["output"]:
        return "G2", "G-G2-no-sound-output" if sound else "G-G2-all-flagged"
    if sound & (profile.kinds.groups["benefit"] | profile.kinds.groups["satisfaction"]):
        return "G4", "G-G4-benefit"
    return "G3", "G-G3-output"


def sum_up(
    projects: Iterable[CountedProject],
    grades: Mapping[RowKey, Grade],
    shares: Mapping[str, Decimal] | None = None,
) -> Sums:
    """The sums of projects; where a link names its share of a project's money, only that share counts."""
    number = rows = 0
    counts = dict.fromkeys(LETTERS, 0)
    money: list[Decimal] = []
    for project in projects:
        number += 1
        for row in project.indicators:
            rows += 1
            counts[grades[RowKey(project.key, row.kind, row.ordinal)].letter] += 1
        budget = project.amount("budget")
        if budget is not None and budget.yuan is not None:
            money.append(budget.yuan * (shares or {}).get(project.key, Decimal(1)))
    a, b, c, d, e, f = (counts[letter] for letter in LETTERS)
    return Sums(number, rows, (a, b, c, d, e, f), sum(money, Decimal(0)) if money else None)
