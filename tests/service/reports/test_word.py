"""What a Word report has to be beside right: open, quiet, repeatable, in the user's own looks where there are some."""

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from service.reports.coverage_blocks import coverage_report
from service.reports.word import write_docx
from service.reports.word_template import TemplateError, template_bytes
from tests.service.coverage_samples import make_coverage, make_document
from tests.service.reports.read_back import docx_text, moments, names, outside_addresses, part

HOSTILE = "</w:t><w:p/>&amp;=cmd|'/c calc'!A0\x07\ud800\u202e"


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_docx(coverage_report(make_coverage(), "zh"))


def test_nothing_in_it_points_outside(written: bytes) -> None:
    assert list(outside_addresses(written)) == []


def test_it_names_no_time_and_no_author(written: bytes) -> None:
    core = part(written, "docProps/core.xml")
    assert "created" not in core
    assert "modified" not in core
    assert "creator" not in core
    assert moments(written) == {(1980, 1, 1, 0, 0, 0)}


def test_every_table_with_a_heading_repeats_it_on_each_page(written: bytes) -> None:
    document = docx.Document(io.BytesIO(written))
    headed = [table for table in document.tables if len(table.rows) > 1]
    assert len(headed) > 10
    assert all(table.rows[0]._tr.findall(f".//{qn('w:tblHeader')}") for table in headed)


def test_chinese_and_latin_letters_have_fonts_of_their_own(written: bytes) -> None:
    styles = part(written, "word/styles.xml")
    assert 'w:eastAsia="宋体"' in styles
    assert 'w:eastAsia="黑体"' in styles
    assert 'w:eastAsia="zh-CN"' in styles


def test_the_contents_are_a_field_whose_entries_are_filled_in(written: bytes) -> None:
    body = part(written, "word/document.xml")
    assert ' TOC \\o "1-2" \\h \\z ' in body
    listed = re.findall(r'<w:hyperlink w:anchor="(_Toc\d+)"', body)
    assert len(listed) > 15
    assert set(listed) <= set(re.findall(r'w:name="(_Toc\d+)"', body))


def test_figures_are_vectors_with_a_picture_beside_them_and_words_for_those_who_cannot_see(
    written: bytes,
) -> None:
    parts = names(written)
    vectors = [name for name in parts if name.endswith(".svg")]
    body = part(written, "word/document.xml")
    assert len(vectors) == body.count("asvg:svgBlip r:embed") == 5
    assert sum(name.endswith(".png") for name in parts) >= 1
    assert body.count("descr=") == len(vectors)


def test_pages_stand_upright_across_and_on_a3(written: bytes) -> None:
    document = docx.Document(io.BytesIO(written))
    widths = {round((section.page_width or 0) / 360000) for section in document.sections}
    assert widths == {21, 30, 42}


def test_the_foot_says_which_report_and_which_page(written: bytes) -> None:
    foot = next(part(written, name) for name in names(written) if re.search(r"footer\d*\.xml$", name))
    assert "某区文化馆" in foot
    assert "NUMPAGES" in foot


def test_words_of_a_document_stay_words() -> None:
    document = make_document()
    projects = tuple(replace(project, name=HOSTILE) for project in document.projects)
    hostile = make_coverage(replace(document, projects=projects))
    text = docx_text(write_docx(coverage_report(hostile, "zh")))
    assert "</w:t><w:p/>&amp;=cmd|'/c calc'!A0" in text
    assert "\x07" not in text


def test_a_user_s_template_gives_its_styles_header_and_page(tmp_path: Path, written: bytes) -> None:
    own = docx.Document(io.BytesIO(template_bytes()))
    own.styles["Heading 1"].font.size = Pt(30)
    own.sections[0].header.paragraphs[0].text = "某市财政局 {title}"
    own.add_paragraph("这是模板里的说明文字")
    path = tmp_path / "own.docx"
    own.save(str(path))
    made = write_docx(coverage_report(make_coverage(), "zh"), path)
    assert made != written
    document = docx.Document(io.BytesIO(made))
    assert document.styles["Heading 1"].font.size == Pt(30)
    assert document.sections[0].header.paragraphs[0].text == "某市财政局 绩效目标覆盖报告"
    assert "这是模板里的说明文字" not in docx_text(made)


def test_a_plain_template_gets_the_styles_that_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "plain.docx"
    docx.Document().save(str(path))
    document = docx.Document(io.BytesIO(write_docx(coverage_report(make_coverage(), "zh"), path)))
    known = {style.style_id for style in document.styles}
    used = {paragraph.style.style_id for paragraph in document.paragraphs if paragraph.style}
    assert {"GTLead", "GTCell", "GTTable"} <= known
    assert used <= known


def test_a_template_of_a_chinese_word_with_numbered_styles_keeps_its_headings(tmp_path: Path) -> None:
    own = docx.Document()
    own.styles["Heading 1"].element.set(qn("w:styleId"), "1")
    own.styles["Normal"].element.set(qn("w:styleId"), "a")
    path = tmp_path / "chinese.docx"
    own.save(str(path))
    document = docx.Document(io.BytesIO(write_docx(coverage_report(make_coverage(), "zh"), path)))
    headings = [p for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert len(headings) > 10
    assert {paragraph.style.style_id for paragraph in headings if paragraph.style} == {"1"}
    cell = document.styles["GT Cell"].element
    assert cell.find(qn("w:basedOn")).get(qn("w:val")) == "a"


def test_a_template_that_leads_outside_is_cut_off_or_refused(tmp_path: Path) -> None:
    own = docx.Document()
    own.part.relate_to("https://example.org/x.png", "http://example.org/image", is_external=True)
    settings = own.settings.element
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    number = own.part._settings_part.relate_to("file:///C:/evil.dotm", kind, is_external=True)
    relation = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    settings.append(parse_xml(f'<w:attachedTemplate {nsdecls("w")} {relation} r:id="{number}"/>'))
    path = tmp_path / "outside.docx"
    own.save(str(path))
    made = write_docx(coverage_report(make_coverage(), "zh"), path)
    assert list(outside_addresses(made)) == []
    assert "attachedTemplate" not in part(made, "word/settings.xml")


def test_a_template_that_is_no_word_document_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "no.docx"
    path.write_text("no zip", encoding="utf-8")
    with pytest.raises(TemplateError) as refused:
        write_docx(coverage_report(make_coverage(), "zh"), path)
    assert "不是 Word 文档" in refused.value.message("zh")
    assert str(path) in refused.value.message("en")
