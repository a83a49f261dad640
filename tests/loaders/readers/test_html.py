import pytest

from loaders.document import Document, Paragraph
from loaders.errors import EncodingError, TooLargeError
from loaders.readers.html import read_html


def read(body: str, encoding: str = "utf-8") -> Document:
    return read_html(f"<html><body>{body}</body></html>".encode(encoding), "page.html")


def grid(document: Document, number: int = 0) -> list[list[str | None]]:
    table = list(document.tables())[number]
    return [[cell.text if cell else None for cell in row] for row in table.expanded()]


def paragraphs(document: Document) -> list[tuple[str, int]]:
    return [(block.text, block.level) for block in document.blocks if isinstance(block, Paragraph)]


def test_headings_paragraphs_and_loose_text_are_blocks_in_order() -> None:
    document = read("<h2>一、目标</h2>散落的文字<p>段 落</p><div>甲<br>乙</div>")
    assert paragraphs(document) == [("一、目标", 2), ("散落的文字", 0), ("段 落", 0), ("甲", 0), ("乙", 0)]


def test_spans_are_placed_as_a_browser_places_them() -> None:
    document = read(
        "<table><tr><td rowspan=2>产出</td><td colspan=2>数量</td></tr><tr><td>a</td><td>b</td></tr></table>"
    )
    assert grid(document) == [["产出", "数量", "数量"], ["产出", "a", "b"]]


def test_head_and_body_of_a_table_are_one_grid() -> None:
    table = "<table><thead><tr><th>名</th><th>值</th></tr></thead><tbody><tr><td>a</td><td>1</td></tr></tbody></table>"
    assert grid(read(table)) == [["名", "值"], ["a", "1"]]


def test_white_space_is_shown_as_a_browser_shows_it() -> None:
    cell = "<table><tr><td>  目标1：\n  内容<br>目标2<p>目标3</p> </td><td>x</td></tr></table>"
    assert grid(read(cell)) == [["目标1： 内容\n目标2\n目标3", "x"]]


def test_spans_of_two_thousand_million_are_held() -> None:
    document = read(
        "<table><tr><td rowspan=2000000000 colspan=2000000000>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    )
    cell = next(document.tables()).rows[0][0]
    assert (cell.rowspan, cell.colspan) == (2, 1000)


def test_spans_that_fill_more_than_a_page_can_are_refused() -> None:
    row = "<tr>" + "<td rowspan=60000 colspan=60000>x</td>" * 100 + "</tr>"
    with pytest.raises(TooLargeError, match="in a table"):
        read(f"<table>{row * 100}</table>")


def test_a_rowspan_of_nought_reaches_the_end_of_the_table() -> None:
    table = "<table><tr><td rowspan=0>a</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>"
    assert grid(read(table)) == [["a", "1"], ["a", "2"], ["a", "3"]]


def test_a_nested_table_stands_after_the_outer_one_with_a_note() -> None:
    inner = "<table><tr><td>内1</td><td>内2</td></tr></table>"
    document = read(f"<table><tr><td>左</td><td>右{inner}</td></tr><tr><td>c</td><td>d</td></tr></table>")
    assert grid(document, 0) == [["左", "右"], ["c", "d"]]
    assert grid(document, 1) == [["内1", "内2"]]
    assert [(n.code, n.anchor.label) for n in document.notes] == [("nested-table", "t1.r1.c2")]


def test_a_table_that_only_places_things_is_no_table() -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    document = read(f"<table><tr><td><p>标题</p>{inner}</td></tr></table>")
    assert paragraphs(document) == [("标题", 0)]
    assert grid(document) == [["a", "b"]]


def test_scripts_styles_and_hidden_parts_are_not_read() -> None:
    document = read('<script>x</script><style>y</style><p style="display: none">隐</p><p>见</p>')
    assert paragraphs(document) == [("见", 0)]
    assert [(n.code, n.detail) for n in document.notes] == [("hidden-text", "隐")]


def test_nothing_a_page_refers_to_is_read() -> None:
    links = '<img src="file:///etc/passwd"><iframe src="http://example.invalid/"></iframe><object data="x">y</object>'
    assert paragraphs(read(f"{links}<p>文</p>")) == [("文", 0)]


def test_entities_are_characters_and_unknown_ones_stay_as_written() -> None:
    assert paragraphs(read("<p>&ge;95% &nbsp;&#8804;3 &foo;</p>"))[0][0] == "≥95% \u00a0≤3 &foo;"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "utf-16"])
def test_chinese_encodings_are_told_apart_by_their_bytes(encoding: str) -> None:
    page = (
        '<html><head><meta charset="iso-8859-1"></head><body><p>绩效目标与指标，单位：万元</p></body></html>'
    )
    assert paragraphs(read_html(page.encode(encoding), "x")) == [("绩效目标与指标，单位：万元", 0)]


def test_another_encoding_is_read_where_the_page_names_it() -> None:
    page = '<html><head><meta charset="big5"></head><body><p>績效目標與預算總額之評估</p></body></html>'
    assert paragraphs(read_html(page.encode("big5"), "x")) == [("績效目標與預算總額之評估", 0)]


def test_an_encoding_that_does_not_exist_is_refused_by_its_name() -> None:
    page = '<html><head><meta charset="klingon"></head><body><p>績效目標與預算總額之評估</p></body></html>'
    with pytest.raises(EncodingError, match="klingon"):
        read_html(page.encode("big5"), "x")


def test_one_damaged_byte_does_not_cost_the_page() -> None:
    page = '<html><head><meta charset="gbk"></head><body><p>' + "绩效目标" * 200 + "</p></body></html>"
    data = page.encode("gbk")
    document = read_html(data[:200] + b"\xff" + data[200:], "x")
    assert "绩效目标" in document.text


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b"])
def test_deep_nesting_is_refused_rather_than_cut_in_silence(tag: str) -> None:
    with pytest.raises(TooLargeError, match="evels of nesting in HTML"):
        read(f"<{tag}>" * 100_000 + "文")
