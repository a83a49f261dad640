"""A store behind any SPARQL 1.1 endpoint: questions over HTTP, reading only."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from http.client import HTTPMessage
from typing import IO, Any, Final, NamedTuple

from ontology.prefixes import PREFIXES
from queries.answer import Table, Term, Value, bind_values, mask_opaque, names_dataset, read_literal
from queries.errors import EndpointError, QueryRefusedError, ReadOnlyStoreError

MAXIMUM_BYTES: Final = 512 * 1024 * 1024
MOST_GRAPHS: Final = 1000
_RESULTS: Final = "application/sparql-results+json"
_FORM: Final = "application/x-www-form-urlencoded"
Field = tuple[str, str]


class EndpointAnswer(NamedTuple):
    """What an endpoint sent: its media type and the bytes."""

    media_type: str
    body: bytes


class _StayThere(urllib.request.HTTPRedirectHandler):
    """Follows a redirect within the endpoint's own server only: an answer must not send us elsewhere."""

    def redirect_request(  # noqa: PLR0913 - the library's own signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        before, after = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        if (before.scheme, before.netloc) != (after.scheme, after.netloc):
            raise urllib.error.URLError("it redirects to another server")
        if code in (307, 308) and req.data is not None:
            return urllib.request.Request(newurl, req.data, dict(req.header_items()))  # noqa: S310 - the same server
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def ask_endpoint(
    address: str, fields: Sequence[Field], accept: str, timeout: float, most: int = MAXIMUM_BYTES
) -> EndpointAnswer:
    """The answer to a question sent as a form, which every endpoint takes; raises what goes wrong in one sentence."""
    request = urllib.request.Request(  # noqa: S310 - http(s) only, see open_store
        address,
        urllib.parse.urlencode(fields).encode(),
        {"Accept": accept, "Content-Type": _FORM, "User-Agent": "goaltrace"},
    )
    opener = urllib.request.build_opener(_StayThere)
    try:
        with opener.open(request, timeout=timeout) as answer:
            media_type = str(answer.headers.get_content_type())
            body: bytes = answer.read(most + 1)
    except urllib.error.HTTPError as exc:
        raise _refusal(address, exc) from exc
    except TimeoutError as exc:
        raise EndpointError(address, f"not within {timeout:g} seconds") from exc
    except (OSError, ValueError) as exc:
        raise EndpointError(address, str(getattr(exc, "reason", exc))) from exc
    if len(body) > most:
        raise EndpointError(address, f"it is larger than {most // (1024 * 1024)} MiB")
    return EndpointAnswer(media_type, body)


def _refusal(address: str, exc: urllib.error.HTTPError) -> EndpointError | QueryRefusedError:
    with exc:
        words = " ".join(exc.read(600).decode("utf-8", "replace").split())[:200]
    if exc.code == 400:
        return QueryRefusedError(address, words or "the endpoint does not say why")
    return EndpointError(address, f"status {exc.code} {words}".strip())


class EndpointStore:
    """Asks by POST with the query as a form field.

    Our questions are about the union of all graphs. Where the endpoint's default graph is empty and its data
    stands in named graphs, each question names them all as its default graph, as the protocol provides.
    """

    def __init__(self, address: str, *, timeout: float = 60.0, most: int = MAXIMUM_BYTES) -> None:
        self._address = address
        self._timeout = timeout
        self._most = most
        self._dataset: tuple[Field, ...] | None = None

    @property
    def location(self) -> str:
        return self._address

    def version(self) -> None:
        """None: the protocol has no way to ask what wrote the data."""

    def close(self) -> None:
        """Nothing to let go of: each question has its own connection."""

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> Table:
        answer = self._results(query, bindings)
        try:
            columns = tuple(str(name) for name in answer["head"]["vars"])
            found = answer["results"]["bindings"]
            rows = tuple(tuple(_value(row.get(column)) for column in columns) for row in found)
        except (KeyError, TypeError, AttributeError) as exc:
            raise EndpointError(self._address, "what it sent is no table of results") from exc
        return Table(columns, rows)

    def ask(self, query: str, bindings: Mapping[str, Term] | None = None) -> bool:
        answer = self._results(query, bindings)
        if not isinstance(answer.get("boolean"), bool):
            raise EndpointError(self._address, "what it sent is no yes or no")
        return bool(answer["boolean"])

    def construct(self, query: str, bindings: Mapping[str, Term] | None = None) -> str:
        """The triples as N-Triples, sorted and each once."""
        lines = self._post(query, bindings, "application/n-triples").splitlines(keepends=True)
        return "".join(sorted({line for line in lines if line.strip()}))

    def graphs(self) -> tuple[str, ...]:
        found = self.select("SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph")
        return tuple(str(row[0]) for row in found.rows)

    def replace_graphs(self, graphs: Sequence[str], nquads: str) -> None:  # noqa: ARG002 - the protocol's
        """Refused: an endpoint is only read."""
        raise ReadOnlyStoreError(self._address)

    def dataset(self) -> tuple[Field, ...]:
        """The protocol's fields that make the union of all graphs the default one; none where it is so already."""
        if self._dataset is None:
            self._dataset = ()  # while the questions below are asked
            if not self.ask("ASK { ?s ?p ?o }"):
                names = self.graphs()
                if len(names) > MOST_GRAPHS:
                    raise EndpointError(
                        self._address,
                        f"its default graph is empty and {len(names)} named graphs are too many to name;"
                        " let its default graph be the union",
                    )
                self._dataset = tuple(
                    (field, name) for name in names for field in ("default-graph-uri", "named-graph-uri")
                )
        return self._dataset

    def _results(self, query: str, bindings: Mapping[str, Term] | None) -> dict[str, Any]:
        body = self._post(query, bindings, _RESULTS)
        try:
            answer = json.loads(body)
        except ValueError as exc:
            raise EndpointError(self._address, "what it sent is no JSON") from exc
        if not isinstance(answer, dict):
            raise EndpointError(self._address, "what it sent is no result")
        return answer

    def _post(self, query: str, bindings: Mapping[str, Term] | None, accept: str) -> str:
        try:
            bound = bind_values(query, bindings)
        except ValueError as exc:
            raise QueryRefusedError(self._address, str(exc)) from exc
        dataset = () if names_dataset(query) else self.dataset()
        fields = [("query", _declare_prefixes(bound)), *dataset]
        return ask_endpoint(self._address, fields, accept, self._timeout, self._most).body.decode(
            "utf-8", "replace"
        )


def _declare_prefixes(query: str) -> str:
    """The query with those of our prefixes declared that it uses and does not declare itself."""
    masked = mask_opaque(query)
    used = [
        prefix
        for prefix in PREFIXES
        if f"{prefix}:" in masked and f"prefix {prefix}:" not in " ".join(masked.lower().split())
    ]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + query


def _value(binding: Mapping[str, str] | None) -> Value:
    if binding is None:
        return None
    if binding["type"] in ("literal", "typed-literal"):
        return read_literal(binding["value"], binding.get("datatype", ""))
    return binding["value"]
