"""One worker process as the server sees it: its connection, the question it has, and its end."""

import asyncio
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

from service.web.frames import HEAD, Kind, read_answer
from service.web.jobs import Job
from service.web.refusals import RefusedError
from service.web.worker import Orders

_KEPT_VARIABLES: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV", "TMPDIR")
# Questions take and give back memory all the time; giving it back to the system each time costs more than they do.
_QUIET_MEMORY: Final = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "134217728",
    "MALLOC_TOP_PAD_": "8388608",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
}
_LOW_PRIORITY: Final = 15
_LARGEST_FRAME: Final = 16 * 1024 * 1024


class WorkerProcess(asyncio.Protocol):
    """A worker: `on_free` is called when it can take a question, `on_end` when it is gone."""

    def __init__(
        self,
        orders: Orders,
        on_free: Callable[["WorkerProcess"], None],
        on_end: Callable[["WorkerProcess"], None],
    ) -> None:
        self._orders = orders
        self._on_free = on_free
        self._on_end = on_end
        self._received = b""
        self._transport: asyncio.WriteTransport | None = None
        self.ready = False
        self.retired = False
        self.short = False
        self.warm = False
        self.jobs: deque[Job | None] = deque()
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Spawn the process; it says by itself when it is ready."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter; spawning takes a millisecond
                [sys.executable, "-m", "service.web.worker", str(theirs.fileno()), self._orders.write()],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_small_environment(),
                start_new_session=True,
            )
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.create_unix_connection(lambda: self, sock=ours)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to the worker."""
        self._transport = cast("asyncio.WriteTransport", transport)

    @property
    def job(self) -> Job | None:
        """The question it is working on, or None where nobody waits for that any more."""
        return self.jobs[0] if self.jobs else None

    def give(self, job: Job, now: float) -> None:
        """Send a question; behind another one it waits in the worker's own line."""
        if not self.jobs:
            job.started = now
        self.jobs.append(job)
        assert self._transport is not None  # noqa: S101 - only a ready worker is given a question
        self._transport.write(job.frame)

    def take_back(self) -> list[Job]:
        """The questions behind the first, for others; their answers from here will be dropped."""
        behind = [job for job in list(self.jobs)[1:] if job is not None]
        for place in range(1, len(self.jobs)):
            self.jobs[place] = None
        return behind

    def data_received(self, data: bytes) -> None:
        """Settle each answer that is whole, and say that the worker can take more."""
        received = self._received + data if self._received else data
        at, size = 0, len(received)
        while size - at >= HEAD.size:
            kind, flags, length = HEAD.unpack_from(received, at)
            if length > _LARGEST_FRAME:
                self.kill()
                return
            end = at + HEAD.size + length
            if end > size:
                break
            self._take_answer(kind, flags, received[at + HEAD.size : end])
            at = end
        self._received = received[at:]

    def _take_answer(self, kind: int, flags: int, body: bytes) -> None:
        if kind == Kind.ready:
            self.ready = True
        elif self.jobs:
            job = self.jobs.popleft()
            if self.jobs and self.jobs[0] is not None:
                self.jobs[0].started = asyncio.get_running_loop().time()
            self._settle(job, kind, flags, body)
        self._on_free(self)

    def _settle(self, job: Job | None, kind: int, flags: int, body: bytes) -> None:
        try:
            answer = read_answer(kind, flags, body)
        except RefusedError as refusal:
            if job is not None:
                job.fail(refusal)
            return
        if job is not None and not job.done:
            job.succeed(answer)
        elif answer.spooled:
            (Path(self._orders.spool) / answer.spooled).unlink(missing_ok=True)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the socket says little
        """The worker is gone: by our own hand, or because its question was too much for it."""
        self.ready = False
        self.kill()
        self._on_end(self)

    def kill(self) -> None:
        """End the process at once."""
        self.ready = False
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
        if self._transport is not None and not self._transport.is_closing():
            self._transport.abort()

    def lower_priority(self) -> None:
        """Let short questions go first; it cannot be raised again, so the worker retires after this one."""
        self.retired = True
        if self._process is not None and hasattr(os, "setpriority"):
            try:
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOW_PRIORITY)
            except ProcessLookupError:
                return  # it has just ended; connection_lost follows

    @property
    def gone(self) -> bool:
        """Whether the process has ended, and is collected."""
        return self._process is None or self._process.poll() is not None

    @property
    def pid(self) -> int:
        """The process's number, 0 before it starts."""
        return 0 if self._process is None else self._process.pid


def _small_environment() -> dict[str, str]:
    """What a worker has to know of the environment: where programs and our packages are, and no secrets."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return (
        kept
        | _QUIET_MEMORY
        | {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path), "PYTHONUTF8": "1"}
    )
