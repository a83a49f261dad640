"""The pool of workers: who gets the next question, and which question has had its time.

Long questions may hold only a part of the workers, so that short ones always find one. A query is long once it
has run for a moment; queries of a shape that was long before wait in a line of their own. A question past its
limit, or whose asker has left, ends with its process; another process takes that one's place.
"""

import asyncio
import contextlib
import os
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from service.web.changes import read_version
from service.web.frames import Call, Question, pack_question
from service.web.jobs import Job, OnDone, shape_of
from service.web.options import Options
from service.web.process import WorkerProcess
from service.web.refusals import (
    BusyError,
    ClientLeftError,
    StoreUnreadableError,
    TooMuchMemoryError,
    TooSlowError,
)
from service.web.worker import Orders

_TICK: Final = 0.05
_LONG: Final = 0.25
_HEAVY: Final = 1.0
_HEAVY_CALL: Final = 5.0
"""A page or a named question is ours; the first one of a worker also waits for what has to be imported."""
_VERSION_CHECK: Final = 0.5
_REMEMBERED: Final = 600.0
_MOST_REMEMBERED: Final = 1000
_LONGEST_WAIT: Final = 10.0
_AHEAD: Final = 3
_START_LIMIT: Final = 30.0
_FAILED_STARTS: Final = 20


@dataclass(slots=True)
class PoolFigures:
    """What the pool has done, for the metrics."""

    asked: int = 0
    ended: dict[str, int] = field(default_factory=dict)

    def count_end(self, reason: str) -> None:
        """One more worker was ended for this reason."""
        self.ended[reason] = self.ended.get(reason, 0) + 1


class Workers:
    """A pool of worker processes over one store."""

    def __init__(self, store: str, options: Options) -> None:
        self._options = options
        self._store = store
        self._spool = Path(tempfile.mkdtemp(prefix="goaltrace-"))
        self._orders = Orders(
            store=store if "://" in store else str(Path(store).resolve()),
            spool=str(self._spool),
            default_graph=options.default_graph,
            rows=options.rows,
            size=options.answer_megabytes * 1024 * 1024,
            memory=options.megabytes * 1024 * 1024,
            seconds=options.seconds,
            parent=os.getpid(),
        )
        self._wanted = options.workers + options.long_queries + 1
        self._all: set[WorkerProcess] = set()
        self._ending: list[WorkerProcess] = []
        self._idle: deque[WorkerProcess] = deque()
        self._short: deque[Job] = deque()
        self._long: deque[Job] = deque()
        self._heavy: dict[int, float] = {}
        self._starting: set[asyncio.Task[None]] = set()
        self._ticker: asyncio.Task[None] | None = None
        self._first = asyncio.Event()
        self._closing = False
        self._busy: list[WorkerProcess] = []
        self._failed_starts = 0
        self.version = ""
        self.generation = 0
        self.figures = PoolFigures()
        self.on_look: Callable[[], None] = lambda: None
        self.keep_warm = False

    async def start(self) -> None:
        """Start all workers and wait for the first."""
        self.version = read_version(Path(self._store))
        for _ in range(self._wanted):
            self._add_worker()
        self._ticker = asyncio.create_task(self._tick_on())
        async with asyncio.timeout(_START_LIMIT):
            await self._first.wait()

    async def close(self, grace: float = 5.0) -> None:
        """Let running questions end for a moment, then end every worker."""
        self._closing = True
        until = time.monotonic() + grace
        while self.busy and time.monotonic() < until:  # workers end on their own, nobody sets an event
            await asyncio.sleep(_TICK)
        if self._ticker is not None:
            self._ticker.cancel()
        for job in (*self._short, *self._long):
            job.fail(BusyError("The server is stopping."))
        for worker in tuple(self._all):
            worker.kill()
        while any(not worker.gone for worker in (*self._all, *self._ending)):
            await asyncio.sleep(0.01)
        shutil.rmtree(self._spool, ignore_errors=True)

    @property
    def busy(self) -> int:
        """How many workers have a question."""
        return sum(bool(worker.jobs) for worker in self._all)

    @property
    def ready(self) -> int:
        """How many workers can take a question or have one."""
        return sum(worker.ready for worker in self._all)

    @property
    def waiting(self) -> int:
        """How many questions wait."""
        return len(self._short) + len(self._long)

    @property
    def long_running(self) -> int:
        """How many workers have a long question."""
        return sum(worker.job is not None and worker.job.heavy for worker in self._all)

    def spool_path(self, name: str) -> Path:
        """The file that holds a large answer; whoever opens it removes it."""
        return self._spool / name

    def submit(self, question: Question, on_done: OnDone, seconds: float | None = None) -> Job:
        """Put a question in line; `on_done` is called with the answer, or with why there is none."""
        if self._closing:
            raise BusyError("The server is stopping; ask again soon.")
        if len(self._short) >= self._options.waiting:
            raise BusyError("Too many questions wait already; ask again in a moment.", retry=2)
        text = "" if isinstance(question, Call) else question[1]
        limit = min(seconds or self._options.seconds, self._options.seconds)
        job = Job(pack_question(question), text, limit, asyncio.get_running_loop().time(), on_done)
        self.figures.asked += 1
        if self._heavy and text and shape_of(text) in self._heavy:
            self._wait_long(job)
        else:
            self._short.append(job)
            self._dispatch()
        return job

    def abandon(self, job: Job) -> None:
        """Nobody waits for this question any more: stop the work on it."""
        if job.done:
            return
        # Where it runs already, the next look at the workers ends it, unless it is over by then.
        job.fail(ClientLeftError("The client has left."))
        self._take_from_lines(job)

    def _take_from_lines(self, job: Job) -> None:
        for line in (self._short, self._long):
            with contextlib.suppress(ValueError):
                line.remove(job)

    def _wait_long(self, job: Job) -> None:
        most = 4 * self._options.long_queries
        if len(self._long) >= most:
            retry = max(1, int(self._options.seconds))
            raise BusyError("Too many long questions wait already; ask again later.", retry=retry)
        job.heavy = True
        self._long.append(job)
        self._dispatch()

    def _give(self, worker: WorkerProcess, job: Job) -> None:
        worker.give(job, asyncio.get_running_loop().time())
        if job.heavy:
            worker.lower_priority()
        elif not worker.short:
            worker.short = True
            self._busy.append(worker)

    def _dispatch(self) -> None:
        """Give out what waits: short questions on so many workers at once, long ones on theirs."""
        while self._short:
            if self._idle and len(self._busy) < self._options.workers:
                self._give(self._idle.pop(), self._short.popleft())
                continue
            # One more behind the first saves the worker from waiting for us between two questions.
            ahead = next((worker for worker in self._busy if len(worker.jobs) < _AHEAD), None)
            if ahead is None:
                break
            self._give(ahead, self._short.popleft())
        while self._long and self._idle and self.long_running < self._options.long_queries:
            self._give(self._idle.pop(), self._long.popleft())

    def _no_longer_short(self, worker: WorkerProcess) -> None:
        """Take a worker from the short ones; what waits behind its question goes to others."""
        if worker.short:
            worker.short = False
            self._busy.remove(worker)
        self._short.extendleft(reversed(worker.take_back()))

    def _on_free(self, worker: WorkerProcess) -> None:
        if worker.jobs and not worker.retired:
            if self._short:
                self._dispatch()
            return
        self._failed_starts = 0
        self._first.set()
        self._no_longer_short(worker)
        if worker.retired:
            self._end(worker, "retired")
            return
        # The one that was used last is used next: its caches are warm.
        self._idle.append(worker)
        if self._short or self._long:
            self._dispatch()

    def _on_end(self, worker: WorkerProcess) -> None:
        if worker in self._all:  # it ended by itself
            self.figures.count_end("crashed")
            self._failed_starts += not worker.jobs
            if worker.job is not None:
                worker.job.fail(
                    TooMuchMemoryError(
                        "The question ended its worker, as one does that needs too much memory."
                    )
                )
            self._forget(worker)

    def _end(self, worker: WorkerProcess, reason: str) -> None:
        self.figures.count_end(reason)
        self._forget(worker)
        worker.kill()

    def _forget(self, worker: WorkerProcess) -> None:
        self._all.discard(worker)
        self._no_longer_short(worker)
        worker.jobs.clear()
        with contextlib.suppress(ValueError):
            self._idle.remove(worker)
        self._ending.append(worker)
        if not self._closing and self._failed_starts < _FAILED_STARTS:
            self._add_worker()

    def _add_worker(self) -> None:
        worker = WorkerProcess(self._orders, self._on_free, self._on_end)
        self._all.add(worker)
        task = asyncio.get_running_loop().create_task(worker.start())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _tick_on(self) -> None:
        checked = 0.0
        while True:
            await asyncio.sleep(_TICK)
            now = asyncio.get_running_loop().time()
            self._check_running(now)
            self._check_waiting(now)
            self._collect()
            if now - checked >= _VERSION_CHECK:
                checked = now
                self._heavy = {shape: until for shape, until in self._heavy.items() if until > now}
                self.look()
                self.on_look()
                self._keep_one_warm(now)

    def _check_running(self, now: float) -> None:
        for worker in tuple(self._all):
            job = worker.job
            if job is None:
                continue
            if not job.started:
                continue
            age = now - job.started
            if job.done:
                if age > _TICK:
                    self._end(worker, "client-left")
            elif age > job.seconds:
                self._remember(job, now)
                job.fail(
                    TooSlowError(f"The question was stopped after {job.seconds:g} seconds; ask for less.")
                )
                self._end(worker, "time-limit")
            elif age > (_HEAVY if job.text else _HEAVY_CALL) and not worker.retired:
                self._remember(job, now)
                job.heavy = True
                worker.lower_priority()
                self._no_longer_short(worker)
            elif age > _LONG:
                job.heavy = True
                self._no_longer_short(worker)
        self._dispatch()

    def _keep_one_warm(self, now: float) -> None:
        """Have one idle worker import what pages need, before somebody waits for it."""
        if not self.keep_warm or len(self._idle) < 2 or any(worker.warm for worker in self._all):
            return
        worker = self._idle.popleft()
        worker.warm = True
        call = Call(self.generation, "warm_up", "{}", compress=False)
        self._give(worker, Job(pack_question(call), "", self._options.seconds, now, lambda _answer: None))

    def _check_waiting(self, now: float) -> None:
        """Make room for short questions where long ones hold more than their share, and end long waits."""
        if self._short and not self._idle and self.long_running > self._options.long_queries:
            long = [worker for worker in self._all if worker.job is not None and worker.job.heavy]
            self._put_back(max(long, key=_started), now)
        for line in (self._short, self._long):
            while line and now - line[0].asked > max(_LONGEST_WAIT, line[0].seconds):
                line.popleft().fail(BusyError("No worker was free in time; ask again later.", retry=5))

    def _put_back(self, worker: WorkerProcess, now: float) -> None:
        job = worker.job
        assert job is not None  # noqa: S101 - it was chosen for its job
        self._remember(job, now)
        self._end(worker, "made-room")
        job.restarts += 1
        try:
            self._wait_long(job)
        except BusyError as busy:
            job.fail(busy)

    def _remember(self, job: Job, now: float) -> None:
        if not job.text:
            return
        if len(self._heavy) >= _MOST_REMEMBERED:
            self._heavy = {shape: until for shape, until in self._heavy.items() if until > now}
            if len(self._heavy) >= _MOST_REMEMBERED:
                self._heavy.clear()
        self._heavy[shape_of(job.text)] = now + _REMEMBERED

    def look(self) -> None:
        """Look whether the store has changed; the next question is answered from what it holds now."""
        version = read_version(Path(self._store)) if "://" not in self._store else ""
        if version != self.version:
            self.version = version
            self.generation += 1

    def _collect(self) -> None:
        """Let the system forget processes that have ended."""
        for worker in [worker for worker in self._ending if worker.gone]:
            self._ending.remove(worker)
            for file in self._spool.glob(f"{worker.pid}x*"):
                file.unlink(missing_ok=True)
        if not self._all and self._failed_starts >= _FAILED_STARTS:
            for line in (self._short, self._long):
                while line:
                    line.popleft().fail(
                        StoreUnreadableError("No worker can be started; see the server's log.")
                    )


def _started(worker: WorkerProcess) -> float:
    return worker.job.started if worker.job is not None else 0.0
