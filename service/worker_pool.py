"""Processes that do pieces of work side by side and give the results in order.

A piece that kills its process, takes too long or too much memory gives one outcome that says so; the process
is replaced and the other pieces go on. While it works, a piece may ask the process that gave it out, which
alone holds the store.
"""

import contextlib
import os
import resource
import signal
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic, TypeVar

from loaders.errors import ReaderStoppedError

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")
Ask = Callable[[Any], Any]
Work = Callable[[Task, Ask], Outcome]

_MIB: Final = 1024 * 1024
_AHEAD: Final = (
    8  # pieces a worker may be ahead of the oldest that is not done, so that one slow piece holds up none
)
_SIGNALS: Final = {
    signal.SIGKILL: ("it was killed from outside, perhaps for want of memory", "进程被终止，可能是内存不足"),
    signal.SIGABRT: ("it aborted, most likely out of memory", "进程异常退出，可能是内存不足"),
    signal.SIGSEGV: ("it crashed", "进程崩溃"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may cost; the readers' own limits are far below."""

    seconds: float = 300
    memory: int = 3072 * _MIB


@dataclass(eq=False, slots=True)
class _Worker:
    process: BaseProcess
    pipe: "Connection[Any, Any]"
    number: int = -1
    deadline: float = 0.0

    @property
    def busy(self) -> bool:
        return self.number >= 0


@dataclass(slots=True)
class WorkerPool(Generic[Task, Outcome]):
    """Runs `work(task, ask)` in `jobs` processes; `stopped` makes the outcome of a piece that was ended.

    `answer` answers in this process what a piece asks. `starts` counts the processes there were.
    """

    work: Work[Task, Outcome]
    jobs: int
    stopped: Callable[[Task, ReaderStoppedError], Outcome]
    answer: Callable[[Any], Any] = lambda _question: None
    limits: Limits = field(default_factory=Limits)
    starts: int = 0
    _workers: list[_Worker] = field(default_factory=list)

    def run(self, tasks: Sequence[Task]) -> Generator[Outcome, None, None]:
        """The outcomes in the order of the tasks."""
        done: dict[int, Outcome] = {}
        given = given_back = 0
        try:
            while given_back < len(tasks):
                most = min(len(tasks), given_back + self.jobs * _AHEAD)
                given = self._give_out(tasks, given, most)
                self._collect(tasks, done)
                while given_back in done:
                    yield done.pop(given_back)
                    given_back += 1
        finally:
            for worker in [*self._workers]:
                self._end(worker)

    def _give_out(self, tasks: Sequence[Task], given: int, most: int) -> int:
        idle = [worker for worker in self._workers if not worker.busy]
        while given < most and (idle or len(self._workers) < self.jobs):
            worker = idle.pop() if idle else self._start()
            worker.number, worker.deadline = given, time.monotonic() + self.limits.seconds
            with contextlib.suppress(OSError):  # an ended process is found out where its answer is awaited
                worker.pipe.send((given, tasks[given]))
            given += 1
        return given

    def _collect(self, tasks: Sequence[Task], done: dict[int, Outcome]) -> None:
        busy = {worker.pipe: worker for worker in self._workers if worker.busy}
        if not busy:
            return
        patience = max(0.0, min(worker.deadline for worker in busy.values()) - time.monotonic())
        for pipe in wait(list(busy), patience):
            worker = busy[pipe]  # type: ignore[index]
            try:
                kind, content = worker.pipe.recv()
                if kind == "asks":
                    worker.pipe.send(self.answer(content))
                    continue
            except (EOFError, OSError):
                english, chinese = _why(worker.process)
                kind, content = "stopped", ReaderStoppedError(english, chinese)
            number, worker.number = worker.number, -1
            if kind == "stopped":
                self._end(worker)
                done[number] = self.stopped(tasks[number], content)
            else:
                done[number] = content
        self._end_late(tasks, done)

    def _end_late(self, tasks: Sequence[Task], done: dict[int, Outcome]) -> None:
        now = time.monotonic()
        for worker in [worker for worker in self._workers if worker.busy and worker.deadline <= now]:
            seconds = self.limits.seconds
            problem = ReaderStoppedError(f"it took more than {seconds:g} s", f"用时超过 {seconds:g} 秒")
            done[worker.number] = self.stopped(tasks[worker.number], problem)
            self._end(worker)

    def _start(self) -> _Worker:
        context = _context()
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.work, self.limits), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        self.starts += 1
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _end(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.process.close()
        worker.pipe.close()


def _context() -> BaseContext:
    """Workers forked from a server that has imported everything once: quick to start, and they share its memory.

    They are not forked from this process, which has a store open and threads.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["service.prepare"])
    return context


def _why(process: BaseProcess) -> tuple[str, str]:
    process.join()
    code = process.exitcode or 0
    default = (f"it ended with status {code}", f"进程以状态 {code} 退出")
    return _SIGNALS.get(signal.Signals(-code), default) if code < 0 else default


def _serve(pipe: "Connection[Any, Any]", work: Work[Any, Any], limits: Limits) -> None:
    """The worker's side: one piece after the other until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt ends
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, hard))

    def ask(question: object) -> object:
        pipe.send(("asks", question))
        return pipe.recv()

    with contextlib.suppress(EOFError, OSError):
        while True:
            _number, task = pipe.recv()
            try:
                outcome = ("done", work(task, ask))
            except MemoryError:
                outcome = (
                    "stopped",
                    ReaderStoppedError("it needs more memory than it may have", "内存超过上限"),
                )
            pipe.send(outcome)
    os._exit(0)
