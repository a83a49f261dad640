"""Builds a store from documents: load, judge, write; a document is written whole or not at all."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from loaders.conflicts import ProjectConflict, find_project_conflicts
from loaders.errors import LoadError, MissingFileError
from loaders.link_errors import ManyLinksError
from loaders.link_versions import objective_numbers
from loaders.links import LinkFile, LinkRecord, check_links, merge_links
from loaders.load import Loaded, load_file
from loaders.stated_links import stated_link_records
from queries.store import Store
from queries.stored_links import stored_links
from service.judge import Judged, judge
from service.row_reviews import stored_reviews
from service.shipped import write_shipped_graphs
from shapes.profile import Profile

LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that gave no document, and why."""

    source: Path
    problem: LoadError


@dataclass(slots=True)
class BuildResult:
    """What a build did; `summary` is what `build --json` prints."""

    judged: list[Judged] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def conflicts(self) -> tuple[ProjectConflict, ...]:
        """Project codes that two places of this load state."""
        return find_project_conflicts((j.loaded.document.name, j.loaded.plan) for j in self.judged)

    def summary(self) -> dict[str, object]:
        """Counts over all documents of this build; money in yuan."""
        plans = [judged.loaded.plan for judged in self.judged]
        projects = [project for plan in plans for project in plan.projects]
        grades = Counter(grade.letter for judged in self.judged for grade in judged.judgment.rows.values())
        links = Counter(record.status for judged in self.judged for record in judged.records)
        severities = Counter(finding.severity for judged in self.judged for finding in judged.findings)
        goals = [goal for plan in plans for goal in plan.goals]
        return {
            "documents": len(plans),
            "goals": len(goals),
            "objectives": sum(len(goal.objectives) for goal in goals),
            "objectives_when_split": sum(
                max(1, len(objective.parts)) for goal in goals for objective in goal.objectives
            ),
            "safeguards": sum(len(plan.safeguards) for plan in plans),
            "projects": len(projects),
            "indicators": sum(len(bearer.indicators) for plan in plans for bearer in plan.bearers),
            "budget_total_yuan": sum(
                (a.yuan for p in projects if (a := p.amount("budget")) and a.yuan is not None), Decimal(0)
            ),
            "grades": {letter: grades[letter] for letter in LETTERS},
            "links": {status: links[status] for status in ("stated", "accepted", "proposed", "rejected")},
            "findings": {severity: severities[severity] for severity in ("violation", "warning", "info")},
            "repairs": sum(len(plan.repairs) for plan in plans),
            "unread": sum(len(plan.unread) for plan in plans),
            "conflicts": [conflict.sentence() for conflict in self.conflicts()],
            "failed": [
                {"source": failure.source.name, "problem": str(failure.problem)} for failure in self.failures
            ],
        }


def find_sources(given: Sequence[Path]) -> list[Path]:
    """The files to load: a folder stands for all files in it, in order of their names."""
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~$")))
            if not inside:
                raise MissingFileError(str(path), "the folder is empty")
            found.extend(inside)
        else:
            found.append(path)
    return found


def build(  # noqa: PLR0913 - what to read, where to, by which rules, with which links, and whom to tell
    sources: Sequence[Path],
    store: Store,
    profile: Profile,
    base: str,
    link_files: Sequence[LinkFile] = (),
    progress: Callable[[Path, Judged | LoadError], None] = lambda _source, _outcome: None,
) -> BuildResult:
    """Build documents one after the other into the store; what fails is listed and changes nothing."""
    result = BuildResult()
    loaded: list[Loaded] = []
    names: dict[str, str] = {}
    for source in sources:
        try:
            one = load_file(source, base)
            earlier = names.setdefault(one.identifiers.document, source.name)
            if earlier != source.name or any(
                one.document.sha256 == other.document.sha256 for other in loaded
            ):
                raise SameDocumentError(one.identifiers.document.rpartition("/")[2], earlier)
            loaded.append(one)
        except LoadError as problem:
            problem.locate(str(source))
            result.failures.append(Failure(source, problem))
            progress(source, problem)
    records = [_records(one, store, link_files) for one in loaded]
    _refuse_unused(link_files, loaded)
    if loaded:
        write_shipped_graphs(store, profile)
    for one, links in zip(loaded, records, strict=True):
        judged = judge(one, links, profile, stored_reviews(store, one.identifiers))
        store.replace_graphs(judged.graphs, judged.nquads)
        result.judged.append(judged)
        progress(Path(one.document.name), judged)
    return result


def _records(loaded: Loaded, store: Store, link_files: Sequence[LinkFile]) -> tuple[LinkRecord, ...]:
    """The links of one document: those it states, those the store holds from earlier reviews, then the given ones."""
    plan = loaded.plan
    reviewed = [r for r in stored_links(store, loaded.identifiers) if r.status != "stated"]
    records, _ = merge_links(stated_link_records(plan, loaded.document.sha256), reviewed)
    codes = frozenset(project.key for project in plan.projects)
    goals = objective_numbers(plan)
    for file in link_files:
        if not file.concerns(loaded.identifiers.plan):
            continue
        problems = check_links(file.records, codes, goals, file.name)
        records, conflicts = merge_links(records, file.records, file.name)
        problems += conflicts
        if problems:
            raise problems[0] if len(problems) == 1 else ManyLinksError(problems)
    return tuple(records)


def _refuse_unused(link_files: Sequence[LinkFile], loaded: Sequence[Loaded]) -> None:
    """A link file that speaks of none of the documents is a mistake, not a wish."""
    for file in link_files:
        if loaded and not any(file.concerns(one.identifiers.plan) for one in loaded):
            raise LinkFileUnusedError(file.name, file.plan or "")


class SameDocumentError(LoadError):
    """Raised when two files of one load are the same document of the same department and year."""

    def __init__(self, document: str, earlier: str) -> None:
        self.document, self.earlier = document, earlier
        super().__init__(
            f"it is the document {document}, which {earlier} of this load is already",
            "",
            "load one of the two",
            zh=(f"与本次读取的 {earlier} 是同一份文件（{document}）", "请只读取其中一份"),
        )


class LinkFileUnusedError(LoadError):
    """Raised when a given link file speaks of a plan that is not being built."""

    def __init__(self, name: str, plan: str) -> None:
        self.plan = plan
        super().__init__(
            f"it holds links of the plan {plan.rpartition('/')[2]}, which is not among the documents",
            name,
            "give the links of the document that is being built",
            zh=(
                f"其中是计划 {plan.rpartition('/')[2]} 的关联，而本次文件中没有这份计划",
                "请给出与所读文件对应的关联文件",
            ),
        )
