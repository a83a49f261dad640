"""Reports as tagged PDF, set by Typst with the shipped font; the same bytes on every machine."""

import json
from dataclasses import fields
from importlib.resources import files
from typing import Final

from loaders.errors import LoadError
from service.reports.blocks import Block, PageTurn, Report, Table, leads_to_table
from service.reports.fonts import font_folder

# Readers are promised PDF for universal access: tags, a title, a language and words for every figure.
STANDARD: Final = "ua-1"


class NoTypesetterError(LoadError):
    """Raised when a PDF is asked for and the `pdf` extra is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "PDF needs the pdf extra, which is not installed",
            "goaltrace[pdf]",
            "pip install 'goaltrace[pdf]', or choose docx or html",
            zh=("PDF 需要 pdf 附加组件，尚未安装", "pip install 'goaltrace[pdf]'，或改用 docx、html"),
        )


def write_pdf(report: Report) -> bytes:
    """The report as PDF; nothing outside the report, the layout and the shipped font is read."""
    try:
        import typst  # noqa: PLC0415 - an extra
    except ImportError as exc:
        raise NoTypesetterError from exc
    layout = files("service").joinpath("reports/templates/report.typ").read_bytes()
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
    )
    compiler = typst.Compiler(layout, font_paths=fonts, sys_inputs={"report": report_as_json(report)})
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("a report is one file")
    return made


def report_as_json(report: Report) -> str:
    """What the layout reads: the report in parts, each a run of pages of one shape."""
    parts: list[dict[str, object]] = [{"page": "portrait", "blocks": []}]
    for place, block in enumerate(report.blocks):
        if isinstance(block, PageTurn):
            parts.append({"page": block.page, "blocks": []})
        else:
            blocks = parts[-1]["blocks"]
            assert isinstance(blocks, list)  # noqa: S101 - made three lines above
            blocks.append(plain_block(block) | {"keep": leads_to_table(report.blocks[place + 1 :])})
    facts = {
        "lang": report.lang,
        "title": report.title,
        "subtitle": report.subtitle,
        "foot": report.foot,
        "compact": report.compact,
        "words": report.words,
        "parts": [part for place, part in enumerate(parts) if part["blocks"] or not place],
    }
    return json.dumps(facts, ensure_ascii=False)


def plain_block(block: Block) -> dict[str, object]:
    """A block as dictionaries and lists, for layouts that are no Python."""
    kind = {"kind": type(block).__name__.lower()}
    if isinstance(block, Table):
        return kind | {
            "caption": block.caption if block.captioned else "",
            "columns": [column._asdict() for column in block.columns],
            "rows": [[cell._asdict() for cell in row] for row in block.rows],
            "total": block.total,
            "small": block.small,
        }
    return kind | {field.name: getattr(block, field.name) for field in fields(block)}
