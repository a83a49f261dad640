"""A store behind any SPARQL 1.1 endpoint: questions over HTTP, reading only."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ontology.prefixes import PREFIXES
from queries.answer import Table, Term, Value, bind_values, mask_opaque, read_literal
from queries.errors import EndpointError, QueryRefusedError, ReadOnlyStoreError

MAXIMUM_BYTES: Final = 512 * 1024 * 1024
_RESULTS: Final = "application/sparql-results+json"


class EndpointStore:
    """Asks by POST with the query as a form field, which every endpoint takes.

    The endpoint's default graph has to be the union of its graphs, as in the embedded store.
    """

    def __init__(self, address: str, *, timeout: float = 60.0) -> None:
        self._address = address
        self._timeout = timeout

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
        form = urllib.parse.urlencode({"query": _declare_prefixes(bound)}).encode()
        request = urllib.request.Request(self._address, form, {"Accept": accept})  # noqa: S310 - http(s) only, see open_store
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310
                body: bytes = answer.read(MAXIMUM_BYTES + 1)
        except urllib.error.HTTPError as exc:
            raise self._refusal(exc) from exc
        except TimeoutError as exc:
            raise EndpointError(self._address, f"not within {self._timeout:g} seconds") from exc
        except OSError as exc:
            raise EndpointError(self._address, str(getattr(exc, "reason", exc))) from exc
        if len(body) > MAXIMUM_BYTES:
            raise EndpointError(self._address, "it is larger than 512 MiB")
        return body.decode("utf-8", "replace")

    def _refusal(self, exc: urllib.error.HTTPError) -> EndpointError | QueryRefusedError:
        with exc:
            words = " ".join(exc.read(600).decode("utf-8", "replace").split())[:200]
        if exc.code == 400:
            return QueryRefusedError(self._address, words or "the endpoint does not say why")
        return EndpointError(self._address, f"status {exc.code} {words}".strip())


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
