"""Writes finished documents into a store: new ones many at a time, known ones each in its own place.

Every write is whole: one bulk load or one transaction, which either happens or leaves the store as it was.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final

from loaders.errors import LoadError
from queries.embedded import EmbeddedStore
from queries.errors import QueriesError
from queries.store import Store
from service.prepare import Ready

BATCH: Final = (
    12 * 1024 * 1024
)  # characters of N-Quads; loading them takes some 150 MB of memory for the moment
_WAITING: Final = 2 * BATCH  # from here on the build waits for the writer


class WritingStoppedError(LoadError):
    """Raised when the store takes no more in the middle of a build; `written` documents are in it whole."""

    def __init__(self, location: str, written: int, reason: str) -> None:
        self.written = written
        super().__init__(
            f"writing failed after {written} documents, which are in the store whole ({reason})",
            location,
            "check the disk and its rights, then build again: what is there is not built twice",
            zh=(
                f"写入 {written} 份文件后失败，已写入的文件均完整（{reason}）",
                "请检查磁盘空间和权限后重新运行，已有的文件不会重复处理",
            ),
        )


class StoreWriter:
    """Takes documents in order and tells `written` of each once it is in the store.

    With `aside` a thread writes while the caller makes further documents ready. With `hold` nothing is
    written before `finish`, so that a link file that turns out wrong leaves the store as it was. `first` writes
    what documents need beside them, before the first of them.
    """

    def __init__(
        self,
        store: Store,
        first: Callable[[], None],
        written: Callable[[Ready], None],
        *,
        aside: bool = False,
        hold: bool = False,
    ) -> None:
        self._store = store
        self._first: Callable[[], None] | None = first
        self._told = written
        self._graphs = frozenset(store.graphs())
        self._thread = ThreadPoolExecutor(1) if aside else None
        self._running: Future[Sequence[Ready]] | None = None
        self._waiting: list[Ready] = []
        self._size = 0
        self._held: list[Ready] | None = [] if hold else None
        self.written = 0

    def __enter__(self) -> "StoreWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None:
            self._thread.shutdown(wait=True)

    def add(self, ready: Ready) -> None:
        """Take one document; it is written at once, with others, or at the end."""
        if self._held is not None:
            self._held.append(ready.packed())
        else:
            self._add(ready)

    def finish(self) -> None:
        """Write all that is left."""
        held, self._held = self._held or [], None
        for ready in held:
            self._add(ready)
        self._wait()
        self._start()
        self._wait()

    def _add(self, ready: Ready) -> None:
        self._waiting.append(ready)
        self._size += ready.size
        if self._running is not None and (self._running.done() or self._size >= _WAITING):
            self._wait()
        if self._running is None and self._size >= BATCH:
            self._start()

    def _start(self) -> None:
        batch, self._waiting, self._size = self._waiting, [], 0
        if not batch:
            return
        if self._thread is not None:
            self._running = self._thread.submit(self._write, batch)
        else:
            self._tell(self._write(batch))

    def _wait(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            self._tell(running.result())

    def _tell(self, batch: Sequence[Ready]) -> None:
        for ready in batch:
            self._told(ready)

    def _write(self, batch: Sequence[Ready]) -> Sequence[Ready]:
        try:
            first, self._first = self._first, None
            if first is not None:
                first()
            self._write_new([ready for ready in batch if self._graphs.isdisjoint(ready.graphs)])
            for ready in batch:
                if not self._graphs.isdisjoint(ready.graphs):
                    self._store.replace_graphs(ready.graphs, ready.nquads.decode())
                    self.written += 1
        except QueriesError as problem:
            if not self.written:
                raise
            reason = getattr(problem, "reason", problem.what)
            raise WritingStoppedError(self._store.location, self.written, reason) from problem
        return batch

    def _write_new(self, new: Sequence[Ready]) -> None:
        if not new:
            return
        nquads = b"".join(ready.nquads for ready in new)
        if isinstance(self._store, EmbeddedStore):
            self._store.load_new(nquads)
        else:
            self._store.replace_graphs([g for ready in new for g in ready.graphs], nquads.decode())
        self.written += len(new)
