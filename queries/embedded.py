"""The embedded store: Oxigraph in memory or in a directory of its own.

The directory holds `goaltrace.json` (what wrote it) and `oxigraph/` (the quads). Loading is atomic in every
way used here: `bulk_load` and one `update` both either happen or leave the store as it was.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ontology.prefixes import PREFIXES
from queries.answer import Table, Term, Value, asks_elsewhere, bind_values, names_dataset, read_literal
from queries.errors import (
    NotAStoreError,
    QueryRefusedError,
    ReadOnlyStoreError,
    StoreAccessError,
    StoreLockedError,
    StoreMissingError,
    StoreVersionError,
    StoreWriteError,
)
from queries.store import StoreVersion
from queries.store_lock import lock_holder

LAYOUT_VERSION: Final = 2
ONTOLOGY_VERSION: Final = "0.1"
CURRENT_VERSION: Final = StoreVersion(LAYOUT_VERSION, ONTOLOGY_VERSION)
MARKER: Final = "goaltrace.json"
QUADS: Final = "oxigraph"


class EmbeddedStore:
    """A store in this process; the default graph of every query is the union of all graphs."""

    def __init__(self, quads: ox.Store, location: str, version: StoreVersion, *, read_only: bool) -> None:
        self._quads: ox.Store | None = quads
        self._location = location
        self._version = version
        self._read_only = read_only

    @classmethod
    def in_memory(cls) -> "EmbeddedStore":
        """A new empty store that ends with the process."""
        return cls(ox.Store(), ":memory:", CURRENT_VERSION, read_only=False)

    @classmethod
    def on_disk(cls, directory: Path, *, read_only: bool = False) -> "EmbeddedStore":
        """The store in this directory; for writing, an absent or empty directory becomes one."""
        version = _read_marker(directory)
        if version is None:
            if read_only:
                raise StoreMissingError(str(directory))
            version = _write_marker(directory)
        return cls(_open_quads(directory, read_only=read_only), str(directory), version, read_only=read_only)

    @property
    def location(self) -> str:
        return self._location

    def version(self) -> StoreVersion:
        return self._version

    def close(self) -> None:
        """Write what is buffered and release the lock; the store cannot be used afterwards."""
        if self._quads is not None and not self._read_only:
            self._quads.flush()
        self._quads = None

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> Table:
        with self._reading():
            answer = self._query(query, bindings)
            if not isinstance(answer, ox.QuerySolutions):
                raise QueryRefusedError(self._location, "a SELECT was expected")
            columns = tuple(variable.value for variable in answer.variables)
            return Table(columns, tuple(tuple(_value(term) for term in row) for row in answer))

    def ask(self, query: str, bindings: Mapping[str, Term] | None = None) -> bool:
        with self._reading():
            answer = self._query(query, bindings)
            if not isinstance(answer, ox.QueryBoolean):
                raise QueryRefusedError(self._location, "an ASK was expected")
            return bool(answer)

    def construct(self, query: str, bindings: Mapping[str, Term] | None = None) -> str:
        """The triples as N-Triples, sorted and each once."""
        with self._reading():
            answer = self._query(query, bindings)
            if not isinstance(answer, ox.QueryTriples):
                raise QueryRefusedError(self._location, "a CONSTRUCT or DESCRIBE was expected")
            return "".join(sorted({f"{triple} .\n" for triple in answer}))

    def graphs(self) -> tuple[str, ...]:
        with self._reading():
            names = self._open().named_graphs()
            return tuple(sorted(name.value for name in names if isinstance(name, ox.NamedNode)))

    def nquads(self, graphs: Sequence[str] | None = None) -> str:
        """The quads of these graphs, or of all, as sorted N-Quads lines."""
        store = self._open()
        names = self.graphs() if graphs is None else graphs
        with self._reading():
            quads = (
                q for name in names for q in store.quads_for_pattern(None, None, None, ox.NamedNode(name))
            )
            return "".join(sorted(f"{quad} .\n" for quad in quads))

    def checkpoint(self, target: Path) -> None:
        """Make a copy of the database, as it is now, in an absent folder of the same disk; hard links, so at once."""
        try:
            store = self._open()
            store.flush()
            store.backup(str(target))
        except (OSError, RuntimeError) as exc:
            raise StoreWriteError(self._location, _one_line(exc)) from exc

    def load_new(self, nquads: bytes) -> None:
        """Load graphs that are not there yet, all of them or nothing; whose graphs these are is the caller's word."""
        store = self._open()
        if self._read_only:
            raise ReadOnlyStoreError(self._location)
        try:
            store.bulk_load(nquads, ox.RdfFormat.N_QUADS)
            store.flush()
        except (OSError, RuntimeError, SyntaxError) as exc:
            raise StoreWriteError(self._location, _one_line(exc)) from exc

    def replace_graphs(self, graphs: Sequence[str], nquads: str) -> None:
        """Put the quads in the place of all that these graphs held; all of it happens or nothing.

        Graphs that are new are bulk loaded; where one exists, only the difference is written.
        """
        store = self._open()
        if self._read_only:
            raise ReadOnlyStoreError(self._location)
        try:
            if any(store.contains_named_graph(ox.NamedNode(name)) for name in graphs):
                self._write_difference(store, graphs, nquads)
            else:
                _refuse_foreign_graphs(_graphs_of_lines(nquads), graphs)
                store.bulk_load(nquads.encode(), ox.RdfFormat.N_QUADS)
            store.flush()
        except (OSError, RuntimeError, SyntaxError) as exc:
            raise StoreWriteError(self._location, _one_line(exc)) from exc

    def _write_difference(self, store: ox.Store, graphs: Sequence[str], nquads: str) -> None:
        new = set(ox.parse(nquads.encode(), ox.RdfFormat.N_QUADS))
        _refuse_foreign_graphs({str(quad.graph_name) for quad in new}, graphs)
        names = [ox.NamedNode(name) for name in graphs]
        old = {quad for name in names for quad in store.quads_for_pattern(None, None, None, name)}
        kept = {quad.graph_name for quad in new}
        steps = [f"DROP SILENT GRAPH {name}" for name in names if name not in kept]
        if any(_has_blank(quad) for quad in old | new):
            # Blank nodes have no name that could be compared, so everything is written anew.
            steps = [f"DROP SILENT GRAPH {name}" for name in names]
            steps += _data_step("INSERT", new)
        else:
            steps += _data_step("DELETE", old - new) + _data_step("INSERT", new - old)
        if steps:
            store.update(";\n".join(steps))

    def _query(
        self, query: str, bindings: Mapping[str, Term] | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        if asks_elsewhere(query):
            raise QueryRefusedError(self._location, "SERVICE would ask another machine")
        try:
            return self._open().query(
                bind_values(query, bindings),
                prefixes=PREFIXES,
                use_default_graph_as_union=not names_dataset(query),
            )
        except (SyntaxError, ValueError) as exc:
            raise QueryRefusedError(self._location, _one_line(exc)) from exc

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        """Damaged files come to light while rows are fetched; Oxigraph says so in two kinds of error."""
        try:
            yield
        except (OSError, RuntimeError) as exc:
            raise StoreAccessError(self._location, _one_line(exc)) from exc

    def _open(self) -> ox.Store:
        if self._quads is None:
            raise StoreAccessError(self._location, "it is closed")
        return self._quads


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Value:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return read_literal(term.value, term.datatype.value)
    if isinstance(term, ox.Triple):
        return str(term)
    return term.value


def _one_line(exc: Exception) -> str:
    return " ".join(str(exc).split())


def _has_blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _data_step(verb: str, quads: Iterable[ox.Quad]) -> list[str]:
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        line = f"{quad.subject} {quad.predicate} {quad.object} ."
        by_graph.setdefault(str(quad.graph_name), []).append(line)
    if not by_graph:
        return []
    blocks = (f"GRAPH {name} {{\n" + "\n".join(lines) + "\n}" for name, lines in by_graph.items())
    return [f"{verb} DATA {{\n" + "\n".join(blocks) + "\n}"]


def _graphs_of_lines(nquads: str) -> set[str]:
    return {line.rstrip(" .\r").rsplit(" ", 1)[-1] for line in nquads.split("\n") if line.strip()}


def _refuse_foreign_graphs(stated: set[str], graphs: Sequence[str]) -> None:
    foreign = stated - {f"<{name}>" for name in graphs}
    if foreign:
        raise ValueError(f"quads for graphs that are not replaced: {', '.join(sorted(foreign)[:3])}")


def _read_marker(directory: Path) -> StoreVersion | None:
    marker = directory / MARKER
    try:
        facts = json.loads(marker.read_text(encoding="utf-8"))
        version = StoreVersion(int(facts["layout"]), str(facts["ontology"]))
    except FileNotFoundError:
        _refuse_occupied(directory)
        return None
    except NotADirectoryError as exc:
        raise NotAStoreError(str(directory), "it is a file", "它是一个文件") from exc
    except OSError as exc:
        raise StoreAccessError(str(directory), exc.strerror or str(exc)) from exc
    except (ValueError, KeyError, TypeError) as exc:
        raise NotAStoreError(str(directory), f"its {MARKER} cannot be read", f"{MARKER} 无法读取") from exc
    if version != CURRENT_VERSION:
        raise StoreVersionError(str(directory), _spell(version), _spell(CURRENT_VERSION))
    return version


def _spell(version: StoreVersion) -> str:
    return f"layout {version.layout} and ontology {version.ontology}"


def _refuse_occupied(directory: Path) -> None:
    if directory.is_dir() and any(directory.iterdir()):
        raise NotAStoreError(str(directory), f"it holds files but no {MARKER}", f"其中有文件却没有 {MARKER}")


def _write_marker(directory: Path) -> StoreVersion:
    version = CURRENT_VERSION
    draft = directory / f"{MARKER}.new"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(version._asdict(), indent=2) + "\n", encoding="utf-8")
        os.replace(draft, directory / MARKER)
    except OSError as exc:
        raise StoreAccessError(str(directory), exc.strerror or str(exc)) from exc
    return version


def _open_quads(directory: Path, *, read_only: bool) -> ox.Store:
    place = directory / QUADS
    try:
        if read_only:
            return ox.Store.read_only(str(place))
        store = ox.Store(place)
    except FileNotFoundError as exc:
        raise StoreMissingError(str(directory)) from exc
    except (OSError, RuntimeError) as exc:
        if any(words in str(exc) for words in ("While lock file", "lock hold by")):
            raise StoreLockedError(str(directory), lock_holder(place, str(exc))) from exc
        raise StoreAccessError(str(directory), _one_line(exc)) from exc
    _remove_leftovers(place)
    return store


def _remove_leftovers(place: Path) -> None:
    """Remove what a killed bulk load left behind; the lock is ours, so nobody is writing them."""
    for leftover in place.glob("bulk-*.sst"):
        with contextlib.suppress(OSError):
            leftover.unlink()
