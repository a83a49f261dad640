import pytest

from loaders.document import Document, Paragraph
from loaders.errors import CorruptFileError, EncryptedFileError, NeedsOcrError, TooLargeError
from loaders.readers.pdf import read_pdf
from tests.loaders.readers.pages import HEIGHT, cells, grid, page, pdf

XS = [20.0, 100.0, 200.0, 380.0]


def read(*pages: str) -> Document:
    return read_pdf(pdf(*pages), "plan.pdf")


def rows(document: Document, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in list(document.tables())[number].rows]


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def codes(document: Document) -> list[str]:
    return [note.code for note in document.notes]


def test_a_ruled_table_is_read_cell_by_cell_between_the_lines_of_text() -> None:
    ys = [60.0, 80.0, 100.0]
    drawn = page(
        [
            (20, 40, "项目绩效目标表"),
            *cells(XS, ys, [["一级指标", "名称", "值"], ["产出指标", "人数", "≥10人"]]),
        ],
        grid(XS, ys),
    )
    document = read(drawn)
    assert paragraphs(document) == ["项目绩效目标表"]
    assert rows(document) == [["一级指标", "名称", "值"], ["产出指标", "人数", "≥10人"]]


def test_every_cell_knows_its_page_and_its_box() -> None:
    ys = [60.0, 80.0, 100.0]
    cell = next(read(page(cells(XS, ys, [["甲", "乙", "丙"]]), grid(XS, ys))).tables()).rows[0][1]
    assert cell.anchor.label == "page 1!t1.r1.c2"
    assert cell.anchor.box == pytest.approx((100.0, 60.0, 200.0, 80.0), abs=0.6)


def test_a_missing_wall_makes_a_merged_cell() -> None:
    walls = [(20, y, 380, y) for y in (60, 80, 120)] + [(100, 100, 380, 100)]
    walls += [(20, 60, 20, 120), (380, 60, 380, 120), (100, 60, 100, 120), (200, 80, 200, 120)]
    texts = [(25, 74, "项目"), (105, 74, "合并"), (25, 105, "产出"), (105, 94, "a"), (205, 94, "b")]
    document = read(page([*texts, (105, 114, "c"), (205, 114, "d")], walls))
    spans = [(c.text, c.row, c.column, c.rowspan, c.colspan) for r in next(document.tables()).rows for c in r]
    assert spans == [
        ("项目", 1, 1, 1, 1), ("合并", 1, 2, 1, 2), ("产出", 2, 1, 2, 1),
        ("a", 2, 2, 1, 1), ("b", 2, 3, 1, 1), ("c", 3, 2, 1, 1), ("d", 3, 3, 1, 1),
    ]  # fmt: skip


def test_rules_drawn_as_thin_rectangles_are_rules() -> None:
    bars = [f"20 {HEIGHT - y} 360 0.5 re f" for y in (60, 80, 100)]
    bars += [f"{x} {HEIGHT - 100} 0.5 40 re f" for x in XS]
    texts = cells(XS, [60, 80], [["甲", "乙", "丙"], ["丁", "戊", "己"]])
    assert rows(read(page(texts, raw="\n".join(bars)))) == [["甲", "乙", "丙"], ["丁", "戊", "己"]]


def test_white_rules_are_no_rules() -> None:
    drawn = page([(20, 40, "标题"), (25, 74, "正文在框里")], raw="1 1 1 RG\n")
    ruled = page((), grid([20, 200, 380], [60, 80, 100]))
    assert not list(read(drawn + "1 1 1 RG\n" + ruled).tables())


def test_open_sides_are_closed_where_the_other_lines_end() -> None:
    walls = [(20, y, 380, y) for y in (60, 80, 100)] + [(100, 60, 100, 100), (200, 60, 200, 100)]
    texts = cells(XS, [60, 80], [["甲", "乙", "丙"], ["丁", "戊", "己"]])
    assert rows(read(page(texts, walls))) == [["甲", "乙", "丙"], ["丁", "戊", "己"]]


def test_lines_broken_to_fit_a_cell_are_joined_and_the_writers_own_breaks_stay() -> None:
    ys = [60.0, 120.0, 140.0]
    narrow = [20.0, 90.0, 380.0]
    texts = [
        (25, 74, "开展培训人次"),
        (25, 86, "达标"),
        (95, 74, "目标1"),
        (95, 86, "目标2"),
        (25, 134, "末"),
    ]
    assert rows(read(page(texts, grid(narrow, ys))))[0] == ["开展培训人次达标", "目标1\n目标2"]


def test_lines_of_a_paragraph_are_joined() -> None:
    full = "本部门二〇二六年度收入预算与支出预算均为九千六百二十八万元其中财政"
    drawn = page([(20, 40, full), (20, 54, "拨款收入。"), (20, 68, "另一段")])
    assert paragraphs(read(drawn)) == [full + "拨款收入。", "另一段"]


def two_pages(first: list[list[str]], second: list[list[str]]) -> Document:
    top = [HEIGHT - 40 - 20.0 * (len(first) - n) for n in range(len(first) + 1)]
    bottom = [40 + 20.0 * n for n in range(len(second) + 1)]
    return read(
        page(cells(XS, top, first), grid(XS, top)),
        page(cells(XS, bottom, second), grid(XS, bottom)),
    )


def test_a_table_goes_on_over_a_page_end() -> None:
    document = two_pages([["a", "b", "c"], ["d", "e", "f"]], [["g", "h", "i"]])
    assert rows(document) == [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]
    assert [row[0].anchor.part for row in next(document.tables()).rows] == ["page 1", "page 1", "page 2"]


def test_a_head_repeated_on_the_next_page_is_left_out() -> None:
    document = two_pages([["名", "值", "据"], ["a", "1", "x"]], [["名", "值", "据"], ["b", "2", "y"]])
    assert rows(document) == [["名", "值", "据"], ["a", "1", "x"], ["b", "2", "y"]]
    assert codes(document) == ["repeated-head"]


def test_a_row_cut_by_a_page_end_is_one_row() -> None:
    full = "村两委干部补"
    document = two_pages(
        [["一级", "指标", "值"], ["甲", "乙", "丙"], [full, "按月足额发放", "全部"]],
        [["贴", "", ""], ["丁", "戊", "己"]],
    )
    assert rows(document)[2][0] == full + "贴"
    assert rows(document)[3] == ["丁", "戊", "己"]
    assert "joined-row" in codes(document)


def test_a_merged_label_goes_on_over_a_page_end() -> None:
    document = two_pages(
        [["产出", "数量", "1"], ["产出", "质量", "2"]], [["", "时效", "3"], ["效益", "经济", "4"]]
    )
    table = next(document.tables()).expanded()
    assert [row[0].text if row[0] else None for row in table] == ["产出", "产出", "产出", "效益"]


def test_a_label_cut_by_a_page_end_is_joined_where_the_document_has_it_whole_elsewhere() -> None:
    ys = [60.0, 80.0, 100.0]
    whole = page(cells(XS, ys, [["支出计划", "三月", "六月"], ["末", "b", "c"]]), grid(XS, ys))
    top, bottom = [HEIGHT - 60.0, HEIGHT - 40.0], [40.0, 60.0, 80.0]
    first = page(cells(XS, top, [["支出", "三月", "六月"]]), grid(XS, top))
    second = page(cells(XS, bottom, [["计划", "25%", "50%"], ["末", "x", "y"]]), grid(XS, bottom))
    document = read(whole, page([(20, 100, "另一张表")]) + first, second)
    label = list(document.tables())[1].rows[0][0]
    assert (label.text.replace("\n", ""), label.rowspan) == ("支出计划", 2)


def test_page_numbers_are_left_out_and_noted() -> None:
    pages = [page([(20, 60, f"第{n}页的正文"), (195, 290, f"- {n} -")]) for n in (1, 2, 3)]
    document = read(*pages)
    assert paragraphs(document) == ["第1页的正文", "第2页的正文", "第3页的正文"]
    assert codes(document) == ["page-margin"]


def test_columns_without_rules_are_a_table_that_is_less_certain() -> None:
    body = [
        ["一级指标", "名称", "值"],
        ["产出", "人数", "≥10"],
        ["", "比例", "95%"],
        ["效益", "能力", "提升"],
    ]
    ys = [60 + 20.0 * n for n in range(4)]
    document = read(page(cells(XS, ys, body)))
    assert [[c.text for c in row] for row in next(document.tables()).rows] == [
        ["一级指标", "名称", "值"], ["产出", "人数", "≥10"], ["比例", "95%"], ["效益", "能力", "提升"],
    ]  # fmt: skip
    assert codes(document) == ["by-position"]


def test_a_turned_page_reads_as_it_is_shown() -> None:
    turned = "".join(
        f"BT /F1 10 Tf 0 1 -1 0 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
        for x, y, text in ((60, 20, "第一行"), (80, 20, "第二行"))
    )
    document = read_pdf(pdf(turned, page_entries="/Rotate 90"), "x")
    assert paragraphs(document) == ["第一行", "第二行"]


def test_slanting_text_such_as_a_watermark_is_left_out_and_noted() -> None:
    mark = f"BT /F1 10 Tf 0.7 0.7 -0.7 0.7 50 50 Tm <{'公示'.encode('utf-16-be').hex()}> Tj ET"
    document = read(page([(20, 60, "正文正文")], raw=mark))
    assert paragraphs(document) == ["正文正文"]
    assert codes(document) == ["turned-text"]


def test_a_scan_needs_ocr() -> None:
    with pytest.raises(
        NeedsOcrError, match="2 page\\(s\\) are pictures without text, so the document needs OCR"
    ):
        read(page(), page())


def test_an_encrypted_file_is_named() -> None:
    locked = pdf(
        page([(20, 40, "x")]),
        trailer="/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
        f" /O <{'11' * 32}> /U <{'22' * 32}> >>",
    )
    with pytest.raises(EncryptedFileError, match="pdf file is encrypted"):
        read_pdf(locked, "x")


def test_a_file_that_only_begins_as_a_pdf_is_damaged() -> None:
    with pytest.raises(CorruptFileError):
        read_pdf(b"%PDF-1.4\nnothing", "x")


def test_five_thousand_pages_are_refused_before_any_is_read() -> None:
    with pytest.raises(TooLargeError, match="ages: 5,000 is more than the limit of 500"):
        read(*[""] * 5_000)


def test_a_page_of_very_many_lines_is_read_without_its_rules() -> None:
    scribble = "".join(f"{n % 400} 10 m {n % 400} 200 l S\n" for n in range(30_000))
    document = read(page([(20, 40, "正文正文")], raw=scribble))
    assert paragraphs(document) == ["正文正文"]
    assert codes(document) == ["overdrawn-page"]
