"""Jobs for uploaded files: each is read in a process of its own, shown, and taken over when a person says so."""

import asyncio
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from service.web.helpers import Helper, raise_refusal
from service.web.intake import Received, receive_file
from service.web.previewer import Errand
from service.web.refusals import (
    BusyError,
    DocumentRefusedError,
    NotFoundError,
    NotReadyError,
    RefusedError,
)
from service.web.request import Request
from service.web.writing import Writing

State = Literal["waiting", "reading", "ready", "refused", "loading", "loaded", "cancelled"]
ENDED: Final = frozenset({"refused", "loaded", "cancelled"})
MOST_KEPT: Final = 50
_MOST_OPEN: Final = 12
_KEPT_SECONDS: Final = 24 * 3600.0
_READING_SECONDS: Final = 300.0
_MEMORY: Final = 2 * 1024 * 1024 * 1024
_UPLOADS: Final = "uploads"
_LONGEST_WAIT: Final = 25.0


@dataclass(slots=True)
class Job:
    """One uploaded file on its way into the store."""

    id: str
    kind: str
    by: str
    folder: Path
    received: Received
    since: float
    state: State = "waiting"
    revision: int = 0
    progress: dict[str, Any] = field(
        default_factory=lambda: {"done": 0, "of": 3, "step": "waiting", "zh": "等待"}
    )
    problem: RefusedError | None = None
    preview: dict[str, Any] | None = None
    result: dict[str, Any] | None = None
    task: asyncio.Task[None] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def move(self, state: State) -> None:
        """Go on to another state, and wake who waits for it."""
        self.state = state
        self.tell()

    def tell(self) -> None:
        """Wake who waits for news of it."""
        self.revision += 1
        self.changed.set()
        self.changed = asyncio.Event()

    def facts(self) -> dict[str, Any]:
        """The job as it is shown."""
        problem = self.problem
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.received.name,
            "size": self.received.size,
            "sha256": self.received.sha256,
            "by": self.by,
            "state": self.state,
            "revision": self.revision,
            "progress": self.progress,
            "problem": problem
            and {
                "code": problem.code,
                "detail": problem.sentence,
                "detail_zh": problem.facts.get("detail_zh", problem.sentence),
            },
            "preview": self.preview,
            "result": self.result,
        }


class Uploads:
    """Keeps a bounded number of jobs, in memory; their files are in the store's own folder until they end."""

    def __init__(self, place: Path, writing: Writing, base: str, profile: str, most: int) -> None:
        self._place = place
        self._writing = writing
        self._base = base
        self._profile = profile
        self._most = most
        self._jobs: dict[str, Job] = {}
        self._reading = asyncio.Semaphore(max(1, (os.cpu_count() or 1) // 2))
        self._folder: Path | None = None
        self._lock = -1

    def _own_folder(self) -> Path:
        """The folder for uploads of this server; those of servers that have gone are removed."""
        if self._folder is None:
            uploads = self._place / _UPLOADS
            uploads.mkdir(mode=0o700, exist_ok=True)
            for left in uploads.iterdir():
                _remove_if_left(left)
            self._folder = uploads / secrets.token_hex(8)
            self._folder.mkdir(mode=0o700)
            self._lock = os.open(self._folder, os.O_RDONLY)
            fcntl.flock(self._lock, fcntl.LOCK_SH)
        return self._folder

    async def receive(self, request: Request, kind: str, by: str) -> Job:
        """Take in the request's file and start to read it."""
        self._writing.require_writable()
        self._forget_old()
        if sum(job.state not in ENDED for job in self._jobs.values()) >= _MOST_OPEN:
            raise BusyError("Too many files wait already; confirm or cancel some.", retry=30)
        number = secrets.token_hex(8)
        folder = self._own_folder() / number
        folder.mkdir(mode=0o700)
        try:
            received = await receive_file(request, folder / "file", self._most)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        job = Job(number, kind, by, folder, received, time.monotonic())
        self._jobs[number] = job
        job.task = asyncio.get_running_loop().create_task(self._read(job))
        return job

    def find(self, number: str) -> Job:
        """The job with that number."""
        job = self._jobs.get(number)
        if job is None:
            raise NotFoundError("There is no job with this number; jobs are forgotten after a day.")
        return job

    def describe(self, number: str) -> dict[str, Any] | None:
        """The job with that number as it is shown; None where there is none."""
        job = self._jobs.get(number)
        return None if job is None else job.facts()

    def listed(self) -> list[Job]:
        """All jobs, the newest first."""
        return list(reversed(self._jobs.values()))

    async def wait(self, job: Job, revision: int, seconds: float) -> None:
        """Wait until there is news of a job, or for so many seconds."""
        until = time.monotonic() + min(seconds, _LONGEST_WAIT)
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, until - time.monotonic())):
                while job.revision <= revision and job.state not in ENDED:
                    await job.changed.wait()

    def _errand(self, kind: str, file: Path, name: str) -> Errand:
        place = str(self._place.resolve())
        return Errand(kind, str(file), name, place, self._base, self._profile, _MEMORY, os.getpid())

    async def make_backup(self) -> Path:
        """Write the store to one file; whoever sends it removes it."""
        self._writing.require_writable()
        file = self._own_folder() / f"{secrets.token_hex(8)}.backup"
        await self._run(self._errand("backup", file, file.name), None)
        return file

    async def _read(self, job: Job) -> None:
        errand = self._errand(job.kind, job.received.file, job.received.name)
        try:
            async with self._reading:
                job.move("reading")
                job.preview = await self._run(errand, job)
            job.move("ready")
        except RefusedError as refusal:
            self._refuse(job, refusal)

    async def _run(self, errand: Errand, job: Job | None) -> dict[str, Any]:
        helper = await Helper.start("service.web.previewer", errand.write())
        try:
            async with asyncio.timeout(_READING_SECONDS):
                while (line := await helper.next_line()) is not None:
                    raise_refusal(line)
                    if "result" in line:
                        return dict(line["result"])
                    if job is not None:
                        self._note(job, line)
            raise DocumentRefusedError(
                "The file ended the process that read it, as one does that needs too much memory.",
                detail_zh="读取该文件的进程异常退出，可能是内存不足。",
            )
        except TimeoutError as exc:
            raise DocumentRefusedError(
                f"The file was not read within {_READING_SECONDS:g} seconds.",
                detail_zh=f"读取超过 {_READING_SECONDS:g} 秒，已停止。",
            ) from exc
        finally:
            await helper.kill()

    @staticmethod
    def _note(job: Job, line: Mapping[str, Any]) -> None:
        if "progress" in line:
            job.progress = {
                "done": line["progress"],
                "of": line["of"],
                "step": line["step"],
                "zh": line["zh"],
            }
            job.tell()

    def _refuse(self, job: Job, refusal: RefusedError) -> None:
        job.problem = refusal
        job.move("refused")
        self._drop_file(job)

    def confirm(self, job: Job, facts: Mapping[str, str]) -> None:
        """Have the file taken over; the job says when that is done."""
        if job.state != "ready":
            raise NotReadyError(
                f"The job is {job.state}; only one that is ready can be confirmed.", state=job.state
            )
        job.progress = {"done": 0, "of": 1, "step": "loading", "zh": "正在载入"}
        job.move("loading")
        job.task = asyncio.get_running_loop().create_task(self._load(job, dict(facts)))

    async def _load(self, job: Job, facts: dict[str, str]) -> None:
        stored = (job.preview or {}).get("stored")
        order = {
            **facts,
            "file": str(job.received.file),
            "name": job.received.name,
            "sha256": job.received.sha256,
            "replaces": stored["sha256"] if stored else None,
        }
        try:
            job.result = await self._writing.order("load" if job.kind == "document" else "restore", order)
        except RefusedError as refusal:
            if refusal.status == 503:  # it can be tried again
                job.problem = refusal
                job.move("ready")
            else:
                self._refuse(job, refusal)
            return
        job.problem = None
        job.progress = {"done": 1, "of": 1, "step": "loaded", "zh": "已载入"}
        job.move("loaded")
        self._drop_file(job)

    async def cancel(self, job: Job) -> None:
        """Stop a job and forget its file; one that is being taken over goes on to its end."""
        if job.state == "loading":
            raise NotReadyError("The file is being taken over; that cannot be stopped.", state=job.state)
        if job.state in ENDED:
            return
        if job.task is not None:
            job.task.cancel()
            with suppress(asyncio.CancelledError):
                await job.task
        job.move("cancelled")
        self._drop_file(job)

    @staticmethod
    def _drop_file(job: Job) -> None:
        shutil.rmtree(job.folder, ignore_errors=True)

    def _forget_old(self) -> None:
        """Make room: jobs that ended long ago, then the oldest that ended, then those nobody confirmed."""
        now = time.monotonic()
        for job in list(self._jobs.values()):
            old = now - job.since > _KEPT_SECONDS
            many = len(self._jobs) >= MOST_KEPT
            if (old and job.state in (*ENDED, "ready")) or (many and job.state in ENDED):
                self._drop_file(job)
                del self._jobs[job.id]

    async def close(self) -> None:
        """Stop what is read; what is being taken over is the writer's."""
        for job in self._jobs.values():
            if job.task is not None and job.state != "loading":
                job.task.cancel()
                with suppress(asyncio.CancelledError):
                    await job.task
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            os.close(self._lock)
            with suppress(OSError):
                (self._place / _UPLOADS).rmdir()


def _remove_if_left(folder: Path) -> None:
    """Remove the uploads of a server that has ended: nobody holds their lock any more."""
    with suppress(OSError):
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)
