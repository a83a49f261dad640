"""The workbench: a catalogue of named questions with forms, an editor for SPARQL, and answers to look at."""

from typing import Final, NamedTuple

from queries.errors import QueryError
from queries.library import run_query
from service.pages.answer_views import (
    MOST_LISTED,
    choose_view,
    draw_graph,
    list_downloads,
    make_chart,
    views_of,
)
from service.pages.asked import Asked, editor_text, read_asked
from service.pages.desk import Desk, Page
from service.pages.explorer import GROUPS
from service.pages.found import MOST_ROWS, MOST_TRIPLES, Found, find, from_table, numeric_columns
from service.pages.question_form import list_catalogue, make_fields
from service.pages.visit import Visit
from service.reports.wording import Wording
from service.web.refusals import (
    QueryFailedError,
    QueryMalformedError,
    QueryRefusedByGuardError,
    RefusedError,
)

_SAID_HERE: Final = (QueryMalformedError, QueryRefusedByGuardError, QueryFailedError)


class Trouble(NamedTuple):
    """Why there is no answer, with its place in the text where that is known."""

    sentence: str
    line: int = 0
    column: int = 0


def show(visit: Visit, desk: Desk) -> Page:
    """The catalogue, the editor, and the answer to what is asked."""
    words = desk.words(visit)
    asked = read_asked(visit)
    found, trouble = _answer(asked, desk, visit) if asked.run else (None, None)
    view = choose_view(visit, found)
    values = {
        "asked": asked,
        "fields": make_fields(asked, desk, visit, words),
        "catalogue": list_catalogue(),
        "saved": visit.beside.get("saved", ()),
        "editor": editor_text(asked, desk, words),
        "found": found,
        "trouble": trouble,
        "view": view,
        "views": views_of(found),
        "numeric": numeric_columns(found) if found else (),
        "chart": make_chart(found, visit, words) if found and view == "chart" else None,
        "graph": draw_graph(found) if found and view == "graph" else None,
        "groups": GROUPS,
        "downloads": list_downloads(asked, found) if found else [],
        "most_rows": MOST_ROWS if found is None or found.kind == "rows" else MOST_TRIPLES,
        "most_listed": MOST_LISTED,
    }
    return Page(
        "workbench.html.j2",
        values,
        words("workbench_title"),
        nav="workbench",
        scripts=("workbench.js",),
        styles=("explorer.css", "workbench.css"),
        wide=True,
    )


def _answer(asked: Asked, desk: Desk, visit: Visit) -> tuple[Found | None, Trouble | None]:
    words = desk.words(visit)
    try:
        if asked.named:
            table = run_query(desk.store, asked.named, asked.parameters)
            return from_table(asked.named, table, desk.store, visit.lang), None
        if desk.engine is None:
            raise QueryFailedError("This server answers no SPARQL.")
        return find(desk.engine, desk.store, desk.generation, asked.sparql, visit.lang), None
    except QueryError as problem:
        return None, Trouble(problem.message(visit.lang))
    except _SAID_HERE as refusal:
        return None, _trouble(refusal, words)


def _trouble(refusal: RefusedError, words: Wording) -> Trouble:
    line, column = refusal.facts.get("line"), refusal.facts.get("column")
    if isinstance(line, int) and isinstance(column, int):
        reason = refusal.sentence.partition(": ")[2] or refusal.sentence
        return Trouble(words("workbench_error_at", line=line, column=column, reason=reason), line, column)
    return Trouble(refusal.sentence)
