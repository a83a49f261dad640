"""Waiting for an answer while watching whether the client still does."""

import asyncio
from typing import Final

from service.web.frames import Answer, Question
from service.web.jobs import Job
from service.web.refusals import RefusedError
from service.web.reply import Receive
from service.web.workers import Workers

_WATCH_AFTER: Final = 0.05


async def wait_for(
    workers: Workers, question: Question, receive: Receive, seconds: float | None = None
) -> Answer:
    """The answer to a question; when the client leaves, the work on it is stopped.

    Most answers come at once, so the watch begins a moment later and costs those nothing.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Answer] = loop.create_future()

    def settle(answer: Answer | RefusedError) -> None:
        if future.done():
            return
        if isinstance(answer, RefusedError):
            future.set_exception(answer)
        else:
            future.set_result(answer)

    job = workers.submit(question, settle, seconds)
    watch = _Watch(workers, job, receive)
    timer = loop.call_later(_WATCH_AFTER, watch.begin)
    try:
        return await future
    except asyncio.CancelledError:
        workers.abandon(job)
        raise
    finally:
        timer.cancel()
        watch.end()


class _Watch:
    def __init__(self, workers: Workers, job: Job, receive: Receive) -> None:
        self._workers = workers
        self._job = job
        self._receive = receive
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._look())

    def end(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _look(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._workers.abandon(self._job)
