"""Plain forms of the pages: the same facts as JSON brings, and the page that comes after."""

import re
from typing import Final
from urllib.parse import quote

from service.web.refusals import BadRequestError, RefusedError
from service.web.reply import Reply
from service.web.request import Request, read_parameters

FORM: Final = "application/x-www-form-urlencoded"
NEXT: Final = "next"
_EMPTY_IS_NONE: Final = frozenset({"verdict", "document"})
_PATH: Final = re.compile(r"/(?!/)[!-\[\]-~]*")
_PROBLEM: Final = re.compile(r"([?&])problem=[^&#]*&?")


def is_form(request: Request) -> bool:
    """Whether the body is that of a plain form."""
    return request.header(b"content-type").partition(";")[0].strip().lower() == FORM


def read_form(raw: bytes) -> dict[str, str | None]:
    """The fields of a form, each given once; an empty verdict or document is none."""
    found: dict[str, str | None] = {}
    for name, value in read_parameters(raw):
        if name in found:
            raise BadRequestError(f"The field {name[:60]} is given more than once.")
        found[name] = None if not value and name in _EMPTY_IS_NONE else value.replace("\r\n", "\n")
    return found


def next_page(found: dict[str, str | None]) -> str:
    """Take the page that comes after out of a form; only an address of this server counts.

    >>> next_page({"next": "/review?kind=rows"}), next_page({"next": "//example.org/"}), next_page({})
    ('/review?kind=rows', '/', '/')
    """
    wanted = found.pop(NEXT, None) or "/"
    return wanted if len(wanted) <= 4000 and _PATH.fullmatch(wanted) else "/"


def go_on(address: str, refusal: RefusedError | None = None) -> Reply:
    """Send the browser on to a page of ours, which says what was refused.

    >>> go_on("/review?problem=busy&kind=rows").headers[0]
    (b'location', b'/review?kind=rows')
    """
    address = _PROBLEM.sub(r"\1", address).rstrip("?&")
    if refusal is not None:
        path, hash_sign, part = address.partition("#")
        address = f"{path}{'&' if '?' in path else '?'}problem={quote(refusal.code)}{hash_sign}{part}"
    return Reply(303, "", b"", [(b"location", address.encode("ascii")), (b"cache-control", b"no-store")])
