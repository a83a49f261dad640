"""Bad files of the other formats: old Excel, PDF, HTML, XML, text."""

import struct
import zlib
from collections.abc import Iterable

from tests.documents import cells, nine_rows, project_export, small_export
from tests.hostile.kinds import bad
from tests.loaders.readers.ole_files import ole, xls
from tests.loaders.readers.pages import cells as pdf_cells
from tests.loaders.readers.pages import grid, page, pdf

_IATI = (
    "<iati-activities version='2.03'><iati-activity><iati-identifier>X-1</iati-identifier>{}</iati-activity>"
)


@bad("cut.xls")
def an_old_workbook_that_ends_in_the_middle() -> bytes:
    return xls([["项目编码", "P1"]])[:1_600]


@bad("loop.xls")
def an_ole_file_whose_sectors_form_a_ring() -> bytes:
    data = bytearray(xls([["项目编码", "P1"]]))
    for at in range(512 + 8, 1_024, 4):
        data[at : at + 4] = struct.pack("<I", 2)
    return bytes(data)


@bad("header.xls")
def an_ole_header_with_absurd_sector_sizes() -> bytes:
    data = bytearray(xls([["一"]]))
    data[30:34] = struct.pack("<HH", 60, 60)
    return bytes(data)


@bad("records.xls")
def records_longer_than_the_file() -> bytes:
    return ole({"Workbook": struct.pack("<HHHHII", 0x0809, 0xFFFF, 0x600, 5, 0, 0) + b"\xff" * 5_000})


@bad("locked.xls")
def an_encrypted_old_workbook() -> bytes:
    bof = struct.pack("<HHHHHHII", 0x0809, 16, 0x600, 5, 0, 0, 0, 0)
    return ole({"Workbook": bof + struct.pack("<HHH", 0x2F, 54, 1) + bytes(52) + b"\x0a\0\0\0"})


@bad("rows.xls")
def an_old_cell_at_the_last_row_and_column() -> bytes:
    return xls([["远"]], merges=[(0, 65_535, 0, 255)])


@bad("package.docx")
def an_ole_package_of_an_encrypted_document() -> bytes:
    return ole({"EncryptedPackage": b"\x01" * 5_000, "EncryptionInfo": b"\x04\0\x04\0" + bytes(5_000)})


@bad("noise.doc")
def an_ole_file_of_noise() -> bytes:
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes((n * 7919) % 251 for n in range(20_000))


@bad("cut.pdf")
def a_pdf_that_ends_in_the_middle() -> bytes:
    return _table_pdf()[:900]


@bad("head.pdf")
def a_pdf_of_its_first_line() -> bytes:
    return b"%PDF-1.7\n"


@bad("locked.pdf")
def a_pdf_with_a_password() -> bytes:
    owner = "41" * 32
    trailer = f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{owner}> /U <{owner}> >> /ID [<41> <41>]"
    return pdf(page([(20, 40, "绩效目标")]), trailer=trailer)


@bad("pages.pdf")
def a_pdf_of_five_thousand_pages() -> bytes:
    return pdf(*[page([(20, 40, f"第{n}页")]) for n in range(5_000)])


@bad("tree.pdf")
def a_pdf_whose_page_tree_contains_itself() -> bytes:
    return _table_pdf().replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]")


@bad("xref.pdf")
def a_pdf_whose_cross_references_lie() -> bytes:
    return _table_pdf().replace(b" 00000 n", b" 99999 n").replace(b"startxref\n", b"startxref\n9")


@bad("scan.pdf")
def a_pdf_that_is_a_picture() -> bytes:
    return pdf(page(raw="q 400 0 0 300 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x7f EI Q"))


@bad("bomb.pdf")
def a_pdf_whose_stream_grows_a_thousandfold() -> bytes:
    packed = zlib.compress(zlib.compress(b"0 0 m " * 30_000_000, 9), 9)
    body = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(packed)
    whole = _table_pdf()
    at, end = whole.find(b"<< /Length"), whole.find(b"endstream")
    return whole[:at] + body + packed + b"\n" + whole[end:]


@bad("rules.pdf")
def a_pdf_of_two_hundred_thousand_rules() -> bytes:
    lines = [(n % 400, 0, n % 400, 300) for n in range(100_000)] + [
        (0, n % 300, 400, n % 300) for n in range(100_000)
    ]
    return pdf(page(rules=lines))


@bad("script.pdf")
def a_pdf_that_runs_a_script_and_opens_an_address() -> bytes:
    entries = "/AA << /O << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >> >>"
    return pdf(page([(20, 40, "绩效目标")]), page_entries=entries)


@bad("huge.pdf")
def a_page_as_large_as_a_city() -> bytes:
    return _table_pdf().replace(b"/MediaBox [0 0 400 300]", b"/MediaBox [0 0 99999999999 9999999999]")


@bad("deep.html")
def elements_nested_two_hundred_thousand_deep_in_a_page() -> bytes:
    return ("<html><body>" + "<div>" * 200_000 + "绩效目标").encode()


@bad("span.html")
def a_cell_over_two_thousand_million_rows_and_columns_of_a_page() -> bytes:
    return "<table><tr><td rowspan=2000000000 colspan=2000000000>宽<td>项目编码</table>".encode()


@bad("spans.html")
def ten_thousand_cells_that_each_span_a_thousand_rows() -> bytes:
    return ("<table>" + ("<tr>" + "<td rowspan=1000 colspan=1000>x" * 10) * 1_000 + "</table>").encode()


@bad("tables.html")
def tables_nested_two_thousand_deep_in_a_page() -> bytes:
    return ("<table><tr><td>" * 2_000 + "项目编码").encode()


@bad("script.html")
def scripts_frames_and_redirects() -> bytes:
    return (
        "<html><head><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'><base href='http://127.0.0.1:9/'>"
        "<link rel=stylesheet href=evil.css></head><body onload=alert(1)><iframe src=http://127.0.0.1:9/></iframe>"
        "<img src=http://127.0.0.1:9/x><object data=file:///etc/passwd></object><script>while(1);</script>"
        "<table><tr><td>项目编码<td>P1</table>"
    ).encode()


@bad("entity.html")
def entities_and_a_document_type_in_a_page() -> bytes:
    return b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><body>&x;&#x110000;&#0;&lt;</body></html>"


@bad("charset.html")
def a_page_that_names_a_charset_nobody_knows() -> bytes:
    return "<html><head><meta charset=x-evil-7></head><body>绩效目标</body></html>".encode("gb18030")


@bad("cells.html")
def a_table_of_a_million_empty_cells() -> bytes:
    return ("<table>" + ("<tr>" + "<td>" * 1_000) * 1_000).encode()


@bad("unclosed.html")
def a_page_that_closes_nothing() -> bytes:
    return ("<html><table><tr><td " + "a='" * 50_000 + "<!--" * 1_000).encode()


@bad("laughs.xml")
def a_billion_laughs_in_an_activity() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return (f'<!DOCTYPE d [<!ENTITY a0 "ha">{levels}]>' + _IATI.format("<title>&a9;</title>")).encode()


@bad("deep.xml")
def an_activity_nested_a_hundred_thousand_deep() -> bytes:
    return (_IATI.format("<result>" * 100_000)).encode()


@bad("numbers.xml")
def an_activity_with_absurd_numbers() -> bytes:
    budget = f"<budget><value currency='CNY' value-date='0000-99-99'>{'9' * 400}e99999</value></budget>"
    return (_IATI.format(f"<title><narrative>水</narrative></title>{budget}") + "</iati-activities>").encode()


@bad("foreign.xml")
def xml_of_another_world() -> bytes:
    return b"<?xml version='1.0'?><rss><channel><title>news</title></channel></rss>"


@bad("include.xml")
def an_activity_that_includes_a_file() -> bytes:
    include = (
        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>"
    )
    return (_IATI.format(include) + "</iati-activities>").encode()


@bad("empty.txt")
def an_empty_file() -> bytes:
    return b""


@bad("mark.txt")
def a_byte_order_mark_alone() -> bytes:
    return b"\xff\xfe"


@bad("odd.txt")
def half_a_character_of_utf_16() -> bytes:
    return small_export().encode("utf-16")[:-1]


@bad("half.txt")
def broken_gb_18030() -> bytes:
    return small_export().encode("gb18030")[:4_001] + b"\xff\xff\x81"


@bad("binary.txt")
def all_bytes_there_are() -> bytes:
    return bytes(range(256)) * 500


@bad("nul.txt")
def nul_bytes_between_the_characters() -> bytes:
    return small_export().replace("绩", "绩\0").encode()


@bad("bidi.txt")
def marks_that_turn_the_writing_around() -> bytes:
    return small_export().replace("项目", "\u202e项\u2066目\u2069\u200f").encode()


@bad("line.txt")
def one_line_of_twenty_million_characters() -> bytes:
    return ("绩效目标：" * 4_000_000).encode()


@bad("lines.txt")
def two_million_empty_cells_of_text() -> bytes:
    return b"\t\n" * 2_000_000


@bad("digits.txt")
def numbers_of_a_hundred_thousand_digits() -> bytes:
    rows = nine_rows("9" * 100_000 + "人")
    return (small_export() + project_export(3, "P9", "数", rows, budget="9" * 60_000)).encode()


@bad("chinese.txt")
def chinese_numerals_without_end() -> bytes:
    return (small_export() + project_export(3, "P9", "数", nine_rows("一百万亿" * 20_000))).encode()


@bad("sums.txt")
def arithmetic_without_end() -> bytes:
    purpose = "预算数60万元，" + "（63+87+50）×12月×200元+" * 20_000
    return (small_export() + project_export(3, "P9", "数", nine_rows("100"), purpose=purpose)).encode()


@bad("brackets.txt")
def brackets_nested_fifty_thousand_deep() -> bytes:
    return (small_export() + project_export(3, "P9", "（" * 50_000, nine_rows("(" * 50_000))).encode()


@bad("twice.txt")
def the_same_document_twice_in_one_file() -> bytes:
    return (small_export() * 2).encode()


@bad("codes.txt")
def one_project_code_for_all_projects() -> bytes:
    return (
        small_export() + "".join(project_export(n, "P9", f"项目{n}", nine_rows("1")) for n in range(3, 60))
    ).encode()


@bad("swapped.txt")
def columns_in_another_order() -> bytes:
    rows = [(r[0], r[1], r[4], r[5], r[2], r[3]) for r in nine_rows("≥95%")]
    return (small_export() + project_export(3, "P9", "换列", rows)).encode()


@bad("short.txt")
def rows_with_too_few_and_too_many_cells() -> bytes:
    broken = cells("产出指标", "数量指标") + cells(*["多"] * 40) + cells("")
    return (small_export() + project_export(3, "P9", "缺列", []) + broken).encode()


@bad("columns.txt")
def headings_without_rows() -> bytes:
    return (small_export() + cells("一级指标", "二级指标", "三级指标") * 400).encode()


@bad("script.txt")
def markup_and_queries_in_every_cell() -> bytes:
    evil = "<script>alert(1)</script>'\"}; DROP GRAPH <x> # =cmd|' /C calc'!A0"
    rows = [(a, b, evil, evil, evil, evil) for a, b, *_ in nine_rows("1")]
    return (small_export() + project_export(3, 'P<x>/../"9', evil, rows, purpose=evil)).encode()


@bad("paths.txt")
def a_department_code_that_is_a_path() -> bytes:
    return small_export().replace("305001某区民政局本级", "../../../etc/305001某区民政局本级").encode()


@bad("zero.txt")
def money_of_nothing_and_less_than_nothing() -> bytes:
    parts = [
        project_export(n, f"P{n}", f"钱{n}", nine_rows("1"), budget=b)
        for n, b in enumerate(("0", "-5", "０．００", "∞", "1,2,3"), 3)
    ]
    return (small_export() + "".join(parts)).encode()


@bad("many.txt")
def three_thousand_projects() -> bytes:
    return (
        small_export()
        + "".join(project_export(n, f"P{n:05}", f"项目{n}", nine_rows("≥5个")) for n in range(3, 3_000))
    ).encode()


def _with_projects(projects: Iterable[str]) -> bytes:
    return (small_export() + "".join(projects)).encode()


def _table_pdf() -> bytes:
    xs, ys = (20, 120, 380), (40, 70, 100)
    return pdf(page(pdf_cells(xs, ys, [["项目编码", "P1"], ["项目名称", "养护"]]), grid(xs, ys)))
