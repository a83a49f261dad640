"""The questions of the SPARQL tutorial with the answers that the page shows below them.

`python -m tests.docs.tutorial` puts today's answers into the page.
"""

import csv
import io
import re
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from ontology.prefixes import shorten
from queries.store import Store, open_store
from service.output import shown
from tests.docs.transcripts import ROOT, first_run

PAGE: Final = ROOT / "docs" / "guides" / "ask-in-sparql.md"
_QUESTION = re.compile(r"(?ms)^(## \d+\. .*?^```sparql\n)(.*?)(^```\n)(?:\n```text\n(.*?)^```\n)?")


class Question(NamedTuple):
    """A query of the page and the answer shown."""

    title: str
    query: str
    answer: str


def prefixes(page: str) -> str:
    """The lines that the page says to put before every query."""
    return "".join(f"{line}\n" for line in page.splitlines() if line.startswith("PREFIX "))


def questions() -> list[Question]:
    """The questions of the page."""
    page = PAGE.read_text(encoding="utf-8")
    found = _QUESTION.findall(page)
    return [
        Question(head.splitlines()[0], prefixes(page) + query, answer) for head, query, _, answer in found
    ]


def answer_of(store: Store, query: str) -> str:
    """The answer as the page shows it: CSV, with prefixes for namespaces."""
    table = store.select(query)
    text = io.StringIO()
    rows = [[shorten(shown(value)) for value in row] for row in table.rows]
    csv.writer(text, lineterminator="\n").writerows([table.columns, *rows])
    return text.getvalue()


def main() -> None:
    """Write the answers into the page."""
    page = PAGE.read_text(encoding="utf-8")
    before = prefixes(page)
    with tempfile.TemporaryDirectory() as name:
        first_run(Path(name))
        store = open_store(Path(name, "out", "store"), read_only=True)

        def write(found: re.Match[str]) -> str:
            answer = answer_of(store, before + found[2])
            return f"{found[1]}{found[2]}{found[3]}\n```text\n{answer}```\n"

        PAGE.write_text(_QUESTION.sub(write, page), encoding="utf-8")
        store.close()


if __name__ == "__main__":
    main()
