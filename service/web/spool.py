"""Where a worker's answer gathers: in memory while it is small, in a file when it is large, never past a limit."""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from service.web.frames import Answer, Kind
from service.web.refusals import ResultTooLargeError

IN_MEMORY: Final = 256 * 1024
WORTH_COMPRESSING: Final = 1024
_LEVEL: Final = 3
_GZIP: Final = 31


class Spool:
    """Takes the bytes of one answer as a serialiser writes them."""

    __slots__ = ("_chunks", "_compressor", "_count", "_file", "_most", "_new_file", "_path", "_size")

    def __init__(
        self,
        new_file: Callable[[], Path],
        most: int,
        *,
        compress: bool,
        count: Callable[[bytes], None] | None = None,
    ) -> None:
        self._new_file = new_file
        self._path: Path | None = None
        self._most = most
        self._count = count
        self._compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP) if compress else None
        self._chunks: list[bytes] = []
        self._size = 0
        self._file: BinaryIO | None = None

    def write(self, chunk: bytes) -> int:
        """Take some bytes; raises `ResultTooLargeError` past the limit."""
        length = len(chunk)
        self._size += length
        if self._count is not None:
            self._count(chunk)
        if self._file is None:
            self._chunks.append(chunk)
            if self._size <= IN_MEMORY:
                return length
            self._move_to_file()
        else:
            self._file.write(self._compressor.compress(chunk) if self._compressor else chunk)
        if self._size > self._most:
            raise ResultTooLargeError(
                f"The answer has more than {self._most} bytes; add LIMIT or ask for less.", bytes=self._most
            )
        return length

    def flush(self) -> None:
        """Nothing is held back that a flush could push."""

    def finish(self, kind: Kind) -> Answer:
        """The answer that was gathered."""
        if self._file is None or self._path is None:
            body = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
            if self._compressor is None or len(body) < WORTH_COMPRESSING:
                return Answer(kind, body)
            return Answer(
                kind, self._compressor.compress(body) + self._compressor.flush(), "", compressed=True
            )
        if self._compressor is not None:
            self._file.write(self._compressor.flush())
        self._file.close()
        return Answer(kind, b"", self._path.name, self._compressor is not None)

    def discard(self) -> None:
        """Drop what was gathered."""
        self._chunks.clear()
        if self._file is not None and self._path is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def _move_to_file(self) -> None:
        self._path = self._new_file()
        self._file = self._path.open("wb")
        gathered = b"".join(self._chunks)
        self._chunks.clear()
        self._file.write(self._compressor.compress(gathered) if self._compressor else gathered)
