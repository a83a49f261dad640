"""Reports as Markdown: tables as pipes, figures by what is seen in them; no word of a document becomes markup."""

import re
from collections.abc import Iterator
from typing import Final

from service.reports.blocks import (
    Block,
    Boxes,
    Cell,
    Contents,
    Figure,
    Heading,
    Listing,
    PageTurn,
    Paragraph,
    Report,
    Table,
)

_MARKUP = re.compile(r"([\\`*_{}\[\]#|~$!])")
_TAGS: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_LINE_START = re.compile(r"^(\s*)([-+=:]|\d+[.)])")
_RULES: Final = {"left": "---", "right": "---:", "center": ":---:"}
# What steers a terminal or cannot be shown, wherever a document brought it from.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def write_markdown(report: Report) -> str:
    """The report as Markdown text."""
    lines = [f"# {plain(report.title)}", "", plain(report.subtitle), ""]
    for block in report.blocks:
        lines += _lines(block)
    return "\n".join(lines).rstrip() + "\n"


def plain(text: str) -> str:
    r"""Words as Markdown shows them unchanged.

    >>> plain("a*b|c <i>"), plain("- 1"), plain("2. x")
    ('a\\*b\\|c &lt;i&gt;', '\\- 1', '2\\. x')
    """
    escaped = _MARKUP.sub(r"\\\1", _CONTROLS.sub("", text).translate(_TAGS))
    return _LINE_START.sub(_hold, escaped)


def _hold(start: re.Match[str]) -> str:
    mark = start[2]
    return f"{start[1]}{mark[:-1]}\\{mark[-1]}"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from (f"{'#' * (block.level + 1)} {plain(block.text)}", "")
        case Paragraph():
            yield from _paragraph(block)
        case Listing():
            for place, item in enumerate(block.items, start=1):
                yield f"{f'{place}.' if block.numbered else '-'} {plain(item)}"
            yield ""
        case Boxes():
            for label, figure, note, _ in block.figures:
                yield f"- {plain(label)}: **{plain(figure)}** {plain(note)}".rstrip()
            yield ""
        case Table():
            yield from _table(block)
        case Figure():
            yield from (f"**{plain(block.title)}**", "", plain(block.finding), "")
        case Contents() | PageTurn():
            return


def _paragraph(block: Paragraph) -> Iterator[str]:
    lines = [plain(line) for line in block.text.split("\n")]
    if block.look == "source":
        yield from (f"> {line}" for line in lines)
    elif block.look == "lead":
        yield f"**{' '.join(lines)}**"
    else:
        yield "  \n".join(lines)
    yield ""


def _table(block: Table) -> Iterator[str]:
    if block.caption and block.captioned:
        yield from (f"**{plain(block.caption)}**", "")
    yield f"| {' | '.join(plain(column.label) for column in block.columns)} |"
    yield f"| {' | '.join(_RULES[column.align] for column in block.columns)} |"
    for row in block.rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"
    yield ""


def _cell(cell: Cell) -> str:
    main = "<br>".join(plain(line) for line in cell.text.split("\n"))
    return f"{main} {plain(cell.note)}".strip() if cell.note else main
