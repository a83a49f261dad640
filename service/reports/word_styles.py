"""The styles of a Word report: fonts for Chinese and Latin letters, headings, table; a template may have its own."""

from copy import deepcopy
from typing import Final, NamedTuple

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from lxml import etree

INK: Final = "1C2430"
QUIET: Final = "4A5563"
ACCENT: Final = "0B3C6E"
LINE: Final = "B8C0CA"
TINT: Final = "EEF2F6"
HEAD: Final = "DFE6EE"
SERIF: Final = ("Times New Roman", "宋体")
SANS: Final = ("Arial", "黑体")
CELL: Final = ("Arial", "宋体")
FOOT: Final = "{foot}"
COMPACT: Final = 0.84


class Style(NamedTuple):
    """A paragraph style: name, size in points, space around it, fonts; borders and indents as WordprocessingML."""

    name: str
    size: float
    before: float = 0
    after: float = 4
    fonts: tuple[str, str] = SERIF
    bold: bool = False
    colour: str = INK
    edge: str = ""
    indent: str = ""
    level: int | None = None


_RULE: Final = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="2" w:color="{ACCENT}"/></w:pBdr>'
_EDGE: Final = f'<w:pBdr><w:left w:val="single" w:sz="16" w:space="6" w:color="{INK}"/></w:pBdr>'
_SHADE: Final = f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
_HANGING: Final = '<w:ind w:left="340" w:hanging="340"/>'
_DOTS: Final = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9800"/></w:tabs>'

STYLES: Final = (
    Style("Normal", 10.5),
    Style("Title", 22, 0, 4, SANS, bold=True),
    Style("Subtitle", 13, 0, 8, SANS, colour=QUIET),
    Style("heading 1", 15, 16, 6, SANS, bold=True, colour=ACCENT, edge=_RULE, level=0),
    Style("heading 2", 12, 12, 4, SANS, bold=True, colour=ACCENT, level=1),
    Style("heading 3", 10.5, 8, 3, SANS, bold=True, level=2),
    Style("GT Heading Unlisted", 12, 12, 4, SANS, bold=True, colour=ACCENT, level=1),
    Style("GT Lead", 11.5, 2, 4, SANS, bold=True),
    Style("GT Quiet", 9, 0, 4, colour=QUIET),
    Style("GT Source", 10.5, 2, 6, edge=_EDGE, indent='<w:ind w:left="170"/>'),
    Style("GT Judged", 9, 0, 3, edge=_SHADE),
    Style("GT List", 10.5, 0, 2, indent=_HANGING),
    Style("GT Contents Heading", 13, 12, 4, SANS, bold=True, colour=ACCENT),
    Style("toc 1", 10, 1, 0, edge=_DOTS),
    Style("toc 2", 9.5, 0, 0, edge=_DOTS, indent='<w:ind w:left="340"/>'),
    Style("caption", 9.5, 8, 3, SANS, bold=True),
    Style("GT Cell", 8.5, 0, 0, CELL),
    Style("GT Small Cell", 7.5, 0, 0, CELL),
    Style("GT Figure Number", 16, 0, 0, SANS, bold=True),
    Style("footer", 8.5, 0, 0, colour=QUIET),
)
KEPT_WITH_NEXT: Final = frozenset({"caption", "GT Contents Heading"})


def shipped_template(*, compact: bool = False) -> Document:
    """The template that comes with the program: A4, its styles, the page number at the foot."""
    document = docx.Document()
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    _set_defaults(document)
    for style in STYLES:
        _write_style(document, style, COMPACT if compact else 1)
    document.styles.element.append(parse_xml(_TABLE_STYLE))
    _set_page(document, compact=compact)
    return document


def adopt_styles(document: Document) -> dict[str, str]:
    """Give a user's template the styles that it lacks; those it has stay its own, under its own identifiers.

    The answer leads from the identifiers of the shipped template to those of this one: Chinese editions of Word
    number their styles.
    """
    own = {_name(element).lower(): element for element in _styles_of(document)}
    wanted = {style.name.lower() for style in STYLES} | {"gt table"}
    identifiers: dict[str, str] = {}
    lacking: list[etree._Element] = []
    for element in _styles_of(shipped_template()):
        name = _name(element).lower()
        if name in wanted:
            known = own.get(name)
            identifier = str(element.get(qn("w:styleId")))
            identifiers[identifier] = str(known.get(qn("w:styleId"))) if known is not None else identifier
            if known is None:
                lacking.append(deepcopy(element))
    for element in lacking:
        for based in (*element.findall(qn("w:basedOn")), *element.findall(qn("w:next"))):
            named = str(based.get(qn("w:val")))
            based.set(qn("w:val"), identifiers.get(named, named))
        document.styles.element.append(element)
    return {ours: theirs for ours, theirs in identifiers.items() if ours != theirs}


def _styles_of(document: Document) -> list[etree._Element]:
    found: list[etree._Element] = document.styles.element.findall(qn("w:style"))
    return found


def _set_defaults(document: Document) -> None:
    """Fonts and languages of everything that has no style of its own."""
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    for child in list(properties):
        properties.remove(child)
    properties.append(
        parse_xml(
            f"<w:rPr {nsdecls('w')}>{_fonts(SERIF)}<w:sz w:val='21'/>"
            '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
        )
    )


def _fonts(fonts: tuple[str, str]) -> str:
    latin, chinese = fonts
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{chinese}" w:hint="eastAsia"/>'


def _write_style(document: Document, style: Style, scale: float) -> None:
    """Write the style anew, in the place of one of the same name."""
    styles = document.styles.element
    known = {_name(element).lower(): element for element in styles.findall(qn("w:style"))}
    old = known.get(style.name.lower())
    identifier = old.get(qn("w:styleId")) if old is not None else style.name.replace(" ", "")
    element = parse_xml(_style_xml(style, identifier, scale))
    if old is None:
        styles.append(element)
    else:
        styles.replace(old, element)


def _name(style: etree._Element) -> str:
    found = style.find(qn("w:name"))
    return str(found.get(qn("w:val"))) if found is not None else ""


def _style_xml(style: Style, identifier: str, scale: float) -> str:
    size = round(style.size * scale * 2)
    normal, heading = style.name == "Normal", style.level is not None
    frame = 'w:default="1"' if normal else ""
    base = "" if normal else '<w:basedOn w:val="Normal"/>'
    after = '<w:next w:val="Normal"/>' if heading else ""
    keep = "<w:keepNext/><w:keepLines/>" if heading or style.name in KEPT_WITH_NEXT else ""
    spacing = (
        f'<w:spacing w:before="{round(style.before * scale * 20)}" w:after="{round(style.after * scale * 20)}" '
        f'w:line="{240 if "Cell" in style.name else 264}" w:lineRule="auto"/>'
    )
    outline = f'<w:outlineLvl w:val="{style.level}"/>' if heading else ""
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" {frame} w:styleId="{identifier}">'
        f'<w:name w:val="{style.name}"/>{base}{after}<w:qFormat/>'
        f"<w:pPr>{keep}{style.edge}{spacing}{style.indent}{outline}</w:pPr>"
        f'<w:rPr>{_fonts(style.fonts)}{bold}<w:color w:val="{style.colour}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


_BORDER: Final = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
_TABLE_STYLE: Final = (
    f'<w:style {nsdecls("w")} w:type="table" w:styleId="GTTable"><w:name w:val="GT Table"/><w:qFormat/>'
    "<w:tblPr><w:tblBorders>"
    + "".join(f"<w:{side} {_BORDER}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    + '</w:tblBorders><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
    '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" '
    f'w:space="0" w:color="{INK}"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{HEAD}"/></w:tcPr>'
    f'</w:tblStylePr><w:tblStylePr w:type="lastRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:top w:val="single" '
    f'w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>'
)


def _set_page(document: Document, *, compact: bool) -> None:
    """A4 upright, with the foot of the report and the page number below."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.7 if compact else 2)
    section.top_margin, section.bottom_margin = Cm(1.4 if compact else 2), Cm(1.5 if compact else 1.9)
    section.header_distance, section.footer_distance = Cm(0.8), Cm(0.8)
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{FOOT}  ")
    for place, field in enumerate(("PAGE", "NUMPAGES")):
        if place:
            paragraph.add_run(" / ")
        for kind in ("begin", None, "separate", "", "end"):
            paragraph._p.append(parse_xml(_field_part(field, kind)))
    paragraph.paragraph_format.space_before = Pt(0)


def _field_part(field: str, kind: str | None) -> str:
    """One run of a field: its start, its code, the parting, a first result, its end."""
    if kind is None:
        inner = f'<w:instrText xml:space="preserve"> {field} </w:instrText>'
    elif kind:
        inner = f'<w:fldChar w:fldCharType="{kind}"/>'
    else:
        inner = "<w:t>1</w:t>"
    return f"<w:r {nsdecls('w')}>{inner}</w:r>"
