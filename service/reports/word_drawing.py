"""A drawing in a Word document: vectors where the program can draw them, the picture elsewhere."""

from typing import Final
from xml.sax.saxutils import quoteattr

from docx.shared import Emu

from service.reports.blocks import Figure
from service.reports.word_xml import W

_NAMES: Final = (
    f"{W} "
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
)
_PICTURE: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_VECTOR: Final = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def drawing_xml(number: int, raster: str, vector: str, size: tuple[Emu, Emu], figure: Figure) -> str:
    """A paragraph with the drawing; the words for it are read by screen readers."""
    width, height = size
    named = f'id="{number}" name="figure {number}" descr={quoteattr(figure.finding)} title={quoteattr(figure.title)}'
    return (
        f'<w:p {_NAMES}><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr {named}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="figure {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{raster}"><a:extLst><a:ext uri="{_VECTOR}">'
        f'<asvg:svgBlip r:embed="{vector}"/></a:ext></a:extLst></a:blip>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
