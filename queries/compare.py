"""Two departments, two years or two documents side by side: counts, shares, grades, goal levels and boilerplate."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from queries.coverage_records import BASES, LETTERS
from queries.document_choice import documents_called
from queries.fact_records import DocumentFact
from queries.fingerprints import boilerplate_of
from queries.side_counts import SideCounts, count_side
from queries.store import Store
from queries.totals import DocumentTotals, read_totals
from shapes.fingerprint import Boilerplate, add_up, share_of

Unit = Literal["count", "yuan", "share"]
LEVELS: Final = ("G0", "G1", "G2", "G3", "G4")


class Figure(NamedTuple):
    """One figure of both sides; a share also has its part and its whole, `part` of None where there is no whole."""

    group: str
    key: str
    unit: Unit
    a: Decimal | None
    b: Decimal | None
    parts: tuple[tuple[int, int], tuple[int, int]] | None = None

    @property
    def difference(self) -> Decimal | None:
        """What the second side has more than the first."""
        return None if self.a is None or self.b is None else self.b - self.a


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the documents it sums up, their stored totals, and what is counted beside them."""

    name: str
    documents: tuple[DocumentFact, ...]
    totals: tuple[DocumentTotals, ...]
    counts: SideCounts

    def total(self, key: str) -> int:
        """One of the stored counts, over all documents."""
        return sum(int(getattr(document, key)) for document in self.totals)

    @property
    def yuan(self) -> Decimal:
        """The money of all projects."""
        return sum((document.yuan for document in self.totals), Decimal(0))

    @property
    def letters(self) -> dict[str, int]:
        """The rows of each grade."""
        sums = zip(*(document.counts for document in self.totals), strict=True) if self.totals else ()
        return dict.fromkeys(LETTERS, 0) | dict(zip(LETTERS, map(sum, sums), strict=False))

    @property
    def boilerplate(self) -> Boilerplate:
        """The fingerprint over all documents."""
        return add_up(boilerplate_of(document) for document in self.totals)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides and every figure of them."""

    a: Side
    b: Side
    figures: tuple[Figure, ...]

    def figure(self, key: str) -> Figure:
        """The figure of that key."""
        return next(figure for figure in self.figures if figure.key == key)


def compare(store: Store, a: str, b: str) -> Comparison:
    """Compare two documents, plans, departments or years, each by its name."""
    one, other = read_side(store, a), read_side(store, b)
    return Comparison(one, other, tuple(_figures(one, other)))


def read_side(store: Store, name: str) -> Side:
    """Read the sums of everything that a name means; no indicator row is read one by one."""
    documents = documents_called(store, name)
    stored = read_totals(store, documents[0].iri if len(documents) == 1 else "")
    totals = tuple(stored[fact.iri] for fact in documents if fact.iri in stored)
    return Side(name, documents, totals, count_side(store, [fact.iri for fact in documents]))


def _figures(a: Side, b: Side) -> Iterator[Figure]:
    for (group, key, unit, one), (_, _, _, other) in zip(_counts(a), _counts(b), strict=True):
        yield Figure(group, key, unit, one, other)
    yield from _shares("shares", _measured(a), _measured(b))
    for basis in BASES:
        for level in LEVELS:
            one, other = (Decimal(side.counts.levels.get((basis, level), 0)) for side in (a, b))
            yield Figure("levels", f"goals-{level}-{basis}", "count", one, other)
    for key in sorted(a.counts.flags.keys() | b.counts.flags.keys()):
        one, other = (Decimal(side.counts.flags.get(key, 0)) for side in (a, b))
        yield Figure("flags", f"flag-{key}", "count", one, other)
    yield from _shares("boilerplate", _printed(a), _printed(b))


def _counts(side: Side) -> Iterator[tuple[str, str, Unit, Decimal]]:
    counted = {
        "documents": len(side.documents),
        "goals": side.total("goals"),
        "objectives": side.counts.objectives,
        "projects": side.total("projects"),
        "rows": side.total("rows"),
        "value_texts": side.counts.value_texts,
        "repairs": side.counts.repairs,
    }
    for key, number in counted.items():
        yield "counts", key, "count", Decimal(number)
    yield "counts", "yuan", "yuan", side.yuan
    for letter, number in side.letters.items():
        yield "grades", f"grade-{letter}", "count", Decimal(number)
    for severity in ("violation", "warning", "info"):
        yield "findings", severity, "count", Decimal(side.total(f"{severity}s"))
    for basis in BASES:
        alone = sum(document.projects_without_goal(basis) for document in side.totals)
        yield "links", f"projects-without-goal-{basis}", "count", Decimal(alone)


Parts = dict[str, tuple[int, int]]


def _shares(group: str, a: Parts, b: Parts) -> Iterator[Figure]:
    for key, part in a.items():
        yield Figure(group, key, "share", share_of(*part), share_of(*b[key]), (part, b[key]))


def _measured(side: Side) -> Parts:
    """The headline shares; C counts where standard and date are named, as in the reports."""
    letters, rows = side.letters, side.total("rows")
    return {
        "share-a": (letters["A"], rows),
        "share-a-b": (letters["A"] + letters["B"], rows),
        "share-a-b-c": (side.total("judgeable"), rows),
        "share-filled": (side.total("filled"), rows),
        "share-verifiable": (side.total("verifiable"), rows),
    }


def _printed(side: Side) -> Parts:
    return {f"boilerplate-{key}": part for key, part in side.boilerplate.parts.items()}
