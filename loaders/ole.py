"""The directory of an OLE compound file: which streams a .doc, .xls, .wps or encrypted package holds."""

import struct
from typing import Final, NamedTuple

from loaders.errors import CorruptFileError

SIGNATURE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_ENTRY: Final = 128
_END: Final = 0xFFFFFFFA  # sector numbers from here on are marks
_NO_ENTRY: Final = 0xFFFFFFFF
_HEADER_FAT: Final = 109
_LONGEST: Final = 65_536


class Stream(NamedTuple):
    """A stream or folder in the root of the file."""

    name: str
    first_sector: int
    size: int


class _Entry(NamedTuple):
    stream: Stream
    left: int
    right: int
    child: int


class OleFile:
    """Reads the FAT and the directory, nothing else; the chains are followed within bounds."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < 512:
            raise CorruptFileError("OLE", "it is cut off in its header")
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in {9, 12}:
            raise CorruptFileError("OLE", "its sector size is unknown")
        self._sector_size = 1 << shift
        self._fat = self._read_fat()
        self._entries = self._read_entries(struct.unpack_from("<I", data, 48)[0])

    def sector(self, number: int) -> bytes:
        """The bytes of a sector."""
        start = (number + 1) * self._sector_size
        sector = self._data[start : start + self._sector_size]
        if number >= _END or not sector:
            raise CorruptFileError("OLE", "it is cut off")
        return sector

    def _read_fat(self) -> list[int]:
        numbers = struct.unpack_from(f"<{_HEADER_FAT}I", self._data, 76)
        fat: list[int] = []
        for number in numbers:
            if number < _END and (number + 2) * self._sector_size <= len(self._data):
                fat.extend(struct.unpack(f"<{self._sector_size // 4}I", self.sector(number)))
        return fat

    def _read_entries(self, sector: int) -> list[_Entry]:
        pieces: list[bytes] = []
        while sector < _END and len(pieces) < _LONGEST:
            pieces.append(self.sector(sector))
            sector = self._fat[sector] if sector < len(self._fat) else _END
        directory = b"".join(pieces)
        whole = len(directory) - len(directory) % _ENTRY
        return [_entry(directory[at : at + _ENTRY]) for at in range(0, whole, _ENTRY)]

    def streams(self) -> dict[str, Stream]:
        """The streams and folders directly below the root, by name."""
        found: dict[str, Stream] = {}
        open_entries, seen = [self._entries[0].child] if self._entries else [], set[int]()
        while open_entries:
            number = open_entries.pop()
            if number == _NO_ENTRY or number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            found[entry.stream.name] = entry.stream
            open_entries += [entry.left, entry.right]
        return found


def _entry(record: bytes) -> _Entry:
    length = min(struct.unpack_from("<H", record, 64)[0], 64)
    name = record[: max(length - 2, 0)].decode("utf-16-le", errors="replace")
    left, right, child = struct.unpack_from("<III", record, 68)
    first, size = struct.unpack_from("<IQ", record, 116)
    return _Entry(Stream(name, first, size), left, right, child)
