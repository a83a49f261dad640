"""What a server reads while somebody writes: numbered snapshots of the database, and which of them is current.

    STORE/oxigraph/          the database; whoever writes holds its lock
    STORE/served/000000012/  a snapshot: hard links to the files as they were, so it costs no time and little room
    STORE/served/CURRENT     the number of the current one and the mark of the database that it was made from

A snapshot never changes. A reader locks it (shared, by the system) as long as it reads; the publisher removes
those that are neither current nor locked. All names change by rename, so a killed publisher leaves a draft
that the next one removes, and never half a snapshot.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
from pathlib import Path
from typing import Final, NamedTuple

from queries.embedded import MARKER, QUADS, EmbeddedStore
from queries.errors import StoreAccessError

SERVED: Final = "served"
_CURRENT: Final = "CURRENT"
_NAME = re.compile(r"[0-9]{9}")
_DRAFT: Final = "draft-"
_TRIES: Final = 50


class Snapshot(NamedTuple):
    """A published state: its folder's number and the mark of the database at that time."""

    number: int
    mark: str

    def folder(self, place: Path) -> Path:
        """Where its files are."""
        return place / SERVED / f"{self.number:09d}"


def read_mark(place: Path) -> str:
    """A short text that another opening for writing changes: the database's identity and its current manifest.

    Empty where there is no database of ours.
    """
    folder = place / QUADS
    try:
        identity = (folder / "IDENTITY").read_text(encoding="ascii", errors="replace").strip()
        return f"{identity} {(folder / 'CURRENT').read_text(encoding='ascii', errors='replace').strip()}"
    except OSError:
        return ""


def can_publish(place: Path) -> bool:
    """Whether the place is a store of ours that this process may write into."""
    return (place / MARKER).is_file() and os.access(place, os.W_OK) and os.access(place / QUADS, os.W_OK)


def current_snapshot(place: Path) -> Snapshot | None:
    """The published state; None where there is none."""
    try:
        facts = json.loads((place / SERVED / _CURRENT).read_text(encoding="utf-8"))
        return Snapshot(int(facts["number"]), str(facts["mark"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def snapshot_to_read(place: Path) -> Snapshot | None:
    """The snapshot that readers should take; None where they have to read the database itself.

    An outdated one is good as long as somebody here can publish the next.
    """
    found = current_snapshot(place)
    if found is not None and found.mark != read_mark(place) and not can_publish(place):
        return None
    return found


def publish(place: Path, store: EmbeddedStore) -> Snapshot:
    """Make the state of a store that is open for writing the one that readers see."""
    served = place / SERVED
    try:
        served.mkdir(exist_ok=True)
        number = (
            max((int(path.name) for path in served.iterdir() if _NAME.fullmatch(path.name)), default=0) + 1
        )
        found = Snapshot(number, read_mark(place))
        draft = served / f"{_DRAFT}{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        store.checkpoint(draft)
        draft.rename(found.folder(place))
        _point_to(served, found)
    except OSError as exc:
        raise StoreAccessError(str(place), exc.strerror or str(exc)) from exc
    return found


def _point_to(served: Path, snapshot: Snapshot) -> None:
    draft = served / f"{_CURRENT}.{os.getpid()}"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(snapshot._asdict()) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(served / _CURRENT)
    folder = os.open(served, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Hold:
    """A snapshot that is being read; it stays until `release`, or until the process ends."""

    def __init__(self, snapshot: Snapshot, folder: Path, lock: int) -> None:
        self.snapshot = snapshot
        self.folder = folder
        self._lock = lock

    def release(self) -> None:
        """Let go of it."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def hold_current(place: Path) -> Hold | None:
    """Hold the snapshot that readers should take; None where they have to read the database itself."""
    for _ in range(_TRIES):
        snapshot = snapshot_to_read(place)
        if snapshot is None:
            return None
        folder = snapshot.folder(place)
        try:
            lock = os.open(folder, os.O_RDONLY)
        except OSError:
            continue  # it was replaced and removed since
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            continue  # it is being removed
        if (folder / "CURRENT").is_file():
            return Hold(snapshot, folder, lock)
        os.close(lock)
    return None


def sweep(place: Path) -> int:
    """Remove what nobody reads any more; how many snapshots were removed. For whoever publishes."""
    current, removed = current_snapshot(place), 0
    served = place / SERVED
    for path in sorted(served.iterdir()) if served.is_dir() else ():
        if path.name.startswith(_DRAFT) and not _is_mine_or_alive(path.name.removeprefix(_DRAFT)):
            shutil.rmtree(path, ignore_errors=True)
        elif _NAME.fullmatch(path.name) and (current is None or int(path.name) < current.number):
            removed += _remove_unread(path)
    return removed


def _is_mine_or_alive(pid: str) -> bool:
    return pid.isdigit() and (int(pid) == os.getpid() or Path(f"/proc/{pid}").exists())


def _remove_unread(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The name of the manifest goes first: without it no reader takes the folder for a snapshot.
            (folder / "CURRENT").unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)
        return True
    return False
