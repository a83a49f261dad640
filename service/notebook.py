"""The graph in a notebook: questions as frames, coverage, figures and traces that show themselves.

>>> graph = open_graph("out/store")  # doctest: +SKIP
>>> graph.query("list_goals").to_pandas()  # doctest: +SKIP
>>> graph.figure("chain", "en")  # doctest: +SKIP
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType

from loaders.errors import LoadError
from ontology import nquads
from queries.answer import Term
from queries.coverage import read_coverage
from queries.errors import ParameterError
from queries.library import NamedQuery, load_query, query_names, read_query, run_query
from queries.network import Basis
from queries.store import Store, open_store
from queries.trace import trace_goal
from service.build import build
from service.figures import write_figure
from service.notebook_views import CoverageView, Figure, Result, TraceView
from service.review import read_link_files
from service.settings import make_settings
from service.sources import find_sources
from shapes.profile import load_profile


class Graph:
    """A graph to ask; `with open_graph(…) as graph:` lets go of it at the end."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> "Graph":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Graph({len(self.store.graphs())} graphs)"

    def close(self) -> None:
        """Let go of the store's files."""
        self.store.close()

    def questions(self, lang: str = "zh") -> Result:
        """The named questions with what they ask and which parameters they take."""
        asked = map(load_query, query_names())
        rows = [
            (one.name, one.question.speak(lang), ", ".join(p.name for p in one.parameters)) for one in asked
        ]
        return Result(("name", "question", "parameters"), rows)

    def query(self, query: str, **parameters: object) -> Result:
        """The answer to a named question, or to a SELECT in SPARQL.

        A named question knows the types of its parameters. In SPARQL each parameter is bound to the variable
        of its name: whole numbers, decimals and truth values as what they are, words that begin with
        `http://` or `https://` as an IRI, other words as text.
        """
        if _is_name(query):
            named = load_query(query)
            found = run_query(self.store, named, parameters)
            return Result(found.columns, found.rows, {c.name: c.meaning for c in named.columns})
        if any(line.startswith("#+") for line in query.splitlines()):
            read: NamedQuery = read_query("query", query)
            found = run_query(self.store, read, parameters)
        else:
            found = self.store.select(
                query, {name: _bound(name, value) for name, value in parameters.items()}
            )
        return Result(found.columns, found.rows)

    def coverage(self, document: str | None = None) -> CoverageView:
        """What the goals rest on, in one document (key or IRI) or in all."""
        return CoverageView(read_coverage(self.store, document))

    def figure(self, kind: str, lang: str = "zh", *, basis: str = "", document: str | None = None) -> Figure:
        """A figure: `chain`, `sankey`, `matrix` or `grades`."""
        return Figure(kind, write_figure(read_coverage(self.store, document), kind, lang, basis))

    def trace(
        self, goal: str | int, lang: str = "zh", *, document: str | None = None, basis: Basis = "proposed"
    ) -> TraceView:
        """All that stands below a goal, named by its number or IRI."""
        return TraceView(trace_goal(self.store, str(goal), document, basis=basis), lang)


class BuildFailedError(LoadError):
    """Raised when documents that were to be built could not be read; `sentences` says why, one for each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        listed = "; ".join(sentences)
        super().__init__(
            f"{len(sentences)} documents could not be read ({listed})",
            "",
            "leave them out or mend them",
            zh=(f"有 {len(sentences)} 份文件无法读入（{listed}）", "请去掉或修复这些文件"),
        )


def open_graph(path: str | Path) -> Graph:
    """Open the graph in a store's folder, or at a SPARQL endpoint's address, for reading."""
    return Graph(open_store(path, read_only=True))


def build_graph(
    sources: Iterable[str | Path],
    path: str | Path,
    links: Iterable[str | Path] = (),
    profile: str | None = None,
) -> Graph:
    """Read documents into the store at this path with these reviewed links, and open it for reading."""
    settings = make_settings(store=str(path), profile=profile)
    files = find_sources([Path(source) for source in sources])
    read_links = read_link_files(Path(link) for link in links)
    store = open_store(path)
    try:
        result = build(files, store, load_profile(settings.profile), settings.base, read_links)
    finally:
        store.close()
    if result.failures:
        raise BuildFailedError([str(failure.problem) for failure in result.failures])
    return open_graph(path)


def _is_name(query: str) -> bool:
    """Whether the words can only be a question's name: SPARQL has blanks and braces.

    >>> _is_name("list_goals"), _is_name("SELECT * {}")
    (True, False)
    """
    return query.replace("_", "").replace("-", "").isalnum()


def _bound(name: str, value: object) -> Term:
    match value:
        case bool():
            return nquads.boolean(value)
        case int():
            return nquads.integer(value)
        case str() if value.startswith(("http://", "https://")):
            return nquads.iri(value)
        case str():
            return nquads.text(value)
        case Decimal() if value.is_finite():
            return nquads.decimal(value)
        case _:
            raise ParameterError("SPARQL", name, "is of a type that cannot be bound", "text or a number")
