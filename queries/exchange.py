"""Putting a finished database in the place of another at once, under the lock that writers hold."""

import contextlib
import ctypes
import fcntl
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from queries.embedded import QUADS
from queries.errors import StoreAccessError, StoreLockedError

_HERE: Final = -100
_EXCHANGE: Final = 2


@contextlib.contextmanager
def writers_kept_out(place: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock of a store's database without opening it; raises `StoreLockedError` where somebody writes."""
    lock = place / QUADS / "LOCK"
    if not lock.parent.is_dir():
        yield
        return
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    until = time.monotonic() + wait
    try:
        while True:
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as exc:
                if time.monotonic() >= until:
                    raise StoreLockedError(str(place)) from exc
                time.sleep(0.1)
        yield
    finally:
        os.close(descriptor)


def exchange(one: Path, other: Path) -> None:
    """Let two folders change places in one step; where the system cannot, in two."""
    if sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
            return
        problem = ctypes.get_errno()
        if problem not in (22, 38, 95):  # the file system or the kernel does not know it
            raise StoreAccessError(str(one), os.strerror(problem))
    aside = one.with_name(f"{one.name}.aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
