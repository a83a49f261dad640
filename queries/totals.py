"""The stored sums of every document: what boards, leagues and overviews of thousands of documents are made of.

A build writes them (`shapes.totals`), a decision on a link renews those of its basis; no indicator row is read here.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from ontology import nquads
from queries.answer import Value
from queries.coverage_answers import whole
from queries.coverage_records import BASES, LETTERS, Basis, GradeCounts
from queries.facts import Record, money, words
from queries.store import Store

_COUNTS: Final[Mapping[str, str]] = {
    "yuan": "yuan",
    "goals": "goalCount",
    "projects": "projectCount",
    "rows": "indicatorCount",
    "judgeable": "judgeableCount",
    "filled": "filledCount",
    "verifiable": "verifiableCount",
    "sharing_value": "sharedValueCount",
    "repeated": "repeatedCount",
    "scheduled": "scheduledCount",
    "same_schedule": "sameScheduleCount",
    "single_basis": "singleBasisCount",
    "violations": "violationCount",
    "warnings": "warningCount",
    "infos": "noticeCount",
    **{letter: f"count{letter}" for letter in LETTERS},
}
_LINK_COUNTS: Final[Mapping[str, str]] = {
    "projects": "projectCount",
    "yuan": "yuan",
    "unserved": "unservedGoalCount",
    "unmeasured": "unmeasuredGoalCount",
}
# Each node is read in one go and its properties told apart by name: with an OPTIONAL for each, or with the names of
# the properties in the answer, a thousand documents take three to five times as long.
_SUMS: Final = """
SELECT ?document {columns} WHERE {{
  GRAPH ?judgment {{
    ?sums dqv:isMeasurementOf gt:documentMeasurability ; dqv:computedOn ?document ; ?property ?value .
  }}
}} GROUP BY ?document""".format(
    columns=" ".join(
        f"(SUM(IF(sameTerm(?property, gt:{term}), ?value, 0)) AS ?{name})" for name, term in _COUNTS.items()
    )
)
_LINKED: Final = """
SELECT ?judgment ?basis {columns} WHERE {{
  GRAPH ?judgment {{ ?sums dqv:isMeasurementOf gt:planCoverage ; gt:linkBasis ?basis ; ?property ?value . }}
}} GROUP BY ?judgment ?basis""".format(
    columns=" ".join(
        f"(SUM(IF(sameTerm(?property, gt:{term}), ?value, 0)) AS ?{name})"
        for name, term in _LINK_COUNTS.items()
    )
)


class LinkTotals(NamedTuple):
    """On one basis of links: projects that serve a goal, their money that goes there, and goals that lack something."""

    projects: int = 0
    yuan: Decimal = Decimal(0)
    goals_without_project: int = 0
    goals_without_measurable: int = 0


class DocumentTotals(NamedTuple):
    """The sums of one document; `links` holds a record for each basis, in the order of `BASES`."""

    goals: int
    projects: int
    yuan: Decimal
    rows: int
    counts: GradeCounts
    judgeable: int
    filled: int
    verifiable: int
    sharing_value: int
    repeated: int
    scheduled: int
    same_schedule: int
    single_basis: int
    violations: int
    warnings: int
    infos: int
    links: tuple[LinkTotals, ...]

    def on(self, basis: Basis) -> LinkTotals:
        """What links of that basis give."""
        return self.links[BASES.index(basis)]

    def projects_without_goal(self, basis: Basis) -> int:
        """How many projects no link of that basis leads to a goal."""
        return self.projects - self.on(basis).projects

    @property
    def findings(self) -> int:
        return self.violations + self.warnings + self.infos


def read_totals(store: Store, document: str = "") -> dict[str, DocumentTotals]:
    """The sums of every document by its IRI, or of the one with that IRI."""
    one = (
        {"document": nquads.iri(document), "judgment": nquads.iri(f"{document}/judgment")} if document else {}
    )
    linked = _read_links(store, {key: one[key] for key in one if key == "judgment"})
    nothing = (LinkTotals(),) * len(BASES)
    return {
        words(row["document"]): _totals(row, linked.get(words(row["document"]), nothing))
        for row in store.select(_SUMS, one).records()
    }


def _totals(row: Record, links: tuple[LinkTotals, ...]) -> DocumentTotals:
    counts = GradeCounts(*(whole(row[letter]) for letter in LETTERS))
    numbers = {name: whole(row[name]) for name in _COUNTS if name not in LETTERS and name != "yuan"}
    return DocumentTotals(yuan=_yuan(row["yuan"]), counts=counts, links=links, **numbers)


def _read_links(store: Store, one: Mapping[str, str]) -> dict[str, tuple[LinkTotals, ...]]:
    found: dict[str, dict[str, LinkTotals]] = {}
    for row in store.select(_LINKED, one).records():
        document = words(row["judgment"]).removesuffix("/judgment")
        found.setdefault(document, {})[words(row["basis"])] = LinkTotals(
            whole(row["projects"]), _yuan(row["yuan"]), whole(row["unserved"]), whole(row["unmeasured"])
        )
    return {
        document: tuple(by_basis.get(basis, LinkTotals()) for basis in BASES)
        for document, by_basis in found.items()
    }


def _yuan(value: Value) -> Decimal:
    return money(value) or Decimal(0)
