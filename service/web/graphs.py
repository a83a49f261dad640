"""Graphs as they are: the reading half of the Graph Store Protocol, and each resource at its own IRI."""

import json
from typing import Final

from service.web.frames import Call, ReadGraph
from service.web.freshness import CHECKED, VARYING
from service.web.negotiate import DATASETS, GRAPHS, choose, choose_named, takes_gzip
from service.web.patience import wait_for
from service.web.refusals import BadRequestError, MethodError, NotAcceptableError
from service.web.reply import Reply
from service.web.request import Request, one_value
from service.web.workers import Workers

METHODS: Final = "GET, HEAD, OPTIONS"


class GraphStore:
    """Sends graphs and resources; writing is refused."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def answer(self, request: Request) -> Reply:
        """The graph named by `graph=IRI` or `default`; without either every quad of the store."""
        _only_reading(request)
        parameters = request.query_parameters()
        named = one_value(parameters, "graph")
        default = any(name == "default" for name, _ in parameters)
        if named is not None and default:
            raise BadRequestError("Ask for the default graph or for a named one, not both.")
        if named == "":
            raise BadRequestError("The parameter graph is empty.")
        whole = named is None and not default
        offers = DATASETS if whole else GRAPHS
        form = one_value(parameters, "format")
        chosen = choose(request.header(b"accept"), offers) if form is None else choose_named(form, offers)
        if chosen is None:
            raise NotAcceptableError(f"Accept one of {', '.join(offer.media_type for offer in offers)}.")
        graph = "*" if whole else named or ""
        compress = takes_gzip(request.header(b"accept-encoding"))
        question = ReadGraph(self._workers.generation, graph, chosen.format, compress)
        answer = await wait_for(self._workers, question, request.receive)
        return self._reply(answer.body, chosen.content_type, answer.spooled, compressed=answer.compressed)

    async def describe(self, request: Request, resource: str) -> Reply:
        """All that the store says of a resource, in the accepted RDF format."""
        _only_reading(request)
        form = one_value(request.query_parameters(), "format")
        chosen = choose(request.header(b"accept"), GRAPHS) if form is None else choose_named(form, GRAPHS)
        if chosen is None:
            raise NotAcceptableError("A resource is sent as RDF; accept such as text/turtle.")
        facts = json.dumps({"resource": resource, "format": chosen.format})
        compress = takes_gzip(request.header(b"accept-encoding"))
        call = Call(self._workers.generation, "describe_resource", facts, compress)
        answer = await wait_for(self._workers, call, request.receive)
        return self._reply(answer.body, chosen.content_type, answer.spooled, compressed=answer.compressed)

    def _reply(self, body: bytes, content_type: str, spooled: str, *, compressed: bool) -> Reply:
        headers = [VARYING, CHECKED, *([(b"content-encoding", b"gzip")] if compressed else [])]
        file = self._workers.spool_path(spooled) if spooled else None
        return Reply(200, content_type, body, headers, file)


def _only_reading(request: Request) -> None:
    if request.method not in ("GET", "HEAD"):
        raise MethodError(f"{request.method} is not supported here; graphs are only read.", allow=METHODS)
