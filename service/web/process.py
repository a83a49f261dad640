"""One worker process as the server sees it: its connection, the question it has, and its end."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Final, cast

from service.web.frames import HEAD, Answer, Kind, read_answer
from service.web.jobs import Job
from service.web.refusals import RefusedError, StoreUnreadableError, TooMuchMemoryError
from service.web.worker import Orders

_KEPT_VARIABLES: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV", "TMPDIR")
_LOW_PRIORITY: Final = 15
_LARGEST_FRAME: Final = 16 * 1024 * 1024


class WorkerProcess(asyncio.Protocol):
    """A worker: `on_free` is called when it can take a question, `on_end` when it is gone."""

    def __init__(
        self, orders: Orders, on_free: Callable[["WorkerProcess"], None], on_end: Callable[["WorkerProcess"], None]
    ) -> None:
        self._orders = orders
        self._on_free = on_free
        self._on_end = on_end
        self._received = bytearray()
        self._transport: asyncio.WriteTransport | None = None
        self.ready = False
        self.retired = False
        self.short = False
        self.job: Job | None = None
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Spawn the process; it says by itself when it is ready."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603, ASYNC220 - our own interpreter; spawning takes a millisecond
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

    def give(self, job: Job) -> None:
        """Send a question; the worker is busy until its answer is complete."""
        self.job = job
        assert self._transport is not None  # noqa: S101 - only a ready worker is given a question
        self._transport.write(job.frame)

    def data_received(self, data: bytes) -> None:
        """Gather an answer; once it is whole, settle the question and say that the worker is free."""
        received = self._received
        received += data
        if len(received) < HEAD.size:
            return
        kind, flags, length = HEAD.unpack_from(received)
        if length > _LARGEST_FRAME:
            self.kill()
            return
        whole = HEAD.size + length
        if len(received) < whole:
            return
        body = bytes(received[HEAD.size : whole])
        received.clear()
        job, self.job = self.job, None
        if kind == Kind.ready:
            self.ready = True
        elif job is not None:
            _settle(job, kind, flags, body)
        self._on_free(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the socket says little
        """The worker is gone: by our own hand, or because its question was too much for it."""
        job, self.job = self.job, None
        self.ready = False
        self.kill()
        if job is not None:
            job.fail(TooMuchMemoryError("The question ended its worker, as one does that needs too much memory."))
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


def _settle(job: Job, kind: int, flags: int, body: bytes) -> None:
    try:
        answer: Answer = read_answer(kind, flags, body)
    except RefusedError as refusal:
        job.fail(refusal)
    except ValueError:
        job.fail(StoreUnreadableError("A worker's answer could not be read; ask again."))
    else:
        job.succeed(answer)


def _small_environment() -> dict[str, str]:
    """What a worker has to know of the environment: where programs and our packages are, and no secrets."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path), "PYTHONUTF8": "1"}
