"""How quickly documents become a store: one process against several, reading against rdflib, side by side.

    python benchmarks/build.py [--documents 200] [--jobs 2] [--runs 3] [--seed 1] [--shards]

Makes the documents first (`benchmarks/generate.py`), then runs `goaltrace build` on them, each way in turn,
and prints medians and ratios of the same run. CPU is that of all processes of a build, memory the sum of
what they hold between them (shared pages once). "One core" is one process bound to one core.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import rdflib

from benchmarks.generate import generate
from loaders.load import load_file

TICKS: Final = os.sysconf("SC_CLK_TCK")
READ: Final = 30  # documents that are read for the comparison with rdflib


class Run(NamedTuple):
    """One build: seconds by the clock and of CPU, those of the process that writes, and megabytes at the peak."""

    wall: float
    cpu: float
    writer: float
    peak: float


class Watch(threading.Thread):
    """Looks at a process and all that descend from it until it has ended."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.peak = 0.0
        self.cpu: dict[int, float] = {}
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.05):
            held = 0
            for process in _family(self.process):
                held += _kilobytes(process)
                self.cpu[process] = max(self.cpu.get(process, 0.0), _cpu(process))
            self.peak = max(self.peak, held / 1024)


def _family(process: int) -> list[int]:
    found = [process]
    try:
        for thread in os.listdir(f"/proc/{process}/task"):
            children = Path(f"/proc/{process}/task/{thread}/children").read_text("ascii")
            found += [member for child in children.split() for member in _family(int(child))]
    except OSError:
        pass
    return found


def _kilobytes(process: int) -> int:
    try:
        found = re.search(
            r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text("ascii"), re.MULTILINE
        )
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _cpu(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def run_build(arguments: Sequence[str], cores: set[int]) -> Run:
    """Run the command line on these cores and watch it."""
    here = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)  # a child inherits it
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "service.cli", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.sched_setaffinity(0, here)
    watch = Watch(child.pid)
    watch.start()
    code = child.wait()
    wall = time.perf_counter() - start
    watch.ended.set()
    watch.join()
    assert code in {0, 2}, code
    return Run(wall, sum(watch.cpu.values()), watch.cpu.get(child.pid, 0.0), watch.peak)


def median(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(*(statistics.median(values) for values in zip(*runs, strict=True)))


def size_of(folder: Path) -> int:
    """Bytes in all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def compare_with_rdflib(sources: Sequence[Path]) -> None:
    """Reading to quads as text, against adding the same quads to an rdflib dataset one by one."""
    loaded = [load_file(source) for source in sources]
    texts = [one.quads.nquads() for one in loaded]
    terms = [[_terms(line) for line in text.splitlines()] for text in texts]

    def ours() -> None:
        for source in sources:
            load_file(source).quads.nquads()

    def theirs() -> None:
        for quads in terms:
            graph = rdflib.Graph()
            for subject, predicate, value in quads:
                graph.add((subject(), predicate(), value()))

    quads = sum(len(found) for found in terms)
    mine, other = (_cpu_seconds(work) for work in (ours, theirs))
    print(
        f"reading {len(sources)} documents to {quads} quads  {mine / len(sources) * 1000:8.1f} ms CPU a document"
    )
    print(f"the same quads by rdflib.Graph.add    {other / len(sources) * 1000:8.1f} ms CPU a document")
    print(f"reading takes 1/{other / mine:.1f} of it")


def _cpu_seconds(work: Callable[[], None]) -> float:
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


_TERM: Final = re.compile(
    r'<(?P<iri>[^>]*)>|"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<lang>[\w-]+)|\^\^<(?P<type>[^>]*)>)?'
)


def _terms(line: str) -> tuple[Callable[[], rdflib.term.Identifier], ...]:
    """How rdflib would make each term of a line; made anew each time, as a program that uses it does."""
    found = [_maker(match) for match in _TERM.finditer(line)]
    return tuple(found[:3])


def _maker(match: re.Match[str]) -> Callable[[], rdflib.term.Identifier]:
    iri, text, lang, kind = match["iri"], match["text"], match["lang"], match["type"]
    if iri is not None:
        return lambda: rdflib.URIRef(iri)
    datatype = rdflib.URIRef(kind) if kind else None
    return lambda: rdflib.Literal(text, lang=lang, datatype=datatype)


def main(arguments: Sequence[str] | None = None) -> None:
    """Generate, build each way in turn, compare."""
    parser = argparse.ArgumentParser(description="Measure the way from documents to a store.")
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", action="store_true", help="measure shards and their load as well")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given)


def measure(folder: Path, given: argparse.Namespace) -> None:
    """All measurements in one folder that is thrown away."""
    manifest = generate(folder, given.documents, given.seed)
    documents = folder / "documents"
    print(
        f"{given.documents} documents, {manifest['projects']} projects, {manifest['rows']} rows, seed {given.seed}"
    )
    every = os.sched_getaffinity(0)
    one = {min(every)}
    places = {"one": folder / "one", "many": folder / "many"}
    runs: dict[str, list[Run]] = {"one": [], "many": [], "again": []}
    for _ in range(given.runs):
        for place in places.values():
            shutil.rmtree(place, ignore_errors=True)
        runs["one"].append(run_build(_build(documents, places["one"], 1), one))
        runs["many"].append(run_build(_build(documents, places["many"], given.jobs), every))
        runs["again"].append(run_build(_build(documents, places["many"], given.jobs), every))
    single, several, again = (median(runs[name]) for name in ("one", "many", "again"))
    count = given.documents
    _line("one process on one core", single, count)
    _line(f"{given.jobs} processes", several, count)
    _line("the same again, all unchanged", again, count)
    print(f"{given.jobs} processes take 1/{single.wall / several.wall:.2f} of the time of one core")
    print(f"on disk {size_of(places['many']) / count / 1e6:.2f} MB a document")
    if given.shards:
        _measure_shards(documents, folder, given, every)
    compare_with_rdflib(sorted(documents.glob("*.txt"))[:READ])


def _measure_shards(documents: Path, folder: Path, given: argparse.Namespace, cores: set[int]) -> None:
    shards = folder / "shards"
    arguments = ["shards", "build", str(documents), "--to", str(shards), "--jobs", str(given.jobs), "--json"]
    _line(f"shards, {given.jobs} processes", run_build(arguments, cores), given.documents)
    load = ["shards", "load", str(shards), "--store", str(folder / "loaded"), "--json"]
    _line("their load into a store", run_build(load, cores), given.documents)
    print(f"shards {size_of(shards) / given.documents / 1e6:.3f} MB a document")


def _build(documents: Path, place: Path, jobs: int) -> list[str]:
    return ["build", str(documents), "--store", str(place), "--jobs", str(jobs), "--json"]


def _line(what: str, run: Run, count: int) -> None:
    print(
        f"{what:34} {run.wall:7.1f} s  {count / run.wall:7.1f} documents/s  "
        f"{run.cpu / count * 1000:7.1f} ms CPU a document "
        f"({run.writer / run.cpu:4.0%} in the process that writes)  {run.peak:6.0f} MB at the peak"
    )


if __name__ == "__main__":
    main()
