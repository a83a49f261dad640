"""The REST routes: named questions, lists, coverage, traces and what-if, each answered by a worker."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import FastAPI, Path, Query
from fastapi import Request as WebRequest
from starlette.responses import Response

from queries.library import NamedQuery, load_query, query_names
from service.web.api_words import LISTS, PAGING, PROBLEM_SCHEMA, PROBLEMS, TABLE_ANSWER, parameter_facts
from service.web.asking import Asking
from service.web.refusals import BadRequestError, NotAcceptableError
from service.web.reply import Receive, Reply, Scope, Send, send_reply
from service.web.request import Parameters, Request, one_value

MOST_ROWS: Final = 10_000
_ROWS: Final = 100
_RESERVED: Final = ("offset", "limit", "format")

DocumentParameter = Annotated[
    str | None,
    Query(description="Only this document, by IRI or key", examples=["203001-2022-goals"], max_length=500),
]
BasisParameter = Annotated[
    Literal["stated", "accepted", "proposed"],
    Query(description="Which goal–project links count", examples=["accepted"]),
]


class ReplyResponse(Response):
    """A reply of ours as the web framework sends it."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(None, reply.status)
        self._reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the protocol's
        """Send the reply."""
        await send_reply(self._reply, send, (), head_only=scope["method"] == "HEAD")


def add_routes(app: FastAPI, asking: Asking) -> None:
    """Add every REST route."""
    _add_questions(app, asking)
    _add_figures(app, asking)


def _add_questions(app: FastAPI, asking: Asking) -> None:
    async def list_queries(request: WebRequest) -> Response:
        """The named questions with parameters, columns and SPARQL text."""
        return ReplyResponse(await asking.ask(_request(request), "list_queries", {}))

    app.add_api_route("/queries", list_queries, tags=["queries"], responses=PROBLEMS)
    for name in query_names():
        _add_question(app, asking, f"/queries/{name}", load_query(name))

    async def unknown_query(request: WebRequest, name: Annotated[str, Path(max_length=200)]) -> Response:
        """A name that no question has."""
        page = {"name": name, "parameters": {}, "offset": 0, "limit": 0, "format": "json"}
        return ReplyResponse(await asking.ask(_request(request), "run", page))

    app.add_api_route("/queries/{name}", unknown_query, include_in_schema=False)
    for path, name in LISTS.items():
        _add_question(app, asking, f"/{path}", load_query(name))


def _add_question(app: FastAPI, asking: Asking, path: str, query: NamedQuery) -> None:
    async def run_question(request: WebRequest) -> Response:
        ours = _request(request)
        arguments = _read_page(ours, query.name)
        form = "text/csv; charset=utf-8" if arguments["format"] == "csv" else "application/json"
        return ReplyResponse(await asking.ask(ours, "run", arguments, form))

    app.add_api_route(
        path,
        run_question,
        name=path.strip("/").replace("/", "_"),
        summary=query.question.en,
        description=f"{query.question.zh}\n\nOne row: {query.row.en}.",
        tags=["lists" if path.count("/") == 1 else "queries"],
        responses={**PROBLEMS, 200: TABLE_ANSWER},
        openapi_extra={"parameters": [*map(parameter_facts, query.parameters), *PAGING]},
    )


def _read_page(request: Request, name: str) -> dict[str, Any]:
    """A question's parameters, and which part of its rows in which form."""
    parameters = request.query_parameters()
    names = dict.fromkeys(key for key, _ in parameters)
    values = {key: one_value(parameters, key) for key in names if key not in _RESERVED}
    return {
        "name": name,
        "parameters": values,
        "offset": _whole(parameters, "offset", 0, 1_000_000_000),
        "limit": _whole(parameters, "limit", _ROWS, MOST_ROWS),
        "format": _form(request, one_value(parameters, "format")),
    }


def _whole(parameters: Parameters, name: str, default: int, most: int) -> int:
    text = one_value(parameters, name)
    if text is None or text == "":
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and int(text) <= most):
        raise BadRequestError(f"The parameter {name} has to be a whole number from 0 to {most}.")
    return int(text)


def _form(request: Request, named: str | None) -> str:
    chosen = request.choose_table(named)
    if chosen is None:
        raise NotAcceptableError("A list is sent as application/json or text/csv.")
    return chosen


def _add_figures(app: FastAPI, asking: Asking) -> None:
    @app.get("/coverage", tags=["coverage"], responses=PROBLEMS)
    async def coverage(request: WebRequest, document: DocumentParameter = None) -> Response:
        """How goals, projects and indicators hang together, and what can be measured: all that reports print."""
        return ReplyResponse(await asking.ask(_request(request), "coverage", {"document": document}))

    @app.get("/coverage/headline", tags=["coverage"], responses=PROBLEMS)
    async def headline(request: WebRequest, document: DocumentParameter = None) -> Response:
        """The headline figures of one document or of all."""
        facts = {"document": document, "headline": True}
        return ReplyResponse(await asking.ask(_request(request), "coverage", facts))

    @app.get("/trace/{goal:path}", tags=["trace"], responses=PROBLEMS)
    async def trace(
        request: WebRequest,
        goal: Annotated[str, Path(description="Number or IRI of a goal", examples=["4"], max_length=500)],
        document: DocumentParameter = None,
        basis: BasisParameter = "proposed",
    ) -> Response:
        """One goal down to its objectives, projects, funds and indicators, with the evidence of each step."""
        facts = {"goal": goal, "document": document, "basis": basis}
        return ReplyResponse(await asking.ask(_request(request), "trace", facts))

    @app.get("/what-if", tags=["what-if"], responses=PROBLEMS)
    async def what_if(
        request: WebRequest,
        drop: Annotated[
            list[str] | None,
            Query(
                description="Codes of projects to strike",
                max_length=200,
                examples=[["13020922P00062110001K"]],
            ),
        ] = None,
        budget: Annotated[
            list[str] | None,
            Query(
                description="CODE=YUAN for other budgets",
                max_length=200,
                examples=[["13020922P00062110001K=300000"]],
            ),
        ] = None,
        document: DocumentParameter = None,
        basis: BasisParameter = "accepted",
    ) -> Response:
        """Which goals and objectives would stand differently; nothing is changed."""
        facts = {"drop": drop or [], "budget": _budgets(budget or []), "document": document, "basis": basis}
        return ReplyResponse(await asking.ask(_request(request), "what_if", facts))


def _budgets(given: list[str]) -> Mapping[str, str]:
    budgets = {}
    for text in given:
        code, equals, yuan = text.partition("=")
        if not equals or not code:
            raise BadRequestError("The parameter budget has to be CODE=YUAN.")
        budgets[code] = yuan
    return budgets


def _request(request: WebRequest) -> Request:
    return Request(request.scope, request.receive)


def openapi_text(app: FastAPI) -> bytes:
    """The description of the routes; the shape of an error stands in it once."""
    facts = app.openapi()
    facts.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    return json.dumps(facts, ensure_ascii=False).encode()
