"""Every bad file of `tests/hostile` in a process of its own: how long, how much memory, and how it ended.

    python benchmarks/hostile.py [FILE-NAME…]

Exit 1 when one takes more than 10 seconds of CPU or 1 GB of memory, or ends in anything but a plan or a sentence.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from loaders.errors import LoadError
from loaders.load import load_file
from tests.hostile import office_files, other_files
from tests.hostile.kinds import KINDS

MOST_SECONDS = 10.0
MOST_MEGABYTES = 1024.0
MAKERS = (office_files, other_files)


def read_one(path: Path) -> dict[str, object]:
    """Read one file in this process; what came of it, CPU seconds and peak megabytes, children included."""
    before = _peak()
    start = time.process_time()
    try:
        loaded = load_file(path)
        outcome = f"read: {len(loaded.plan.projects)} projects"
    except LoadError as problem:
        outcome = f"refused: {problem.message('en')}"
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.process_time() - start + used.ru_utime + used.ru_stime
    return {"outcome": outcome, "seconds": seconds, "megabytes": max(_peak(), before)}


def _peak() -> float:
    """The larger peak of this process and of any child of it, in megabytes."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)


def measure(chosen: list[str]) -> int:
    """Measure the chosen kinds, or all, and print one line for each; the number of those over a limit."""
    over, slowest, largest = 0, 0.0, 0.0
    kinds = [kind for kind in KINDS.values() if not chosen or kind.file in chosen]
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            path = Path(folder) / kind.file
            # Made elsewhere too: a child's peak begins at what its parent held when it was started.
            _run("--make", str(path))
            done = _run("--one", str(path))
            path.unlink()
            if done.returncode:
                over += 1
                print(f"FAILED  {kind.name} ({kind.file}): exit {done.returncode}\n{done.stderr[-600:]}")
                continue
            told = json.loads(done.stdout)
            bad = told["seconds"] > MOST_SECONDS or told["megabytes"] > MOST_MEGABYTES
            over += bad
            slowest, largest = max(slowest, told["seconds"]), max(largest, told["megabytes"])
            print(
                f"{'OVER' if bad else 'ok':<5}{told['seconds']:6.2f} s {told['megabytes']:7.0f} MB  "
                f"{kind.name} ({kind.file}): {told['outcome'].replace(folder, '')[:110]}"
            )
    print(f"{len(kinds)} bad files, {over} over a limit; slowest {slowest:.1f} s, largest {largest:.0f} MB")
    return over


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        made = Path(sys.argv[2])
        made.write_bytes(next(kind for kind in KINDS.values() if kind.file == made.name).make())
    elif sys.argv[1:2] == ["--one"]:
        print(json.dumps(read_one(Path(sys.argv[2]))))
    else:
        sys.exit(1 if measure(sys.argv[1:]) else 0)
