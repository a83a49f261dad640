"""The one process that changes the store: it takes one order after the other, and publishes what it wrote.

Started as `python -m service.web.writer ORDERS`, it opens the store for each order and lets go of it afterwards, so
that commands can write between two orders. Every change is noted in the log before and after it is made, and is
published to the readers before it is acknowledged. When the server goes, it ends after the order it works on.
"""

import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from queries.embedded import EmbeddedStore
from queries.errors import StoreError, StoreLockedError
from queries.snapshots import current_snapshot, publish, read_mark, sweep
from service.web import walls
from service.web.audit import Author, ChangeLog
from service.web.lines import Report, read_line
from service.web.refusals import DocumentRefusedError, NotFoundError, RefusedError
from service.web.saved_queries import drop_query, save_query

_ROOM: Final = 32 * 1024 * 1024
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WriterOrders:
    """What the writer is told once."""

    store: str
    base: str
    profile: str
    memory: int
    wait: float

    def write(self) -> str:
        """The orders as one argument of a command line."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


class Writer:
    """Carries out orders on one store."""

    def __init__(self, orders: WriterOrders, report: Report) -> None:
        self._orders = orders
        self._place = Path(orders.store)
        self._report = report
        self._log = ChangeLog(self._place)
        self._orders_known: Mapping[str, Callable[[Facts], dict[str, Any]]] = {
            "publish": self._publish,
            "link": self._decide_link,
            "verdict": self._decide_verdict,
            "undo": self._undo,
            "load": self._load,
            "restore": self._restore,
            "save_query": self._save_query,
            "drop_query": self._drop_query,
        }

    def carry_out(self, order: Facts) -> None:
        """Carry out one order and report what came of it."""
        from service.web.sentences import KNOWN, refusal_for  # noqa: PLC0415 - publishing alone needs less

        number, what = order["id"], str(order["do"])
        try:
            self._report.say(id=number, result=self._orders_known[what](order["facts"]))
        except RefusedError as refusal:
            self._report.refuse(refusal, id=number)
        except KNOWN as problem:
            self._report.refuse(
                refusal_for(problem, reviewing=what in ("link", "verdict", "undo")), id=number
            )
        except MemoryError:
            self._report.refuse(DocumentRefusedError("It needs more memory than one may take."), id=number)
        except OSError as problem:
            from service.web.refusals import NotWrittenError  # noqa: PLC0415

            reason = problem.strerror or "the system refuses"
            self._report.refuse(
                NotWrittenError(f"Nothing was written ({reason}); the store is as it was."), id=number
            )
        except Exception as problem:  # a defect ends this order only, and is named
            self._report.say(id=number, defect=type(problem).__name__)

    @contextmanager
    def _opened(self, *, wait: float | None = None) -> Iterator[EmbeddedStore]:
        """The store, open for writing, and closed afterwards; another writer is waited for."""
        if shutil.disk_usage(self._place).free < _ROOM:
            raise OSError(28, "No space left on device")
        until = time.monotonic() + (self._orders.wait if wait is None else wait)
        while True:
            try:
                store = EmbeddedStore.on_disk(self._place)
                break
            except StoreLockedError:
                if time.monotonic() >= until:
                    raise
                time.sleep(0.05)
        try:
            yield store
        finally:
            store.close()

    def _show(self, store: EmbeddedStore) -> None:
        """Publish what the store holds; where that fails, the server asks for it again later."""
        with suppress(OSError, StoreError):
            publish(self._place, store)
            sweep(self._place)

    def _publish(self, facts: Facts) -> dict[str, Any]:  # noqa: ARG002 - every order has facts
        """Publish what another program wrote, if nobody writes at the moment."""
        snapshot = current_snapshot(self._place)
        if snapshot is None or snapshot.mark != read_mark(self._place):
            with self._opened(wait=0.0) as store:
                publish(self._place, store)
            sweep(self._place)
        return {}

    def _change(
        self, what: str, facts: Facts, said: Facts, make: Callable[[EmbeddedStore], Any]
    ) -> tuple[str, Any]:
        """Make one change to the open store, with its two lines in the log."""
        author = Author(str(facts["by"]), str(facts["source"]), str(facts["request"]))
        with self._opened() as store:
            number = self._log.begin(what, author, said)
            try:
                made, undo = make(store)
            except BaseException as problem:
                with suppress(OSError):
                    self._log.finish(number, "failed", {"problem": _code(problem)})
                raise
            self._log.finish(number, "done", undo)
            self._show(store)
        return number, made

    def _decide_link(self, facts: Facts) -> dict[str, Any]:
        from service.web.decisions import decide_on_link  # noqa: PLC0415 - slow to import, and not always needed

        said = {name: facts.get(name) for name in ("document", "project", "target", "status", "note")}
        return self._decide("link", facts, said, decide_on_link)

    def _decide_verdict(self, facts: Facts) -> dict[str, Any]:
        from service.web.decisions import decide_on_row  # noqa: PLC0415

        said = {name: facts.get(name) for name in ("document", "indicator", "verdict", "note")}
        return self._decide("verdict", facts, said, decide_on_row)

    def _decide(self, what: str, facts: Facts, said: Facts, decide: Callable[..., Any]) -> dict[str, Any]:
        profile = self._profile()

        def make(store: EmbeddedStore) -> tuple[Any, Facts]:
            done = decide(store, profile, facts, str(facts["by"]))
            return done.item, done.facts

        number, item = self._change(what, facts, said, make)
        return {"item": item, "change": number}

    def _undo(self, facts: Facts) -> dict[str, Any]:
        from service.web.decisions import undo  # noqa: PLC0415

        change = self._log.find(str(facts["change"]))
        if change is None:
            raise NotFoundError("There is no change with this number.")
        profile = self._profile()

        def make(store: EmbeddedStore) -> tuple[Any, Facts]:
            done = undo(store, profile, change)
            return done.item, done.facts

        number, item = self._change("undo", facts, {"undoes": change["id"]}, make)
        return {"item": item, "change": number}

    def _load(self, facts: Facts) -> dict[str, Any]:
        from service.web.answers import plain  # noqa: PLC0415
        from service.web.documents import load_upload  # noqa: PLC0415

        profile = self._profile()

        def make(store: EmbeddedStore) -> tuple[Any, Facts]:
            file, name = Path(str(facts["file"])), str(facts["name"])
            loaded = load_upload(file, name, store, profile, self._orders.base, facts["replaces"])
            return loaded, {"document": loaded["document"]}

        said = {"name": facts["name"], "sha256": facts["sha256"]}
        number, loaded = self._change("document", facts, said, make)
        return {**_as_dict(plain(loaded)), "change": number}

    def _restore(self, facts: Facts) -> dict[str, Any]:
        from service.backup import restore_backup  # noqa: PLC0415

        author = Author(str(facts["by"]), str(facts["source"]), str(facts["request"]))
        number = self._log.begin("restore", author, {"name": facts["name"], "sha256": facts["sha256"]})
        try:
            manifest = restore_backup(Path(str(facts["file"])), self._place, wait=self._orders.wait)
        except BaseException as problem:
            self._log.finish(number, "failed", {"problem": _code(problem)})
            raise
        self._log.finish(number, "done", {"quads": manifest.quads})
        with self._opened() as store:
            self._show(store)
        return {"quads": manifest.quads, "graphs": manifest.graphs, "change": number}

    def _save_query(self, facts: Facts) -> dict[str, Any]:
        return self._noted("query", facts, lambda: save_query(self._place, facts))

    def _drop_query(self, facts: Facts) -> dict[str, Any]:
        return self._noted("query", facts, lambda: drop_query(self._place, str(facts["name"])))

    def _noted(self, what: str, facts: Facts, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Make a change beside the database, with its line in the log once it is made."""
        made = make()
        author = Author(str(facts["by"]), str(facts["source"]), str(facts["request"]))
        self._log.finish(self._log.begin(what, author, {"name": facts["name"]}), "done")
        return made

    def _profile(self) -> Any:
        from shapes.profile import load_profile  # noqa: PLC0415

        return load_profile(self._orders.profile)


def _code(problem: BaseException) -> str:
    return problem.code if isinstance(problem, RefusedError) else type(problem).__name__


def _as_dict(facts: object) -> dict[str, Any]:
    return dict(facts) if isinstance(facts, Mapping) else {}


def limit_memory(size: int) -> None:
    """Allow this process so much memory; what it starts may have limits of its own, also higher ones."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = size if hard == resource.RLIM_INFINITY else min(size, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> None:
    """Take orders from standard input until it closes."""
    orders = WriterOrders(**json.loads(arguments[1]))
    report = Report()
    walls.leave_network()
    limit_memory(orders.memory)
    writer = Writer(orders, report)
    report.say(ready=True)
    for line in sys.stdin.buffer:
        order = read_line(line)
        if {"id", "do", "facts"} <= order.keys():
            with suppress(BrokenPipeError):  # the server has gone; the change is made all the same
                writer.carry_out(order)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv)
