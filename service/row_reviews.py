"""What reviewers said about a document's rows, brought to bear on its judgment: verdicts and proposals.

Reviews live in a graph of their own that a rebuild keeps. What was said of words that have changed since is
kept as stale and counts no longer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from loaders.link_records import LinkRecord
from loaders.plan import Indicator, Plan, Project, Quote
from loaders.proposals import ProposalRecord, write_proposal_quads
from loaders.row_versions import RowReference, row_fingerprints, rows_of
from loaders.values import read_own_target, read_value
from loaders.verdicts import VerdictRecord, find_stale_rows, verdict_iri, write_verdict_quads
from ontology.identifiers import PlanIdentifiers
from ontology.nquads import QuadWriter
from queries.store import Store
from queries.stored_reviews import stored_proposals, stored_verdicts
from shapes.goal_grades import grade_goals
from shapes.grade import grade_projects
from shapes.grade_records import Grade, RowKey
from shapes.judgment import Judgment
from shapes.profile import Profile
from shapes.verdict_flags import VerdictLike, flag_row, write_verdict_flags


@dataclass(frozen=True, slots=True)
class Reviews:
    """All that was said about the rows of one document."""

    verdicts: tuple[VerdictRecord, ...] = ()
    proposals: tuple[ProposalRecord, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.verdicts or self.proposals)


NO_REVIEWS = Reviews()


def stored_reviews(store: Store, identifiers: PlanIdentifiers) -> Reviews:
    """The reviews that the store holds for a document."""
    return Reviews(stored_verdicts(store, identifiers), stored_proposals(store, identifiers))


def stale_rows(reviews: Reviews, fingerprints: Mapping[RowReference, str]) -> frozenset[RowReference]:
    """The rows with a verdict on words that have changed."""
    return find_stale_rows(fingerprints, ((record.row, record.words_sha256) for record in reviews.verdicts))


def current_verdicts(
    reviews: Reviews, fingerprints: Mapping[RowReference, str]
) -> dict[RowReference, VerdictRecord]:
    """The verdicts that count, by row."""
    stale = stale_rows(reviews, fingerprints)
    return {record.row: record for record in reviews.verdicts if record.row not in stale}


def review_quads(reviews: Reviews, plan: Plan, identifiers: PlanIdentifiers, profile: Profile) -> QuadWriter:
    """The reviews graph of one document; proposals carry the grade that their rows would have now."""
    writer = QuadWriter(identifiers.graph("reviews"))
    if not reviews:
        return writer
    fingerprints = row_fingerprints(plan)
    write_verdict_quads(writer, reviews.verdicts, identifiers, stale_rows(reviews, fingerprints))
    if reviews.proposals:
        stale = find_stale_rows(fingerprints, ((p.row, p.words_sha256) for p in reviews.proposals))
        graded = grade_proposals(plan, [p for p in reviews.proposals if p.row not in stale], profile)
        records = [
            replace(p, grade=graded[p.row].letter if p.row in graded else p.grade) for p in reviews.proposals
        ]
        write_proposal_quads(writer, records, identifiers, stale)
    return writer


def take_verdicts(
    judgment: Judgment,
    plan: Plan,
    links: Sequence[LinkRecord],
    verdicts: Mapping[RowReference, VerdictRecord],
    profile: Profile,
) -> Judgment:
    """The judgment with the verdicts' flags on its rows, and goal levels that take them into account."""
    if not verdicts:
        return judgment
    rows = dict(judgment.rows)
    for row, verdict in verdicts.items():
        rows[RowKey(*row)] = flag_row(rows[RowKey(*row)], verdict)
    return replace(judgment, rows=rows, goals=grade_goals(plan, links, rows, profile))


def write_verdict_effects(
    writer: QuadWriter, verdicts: Mapping[RowReference, VerdictRecord], identifiers: PlanIdentifiers
) -> None:
    """State in the judgment what the verdicts that count add to it."""
    effects: dict[str, tuple[str, VerdictLike]] = {
        row.iri(identifiers): (verdict_iri(row, identifiers), verdict) for row, verdict in verdicts.items()
    }
    write_verdict_flags(writer, effects)


def grade_proposals(
    plan: Plan, proposals: Iterable[ProposalRecord], profile: Profile
) -> dict[RowReference, Grade]:
    """The grade that each proposed row would have in a document that took over all of these proposals."""
    wanted = {record.row: record for record in proposals}
    if not wanted:
        return {}
    reworded = {
        reference: _reworded(row, wanted[reference])
        for reference, _, row in rows_of(plan)
        if reference in wanted
    }
    grades = grade_projects([_with_rows(project, reworded) for project in plan.bearers], profile)
    return {reference: grades[RowKey(*reference)] for reference in reworded}


def _with_rows(project: Project, reworded: Mapping[RowReference, Indicator]) -> Project:
    rows = tuple(
        reworded.get(RowReference(project.key, row.kind, row.ordinal), row) for row in project.indicators
    )
    return replace(project, indicators=rows)


def _reworded(row: Indicator, proposal: ProposalRecord) -> Indicator:
    """The row as the next form would print it; the document's own row stays as it is."""

    def printed(quote: Quote, text: str) -> Quote:
        return quote._replace(text=text)

    return replace(
        row,
        name=proposal.metric,
        name_printed=printed(row.name_printed, proposal.metric),
        description=printed(row.description, proposal.wording),
        value=printed(row.value, proposal.target),
        basis=printed(row.basis, proposal.source or row.basis.text),
        readings=read_value(proposal.target),
        own=read_own_target(proposal.wording, proposal.metric),
        further=(),
    )
