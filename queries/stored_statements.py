"""The statements of one stored graph, to be asked by subject and property."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from ontology import nquads
from queries.answer import Value
from queries.store import Store

_ALL = "SELECT ?s ?p ?o WHERE { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?s ?p ?o"


class Statements:
    """What the named graphs of a store state, gathered once."""

    def __init__(self, store: Store, *graphs: str) -> None:
        self._values: dict[tuple[str, str], list[Value]] = defaultdict(list)
        self._subjects: dict[tuple[str, Value], list[str]] = defaultdict(list)
        for graph in graphs:
            for record in store.select(_ALL, {"graph": nquads.iri(graph)}).records():
                subject, predicate, value = str(record["s"]), str(record["p"]), record["o"]
                self._values[subject, predicate].append(value)
                self._subjects[predicate, value].append(subject)

    def text(self, subject: str, predicate: str) -> str:
        """The words of a property; no words where nothing is stated."""
        found = self._values.get((subject, predicate))
        return "" if not found or found[0] is None else str(found[0])

    def number(self, subject: str, predicate: str) -> Decimal | None:
        """The number of a property, or None."""
        found = self._values.get((subject, predicate), [None])[0]
        return Decimal(found) if isinstance(found, int | Decimal) and not isinstance(found, bool) else None

    def order(self, subject: str, predicate: str) -> int:
        """A whole number that things are sorted by; 0 where there is none."""
        return int(self.number(subject, predicate) or 0)

    def all(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Every value of a property, sorted."""
        return tuple(str(value) for value in self._values.get((subject, predicate), ()))

    def subjects(self, predicate: str, value: str) -> tuple[str, ...]:
        """Whatever has that value, sorted."""
        return tuple(sorted(self._subjects.get((predicate, value), ())))

    def numbered(self, subject: str, predicate: str, order: str) -> Iterator[str]:
        """The things behind a property in the order of their numbers."""
        found = self.all(subject, predicate)
        yield from sorted(found, key=lambda node: (self.order(node, order), len(node), node))
