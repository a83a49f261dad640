"""The layouts that are known, and the choice among them."""

from loaders.document import Document
from loaders.errors import NoLayoutError
from loaders.layouts import hebei_project_goals
from loaders.layouts.layout import Claim, Layout

LAYOUTS: tuple[Layout, ...] = (hebei_project_goals.LAYOUT,)


def claims(document: Document) -> list[tuple[Layout, Claim]]:
    """Every layout that claims the document, the one with most tables first."""
    found = [(layout, claim) for layout in LAYOUTS if (claim := layout.claim(document)) is not None]
    return sorted(found, key=lambda pair: -pair[1].tables)


def choose_layout(document: Document) -> Layout:
    """The layout that claims most; raises `NoLayoutError` where none claims anything."""
    found = claims(document)
    if not found:
        raise NoLayoutError(sum(1 for _ in document.tables()))
    return found[0][0]
