"""The SPARQL 1.1 Protocol: queries by GET, by form and as a body of their own, and the endpoint's description."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from service.web.cache import AnswerCache
from service.web.frames import Answer, Call, Kind, Query
from service.web.freshness import CHECKED, VARYING, unless_known
from service.web.negotiate import GRAPHS, ROWS, Chosen, choose, choose_by_name, choose_named, takes_gzip
from service.web.patience import wait_for
from service.web.refusals import BadRequestError, MediaTypeError, MethodError, NotAcceptableError
from service.web.reply import Header, Reply
from service.web.request import Parameters, Request, one_value, read_parameters
from service.web.workers import Workers

METHODS: Final = "GET, HEAD, POST, OPTIONS"
_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_LIGHT: Final = 16 * 1024
_CHANGING = re.compile(r"\b(?:now|rand|uuid|struuid|bnode)\s*\(", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")


class Asked(NamedTuple):
    """What a request asks: the query and what the protocol adds to it."""

    query: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: str | None
    seconds: float | None


class Wishes(NamedTuple):
    """What the headers of a request say about its answer; the same for all requests of a client."""

    rows: Chosen | None
    graph: Chosen | None
    compress: bool
    base: str
    digest: str
    known: bytes | None


@dataclass(slots=True)
class Prepared:
    """A question for a worker, and how its answer becomes a reply."""

    endpoint: "SparqlEndpoint"
    question: Query
    seconds: float | None
    rows: Chosen | None
    graph: Chosen | None
    headers: list[Header]
    key: tuple[bytes, bytes, str, str] | None
    version: str

    def finish(self, answer: Answer) -> Reply:
        """The reply with this answer, kept where it will hold."""
        chosen = self.graph if answer.kind == Kind.graph else self.rows
        assert chosen is not None  # noqa: S101 - the worker refuses kinds that have no format
        reply = self.endpoint.reply_with(answer, chosen.content_type, self.headers)
        if self.key is not None and reply.file is None:
            self.endpoint.keep(self.key, self.version, reply, len(self.key[0]))
        return reply


class SparqlEndpoint:
    """Answers queries; identical questions to an unchanged store are answered from memory."""

    def __init__(self, workers: Workers, cache_bytes: int, public: str) -> None:
        self._workers = workers
        self._public = public
        self.cache: AnswerCache[Reply] = AnswerCache(cache_bytes)

    async def answer(self, request: Request) -> Reply:
        """The reply to one request at the endpoint."""
        raw, media_type = await _read_question(request, request.method)
        if not media_type and not asks_query(raw):
            return await self._describe(request)
        address = request.scope["query_string"] if media_type else b""
        found = self.prepare(self.wishes(request), raw, media_type, address)
        if isinstance(found, Reply):
            return found
        return found.finish(await wait_for(self._workers, found.question, request.receive, found.seconds))

    def wishes(self, request: Request) -> "Wishes":
        """What a request's headers say about the answer, whatever the query is."""
        accept = request.header(b"accept")
        compress = takes_gzip(request.header(b"accept-encoding"))
        rows, graph = choose(accept, ROWS), choose(accept, GRAPHS)
        kinds = (rows, graph, compress, self.address(request))
        digest = hashlib.blake2b(repr(kinds).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        return Wishes(rows, graph, compress, kinds[3], digest, request.headers.get(b"if-none-match"))

    def prepare(
        self, wishes: "Wishes", raw: bytes, media_type: str = "", address: bytes = b""
    ) -> "Reply | Prepared":
        """A reply that is there already, or what to ask a worker.

        `raw` holds the parameters, or the query itself where the media type says so; `address` are the
        parameters of the address beside it.
        """
        key = (raw, address, media_type, wishes.digest)
        version = self._workers.version
        kept = self.cache.get(key, version)
        if kept is not None:
            return unless_known(kept, wishes.known)
        asked = _read_asked(raw, media_type, address)
        headers: list[Header] = [VARYING, CHECKED]
        lasting = bool(version) and not _CHANGING.search(asked.query)
        if lasting:
            headers.append((b"etag", f'W/"{version}-{wishes.digest}"'.encode("ascii")))
            if wishes.known is not None:
                known = unless_known(Reply(200, "", b"", headers), wishes.known)
                if known.status == 304:
                    return known
        rows, graph = (wishes.rows, wishes.graph) if asked.format is None else choose_by_name(asked.format)
        if rows is None and graph is None:
            raise NotAcceptableError(
                "None of the accepted formats can be written; try application/sparql-results+json."
            )
        question = Query(
            self._workers.generation,
            asked.query,
            asked.default_graphs,
            asked.named_graphs,
            rows.format if rows else None,
            graph.format if graph else None,
            wishes.compress,
            wishes.base,
        )
        return Prepared(
            self, question, asked.seconds, rows, graph, headers, key if lasting else None, version
        )

    def keep(self, key: tuple[object, ...], version: str, reply: Reply, asked: int) -> None:
        """Keep a reply for the next who asks the same."""
        self.cache.put(key, version, reply, len(reply.body) + asked, at_once=len(reply.body) > _LIGHT)

    def address(self, request: Request) -> str:
        """The endpoint's own address, which relative IRIs of a query start from."""
        path = str(request.scope["path"])
        if self._public:
            return self._public.rstrip("/") + path
        return f"{request.scope['scheme']}://{request.header(b'host') or 'localhost'}{path}"

    def reply_with(self, answer: Answer, content_type: str, headers: list[Header]) -> Reply:
        """A worker's answer as a reply."""
        more: list[Header] = [(b"content-encoding", b"gzip")] if answer.compressed else []
        file = self._workers.spool_path(answer.spooled) if answer.spooled else None
        return Reply(200, content_type, answer.body, [*headers, *more], file)

    async def _describe(self, request: Request) -> Reply:
        accept = request.header(b"accept")
        compress = takes_gzip(request.header(b"accept-encoding"))
        named = one_value(request.query_parameters(), "format")
        chosen = choose(accept, GRAPHS) if named is None else choose_named(named, GRAPHS)
        if chosen is None:
            raise NotAcceptableError("The endpoint describes itself as RDF; accept such as text/turtle.")
        facts = {"format": chosen.format, "address": self.address(request)}
        call = Call(self._workers.generation, "describe_service", json.dumps(facts), compress)
        answer = await wait_for(self._workers, call, request.receive)
        return self.reply_with(answer, chosen.content_type, [VARYING, CHECKED])


async def _read_question(request: Request, method: str) -> tuple[bytes, str]:
    """The raw parameters or body, and the media type of the body; empty for GET."""
    if method in ("GET", "HEAD"):
        return request.scope["query_string"], ""
    if method != "POST":
        raise MethodError(f"{method} is not supported here; ask by GET or POST.", allow=METHODS)
    media_type, _, parameters = request.header(b"content-type").partition(";")
    media_type = media_type.strip().lower()
    if media_type == _UPDATE:
        raise MediaTypeError("This endpoint only reads; load data with `goaltrace build`.")
    if media_type not in (_FORM, _DIRECT):
        raise MediaTypeError(f"Send a query as {_FORM} or {_DIRECT}.")
    if request.header(b"content-encoding").strip().lower() not in ("", "identity"):
        raise MediaTypeError("Send the query as it is, not compressed.")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if charset not in ("", "utf-8", "utf8"):
        raise MediaTypeError("Send the query in UTF-8.")
    return await request.body(), media_type


def asks_query(raw: bytes) -> bool:
    """Whether parameters ask something; a GET that does not asks what the endpoint is."""
    return any(name not in ("format", "") for name, _ in read_parameters(raw))


def _read_asked(raw: bytes, media_type: str, address: bytes) -> Asked:
    """The question of a request."""
    if media_type == _DIRECT:
        parameters = read_parameters(address)
        if any(name == "query" for name, _ in parameters):
            raise BadRequestError("The query is given twice, in the body and in the address.")
        query: str | None = _read_text(raw)
    else:
        parameters = read_parameters(raw) + read_parameters(address)
        query = one_value(parameters, "query")
    if query is None or len(parameters) > 1 or media_type == _DIRECT:
        _refuse_updates(parameters)
    if query is None:
        raise BadRequestError("The parameter query is missing.")
    if len(parameters) == 1 and media_type != _DIRECT:
        return Asked(query, None, None, None, None)
    return Asked(
        query,
        _read_graphs(parameters, "default-graph-uri"),
        _read_graphs(parameters, "named-graph-uri"),
        one_value(parameters, "format") or None,
        _read_seconds(one_value(parameters, "timeout")),
    )


def _read_text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise BadRequestError("The query is not in UTF-8.") from exc


def _refuse_updates(parameters: Parameters) -> None:
    for name, _ in parameters:
        if name in ("update", "using-graph-uri", "using-named-graph-uri"):
            raise BadRequestError(
                f"This endpoint only reads and takes no {name}; load data with `goaltrace build`."
            )


def _read_graphs(parameters: Parameters, name: str) -> tuple[str, ...] | None:
    found = tuple(value for key, value in parameters if key == name)
    if not found:
        return None
    for value in found:
        if ":" not in value or any(c in value for c in '<>"{}|\\^` \n\r\t'):
            raise BadRequestError(f"The parameter {name} has to be an absolute IRI.")
    return found


def _read_seconds(text: str | None) -> float | None:
    if text is None:
        return None
    if not _SECONDS.fullmatch(text) or float(text) <= 0:
        raise BadRequestError("The parameter timeout has to be a number of seconds.")
    return float(text)
