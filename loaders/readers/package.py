"""Opens the zip packages of office files within limits and parses their XML parts without entities.

Sizes in a zip's directory can lie, so the bytes that really come out are counted as well. Nothing is ever
extracted to disk.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from typing import Final

from lxml import etree

from loaders.errors import (
    CorruptFileError,
    EncryptedFileError,
    ForbiddenMarkupError,
    MissingPartError,
    TooLargeError,
)

MAX_EXPANDED: Final = 200 * 1024 * 1024
MAX_RATIO: Final = 100
MAX_ENTRIES: Final = 2_000
# A small form full of repeated markup packs better than 100 to 1 and harms nobody.
RATIO_COUNTS_FROM: Final = 16 * 1024 * 1024
_CHUNK: Final = 1024 * 1024
# What the zip module trips over in a damaged archive.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(e) for e in ("utf-8", "utf-16-le", "utf-16-be"))
# Strict OOXML names the same elements in other namespaces; readers know one name for each.
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL: Final = {
    _STRICT + b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    _STRICT + b"spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    _STRICT + b"officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    _STRICT + b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """A zip package whose directory was checked; parts are read one by one and counted."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        self._left = MAX_EXPANDED
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as exc:
            detail = "it is no zip archive" if data[:2] != b"PK" else "the directory at its end is missing"
            raise CorruptFileError(kind, detail) from exc
        self._infos = {info.filename: info for info in self._zip.infolist()}
        self._check(len(data))

    def _check(self, size: int) -> None:
        infos = self._zip.infolist()
        if len(infos) > MAX_ENTRIES:
            raise TooLargeError("entries in the zip archive", len(infos), MAX_ENTRIES)
        expanded = sum(info.file_size for info in infos)
        if expanded > MAX_EXPANDED:
            raise TooLargeError("bytes after unpacking", expanded, MAX_EXPANDED)
        if expanded > RATIO_COUNTS_FROM and expanded > MAX_RATIO * size:
            raise TooLargeError("times it grows when unpacked", expanded // max(size, 1), MAX_RATIO)
        if any(info.flag_bits & 0x1 for info in infos):
            raise EncryptedFileError(self.kind)

    @property
    def expanded(self) -> int:
        """How many bytes the parts claim to hold."""
        return sum(info.file_size for info in self._infos.values())

    def __contains__(self, part: str) -> bool:
        return part in self._infos

    def names(self) -> tuple[str, ...]:
        """The names of all parts, sorted."""
        return tuple(sorted(self._infos))

    def read(self, part: str, at_most: int = MAX_EXPANDED) -> bytes:
        """The bytes of a part, or its first `at_most`; raises a `LoadError` where it is missing or broken."""
        info = self._infos.get(part)
        if info is None:
            raise MissingPartError(self.kind, part)
        if info.compress_type not in _METHODS:
            raise CorruptFileError(self.kind, "a part is packed by a method office files do not use", part)
        pieces: list[bytes] = []
        try:
            with self._zip.open(info) as stream:
                while at_most > 0 and (piece := stream.read(min(_CHUNK, at_most))):
                    pieces.append(piece)
                    at_most -= len(piece)
                    self._left -= len(piece)
                    if self._left < 0:
                        found = MAX_EXPANDED - self._left
                        raise TooLargeError("bytes after unpacking", found, MAX_EXPANDED, part)
        except _DAMAGE as exc:
            raise CorruptFileError(self.kind, "a part does not unpack", part) from exc
        return b"".join(pieces)

    def xml(self, part: str) -> etree._Element:
        """The root element of an XML part."""
        return self.parsed(self.read(part), part)

    def parsed(self, data: bytes, part: str) -> etree._Element:
        """The root element of an XML text that came from a part."""
        if _STRICT in data:
            for strict, transitional in _TRANSITIONAL.items():
                data = data.replace(strict, transitional)
        return parse_xml(data, self.kind, part)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relations of a part: id to (last word of the type, target part); external targets are left out."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in self.xml(name).iter(_RELATIONS):
            if relation.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = (kind, target.lstrip("/"))
        return found


def parse_xml(data: bytes, kind: str, part: str = "") -> etree._Element:
    """The root element of an XML text; refuses document types, resolves no entity, fetches nothing."""
    if any(mark in data for mark in _DOCTYPES):
        raise ForbiddenMarkupError(part)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise CorruptFileError(kind, _first_sentence(exc), part) from exc
    if root is None:
        raise CorruptFileError(kind, "the XML is empty", part)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ForbiddenMarkupError(part)
    return root


def _first_sentence(error: Exception) -> str:
    said = str(error)
    if "depth" in said.lower():
        return "its elements are nested too deeply"
    return said.partition(", line")[0].strip() or "the XML does not parse"
