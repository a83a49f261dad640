"""Judges one loaded document: grades, sums over links, arithmetic, findings, and the quads of all of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from loaders.links import LinkRecord, link_quads
from loaders.load import Loaded
from loaders.plan import Project
from ontology.nquads import QuadWriter
from shapes.arithmetic import check_amounts
from shapes.findings import Finding
from shapes.grade import Grade, grade_projects, grade_statement
from shapes.profile import Profile
from shapes.validate import validate


@dataclass(frozen=True, slots=True)
class Judged:
    """A document with all that was said about it, and the quads of its four graphs."""

    loaded: Loaded
    records: tuple[LinkRecord, ...]
    grades: tuple[Grade, ...]
    findings: tuple[Finding, ...]
    nquads: str

    @property
    def graphs(self) -> tuple[str, ...]:
        """The four graphs that this document owns."""
        return tuple(
            self.loaded.identifiers.graph(layer) for layer in ("source", "reading", "judgment", "links")
        )
