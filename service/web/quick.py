"""A query on the short way: asked and answered by calls, without a task of its own."""

import time
from collections.abc import Callable

from service.web.frames import Answer
from service.web.jobs import Job
from service.web.refusals import RefusedError
from service.web.reply import Header, Reply
from service.web.sparql import Prepared
from service.web.workers import Workers

Settle = Callable[["QuickRequest", Reply | RefusedError], None]


class QuickRequest:
    """One such query: what was prepared, the question under way, and what to do with the reply."""

    __slots__ = ("_job", "_prepared", "_settle", "_workers", "begun", "more", "number", "visitor", "write")

    def __init__(
        self,
        workers: Workers,
        number: str,
        settle: Settle,
        write: Callable[[Reply, tuple[Header, ...]], None],
    ) -> None:
        self.begun = time.perf_counter()
        self.number = number
        self.visitor = ""
        self.more: tuple[Header, ...] = ((b"x-request-id", number.encode()),)
        self.write = write
        self._workers = workers
        self._settle = settle
        self._job: Job | None = None
        self._prepared: Prepared | None = None

    def ask(self, prepared: Prepared) -> None:
        """Put the question in line."""
        self._prepared = prepared
        self._job = self._workers.submit(prepared.question, self._on_done, prepared.seconds)

    def abandon(self) -> None:
        """The client has left."""
        if self._job is not None:
            self._workers.abandon(self._job)

    def _on_done(self, answer: Answer | RefusedError) -> None:
        if isinstance(answer, RefusedError) or self._prepared is None:
            self._settle(self, answer if isinstance(answer, RefusedError) else RefusedError("Nothing was asked."))
        else:
            self._settle(self, self._prepared.finish(answer))
