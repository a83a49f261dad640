"""Judges one loaded document: grades, sums over links, arithmetic, findings, and the quads of all of them."""

from dataclasses import dataclass, replace

from loaders.link_versions import find_stale
from loaders.links import LinkRecord, link_quads
from loaders.load import Loaded
from loaders.row_versions import row_fingerprints
from ontology.nquads import QuadWriter
from service.row_reviews import (
    NO_REVIEWS,
    Reviews,
    current_verdicts,
    review_quads,
    take_verdicts,
    write_verdict_effects,
)
from shapes.findings import Finding, finding_quads
from shapes.judgment import Judgment, judge_plan, write_judgment
from shapes.profile import Profile
from shapes.validate import validate

LAYERS = ("source", "reading", "judgment", "links", "reviews")


@dataclass(frozen=True, slots=True)
class Judged:
    """A document with all that was said about it, and the quads of its graphs."""

    loaded: Loaded
    records: tuple[LinkRecord, ...]
    judgment: Judgment
    findings: tuple[Finding, ...]
    nquads: str

    @property
    def graphs(self) -> tuple[str, ...]:
        """The graphs that this document owns."""
        return tuple(self.loaded.identifiers.graph(layer) for layer in LAYERS)


def judge(
    loaded: Loaded, records: tuple[LinkRecord, ...], profile: Profile, reviews: Reviews = NO_REVIEWS
) -> Judged:
    """Judge one document over these links and reviews; pure, so that documents can be judged side by side."""
    identifiers, quads = loaded.identifiers, loaded.quads
    verdicts = current_verdicts(reviews, row_fingerprints(loaded.plan)) if reviews else {}
    plain = judge_plan(loaded.plan, records, profile)
    judgment = take_verdicts(plain, loaded.plan, records, verdicts, profile)
    findings = tuple(validate(quads.source.ntriples() + quads.reading.ntriples(), profile.name))
    said = QuadWriter(identifiers.graph("judgment"))
    write_judgment(replace(plain, goals=judgment.goals), identifiers, said)
    write_verdict_effects(said, verdicts, identifiers)
    finding_quads(said, identifiers, findings)
    stale = find_stale(records, loaded.plan, loaded.document.sha256)
    links = link_quads(records, identifiers, stale=stale)
    reviewed = review_quads(reviews, loaded.plan, identifiers, profile)
    nquads = quads.nquads() + said.nquads() + links.nquads() + reviewed.nquads()
    return Judged(loaded, records, judgment, findings, nquads)
