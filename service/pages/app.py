"""The pages as an application of their own: addresses, languages, static files, and errors that people can read."""

from typing import Any, Final

from service.pages.assets import look, read_asset
from service.pages.besides import gather
from service.pages.desk import Page
from service.pages.render import render
from service.pages.routes import PageRoute, find_page
from service.pages.visit import Visit
from service.pages.words import load_page_words
from service.reports.wording import Language
from service.web.asking import Asking
from service.web.negotiate import Offer, choose, takes_gzip
from service.web.refusals import MethodError, NotFoundError, RefusedError
from service.web.reply import (
    DATA_HEADERS,
    PAGE_HEADERS,
    Header,
    Message,
    Receive,
    Reply,
    Scope,
    Send,
    send_reply,
)
from service.web.request import Request

COOKIE: Final = "goaltrace-lang"
_HTML: Final = Offer("text/html", "html")
_BESIDE_DATA: Final = (Offer("application/json", "json"), _HTML)
_METHODS: Final = "GET, HEAD"
_FOR_EVER: Final[Header] = (b"cache-control", b"public, max-age=31536000, immutable")
_VARYING: Final[Header] = (b"vary", b"Accept, Accept-Encoding, Cookie")
_YEAR: Final = 365 * 24 * 3600
_RETRY: Final = b"retry-after"


class PagesApp:
    """Answers what the gate passes on to it; the gate puts what asks its workers into `scope["asking"]`."""

    def serves(self, scope: Scope) -> bool:
        """Whether a request is for a page; where data has the same address, only if its client prefers HTML."""
        path = str(scope["path"])
        if path.startswith("/static/"):
            return True
        found = find_page(path)
        if found is None:
            return False
        if not found[0].beside_data:
            return True
        accept = Request(scope, _nothing).header(b"accept")
        chosen = choose(accept, _BESIDE_DATA) if "text/html" in accept else None
        return chosen is not None and chosen.format == "html" and b"format=" not in scope["query_string"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        head_only = request.method == "HEAD"
        path = str(scope["path"])
        if path.startswith("/static/"):
            await send_reply(_static(request, path), send, (), head_only=head_only)
            return
        lang, asked = _language(request)
        more = _remember(lang) if asked else ()
        try:
            reply = await self._page(request, path, lang)
        except RefusedError as refusal:
            if "text/html" not in request.header(b"accept"):
                raise
            reply = _problem_page(refusal, path, lang)
        await send_reply(reply, _as_page(send, more), (), head_only=head_only)

    async def _page(self, request: Request, path: str, lang: Language) -> Reply:
        found = find_page(path)
        if found is None:
            raise NotFoundError(
                "There is nothing at this address; / is where the pages start.",
                detail_zh="这个地址没有内容；请从首页开始。",
            )
        if request.method not in ("GET", "HEAD"):
            raise MethodError(f"{request.method} is not supported here.", allow=_METHODS)
        asking = request.scope["asking"]
        assert isinstance(asking, Asking)  # noqa: S101 - the gate puts it there
        return await asking.ask(request, "page", _arguments(request, *found, path, lang), found[0].media_type)


def _arguments(
    request: Request, route: PageRoute, parts: dict[str, str], path: str, lang: Language
) -> dict[str, Any]:
    query = [[key, value] for key, value in request.query_parameters() if key != "lang"]
    # The look makes a new version of the program give its pages new tags.
    return {
        "beside": gather(route.name, request.scope, request),
        "page": route.name,
        "address": path,
        "path": parts,
        "query": query,
        "lang": lang,
        "look": look(),
    }


def _language(request: Request) -> tuple[Language, bool]:
    """The language of the page, and whether the address names it."""
    named = [value for key, value in request.query_parameters() if key == "lang"]
    if named and named[-1] in ("zh", "en"):
        return ("en" if named[-1] == "en" else "zh"), True
    cookies = [part.strip() for part in request.header(b"cookie").split(";")]
    return ("en" if f"{COOKIE}=en" in cookies else "zh"), False


def _remember(lang: Language) -> tuple[Header, ...]:
    cookie = f"{COOKIE}={lang}; Path=/; Max-Age={_YEAR}; SameSite=Lax; HttpOnly"
    return ((b"set-cookie", cookie.encode("ascii")),)


def _static(request: Request, path: str) -> Reply:
    """A static file; one that is asked for by an old page's address comes without leave to keep it."""
    _, _, rest = path.removeprefix("/static/").partition("/")
    asset = read_asset(rest)
    if asset is None:
        raise NotFoundError("There is no such file.")
    if request.method not in ("GET", "HEAD"):
        raise MethodError(f"{request.method} is not supported here.", allow=_METHODS)
    headers: list[Header] = [(b"vary", b"Accept-Encoding")]
    headers.append(_FOR_EVER if path.startswith(f"/static/{look()}/") else (b"cache-control", b"no-cache"))
    if asset.packed is not None and takes_gzip(request.header(b"accept-encoding")):
        return Reply(200, asset.media_type, asset.packed, [*headers, (b"content-encoding", b"gzip")])
    return Reply(200, asset.media_type, asset.body, headers)


def _problem_page(refusal: RefusedError, path: str, lang: Language) -> Reply:
    words = load_page_words(lang)
    said = str(refusal.facts.get("detail_zh", "")) if lang == "zh" else ""
    values = {"refusal": refusal, "sentence": said or refusal.sentence}
    known = words.entries.get(f"problem_{refusal.status}")
    page = Page("problem.html.j2", values, known or words("problem_other"))
    text = render(page, Visit("problem", path, {}, (), lang))
    headers: list[Header] = [(b"cache-control", b"no-store")]
    if "retry" in refusal.facts:
        headers.append((_RETRY, str(refusal.facts["retry"]).encode("ascii")))
    return Reply(refusal.status, "text/html; charset=utf-8", text.encode(), headers)


def _as_page(send: Send, more: tuple[Header, ...]) -> Send:
    """Send with the policy of pages in the place of the one of data."""
    data = frozenset(DATA_HEADERS)

    async def send_page(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [header for header in message["headers"] if header not in data and header[0] != b"vary"]
            message = {**message, "headers": [*kept, *PAGE_HEADERS, _VARYING, *more]}
        await send(message)

    return send_page


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
