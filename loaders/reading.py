"""From a path to a document: the content decides which reader, limits decide in which process it runs."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from loaders.document import Anchor, Document, Note
from loaders.errors import (
    CorruptFileError,
    EncodingError,
    LoadError,
    MissingFileError,
    TooLargeError,
    UnknownFormatError,
)
from loaders.readers.package import Package
from loaders.recognise import Format, recognise
from loaders.sandbox import shared_sandbox

MAX_FILE: Final = 200 * 1024 * 1024


class _Reader(NamedTuple):
    """Where a format's reader is and up to how many bytes it may run in this process."""

    module: str
    function: str
    trusted_bytes: int = 0


_OFFICE: Final = _Reader("loaders.readers.office", "read_office", MAX_FILE)
_READERS: Final[dict[Format, _Reader]] = {
    Format.TEXT: _Reader("loaders.readers.text", "read_text", MAX_FILE),
    Format.DOCX: _Reader("loaders.readers.docx", "read_docx", 8 * 1024 * 1024),
    Format.XLSX: _Reader("loaders.readers.xlsx", "read_xlsx"),
    Format.XLS: _Reader("loaders.readers.xls", "read_xls"),
    Format.HTML: _Reader("loaders.readers.html", "read_html"),
    Format.PDF: _Reader("loaders.readers.pdf", "read_pdf"),
    Format.IATI: _Reader("loaders.readers.xml_tree", "read_xml_tree", 8 * 1024 * 1024),
    Format.STRATML: _Reader("loaders.readers.xml_tree", "read_xml_tree", 8 * 1024 * 1024),
    # These start a program of their own, with limits of its own, which the child could not do.
    Format.DOC: _OFFICE,
    Format.RTF: _OFFICE,
    Format.ODT: _OFFICE,
    Format.ODS: _OFFICE,
    Format.WORD_XML: _OFFICE,
    Format.EXCEL_XML: _OFFICE,
}
_PACKED: Final = {
    "docx": "it is no zip archive",
    "xlsx": "it is no zip archive",
    "odt": "it is no zip archive",
    "pdf": "it does not begin as one",
    "doc": "it is no OLE file",
    "xls": "it is no OLE file",
}
_USUAL: Final[dict[Format, frozenset[str]]] = {
    Format.TEXT: frozenset({"txt", "text", "csv", "md", "asc", "log"}),
    Format.DOCX: frozenset({"docx", "docm", "dotx", "dotm", "wps"}),
    Format.XLSX: frozenset({"xlsx", "xlsm", "xltx", "xltm", "et"}),
    Format.XLS: frozenset({"xls", "xlt", "et"}),
    Format.HTML: frozenset({"html", "htm", "xhtml", "shtml"}),
    Format.PDF: frozenset({"pdf"}),
    Format.DOC: frozenset({"doc", "dot", "wps", "wpt"}),
    Format.RTF: frozenset({"rtf"}),
    Format.ODT: frozenset({"odt", "ott"}),
    Format.ODS: frozenset({"ods", "ots"}),
    Format.WORD_XML: frozenset({"xml"}),
    Format.EXCEL_XML: frozenset({"xml"}),
    Format.IATI: frozenset({"xml"}),
    Format.STRATML: frozenset({"xml", "stratml"}),
}


def read_file(path: str | Path) -> Document:
    """Read one file of any format that has a reader; every failure is a `LoadError` that names the path."""
    where = str(path)
    try:
        data = _read_bytes(Path(path))
        return read_bytes(data, Path(path).name)
    except LoadError as error:
        raise error.locate(where) from error.__cause__


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise MissingFileError("", "it is no file")
        if size > MAX_FILE:
            raise TooLargeError("bytes", size, MAX_FILE)
        return path.read_bytes()
    except OSError as exc:
        raise MissingFileError("", exc.strerror or type(exc).__name__) from exc


def read_bytes(data: bytes, name: str) -> Document:
    """Read the bytes of one file; `name` is for people and is not believed."""
    suffix = Path(name).suffix.lower().lstrip(".")
    try:
        found = recognise(data)
    except EncodingError as error:
        if suffix in _PACKED:
            # Bytes that are no text either: the name is the only thing that says what this should have been.
            raise CorruptFileError(suffix, _PACKED[suffix]) from error
        raise
    document = _read(found, data, name)
    if suffix and suffix not in _USUAL[found]:
        detail = f"the name ends in .{suffix}, the content is {found.value}"
        document = replace(document, notes=(Note("wrong-extension", detail, Anchor(0, 0)), *document.notes))
    return document


def _read(found: Format, data: bytes, name: str) -> Document:
    reader = _READERS.get(found)
    if reader is None:
        raise UnknownFormatError(f"{found.value}, which is no document of tables")
    if _size(found, data) > reader.trusted_bytes:
        return shared_sandbox().read(reader.module, reader.function, data, name)
    read: Callable[[bytes, str], Document] = getattr(import_module(reader.module), reader.function)
    return read(data, name)


def _size(found: Format, data: bytes) -> int:
    """How many bytes a reader has to deal with: for a package, what it holds when unpacked."""
    return Package(data, found.value).expanded if found is Format.DOCX else len(data)
