"""Whether a client still has the right answer: entity tags and what caches may do."""

import hashlib
from typing import Final

from service.web.reply import Header, Reply

CHECKED: Final[Header] = (b"cache-control", b"no-cache")
VARYING: Final[Header] = (b"vary", b"Accept, Accept-Encoding")


def tag_of(version: str, key: tuple[object, ...]) -> bytes:
    """The weak tag of an answer: the version of the store and what was asked."""
    digest = hashlib.blake2b(repr(key).encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()
    return f'W/"{version[:8]}-{digest}"'.encode("ascii")


def unless_known(reply: Reply, known: bytes | None) -> Reply:
    """The reply, or 304 where the client says in If-None-Match that it has it."""
    if known is None:
        return reply
    tag = next((value for name, value in reply.headers if name == b"etag"), b"")
    candidates = {part.strip().removeprefix(b"W/") for part in known.split(b",")}
    if tag and (tag.removeprefix(b"W/") in candidates or b"*" in candidates):
        return Reply(304, "", b"", [header for header in reply.headers if header[0] != b"content-encoding"])
    return reply
