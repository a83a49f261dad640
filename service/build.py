"""Builds a store from documents: load, judge, write; a document is written whole or not at all."""

import hashlib
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, Literal, NamedTuple

from loaders.conflicts import ProjectConflict, find_code_conflicts
from loaders.errors import LoadError, ReaderStoppedError
from loaders.links import LinkFile, merge_links
from loaders.row_errors import RowError
from ontology.identifiers import PlanIdentifiers
from queries.store import Store
from service.document_links import LinkFileUnusedError
from service.fingerprints import input_fingerprint, review_fingerprint
from service.prepare import Decided, Knows, Ready, Recipe, decided_in, files_used, prepare
from service.receipt import Kept, Receipt, kept_documents, kept_receipt, sum_receipts
from service.shipped import write_shipped_graphs
from service.sources import find_sources
from service.store_writer import StoreWriter
from service.worker_pool import Ask, WorkerPool
from shapes.profile import Profile

__all__ = ["BuildResult", "Built", "Failure", "SameDocumentError", "build", "find_sources", "settle_labels"]

FEWEST_FOR_WORKERS: Final = 8  # below, starting processes takes longer than they save

LARGE: Final = 3_000_000  # bytes of N-Quads from which a document is packed on its way to the writer

State = Literal["built", "unchanged"]


class Built(NamedTuple):
    """A document that is in the store, and whether this build had to do anything for it."""

    source: Path
    receipt: Receipt
    state: State


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that gave no document, and why."""

    source: Path
    problem: LoadError


@dataclass(slots=True)
class BuildResult:
    """What a build did; `summary` is what `build --json` prints."""

    documents: list[Built] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def conflicts(self) -> tuple[ProjectConflict, ...]:
        """Project codes that two places of this load state."""
        label = settle_labels([built.source for built in self.documents])
        facts = ((label[built.source], built.receipt) for built in self.documents)
        return find_code_conflicts((name, r.kind, r.year, r.codes) for name, r in facts)

    def summary(self) -> dict[str, object]:
        """Counts over all documents of this build; money in yuan."""
        return {
            **sum_receipts(built.receipt for built in self.documents),
            "unchanged": sum(built.state == "unchanged" for built in self.documents),
            "conflicts": [conflict.sentence() for conflict in self.conflicts()],
            "failed": [
                {"source": failure.source.name, "problem": str(failure.problem)} for failure in self.failures
            ],
        }

    def severities(self) -> list[str]:
        """The severities of findings that occur in these documents."""
        return sorted({s for built in self.documents for s, count in built.receipt.findings.items() if count})


Tell = Callable[[Path, Built | LoadError], None]


def build(  # noqa: PLR0913 - what to read, where to, by which rules, with which links, and whom to tell
    sources: Sequence[Path],
    store: Store,
    profile: Profile,
    base: str,
    link_files: Sequence[LinkFile] = (),
    progress: Tell = lambda _source, _outcome: None,
    *,
    jobs: int = 1,
    keep_personal: bool = False,
    force: bool = False,
) -> BuildResult:
    """Build documents into the store; what fails is listed and changes nothing, what is unchanged stays.

    Documents are made ready in `jobs` processes and written in the order of the sources, so that what comes
    out does not depend on how many there are. With `force` unchanged documents are built as well.
    """
    recipe = Recipe.of(profile, base, link_files, keep_personal=keep_personal)
    work = _Build(recipe, store, progress, jobs)
    return work.run(sources, {} if force else kept_documents(store))


class _Build:
    def __init__(self, recipe: Recipe, store: Store, progress: Tell, jobs: int) -> None:
        self.recipe = recipe
        self.store = store
        self.progress = progress
        self.jobs = jobs
        self.known: Knows = decided_in(store)
        self.result = BuildResult()
        self.first: dict[str, Path] = {}  # the source of each document of this load
        self.links_used: set[str] = set()
        self.order: list[Path] = []
        self.settled: dict[Path, Built | LoadError] = {}

    def run(self, sources: Sequence[Path], kept: dict[str, Kept]) -> BuildResult:
        self.order = list(dict.fromkeys(sources))
        label = settle_labels(self.order)
        standing = {source: found for source in self.order if (found := self._standing(source, kept))}
        pending = [source for source in self.order if source not in standing]
        with closing(self._outcomes(pending)) as outcomes, self._writer(pending) as writer:
            for source in self.order:
                outcome = standing.get(source) or next(outcomes)
                if not isinstance(outcome, LoadError):
                    outcome = self._unless_twice(source, outcome, label)
                self._take(source, outcome, writer)
            self._refuse_unused_links()
            writer.finish()
        return self.result

    def _take(self, source: Path, outcome: Ready | Receipt | LoadError, writer: StoreWriter) -> None:
        if isinstance(outcome, RowError):
            raise outcome
        if isinstance(outcome, Ready):
            self.links_used |= outcome.links_from
            writer.add(outcome)
        elif isinstance(outcome, Receipt):
            self.links_used |= files_used(self.recipe.link_files, outcome.plan)
            self._settle(source, Built(source, outcome, "unchanged"))
        else:
            self._settle(source, outcome)

    def _written(self, ready: Ready) -> None:
        self._settle(ready.source, Built(ready.source, ready.receipt, "built"))

    def _settle(self, source: Path, outcome: Built | LoadError) -> None:
        """Keep and tell what became of the sources, in their order, however they are written."""
        self.settled[source] = outcome
        told = len(self.result.documents) + len(self.result.failures)
        while told < len(self.order) and self.order[told] in self.settled:
            source = self.order[told]
            outcome = self.settled.pop(source)
            if isinstance(outcome, Built):
                self.result.documents.append(outcome)
            else:
                self.result.failures.append(Failure(source, outcome))
            self.progress(source, outcome)
            told += 1

    def _writer(self, pending: Sequence[Path]) -> StoreWriter:
        shipped = partial(write_shipped_graphs, self.store, self.recipe.profile)
        hold = bool(self.recipe.link_files)
        return StoreWriter(self.store, shipped, self._written, aside=self._beside(pending), hold=hold)

    def _beside(self, pending: Sequence[Path]) -> bool:
        return self.jobs > 1 and len(pending) >= FEWEST_FOR_WORKERS

    def _outcomes(self, pending: Sequence[Path]) -> Generator[Ready | LoadError, None, None]:
        if not self._beside(pending):
            return (prepare(self.recipe, source, self.known) for source in pending)
        pool: WorkerPool[Path, Ready | LoadError] = WorkerPool(
            partial(_prepare_aside, self.recipe), self.jobs, _stopped, self.known
        )
        return pool.run(pending)

    def _standing(self, source: Path, kept: dict[str, Kept]) -> Receipt | None:
        """The receipt of a document that would be built as it is in the store already."""
        found = kept.get(self._fingerprint(source)) if kept else None
        if found is None:
            return None
        receipt = kept_receipt(self.store, found.document)
        decided = self.known(receipt.identifiers())
        links = decided.links
        for file in self.recipe.link_files:
            if file.concerns(receipt.plan):
                links, _ = merge_links(links, file.records)
        return receipt if review_fingerprint(links, decided.reviews) == found.review else None

    def _fingerprint(self, source: Path) -> str:
        try:
            with source.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""  # the reader says what is wrong with it
        return input_fingerprint(self.recipe.rules, sha256, source.name)

    def _unless_twice(
        self, source: Path, outcome: Ready | Receipt, label: dict[Path, str]
    ) -> Ready | Receipt | LoadError:
        receipt = outcome.receipt if isinstance(outcome, Ready) else outcome
        first = self.first.setdefault(receipt.document, source)
        if first == source:
            return outcome
        return SameDocumentError(receipt.document.rpartition("/")[2], label[first]).locate(str(source))

    def _refuse_unused_links(self) -> None:
        """A link file that speaks of none of the documents is a mistake, not a wish."""
        for file in self.recipe.link_files:
            if self.first and file.name not in self.links_used:
                raise LinkFileUnusedError(file.name, file.plan or "")


def _prepare_aside(recipe: Recipe, source: Path, ask: Ask) -> Ready | LoadError:
    def known(identifiers: PlanIdentifiers) -> Decided:
        answer = ask(identifiers)
        return answer if isinstance(answer, Decided) else Decided()

    outcome = prepare(recipe, source, known)
    if isinstance(outcome, Ready) and outcome.size > LARGE:
        return outcome.packed()
    return outcome


def _stopped(source: Path, problem: ReaderStoppedError) -> LoadError:
    return problem.locate(str(source))


def settle_labels(sources: Sequence[Path]) -> dict[Path, str]:
    """What to call each source of a load: its name, or its path where two have the same name."""
    names = Counter(source.name for source in sources)
    return {source: source.name if names[source.name] == 1 else str(source) for source in sources}


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


class SameFileError(LoadError):
    """Raised when two files of one load have the same bytes."""

    def __init__(self, earlier: str) -> None:
        self.earlier = earlier
        super().__init__(
            f"it has the same bytes as {earlier} of this load",
            "",
            "load one of the two",
            zh=(f"与本次读取的 {earlier} 内容完全相同", "请只读取其中一份"),
        )
