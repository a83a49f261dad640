"""Proposed rewordings of indicator rows: what a person filled into a worksheet, and its quads.

A proposal stands beside the document's own words and never replaces them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from loaders.form_quads import write_reading
from loaders.row_versions import RowReference
from loaders.values import read_value
from ontology import nquads, terms
from ontology.identifiers import PlanIdentifiers, concept

BY_DATE: Final = "不晚于"
DATE_UNIT: Final = "日期"
_BY_DAY: Final = re.compile("于(.+)前完成")


@dataclass(frozen=True, slots=True)
class ProposalRecord:
    """A metric with its target, where the result comes from, and the grade that the row would have with it.

    `target` is comparator, number and unit as one text, or an event with its date. `words_sha256` is the
    fingerprint of the row's words when the worksheet was made; `template` the rule that proposed the wording.
    """

    row: RowReference
    metric: str
    target: str
    source: str = ""
    note: str = ""
    template: str = ""
    grade: str = ""
    reviewer: str = ""
    date: str = ""
    words_sha256: str = ""
    line: int = field(default=0, compare=False)

    @property
    def wording(self) -> str:
        """The row's description as it would be printed."""
        return f"{self.metric}{self.target}"

    @property
    def cells(self) -> tuple[str, str, str]:
        """Comparator, number and unit as a person fills them in; together they give the target again.

        >>> ProposalRecord(RowReference("P", "cost", 1), "培训成本", "≤200元/人").cells
        ('≤', '200', '元/人')
        """
        dated = _BY_DAY.fullmatch(self.target)
        if dated:
            return BY_DATE, dated[1], DATE_UNIT
        reading = read_value(self.target)[0]
        return reading.comparator_text, reading.number_text, reading.unit_text + reading.remark


def sort_proposals(records: Iterable[ProposalRecord]) -> tuple[ProposalRecord, ...]:
    """Proposals in one fixed order."""
    return tuple(sorted(records, key=lambda record: record.row))


def set_proposals(
    records: Iterable[ProposalRecord], given: Iterable[ProposalRecord]
) -> tuple[ProposalRecord, ...]:
    """The proposals with the given ones in the place of earlier ones on the same rows."""
    by_row = {record.row: record for record in records}
    by_row.update({record.row: record for record in given})
    return sort_proposals(by_row.values())


def proposal_iri(row: RowReference, identifiers: PlanIdentifiers) -> str:
    """The IRI of the proposal for a row; a row has one at most."""
    return f"{row.iri(identifiers)}/proposal"


def write_proposal_quads(
    writer: nquads.QuadWriter,
    records: Iterable[ProposalRecord],
    identifiers: PlanIdentifiers,
    stale: frozenset[RowReference],
) -> None:
    """State proposals in the reviews graph; `stale` names the rows whose words have changed since."""
    for record in sort_proposals(records):
        node = proposal_iri(record.row, identifiers)
        writer.add(node, terms.RDF_TYPE, nquads.iri(terms.GT_PROPOSAL))
        writer.add(node, terms.GT_CONCERNS_INDICATOR, nquads.iri(record.row.iri(identifiers)))
        for reading in read_value(record.target)[:1]:
            writer.add(node, terms.GT_HAS_TARGET_READING, nquads.iri(f"{node}/target"))
            write_reading(writer, f"{node}/target", reading)
        if record.grade:
            writer.add(node, terms.GT_HAS_PROPOSED_GRADE, nquads.iri(concept(f"grade-{record.grade}")))
        if record.date:
            writer.add(node, terms.SSSOM_MAPPING_DATE, nquads.date(record.date))
        if record.row in stale:
            writer.add(node, terms.GT_STALE, nquads.boolean(value=True))
        writer.add_texts(
            node,
            (
                (terms.GT_PROPOSED_METRIC, record.metric),
                (terms.GT_PROPOSED_TARGET, record.target),
                (terms.GT_RESULT_SOURCE, record.source),
                (terms.SSSOM_COMMENT, record.note),
                (terms.GT_TEMPLATE_KEY, record.template),
                (terms.SSSOM_REVIEWER_LABEL, record.reviewer),
                (terms.GT_WORDS_SHA256, record.words_sha256),
            ),
        )
