"""FastAPI around the REST routes, with its own refusals brought into our one shape."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request as WebRequest
from starlette.responses import Response
from starlette.routing import Match

from service.web.api import ReplyResponse, add_routes
from service.web.asking import Asking
from service.web.changing import Changing, add_change_routes
from service.web.deciding import add_review_routes
from service.web.refusals import BadRequestError, DefectError, MethodError, NotFoundError, RefusedError
from service.web.reply import Scope, problem_reply
from service.web.signing import Signing, add_session_routes

_METHODS = "GET, HEAD, OPTIONS"


def make_api(asking: Asking, changing: Changing, signing: Signing) -> FastAPI:
    """The application of the REST routes."""
    api = FastAPI(
        title="goaltrace",
        description="Goals, projects and indicators of published performance documents, asked by named questions.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    add_routes(api, asking)
    add_change_routes(api, changing)
    add_review_routes(api, changing)
    add_session_routes(api, signing, changing)
    api.add_exception_handler(HTTPException, _on_http_problem)
    api.add_exception_handler(RequestValidationError, _on_invalid)
    api.add_exception_handler(RefusedError, _on_refusal)
    api.add_exception_handler(Exception, _on_refusal)
    return api


def methods_at(api: FastAPI, scope: Scope) -> str:
    """The methods that some route takes at this address; empty where there is none."""
    found: set[str] = set()
    for route in api.routes:
        if route.matches(scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    if "GET" in found:
        found |= {"HEAD"}
    return ", ".join(sorted(found | {"OPTIONS"})) if found else ""


async def _on_http_problem(request: WebRequest, problem: Exception) -> Response:
    """The framework's own refusals, as ours, so that there is one shape."""
    if isinstance(problem, HTTPException) and problem.status_code == 405:
        allowed = methods_at(request.app, request.scope) or _METHODS
        return _as_response(request, MethodError(f"{request.method} is not supported here.", allow=allowed))
    return _as_response(
        request, NotFoundError("There is nothing at this address; /openapi.json lists what is.")
    )


async def _on_invalid(request: WebRequest, problem: Exception) -> Response:
    errors = problem.errors() if isinstance(problem, RequestValidationError) else ()
    where, reason = (errors[0]["loc"][1:2], errors[0]["msg"]) if errors else (("?",), "malformed")
    name = ", ".join(str(part) for part in where)
    return _as_response(request, BadRequestError(f"The parameter {name} is not usable: {reason}."))


async def _on_refusal(request: WebRequest, problem: Exception) -> Response:
    return _as_response(request, problem if isinstance(problem, RefusedError) else DefectError())


def _as_response(request: WebRequest, refusal: RefusedError) -> Response:
    return ReplyResponse(problem_reply(refusal, request.scope["request_number"]))
