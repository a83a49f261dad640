"""How coverage asks one document's graphs, and how the values of an answer become those of the records."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ontology.lines import split_lines
from ontology.nquads import iri
from ontology.prefixes import GT, GTC, GTR, PREFIXES
from queries import coverage_questions as questions
from queries.answer import Value
from queries.coverage_records import LETTERS, GradeCounts, KindCell, Row
from queries.facts import concept_key, words
from queries.store import Store

KIND_ORDER: Final = (
    "quantity",
    "quality",
    "timeliness",
    "cost",
    "economic-cost",
    "social-cost",
    "ecological-cost",
    "economic",
    "social",
    "ecological",
    "sustainability",
    "beneficiary-satisfaction",
)
_COMPUTED_ON: Final = PREFIXES["dqv"] + "computedOn"
_LINK_BASIS: Final = GT + "linkBasis"
_DIGITS = re.compile(r"(\d+)")


def whole(value: Value) -> int:
    """A value as a whole number, 0 where it is none."""
    return int(value) if isinstance(value, int | Decimal) else 0


def cell_label(value: Value) -> str:
    """The short place of a source cell: the fragment of its IRI, such as `t4.r2`."""
    return words(value).partition("#")[2]


def number_order(number: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which `2` stands before `10` and `3a` after `3`."""
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in _DIGITS.split(number) if p)


def kinds_in_order(keys: Iterable[str]) -> tuple[str, ...]:
    """Indicator kinds in the order of the forms; kinds that no form knows come last, by name."""
    place = {key: position for position, key in enumerate(KIND_ORDER)}
    return tuple(sorted(set(keys), key=lambda key: (place.get(key, len(place)), key)))


def count_kinds(rows: Iterable[Row], kinds: Iterable[str]) -> tuple[KindCell, ...]:
    """For each kind, the rows and how many of them are measurable."""
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.measurable)
    return tuple(KindCell(kind, len(by_kind[kind]), sum(by_kind[kind])) for kind in kinds)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one quality measurement in the judgment graph says, by property."""

    facts: Mapping[str, tuple[Value, ...]]

    def one(self, name: str) -> Value:
        """The value of a `gt:` property, None where it is not stated."""
        return next(iter(self.facts.get(GT + name, ())), None)

    def many(self, name: str, prefix: str = "") -> tuple[str, ...]:
        """All values of a `gt:` property, sorted, without the prefix."""
        return tuple(sorted(words(value).removeprefix(prefix) for value in self.facts.get(GT + name, ())))

    def joined(self, other: "Measurement") -> "Measurement":
        """What both say."""
        names = {*self.facts, *other.facts}
        return Measurement({name: (*self.facts.get(name, ()), *other.facts.get(name, ())) for name in names})

    @property
    def grade(self) -> str:
        return concept_key(self.one("hasGrade"), "grade")

    @property
    def rules(self) -> tuple[str, ...]:
        return self.many("citesRule", GTR)

    @property
    def flags(self) -> tuple[str, ...]:
        return self.many("hasFlag", f"{GTC}flag-")

    @property
    def counts(self) -> GradeCounts:
        """The stored number of rows of each grade."""
        return GradeCounts(*(whole(self.one(f"count{letter}")) for letter in LETTERS))


NOT_MEASURED: Final = Measurement({})


@dataclass(frozen=True, slots=True)
class DocumentGraphs:
    """The four graphs of one document, asked one at a time."""

    store: Store
    document: str

    def ask(self, question: str, layer: str, *, variable: str = "layer") -> list[dict[str, Value]]:
        """The rows of a question about one graph; `variable` is the one the question names the graph by."""
        return list(self.store.select(question, {variable: self.graph(layer)}).records())

    def graph(self, layer: str) -> str:
        """The term of one graph."""
        return iri(f"{self.document}/{layer}")

    def measurements(self) -> dict[tuple[str, str], Measurement]:
        """What is measured of each thing, by its IRI and by link basis (empty where it has none).

        A row has the measurement that it shares with rows judged alike, and another where a reviewer said something.
        """
        nodes: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for record in self.ask(questions.MEASUREMENTS, "judgment"):
            nodes[words(record["measurement"])][words(record["property"])].append(record["value"])
        found: dict[tuple[str, str], Measurement] = {}
        for _, facts in sorted(nodes.items()):
            measurement = Measurement({name: tuple(values) for name, values in facts.items()})
            for thing in facts.get(_COMPUTED_ON, ()):
                for basis in facts.get(_LINK_BASIS, ("",)):
                    key = words(thing), words(basis)
                    found[key] = found[key].joined(measurement) if key in found else measurement
        return found

    def evidence(self) -> dict[str, tuple[str, ...]]:
        """The words that each row or measurement keeps as evidence, by IRI."""
        said = self.ask(questions.EVIDENCE, "judgment")
        return {words(record["thing"]): split_lines(words(record["said"])) for record in said}
