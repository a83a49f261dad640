"""Whether the store has changed: a short text that differs when what readers see does."""

import hashlib
import os
from pathlib import Path
from typing import Final

from queries.embedded import QUADS
from queries.snapshots import snapshot_to_read

_DATA: Final = (".sst", ".log")
_NAMES: Final = ("CURRENT", "MANIFEST-")


def read_version(place: Path) -> str:
    """The version of the published state, else of the store's files; empty where there is no store to be seen."""
    snapshot = snapshot_to_read(place)
    if snapshot is not None:
        return hashlib.blake2b(f"{snapshot.number} {snapshot.mark}".encode(), digest_size=8).hexdigest()
    folder = place / QUADS if (place / QUADS).is_dir() else place
    facts = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                # Readers write files of their own (LOG, LOCK); only those with data count.
                if entry.name.endswith(_DATA) or entry.name.startswith(_NAMES):
                    found = entry.stat()
                    facts.append(f"{entry.name} {found.st_size} {found.st_mtime_ns}")
    except OSError:
        return ""
    return hashlib.blake2b("\n".join(sorted(facts)).encode(), digest_size=8).hexdigest() if facts else ""
