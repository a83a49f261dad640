"""What every question costs as the store grows: named queries, sums, league and one document's report.

    python -m benchmarks.questions [--sizes 1 10 100 1000] [--kinds 24] [--runs 3] [--only WORD …]

Some generated documents are built once and then multiplied under other department codes, so that a store of a
thousand takes minutes. Prints median CPU milliseconds at each size, the rows of the answer, and how cost and rows
grow from the last size but one to the last: an exponent of 1 is as fast as the store's quads, 0 is not at all.
"""

import argparse
import hashlib
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.generate import generate
from loaders.errors import LoadError
from loaders.load import load_file
from ontology.identifiers import DEFAULT_BASE
from queries.coverage import read_coverage
from queries.embedded import EmbeddedStore
from queries.facts import read_documents
from queries.league import read_league
from queries.library import load_query, query_names, run_query
from queries.store import Store
from queries.table_rows import DocumentTables
from queries.totals import read_totals
from service.judge import judge
from service.shipped import write_shipped_graphs
from shapes.profile import Profile, load_profile

PROFILE: Final = "china-before-2021"
_PATIENCE: Final = 5.0
_AT_ONCE: Final = 48
_FLAG: Final = "shared-value"


class Kind(NamedTuple):
    """A built document that is multiplied: its quads, its graphs, and what makes it itself."""

    nquads: str
    graphs: tuple[str, ...]
    department: str
    year: str
    sha256: str


class Cost(NamedTuple):
    """What an answer cost in CPU time, and how many rows it has."""

    milliseconds: float
    rows: int


class Question(NamedTuple):
    """Something that is asked of a store; `local` says that it is about one document."""

    name: str
    local: bool
    ask: Callable[[Store], Sized]


def build_kinds(number: int, profile: Profile) -> list[Kind]:
    """Generated documents with all their quads, judged without links."""
    kinds: list[Kind] = []
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), number)
        for path in sorted((Path(folder) / "documents").iterdir()):
            try:
                loaded = load_file(path, DEFAULT_BASE)
            except LoadError:
                continue  # One of the faults that the generator plants.
            judged = judge(loaded, (), profile)
            ids = loaded.identifiers
            kinds.append(Kind(judged.nquads, judged.graphs, ids.department, ids.year, loaded.document.sha256))
    return kinds


def copies(kinds: Sequence[Kind], start: int, end: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """The graphs and quads of the documents with these numbers, each under a code and a hash of its own."""
    for number in range(start, end):
        kind = kinds[number % len(kinds)]
        code = f"{900000 + number}"
        changes = (
            (f"/{kind.department}-{kind.year}", f"/{code}-{kind.year}"),
            (f"department/{kind.department}>", f"department/{code}>"),
            (f'"{kind.department}"', f'"{code}"'),
            (kind.sha256, hashlib.sha256(f"{kind.sha256}{number}".encode()).hexdigest()),
        )
        text, graphs = kind.nquads, "\n".join(kind.graphs)
        for old, new in changes:
            text, graphs = text.replace(old, new), graphs.replace(old, new)
        yield tuple(graphs.split("\n")), text


def questions(document: str) -> Iterator[Question]:
    """Every question, asked of all documents and, where it takes one, of one document."""
    for name in query_names():
        takes = {parameter.name for parameter in load_query(name).parameters}
        given = {"flag": _FLAG} if "flag" in takes else {}
        if "goal" in takes:
            given["goal"] = f"{document.replace('/document/', '/plan/').rpartition('-')[0]}/goal/1"
        else:
            yield Question(name, False, partial(run_query, query=name, parameters=given))
        if "document" in takes:
            yield Question(
                name, True, partial(run_query, query=name, parameters={**given, "document": document})
            )
    yield Question("sums of every document", False, read_totals)
    yield Question("league", False, lambda store: read_league(store).standings)
    yield Question("documents", False, read_documents)
    yield Question("coverage report data", True, lambda store: read_coverage(store, document).documents)
    yield Question("tables", True, partial(_tables, document=document))


def _tables(store: Store, document: str) -> Sized:
    (fact,) = read_documents(store, document)
    return [row for rows in DocumentTables(store, fact).rows().values() for row in rows]


def measure(question: Question, store: Store, runs: int) -> Cost:
    """Median CPU milliseconds and the number of rows; what takes longer than patience is asked once."""
    times: list[float] = []
    rows = 0
    for _ in range(runs + 1):
        start = time.process_time()
        rows = len(question.ask(store))
        times.append(time.process_time() - start)
        if times[-1] > _PATIENCE:
            return Cost(times[-1] * 1000, rows)
    return Cost(statistics.median(times[1:]) * 1000, rows)


def _exponent(before: float, after: float, factor: float) -> float:
    return math.log(after / before) / math.log(factor) if before > 0 and after > 0 else 0.0


def report(
    found: Mapping[tuple[str, bool], Sequence[Cost]], sizes: Sequence[int], quads: Sequence[int]
) -> Iterator[str]:
    """The lines to print, the costliest question first; growth is measured against that of the quads."""
    yield f"{'quads':<58}" + "".join(f"{number:>11,}" for number in quads)
    heads = "".join(f"{size:>11,}" for size in sizes)
    yield f"{'question':<58}{heads}{'rows':>10}{'growth':>8}{'of rows':>8}"
    for (name, local), costs in sorted(
        found.items(), key=lambda item: (item[0][1], -item[1][-1].milliseconds)
    ):
        cells = [f"{cost.milliseconds:>11.1f}" for cost in costs]
        cells += [f"{'not asked':>11}"] * (len(sizes) - len(costs))
        line = f"{name + (' · one document' if local else ''):<58}{''.join(cells)}{costs[-1].rows:>10,}"
        if len(costs) > 1:
            factor = quads[len(costs) - 1] / quads[len(costs) - 2]
            growth = _exponent(costs[-2].milliseconds, costs[-1].milliseconds, factor)
            answer = _exponent(costs[-2].rows, costs[-1].rows, factor)
            line += f"{growth:>8.2f}{answer:>8.2f}"
            if growth > answer + 0.25 and costs[-1].milliseconds > 30:
                line += "  faster than its answer"
        yield line


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What every question costs as the store grows.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--kinds", type=int, default=24)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--only", nargs="+", default=[""], help="only questions with such a word in their name"
    )
    given = parser.parse_args(arguments)
    profile = load_profile(PROFILE)
    kinds = build_kinds(given.kinds, profile)
    found: dict[tuple[str, bool], list[Cost]] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore.on_disk(Path(folder) / "store")
        write_shipped_graphs(store, profile)
        done, document, quads = 0, "", [0]
        for size in sorted(given.sizes):
            quads.append(quads[-1])
            for start in range(done, size, _AT_ONCE):
                batch = list(copies(kinds, start, min(start + _AT_ONCE, size)))
                graphs = [name for owned, _ in batch for name in owned]
                store.replace_graphs(graphs, "".join(text for _, text in batch))
                document = document or graphs[0].rpartition("/")[0]
                quads[-1] += sum(text.count("\n") for _, text in batch)
            done = size
            for question in questions(document):
                costs = found.setdefault((question.name, question.local), [])
                known = not costs or costs[-1].milliseconds < _PATIENCE * 1000
                if known and any(word in question.name for word in given.only):
                    print(f"{size:>6} {question.name}", file=sys.stderr, flush=True)
                    costs.append(measure(question, store, given.runs))
        store.close()
    asked = {name: costs for name, costs in found.items() if costs}
    print("\n".join(report(asked, sorted(given.sizes), quads[1:])))


if __name__ == "__main__":
    main()
