"""Counting rows in the bytes that the engine's serialisers write, so that they stay as fast as they are."""

from collections.abc import Callable
from typing import Final

from service.web.refusals import ResultTooLargeError

# What stands once between or before rows and cannot stand inside a value, because each format escapes it;
# and how many marks stand there that are no row (the line of names), or are missing (before the first row).
_MARKS: Final = {"json": (b'},{"', -1), "xml": (b"<result>", 0), "tsv": (b"\n", 1)}


def row_counter(form: str, most: int) -> Callable[[bytes], None]:
    """A function that takes an answer chunk by chunk and raises `ResultTooLargeError` past so many rows."""
    if form == "csv":
        return _CsvRows(most)
    mark, others = _MARKS[form]
    return _MarkedRows(mark, most, others)


class _Rows:
    def __init__(self, most: int, others: int) -> None:
        self._most = most
        self._rows = -others

    def _add(self, rows: int) -> None:
        self._rows += rows
        if self._rows > self._most:
            raise ResultTooLargeError(
                f"The answer has more than {self._most} rows; add LIMIT or ask for less.", rows=self._most
            )


class _MarkedRows(_Rows):
    """Counts a mark, also where it stands across two chunks."""

    def __init__(self, mark: bytes, most: int, others: int) -> None:
        super().__init__(most, others)
        self._mark = mark
        self._tail = b""

    def __call__(self, chunk: bytes) -> None:
        text = self._tail + chunk
        self._add(text.count(self._mark))
        held = len(self._mark) - 1
        self._tail = text[-held:] if held else b""


class _CsvRows(_Rows):
    """Counts line ends outside quotes."""

    def __init__(self, most: int) -> None:
        super().__init__(most, others=1)
        self._quoted = 0

    def __call__(self, chunk: bytes) -> None:
        parts = chunk.split(b'"')
        self._add(sum(part.count(b"\n") for part in parts[self._quoted :: 2]))
        self._quoted = (self._quoted + len(parts) - 1) % 2
