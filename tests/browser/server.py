"""A real server on a store built from the example, for tests that look at it through a browser."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
EXAMPLE: Final = ROOT / "examples/organization-department-2022.docx"
LINKS: Final = ROOT / "links/caofeidian-organization-department-2022.sssom.tsv"
DOCUMENT: Final = "203001-2022-goals"
_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:[0-9]+")
_START_LIMIT: Final = 90


@dataclass(frozen=True, slots=True)
class Site:
    """A running server: where it listens, and where its store is."""

    address: str
    store: Path

    def at(self, path: str) -> str:
        """The address of a page."""
        return self.address + path


def goaltrace(*arguments: str) -> list[str]:
    """The command line of the installed program; `GOALTRACE_PROGRAM` names another one, such as a wheel's."""
    program = os.environ.get("GOALTRACE_PROGRAM") or str(Path(sys.executable).with_name("goaltrace"))
    return [program, *arguments]


def build_store(place: Path, documents: Sequence[Path] = (EXAMPLE,)) -> Path:
    """A store with these documents and the reviewed links."""
    store = place / "store"
    command = goaltrace("build", *map(str, documents), "--links", str(LINKS), "--store", str(store), "--json")
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603 - our own program
    return store


def copy_store(store: Path, place: Path) -> Path:
    """The same store elsewhere, to be changed."""
    target = place / "store"
    shutil.copytree(store, target)
    return target


@contextmanager
def serving(store: Path, *options: str) -> Iterator[Site]:
    """Serve a store on a free port until the test is done."""
    command = goaltrace("serve", "--store", str(store), "--port", "0", *options)
    log = store.parent / f"serve-{len(list(store.parent.iterdir()))}.log"
    with log.open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, stderr=said, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            yield Site(_wait_for_address(process, log), store)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)


def _wait_for_address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    import time  # noqa: PLC0415 - only while a server starts

    until = time.monotonic() + _START_LIMIT
    while time.monotonic() < until and process.poll() is None:
        text = log.read_text(encoding="utf-8")
        found = _ADDRESS.search(text)
        if found and '"started"' in text:
            return found.group()
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')[-2000:]}")
