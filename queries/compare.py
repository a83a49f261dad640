"""Two departments, two years or two documents side by side: counts, shares, grades, goal levels and boilerplate."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal, NamedTuple

from ontology import nquads
from queries.coverage import read_coverage, sum_up
from queries.coverage_records import BASES, DocumentCoverage, Headline, Project
from queries.document_choice import documents_called
from queries.fact_records import DocumentFact
from queries.facts import money, whole, words
from queries.store import Store
from shapes.fingerprint import Fingerprint, take_fingerprint

Unit = Literal["count", "yuan", "share"]
LEVELS: Final = ("G0", "G1", "G2", "G3", "G4")
_FOUR_PLACES: Final = Decimal("0.0001")
_MILESTONES: Final = """
SELECT ?project ?order ?month ?share WHERE {
  GRAPH ?source { ?project gt:hasMilestone ?milestone . ?milestone gt:order ?order . }
  OPTIONAL { GRAPH ?reading { ?milestone gt:month ?month } }
  OPTIONAL { GRAPH ?reading { ?milestone gt:cumulativeShare ?share } }
} ORDER BY ?project ?order"""


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
    """One side of a comparison: the documents it sums up, and what is said of them."""

    name: str
    documents: tuple[DocumentFact, ...]
    coverage: tuple[DocumentCoverage, ...]
    headline: Headline
    fingerprints: tuple[Fingerprint, ...]


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
    """Read everything that a name means, document by document."""
    documents = documents_called(store, name)
    coverage = tuple(found for fact in documents for found in read_coverage(store, fact.iri).documents)
    prints = tuple(_fingerprint(store, found) for found in coverage)
    return Side(name, documents, coverage, sum_up(coverage), prints)


def _figures(a: Side, b: Side) -> Iterator[Figure]:
    pairs = list(zip(_counts(a), _counts(b), strict=True))
    for (group, key, unit, one), (_, _, _, other) in pairs:
        yield Figure(group, key, unit, one, other)
    for (key, *parts_a), (_, *parts_b) in zip(_shares(a.headline), _shares(b.headline), strict=True):
        parts = ((parts_a[0], parts_a[1]), (parts_b[0], parts_b[1]))
        yield Figure("shares", key, "share", _share(*parts[0]), _share(*parts[1]), parts)
    yield from _levels(a, b)
    yield from _both("flags", dict(a.headline.flags), dict(b.headline.flags))
    for (key, mean_a), (_, mean_b) in zip(_boilerplate(a), _boilerplate(b), strict=True):
        yield Figure("boilerplate", key, "share", mean_a, mean_b)


def _counts(side: Side) -> Iterator[tuple[str, str, Unit, Decimal]]:
    headline = side.headline
    counted = ("documents", "goals", "objectives", "projects", "rows", "value_texts", "repairs")
    for key in counted:
        yield "counts", key, "count", Decimal(getattr(headline, key))
    yield "counts", "yuan", "yuan", headline.yuan
    for letter, number in headline.counts.items():
        yield "grades", f"grade-{letter}", "count", Decimal(number)
    for severity in ("violation", "warning", "info"):
        yield "findings", severity, "count", Decimal(headline.severity(severity))
    for basis in BASES:
        alone = sum(len(document.projects_without_goal(basis)) for document in side.coverage)
        yield "links", f"projects-without-goal-{basis}", "count", Decimal(alone)


def _shares(headline: Headline) -> Iterator[tuple[str, int, int]]:
    a, b, c = headline.counts.a, headline.counts.b, headline.counts.c
    yield "share-a", a, headline.rows
    yield "share-a-b", a + b, headline.rows
    yield "share-a-b-c", a + b + c, headline.rows
    yield "share-with-digit", headline.with_digit, headline.rows
    yield "share-verifiable", headline.verifiable, headline.rows


def _levels(a: Side, b: Side) -> Iterator[Figure]:
    for basis in BASES:
        one, other = (
            Counter(goal.picture(basis).level for found in side.coverage for goal in found.goals)
            for side in (a, b)
        )
        for level in LEVELS:
            key = f"goals-{level}-{basis}"
            yield Figure("levels", key, "count", Decimal(one[level]), Decimal(other[level]))


def _both(group: str, a: dict[str, int], b: dict[str, int]) -> Iterator[Figure]:
    for key in sorted(a.keys() | b.keys()):
        yield Figure(group, f"flag-{key}", "count", Decimal(a.get(key, 0)), Decimal(b.get(key, 0)))


def _boilerplate(side: Side) -> Iterator[tuple[str, Decimal | None]]:
    """Each share of the fingerprint; over several documents the mean, a document with more rows counting more."""
    for key in ("shared_value", "repeated_rows", "same_schedule", "single_basis"):
        total = sum(found.rows for found in side.fingerprints)
        sums = sum((getattr(found, key) * found.rows for found in side.fingerprints), Decimal(0))
        yield f"boilerplate-{key.replace('_', '-')}", _round(sums / total) if total else None


def _share(part: int, of: int) -> Decimal | None:
    return _round(Decimal(part) / of) if of else None


def _round(share: Decimal) -> Decimal:
    return share.quantize(_FOUR_PLACES, ROUND_HALF_UP)


class _Words(NamedTuple):
    text: str


class _Row(NamedTuple):
    kind: str
    name: str
    description: _Words
    value: _Words
    basis: _Words


class _Milestone(NamedTuple):
    month: int | None
    share: Decimal | None


class _Project(NamedTuple):
    key: str
    indicators: Sequence[_Row]
    milestones: Sequence[_Milestone]


def _fingerprint(store: Store, document: DocumentCoverage) -> Fingerprint:
    """The fingerprint of a stored plan, the same as of the plan just read."""
    steps: dict[str, list[_Milestone]] = {}
    layers = {layer: nquads.iri(f"{document.document.iri}/{layer}") for layer in ("source", "reading")}
    for row in store.select(_MILESTONES, layers).records():
        steps.setdefault(words(row["project"]), []).append(
            _Milestone(whole(row["month"]), money(row["share"]))
        )
    in_order: Iterable[Project] = sorted(document.projects, key=lambda project: project.order)
    return take_fingerprint(
        [_Project(project.iri, _rows(project), steps.get(project.iri, [])) for project in in_order]
    )


def _rows(project: Project) -> list[_Row]:
    return [
        _Row(row.kind, row.name, _Words(row.description), _Words(row.value), _Words(row.basis))
        for row in sorted(project.rows, key=lambda row: row.order)
    ]
