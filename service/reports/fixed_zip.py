"""Zip files whose bytes depend on their content alone."""

from collections.abc import Iterable
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The first moment that a zip file can name; it says nothing.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


def write_zip(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of these entries, in their order, without times."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in entries:
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


def fix_zip(data: bytes) -> bytes:
    """The same zip without times, the list of types first, as office programs expect it."""
    with ZipFile(BytesIO(data)) as archive:
        names = sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return write_zip([(name, archive.read(name)) for name in names])
