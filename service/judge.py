"""Judges one loaded document: grades, sums over links, arithmetic, findings, and the quads of all of them."""

from dataclasses import dataclass

from loaders.link_versions import find_stale
from loaders.links import LinkRecord, link_quads
from loaders.load import Loaded
from ontology.nquads import QuadWriter
from shapes.findings import Finding, finding_quads
from shapes.judgment import Judgment, judge_plan, write_judgment
from shapes.profile import Profile
from shapes.validate import validate

LAYERS = ("source", "reading", "judgment", "links")


@dataclass(frozen=True, slots=True)
class Judged:
    """A document with all that was said about it, and the quads of its four graphs."""

    loaded: Loaded
    records: tuple[LinkRecord, ...]
    judgment: Judgment
    findings: tuple[Finding, ...]
    nquads: str

    @property
    def graphs(self) -> tuple[str, ...]:
        """The four graphs that this document owns."""
        return tuple(self.loaded.identifiers.graph(layer) for layer in LAYERS)


def judge(loaded: Loaded, records: tuple[LinkRecord, ...], profile: Profile) -> Judged:
    """Judge one document over these links; pure, so that documents can be judged side by side."""
    identifiers, quads = loaded.identifiers, loaded.quads
    judgment = judge_plan(loaded.plan, records, profile)
    findings = tuple(validate(quads.source.ntriples() + quads.reading.ntriples(), profile.name))
    said = QuadWriter(identifiers.graph("judgment"))
    write_judgment(judgment, identifiers, said)
    finding_quads(said, identifiers, findings)
    stale = find_stale(records, loaded.plan, loaded.document.sha256)
    links = link_quads(records, identifiers, stale=stale)
    return Judged(loaded, records, judgment, findings, quads.nquads() + said.nquads() + links.nquads())
