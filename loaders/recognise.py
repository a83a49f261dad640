"""Says what a file is by its content; its name is never believed."""

import re
from enum import StrEnum
from typing import Final, NoReturn

from loaders.encodings import decode
from loaders.errors import EmptyFileError, EncryptedFileError, LoadError, UnknownFormatError
from loaders.ole import SIGNATURE, OleFile
from loaders.readers.package import Package


class Format(StrEnum):
    """What a file can be read as; the value is the usual file name extension."""

    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    HTML = "html"
    PDF = "pdf"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    ODS = "ods"
    WORD_XML = "word.xml"
    EXCEL_XML = "excel.xml"
    IATI = "iati.xml"
    STRATML = "stratml.xml"
    TEXT = "txt"


_SNIFFED: Final = 4_096
_TYPES: Final = 4 * 1024 * 1024
_PICTURES: Final = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"BM": "BMP",
}
_ARCHIVES: Final = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}
_ROOT: Final = re.compile(r"<(?:[A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)")
_HTML_ROOTS: Final = frozenset(
    {"html", "head", "body", "meta", "title", "table", "div", "p", "style", "h1", "h2"}
)
_XML_ROOTS: Final = {
    "iati-activities": Format.IATI,
    "StrategicPlan": Format.STRATML,
    "PerformancePlanOrReport": Format.STRATML,
    "html": Format.HTML,
    "wordDocument": Format.WORD_XML,
    "package": Format.WORD_XML,
    "Workbook": Format.EXCEL_XML,
}


def recognise(data: bytes, name: str = "") -> Format:
    """The format of a file's bytes; raises a `LoadError` where it is encrypted, broken, empty or unknown."""
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyFileError(name)
    try:
        return _recognised(data)
    except LoadError as error:
        if name:
            error.locate(name)
        raise


def _recognised(data: bytes) -> Format:
    if data.startswith(SIGNATURE):
        return _ole_format(data)
    if data.startswith(b"PK"):
        return _zip_format(data)
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return Format.RTF
    _refuse_other_binaries(data)
    return _text_format(data)


def _refuse_other_binaries(data: bytes) -> None:
    for magic, kind in _PICTURES.items():
        if data.startswith(magic) and b"\0" in data[:_SNIFFED]:
            raise UnknownFormatError(
                f"a {kind} picture", found_zh=f" {kind} 图片", remedy="run it through OCR first"
            )
    for magic, kind in _ARCHIVES.items():
        if data.startswith(magic):
            raise UnknownFormatError(
                f"a {kind} archive", found_zh=f" {kind} 压缩包", remedy="unpack it and load what it holds"
            )


def _ole_format(data: bytes) -> Format:
    ole = OleFile(data)
    streams = ole.streams()
    if "EncryptedPackage" in streams:
        raise EncryptedFileError("office")
    if "WordDocument" in streams:
        flags = ole.sector(streams["WordDocument"].first_sector)[10:12]
        if int.from_bytes(flags, "little") & 0x0100:
            raise EncryptedFileError("doc")
        return Format.DOC
    if "Workbook" in streams or "Book" in streams:
        return Format.XLS
    kind = (
        "a PowerPoint presentation" if "PowerPoint Document" in streams else "an OLE file without a document"
    )
    raise UnknownFormatError(kind)


def _zip_format(data: bytes) -> Format:
    package = Package(data, "office")
    kind = package.read("mimetype", 200).decode("ascii", "replace").strip() if "mimetype" in package else ""
    for ending, found in ((".text", Format.ODT), (".spreadsheet", Format.ODS)):
        if kind == f"application/vnd.oasis.opendocument{ending}":
            return found
    types = package.read("[Content_Types].xml", _TYPES) if "[Content_Types].xml" in package else b""
    for mark, part, found in (
        (b"wordprocessingml", "word/document.xml", Format.DOCX),
        (b"spreadsheetml", "xl/workbook.xml", Format.XLSX),
    ):
        if mark in types or part in package:
            return found
    return _refuse_package(package, types)


def _refuse_package(package: Package, types: bytes) -> NoReturn:
    if b"presentationml" in types:
        raise UnknownFormatError("a PowerPoint presentation", found_zh="演示文稿")
    if "OFD.xml" in package:
        raise UnknownFormatError("an OFD document", found_zh=" OFD 版式文件", remedy="print it to PDF")
    raise UnknownFormatError(
        "a zip archive", found_zh=" zip 压缩包", remedy="unpack it and load what it holds"
    )


def _text_format(data: bytes) -> Format:
    sample = _sample(data).lstrip()
    if sample.startswith("<"):
        sample, is_html = _after_prolog(sample)
        root = _ROOT.match(sample)
        if is_html or (root is not None and root[1].lower() in _HTML_ROOTS):
            return Format.HTML
        if root is not None and not sample.startswith("<?"):
            return _xml_format(root[1])
    decode(data)
    return Format.TEXT


def _after_prolog(sample: str) -> tuple[str, bool]:
    """What follows comments, declarations and document type, and whether that type is HTML."""
    while sample.startswith(("<?", "<!")):
        if sample[:14].lower() == "<!doctype html":
            return sample, True
        end = "-->" if sample.startswith("<!--") else "]>" if "[" in sample.partition(">")[0] else ">"
        sample = sample.partition(end)[2].lstrip()
    return sample, False


def _sample(data: bytes) -> str:
    """The start of a text, good enough for markup, which is ASCII in every encoding that is read."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: _SNIFFED * 2].decode("utf-16", errors="replace")
    return data[:_SNIFFED].decode("utf-8", errors="replace").lstrip("\ufeff")


def _xml_format(root: str) -> Format:
    found = _XML_ROOTS.get(root)
    if found is None:
        raise UnknownFormatError(f"XML with the root element {root}", found_zh=f"根元素为 {root} 的 XML")
    return found
