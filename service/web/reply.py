"""What goes back to a client: status, headers and bytes, and how they are sent."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from service.web.refusals import RefusedError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Header = tuple[bytes, bytes]

PROBLEM_TYPE: Final = "application/problem+json"
PROBLEM_BASE: Final = "https://w3id.org/goaltrace/problem/"
_CHUNK: Final = 128 * 1024
_STALLED: Final = 30.0
_PAGE_POLICY: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DATA_POLICY: Final = b"default-src 'none'; frame-ancestors 'none'"
_ALWAYS: Final[tuple[Header, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
DATA_HEADERS: Final[tuple[Header, ...]] = (
    *_ALWAYS,
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", _DATA_POLICY),
)
_DATA_LINES: Final = b"".join(b"%b: %b\r\n" % header for header in DATA_HEADERS)
# A page without referrers sends its forms with `Origin: null`, by which nobody could tell it from another site.
PAGE_HEADERS: Final[tuple[Header, ...]] = (
    *_ALWAYS,
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", _PAGE_POLICY),
)


@dataclass(slots=True)
class Reply:
    """An answer to one request; a large body is a file that is removed once it is open."""

    status: int
    content_type: str
    body: bytes = b""
    headers: list[Header] = field(default_factory=list)
    file: Path | None = None

    def head(self, more: tuple[Header, ...]) -> Message:
        """The message that starts the response."""
        headers = [*self.headers, *DATA_HEADERS, *more]
        if self.content_type:
            headers.append((b"content-type", self.content_type.encode("latin-1")))
        if self.status not in (204, 304):
            headers.append((b"content-length", b"%d" % self.size()))
        return {"type": "http.response.start", "status": self.status, "headers": headers}

    def raw_head(self, more: Iterable[Header]) -> bytes:
        """The header lines for a connection that is written to directly, without status and end."""
        lines = [b"%b: %b\r\n" % header for header in self.headers]
        lines += [b"%b: %b\r\n" % header for header in more]
        lines.append(_DATA_LINES)
        if self.content_type:
            lines.append(b"content-type: %b\r\n" % self.content_type.encode("latin-1"))
        if self.status not in (204, 304):
            lines.append(b"content-length: %d\r\n" % self.size())
        return b"".join(lines)

    def size(self) -> int:
        """How many bytes the body has."""
        return len(self.body) if self.file is None else self.file.stat().st_size


async def send_reply(reply: Reply, send: Send, more: tuple[Header, ...], *, head_only: bool = False) -> None:
    """Send a reply; a client that takes nothing for half a minute is cut off."""
    start = reply.head(more)
    await send(start)
    if reply.file is None or head_only:
        if reply.file is not None:
            reply.file.unlink(missing_ok=True)
        await send({"type": "http.response.body", "body": b"" if head_only else reply.body})
        return
    with reply.file.open("rb") as file:
        reply.file.unlink(missing_ok=True)
        while chunk := file.read(_CHUNK):
            async with asyncio.timeout(_STALLED):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def json_reply(facts: object, status: int = 200, headers: Iterable[Header] = ()) -> Reply:
    """Facts as JSON."""
    body = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    return Reply(status, "application/json", body, list(headers))


def problem_reply(refusal: RefusedError, request: str) -> Reply:
    """The one shape of every error: RFC 9457 with a code and the request's number."""
    facts: dict[str, object] = {
        "type": PROBLEM_BASE + refusal.code,
        "title": refusal.title,
        "status": refusal.status,
        "code": refusal.code,
        "detail": refusal.sentence,
        "request": request,
    }
    headers: list[Header] = []
    for name, value in refusal.facts.items():
        if name == "retry":
            headers.append((b"retry-after", str(value).encode()))
        elif name == "allow":
            headers.append((b"allow", str(value).encode()))
        elif name == "close":
            headers.append((b"connection", b"close"))
        else:
            facts[name] = value
    if refusal.status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="goaltrace"'))
    headers.append((b"cache-control", b"no-store"))
    body = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    return Reply(refusal.status, PROBLEM_TYPE, body, headers)
