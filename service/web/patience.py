"""Waiting for an answer while watching whether the client still does."""

import asyncio
from typing import Final

from service.web.frames import Answer
from service.web.jobs import Job
from service.web.reply import Receive
from service.web.workers import Workers

_WATCH_AFTER: Final = 0.05


async def wait_for(workers: Workers, job: Job, receive: Receive) -> Answer:
    """The answer to a question; when the client leaves, the work on it is stopped.

    Most answers come at once, so the watch begins a moment later and costs those nothing.
    """
    watch = _Watch(workers, job, receive)
    timer = asyncio.get_running_loop().call_later(_WATCH_AFTER, watch.begin)
    try:
        return await job.future
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
