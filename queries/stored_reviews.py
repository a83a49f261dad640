"""What reviewers said about rows, as the store holds it: verdicts and proposals, back as records."""

from typing import Final, cast

from loaders.proposals import ProposalRecord, sort_proposals
from loaders.verdicts import Verdict, VerdictRecord, sort_verdicts
from ontology import nquads
from ontology.identifiers import PlanIdentifiers
from queries.facts import Record, concept_key, words
from queries.store import Store
from queries.stored_rows import row_of_iri

_VERDICTS: Final = """
SELECT ?row ?verdict ?reviewer ?date ?note ?sha256 ?words_sha256 ?project_label ?indicator_label WHERE {
  GRAPH ?reviews {
    ?node a gt:Verdict ; gt:concernsIndicator ?row ; gt:hasVerdict ?verdict .
    OPTIONAL { ?node sssom:reviewer_label ?reviewer . }
    OPTIONAL { ?node sssom:mapping_date ?date . }
    OPTIONAL { ?node sssom:comment ?note . }
    OPTIONAL { ?node gt:sha256 ?sha256 . }
    OPTIONAL { ?node gt:wordsSha256 ?words_sha256 . }
    OPTIONAL { ?node sssom:subject_label ?project_label . }
    OPTIONAL { ?node sssom:object_label ?indicator_label . }
  }
}"""
_PROPOSALS: Final = """
SELECT ?row ?metric ?target ?source ?note ?template ?grade ?reviewer ?date ?words_sha256 WHERE {
  GRAPH ?reviews {
    ?node a gt:Proposal ; gt:concernsIndicator ?row ; gt:proposedMetric ?metric ; gt:proposedTarget ?target .
    OPTIONAL { ?node gt:resultSource ?source . }
    OPTIONAL { ?node sssom:comment ?note . }
    OPTIONAL { ?node gt:templateKey ?template . }
    OPTIONAL { ?node gt:hasProposedGrade ?grade . }
    OPTIONAL { ?node sssom:reviewer_label ?reviewer . }
    OPTIONAL { ?node sssom:mapping_date ?date . }
    OPTIONAL { ?node gt:wordsSha256 ?words_sha256 . }
  }
}"""


def stored_verdicts(store: Store, identifiers: PlanIdentifiers) -> tuple[VerdictRecord, ...]:
    """Every verdict on rows of one document, those on changed or vanished rows included."""
    found = store.select(_VERDICTS, {"reviews": nquads.iri(identifiers.graph("reviews"))})
    return sort_verdicts(_verdict(row, identifiers) for row in found.records())


def _verdict(row: Record, identifiers: PlanIdentifiers) -> VerdictRecord:
    return VerdictRecord(
        row_of_iri(words(row["row"]), identifiers),
        cast("Verdict", concept_key(row["verdict"], "verdict")),
        reviewer=words(row["reviewer"]),
        date=words(row["date"]),
        note=words(row["note"]),
        document_sha256=words(row["sha256"]),
        words_sha256=words(row["words_sha256"]),
        project_label=words(row["project_label"]),
        indicator_label=words(row["indicator_label"]),
    )


def stored_proposals(store: Store, identifiers: PlanIdentifiers) -> tuple[ProposalRecord, ...]:
    """Every proposal for rows of one document."""
    found = store.select(_PROPOSALS, {"reviews": nquads.iri(identifiers.graph("reviews"))})
    return sort_proposals(_proposal(row, identifiers) for row in found.records())


def _proposal(row: Record, identifiers: PlanIdentifiers) -> ProposalRecord:
    return ProposalRecord(
        row_of_iri(words(row["row"]), identifiers),
        metric=words(row["metric"]),
        target=words(row["target"]),
        source=words(row["source"]),
        note=words(row["note"]),
        template=words(row["template"]),
        grade=concept_key(row["grade"], "grade"),
        reviewer=words(row["reviewer"]),
        date=words(row["date"]),
        words_sha256=words(row["words_sha256"]),
    )
