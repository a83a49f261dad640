"""Writes paragraphs and tables as a small .docx; the same blocks give the same bytes."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_WIDEST: Final = 12  # grid columns; a row's cells share them out


def as_docx(blocks: Sequence[str | Sequence[Sequence[str]]]) -> bytes:
    """The bytes of a .docx with these paragraphs and tables; a leading `#` makes a heading."""
    body = "".join(_paragraph(b) if isinstance(b, str) else _table(b) for b in blocks)
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            package.writestr(
                zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED
            )
    return packed.getvalue()


def _paragraph(text: str) -> str:
    outline = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>' if text.startswith("#") else ""
    return f'<w:p>{outline}<w:r><w:t xml:space="preserve">{escape(text.removeprefix("#"))}</w:t></w:r></w:p>'


def _table(rows: Sequence[Sequence[str]]) -> str:
    grid = "<w:gridCol/>" * _WIDEST
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(map(_row, rows))}</w:tbl>"


def _row(cells: Sequence[str]) -> str:
    spans = [_WIDEST // len(cells)] * len(cells)
    spans[-1] += _WIDEST - sum(spans)
    return f"<w:tr>{''.join(_cell(text, span) for text, span in zip(cells, spans, strict=True))}</w:tr>"


def _cell(text: str, span: int) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{_paragraph(text)}</w:tc>'
