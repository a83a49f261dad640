"""A query on the short way: asked and answered by calls, without a task of its own."""

import time
from collections.abc import Callable
from typing import NamedTuple

from service.web.frames import Answer
from service.web.jobs import Job
from service.web.refusals import RefusedError
from service.web.reply import Header, Reply
from service.web.sparql import Prepared, Wishes
from service.web.workers import Workers

Write = Callable[[Reply, tuple[Header, ...]], None]
Settle = Callable[["QuickQuery", Reply | RefusedError], None]


class Welcome(NamedTuple):
    """What the headers of a request settle: the form of the answer, who asks, and headers to send back."""

    wishes: Wishes
    visitor: str
    more: tuple[Header, ...]


class QuickQuery:
    """One such query: the question under way, and what to do with its answer."""

    __slots__ = ("_job", "_prepared", "_settle", "_workers", "begun", "number", "welcome", "write")

    def __init__(self, number: str, welcome: Welcome, settle: Settle, write: Write) -> None:
        self.begun = time.perf_counter()
        self.number = number
        self.welcome = welcome
        self.write = write
        self._settle = settle
        self._workers: Workers | None = None
        self._job: Job | None = None
        self._prepared: Prepared | None = None

    def ask(self, workers: Workers, prepared: Prepared) -> None:
        """Put the question in line."""
        self._workers = workers
        self._prepared = prepared
        self._job = workers.submit(prepared.question, self._on_done, prepared.seconds)

    def abandon(self) -> None:
        """The client has left."""
        if self._job is not None and self._workers is not None:
            self._workers.abandon(self._job)

    def _on_done(self, answer: Answer | RefusedError) -> None:
        if isinstance(answer, Answer) and self._prepared is not None:
            self._settle(self, self._prepared.finish(answer))
        elif isinstance(answer, RefusedError):
            self._settle(self, answer)
