"""Documents as shards: folders of quads and tables that any machine can make, and any store or engine can load.

A shard is named from its input, its manifest is written last, and making it twice gives the same bytes. A run
that was killed goes on where it was; a machine that makes a shard a second time does no harm.
"""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from loaders.errors import LoadError, ReaderStoppedError
from loaders.row_errors import RowError
from service.build import BuildResult, Built, Failure, SameDocumentError, SameFileError, Tell
from service.prepare import Decided, Ready, Recipe, judge_file, make_ready, prepare, problem_of
from service.receipt import Fingerprints, Receipt
from service.shard_files import ShardDraft, read_manifest, require_scale, write_index, write_shard
from service.shard_plan import FORMAT, SIZE, Shard, ShardDocument, make_shard, plan_shards, read_documents
from service.shard_tables import document_rows
from service.worker_pool import Ask, Limits, WorkerPool

_SECONDS_A_DOCUMENT: Final = 100.0
Manifest = dict[str, Any]


def build_shard(
    documents: Sequence[ShardDocument], recipe: Recipe, folder: Path, stopped: frozenset[Path] = frozenset()
) -> Manifest:
    """Make the shard of these documents in its folder below `folder`; where it is finished, only say what it holds.

    Depends on its arguments and the bytes of the documents alone. `stopped` names documents that ended the
    process they were read in. A wrong link file raises; any other problem of a document is listed.
    """
    shard = make_shard(documents, recipe)
    finished = read_manifest(folder / shard.key)
    if finished is not None:
        return finished
    draft, at = ShardDraft(), 0
    held: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    first: dict[str, str] = {}
    for number, document in enumerate(documents):
        entry = {"number": number, "name": document.name}
        try:
            ready, rows = _make(document, recipe, stopped, first)
        except RowError:
            raise
        except Exception as exc:  # listed, in words and without the folder it was read from
            problem = problem_of(exc, document.path)
            problem.where = problem.where.replace(str(document.path), document.name)
            failed.append(entry | _sentences(problem))
            continue
        length = draft.add(ready.nquads, rows)
        held.append(entry | {"at": at, "length": length} | _facts(ready))
        at += length
    manifest: Manifest = {"format": FORMAT, "key": shard.key, "documents": held, "failed": failed}
    write_shard(folder / shard.key, draft, manifest)
    return read_manifest(folder / shard.key) or manifest


def _make(
    document: ShardDocument, recipe: Recipe, stopped: frozenset[Path], first: dict[str, str]
) -> tuple[Ready, dict[str, Any]]:
    if document.path in stopped:
        raise ReaderStoppedError("its process ended", "处理它的进程中止")
    judged, decided = judge_file(recipe, document.path, lambda _identifiers: Decided())
    if document.sha256 != judged.loaded.document.sha256:
        raise FileChangedError
    ready = make_ready(recipe, document.path, judged, decided.reviews)
    if ready.receipt.document in first:
        raise SameDocumentError(ready.receipt.document.rpartition("/")[2], first[ready.receipt.document])
    first[ready.receipt.document] = document.name
    return ready, document_rows(judged, ready.receipt)


def _sentences(problem: LoadError) -> dict[str, str]:
    return {"en": problem.message("en"), "zh": problem.message("zh")}


def _facts(ready: Ready) -> dict[str, Any]:
    return {
        "receipt": asdict(ready.receipt),
        "fingerprints": ready.fingerprints._asdict(),
        "graphs": ready.graphs,
        "links_from": sorted(ready.links_from),
    }


class HeldDocument(NamedTuple):
    """A document of a finished shard: its place in the shard, where its quads are, what a build would keep of it."""

    number: int
    name: str
    at: int
    length: int
    receipt: Receipt
    fingerprints: Fingerprints
    graphs: tuple[str, ...]


def held_documents(manifest: Manifest) -> list[HeldDocument]:
    """The documents of a finished shard, in their order."""
    return [
        HeldDocument(
            held["number"],
            held["name"],
            held["at"],
            held["length"],
            Receipt.from_facts(held["receipt"]),
            Fingerprints(**held["fingerprints"]),
            tuple(held["graphs"]),
        )
        for held in manifest["documents"]
    ]


def build_shards(  # noqa: PLR0913 - what to read, where to, by which rules, and whom to tell
    sources: Sequence[Path],
    folder: Path,
    recipe: Recipe,
    progress: Tell = lambda _source, _outcome: None,
    *,
    jobs: int = 1,
    size: int = SIZE,
) -> BuildResult:
    """Make all shards of these sources, then the list of them; finished shards of earlier runs are kept."""
    require_scale()
    run = _ShardRun(folder, recipe, jobs, progress)
    return run.build(plan_shards(run.without_copies(read_documents(sources)), recipe, size))


class _ShardRun:
    def __init__(self, folder: Path, recipe: Recipe, jobs: int, progress: Tell) -> None:
        self.folder = folder
        self.recipe = recipe
        self.jobs = jobs
        self.progress = progress
        self.result = BuildResult()
        self.first: dict[str, Path] = {}
        self.refused: list[dict[str, str]] = []

    def without_copies(self, documents: Sequence[ShardDocument]) -> list[ShardDocument]:
        """The documents without those whose bytes an earlier one has."""
        first: dict[str, ShardDocument] = {}
        for document in documents:
            earlier = first.setdefault(document.sha256 or str(document.path), document)
            if earlier is not document:
                self._refuse(document, SameFileError(earlier.name).locate(document.name))
        return list(first.values())

    def build(self, shards: Sequence[Shard]) -> BuildResult:
        standing = {shard.key for shard in shards if read_manifest(self.folder / shard.key) is not None}
        keys = []
        with closing(self._manifests(shards)) as manifests:
            for shard, manifest in zip(shards, manifests, strict=True):
                keys.append(self._take(shard, manifest, old=shard.key in standing))
        write_index(self.folder, {"format": FORMAT, "shards": keys, "refused": self.refused})
        return self.result

    def _take(self, shard: Shard, manifest: Manifest, *, old: bool) -> str:
        """Settle one shard; where it repeats a document of an earlier one, it is made again without it."""
        held = {document.number: document for document in held_documents(manifest)}
        failed = {entry["number"]: entry for entry in manifest["failed"]}
        kept = []
        for number, document in enumerate(shard.documents):
            if number in failed:
                self._fail(document.path, _ListedError(failed[number]))
            elif problem := self._twice(document, held[number].receipt.document):
                self._refuse(document, problem)
                continue
            else:
                built = Built(document.path, held[number].receipt, "unchanged" if old else "built")
                self.result.documents.append(built)
                self.progress(document.path, built)
            kept.append(document)
        if len(kept) == len(shard.documents):
            return shard.key
        rest = make_shard(kept, self.recipe)
        self._one(rest)
        return rest.key

    def _twice(self, document: ShardDocument, iri: str) -> LoadError | None:
        first = self.first.setdefault(iri, document.path)
        if first == document.path:
            return None
        return SameDocumentError(iri.rpartition("/")[2], first.name).locate(document.name)

    def _refuse(self, document: ShardDocument, problem: LoadError) -> None:
        self.refused.append({"name": document.name, **_sentences(problem)})
        self._fail(document.path, problem)

    def _fail(self, source: Path, problem: LoadError) -> None:
        self.result.failures.append(Failure(source, problem))
        self.progress(source, problem)

    def _manifests(self, shards: Sequence[Shard]) -> Generator[Manifest, None, None]:
        if self.jobs < 2 or len(shards) < 2:
            for shard in shards:
                yield build_shard(shard.documents, self.recipe, self.folder)
            return
        most = max(len(shard.documents) for shard in shards)
        pool: WorkerPool[Shard, Manifest | LoadError] = WorkerPool(
            partial(_shard_aside, self.recipe, self.folder),
            self.jobs,
            lambda _shard, problem: problem,
            limits=Limits(seconds=_SECONDS_A_DOCUMENT * most),
        )
        with closing(pool.run(shards)) as outcomes:
            for shard, outcome in zip(shards, outcomes, strict=True):
                yield self._settled(shard, outcome)

    def _settled(self, shard: Shard, outcome: Manifest | LoadError) -> Manifest:
        if isinstance(outcome, ReaderStoppedError):
            return self._one(shard)
        if isinstance(outcome, LoadError):
            raise outcome
        return outcome

    def _one(self, shard: Shard) -> Manifest:
        """Make one shard whatever its documents do to the process that reads them."""
        pool: WorkerPool[Path, Ready | LoadError] = WorkerPool(
            partial(_prepare_alone, self.recipe),
            1,
            lambda source, problem: problem.locate(f"stopped {source}"),
        )
        paths = [document.path for document in shard.documents]
        stopped = frozenset(
            path
            for path, outcome in zip(paths, pool.run(paths), strict=True)
            if isinstance(outcome, ReaderStoppedError) and outcome.where.startswith("stopped ")
        )
        return build_shard(shard.documents, self.recipe, self.folder, stopped)


class FileChangedError(LoadError):
    """Raised when a file changes between the naming of its shard and its reading."""

    def __init__(self) -> None:
        super().__init__(
            "it changed while the shards were being made",
            "",
            "build the shards again",
            zh=("生成分片期间文件有改动", "请重新生成分片"),
        )


class _ListedError(LoadError):
    """A problem as a manifest keeps it: in words, in both languages."""

    def __init__(self, listed: dict[str, str]) -> None:
        self.listed = listed
        super().__init__(listed["en"], "", "", zh=(listed["zh"], ""))

    def message(self, lang: str = "en") -> str:
        """The sentence that was written down."""
        return self.listed["zh" if lang == "zh" else "en"]


def _shard_aside(recipe: Recipe, folder: Path, shard: Shard, _ask: Ask) -> Manifest | LoadError:
    try:
        return build_shard(shard.documents, recipe, folder)
    except LoadError as problem:
        return problem


def _prepare_alone(recipe: Recipe, source: Path, _ask: Ask) -> Ready | LoadError:
    outcome = prepare(recipe, source, lambda _identifiers: Decided())
    return outcome if isinstance(outcome, LoadError) else outcome.without_quads()
