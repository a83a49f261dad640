from contextlib import suppress

import pytest

from loaders.errors import CorruptFileError, EmptyFileError, EncryptedFileError, LoadError, UnknownFormatError
from loaders.recognise import Format, recognise
from tests.loaders.readers.ole_files import ole, xls
from tests.loaders.readers.packages import docx, p, zipped
from tests.loaders.readers.pages import page, pdf


def typed(content_type: str) -> bytes:
    return zipped({"[Content_Types].xml": f'<Types><Override ContentType="{content_type}"/></Types>'})


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (docx(p("x")), Format.DOCX),
        (typed("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), Format.XLSX),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), Format.ODT),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), Format.ODS),
        (xls([["a"]]), Format.XLS),
        (ole({"WordDocument": bytes(100)}), Format.DOC),
        (pdf(page()), Format.PDF),
        (b"\r\n%PDF-1.7 ...", Format.PDF),
        (b"{\\rtf1\\ansi", Format.RTF),
        (b"<!DOCTYPE html><title>x</title>", Format.HTML),
        (b"\xef\xbb\xbf<!-- saved --><HTML>", Format.HTML),
        (b"<table><tr><td>x</table>", Format.HTML),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'.encode("utf-16"), Format.HTML),
        (b'<?xml version="1.0"?><!-- c --><iati-activities version="2.03"/>', Format.IATI),
        (b"<StrategicPlan xmlns='urn:ISO:std:iso:17469'/>", Format.STRATML),
        (b"<stratml:PerformancePlanOrReport xmlns:stratml='x'/>", Format.STRATML),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
            Format.WORD_XML,
        ),
        (b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", Format.EXCEL_XML),
        ("第一部分\n".encode(), Format.TEXT),
        ("项目绩效目标".encode("gbk"), Format.TEXT),
        (b"<< text >>", Format.TEXT),
        (b"<3 days", Format.TEXT),
    ],
)
def test_the_content_says_what_a_file_is(data: bytes, found: Format) -> None:
    assert recognise(data, "any.name") is found


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\0" * 100])
def test_a_file_without_content_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyFileError, match=r"plan\.docx: the file is empty"):
        recognise(data, "plan.docx")


@pytest.mark.parametrize(
    "data",
    [
        ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}),
        ole({"WordDocument": bytes(10) + b"\x00\x01"}),
        docx(p("x")).replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"),
    ],
)
def test_a_file_with_a_password_is_encrypted(data: bytes) -> None:
    with pytest.raises(EncryptedFileError, match="is encrypted; save a copy without a password"):
        recognise(data)


@pytest.mark.parametrize("data", [docx(p("x"))[:-40], ole({"Workbook": b"x"})[:700], ole({})[:100]])
def test_a_file_that_is_cut_off_is_damaged(data: bytes) -> None:
    with pytest.raises(CorruptFileError):
        recognise(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\0", "a JPEG picture"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (zipped({"a.txt": "x"}), "a zip archive"),
        (zipped({"OFD.xml": "<ofd/>"}), "an OFD document"),
        (typed("presentationml.presentation"), "a PowerPoint presentation"),
        (ole({"PowerPoint Document": b"x"}), "a PowerPoint presentation"),
        (ole({"Other": b"x"}), "an OLE file without a document"),
        (b"<?xml version='1.0'?><rss/>", "XML with the root element rss"),
    ],
)
def test_what_has_no_reader_is_named(data: bytes, said: str) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        recognise(data)
    assert said in str(caught.value)
    assert "。" in caught.value.message("zh")


@pytest.mark.parametrize("data", [b"<!--" * 1_000, b"<!---->" * 1_000, b"<?" * 2_000, b"<!DOCTYPE [" * 300])
def test_hostile_prologues_are_looked_at_once(data: bytes) -> None:
    with suppress(LoadError):
        recognise(data)


def test_a_loop_in_an_ole_directory_ends() -> None:
    data = bytearray(ole({"Workbook": b"x"}))
    second = data.index("Workbook".encode("utf-16-le"))
    data[second + 68 : second + 76] = b"\1\0\0\0\1\0\0\0"
    assert recognise(bytes(data)) is Format.XLS
