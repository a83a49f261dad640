"""The chooser: every document of the store, by department and year, with the page that it will open."""

from collections.abc import Sequence
from typing import Final

from queries.fact_records import DocumentFact
from service.pages.desk import Desk, Page
from service.pages.visit import Visit

ON_A_PAGE: Final = 100


def show(visit: Visit, desk: Desk) -> Page:
    """The documents that the search leaves; each link opens the page that asked for one."""
    words = desk.words(visit)
    wanted = visit.one("find").casefold()
    found = [known for known in desk.documents() if wanted in _words_of(known)]
    found.sort(key=lambda known: (known.department_name, known.department_code, known.year, known.key))
    offset = visit.whole("offset", 0, 10_000_000)
    values = {
        "shown": found[offset : offset + ON_A_PAGE],
        "count": len(found),
        "offset": offset,
        "limit": ON_A_PAGE,
        "find": visit.one("find"),
        "target": visit.address if visit.page != "documents" else "/",
        "kept": _kept(visit),
        "asked": visit.page != "documents",
    }
    return Page(
        "documents.html.j2", values, words("choose_document" if values["asked"] else "documents_title")
    )


def _words_of(known: DocumentFact) -> str:
    parts = (known.department_code, known.department_name, known.year, known.title, known.key)
    return " ".join(parts).casefold()


def _kept(visit: Visit) -> Sequence[tuple[str, str]]:
    """What the page was asked with beside the document."""
    return [(key, value) for key, value in visit.query if key not in ("document", "find", "offset")]
