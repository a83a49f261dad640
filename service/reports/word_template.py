"""Word templates: the shipped one, or a user's own, emptied of its text and cut off from everything outside."""

from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from loaders.errors import LoadError
from service.reports.blocks import Report
from service.reports.fixed_zip import fix_zip
from service.reports.word_styles import adopt_styles, shipped_template
from service.reports.word_xml import words

_PLACES: Final = ("{foot}", "{title}", "{subtitle}")
_ATTACHED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


class TemplateError(LoadError):
    """Raised when a template is no Word document, or leads outside itself; `path` is where it lies."""

    def __init__(self, path: Path, reason: str, reason_zh: str) -> None:
        self.path = path
        super().__init__(
            f"the template cannot be used ({reason})",
            str(path),
            "save it as .docx, or leave --template out",
            zh=(f"模板不能使用（{reason_zh}）", "请另存为 .docx，或不用 --template"),
        )


def open_template(path: Path | None, *, compact: bool = False) -> tuple[Document, dict[str, str]]:
    """The shipped template, or the user's own without its text and with the styles that it lacked.

    Beside it stand the identifiers of styles that the user's template has under another one.
    """
    if path is None:
        return shipped_template(compact=compact), {}
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError, etree.XMLSyntaxError) as exc:
        raise TemplateError(path, "it is no Word document", "不是 Word 文档") from exc
    _cut_outside(document, path)
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    return document, adopt_styles(document)


def _cut_outside(document: Document, path: Path) -> None:
    """Drop the address of the template's own template; whatever else leads outside is refused."""
    for part in document.part.package.iter_parts():
        for key, relation in list(part.rels.items()):
            if not relation.is_external:
                continue
            if relation.reltype != _ATTACHED and part is not document.part:
                raise TemplateError(path, "it links to something outside", "链接到文件之外")
            del part.rels[key]
    for found in document.settings.element.findall(qn("w:attachedTemplate")):
        document.settings.element.remove(found)


def fill_places(document: Document, report: Report) -> None:
    """Put the report's own words where headers and footers of the template ask for them."""
    told = dict(zip(_PLACES, (report.foot, report.title, report.subtitle), strict=True))
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            for text in part._element.iter(qn("w:t")) if not part.is_linked_to_previous else ():
                for place, said in told.items():
                    if text.text and place in text.text:
                        text.text = text.text.replace(place, said)


def settle_properties(document: Document, report: Report) -> None:
    """A title and a language; no dates, no author, no counts of revisions."""
    properties = document.core_properties._element
    for child in list(properties):
        properties.remove(child)
    document.core_properties.title = words(f"{report.title} {report.subtitle}")
    document.core_properties.language = "zh-CN" if report.lang == "zh" else "en"


def template_bytes() -> bytes:
    """The shipped template as a file, for users who want to change it."""
    document = shipped_template()
    properties = document.core_properties._element
    for child in list(properties):
        properties.remove(child)
    made = BytesIO()
    document.save(made)
    return fix_zip(made.getvalue())
