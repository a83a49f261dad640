"""The review page: links and candidate rows, one card each, decided by form or from the keyboard."""

from collections.abc import Sequence
from typing import Final

from service.pages.desk import Desk, Page
from service.pages.review_cards import LinkCard, RowCard, link_card, next_ones, row_card, target_choices
from service.pages.review_entries import (
    LinkEntry,
    RowEntry,
    list_link_entries,
    list_row_entries,
    wordings_of,
)
from service.pages.visit import Visit
from service.web.access import Role

_PAGE: Final = 20
_KINDS: Final = ("links", "rows")
_LINK_STATES: Final = ("open", "accepted", "rejected", "stated", "all")
_ROW_STATES: Final = ("open", "fits", "misfit", "rebind", "all")


def show(visit: Visit, desk: Desk) -> Page:
    """The cards of one kind and state."""
    words = desk.words(visit)
    document = desk.document(visit)
    kind = visit.chosen("kind", _KINDS, "links")
    states = _LINK_STATES if kind == "links" else _ROW_STATES
    state = visit.chosen("state", states, "open")
    entries: Sequence[LinkEntry | RowEntry] = (
        list_link_entries(desk, document) if kind == "links" else list_row_entries(desk, document)
    )
    counts = {one: sum(one in ("all", entry.state) for entry in entries) for one in states}
    chosen = [entry for entry in entries if state in ("all", entry.state)]
    offset = visit.whole("offset", 0, 1_000_000)
    words_of = wordings_of(desk, document)
    shown = [
        link_card(entry, words_of) if isinstance(entry, LinkEntry) else row_card(entry, words_of, document)
        for entry in chosen[offset : offset + _PAGE]
    ]
    visitor = str(visit.beside.get("visitor", ""))
    values = {
        "kind": kind,
        "kinds": _KINDS,
        "state": state,
        "counts": counts,
        "cards": shown,
        "keys": [key_of(card) for card in shown],
        "following": next_ones([key_of(card) for card in shown]),
        "total": len(chosen),
        "offset": offset,
        "size": _PAGE,
        "targets": target_choices(words_of.goals) if kind == "links" else [],
        "may": int(visit.beside.get("role", 0)) >= Role.review,
        "visitor": visitor,
        "reviewer": visitor or visit.one("reviewer")[:100],
        "problem": visit.one("problem")[:60],
    }
    return Page(
        "review.html.j2",
        values,
        words("review_title"),
        nav="review",
        scripts=("review.js",),
        styles=("review.css",),
        wide=True,
        document=document,
    )


def key_of(card: LinkCard | RowCard) -> str:
    """What names a card within its page."""
    return f"{card.project}-{card.target}" if isinstance(card, LinkCard) else card.indicator
