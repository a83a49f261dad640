import pytest

from loaders.document import Document, Paragraph, Table
from loaders.errors import CorruptFileError, MissingPartError, TooLargeError
from loaders.readers.xlsx import read_xlsx
from tests.loaders.readers.packages import relations, zipped

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
STYLES = (
    f'<styleSheet {S}><numFmts><numFmt numFmtId="164" formatCode="0.00&quot;万元&quot;"/></numFmts>'
    '<borders><border/><border><left style="thin"/><right style="thin"/></border>'
    '<border><bottom style="thin"/></border></borders>'
    '<cellXfs><xf numFmtId="0" borderId="0"/><xf numFmtId="9" borderId="0"/>'
    '<xf numFmtId="0" borderId="1"/><xf numFmtId="164" borderId="1"/><xf numFmtId="31" borderId="0"/>'
    '<xf numFmtId="0" borderId="2"/></cellXfs></styleSheet>'
)
PLAIN, PERCENT, BORDERED, MONEY, DAY, UNDERLINED = range(6)


def text(place: str, said: str, style: int = PLAIN) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{said}</t></is></c>'


def number(place: str, value: object, style: int = PLAIN, formula: str = "") -> str:
    formula = f"<f>{formula}</f>" if formula else ""
    return f'<c r="{place}" s="{style}">{formula}<v>{value}</v></c>'


def xlsx(
    rows: str, merges: tuple[str, ...] = (), extra: dict[str, str] | None = None, state: str = ""
) -> bytes:
    merged = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges)
    parts = {
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="表" {state} r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            {
                "worksheets/sheet1.xml": "worksheet",
                "styles.xml": "styles",
                "sharedStrings.xml": "sharedStrings",
            }
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{rows}</sheetData>"
        f"<mergeCells>{merged}</mergeCells></worksheet>",
        "xl/styles.xml": STYLES,
    }
    return zipped(parts | (extra or {}))


def row(number_: int, *cells: str) -> str:
    return f'<row r="{number_}">{"".join(cells)}</row>'


def read(rows: str, merges: tuple[str, ...] = (), extra: dict[str, str] | None = None) -> Document:
    return read_xlsx(xlsx(rows, merges, extra), "plan.xlsx")


def grid(document: Document, number_: int = 0) -> list[list[str]]:
    return [[cell.text for cell in r] for r in list(document.tables())[number_].rows]


def first_two(document: Document) -> list[str]:
    return grid(document)[0][:2]


def two_rows(*cells: str) -> str:
    """The cells in a first row with a drawn cell beside them, and a row below."""
    return row(1, *cells, text("C1", "丙", BORDERED)) + row(2, text("A2", "甲", BORDERED), text("B2", "乙"))


def test_one_under_a_percent_format_is_a_hundred_percent() -> None:
    document = read(two_rows(text("A1", "发放率"), number("B1", 1, PERCENT)))
    cell = next(document.tables()).rows[0][1]
    assert (cell.text, cell.raw, cell.number_format) == ("100%", 1.0, "0%")


def test_a_formula_is_kept_as_text_beside_the_value_it_had() -> None:
    document = read(two_rows(text("A1", "合计"), number("B1", 72807.384975, MONEY, "C5+C6")))
    cell = next(document.tables()).rows[0][1]
    assert (cell.text, cell.raw, cell.formula) == ("72807.38万元", 72807.384975, "C5+C6")


def test_a_formula_that_was_never_computed_is_noted() -> None:
    document = read(two_rows(text("A1", "合计"), '<c r="B1"><f>1+1</f></c>'))
    assert first_two(document) == ["合计", ""]
    assert [note.code for note in document.notes] == ["formula-without-value"]


def test_text_that_looks_like_a_formula_is_text() -> None:
    assert first_two(read(two_rows(text("A1", "=1+1"), text("B1", "x")))) == ["=1+1", "x"]


def test_a_day_is_shown_as_a_day() -> None:
    assert grid(read(two_rows(text("A1", "时间"), number("B1", 44562, DAY))))[0][1] == "2022年1月1日"


def test_shared_strings_are_joined_from_their_runs_without_the_reading_aid() -> None:
    strings = f"<sst {S}><si><r><t>绩效</t></r><r><t>目标_x000D_\n</t></r><rPh><t>jixiao</t></rPh></si></sst>"
    document = read(
        two_rows('<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>99</v></c>'),
        extra={"xl/sharedStrings.xml": strings},
    )
    assert first_two(document) == ["绩效目标\n", ""]


def test_truth_and_errors_are_their_words() -> None:
    cells = ('<c r="A1" t="b"><v>1</v></c>', '<c r="B1" t="e"><v>#DIV/0!</v></c>')
    assert first_two(read(two_rows(*cells))) == ["TRUE", "#DIV/0!"]


def test_merged_cells_are_spans_and_keep_their_place_in_the_sheet() -> None:
    rows = row(3, text("B3", "产出"), text("C3", "数量")) + row(4, text("C4", "质量"), text("D4", "1"))
    table = next(read(rows, ("B3:B4",)).tables())
    cell = table.rows[0][0]
    assert (cell.rowspan, cell.column, cell.anchor.line, cell.merge) == (2, 2, 3, "declared")


def test_a_merge_over_the_whole_sheet_is_held_inside_the_used_area() -> None:
    document = read(two_rows(text("A1", "甲"), text("B1", "乙")), ("A1:XFD1048576",))
    assert [(n.code, n.detail) for n in document.notes] == [
        ("covered-text", "row 1, column 2: 乙"),
        ("covered-text", "row 1, column 3: 丙"),
        ("covered-text", "row 2, column 1: 甲"),
        ("covered-text", "row 2, column 2: 乙"),
    ]


def test_rows_with_borders_are_tables_and_lines_without_are_text() -> None:
    bordered = [row(n, text(f"A{n}", "a", BORDERED), text(f"B{n}", "b", BORDERED)) for n in (3, 4, 6, 7)]
    rows = row(1, text("A1", "项目绩效目标表")) + row(2, text("A2", "编码"), text("B2", "单位：万元"))
    rows += bordered[0] + bordered[1] + row(5, text("A5", "注：说明")) + bordered[2] + bordered[3]
    document = read(rows)
    kinds = [block.text if isinstance(block, Paragraph) else len(block.rows) for block in document.blocks]
    assert kinds == ["项目绩效目标表", "编码\t单位：万元", 2, "注：说明", 2]


def test_an_empty_bordered_row_stays_in_its_table() -> None:
    rows = (
        row(1, text("A1", "a", BORDERED))
        + row(2, f'<c r="A2" s="{BORDERED}"/>')
        + row(3, text("A3", "b", BORDERED))
    )
    assert len(next(read(rows).tables()).rows) == 3


def test_a_line_under_a_title_is_no_table() -> None:
    document = read(row(1, text("A1", "标题", UNDERLINED)))
    assert isinstance(document.blocks[0], Paragraph)


def test_without_any_border_blank_rows_part_tables() -> None:
    rows = "".join(row(n, text(f"A{n}", "a"), text(f"B{n}", "b")) for n in (1, 2, 4, 5))
    assert [type(block) for block in read(rows).blocks] == [Table, Table]


def test_hidden_sheets_are_noted_and_not_read_and_hidden_rows_are_read_and_noted() -> None:
    hidden = read_xlsx(xlsx(row(1, text("A1", "x")), state='state="hidden"'), "x")
    assert (hidden.blocks, [n.code for n in hidden.notes]) == ((), ["hidden-sheet"])
    shown = read('<row r="1" hidden="1">' + text("A1", "x") + "</row>")
    assert [n.code for n in shown.notes] == ["hidden-row"]


def test_macros_are_noted_and_never_run() -> None:
    document = read(row(1, text("A1", "x")), extra={"xl/vbaProject.bin": "Sub AutoOpen()"})
    assert [note.code for note in document.notes] == ["macros"]


def test_a_million_empty_rows_cost_nothing_and_a_million_filled_ones_are_refused() -> None:
    assert read(row(1, text("A1", "x")) + '<row r="1048576"><c r="XFD1048576" s="2"/></row>').text == "x\n"
    many = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(400_001))
    with pytest.raises(
        TooLargeError, match="filled cells in a sheet: 400,001 is more than the limit of 400,000"
    ):
        read(many)


def test_a_value_at_the_last_row_and_column_is_refused() -> None:
    with pytest.raises(TooLargeError, match="cells in the used area of a sheet"):
        read(row(1, text("A1", "x")) + row(1048576, text("XFD1048576", "y")))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1E+308", "1E+308"),
        ("-0", "0"),
        ("NaN", "nan"),
        ("12345678901234567890", "12345678901234600000"),
        ("x", "x"),
    ],
)
def test_absurd_numbers_are_shown_and_break_nothing(value: str, shown: str) -> None:
    assert grid(read(two_rows(text("A1", "a"), number("B1", value))))[0][1] == shown


def test_a_workbook_without_its_workbook_part_is_named() -> None:
    with pytest.raises(MissingPartError, match=r"has no xl/workbook\.xml"):
        read_xlsx(zipped({"_rels/.rels": relations({}), "a.xml": "<a/>"}), "x")


def test_broken_xml_is_damage_with_its_part() -> None:
    with pytest.raises(CorruptFileError, match=r"xl/worksheets/sheet1\.xml"):
        read(row(1, "<c>"))
