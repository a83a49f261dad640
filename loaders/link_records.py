"""The record of one goal–project link and the file that holds many, apart from how either is written down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, get_args

from loaders.row_errors import RowError

Status = Literal["stated", "accepted", "proposed", "rejected"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
COUNTING: Final[frozenset[str]] = frozenset({"stated", "accepted"})

SUPPORTS_GOAL: Final = "gt:supportsGoal"
SUPPORTS_OBJECTIVE: Final = "gt:supportsObjective"
MANUAL: Final = "semapv:ManualMappingCuration"
LEXICAL: Final = "semapv:LexicalMatching"
SIMILARITY: Final = "semapv:SemanticSimilarityThresholdMatching"
COMPOSITE: Final = "semapv:CompositeMatching"
BACKGROUND: Final = "semapv:BackgroundKnowledgeBasedMatching"
STATED: Final = "semapv:UnspecifiedMatching"
JUSTIFICATIONS: Final = (MANUAL, LEXICAL, SIMILARITY, COMPOSITE, BACKGROUND, STATED)


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One row: this project serves this goal or objective, or (`goal` is None) none of the stated goals.

    `confidence` says how sure the reviewer is that the project's purpose serves the target, from 0 to 1;
    it is no share of money. `share` is the part of the project's money that goes to the target.
    `evidence` holds words of the document, verbatim. `document_sha256` is the file the decision was made
    on, `words_sha256` the fingerprint of the words that were judged. `line` is the row it was read from.
    """

    project_code: str
    goal: str | None
    objective: str | None = None
    predicate: str = SUPPORTS_GOAL
    status: Status = "proposed"
    justification: str = MANUAL
    confidence: Decimal | None = None
    evidence: tuple[str, ...] = ()
    share: Decimal | None = None
    reviewer: str = ""
    date: str = ""
    document_sha256: str = ""
    words_sha256: str = ""
    comment: str = ""
    project_label: str = ""
    target_label: str = ""
    line: int = field(default=0, compare=False)

    @property
    def target(self) -> str:
        """The target as `ontology.identifiers` names it: `3`, `3/objective/1` or `none`."""
        if self.goal is None:
            return "none"
        return self.goal if self.objective is None else f"{self.goal}/objective/{self.objective}"

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        """What makes a link one: its project and its target."""
        return self.project_code, self.goal, self.objective

    @property
    def counts(self) -> bool:
        """Whether the link holds: stated by the document or accepted by a reviewer."""
        return self.status in COUNTING


@dataclass(frozen=True, slots=True)
class LinkFile:
    """A read link file: what its header says, its good rows, and what is wrong with the others.

    `keep_going` says that its good rows are wanted although others cannot be taken.
    """

    name: str
    records: tuple[LinkRecord, ...]
    metadata: Mapping[str, object] = field(default_factory=dict)
    curie_map: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[RowError, ...] = ()
    keep_going: bool = False

    @property
    def plan(self) -> str | None:
        """The IRI of the plan the file speaks of, None where its header names no plan."""
        for prefix, ending in (("project", "/project/"), ("goal", "/goal/")):
            namespace = self.curie_map.get(prefix, "")
            if namespace.endswith(ending):
                return namespace[: -len(ending)]
        return None

    def concerns(self, plan: str) -> bool:
        """Whether the file speaks of this plan; the base address before `plan/` may differ."""
        stated = self.plan
        return stated is None or plan_key(stated) == plan_key(plan)


def plan_key(plan: str) -> str:
    """The department and year of a plan's IRI.

    >>> plan_key("https://example.org/data/plan/203001-2022")
    '203001-2022'
    """
    return plan.rpartition("/plan/")[2]


def sort_records(records: Iterable[LinkRecord]) -> tuple[LinkRecord, ...]:
    """Records in one fixed order: by project, then by target, "none" last."""
    return tuple(
        sorted(records, key=lambda r: (r.project_code, r.goal is None, r.goal or "", r.objective or ""))
    )
