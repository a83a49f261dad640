"""A worker: a process of its own that answers one question at a time until its server ends it.

Started as `python -m service.web.worker` with a socket and its orders as JSON; it imports little, to be quick.
"""

import gc
import json
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from service.web import walls
from service.web.engine import Engine, EngineLimits
from service.web.frames import (
    HEAD,
    LENGTH,
    Answer,
    Call,
    Kind,
    Query,
    Question,
    ReadGraph,
    pack_answer,
    pack_refusal,
    unpack_question,
)
from service.web.guard import GuardLimits
from service.web.refusals import QueryFailedError, RefusedError, TooMuchMemoryError

_PIECE: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is told once: the store, its limits, and where large answers go."""

    store: str
    spool: str
    default_graph: str
    rows: int
    size: int
    memory: int
    seconds: float
    parent: int

    def write(self) -> str:
        """The orders as one argument of a command line."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


class Worker:
    """Answers questions from a socket."""

    def __init__(self, orders: Orders, connection: socket.socket) -> None:
        self._connection = connection
        self._memory = orders.memory
        self._spool = Path(orders.spool)
        limits = EngineLimits(orders.rows, orders.size, GuardLimits())
        self._held = b""
        self._engine = _engine_for(orders, self._spool, limits)

    def run(self) -> None:
        """Open the store, say so, and answer until the server closes the connection."""
        self._warm_up()
        walls.limit_memory(self._memory)
        gc.freeze()
        self._connection.sendall(HEAD.pack(Kind.ready, 0, 0))
        while (question := self._read()) is not None:
            self._connection.sendall(self._answer(question))

    def _warm_up(self) -> None:
        if self._engine.remote:
            return
        try:
            self._engine.open(0).query("ASK { ?s ?p ?o }")
        except RefusedError:
            return  # each question says it again

    def _read(self) -> Question | None:
        """The next question; mostly it comes whole in one piece."""
        held = self._held
        while len(held) < LENGTH.size or len(held) < LENGTH.size + LENGTH.unpack_from(held)[0]:
            more = self._connection.recv(_PIECE)
            if not more:
                return None
            held = held + more if held else more
        end = LENGTH.size + LENGTH.unpack_from(held)[0]
        self._held = held[end:]
        return unpack_question(held[LENGTH.size : end])

    def _answer(self, question: Question) -> bytes:
        try:
            return pack_answer(self._find(question))
        except RefusedError as refusal:
            return pack_refusal(refusal)
        except MemoryError:
            return pack_refusal(
                TooMuchMemoryError("The question needs more memory than one may take; ask for less.")
            )
        except Exception as problem:  # a defect answers this question only, and is named
            name = type(problem).__name__
            return pack_refusal(QueryFailedError(f"The question cannot be answered: an unexpected {name}."))

    def _find(self, question: Question) -> Answer:
        match question:
            case Query():
                return self._engine.ask(question)
            case ReadGraph():
                return self._engine.read_graph(question)
            case Call():
                # Named questions need more of the program; a worker that never gets one stays small.
                from service.web.answers import answer_call  # noqa: PLC0415

                return answer_call(self._engine, question)


def _engine_for(orders: Orders, spool: Path, limits: EngineLimits) -> Engine:
    if "://" not in orders.store:
        return Engine(Path(orders.store), spool, limits, orders.default_graph)
    # Only a worker that asks another endpoint needs the network's part of the library.
    from service.web.remote import RemoteEngine  # noqa: PLC0415

    return RemoteEngine(orders.store, spool, limits, orders.default_graph, orders.seconds)


def main(arguments: list[str]) -> None:
    """Start a worker with the number of its socket and its orders."""
    facts: dict[str, Any] = json.loads(arguments[1])
    orders = Orders(**facts)
    walls.end_with_parent(orders.parent)
    walls.yield_to_others()
    if "://" not in orders.store:
        walls.leave_network()
    connection = socket.socket(fileno=int(arguments[0]))
    walls.run_deep(Worker(orders, connection).run)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
