"""Small form tables as text: one line a row, cells between bars, `<` joined with the left, `^` with the cell above."""

from loaders.document import CellDraft, Document, DocumentBuilder
from loaders.layouts.registry import read_plan
from loaders.plan import Plan
from loaders.plan_values import read_values


def split(text: str) -> list[list[str]]:
    """The cells of each line; short lines are filled up with empty cells."""
    lines = [[c.strip() for c in line.strip()[1:-1].split("|")] for line in text.strip().split("\n")]
    width = max(map(len, lines))
    return [line + [""] * (width - len(line)) for line in lines]


def grid(text: str) -> list[list[CellDraft]]:
    """The cells of a table that is written as lines; `\\n` inside a cell is a line break."""
    lines = split(text)
    rows: list[list[CellDraft]] = []
    for r, line in enumerate(lines):
        cells = []
        for c, words in enumerate(line):
            if words in {"<", "^"}:
                continue
            colspan = rowspan = 1
            while c + colspan < len(line) and line[c + colspan] == "<":
                colspan += 1
            while r + rowspan < len(lines) and lines[r + rowspan][c] == "^":
                rowspan += 1
            merge = "declared" if colspan * rowspan > 1 else "none"
            cells.append(
                CellDraft(words.replace("\\n", "\n"), c + 1, rowspan, colspan, merge=merge)  # type: ignore[arg-type]
            )
        rows.append(cells)
    return rows


def document(*parts: str) -> Document:
    """A document of these parts: a part with bars is a table, any other a paragraph a line."""
    builder = DocumentBuilder()
    for part in parts:
        if "|" in part:
            builder.table(grid(part))
        else:
            for line in part.strip().split("\n"):
                builder.paragraph(line)
    return builder.build(sha256="0" * 64, name="form", media_type="text/plain", reader="test/1")


def ragged(*parts: str) -> Document:
    """The same as a text export keeps it: covered cells stay as empty cells below, and are gone at the right."""
    builder = DocumentBuilder()
    for part in parts:
        if "|" not in part:
            for line in part.strip().split("\n"):
                builder.paragraph(line)
            continue
        rows = [["" if c == "^" else c for c in line if c != "<"] for line in split(part)]
        builder.table(
            [
                [CellDraft(words.replace("\\n", "\n"), n) for n, words in enumerate(row, start=1)]
                for row in rows
            ],
            ragged=True,
        )
    return builder.build(sha256="0" * 64, name="form", media_type="text/plain", reader="test/1")


def plan_of(*parts: str) -> Plan:
    """The plan of such a document, with its values read."""
    return read_values(read_plan(document(*parts))[1], 0)
