"""How people name an indicator row, and the fingerprint of the words that a decision about it rests on."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from loaders.link_versions import hash_words
from loaders.plan import Indicator, Plan, Project
from ontology.identifiers import PlanIdentifiers

_OTHER: Final = "other"
_TAIL: Final = re.compile(r"(?P<kind>.*)-(?P<ordinal>[1-9][0-9]{0,5})")


class RowReference(NamedTuple):
    """A row within a plan: its project's key, its kind, and its number among the project's rows of that kind."""

    project: str
    kind: str
    ordinal: int

    def __str__(self) -> str:
        return f"{self.project}/{self.kind or _OTHER}-{self.ordinal}"

    def iri(self, identifiers: PlanIdentifiers) -> str:
        """The row's IRI."""
        return identifiers.indicator(self.project, self.kind, self.ordinal)


def parse_row(text: str) -> RowReference | None:
    """Read a row as people type it; None where it is no row.

    >>> parse_row("13020922P00062110001K/quantity-1")
    RowReference(project='13020922P00062110001K', kind='quantity', ordinal=1)
    >>> parse_row("quantity-1") is None
    True
    """
    project, mark, tail = text.strip().replace("/indicator/", "/").rpartition("/")
    match = _TAIL.fullmatch(tail)
    if not mark or not project or match is None or not match["kind"]:
        return None
    kind = match["kind"]
    return RowReference(project, "" if kind == _OTHER else kind, int(match["ordinal"]))


def reference_of(project: Project, row: Indicator) -> RowReference:
    """The reference of a row just read."""
    return RowReference(project.key, row.kind, row.ordinal)


def row_fingerprint(project: Project, row: Indicator) -> str:
    """The SHA-256 of a row's printed words and of its project's name and purpose, blanks left out."""
    words = (project.name, project.purpose, row.name_printed, row.description, row.value)
    return hash_words(quote.text for quote in words)


def rows_of(plan: Plan) -> Iterator[tuple[RowReference, Project, Indicator]]:
    """Every row of a plan with its project, in document order."""
    for project in plan.bearers:
        for row in project.indicators:
            yield reference_of(project, row), project, row


def row_fingerprints(plan: Plan) -> dict[RowReference, str]:
    """The fingerprint of every row of a plan."""
    return {reference: row_fingerprint(project, row) for reference, project, row in rows_of(plan)}
