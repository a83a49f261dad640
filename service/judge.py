"""Judges one loaded document: grades, sums over links, arithmetic, findings, and the quads of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from loaders.link_versions import find_stale
from loaders.links import LinkRecord, link_quads
from loaders.load import Loaded
from ontology.nquads import QuadWriter
from shapes.findings import Finding, finding_quads
from shapes.grade import Grade, RowKey
from shapes.judgment import write_judgment
from shapes.profile import Profile
from shapes.validate import validate

LAYERS = ("source", "reading", "judgment", "links")


@dataclass(frozen=True, slots=True)
class Judged:
    """A document with all that was said about it, and the quads of its four graphs."""

    loaded: Loaded
    records: tuple[LinkRecord, ...]
    grades: Mapping[RowKey, Grade]
    findings: tuple[Finding, ...]
    nquads: str

    @property
    def graphs(self) -> tuple[str, ...]:
        """The four graphs that this document owns."""
        return tuple(self.loaded.identifiers.graph(layer) for layer in LAYERS)
