"""Times reading of the shipped example in every format, from the file's bytes to the plan's quads.

    python benchmarks/reading.py [--runs N]

CPU, the median of some runs, beside a fixed piece of work on the same machine, so that the figures of a busy machine
can be read as ratios. The example is rewritten in each format first; with LibreOffice it is printed to PDF as well, as
a word processor does.
"""

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from loaders.load import load_file
from loaders.plan import Plan
from loaders.reading import read_file
from tests.loaders import render

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "organization-department-2022.docx"
GOALS = {"docx": 50, "txt": 50, "xlsx": 80, "html": 80, "pdf": 2_000}


def cpu() -> float:
    """Seconds of computing by this process and the reader processes that have ended."""
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def fixed_work() -> float:
    """Milliseconds for the same piece of work, whatever is read: how quick the machine is just now."""
    start = time.process_time()
    sum(len(str(number)) for number in range(60_000))
    return (time.process_time() - start) * 1_000


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """The median CPU of a piece of work after one run that warms up."""
    work()
    times = []
    for _ in range(runs):
        start = cpu()
        work()
        times.append((cpu() - start) * 1_000)
    return statistics.median(times)


def files(folder: Path) -> dict[str, Path]:
    """The example in each format."""
    document = read_file(EXAMPLE)
    writers = {
        "txt": render.to_text, "xlsx": render.to_xlsx, "xls": render.to_xls, "html": render.to_html,
        "pdf": render.to_pdf,
    }  # fmt: skip
    made = {"docx": EXAMPLE}
    for ending, write in writers.items():
        made[ending] = folder / f"example.{ending}"
        made[ending].write_bytes(write(document))
    program = shutil.which("soffice")
    if program is not None:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder / "printed")]
        subprocess.run([*command, str(EXAMPLE)], check=False, capture_output=True, timeout=300)
        printed = folder / "printed" / f"{EXAMPLE.stem}.pdf"
        if printed.is_file():
            made["pdf by LibreOffice"] = printed
    return made


def whole_rows(plan: Plan, expected: Plan) -> int:
    """How many rows of a plan are those of another, all six cells alike."""
    known = {
        (p.code.text, i.kind, i.name, i.description.text, i.value.text, i.basis.text)
        for p in expected.projects
        for i in p.indicators
    }
    return sum(
        (p.code.text, i.kind, i.name, i.description.text, i.value.text, i.basis.text) in known
        for p in plan.projects
        for i in p.indicators
    )


def in_this_process(path: Path) -> Plan:
    """The plan, read without the reader process, so that all its CPU is counted."""
    from loaders import reading  # noqa: PLC0415

    kept = dict(reading._READERS)
    reading._READERS.update(
        {kind: one._replace(trusted_bytes=reading.MAX_FILE) for kind, one in kept.items()}
    )
    try:
        return load_file(path).plan
    finally:
        reading._READERS.update(kept)


def main() -> None:
    """One line a format."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=7)
    runs = asked.parse_args().runs
    expected = load_file(EXAMPLE).plan
    with tempfile.TemporaryDirectory() as folder:
        made = files(Path(folder))
        unit = statistics.median(fixed_work() for _ in range(9))
        print(f"fixed work {unit:.1f} ms")
        print(f"{'format':20} {'CPU ms':>8} {'ratio':>7} {'goal ms':>8} {'rows whole':>11}")
        for name, path in made.items():
            spent = milliseconds(partial(in_this_process, path), runs)
            whole = whole_rows(in_this_process(path), expected)
            goal = GOALS.get(name.split()[0], 0)
            print(f"{name:20} {spent:8.1f} {spent / unit:7.1f} {goal or '':>8} {whole:>7}/279")


if __name__ == "__main__":
    main()
