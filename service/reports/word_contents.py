"""The table of contents of a Word report: a field with its entries filled in, each a link to its heading."""

from collections.abc import Iterator
from typing import Final

from service.reports.blocks import Heading, Report
from service.reports.word_xml import W, paragraph, run, words

DEEPEST: Final = 2
_STYLES: Final = {1: "Heading1", 2: "Heading2", 3: "Heading3"}


def anchor(number: int) -> str:
    """The bookmark of the heading with that number."""
    return f"_Toc{number:08d}"


def heading_xml(block: Heading, number: int) -> str:
    """A heading with its bookmark; one that is not listed has a style of its own."""
    style = _STYLES[min(block.level, 3)] if block.listed else "GTHeadingUnlisted"
    marked = (
        f'<w:bookmarkStart w:id="{number}" w:name="{anchor(number)}"/>{run(block.text)}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )
    return paragraph(marked, style)


def contents_xml(report: Report) -> Iterator[str]:
    """The heading of the contents and its entries; page numbers come when the reader updates the field."""
    headings = [block for block in report.blocks if isinstance(block, Heading)]
    listed = [
        (number, block)
        for number, block in enumerate(headings, start=1)
        if block.listed and block.level <= DEEPEST
    ]
    yield paragraph(run(report.words["contents"]), "GTContentsHeading")
    for place, (number, block) in enumerate(listed):
        begin = _BEGIN if place == 0 else ""
        end = _END if place == len(listed) - 1 else ""
        yield (
            f'<w:p {W}><w:pPr><w:pStyle w:val="{"TOC1" if block.level == 1 else "TOC2"}"/></w:pPr>{begin}'
            f'<w:hyperlink w:anchor="{anchor(number)}" w:history="1"><w:r>'
            f'<w:t xml:space="preserve">{words(block.text)}</w:t></w:r></w:hyperlink>{end}</w:p>'
        )


_BEGIN: Final = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{DEEPEST}" \\h \\z </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END: Final = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
