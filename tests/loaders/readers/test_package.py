import io
import struct
import zipfile

import pytest

from loaders.errors import (
    CorruptFileError,
    EncryptedFileError,
    ForbiddenMarkupError,
    MissingPartError,
    TooLargeError,
)
from loaders.readers.docx import read_docx
from loaders.readers.package import Package, parse_xml
from tests.loaders.readers.packages import W, docx, p, tbl, tc, tr, zipped


def with_document(xml: str | bytes) -> bytes:
    return zipped({"word/document.xml": xml})


def body(inside: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    with pytest.raises(TooLargeError, match="ytes after unpacking"):
        read_docx(with_document(bytes(201 * 1024 * 1024)), "x")


def test_a_zip_that_grows_more_than_a_hundredfold_is_refused() -> None:
    with pytest.raises(TooLargeError, match="imes it grows when unpacked"):
        read_docx(with_document(bytes(20 * 1024 * 1024)), "x")


def test_a_small_repetitive_form_may_grow_as_it_likes() -> None:
    assert "项目" in read_docx(docx(p("项目") * 20_000), "x").text


def test_a_directory_that_lies_about_sizes_does_not_get_more() -> None:
    data = with_document(body(p("x" * 100_000)))
    at = data.index(b"PK\x01\x02") + 24
    lying = data[:at] + struct.pack("<I", 10) + data[at + 4 :]
    with pytest.raises(CorruptFileError):
        read_docx(lying, "x")


def test_very_many_entries_are_refused() -> None:
    with pytest.raises(TooLargeError, match="ntries in the zip archive: 2,001"):
        Package(zipped({f"{n}.xml": "" for n in range(2_001)}), "docx")


def test_a_packing_method_that_expands_without_bound_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", body(p("x")))
    with pytest.raises(CorruptFileError, match="a part is packed by a method office files do not use"):
        read_docx(target.getvalue(), "x")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_external_entity_is_refused_not_dropped(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(ForbiddenMarkupError, match="declares a document type or entities"):
        read_docx(with_document((xml + body(p("&e;"))).encode(encoding)), "x")


def test_a_billion_laughs_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    with pytest.raises(ForbiddenMarkupError):
        parse_xml(f"{laughs}]><x>&j;</x>".encode(), "docx")


def test_deep_nesting_is_refused_with_a_sentence() -> None:
    with pytest.raises(CorruptFileError, match="its elements are nested too deeply"):
        read_docx(with_document(body("<w:sdt><w:sdtContent>" * 1_000)), "x")


def test_tables_nested_as_deep_as_xml_may_be_are_read() -> None:
    inner = tbl(tr("底"))
    for _ in range(60):
        inner = tbl(tr(tc(inner + p())))
    assert "底" in read_docx(docx(inner), "x").text


def test_tables_of_too_many_cells_are_refused() -> None:
    wide = tr(*[tc("", '<w:gridSpan w:val="63"/>')] * 100)
    with pytest.raises(TooLargeError, match="ells in a table"):
        read_docx(docx(tbl(wide * 40)), "x")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no zip at all", "it is no zip archive"),
        (docx(p("x"))[:-30], "the directory at its end is missing"),
        (with_document("<w:document"), "word/document.xml"),
        (with_document(b""), "word/document.xml"),
        (with_document(b"\0\0\0\0"), "word/document.xml"),
    ],
)
def test_what_is_no_whole_package_is_damaged(data: bytes, said: str) -> None:
    with pytest.raises(CorruptFileError) as caught:
        read_docx(data, "x")
    assert said in str(caught.value)


@pytest.mark.parametrize("parts", [{"a.xml": "<a/>"}, {"word/document.xml": f'<w:document xmlns:w="{W}"/>'}])
def test_a_package_without_its_text_is_named(parts: dict[str, str]) -> None:
    with pytest.raises(MissingPartError, match="docx package has no"):
        read_docx(zipped(parts), "x")


def test_an_encrypted_zip_is_named() -> None:
    locked = docx(p("x")).replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )
    with pytest.raises(EncryptedFileError):
        read_docx(locked, "x")


def test_external_relations_are_never_followed() -> None:
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="x/styles" TargetMode="External" Target="http://example.invalid/s.xml"/>'
        "</Relationships>"
    )
    data = zipped({"word/document.xml": body(p("文")), "word/_rels/document.xml.rels": relation})
    assert read_docx(data, "x").text == "文\n"


def test_a_target_that_climbs_out_of_the_package_finds_nothing() -> None:
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="x/styles" Target="../../../etc/passwd"/></Relationships>'
    )
    data = zipped({"word/document.xml": body(p("文")), "word/_rels/document.xml.rels": relation})
    assert read_docx(data, "x").text == "文\n"
