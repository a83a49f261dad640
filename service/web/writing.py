"""The server's side of its writer: orders in line, one after the other, and readers told when one is done."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from queries.snapshots import can_publish, current_snapshot, read_mark
from service.web.helpers import Helper, raise_refusal
from service.web.options import Options
from service.web.refusals import BusyError, NotWrittenError, ReadOnlyHereError, RefusedError
from service.web.writer import WriterOrders

_MOST_WAITING: Final = 50
_LONGEST: Final = 900.0
_REST: Final = 120.0
_MEMORY: Final = 3 * 1024 * 1024 * 1024
_GRACE: Final = 30.0


class Writing:
    """Gives orders to the one writer; starts it when there is one, and lets it go when there is nothing to do."""

    def __init__(
        self, store: str, base: str, profile: str, options: Options, lock_wait: float = 10.0
    ) -> None:
        self._place = Path(store)
        self.writable = "://" not in store and can_publish(self._place)
        memory = max(_MEMORY, options.megabytes << 20)
        self._orders = WriterOrders(str(self._place.resolve()), base, profile, memory, lock_wait)
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._helper: Helper | None = None
        self._numbers = 0
        self._rest: asyncio.TimerHandle | None = None
        self._closing = False
        self._tasks: set[asyncio.Task[None]] = set()
        self.on_change: Callable[[], None] = lambda: None

    def require_writable(self) -> None:
        """Raise a sentence where nothing can be changed."""
        if not self.writable:
            raise ReadOnlyHereError(
                "This store is only read here: it is not a folder of goaltrace that can be written."
            )

    async def order(self, do: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Have one order carried out; when this returns, the next question sees what it changed.

        An order that has begun is carried out to its end, also when nobody waits for it any more.
        """
        self.require_writable()
        if self._closing:
            raise BusyError("The server is stopping; ask again soon.")
        if self._waiting >= _MOST_WAITING:
            raise BusyError("Too many changes wait already; ask again in a moment.", retry=5)
        self._waiting += 1
        try:
            task = asyncio.get_running_loop().create_task(self._carry_out(do, facts))
            return await asyncio.shield(task)
        finally:
            self._waiting -= 1

    async def _carry_out(self, do: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        async with self._turn:
            if self._rest is not None:
                self._rest.cancel()
            try:
                async with asyncio.timeout(_LONGEST):
                    return await self._exchange(do, facts)
            except TimeoutError as exc:
                await self._drop()
                raise NotWrittenError(
                    "The change took too long and was stopped; the store is whole."
                ) from exc
            finally:
                self.on_change()
                self._rest = asyncio.get_running_loop().call_later(_REST, self._let_go)

    async def _exchange(self, do: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        if self._helper is None or not self._helper.running:
            self._helper = await Helper.start("service.web.writer", self._orders.write())
        self._numbers += 1
        number = self._numbers
        with suppress(ConnectionError):
            await self._helper.tell(json.dumps({"id": number, "do": do, "facts": dict(facts)}))
            while (line := await self._helper.next_line()) is not None:
                if line.get("id") == number:
                    raise_refusal(line)
                    return dict(line["result"])
        await self._drop()
        raise NotWrittenError(
            "The process that writes ended before it said what it did; the store is whole, look and ask again.",
            retry=1,
        )

    async def begin(self) -> None:
        """Publish what the store holds, if that was not done; where it cannot be, readers take the database itself."""
        snapshot = current_snapshot(self._place)
        if self.writable and (snapshot is None or snapshot.mark != read_mark(self._place)):
            with suppress(RefusedError):
                await self.order("publish", {})

    def publish_soon(self) -> None:
        """Ask for a snapshot where another program has written; the server's clock calls this."""
        if not self.writable or self._turn.locked() or self._closing or self._tasks:
            return
        snapshot = current_snapshot(self._place)
        if snapshot is None or snapshot.mark != read_mark(self._place):
            task = asyncio.get_running_loop().create_task(self._publish())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _publish(self) -> None:
        try:
            await self.order("publish", {})
        except RefusedError:
            await asyncio.sleep(1.0)  # somebody writes; the next look tries again

    def _let_go(self) -> None:
        """End a writer that had nothing to do for a while."""
        self._rest = None
        if not self._turn.locked():
            task = asyncio.get_running_loop().create_task(self._drop())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _drop(self) -> None:
        helper, self._helper = self._helper, None
        if helper is not None:
            await helper.kill()

    async def close(self) -> None:
        """Let the order that is being carried out end, and end the writer."""
        self._closing = True
        if self._rest is not None:
            self._rest.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                async with self._turn:
                    pass
        for task in tuple(self._tasks):
            task.cancel()
        if self._helper is not None:
            await self._helper.finish(5.0)
