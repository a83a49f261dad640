"""The walls around a worker: no network, little memory, no core files, and an end when its server ends."""

import contextlib
import ctypes
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

STACK: Final = 512 * 1024 * 1024
_NEW_USERS: Final = 0x10000000
_NEW_NETWORK: Final = 0x40000000
_END_WITH_PARENT: Final = 1


def end_with_parent(parent: int) -> None:
    """Have the system end this process when its parent ends, where the system can."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(0)


def leave_network() -> bool:
    """Take this process out of every network, where the system allows it; says whether it did.

    A second wall: no query that asks another machine reaches the engine in the first place.
    """
    if not sys.platform.startswith("linux"):
        return False
    unshare = ctypes.CDLL(None).unshare
    return any(unshare(what) == 0 for what in (_NEW_NETWORK, _NEW_USERS | _NEW_NETWORK))


def yield_to_others() -> None:
    """Let the server go on with what it does when it wakes this process, where the system knows the difference."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def limit_memory(size: int) -> None:
    """Allow this process so many bytes more than it has mapped now, and no core files."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + size
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def run_deep(work: Callable[[], None]) -> None:
    """Run in a thread whose stack is deep enough for any query that passes the check."""
    threading.stack_size(STACK)
    thread = threading.Thread(target=work, name="questions")
    thread.start()
    thread.join()
