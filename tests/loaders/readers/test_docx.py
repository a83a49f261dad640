import io
import zipfile

from loaders.document import Document, Paragraph, Table
from loaders.readers.docx import read_docx
from tests.loaders.readers.packages import W, docx, p, relations, tbl, tc, tr, zipped


def read(body: str, **parts: str) -> Document:
    return read_docx(docx(body, **parts), "plan.docx")


def grid(document: Document, number: int = 0) -> list[list[str | None]]:
    """The filled grid of a table, texts only."""
    table = list(document.tables())[number]
    return [[cell.text if cell else None for cell in row] for row in table.expanded()]


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def codes(document: Document) -> list[str]:
    return [note.code for note in document.notes]


def test_paragraphs_and_tables_keep_their_order_and_their_places() -> None:
    document = read(p("一、总体目标") + tbl(tr("甲", "乙")) + p("后文"))
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Paragraph, Table, Paragraph]
    cell = next(document.tables()).rows[0][1]
    assert cell.anchor.label == "t1.r1.c2"
    assert document.text[cell.anchor.start : cell.anchor.end] == "乙"


def test_runs_of_one_paragraph_are_one_text() -> None:
    assert paragraphs(read(p("≥", "95", "%"))) == ["≥95%"]


def test_blank_paragraphs_between_blocks_are_left_out() -> None:
    assert paragraphs(read(p("甲") + p(" ") + p() + p("乙"))) == ["甲", "乙"]


def test_paragraphs_of_a_cell_are_lines() -> None:
    assert grid(read(tbl(tr(tc(p("目标1") + p("目标2")))))) == [["目标1\n目标2"]]


def test_breaks_tabs_and_hyphens_are_characters() -> None:
    run = "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/></w:r>"
    assert paragraphs(read(f"<w:p>{run}</w:p>")) == ["a\nb\tc-"]


def test_a_cell_spans_columns_and_rows() -> None:
    document = read(
        tbl(
            tr(tc("产出指标", '<w:vMerge w:val="restart"/>'), "数量", "10"),
            tr(tc("", "<w:vMerge/>"), tc("合并", '<w:gridSpan w:val="2"/>')),
        )
    )
    assert grid(document) == [["产出指标", "数量", "10"], ["产出指标", "合并", "合并"]]
    cells = [
        (c.text, c.row, c.column, c.rowspan, c.colspan, c.merge)
        for r in next(document.tables()).rows
        for c in r
    ]
    assert cells[0] == ("产出指标", 1, 1, 2, 1, "declared")
    assert cells[-1] == ("合并", 2, 2, 1, 2, "declared")


def test_an_old_horizontal_merge_widens_the_cell_to_its_left() -> None:
    row = tr(tc("宽", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "右")
    assert grid(read(tbl(row))) == [["宽", "宽", "右"]]


def test_a_continued_merge_with_nothing_above_is_a_cell_of_its_own() -> None:
    assert grid(read(tbl(tr(tc("孤", "<w:vMerge/>"), "乙")))) == [["孤", "乙"]]


def test_text_under_a_merged_cell_is_noted_not_printed() -> None:
    document = read(tbl(tr(tc("上", '<w:vMerge w:val="restart"/>')), tr(tc("被盖住", "<w:vMerge/>"))))
    assert grid(document) == [["上"], ["上"]]
    assert [(n.code, n.detail, n.anchor.label) for n in document.notes] == [
        ("covered-text", "被盖住", "t1.r1.c1")
    ]


def test_a_row_that_starts_later_keeps_its_columns() -> None:
    document = read(tbl(tr("a", "b", "c"), tr("B", "C", properties='<w:gridBefore w:val="1"/>')))
    assert grid(document) == [["a", "b", "c"], [None, "B", "C"]]


def test_a_span_of_two_thousand_million_is_held_at_the_limit_of_word() -> None:
    document = read(tbl(tr(tc("宽", '<w:gridSpan w:val="2000000000"/>'), "右")))
    assert next(document.tables()).rows[0][0].colspan == 63


def test_a_span_that_is_no_number_is_one_column() -> None:
    assert grid(read(tbl(tr(tc("a", '<w:gridSpan w:val="x"/>'), "b")))) == [["a", "b"]]


def test_inserted_text_stays_and_deleted_text_goes() -> None:
    inserted = "<w:ins><w:r><w:t>90</w:t></w:r></w:ins>"
    deleted = "<w:del><w:r><w:delText>80</w:delText></w:r></w:del>"
    document = read(tbl(tr(tc(f"<w:p><w:r><w:t>≥</w:t></w:r>{deleted}{inserted}</w:p>"))))
    assert grid(document) == [["≥90"]]
    assert [(n.code, n.detail) for n in document.notes] == [("tracked-deletion", "80")]


def test_moved_text_stands_where_it_was_moved_to() -> None:
    moved = (
        "<w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:moveTo><w:r><w:t>旧处</w:t></w:r></w:moveTo></w:p>"
    )
    assert paragraphs(read(moved)) == ["旧处"]


def test_a_deleted_row_is_left_out_and_an_inserted_row_stays() -> None:
    document = read(tbl(tr("a"), tr("删", properties="<w:del/>"), tr("增", properties="<w:ins/>")))
    assert grid(document) == [["a"], ["增"]]
    assert ("dropped-row", "删") in [(n.code, n.detail) for n in document.notes]


def test_a_paragraph_whose_mark_is_deleted_runs_on_into_the_next() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert paragraphs(read(p("前", properties=mark) + p("后") + p("另"))) == ["前后", "另"]
    assert grid(read(tbl(tr(tc(p("前", properties=mark) + p("后")))))) == [["前后"]]


def test_hidden_text_is_noted_and_not_read() -> None:
    hidden = "<w:p><w:r><w:t>见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
    document = read(hidden)
    assert paragraphs(document) == ["见"]
    assert [(n.code, n.detail) for n in document.notes] == [("hidden-text", "隐")]


def test_hidden_text_may_come_from_a_style_and_be_switched_off_again() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Deep"><w:basedOn w:val="Secret"/></w:style>'
    )
    body = (
        '<w:p><w:r><w:rPr><w:rStyle w:val="Deep"/></w:rPr><w:t>隐</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="Deep"/><w:vanish w:val="0"/></w:rPr><w:t>现</w:t></w:r></w:p>'
    )
    assert paragraphs(read(body, styles=styles)) == ["现"]


def test_a_content_control_around_text_cell_row_or_table_hides_nothing() -> None:
    def sdt(inside: str) -> str:
        return f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    text = f"<w:p>{sdt('<w:r><w:t>里</w:t></w:r>')}</w:p>"
    row = tr(tc(text), sdt(tc("格")), tc(sdt(p("段"))))
    document = read(sdt(tbl(row, sdt(tr("行", "行", "行")))) + sdt(p("外")))
    assert grid(document) == [["里", "格", "段"], ["行", "行", "行"]]
    assert paragraphs(document) == ["外"]


def test_a_nested_table_stands_after_the_outer_one_with_a_note() -> None:
    inner = tbl(tr("内1", "内2"))
    document = read(tbl(tr("左", tc(p("外") + inner + p()))) + p("末"))
    assert grid(document, 0) == [["左", "外\n"]]
    assert grid(document, 1) == [["内1", "内2"]]
    assert [(n.code, n.anchor.label) for n in document.notes] == [("nested-table", "t1.r1.c2")]


def test_symbol_font_codes_are_the_signs_people_see() -> None:
    by_code = '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r></w:p>'
    by_font = '<w:p><w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf0a3</w:t></w:r></w:p>'
    ticked = '<w:p><w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r></w:p>'
    assert paragraphs(read(by_code + by_font + ticked)) == ["≥95%", "≤", "☑"]


def test_an_unknown_symbol_stays_visible() -> None:
    document = read('<w:p><w:r><w:sym w:font="Odd" w:char="F0B3"/></w:r></w:p>')
    assert paragraphs(document) == ["\ufffd"]
    assert codes(document) == ["unknown-symbol"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    both = (
        "<mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    paragraph = f"<w:p><w:r><w:t>段</w:t></w:r><w:r>{both}</w:r></w:p>"
    assert paragraphs(read(paragraph)) == ["段", "框内"]
    assert grid(read(tbl(tr(tc(paragraph))))) == [["段\n框内"]]


def test_a_picture_is_noted_because_it_may_be_a_table() -> None:
    document = read("<w:p><w:r><w:drawing/></w:r></w:p>")
    assert codes(document) == ["picture"]


def test_field_results_stay_and_field_codes_go() -> None:
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>"
    )
    assert paragraphs(read(field)) == ["7链接"]


def test_signs_set_as_formulas_are_text() -> None:
    formula = (
        "<w:p><m:oMath><m:r><m:t>≥</m:t></m:r><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>"
    )
    assert paragraphs(read(formula)) == ["≥1/2"]


def test_a_footnote_is_noted_with_its_text_at_its_place() -> None:
    body = '<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    document = read(body, footnotes=f'<w:footnote w:id="2">{p("注文")}</w:footnote>')
    assert [(n.code, n.detail, n.anchor.label) for n in document.notes] == [("footnote", "注文", "p1")]


def test_headers_and_footers_are_noted() -> None:
    document = read(p("正文"), header=p("单位：万元"), footer=p("第1页"))
    assert [(n.code, n.detail) for n in document.notes] == [("header", "单位：万元"), ("footer", "第1页")]


def test_heading_levels_come_from_outline_style_or_the_style_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="mine"><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="o"><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    )

    def styled(name: str) -> str:
        return p(name, properties=f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>')

    direct = p("direct", properties='<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
    document = read(styled("1") + styled("mine") + styled("o") + direct + p("body"), styles=styles)
    levels = [block.level for block in document.blocks if isinstance(block, Paragraph)]
    assert levels == [1, 1, 3, 2, 0]


def test_styles_based_on_each_other_in_a_circle_do_not_hang() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    assert paragraphs(read(p("x"), styles=styles)) == ["x"]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%1）"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="6"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def numbered(text: str, level: int = 0, number: int = 5) -> str:
    return p(
        text,
        properties=f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>',
    )


def test_automatic_numbers_are_written_before_the_text_as_printed() -> None:
    body = numbered("甲") + numbered("子", 1) + numbered("丑", 1) + numbered("乙") + numbered("寅", 1)
    document = read(body, numbering=NUMBERING)
    assert paragraphs(document) == ["（一）甲", "1.子", "2.丑", "（二）乙", "1.寅"]
    assert codes(document) == ["automatic-numbers"]


def test_a_list_that_is_started_anew_counts_from_its_start() -> None:
    body = numbered("甲") + numbered("乙") + numbered("丙", number=6) + numbered("丁", number=6)
    assert paragraphs(read(body, numbering=NUMBERING)) == ["（一）甲", "（二）乙", "（一）丙", "（二）丁"]


def test_a_document_in_the_strict_dialect_reads_the_same() -> None:
    loose = docx(p("甲") + tbl(tr("乙")))
    with zipfile.ZipFile(io.BytesIO(loose)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    dialect = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    strict = zipped({name: part.replace(W.encode(), dialect) for name, part in parts.items()})
    assert read_docx(strict, "x").text == read_docx(loose, "x").text


def test_the_main_part_is_found_by_its_relation_not_by_its_name() -> None:
    data = zipped(
        {
            "_rels/.rels": relations({"/word/document2.xml": "officeDocument"}),
            "word/document2.xml": f'<w:document xmlns:w="{W}"><w:body>{p("正文")}</w:body></w:document>',
        }
    )
    assert paragraphs(read_docx(data, "x")) == ["正文"]


def test_macros_are_noted_and_never_run() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(p("文")))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    document = read_docx(zipped(parts | {"word/vbaProject.bin": b"Sub AutoOpen()"}), "plan.docm")
    assert codes(document) == ["macros"]


def test_right_to_left_marks_are_kept_as_they_are() -> None:
    assert paragraphs(read(p("\u202e项目\u200f"))) == ["\u202e项目\u200f"]


def test_a_document_embedded_as_a_whole_is_noted() -> None:
    assert codes(read(p("文") + "<w:altChunk/>")) == ["embedded-document"]


def test_a_merged_label_keeps_a_table_that_stands_under_it() -> None:
    inner = tbl(tr("内"))
    rows = tr(tc("标", '<w:vMerge w:val="restart"/>'), "1"), tr(tc(p() + inner + p(), "<w:vMerge/>"), "2")
    document = read(tbl(*rows))
    assert grid(document, 0) == [["标", "1"], ["标", "2"]]
    assert grid(document, 1) == [["内"]]
