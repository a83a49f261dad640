"""Writes docs/reference; `python -m tools.write_reference --check` fails where something is undocumented or stale."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tools.reference.command_page import write_commands, write_settings
from tools.reference.diagram import draw_diagram
from tools.reference.http_page import write_http
from tools.reference.ontology_page import FILES, arrows, write_ontology
from tools.reference.page import Page
from tools.reference.query_page import write_queries
from tools.reference.rule_page import write_rules
from tools.reference.shape_page import write_shapes

FOLDER: Final = Path(__file__).parents[1] / "docs" / "reference"
WRITERS: Final[tuple[Callable[[], Page], ...]] = (
    write_ontology,
    write_shapes,
    write_rules,
    write_queries,
    write_commands,
    write_settings,
    write_http,
)


def reference() -> tuple[dict[str, str], list[str]]:
    """Every file of the reference by its name, and what is undocumented."""
    pages = [write() for write in WRITERS]
    texts = {f"{page.name}.md": page.text() for page in pages}
    texts |= {f"ontology-{name}.svg": draw_diagram(title, arrows(name)) for name, title in FILES.items()}
    return texts, [gap for page in pages for gap in page.gaps]


def problems(texts: dict[str, str], gaps: list[str], folder: Path = FOLDER) -> Iterator[str]:
    """One sentence for each thing that is undocumented and each file that is not as it would be written."""
    yield from (f"undocumented: {gap}" for gap in gaps)
    for name, text in texts.items():
        path = folder / name
        if not path.exists():
            yield f"missing: docs/reference/{name}; run `make docs-write`"
        elif path.read_text(encoding="utf-8") != text:
            yield f"stale: docs/reference/{name}; run `make docs-write`"
    for path in sorted(folder.glob("*")):
        if path.name not in texts:
            yield f"left over: docs/reference/{path.name}"


def main(words: list[str]) -> int:
    """Write the files, or with `--check` say what is wrong with them."""
    texts, gaps = reference()
    if "--check" not in words:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    found = list(problems(texts, gaps))
    print("\n".join(found) or f"{len(texts)} files of the reference are complete and current")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
