"""Small office packages made by hand, so that a test shows the very XML it speaks of."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of the parts, deflated, with a fixed time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def relations(targets: Mapping[str, str]) -> str:
    """A relationships part: target file to the last word of its type."""
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def docx(body: str, **parts: str) -> bytes:
    """A Word package around the XML of a body; `styles`, `numbering`, `footnotes`… are part contents."""
    content = {
        "[Content_Types].xml": '<Types><Override ContentType="wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({f"{kind}.xml": kind for kind in parts}),
    }
    for kind, xml in parts.items():
        content[f"word/{kind}.xml"] = f"<w:{kind} {_NAMESPACES}>{xml}</w:{kind}>"
    return zipped(content)


def p(*texts: str, properties: str = "") -> str:
    """A paragraph with one run a text."""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f"<w:p>{properties}{runs}</w:p>"


def tc(content: str, properties: str = "") -> str:
    """A cell; bare text becomes its one paragraph."""
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; cells given as bare text are wrapped."""
    row = "".join(c if c.startswith(("<w:tc", "<w:sdt")) else tc(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{row}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"
