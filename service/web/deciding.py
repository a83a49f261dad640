"""The routes of review: lists of links and rows, decisions on them, and taking one back."""

from typing import Annotated, Any

from fastapi import FastAPI, Path, Query
from fastapi import Request as WebRequest
from starlette.responses import Response

from service.web.access import Role
from service.web.api import DocumentParameter, ReplyResponse
from service.web.bodies import (
    Decision,
    LinkDecision,
    RowDecision,
    Undo,
    body_facts,
    read_body,
    read_form_body,
    wanted_version,
)
from service.web.changing import Changing, LimitParameter, OffsetParameter, add_route, answer_facts, author_of
from service.web.forms import go_on, is_form
from service.web.refusals import RefusedError
from service.web.request import Request

ChangePath = Annotated[
    str, Path(max_length=100, description="Number of a change", examples=["c-0123456789ab"])
]


def add_review_routes(app: FastAPI, changing: Changing) -> None:
    """Add every route of review."""
    _add_review_lists(app, changing)
    _add_decisions(app, changing)
    _add_undo(app, changing)


def _add_review_lists(app: FastAPI, changing: Changing) -> None:
    async def list_links(  # noqa: PLR0913 - the parameters of the list
        request: WebRequest,
        document: DocumentParameter = None,
        status: Annotated[
            str | None,
            Query(
                pattern="^(stated|accepted|proposed|rejected|none)$",
                description="Only projects with a link of this status, or with none",
                examples=["proposed"],
            ),
        ] = None,
        project: Annotated[
            str | None,
            Query(max_length=200, description="Only this project code", examples=["13020922P00062110001K"]),
        ] = None,
        offset: OffsetParameter = 0,
        limit: LimitParameter = 100,
    ) -> Response:
        """The links to review, project by project, each project with the version that a decision names."""
        facts = {"document": document, "status": status, "project": project, "offset": offset, "limit": limit}
        return ReplyResponse(
            await changing.asking.ask(Request(request.scope, request.receive), "link_items", facts)
        )

    async def list_verdicts(  # noqa: PLR0913 - the parameters of the list
        request: WebRequest,
        document: DocumentParameter = None,
        undecided: Annotated[
            bool, Query(description="Only rows without a verdict that counts", examples=[True])
        ] = False,
        every_row: Annotated[
            bool, Query(description="Also rows that are no candidates", examples=[False])
        ] = False,
        offset: OffsetParameter = 0,
        limit: LimitParameter = 100,
    ) -> Response:
        """The rows that a person has to judge, each with the version that a verdict names."""
        facts: dict[str, object] = {"document": document, "undecided": undecided, "every_row": every_row}
        facts.update(offset=offset, limit=limit)
        return ReplyResponse(
            await changing.asking.ask(Request(request.scope, request.receive), "verdict_items", facts)
        )

    add_route(app, "GET", "/review/links", list_links, "review")
    add_route(app, "GET", "/review/verdicts", list_verdicts, "review")


def _add_decisions(app: FastAPI, changing: Changing) -> None:
    async def decide(request: WebRequest, kind: type[Decision], do: str) -> Response:
        ours = changing.allow(request, Role.review)
        if not is_form(ours):
            done = await settle(request, ours, await read_body(ours, kind), do)
            return answer_facts({**done, "version": changing.workers.version})
        decision, following = await read_form_body(ours, kind)
        try:
            await settle(request, ours, decision, do)
        except RefusedError as refusal:
            return ReplyResponse(go_on(following, refusal))
        return ReplyResponse(go_on(following))

    async def settle(request: WebRequest, ours: Request, decision: Decision, do: str) -> dict[str, Any]:
        version = wanted_version(ours, decision)
        author = author_of(request, decision.reviewer, needed=True)
        return await changing.writing.order(do, {**decision.model_dump(), **author, "version": version})

    async def decide_link(request: WebRequest) -> Response:
        """Accept, reject, propose or clear one link, on the version that was seen."""
        return await decide(request, LinkDecision, "link")

    async def decide_row(request: WebRequest) -> Response:
        """Give a verdict on one row, or take it back, on the version that was seen."""
        return await decide(request, RowDecision, "verdict")

    match = {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The item's version that the decision was made on",
        "schema": {"type": "string", "maxLength": 100},
        "example": '"5f0c7a1b2d3e4f60"',
    }
    add_route(
        app,
        "POST",
        "/review/links",
        decide_link,
        "review",
        {**body_facts(LinkDecision), "parameters": [match]},
    )
    add_route(
        app,
        "POST",
        "/review/verdicts",
        decide_row,
        "review",
        {**body_facts(RowDecision), "parameters": [match]},
    )


def _add_undo(app: FastAPI, changing: Changing) -> None:
    async def undo(request: WebRequest, change: ChangePath) -> Response:
        """Put back what stood before a decision, unless somebody has decided since."""
        ours = changing.allow(request, Role.review)
        if not is_form(ours):
            decision = await read_body(ours, Undo, empty=True)
            done = await take_back(request, decision, change)
            return answer_facts({**done, "version": changing.workers.version})
        decision, following = await read_form_body(ours, Undo)
        try:
            await take_back(request, decision, change)
        except RefusedError as refusal:
            return ReplyResponse(go_on(following, refusal))
        return ReplyResponse(go_on(following))

    async def take_back(request: WebRequest, decision: Undo, change: str) -> dict[str, Any]:
        return await changing.writing.order(
            "undo", {**author_of(request, decision.reviewer), "change": change}
        )

    add_route(app, "POST", "/changes/{change}/undo", undo, "review", body_facts(Undo, needed=False))
