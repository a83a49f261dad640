"""OLE compound files and old workbooks made by hand, byte by byte."""

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with the streams in its root, each long enough to have sectors of its own."""
    padded = {name: data.ljust(4_096, b"\0") for name, data in streams.items()}
    directory_sectors = (len(streams) + 1 + 3) // 4
    data_sectors = sum(-(-len(data) // _SECTOR) for data in padded.values())
    fat_sectors = 1
    while fat_sectors * (_SECTOR // 4) < fat_sectors + directory_sectors + data_sectors:
        fat_sectors += 1
    fat: list[int] = [*[_FAT] * fat_sectors, *range(fat_sectors + 1, fat_sectors + directory_sectors), _END]
    body = b""
    first: dict[str, int] = {}
    for name, data in padded.items():
        data = data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0")  # noqa: PLW2901 - whole sectors
        first[name] = len(fat)
        count = len(data) // _SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
        body += data
    assert fat_sectors <= 109
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, fat_sectors, fat_sectors, 0, 4_096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(fat_sectors), *[_FREE] * (109 - fat_sectors))
    entries_of_fat = fat_sectors * (_SECTOR // 4)
    table = struct.pack(f"<{entries_of_fat}I", *fat, *[_FREE] * (entries_of_fat - len(fat)))
    entries = [_entry("Root Entry", 5, 1 if streams else _NONE, _NONE, _END, 0)]
    for number, (name, data) in enumerate(padded.items(), start=1):
        following = number + 1 if number < len(padded) else _NONE
        entries.append(_entry(name, 2, _NONE, following, first[name], len(data)))
    directory = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    return header + table + directory + body


def _entry(name: str, kind: int, child: int, right: int, first: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    record = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, _NONE, right, child)
    return record + bytes(36) + struct.pack("<IQ", first, size)


Value = str | float | tuple[float, int]


def xls(rows: Sequence[Sequence[Value]], merges: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """A BIFF8 workbook of one sheet; a number with a 1 beside it is shown as a percentage."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    width = max((len(row) for row in rows), default=0)
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet += _cell(r, c, value)
    ranges = b"".join(struct.pack("<HHHH", *merge) for merge in merges)
    sheet += _record(0x00E5, struct.pack("<H", len(merges)) + ranges) + _record(0x000A, b"")
    return ole({"Workbook": _globals("表一", sheet)})


def _cell(row: int, column: int, value: Value) -> bytes:
    if isinstance(value, str):
        head = struct.pack("<HHHHB", row, column, 0, len(value), 1)
        return _record(0x0204, head + value.encode("utf-16-le"))
    number, style = value if isinstance(value, tuple) else (value, 0)
    return _record(0x0203, struct.pack("<HHHd", row, column, style, number))


def _globals(name: str, sheet: bytes) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    start += _record(0x0042, struct.pack("<H", 1200))
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + struct.pack("<BB", 5, 0) + b"Arial"
    start += _record(0x0031, font) * 5
    for number_format in (0, 9):
        start += _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, number_format, 0, 0, 0, 0, 0, 0, 0, 0))
    encoded = name.encode("utf-16-le")
    length = len(start) + 4 + 8 + len(encoded) + 4
    place = struct.pack("<IBBBB", length, 0, 0, len(name), 1) + encoded
    return start + _record(0x0085, place) + _record(0x000A, b"") + sheet


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
