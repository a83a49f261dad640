"""Times and memory of the main job on the shipped example, measured in one run.

    python benchmarks/run.py [DOCUMENT]

Prints medians; the goal stands beside each figure. Absolute times depend on the machine, ratios less so.
"""

import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from loaders.document import Document
from loaders.load import load_document, load_file
from loaders.reading import read_file
from shapes.grade import grade_projects
from shapes.profile import load_profile
from shapes.validate import validate

EXAMPLE = Path("examples/organization-department-2022.docx")
RUNS = 15


def cpu_milliseconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median CPU time of one call, after a warm-up."""
    work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def _quads(document: Document) -> str:
    return load_document(document).quads.nquads()


def whole_build(document: Path) -> tuple[float, float]:
    """Wall seconds and peak megabytes of `goaltrace build` on a new store: the median of five runs."""
    walls = []
    for _ in range(6):
        store = Path(tempfile.mkdtemp()) / "store"
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "service.cli", "build", str(document), "--store", str(store), "--json"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        walls.append(time.perf_counter() - start)
        shutil.rmtree(store.parent)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return statistics.median(walls[1:]), peak


def main() -> None:
    """Measure and print."""
    document = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE
    loaded = load_file(document)
    profile = load_profile("china-before-2021")
    triples = loaded.quads.source.ntriples() + loaded.quads.reading.ntriples()
    read = cpu_milliseconds(lambda: read_file(document))
    quads = cpu_milliseconds(lambda: _quads(loaded.document))
    grade = cpu_milliseconds(lambda: grade_projects(loaded.plan.projects, profile))
    shacl = cpu_milliseconds(lambda: validate(triples), 3)
    wall, peak = whole_build(document)
    print(f"{document.name}, Python {platform.python_version()}, {platform.machine()}")
    print(f"read the file                      {read:8.1f} ms CPU")
    print(f"lay out, read values, write quads  {quads:8.1f} ms CPU")
    print(f"reading to quads together          {read + quads:8.1f} ms CPU   (goal: 30)")
    print(f"grade all rows                     {grade:8.1f} ms CPU   (goal: 20)")
    print(f"validate                           {shacl:8.1f} ms CPU")
    print(f"whole build, new store             {wall:8.2f} s wall   (goal: 3)")
    print(f"its peak memory                    {peak:8.0f} MB       (goal: 300)")


if __name__ == "__main__":
    main()
