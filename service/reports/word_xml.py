"""Blocks of a report as WordprocessingML text; every word of a document is escaped."""

import re
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsmap

from service.reports.blocks import Boxes, Cell, Column, Listing, Paragraph, Table, Voice
from service.reports.word_styles import ACCENT, HEAD, INK, LINE, QUIET, TINT

W: Final = f'xmlns:w="{nsmap["w"]}"'
TWIPS_PER_CM: Final = 567
NARROWEST_WITH_MARK: Final = 0.055
LOOKS: Final = {
    "normal": "Normal",
    "lead": "GTLead",
    "quiet": "GTQuiet",
    "source": "GTSource",
    "judged": "GTJudged",
}
_MARKS: Final = {"src": (INK, "F1E6C8"), "read": (INK, "C9D2DC"), "judged": ("FFFFFF", ACCENT)}
# What XML cannot hold, wherever a document brought it from.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def words(text: str) -> str:
    """Words as XML can hold them."""
    return escape(_NOT_XML.sub("", text))


def run(text: str, properties: str = "") -> str:
    """A run of words; line breaks stay line breaks."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    lines = words(text).split("\n")
    broken = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{look}{broken}</w:r>"


def paragraph(runs: str, style: str, *, align: str = "", keep: bool = False) -> str:
    """A paragraph of runs."""
    kept = "<w:keepNext/>" if keep else ""
    side = f'<w:jc w:val="{align}"/>' if align and align != "left" else ""
    return f'<w:p {W}><w:pPr><w:pStyle w:val="{style}"/>{kept}{side}</w:pPr>{runs}</w:p>'


def paragraph_xml(block: Paragraph, *, keep: bool) -> str:
    """Running words in their look."""
    return paragraph(run(block.text), LOOKS[block.look], keep=keep)


def listing_xml(block: Listing) -> list[str]:
    """A list as paragraphs with a number or a dot; the numbers start anew with each list."""
    marks = (f"{place}." if block.numbered else "•" for place in range(1, len(block.items) + 1))
    return [
        paragraph(f"<w:r><w:t>{mark}</w:t></w:r><w:r><w:tab/></w:r>{run(item)}", "GTList")
        for mark, item in zip(marks, block.items, strict=True)
    ]


def mark(voice: Voice, names: dict[str, str]) -> str:
    """The small mark that says whose words a column holds."""
    if not voice:
        return ""
    ink, fill = _MARKS[voice]
    look = f'<w:color w:val="{ink}"/><w:sz w:val="12"/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    return run(f" {names[voice]} ", look)


def table_xml(block: Table, width: float, names: dict[str, str]) -> str:
    """A table that wide in centimetres, with a heading row that repeats on each page."""
    total = sum(column.width for column in block.columns)
    widths = [round(column.width / total * width * TWIPS_PER_CM) for column in block.columns]
    style = "GTSmallCell" if block.small else "GTCell"
    headed = any(column.label for column in block.columns)
    head = _head_xml(block.columns, widths, style, names) if headed else ""
    last = len(block.rows) - 1
    rows = "".join(
        _row_xml(row, block.columns, widths, style, bold=block.total and place == last)
        for place, row in enumerate(block.rows)
    )
    first, final = int(headed), int(block.total)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f'<w:tbl {W}><w:tblPr><w:tblStyle w:val="GTTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000" w:firstRow="{first}" w:lastRow="{final}" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{_caption(block.caption)}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _caption(text: str) -> str:
    """What screen readers say of a table."""
    return f"<w:tblCaption w:val={quoteattr(_NOT_XML.sub('', text))}/>" if text else ""


def _head_xml(columns: Sequence[Column], widths: Sequence[int], style: str, names: dict[str, str]) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD}"/>'
    cells = []
    for column, width in zip(columns, widths, strict=True):
        voice = mark(column.voice, names) if column.width >= NARROWEST_WITH_MARK else ""
        above = f"{voice}<w:r><w:br/></w:r>" if voice else ""
        inner = paragraph(above + run(column.label, "<w:b/>"), style, align=column.align, keep=True)
        cells.append(_cell_xml(inner, width, shade, "bottom"))
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row_xml(
    row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int], style: str, *, bold: bool
) -> str:
    cells = []
    for cell, column, width in zip(row, columns, widths, strict=True):
        ink = f'<w:color w:val="{cell.ink.removeprefix("#")}"/>' if cell.ink else ""
        strong = "<w:b/>" if bold or cell.bold else ""
        runs = run(cell.text, strong + ink) if cell.text else ""
        if cell.note:
            between = "<w:r><w:br/></w:r>" if cell.text else ""
            quiet = ink or f'<w:color w:val="{QUIET}"/>'
            runs += between + run(cell.note, f'{quiet}<w:sz w:val="14"/>')
        inner = paragraph(runs, style, align=column.align)
        cells.append(_cell_xml(inner, width, _shade(cell, column), ""))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell_xml(inner: str, width: int, shade: str, align: str) -> str:
    side = f'<w:vAlign w:val="{align}"/>' if align else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}{side}</w:tcPr>{inner}</w:tc>'


def _shade(cell: Cell, column: Column) -> str:
    if cell.fill:
        pattern, colour = ("diagStripe", "E9DCB8") if cell.hatched else ("clear", "auto")
        return f'<w:shd w:val="{pattern}" w:color="{colour}" w:fill="{cell.fill.removeprefix("#")}"/>'
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>' if column.voice == "judged" else ""


def boxes_xml(block: Boxes, width: float, names: dict[str, str]) -> str:
    """Headline figures side by side in a table of one row."""
    each = round(width * TWIPS_PER_CM / len(block.figures))
    cells = []
    for label, figure, note, voice in block.figures:
        inner = paragraph(mark(voice, names) + run(f" {label}" if voice else label), "GTCell", keep=True)
        inner += paragraph(run(figure), "GTFigureNumber", keep=True)
        inner += paragraph(run(note, f'<w:color w:val="{QUIET}"/>'), "GTCell")
        edge = f'<w:tcBorders><w:top w:val="single" w:sz="24" w:space="0" w:color="{ACCENT}"/></w:tcBorders>'
        shade = f'{edge}<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>' if voice == "judged" else ""
        cells.append(_cell_xml(inner, each, shade, ""))
    grid = f'<w:gridCol w:w="{each}"/>' * len(block.figures)
    return (
        f'<w:tbl {W}><w:tblPr><w:tblStyle w:val="GTTable"/><w:tblW w:w="{each * len(block.figures)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr></w:tbl>"
    )


def gap() -> str:
    """The smallest paragraph, so that two tables do not grow together."""
    return (
        f'<w:p {W}><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'
        f'<w:rPr><w:color w:val="{LINE}"/><w:sz w:val="8"/></w:rPr></w:pPr></w:p>'
    )
