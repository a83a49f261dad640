"""Sections of a Word report: runs of pages of one shape, made from the template's own page."""

from typing import Final

from docx.oxml.ns import qn
from lxml import etree

from service.reports.blocks import Page
from service.reports.word_xml import TWIPS_PER_CM

A3: Final = (42.0, 29.7)
WIDE_MARGIN: Final = 1.0


def text_width(section: etree._Element, page: Page) -> float:
    """The width of the text on such a page, in centimetres."""
    if page == "wide":
        return A3[0] - 2 * WIDE_MARGIN
    short, long = _sides(section)
    margin = _part(section, "pgMar")
    left, right = (_read(margin, side) for side in ("left", "right"))
    return (short if page == "portrait" else long) - left - right


def shape_section(section: etree._Element, page: Page) -> None:
    """Give a section the shape of a page."""
    size, margin = _part(section, "pgSz"), _part(section, "pgMar")
    short, long = _sides(section)
    if page == "wide":
        width, height = A3
        for side in ("left", "right", "top"):
            _write(margin, side, WIDE_MARGIN)
    else:
        width, height = (short, long) if page == "portrait" else (long, short)
    _write(size, "w", width)
    _write(size, "h", height)
    size.attrib.pop(str(qn("w:orient")), "")
    if page != "portrait":
        size.set(qn("w:orient"), "landscape")


def _sides(section: etree._Element) -> tuple[float, float]:
    """The shorter and the longer side of the template's page."""
    size = _part(section, "pgSz")
    short, long = sorted((_read(size, "w"), _read(size, "h")))
    return short, long


def _part(section: etree._Element, name: str) -> etree._Element:
    """The size or the margins of a section; those of A4 where a template leaves them out."""
    found = section.find(qn(f"w:{name}"))
    if found is None:
        found = etree.SubElement(section, qn(f"w:{name}"))
        usual = (
            {"w": 21.0, "h": 29.7}
            if name == "pgSz"
            else dict.fromkeys(("top", "bottom", "left", "right"), 2.0)
        )
        for key, centimetres in usual.items():
            _write(found, key, centimetres)
    return found


def _read(element: etree._Element, name: str) -> float:
    return float(element.get(qn(f"w:{name}")) or 0) / TWIPS_PER_CM


def _write(element: etree._Element, name: str, centimetres: float) -> None:
    element.set(qn(f"w:{name}"), str(round(centimetres * TWIPS_PER_CM)))
