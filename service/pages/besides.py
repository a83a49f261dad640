"""What only the server's own process knows and a page shows: who asks, the job of an upload, saved queries.

It goes to the worker with the question, so that what is kept in memory is kept for exactly this.
"""

from typing import Any, Final

from service.web.access import Role, Visitor
from service.web.refusals import NotFoundError
from service.web.reply import Scope
from service.web.request import Request, one_value
from service.web.uploads import Uploads

_ASKING: Final = frozenset({"review", "upload", "workbench"})


def gather(page: str, scope: Scope, request: Request) -> dict[str, Any]:
    """What the page needs besides the store; nothing for most pages."""
    if page not in _ASKING:
        return {}
    visitor = scope.get("visitor")
    known = visitor if isinstance(visitor, Visitor) else Visitor("", Role.read)
    facts: dict[str, Any] = {"visitor": known.name, "role": int(known.role)}
    if page == "upload" and known.role >= Role.load:
        facts["job"] = _job(scope.get("uploads"), one_value(request.query_parameters(), "job") or "")
    if page == "workbench" and "saved_queries" in scope:
        facts["saved"] = scope["saved_queries"]()
    return facts


def _job(uploads: Uploads | None, number: str) -> dict[str, Any] | None:
    if uploads is None or not number:
        return None
    try:
        return uploads.find(number).facts()
    except NotFoundError:
        return None
