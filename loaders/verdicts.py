"""Reviewers' verdicts on rows that the rules could only call candidates: records and quads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from loaders.link_records import plan_key
from loaders.row_errors import RowError
from loaders.row_versions import RowReference
from ontology import nquads, terms
from ontology.identifiers import PlanIdentifiers, concept

Verdict = Literal["fits", "misfit", "rebind"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """What a reviewer decided about one row.

    `fits`: it belongs to its project. `misfit`: it does not. `rebind`: the number in the value that all rows
    share belongs to this one. `words_sha256` is the fingerprint of the words that were judged.
    """

    row: RowReference
    verdict: Verdict
    reviewer: str
    date: str = ""
    note: str = ""
    document_sha256: str = ""
    words_sha256: str = ""
    project_label: str = ""
    indicator_label: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class VerdictFile:
    """A read file of verdicts with what is wrong with it; `plan` is empty where the file does not say."""

    name: str
    plan: str
    records: tuple[VerdictRecord, ...]
    problems: tuple[RowError, ...] = ()
    keep_going: bool = False

    def concerns(self, plan: str) -> bool:
        """Whether the file speaks of this plan; the base address before `plan/` may differ."""
        return not self.plan or plan_key(self.plan) == plan_key(plan)


def sort_verdicts(records: Iterable[VerdictRecord]) -> tuple[VerdictRecord, ...]:
    """Verdicts in one fixed order."""
    return tuple(sorted(records, key=lambda record: record.row))


def set_verdicts(
    records: Iterable[VerdictRecord], given: Iterable[VerdictRecord]
) -> tuple[VerdictRecord, ...]:
    """The verdicts with the given ones in the place of earlier ones on the same rows."""
    by_row = {record.row: record for record in records}
    by_row.update({record.row: record for record in given})
    return sort_verdicts(by_row.values())


def find_stale_rows(
    fingerprints: Mapping[RowReference, str], judged: Iterable[tuple[RowReference, str]]
) -> frozenset[RowReference]:
    """The rows that were judged on other words than they have now, or that the plan no longer has.

    A verdict from a file without fingerprint cannot say, so it stands as long as its row does.
    """
    return frozenset(
        row for row, words in judged if row not in fingerprints or (words and words != fingerprints[row])
    )


def verdict_iri(row: RowReference, identifiers: PlanIdentifiers) -> str:
    """The IRI of the verdict on a row; a row has one at most."""
    return f"{row.iri(identifiers)}/verdict"


def write_verdict_quads(
    writer: nquads.QuadWriter,
    records: Iterable[VerdictRecord],
    identifiers: PlanIdentifiers,
    stale: frozenset[RowReference],
) -> None:
    """State verdicts in the reviews graph; `stale` names the rows whose words have changed since."""
    for record in sort_verdicts(records):
        node = verdict_iri(record.row, identifiers)
        writer.add(node, terms.RDF_TYPE, nquads.iri(terms.GT_VERDICT))
        writer.add(node, terms.GT_CONCERNS_INDICATOR, nquads.iri(record.row.iri(identifiers)))
        writer.add(node, terms.GT_HAS_VERDICT, nquads.iri(concept(f"verdict-{record.verdict}")))
        if record.date:
            writer.add(node, terms.SSSOM_MAPPING_DATE, nquads.date(record.date))
        if record.row in stale:
            writer.add(node, terms.GT_STALE, nquads.boolean(value=True))
        writer.add_texts(
            node,
            (
                (terms.SSSOM_REVIEWER_LABEL, record.reviewer),
                (terms.SSSOM_COMMENT, record.note),
                (terms.SSSOM_SUBJECT_LABEL, record.project_label),
                (terms.SSSOM_OBJECT_LABEL, record.indicator_label),
                (terms.GT_SHA256, record.document_sha256),
                (terms.GT_WORDS_SHA256, record.words_sha256),
            ),
        )
