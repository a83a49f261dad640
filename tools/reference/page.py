"""A page being written, with what it found undocumented on the way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ontology.prefixes import shorten

NOTE: Final = "由 `tools/write_reference.py` 生成，请勿手改。Generated; do not edit.\n"
_LONGEST: Final = 60


@dataclass(slots=True)
class Page:
    """The Markdown of one page of the reference and the gaps it showed."""

    name: str
    title: str
    parts: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add a paragraph, heading or table."""
        self.parts.append(text.rstrip("\n"))

    def code(self, language: str, text: str) -> None:
        """Add a block of code."""
        self.add(f"```{language}\n{text.strip(chr(10))}\n```")

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add a table; cells are text and are escaped."""
        lines = [heads, ["---"] * len(heads), *([cell(value) for value in row] for row in rows)]
        self.add("\n".join(f"| {' | '.join(line)} |" for line in lines))

    def need(self, what: str, *texts: object) -> None:
        """Note a gap where one of the texts is missing."""
        if not all(texts):
            self.gaps.append(f"{self.name}: {what}")

    def text(self) -> str:
        """The whole page."""
        return "\n\n".join([f"# {self.title}", NOTE.rstrip(), *self.parts]) + "\n"


def cell(value: object) -> str:
    """A value as the cell of a table."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "\\<")


def brief(value: object) -> str:
    """A value of an answer short enough for a table.

    >>> brief("https://w3id.org/goaltrace/data/plan/1-2022")
    '…/plan/1-2022'
    """
    text = "" if value is None else shorten(str(value))
    text = text.replace("https://w3id.org/goaltrace/data/", "…/")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
