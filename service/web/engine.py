"""Answers to SPARQL questions from a store in this process: the part of a worker that knows Oxigraph."""

import itertools
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, NoReturn, cast

import pyoxigraph as ox

from ontology.prefixes import PREFIXES
from queries.embedded import CURRENT_VERSION, MARKER, QUADS, EmbeddedStore
from queries.snapshots import Hold, hold_current
from queries.store import Store
from service.web.frames import Answer, Kind, Query, ReadGraph
from service.web.guard import GuardLimits, screen
from service.web.refusals import (
    NotAcceptableError,
    NotFoundError,
    QueryFailedError,
    QueryMalformedError,
    ResultTooLargeError,
    StoreUnreadableError,
)
from service.web.rows import row_counter
from service.web.spool import Spool

_ROWS: Final[Mapping[str, ox.QueryResultsFormat]] = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS: Final[Mapping[str, ox.RdfFormat]] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
_DATASETS: Final = ("nquads", "trig", "jsonld")
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UPDATE = re.compile(
    r"(?:\s|#[^\r\n]*|(?:PREFIX|BASE)\s+[^\s<]*\s*<[^>]*>)*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_CHARACTERS: Final = re.compile(r"(?<!\w)\[(?:'[^\]]*'|_)\](?:, )?")
_EVERYTHING: Final = "CONSTRUCT WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """How large an answer may get, and how a query may be written."""

    rows: int
    size: int
    guard: GuardLimits


class Engine:
    """One store opened for reading; opened anew when the server says that it has changed."""

    def __init__(self, place: Path, spool: Path, limits: EngineLimits, default_graph: str = "auto") -> None:
        own = (place / MARKER).is_file()
        self._place = place
        self._quads_place = place / QUADS if own or (place / QUADS).is_dir() else place
        self._spool = spool
        self._spooled = itertools.count()
        self._limits = limits
        self.union = own if default_graph == "auto" else default_graph == "union"
        self.own = own
        self.remote = False
        self._prefixes = PREFIXES if own else None
        self._quads: ox.Store | None = None
        self._hold: Hold | None = None
        self._generation = -1

    def open(self, generation: int) -> ox.Store:
        """The store as it is now; a new generation lets go of the old view first."""
        if self._quads is None or generation != self._generation:
            self._quads = None
            if self._hold is not None:
                self._hold.release()
            self._hold = hold_current(self._place) if self.own else None
            try:
                self._quads = ox.Store.read_only(str(self._hold.folder if self._hold else self._quads_place))
            except OSError as exc:
                raise StoreUnreadableError(
                    "The store cannot be opened at the moment; ask again soon."
                ) from exc
            self._generation = generation
        return self._quads

    def store(self, generation: int) -> Store:
        """The same store for the named questions."""
        return EmbeddedStore(self.open(generation), str(self._place), CURRENT_VERSION, read_only=True)

    def new_spool(self, *, compress: bool, form: str | None = None) -> Spool:
        """Where the next answer gathers."""
        count = row_counter(form, self._limits.rows) if form else None
        return Spool(self._new_file, self._limits.size, compress=compress, count=count)

    def _new_file(self) -> Path:
        return self._spool / f"{os.getpid()}x{next(self._spooled)}"

    def ask(self, query: Query) -> Answer:
        """The answer to a query, serialised in the format for its kind."""
        found = self.find(query)
        if isinstance(found, ox.QueryTriples):
            if query.graph_format is None:
                raise NotAcceptableError(
                    "This query answers with a graph; accept an RDF format such as text/turtle."
                )
            return self.write_graph(
                _counted(found, self._limits.rows), query.graph_format, compress=query.compress
            )
        if query.rows_format is None:
            raise NotAcceptableError(
                "This query answers with rows or yes and no; accept such as application/sparql-results+json."
            )
        spool = self.new_spool(compress=query.compress, form=query.rows_format)
        try:
            found.serialize(cast("IO[bytes]", spool), format=_ROWS[query.rows_format])
        except BaseException as problem:
            give_up(spool, problem)
        return spool.finish(Kind.boolean if isinstance(found, ox.QueryBoolean) else Kind.rows)

    def find(self, query: Query) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """What a query finds, row by row, once its text has been let through."""
        screened = screen(query.text, self._limits.guard)
        return self._evaluate(query, own_dataset=screened.names_graphs)

    def _evaluate(
        self, query: Query, *, own_dataset: bool
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        store = self.open(query.generation)
        try:
            if query.default_graphs is None and query.named_graphs is None:
                union = self.union and not own_dataset
                return store.query(
                    query.text, base_iri=query.base, prefixes=self._prefixes, use_default_graph_as_union=union
                )
            default: list[Any] = [ox.NamedNode(name) for name in query.default_graphs or ()]
            named: list[Any] = [ox.NamedNode(name) for name in query.named_graphs or ()]
            return store.query(
                query.text,
                base_iri=query.base,
                prefixes=self._prefixes,
                default_graph=default,
                named_graphs=named,
            )
        except SyntaxError as exc:
            raise _malformed(query.text, str(exc)) from exc
        except (ValueError, RuntimeError) as exc:
            raise QueryFailedError(_as_sentence(str(exc))) from exc

    def write_graph(self, triples: Iterator[ox.Triple], form: str, *, compress: bool) -> Answer:
        """A graph in this format."""
        spool = self.new_spool(compress=compress)
        prefixes = dict(PREFIXES) if self._prefixes and form in ("turtle", "rdfxml", "trig") else None
        try:
            ox.serialize(triples, cast("IO[bytes]", spool), format=_GRAPHS[form], prefixes=prefixes)
        except BaseException as problem:
            give_up(spool, problem)
        return spool.finish(Kind.graph)

    def read_graph(self, wanted: ReadGraph) -> Answer:
        """One graph, the default graph, or every quad, as the Graph Store Protocol names them."""
        return self._read_from(self.open(wanted.generation), wanted)

    def _read_from(self, store: ox.Store, wanted: ReadGraph) -> Answer:
        if wanted.graph == "*" and wanted.format in _DATASETS:
            spool = self.new_spool(compress=wanted.compress)
            try:
                store.dump(cast("IO[bytes]", spool), _GRAPHS[wanted.format])
            except BaseException as problem:
                give_up(spool, problem)
            return spool.finish(Kind.graph)
        if wanted.graph in ("", "*"):
            query = (
                _EVERYTHING
                if self.union or wanted.graph == ""
                else "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
            )
            found = store.query(query, use_default_graph_as_union=self.union or wanted.graph == "*")
            assert isinstance(found, ox.QueryTriples)  # noqa: S101 - the query is ours
            return self.write_graph(found, wanted.format, compress=wanted.compress)
        name = _name(wanted.graph)
        if not store.contains_named_graph(name):
            raise NotFoundError(f"The store has no graph {wanted.graph}.")
        quads = store.quads_for_pattern(None, None, None, name)
        return self.write_graph((quad.triple for quad in quads), wanted.format, compress=wanted.compress)

    def describe(self, generation: int, resource: str, form: str, *, compress: bool) -> Answer:
        """All triples that a resource stands in, as subject or object."""
        return self._describe_from(self.open(generation), resource, form, compress=compress)

    def _describe_from(self, store: ox.Store, resource: str, form: str, *, compress: bool) -> Answer:
        node = _name(resource)
        found = dict.fromkeys(quad.triple for quad in store.quads_for_pattern(node, None, None, None))
        found.update(dict.fromkeys(quad.triple for quad in store.quads_for_pattern(None, None, node, None)))
        if not found:
            raise NotFoundError(f"The store says nothing of {resource}.")
        return self.write_graph(iter(sorted(found, key=str)), form, compress=compress)


def _counted(triples: Iterator[ox.Triple], most: int) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples):
        if number >= most:
            raise ResultTooLargeError(
                f"The answer has more than {most} triples; add LIMIT or ask for less.", rows=most
            )
        yield triple


def give_up(spool: Spool, problem: BaseException) -> NoReturn:
    """Leave no spool file behind where writing an answer fails, and say why in the client's terms."""
    spool.discard()
    if isinstance(problem, ValueError | RuntimeError | SyntaxError):
        raise QueryFailedError(_as_sentence(str(problem))) from problem
    if isinstance(problem, OSError):
        raise StoreUnreadableError("The store could not be read to the end; ask again soon.") from problem
    raise problem


def _name(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as exc:
        raise NotFoundError("No graph or resource has this name: it is no absolute IRI.") from exc


def _malformed(text: str, message: str) -> QueryMalformedError:
    """The engine's message in one sentence, with its place as facts."""
    update = _UPDATE.match(text)
    if update:
        return QueryMalformedError(
            f"{update.group(1).upper()} is an update, and this endpoint only reads; load data with `goaltrace build`."
        )
    place = _PLACE.fullmatch(message)
    if place is None:
        return QueryMalformedError(_as_sentence(message))
    line, column, reason = int(place.group(1)), int(place.group(2)), _shorten(place.group(3))
    return QueryMalformedError(
        f"The query is not valid SPARQL at line {line}, column {column}: {reason}.", line=line, column=column
    )


def _as_sentence(message: str) -> str:
    return _shorten(message).rstrip(".") + "."


def _shorten(message: str) -> str:
    """The message on one line, without the engine's lists of characters."""
    words = _CHARACTERS.sub("", " ".join(message.split()))
    return words if len(words) <= 300 else f"{words[:300]}…"
