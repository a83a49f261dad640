"""Bad Word and Excel packages."""

import io
import struct
import warnings
import zipfile
import zlib

from tests.hostile.kinds import bad
from tests.loaders.readers.packages import docx, p, tbl, tc, tr, zipped

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BODY = p("部门整体绩效目标") + tbl(tr("项目编码", "P1"), tr("一级指标", "二级指标"))


def xlsx(rows: str, *, head: str = "", tail: str = "", **more: str) -> bytes:
    """A workbook of one sheet around the XML of its rows; further parts by their path with __ for a slash."""
    parts = {
        "[Content_Types].xml": "<Types><Override ContentType='spreadsheetml.sheet.main+xml'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='r1' Type='{_LINK}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f"<workbook xmlns='{_SHEET}' xmlns:r='{_LINK}'><sheets>"
        "<sheet name='表一' sheetId='1' r:id='r1'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/"
        f"relationships'><Relationship Id='r1' Type='{_LINK}/worksheet' Target='worksheets/sheet1.xml'/>"
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{_SHEET}'>{head}<sheetData>{rows}</sheetData>{tail}"
        "</worksheet>",
    }
    return zipped({**parts, **{name.replace("__", "/"): content for name, content in more.items()}})


def _with_document(xml: str) -> bytes:
    """A Word package with these words as its main part."""
    with zipfile.ZipFile(io.BytesIO(docx(_BODY))) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    return zipped({**parts, "word/document.xml": xml})


def _row(number: int, *texts: str) -> str:
    cells = "".join(f"<c t='inlineStr'><is><t>{text}</t></is></c>" for text in texts)
    return f"<row r='{number}'>{cells}</row>"


@bad("empty.docx")
def a_word_package_without_parts() -> bytes:
    return zipped({})


@bad("cut.docx")
def a_word_package_that_ends_in_the_middle() -> bytes:
    return docx(_BODY)[:-200]


@bad("head.docx")
def a_word_package_of_four_bytes() -> bytes:
    return b"PK\x03\x04"


@bad("bomb.docx")
def a_zip_bomb_in_a_word_package() -> bytes:
    return docx(_BODY + p(" " * 400_000_000))


@bad("ratio.docx")
def a_part_that_grows_a_thousandfold() -> bytes:
    return docx(p("公" * 30_000_000))


@bad("entries.docx")
def a_package_of_seventy_thousand_parts() -> bytes:
    return zipped({f"word/media/{n}.bin": b"" for n in range(70_000)})


@bad("nested.docx")
def packages_within_packages() -> bytes:
    inner = docx(_BODY)
    for _ in range(12):
        inner = zipped({"word/document.xml": inner, "inner.docx": inner[:100_000]})
    return inner


@bad("traversal.docx")
def part_names_that_climb_out_of_the_folder() -> bytes:
    return zipped({"../../../../tmp/goaltrace-evil": "x", "/etc/passwd": "x", "word/document.xml": "<x/>"})


@bad("twice.docx")
def one_part_given_twice() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive, warnings.catch_warnings(action="ignore"):
        for content in ("<x/>", f"<y>{'公' * 50}</y>"):
            archive.writestr(zipfile.ZipInfo("word/document.xml"), content)
    return target.getvalue()


@bad("crc.docx")
def a_part_whose_checksum_is_wrong() -> bytes:
    data = bytearray(docx(_BODY))
    at = data.find(b"PK\x01\x02")
    data[at + 16 : at + 20] = struct.pack("<I", 0xDEADBEEF)
    return bytes(data)


@bad("size.docx")
def a_part_whose_stated_size_is_a_lie() -> bytes:
    data = bytearray(docx(_BODY))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)
    return bytes(data)


@bad("locked.docx")
def a_part_marked_as_encrypted() -> bytes:
    data = bytearray(docx(_BODY))
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 8] |= 1
        start += 4
    start = 0
    while (start := data.find(b"PK\x03\x04", start)) >= 0:
        data[start + 6] |= 1
        start += 4
    return bytes(data)


@bad("method.docx")
def a_part_packed_by_an_unknown_method() -> bytes:
    return docx(_BODY).replace(struct.pack("<H", 8), struct.pack("<H", 97), 3)


@bad("laughs.docx")
def a_billion_laughs_in_a_word_package() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<!DOCTYPE d [<!ENTITY a0 "哈哈">{levels}]><w:document xmlns:w="w">&a9;</w:document>'
    return _with_document(xml)


@bad("entity.docx")
def an_external_entity_in_a_word_package() -> bytes:
    return _with_document(
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'
    )


@bad("dtd.docx")
def an_external_document_type_in_a_word_package() -> bytes:
    return _with_document('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd"><d/>')


@bad("deep.docx")
def elements_nested_a_hundred_thousand_deep() -> bytes:
    return docx("<w:sdt><w:sdtContent>" * 100_000 + "</w:sdtContent></w:sdt>" * 100_000)


@bad("tables.docx")
def tables_nested_six_hundred_deep() -> bytes:
    table = p("最里面")
    for _ in range(600):
        table = f"<w:tbl><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    return docx(table)


@bad("span.docx")
def a_cell_over_two_thousand_million_columns() -> bytes:
    return docx(tbl(tr(tc("宽", '<w:gridSpan w:val="2000000000"/>'), "项目编码")))


@bad("minus.docx")
def cells_with_negative_and_wordy_spans() -> bytes:
    return docx(tbl(tr(tc("a", '<w:gridSpan w:val="-5"/>'), tc("b", '<w:gridSpan w:val="many"/>'))))


@bad("merge.docx")
def vertical_merges_that_never_begin() -> bytes:
    return docx(tbl(*[tr(tc("x", '<w:vMerge w:val="continue"/>'), "y") for _ in range(50)]))


@bad("wide.docx")
def one_row_of_a_hundred_thousand_cells() -> bytes:
    return docx(tbl(tr(*["一"] * 100_000)))


@bad("notxml.docx")
def a_document_part_that_is_no_xml() -> bytes:
    return _with_document("绩效目标 < > & 不是 XML")


@bad("utf16.docx")
def a_document_part_that_names_the_wrong_encoding() -> bytes:
    return _with_document('<?xml version="1.0" encoding="UTF-16"?><w:document/>')


@bad("nul.docx")
def control_characters_in_the_markup() -> bytes:
    return docx(p("绩效\x00目标\x0b\x1f"))


@bad("links.docx")
def external_images_and_templates() -> bytes:
    parts = {
        "word/document.xml": "<w:document xmlns:w='w'/>",
        "word/_rels/document.xml.rels": "<Relationships><Relationship Id='r1' TargetMode='External' "
        "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/image' "
        "Target='http://127.0.0.1:9/pixel.png'/><Relationship Id='r2' TargetMode='External' "
        "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate' "
        "Target='file:////evil/template.dotm'/></Relationships>",
    }
    return zipped(parts)


@bad("macro.docm")
def a_macro_in_a_word_package() -> bytes:
    return zipped(
        {"word/document.xml": "<w:document xmlns:w='w'/>", "word/vbaProject.bin": b"\xcc\x61" * 999}
    )


@bad("numbering.docx")
def a_numbering_that_refers_to_itself() -> bytes:
    loop = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="s"/></w:abstractNum>'
    return docx(_BODY, numbering=loop * 2, styles='<w:style w:styleId="s"><w:basedOn w:val="s"/></w:style>')


@bad("rename.docx")
def a_program_named_as_a_word_file() -> bytes:
    return b"\x7fELF" + bytes(range(256)) * 40


@bad("last.xlsx")
def a_cell_at_the_last_row_and_column() -> bytes:
    return xlsx("<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>远</t></is></c></row>")


@bad("beyond.xlsx")
def a_cell_beyond_the_last_row_and_column() -> bytes:
    return xlsx("<row r='99999999999'><c r='ZZZZZZ99999999999'><v>1</v></c></row>")


@bad("merged.xlsx")
def a_merge_over_the_whole_sheet() -> bytes:
    tail = "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
    return xlsx(_row(1, "项目编码"), tail=tail)


@bad("dimension.xlsx")
def a_stated_dimension_of_the_whole_sheet() -> bytes:
    return xlsx(_row(1, "一"), head="<dimension ref='A1:XFD1048576'/>")


@bad("million.xlsx")
def a_sheet_of_a_million_rows() -> bytes:
    return xlsx("".join(f"<row r='{n}'><c r='A{n}'><v>{n}</v></c></row>" for n in range(1, 1_000_001)))


@bad("strings.xlsx")
def a_shared_string_that_does_not_exist() -> bytes:
    return xlsx("<row r='1'><c r='A1' t='s'><v>99999999</v></c><c r='B1' t='s'><v>-1</v></c></row>")


@bad("numbers.xlsx")
def numbers_beyond_all_numbers() -> bytes:
    values = ("1e999", "-1e999", "NaN", "INF", "9" * 5_000, "1.7976931348623159e308", "0x1F", "１２３")
    cells = "".join(f"<c><v>{value}</v></c>" for value in values)
    return xlsx(f"<row r='1'>{cells}</row>")


@bad("dates.xlsx")
def dates_before_the_calendar_begins() -> bytes:
    styles = f"<styleSheet xmlns='{_SHEET}'><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>"
    cells = "".join(f"<c s='0'><v>{n}</v></c>" for n in ("-999999999", "1e15", "60", "0"))
    return xlsx(f"<row r='1'>{cells}</row>", xl__styles_xml=styles)


@bad("formula.xlsx")
def formulas_that_call_programs() -> bytes:
    cells = "".join(
        f"<c><f>{formula}</f><v>5</v></c>"
        for formula in (
            "cmd|'/c calc'!A0",
            "WEBSERVICE(&quot;http://127.0.0.1:9/&quot;)",
            "[1]表一!A1",
            "SUM(" * 5_000 + "1" + ")" * 5_000,
        )
    )
    return xlsx(f"<row r='1'>{cells}</row>")


@bad("sheets.xlsx")
def a_workbook_that_names_sheets_it_does_not_have() -> bytes:
    return zipped(
        {
            "[Content_Types].xml": "<Types><Override ContentType='spreadsheetml.sheet.main+xml'/></Types>",
            "xl/workbook.xml": f"<workbook xmlns='{_SHEET}'><sheets><sheet name='甲' sheetId='1'/></sheets></workbook>",
        }
    )


@bad("long.xlsx")
def a_cell_of_thirty_million_characters() -> bytes:
    return xlsx(_row(1, "绩效目标" * 7_500_000))


@bad("laughs.xlsx")
def a_billion_laughs_in_a_workbook() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return xlsx("", xl__workbook_xml=f'<!DOCTYPE d [<!ENTITY a0 "哈">{levels}]><workbook>&a9;</workbook>')


@bad("types.xlsx")
def cells_of_unknown_types() -> bytes:
    cells = "".join(f"<c t='{kind}'><v>1</v></c>" for kind in ("zz", "b", "e", "d", "str", ""))
    return xlsx(f"<row r='x'>{cells}</row><row/><row r='0'><c r=''/></row>")


@bad("cut.xlsx")
def a_workbook_that_ends_in_the_middle() -> bytes:
    return xlsx(_row(1, "项目编码", "P1"))[:-90]


@bad("stored.xlsx")
def a_deflate_stream_that_breaks_off() -> bytes:
    data = xlsx(_row(1, *["项目"] * 500))
    packed = zlib.compress(b"x" * 10)
    at = len(data) // 2
    return data[:at] + packed + data[at + len(packed) :]
