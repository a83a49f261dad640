"""Answers in the program's own terms, worked out inside a worker: named questions, coverage, traces, what-if."""

import csv
import importlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, Final, cast

from ontology import nquads
from queries.answer import Table, Value
from queries.coverage import read_coverage
from queries.errors import (
    AmbiguousGoalError,
    QueryError,
    StoreError,
    UnknownDocumentError,
    UnknownGoalError,
    UnknownProjectError,
    UnknownQueryError,
)
from queries.facts import choose_documents
from queries.library import load_query, query_names, run_query
from queries.network import Basis
from queries.trace import trace_goal
from queries.whatif import what_if
from service.output import shown
from service.web.description import describe_service
from service.web.engine import Engine
from service.web.frames import Answer, Call, Kind
from service.web.refusals import BadRequestError, NotFoundError, RefusedError, StoreUnreadableError

Arguments = Mapping[str, Any]
_ABSENT: Final = (UnknownDocumentError, UnknownGoalError, UnknownProjectError, UnknownQueryError)
_AMOUNT: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,4})?")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def answer_call(engine: Engine, call: Call) -> Answer:
    """The answer to a call; what the questions raise becomes a refusal."""
    arguments = json.loads(call.arguments)
    if call.name == "describe_resource":
        return engine.describe(
            call.generation, arguments["resource"], arguments["format"], compress=call.compress
        )
    if call.name == "describe_service":
        return describe_service(engine, call.generation, arguments, compress=call.compress)
    try:
        kind, chunks = _CALLS[call.name](engine, call.generation, arguments)
    except (QueryError, StoreError) as problem:
        raise _refusal_for(problem) from problem
    spool = engine.new_spool(compress=call.compress)
    try:
        for chunk in chunks:
            spool.write(chunk if isinstance(chunk, bytes) else chunk.encode("utf-8", "replace"))
    except RefusedError:
        spool.discard()
        raise
    return spool.finish(kind)


def _refusal_for(problem: QueryError | StoreError) -> RefusedError:
    if isinstance(problem, _ABSENT):
        return NotFoundError(problem.message("en"), detail_zh=problem.message("zh"))
    if isinstance(problem, AmbiguousGoalError | QueryError):
        return BadRequestError(problem.message("en"), detail_zh=problem.message("zh"))
    return StoreUnreadableError("The store cannot be read at the moment; ask again soon.")


def _run(engine: Engine, generation: int, arguments: Arguments) -> tuple[Kind, Iterator[str]]:
    table = run_query(engine.store(generation), str(arguments["name"]), arguments["parameters"])
    offset, limit = int(arguments["offset"]), int(arguments["limit"])
    if arguments["format"] == "csv":
        return Kind.csv, _csv_lines(table.columns, table.rows[offset : offset + limit])
    return Kind.json, _page_of(table, offset, limit)


def _page_of(table: Table, offset: int, limit: int) -> Iterator[str]:
    part = table.rows[offset : offset + limit]
    after = offset + len(part)
    head = {"columns": table.columns, "total": len(table.rows), "offset": offset}
    head["next_offset"] = after if after < len(table.rows) else None
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "items": ['
    for number, row in enumerate(part):
        yield ("" if number == 0 else ", ") + json.dumps(
            dict(zip(table.columns, map(plain, row), strict=True)), ensure_ascii=False
        )
    yield "]}\n"


def _csv_lines(columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in (columns, *rows):
        writer.writerow([_harmless(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _harmless(cell: Value) -> str:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe."""
    text = shown(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text


def _list_queries(engine: Engine, generation: int, arguments: Arguments) -> tuple[Kind, Iterator[str]]:  # noqa: ARG001
    items = [_query_facts(name) for name in query_names()]
    return Kind.json, iter([json.dumps({"total": len(items), "items": items}, ensure_ascii=False) + "\n"])


def _query_facts(name: str) -> dict[str, object]:
    query = load_query(name)
    return {
        "name": name,
        "question": query.question._asdict(),
        "row": query.row._asdict(),
        "parameters": [
            {**{key: plain(getattr(p, key)) for key in p.__slots__}, "label": p.label._asdict()}
            for p in query.parameters
        ],
        "columns": [{"name": column.name, "meaning": column.meaning._asdict()} for column in query.columns],
        "sparql": query.text,
    }


def _coverage(engine: Engine, generation: int, arguments: Arguments) -> tuple[Kind, Iterator[str]]:
    coverage = read_coverage(engine.store(generation), arguments.get("document"))
    if arguments.get("headline"):
        facts: dict[str, object] = {"headline": plain(coverage.headline)}
    else:
        facts = {
            "headline": plain(coverage.headline),
            "documents": [plain(document) for document in coverage.documents],
            "rules": [plain(rule) for rule in coverage.rules],
        }
    return Kind.json, _json(facts)


def _trace(engine: Engine, generation: int, arguments: Arguments) -> tuple[Kind, Iterator[str]]:
    found = trace_goal(
        engine.store(generation),
        str(arguments["goal"]),
        arguments.get("document"),
        basis=cast("Basis", arguments["basis"]),
    )
    return Kind.json, _json(plain(found))


def _what_if(engine: Engine, generation: int, arguments: Arguments) -> tuple[Kind, Iterator[str]]:
    found = what_if(
        engine.store(generation),
        drop=arguments["drop"],
        budget={code: _yuan(code, text) for code, text in arguments["budget"].items()},
        document=arguments.get("document"),
        basis=cast("Basis", arguments["basis"]),
    )
    facts = {
        "dropped": list(found.dropped),
        "budgets": {code: plain(yuan) for code, yuan in found.budgets},
        "total": len(found.differences),
        "changes": [plain(change) for change in found.changes()],
    }
    return Kind.json, _json(facts)


def _yuan(code: str, text: str) -> Decimal:
    # Plain digits only: the digits of 1e999999999 would never be written to the end.
    if not _AMOUNT.fullmatch(text):
        raise BadRequestError(f"The budget of {code[:60]} has to be a number of yuan.")
    return Decimal(text)


def _page(engine: Engine, generation: int, arguments: Arguments) -> tuple[Kind, Iterator[str | bytes]]:
    # Pages need templates and figures; a worker that never shows one stays small.
    from service.pages.desk import answer_page  # noqa: PLC0415

    return Kind.json, iter([answer_page(engine.store(generation), generation, arguments, engine)])


def _warm_up(engine: Engine, generation: int, arguments: Arguments) -> tuple[Kind, Iterator[str | bytes]]:  # noqa: ARG001
    """Import what the first page would wait for."""
    importlib.import_module("service.pages.desk")
    return Kind.json, _json({})


def _link_items(engine: Engine, generation: int, arguments: Arguments) -> tuple[Kind, Iterator[str | bytes]]:
    from service.web.reviewing import link_items  # noqa: PLC0415 - as with pages

    store = engine.store(generation)
    items = link_items(store, arguments["document"], arguments["status"], arguments["project"])
    return Kind.json, _items_page(items, arguments)


def _verdict_items(
    engine: Engine, generation: int, arguments: Arguments
) -> tuple[Kind, Iterator[str | bytes]]:
    from service.web.reviewing import verdict_items  # noqa: PLC0415 - as with pages

    chosen = {name: bool(arguments[name]) for name in ("undecided", "every_row")}
    items = verdict_items(engine.store(generation), arguments["document"], **chosen)
    return Kind.json, _items_page(items, arguments)


def _items_page(items: Sequence[Mapping[str, Any]], arguments: Arguments) -> Iterator[str]:
    offset, limit = int(arguments["offset"]), int(arguments["limit"])
    part = items[offset : offset + limit]
    after = offset + len(part)
    facts = {"total": len(items), "offset": offset, "next_offset": after if after < len(items) else None}
    return _json({**facts, "items": plain(part)})


def _list_briefly(
    engine: Engine,  # noqa: ARG001 - every call has an engine
    generation: int,  # noqa: ARG001
    arguments: Arguments,  # noqa: ARG001
) -> tuple[Kind, Iterator[str | bytes]]:
    from service.web.assistant_tools import questions_briefly  # noqa: PLC0415 - for assistants only

    return Kind.json, _json({"items": questions_briefly()})


_SEARCH: Final = """SELECT ?document ?code ?name ?purpose ?project WHERE {
  GRAPH ?source {
    ?document gt:statesPlan ?plan .
    ?project gt:belongsToPlan ?plan ; skos:prefLabel ?name .
    OPTIONAL { ?project gt:code ?code . }
    OPTIONAL { ?project gt:purpose ?purpose . }
  }
  FILTER(CONTAINS(LCASE(CONCAT(COALESCE(?code, ""), " ", ?name, " ", COALESCE(?purpose, ""))), LCASE(?words)))
} ORDER BY ?document ?code ?project"""


def _search_projects(
    engine: Engine, generation: int, arguments: Arguments
) -> tuple[Kind, Iterator[str | bytes]]:
    store = engine.store(generation)
    bindings = {"words": nquads.text(str(arguments["words"]))}
    if arguments["document"] is not None:
        bindings["document"] = nquads.iri(choose_documents(store, str(arguments["document"]))[0].iri)
    return Kind.json, _page_of(store.select(_SEARCH, bindings), arguments["offset"], arguments["limit"])


_CALLS: Final[dict[str, Callable[[Engine, int, Arguments], tuple[Kind, Iterator[str | bytes]]]]] = {
    "run": _run,
    "list_queries": _list_queries,
    "coverage": _coverage,
    "trace": _trace,
    "what_if": _what_if,
    "page": _page,
    "warm_up": _warm_up,
    "list_questions_briefly": _list_briefly,
    "search_projects": _search_projects,
    "link_items": _link_items,
    "verdict_items": _verdict_items,
}


def _json(facts: object) -> Iterator[str]:
    return iter([json.dumps(facts, ensure_ascii=False) + "\n"])


def plain(value: object) -> object:
    """A record as nested dictionaries and lists; whole decimals become whole numbers.

    >>> plain((Decimal("2.00"), Decimal("0.5")))
    [2, 0.5]
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(part) for name, part in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value
