"""Reports as Word documents: styles from a template that a user can replace, nothing that points outside the file."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Final

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu
from lxml import etree

from service.reports.blocks import (
    Block,
    Boxes,
    Contents,
    Figure,
    Heading,
    Listing,
    Page,
    PageTurn,
    Paragraph,
    Report,
    Table,
    leads_to_table,
)
from service.reports.fixed_zip import fix_zip
from service.reports.picture import picture_size, write_picture
from service.reports.word_contents import contents_xml, heading_xml
from service.reports.word_drawing import drawing_xml
from service.reports.word_sections import shape_section, text_width
from service.reports.word_template import fill_places, open_template, settle_properties
from service.reports.word_xml import boxes_xml, gap, listing_xml, paragraph, paragraph_xml, run, table_xml

EMU_PER_CM: Final = 360000
DRAWN_WIDTH: Final = 1400
SLIDE_WIDTH: Final = 1920


def write_docx(report: Report, template: Path | None = None) -> bytes:
    """The report as a Word document in the styles of the template."""
    document, styles = open_template(template, compact=report.compact)
    writer = _Writer(document, report, styles)
    writer.write()
    fill_places(document, report)
    settle_properties(document, report)
    made = BytesIO()
    document.save(made)
    return fix_zip(made.getvalue())


class _Writer:
    """Appends block after block; a section ends where the shape of the page changes."""

    def __init__(self, document: Document, report: Report, styles: dict[str, str]) -> None:
        self.styles = styles
        self.document = document
        self.report = report
        self.body = document.element.body
        self.last = self.body.find(qn("w:sectPr"))
        self.page: Page = "portrait"
        self.headings = 0
        self.drawings = 0
        self.anchors: dict[str, str] = {}

    def write(self) -> None:
        report = self.report
        self.append(paragraph(run(report.title), "Title"))
        self.append(paragraph(run(report.subtitle), "Subtitle"))
        for place, block in enumerate(report.blocks):
            self.block(block, report.blocks[place + 1 :])
        shape_section(self.last, self.page)

    def append(self, xml: str) -> None:
        element = parse_xml(xml)
        if self.styles:
            for used in element.iter(qn("w:pStyle"), qn("w:tblStyle")):
                named = str(used.get(qn("w:val")))
                used.set(qn("w:val"), self.styles.get(named, named))
        self.last.addprevious(element)

    def block(self, block: Block, rest: Sequence[Block]) -> None:
        match block:
            case Heading():
                self.headings += 1
                self.append(heading_xml(block, self.headings))
            case Paragraph():
                self.append(paragraph_xml(block, keep=leads_to_table(rest)))
            case Figure():
                self.figure(block)
            case PageTurn():
                self.turn(block.page)
            case _:
                for xml in self.lines(block):
                    self.append(xml)

    def lines(self, block: Block) -> Iterator[str]:
        """Lists, boxes, tables and the contents as paragraphs and tables."""
        match block:
            case Contents():
                yield from contents_xml(self.report)
            case Listing():
                yield from listing_xml(block)
            case Boxes():
                yield from (boxes_xml(block, self.width, self.report.words), gap())
            case Table():
                if block.caption and block.captioned:
                    yield paragraph(run(block.caption), "Caption")
                yield from (table_xml(block, self.width, self.report.words), gap())

    @property
    def width(self) -> float:
        """The width of the text on the page as it stands, in centimetres."""
        return text_width(self.last, self.page)

    def turn(self, page: Page) -> None:
        """End the section, so that the next page has another shape."""
        ended = deepcopy(self.last)
        shape_section(ended, self.page)
        holder = parse_xml(gap())
        holder[0].append(ended)
        before = self.last.getprevious()
        if before is not None and before.tag == qn("w:p") and _is_gap(before):
            self.body.remove(before)
        self.last.addprevious(holder)
        self.page = page

    def figure(self, figure: Figure) -> None:
        """The drawing as vectors, with a picture for programs that cannot draw them."""
        self.drawings += 1
        wide = self.page == "wide"
        if not wide:
            self.append(paragraph(run(figure.title), "Caption"))
            self.append(paragraph(run(figure.finding), "Normal", keep=True))
        picture = write_picture(figure.svg, width=SLIDE_WIDTH if wide else DRAWN_WIDTH)
        raster, _ = self.document.part.get_or_add_image(BytesIO(picture))
        vector = self._add_vector(figure.svg)
        width, height = picture_size(figure.svg)
        room = self.width * EMU_PER_CM
        size = (Emu(round(room)), Emu(round(room * height / width)))
        self.append(drawing_xml(self.drawings, raster, vector, size, figure))

    def _add_vector(self, svg: str) -> str:
        package = self.document.part.package
        name = PackURI(f"/word/media/drawing{self.drawings}.svg")
        part = Part(name, "image/svg+xml", svg.encode("utf-8"), package)
        return str(self.document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE))


def _is_gap(element: etree._Element) -> bool:
    return not element.findall(qn("w:r"))
