"""Kills builds at random moments, any number of times, and looks at what is left.

    python benchmarks/crash.py [--trials 1000] [--seed 1] [--documents 20] [--jobs 2]

After each kill the store must open and hold every document as it was before or as it is after, never a part;
every decision of a reviewer must be there; and the next build must finish the work and leave no files behind.
"""

import argparse
import multiprocessing
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

from benchmarks.generate import Maker, as_text
from queries.embedded import QUADS, EmbeddedStore
from queries.store import open_store
from service.build import build
from service.prepare import Decided, Recipe, prepare
from service.review import decide_link
from service.shard_load import load_shards
from service.shards import build_shards
from shapes.profile import load_profile

BASE: Final = "https://example.org/data/"
REVIEWER: Final = "a reviewer"
Held = dict[str, str]
Work = Callable[..., None]


@dataclass(slots=True)
class Counts:
    """What the trials found; `torn` and `lost` must be empty."""

    trials: int = 0
    killed: int = 0
    before: int = 0
    after: int = 0
    absent: int = 0
    torn: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every promise was kept."""
        return not (self.torn or self.lost or self.unfinished)


def run_build(sources: Sequence[Path], place: Path, jobs: int) -> None:
    """The child's work: an ordinary build."""
    store = open_store(place)
    build(sources, store, load_profile(), BASE, jobs=jobs)
    store.close()


def run_shards(sources: Sequence[Path], folder: Path) -> None:
    """The child's work: an ordinary making of shards."""
    build_shards(sources, folder, Recipe.of(load_profile(), BASE), size=3)


def held_in(place: Path) -> Held:
    """What a store holds of each document, as it opens after a crash."""
    store = open_store(place, read_only=True)
    assert isinstance(store, EmbeddedStore)
    graphs: dict[str, list[str]] = {}
    for graph in store.graphs():
        if "/document/" in graph:
            graphs.setdefault(graph.rpartition("/")[0], []).append(graph)
    held = {document: store.nquads(names) for document, names in graphs.items()}
    store.close()
    return held


def _warm(ready: Event, source: Path, work: Work, arguments: tuple[object, ...]) -> None:
    """Load all that a first document needs, so that the kill falls into the work and not into the imports."""
    prepare(Recipe.of(load_profile(), BASE), source, lambda _identifiers: Decided())
    ready.set()
    work(*arguments)


class Trials:
    """Two versions of some documents, the stores of both, and builds from the first to the second."""

    def __init__(self, folder: Path, documents: int, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.context = _context()
        self.counts = Counts()
        self.old = _write(folder / "old", documents, seed)
        self.new = _write(folder / "new", documents, seed, changed=True)
        # The first half is in the store already when a build is killed; the rest is new to it.
        self.known = documents // 2
        self.start = folder / "start"
        self._build(self.old[: self.known], self.start)
        self.decided = self._decide()
        self.before = held_in(self.start)
        shutil.copytree(self.start, folder / "done")
        self._build(self.new, folder / "done")
        self.after = held_in(folder / "done")

    def run(self, trials: int, jobs: int = 1) -> Counts:
        """Kill that many builds."""
        takes = self._takes(run_build, self.new, self._fresh(), jobs) if trials else 0.0
        for _ in range(trials):
            self._trial(jobs, takes)
        return self.counts

    def _fresh(self) -> Path:
        place = self.folder / "trial"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.start, place)
        return place

    def _trial(self, jobs: int, takes: float) -> None:
        counts, place = self.counts, self._fresh()
        counts.trials += 1
        counts.killed += self._kill(takes, run_build, self.new, place, jobs)
        held = held_in(place)
        for document in sorted(self.after):
            found = held.get(document)
            counts.absent += found is None and document not in self.before
            counts.after += found == self.after[document]
            counts.before += found is not None and found == self.before.get(document)
            if found not in (self.after[document], self.before.get(document)):
                counts.torn.append(f"trial {counts.trials}: {document}")
        self._look_for_decisions(held)
        self._build(self.new, place)
        if held_in(place) != self.after or list((place / QUADS).glob("bulk-*.sst")):
            counts.unfinished.append(f"trial {counts.trials}")

    def _look_for_decisions(self, held: Mapping[str, str]) -> None:
        for document in self.decided:
            if REVIEWER not in held.get(document, ""):
                self.counts.lost.append(f"trial {self.counts.trials}: {document}")

    def _kill(self, takes: float, work: Work, *arguments: object) -> bool:
        """Run the work in a process of its own and kill it somewhere on its way, or just behind its end."""
        child = self._started(work, *arguments)
        child.join(self.random.uniform(0, takes * 1.05))
        killed = child.exitcode is None
        child.kill()
        child.join()
        return killed

    def _takes(self, work: Work, *arguments: object) -> float:
        child = self._started(work, *arguments)
        began = time.monotonic()
        child.join()
        return time.monotonic() - began

    def _started(self, work: Work, *arguments: object) -> BaseProcess:
        """A process that has warmed up and begins with the work now."""
        ready: Event = self.context.Event()
        child: BaseProcess = self.context.Process(target=_warm, args=(ready, self.old[0], work, arguments))  # type: ignore[attr-defined]
        child.start()
        ready.wait()
        return child

    def _build(self, sources: Sequence[Path], place: Path) -> None:
        run_build(sources, place, 1)

    def _decide(self) -> list[str]:
        store = open_store(self.start)
        documents = sorted({graph.rpartition("/")[0] for graph in store.graphs() if "/document/" in graph})
        for document in documents[::2]:
            row = store.select(
                f"SELECT ?code WHERE {{ GRAPH <{document}/source> {{ ?p a gt:Project ; gt:order 1 ; gt:code ?code }} }}"
            ).rows[0]
            decide_link(store, load_profile(), str(row[0]), "1", "accepted", REVIEWER, "", document)
        store.close()
        return documents[::2]

    def run_on_shards(self, trials: int) -> Counts:
        """Kill the making of shards; what is finished must stay, and the end must be the same bytes."""
        whole = self.folder / "shards"
        run_shards(self.new, whole)
        wanted = _contents(whole)
        takes = self._takes(run_shards, self.new, self.folder / "timed-shards")
        for _ in range(trials):
            self.counts.trials += 1
            place = self.folder / "trial-shards"
            shutil.rmtree(place, ignore_errors=True)
            self.counts.killed += self._kill(takes, run_shards, self.new, place)
            run_shards(self.new, place)
            if _contents(place) != wanted:
                self.counts.unfinished.append(f"trial {self.counts.trials}: shards differ")
        store = open_store(":memory:")
        load_shards(whole, store, load_profile())
        return self.counts


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".part")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def _write(folder: Path, documents: int, seed: int, *, changed: bool = False) -> list[Path]:
    """Small documents; the changed ones differ in one word that every one of them has."""
    folder.mkdir(parents=True)
    paths = []
    for number in range(documents):
        maker = Maker(seed, number, projects=2)
        text = as_text(maker.make())
        path = folder / f"{number:03d}.txt"
        path.write_text(
            text.replace("制定资金管理办法", "修订资金管理办法") if changed else text, encoding="utf-8"
        )
        paths.append(path)
    return paths


def _context() -> BaseContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.crash"])
    return context


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, kill, and say what was found."""
    parser = argparse.ArgumentParser(description="Kill builds at random moments.")
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2, help="processes of every fifth build")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        trials = Trials(Path(folder), given.documents, given.seed)
        beside, shards = given.trials // 5, given.trials // 5
        trials.run(given.trials - beside - shards)
        trials.run(beside, given.jobs)
        counts = trials.run_on_shards(shards)
    print(f"seed {given.seed}: {counts.trials} builds, {counts.killed} of them killed while they ran")
    print(
        f"documents found as before {counts.before}, as after {counts.after}, not yet there {counts.absent}"
    )
    print(
        f"torn {len(counts.torn)}, decisions lost {len(counts.lost)}, not finished {len(counts.unfinished)}"
    )
    for line in (*counts.torn, *counts.lost, *counts.unfinished):
        print(line)
    raise SystemExit(0 if counts.good else 1)


if __name__ == "__main__":
    main()
