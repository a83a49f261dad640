"""A question in the program's own terms, from a request to a reply: from memory where the store is unchanged."""

import asyncio
import json
from collections.abc import Mapping
from typing import NoReturn

from service.web.cache import AnswerCache
from service.web.frames import Call
from service.web.freshness import CHECKED, VARYING, tag_of, unless_known
from service.web.negotiate import takes_gzip
from service.web.patience import wait_for
from service.web.reply import Header, Reply
from service.web.request import Request
from service.web.workers import Workers


class Asking:
    """Asks workers on behalf of the REST routes."""

    def __init__(self, workers: Workers, cache: AnswerCache[Reply]) -> None:
        self._workers = workers
        self._cache = cache

    async def ask(
        self,
        request: Request,
        name: str,
        arguments: Mapping[str, object],
        content_type: str = "application/json",
    ) -> Reply:
        """The reply to a call with these arguments."""
        compress = takes_gzip(request.header(b"accept-encoding"))
        version = self._workers.version
        key = (name, json.dumps(arguments, sort_keys=True), compress)
        kept = self._cache.get(key, version)
        if kept is None:
            kept = await self._work_out(request, key, content_type, compress=compress)
            if kept.file is None:
                self._cache.put(key, version, kept, len(kept.body) + len(key[1]))
        return unless_known(kept, request.headers.get(b"if-none-match"))

    async def read(self, name: str, arguments: Mapping[str, object]) -> str:
        """The text of an answer, for who is watched by somebody else while it is worked out."""
        version = self._workers.version
        key = (name, json.dumps(arguments, sort_keys=True), False)
        kept = self._cache.get(key, version)
        if kept is None:
            call = Call(self._workers.generation, key[0], key[1], key[2])
            answer = await wait_for(self._workers, call, _nothing_comes)
            body = answer.body
            if answer.spooled:
                file = self._workers.spool_path(answer.spooled)
                body = await asyncio.to_thread(file.read_bytes)
                file.unlink(missing_ok=True)
            return body.decode("utf-8", "replace")
        return kept.body.decode("utf-8", "replace")

    async def _work_out(
        self, request: Request, key: tuple[str, str, bool], content_type: str, *, compress: bool
    ) -> Reply:
        call = Call(self._workers.generation, key[0], key[1], compress)
        headers: list[Header] = [VARYING, CHECKED]
        if self._workers.version:
            headers.append((b"etag", tag_of(self._workers.version, key)))
        answer = await wait_for(self._workers, call, request.receive)
        if answer.compressed:
            headers.append((b"content-encoding", b"gzip"))
        file = self._workers.spool_path(answer.spooled) if answer.spooled else None
        return Reply(200, content_type, answer.body, headers, file)


async def _nothing_comes() -> NoReturn:
    await asyncio.Event().wait()
    raise AssertionError  # nothing sets the event
