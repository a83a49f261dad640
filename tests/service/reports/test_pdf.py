"""What a PDF has to be beside right: tagged, with the shipped font; a clear word where the extra is absent."""

import io
import sys
from dataclasses import replace

import pikepdf
import pytest

from service.reports.coverage_blocks import coverage_report
from service.reports.typeset import NoTypesetterError, write_pdf
from tests.service.coverage_samples import make_coverage, make_document
from tests.service.reports.read_back import pdf_text

pytest.importorskip("typst")


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_pdf(coverage_report(make_coverage(), "zh"))


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def test_it_is_tagged_for_screen_readers_in_its_language(written: bytes) -> None:
    with opened(written) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).lower().startswith("zh")
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_all_its_fonts_are_the_shipped_one_and_embedded(written: bytes) -> None:
    with opened(written) as pdf:
        fonts = [
            obj
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("NotoSansCJKsc" in str(font.FontName) for font in fonts)
        assert all("/FontFile3" in font or "/FontFile2" in font for font in fonts)


def test_words_of_a_document_are_no_markup_of_the_typesetter() -> None:
    hostile = '#read("/etc/passwd") $x$ *b* @ref <l> `c` \\ [d] //e'
    document = make_document()
    projects = tuple(replace(project, name=hostile) for project in document.projects)
    text = pdf_text(write_pdf(coverage_report(make_coverage(replace(document, projects=projects)), "zh")))
    assert "#read(" in text
    assert "root:" not in text


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NoTypesetterError) as missing:
        write_pdf(coverage_report(make_coverage(), "zh"))
    assert "pip install 'goaltrace[pdf]'" in missing.value.message("zh")
    assert "pip install 'goaltrace[pdf]'" in missing.value.message("en")
