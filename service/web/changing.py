"""The routes that change something or are about changes: documents in, jobs, review, the log, backup and restore."""

import urllib.parse
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path as FilePath
from typing import Annotated, Any, Final

from fastapi import FastAPI, Path, Query
from fastapi import Request as WebRequest
from starlette.responses import Response

from service.web.access import Role, Visitor, check_origin, require
from service.web.api import ReplyResponse
from service.web.api_words import PROBLEMS
from service.web.asking import Asking
from service.web.audit import ChangeLog, shown
from service.web.bodies import (
    FILE_BODY,
)
from service.web.refusals import BadRequestError, WrongRoleError
from service.web.reply import Header, Reply, json_reply
from service.web.request import Request
from service.web.uploads import Job, Uploads
from service.web.workers import Workers
from service.web.writing import Writing

Author = Mapping[str, str]
Handler = Callable[..., Coroutine[Any, Any, Response]]
_MOST_ROWS: Final = 1000
OffsetParameter = Annotated[
    int, Query(ge=0, le=1_000_000_000, description="Rows to leave out first", examples=[0])
]
LimitParameter = Annotated[int, Query(ge=0, le=_MOST_ROWS, description="Rows to send", examples=[100])]
JobPath = Annotated[str, Path(max_length=100, description="Number of a job", examples=["7b4477710bb28ce8"])]
ChangePath = Annotated[
    str, Path(max_length=100, description="Number of a change", examples=["c-0123456789ab"])
]


class Changing:
    """What the routes need: the writer, the uploads, the log, and who may do what."""

    def __init__(  # noqa: PLR0913 - what it is made of
        self,
        asking: Asking,
        workers: Workers,
        writing: Writing,
        uploads: Uploads,
        place: FilePath,
        public: str,
    ) -> None:
        self.asking = asking
        self.workers = workers
        self.writing = writing
        self.uploads = uploads
        self.log = ChangeLog(place)
        self.place = place
        self._public = public

    def allow(self, request: WebRequest, role: Role) -> Request:
        """The request, if its visitor has the role and no other site sent it."""
        ours = Request(request.scope, request.receive)
        require(visitor_of(request), role)
        if ours.method not in ("GET", "HEAD"):
            check_origin(ours.headers, self._public)
        return ours


def visitor_of(request: WebRequest) -> Visitor:
    """Who asks."""
    found: Visitor = request.scope["visitor"]
    return found


def author_of(request: WebRequest, reviewer: str = "", *, needed: bool = False) -> dict[str, str]:
    """Who makes a change: the token's name, else what the person calls themselves."""
    visitor, number = visitor_of(request), str(request.scope["request_number"])
    if visitor.name:
        return {"by": visitor.name, "source": "token", "request": number}
    typed = " ".join(reviewer.split())
    if needed and not typed:
        raise BadRequestError("Say who decides in `reviewer`; without tokens the server cannot know.")
    return {"by": typed, "source": "typed" if typed else "local", "request": number}


def add_change_routes(app: FastAPI, changing: Changing) -> None:
    """Add every such route but those of review."""
    _add_documents(app, changing)
    _add_jobs(app, changing)
    _add_log(app, changing)


def _add_documents(app: FastAPI, changing: Changing) -> None:
    async def receive(request: WebRequest, kind: str) -> Response:
        ours = changing.allow(request, Role.load)
        job = await changing.uploads.receive(ours, kind, visitor_of(request).name)
        return _job_answer(ours, job, 202)

    async def bring_document(request: WebRequest) -> Response:
        """Bring a document: it is read and compared with the store, and changes nothing until it is confirmed."""
        return await receive(request, "document")

    async def bring_backup(request: WebRequest) -> Response:
        """Bring a backup: it is checked, and takes the store's place only when it is confirmed."""
        return await receive(request, "restore")

    name = {
        "name": "name",
        "in": "query",
        "required": False,
        "description": "What a file that is sent as the body itself is called",
        "schema": {"type": "string", "maxLength": 300},
        "example": "2022.docx",
    }
    facts = {**FILE_BODY, "parameters": [name]}
    for path, handler in (("/documents", bring_document), ("/restore", bring_backup)):
        add_route(
            app,
            "POST",
            path,
            handler,
            "documents in" if path == "/documents" else "backup",
            facts,
            status=202,
        )


def _add_jobs(app: FastAPI, changing: Changing) -> None:
    async def list_jobs(request: WebRequest) -> Response:
        """The uploaded files that are read, ready or done, the newest first."""
        changing.allow(request, Role.load)
        return answer_facts({"items": [job.facts() for job in changing.uploads.listed()]})

    async def show_job(
        request: WebRequest,
        job: JobPath,
        wait: Annotated[float, Query(ge=0, le=25, description="Seconds to wait for news", examples=[20])] = 0,
        revision: Annotated[
            int, Query(ge=-1, le=1_000_000_000, description="The revision that is known", examples=[2])
        ] = -1,
    ) -> Response:
        """One job: how far it is, its preview, and what came of it."""
        changing.allow(request, Role.load)
        found = changing.uploads.find(job)
        if wait > 0:
            await changing.uploads.wait(found, revision, wait)
        return answer_facts(found.facts())

    async def confirm_job(request: WebRequest, job: JobPath) -> Response:
        """Take the file over as its preview showed it."""
        ours = changing.allow(request, Role.load)
        found = changing.uploads.find(job)
        changing.uploads.confirm(found, author_of(request))
        return _job_answer(ours, found, 202)

    async def cancel_job(request: WebRequest, job: JobPath) -> Response:
        """Stop reading the file, and forget it."""
        ours = changing.allow(request, Role.load)
        found = changing.uploads.find(job)
        await changing.uploads.cancel(found)
        return _job_answer(ours, found, 200)

    add_route(app, "GET", "/jobs", list_jobs, "documents in")
    add_route(app, "GET", "/jobs/{job}", show_job, "documents in")
    add_route(app, "POST", "/jobs/{job}/confirm", confirm_job, "documents in", status=202)
    add_route(app, "POST", "/jobs/{job}/cancel", cancel_job, "documents in")
    add_route(app, "DELETE", "/jobs/{job}", cancel_job, "documents in")


def _add_log(app: FastAPI, changing: Changing) -> None:
    async def list_changes(
        request: WebRequest, offset: OffsetParameter = 0, limit: LimitParameter = 100
    ) -> Response:
        """Every change with who, when and what, the newest first; reviewers see their own."""
        changing.allow(request, Role.review)
        visitor = visitor_of(request)
        found = [shown(change) for change in changing.log.read()]
        if visitor.role < Role.load:
            if not visitor.name:
                raise WrongRoleError("This needs the role load.")
            found = [change for change in found if change["by"] == visitor.name]
        return answer_facts(page_of(found, offset, limit))

    async def make_backup(request: WebRequest) -> Response:
        """The whole store as one file with checksums, as it is at this moment; readers and writers go on."""
        changing.allow(request, Role.load)
        file = await changing.uploads.make_backup()
        headers: list[Header] = [
            (b"content-disposition", b'attachment; filename="goaltrace.backup"'),
            _NEVER_KEPT,
        ]
        return ReplyResponse(Reply(200, "application/x-goaltrace-backup", b"", headers, file))

    add_route(app, "GET", "/changes", list_changes, "review")
    add_route(app, "GET", "/backup", make_backup, "backup")


_NEVER_KEPT: Final[Header] = (b"cache-control", b"no-store")


def add_route(  # noqa: PLR0913 - the facts of one route
    app: FastAPI,
    method: str,
    path: str,
    handler: Handler,
    tag: str,
    facts: dict[str, Any] | None = None,
    status: int = 200,
) -> None:
    """Add one route with the problems that every route has."""
    app.add_api_route(
        path,
        handler,
        methods=[method],
        name=f"{method.lower()}{path.replace('/', '_').replace('{', '').replace('}', '')}",
        tags=[tag],
        responses=PROBLEMS,
        openapi_extra=facts,
        status_code=status,
    )


def page_of(items: list[dict[str, Any]], offset: int, limit: int) -> dict[str, Any]:
    """A part of a list, and where the next begins."""
    part = items[offset : offset + limit]
    after = offset + len(part)
    next_offset = after if after < len(items) else None
    return {"total": len(items), "offset": offset, "next_offset": next_offset, "items": part}


def answer_facts(facts: object, status: int = 200, headers: list[Header] | None = None) -> Response:
    """Facts as JSON that no cache keeps."""
    return ReplyResponse(json_reply(facts, status, [_NEVER_KEPT, *(headers or [])]))


def _job_answer(request: Request, job: Job, status: int) -> Response:
    """The job for programs; for a form of a page the way back to its page."""
    if "text/html" in request.header(b"accept"):
        place = f"/upload?job={urllib.parse.quote(job.id)}"
        return ReplyResponse(Reply(303, "", b"", [(b"location", place.encode("ascii")), _NEVER_KEPT]))
    return answer_facts(job.facts(), status, [(b"location", f"/jobs/{job.id}".encode("ascii"))])
