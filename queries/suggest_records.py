"""What suggestions are made from and what they are: plain records without a store or a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

EvidenceKind = Literal["shared", "word-list", "neighbour", "unmatched"]


class Words(NamedTuple):
    """A text of the document: where it begins in the document's normalised text, and the cell that it stands in.

    Either may be unknown; a cell is written as in the IRIs of places, `t4.r2` or `p17`.
    """

    text: str
    start: int | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered part of a goal: one objective or one of its own statements."""

    number: str
    words: Words


@dataclass(frozen=True, slots=True)
class GoalWords:
    """The words of one goal; `parts` are clauses that a repair split off: judged by, never suggested."""

    number: str
    name: Words
    objectives: tuple[Clause, ...] = ()
    statements: tuple[Clause, ...] = ()
    parts: tuple[Clause, ...] = ()

    def fields(self) -> Iterator[tuple[str, Words]]:
        """Every text with the name of its field, the most telling first."""
        yield "name", self.name
        yield from ((f"objective {clause.number}", clause.words) for clause in self.objectives)
        yield from ((f"statement {clause.number}", clause.words) for clause in self.statements)


@dataclass(frozen=True, slots=True)
class ProjectWords:
    """The words of one project, or of one indicator row that is looked at by itself.

    `code` is its key within the plan: the project code, or the name of a task that has none.
    """

    code: str
    name: Words
    purpose: Words

    def fields(self) -> Iterator[tuple[str, Words]]:
        """Every text with the name of its field."""
        yield "name", self.name
        yield "purpose", self.purpose


class Target(NamedTuple):
    """A goal, one of its objectives, or (`goal` is None) none of the goals."""

    goal: str | None
    objective: str | None = None


Confirmed = Mapping[str, tuple[Target, ...]]


class Place(NamedTuple):
    """Words at their place: the field, the offsets in its printed text, where known in the document, and the cell."""

    words: str
    field: str
    start: int
    end: int
    document_start: int | None = None
    cell: str = ""


class Evidence(NamedTuple):
    """Why a target is suggested: words of the project and the words they meet.

    `kind` is `shared` (the same words in both), `word-list` (two words of one topic, named by `via`),
    `neighbour` (words shared with the confirmed project `via`) or `unmatched` (words that no goal has).
    """

    kind: EvidenceKind
    project: Place
    target: Place | None
    via: str
    weight: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One ranked answer for one project; the first of a project is the suggestion, the second the runner-up.

    `score` estimates how likely a reviewer accepts the link; `parts` holds what each method says by itself.
    """

    project_code: str
    goal_number: str | None
    objective: str | None
    rank: int
    score: float
    evidence: tuple[Evidence, ...]
    runner_up: str | None
    parts: Mapping[str, float]
