"""The text export: cells behind tabs, empty lines that end rows or do not, residues and page breaks."""

from hypothesis import given
from hypothesis import strategies as st

from loaders.document import Document, Paragraph, Table
from loaders.readers.text import read_text


def read(text: str) -> Document:
    return read_text(text.encode(), "export.txt")


def table_texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def only_table(text: str) -> list[list[str]]:
    (table,) = read(text).tables()
    return table_texts(table)


def test_each_line_behind_a_tab_is_a_cell_and_an_empty_line_ends_the_row() -> None:
    assert only_table("\ta\n\tb\n\n\tc\n\td\n\n") == [["a", "b"], ["c", "d"]]


def test_a_line_without_tab_goes_on_with_the_open_cell() -> None:
    assert only_table("\t出勤率\n提高\n\t100\n\n") == [["出勤率\n提高", "100"]]


def test_merged_cells_are_empty_cells() -> None:
    assert only_table("\t产出\n\t数量\n\n\t\n\t质量\n\n") == [["产出", "数量"], ["", "质量"]]


def test_a_tab_inside_a_cell_stays_in_the_cell() -> None:
    assert only_table("\t符合要求\t\n\t100\n\n") == [["符合要求\t", "100"]]


def test_a_blank_paragraph_ends_the_table() -> None:
    assert [table_texts(t) for t in read("\ta\n\n \n\tb\n\n").tables()] == [[["a"]], [["b"]]]


def test_a_page_break_inside_a_table_ends_it_and_is_noted() -> None:
    document = read("\ta\n\tb\n \tc\n\td\n\n")
    assert [table_texts(t) for t in document.tables()] == [[["a", "b"]], [["c", "d"]]]
    assert [note.code for note in document.notes] == ["page-break"]


def test_bookmarks_are_taken_out_and_noted() -> None:
    document = read("[bookmark: _Toc_1]一、目标\n\t[bookmark: _GoBack] 0\n\n")
    heading, table = document.blocks
    assert isinstance(heading, Paragraph)
    assert (heading.text, heading.level) == ("一、目标", 1)
    assert isinstance(table, Table)
    assert table_texts(table) == [[" 0"]]
    assert [note.code for note in document.notes] == ["bookmark-residue"] * 2


def test_windows_line_ends_and_gbk_bytes_give_the_same_document() -> None:
    text = "部门整体绩效目标，用于全区民政工作和社会救助工作的支出\n\t项目\n\t编码\n\n"
    gbk = read_text(text.replace("\n", "\r\n").encode("gbk"), "export.txt")
    assert gbk.text == read(text).text


def test_anchors_carry_table_row_column_and_line() -> None:
    (table,) = read("title\n\ta\n\tb\n\n\tc\n\td\n\n").tables()
    anchor = table.rows[1][1].anchor
    assert (anchor.table, anchor.row, anchor.column, anchor.line) == (1, 2, 2, 6)
    assert anchor.label == "t1.r2.c2"


@given(st.lists(st.lists(st.text(alphabet="目标 10%\t\u3000ab", max_size=8), max_size=5), max_size=6))
def test_every_anchor_gives_the_words_it_stands_for(rows: list[list[str]]) -> None:
    document = read("".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows))
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert document.text[block.anchor.start : block.anchor.end] == block.text
        else:
            for row in block.rows:
                for cell in row:
                    assert document.text[cell.anchor.start : cell.anchor.end] == cell.text
