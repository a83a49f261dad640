"""What the server and its workers say to each other: one frame each way, over a socket pair.

A question is a tuple of plain values; an answer is a small head and bytes. What comes from a worker is never
unpickled: a worker runs strangers' queries.
"""

import json
import marshal
import struct
from enum import IntEnum
from typing import Any, Final, NamedTuple, cast

from service.web.refusals import RefusedError, StoreUnreadableError, revive

LENGTH: Final = struct.Struct("!I")
HEAD: Final = struct.Struct("!BBQ")
LONGEST_QUESTION: Final = 64 * 1024 * 1024


class Kind(IntEnum):
    """What the bytes of an answer are."""

    ready = 0
    rows = 1
    boolean = 2
    graph = 3
    json = 4
    csv = 5
    refusal = 6


class Query(NamedTuple):
    """A SPARQL query with the formats for either kind of answer; None where the client takes none."""

    generation: int
    text: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    rows_format: str | None
    graph_format: str | None
    compress: bool
    base: str | None


class ReadGraph(NamedTuple):
    """One graph of the store, the default graph where it has no name, or every quad (`*`)."""

    generation: int
    graph: str
    format: str
    compress: bool


class Call(NamedTuple):
    """A question in the program's own terms: the name of an answer and its arguments as JSON."""

    generation: int
    name: str
    arguments: str
    compress: bool


_KNOWN_KINDS: Final = {kind.value: kind for kind in Kind}
Question = Query | ReadGraph | Call
_KINDS: Final[dict[str, type[Query] | type[ReadGraph] | type[Call]]] = {
    "query": Query,
    "graph": ReadGraph,
    "call": Call,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


class Answer(NamedTuple):
    """An answer: its bytes, or the name of the spool file that holds them."""

    kind: Kind
    body: bytes
    spooled: str = ""
    compressed: bool = False


def pack_question(question: Question) -> bytes:
    """A question as a frame."""
    body = marshal.dumps((_NAMES[type(question)], *question))
    return LENGTH.pack(len(body)) + body


def unpack_question(body: bytes) -> Question:
    """The question of a frame's body."""
    name, *fields = cast("tuple[Any, ...]", marshal.loads(body))  # noqa: S302 - written by the parent
    return _KINDS[name](*fields)


def pack_answer(answer: Answer) -> bytes:
    """An answer as a frame; the flags say whether the body is compressed and whether it names a file."""
    kind, body, spooled, compressed = answer
    if spooled:
        body = spooled.encode("ascii")
    return HEAD.pack(kind, compressed | (2 if spooled else 0), len(body)) + body


def read_answer(kind: int, flags: int, body: bytes) -> Answer:
    """The answer of a frame; raises what a worker refused."""
    if kind == Kind.refusal:
        raise read_refusal(body)
    known = _KNOWN_KINDS.get(kind)
    if known is None:
        raise _unreadable()
    if flags & 2:
        name = body.decode("ascii", "replace")
        if not name.isalnum():  # it becomes a path
            raise _unreadable()
        return Answer(known, b"", name, bool(flags & 1))
    return Answer(known, body, "", bool(flags & 1))


def _unreadable() -> RefusedError:
    return StoreUnreadableError("A worker's answer could not be read; ask again.")


def pack_refusal(refusal: RefusedError) -> bytes:
    """A refusal as a frame."""
    facts = json.dumps([refusal.code, refusal.sentence, refusal.facts], ensure_ascii=True, default=str)
    return HEAD.pack(Kind.refusal, 0, len(facts)) + facts.encode("ascii")


def read_refusal(body: bytes) -> RefusedError:
    """The refusal of a frame's body."""
    code, sentence, facts = json.loads(body)
    return revive(str(code), str(sentence), dict(facts))
