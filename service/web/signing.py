"""The routes for signing in and out, and for the queries that people keep on the server."""

import urllib.parse
from typing import Annotated, Any

from fastapi import FastAPI, Path
from fastapi import Request as WebRequest
from starlette.responses import Response

from service.web.access import Access, Role, Visitor, check_origin
from service.web.api import ReplyResponse
from service.web.api_words import PROBLEMS
from service.web.bodies import (
    NamedQueryForm,
    SavedQuery,
    SignIn,
    Undo,
    body_facts,
    form_facts,
    read_body,
    read_form_body,
)
from service.web.changing import Changing, author_of, visitor_of
from service.web.forms import go_on
from service.web.refusals import NotAllowedHereError
from service.web.reply import Header, Reply, json_reply
from service.web.request import Request, one_value, read_parameters
from service.web.saved_queries import read_saved
from service.web.sessions import Sessions

_FORM = "application/x-www-form-urlencoded"
_NEVER_KEPT: Header = (b"cache-control", b"no-store")
NamePath = Annotated[
    str, Path(max_length=100, min_length=1, description="Name of a saved query", examples=["goals"])
]


class Signing:
    """Who is signed in, and how one signs in and out."""

    def __init__(self, access: Access, sessions: Sessions, public: str) -> None:
        self._access = access
        self._sessions = sessions
        self._public = public
        self._secure = public.startswith("https://")

    async def begin(self, request: Request) -> Reply:
        """Sign in with a token, from a form or as JSON."""
        check_origin(request.headers, self._public)
        form = request.header(b"content-type").partition(";")[0].strip().lower() == _FORM
        target = "/"
        if form:
            parameters = read_parameters(await request.body())
            token = one_value(parameters, "token") or ""
            target = _own_place(one_value(parameters, "next") or "/")
        else:
            token = (await read_body(request, SignIn)).token
        visitor = self._access.identify(f"Bearer {token}".encode("utf-8", "replace"))
        if visitor.role is Role.nobody:
            raise NotAllowedHereError("This token is not known here.")
        cookie: Header = (b"set-cookie", self._sessions.begin(visitor, secure=self._secure))
        if form:
            return Reply(303, "", b"", [(b"location", target.encode("ascii")), cookie, _NEVER_KEPT])
        return json_reply({"name": visitor.name, "role": visitor.role.name}, 200, [cookie, _NEVER_KEPT])

    def end(self, request: Request) -> Reply:
        """Sign out."""
        check_origin(request.headers, self._public)
        cookie: Header = (b"set-cookie", self._sessions.end(request.header(b"cookie"), secure=self._secure))
        if "text/html" in request.header(b"accept"):
            return Reply(303, "", b"", [(b"location", b"/"), cookie, _NEVER_KEPT])
        return Reply(204, "", b"", [cookie, _NEVER_KEPT])


def _own_place(target: str) -> str:
    """A place on this server to go to, and no other one.

    >>> _own_place("/review?x=1"), _own_place("//evil.example/"), _own_place("https://evil.example")
    ('/review?x=1', '/', '/')
    """
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    return urllib.parse.quote(target, safe="/?&=%#:,;+@!$'()*~-._")


def add_session_routes(app: FastAPI, signing: Signing, changing: Changing) -> None:
    """Add the routes for signing in and out, and for saved queries."""

    async def show_session(request: WebRequest) -> Response:
        """Who is signed in, and what can be done here."""
        visitor: Visitor = visitor_of(request)
        facts = {
            "name": visitor.name,
            "role": visitor.role.name,
            "writable": changing.writing.writable,
            "reviewer_needed": not visitor.name,
            "version": changing.workers.version,
        }
        return ReplyResponse(json_reply(facts, 200, [_NEVER_KEPT]))

    async def sign_in(request: WebRequest) -> Response:
        """Sign in with a token; a cookie stands for it afterwards."""
        return ReplyResponse(await signing.begin(_ours(request)))

    async def sign_out(request: WebRequest) -> Response:
        """Sign out."""
        return ReplyResponse(signing.end(_ours(request)))

    _route(app, "GET", "/session", show_session)
    _route(app, "POST", "/session", sign_in, body_facts(SignIn))
    _route(app, "DELETE", "/session", sign_out, status=204)
    _route(app, "POST", "/session/end", sign_out, status=204)
    _add_saved_queries(app, changing)


def _add_saved_queries(app: FastAPI, changing: Changing) -> None:
    async def list_saved(request: WebRequest) -> Response:  # noqa: ARG001 - every route takes a request
        """The queries that people keep on the server."""
        return ReplyResponse(json_reply({"items": read_saved(changing.place)}, 200, [_NEVER_KEPT]))

    async def save_query(request: WebRequest, name: NamePath) -> Response:
        """Keep a query under a name."""
        ours = changing.allow(request, Role.review)
        saved = await read_body(ours, SavedQuery)
        author = author_of(request, saved.reviewer)
        order = {**author, "name": name, "query": saved.query, "note": saved.note}
        return ReplyResponse(
            json_reply(await changing.writing.order("save_query", order), 200, [_NEVER_KEPT])
        )

    async def save_form(request: WebRequest) -> Response:
        """Keep a query, from a plain form; the browser goes on to the form's next page."""
        ours = changing.allow(request, Role.review)
        saved, following = await read_form_body(ours, NamedQueryForm)
        order = {
            **author_of(request, saved.reviewer),
            "name": saved.name,
            "query": saved.query,
            "note": saved.note,
        }
        await changing.writing.order("save_query", order)
        return ReplyResponse(go_on(following))

    async def drop_form(request: WebRequest, name: NamePath) -> Response:
        """Forget a saved query, from a plain form."""
        ours = changing.allow(request, Role.review)
        _, following = await read_form_body(ours, Undo)
        await changing.writing.order("drop_query", {**author_of(request), "name": name})
        return ReplyResponse(go_on(following))

    async def drop_query(request: WebRequest, name: NamePath) -> Response:
        """Forget a saved query."""
        changing.allow(request, Role.review)
        order = {**author_of(request), "name": name}
        return ReplyResponse(
            json_reply(await changing.writing.order("drop_query", order), 200, [_NEVER_KEPT])
        )

    _route(app, "GET", "/saved-queries", list_saved, tag="queries")
    _route(app, "PUT", "/saved-queries/{name}", save_query, body_facts(SavedQuery), tag="queries")
    _route(app, "DELETE", "/saved-queries/{name}", drop_query, tag="queries")
    _route(app, "POST", "/saved-queries", save_form, form_facts(NamedQueryForm), tag="queries", status=303)
    _route(app, "POST", "/saved-queries/{name}/delete", drop_form, tag="queries", status=303)


def _route(  # noqa: PLR0913 - the facts of one route
    app: FastAPI,
    method: str,
    path: str,
    handler: Any,
    facts: dict[str, Any] | None = None,
    tag: str = "session",
    status: int = 200,
) -> None:
    name = f"{method.lower()}{path.replace('/', '_').replace('{', '').replace('}', '')}"
    app.add_api_route(
        path,
        handler,
        methods=[method],
        name=name,
        tags=[tag],
        responses=PROBLEMS,
        openapi_extra=facts,
        status_code=status,
    )


def _ours(request: WebRequest) -> Request:
    return Request(request.scope, request.receive)
