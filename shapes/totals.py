"""The sums of one document, written beside its judgment so that a board over thousands never touches a row.

They count projects and the rows of projects; rows of the department as a whole stay out, as in the reports.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology import terms
from ontology.identifiers import PlanIdentifiers
from ontology.nquads import QuadWriter, integer
from shapes.fingerprint import Boilerplate, boilerplate_counts, take_fingerprint
from shapes.goal_grades import GoalPicture, Sums, sum_up
from shapes.grade_records import Grade, PlanLike, RowKey
from shapes.measurements import begin_measurement
from shapes.sum_quads import write_counts, write_sums

_NOT_JUDGEABLE = frozenset({"unnamed-standard", "no-deadline"})


@dataclass(frozen=True, slots=True)
class Totals:
    """What a document has: goals, projects with their sums, and rows by what can be said of them."""

    goals: int
    sums: Sums
    judgeable: int
    filled: int
    verifiable: int
    boilerplate: Boilerplate


def total_up(plan: PlanLike, grades: Mapping[RowKey, Grade]) -> Totals:
    """The totals of a graded plan."""
    rows = [
        (row, grades[RowKey(project.key, row.kind, row.ordinal)])
        for project in plan.projects
        for row in project.indicators
    ]
    return Totals(
        goals=len(plan.goals),
        sums=sum_up(plan.projects, grades),
        judgeable=sum(_is_judgeable(grade) for _, grade in rows),
        filled=sum(bool(row.value.text.strip()) for row, _ in rows),
        verifiable=sum(grade.verifiable for _, grade in rows),
        boilerplate=take_fingerprint(plan.projects).counts,
    )


def _is_judgeable(grade: Grade) -> bool:
    """A, B, or a C whose standard and date are named."""
    flags = {flag.key for flag in grade.flags}
    return grade.letter in "AB" or (grade.letter == "C" and _NOT_JUDGEABLE.isdisjoint(flags))


def totals_iri(document: str) -> str:
    """The node that holds a document's totals."""
    return f"{document}/totals"


def write_totals(writer: QuadWriter, identifiers: PlanIdentifiers, totals: Totals) -> None:
    """State the totals of a document."""
    node = totals_iri(identifiers.document)
    begin_measurement(writer, node, terms.GT_DOCUMENT_MEASURABILITY, identifiers.document)
    writer.add(node, terms.GT_GOAL_COUNT, integer(totals.goals))
    writer.add(node, terms.GT_PROJECT_COUNT, integer(totals.sums.projects))
    write_sums(writer, node, totals.sums)
    write_counts(
        writer,
        node,
        {
            terms.GT_JUDGEABLE_COUNT: totals.judgeable,
            terms.GT_FILLED_COUNT: totals.filled,
            terms.GT_VERIFIABLE_COUNT: totals.verifiable,
            **boilerplate_counts(totals.boilerplate),
        },
    )


def write_severities(writer: QuadWriter, document: str, severities: Iterable[str]) -> None:
    """State beside a document's totals how many findings of each severity it has."""
    found = Counter(severities)
    counts = {
        terms.GT_VIOLATION_COUNT: found["violation"],
        terms.GT_WARNING_COUNT: found["warning"],
        terms.GT_NOTICE_COUNT: found["info"],
    }
    write_counts(writer, totals_iri(document), counts)


def count_goals(pictures: Sequence[GoalPicture]) -> dict[str, dict[str, int]]:
    """For each basis, how many goals no project supports and how many have nothing measurable below them."""
    found: dict[str, dict[str, int]] = {}
    for picture in pictures:
        counts = found.setdefault(
            picture.basis, {terms.GT_UNSERVED_GOAL_COUNT: 0, terms.GT_UNMEASURED_GOAL_COUNT: 0}
        )
        if picture.subject.kind == "goal":
            counts[terms.GT_UNSERVED_GOAL_COUNT] += not picture.sums.projects
            counts[terms.GT_UNMEASURED_GOAL_COUNT] += not picture.sums.measurable
    return found
