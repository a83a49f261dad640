"""Which process holds the lock of a store: asked of the kernel, so it is never out of date."""

import os
import struct
from pathlib import Path
from typing import Final

LOCK: Final = "LOCK"
# `struct flock` where whence, start and length are zero: the whole file. Linux on 64 bits.
_WHOLE_FILE: Final = "hhqqi4x"


def lock_holder(database: Path, reason: str) -> int | None:
    """The process that has the database open for writing; None where the system does not say.

    `reason` is the database's own message. Where this process holds the lock itself, the lock file must not be
    opened: closing it again would let go of the lock.
    """
    if "current process" in reason:
        return os.getpid()
    try:
        import fcntl  # noqa: PLC0415 - not on every system

        question = struct.pack(_WHOLE_FILE, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        with (database / LOCK).open("rb") as file:
            answer = fcntl.fcntl(file, fcntl.F_GETLK, question)
        kind, *_, holder = struct.unpack(_WHOLE_FILE, answer)
    except (ImportError, OSError, struct.error):
        return None
    return holder if kind != fcntl.F_UNLCK and holder > 0 else None
