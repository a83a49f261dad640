"""Reviewers' verdicts on candidate rows: decided, brought in and taken out.

A verdict goes into the reviews graph, its flag into the judgment beside the candidate, and the goal levels follow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from loaders.plan import Indicator, Plan, Project
from loaders.review_errors import SeveralRowsError, UnknownRowError
from loaders.row_errors import BadCellError, RowError, refuse
from loaders.row_versions import RowReference, parse_row, row_fingerprints, rows_of
from loaders.verdict_files import format_verdicts, write_verdicts
from loaders.verdicts import VERDICTS, Verdict, VerdictFile, VerdictRecord, set_verdicts
from ontology.nquads import QuadWriter
from queries.fact_records import DocumentFact
from queries.facts import choose_documents, read_facts
from queries.store import Store
from queries.stored_links import stored_links
from queries.stored_rows import stored_rows
from service.review import one_document, without_goal_pictures
from service.row_reviews import (
    Reviews,
    current_verdicts,
    review_quads,
    stored_reviews,
    write_verdict_effects,
)
from service.stored_plan import identify_stored, plan_of_facts
from shapes.goal_grades import grade_goals
from shapes.grade_records import RowKey
from shapes.judgment import write_goal_pictures
from shapes.profile import Profile
from shapes.verdict_flags import flag_row, without_verdict_flags


class StoredDocument(NamedTuple):
    """A document of the store with its rows and what was said about them."""

    fact: DocumentFact
    plan: Plan
    reviews: Reviews

    @property
    def fingerprints(self) -> dict[RowReference, str]:
        """The fingerprint of every row's words."""
        return row_fingerprints(self.plan)


def open_document(store: Store, fact: DocumentFact) -> StoredDocument:
    """Read a document's rows and reviews."""
    identifiers = identify_stored(fact)
    return StoredDocument(fact, stored_rows(store, identifiers), stored_reviews(store, identifiers))


def decide_verdict(  # noqa: PLR0913 - a verdict has these facts
    store: Store,
    profile: Profile,
    indicator: str,
    verdict: Verdict,
    reviewer: str,
    note: str = "",
    document: str | None = None,
    today: date | None = None,
) -> str:
    """Give one verdict and say what was kept."""
    opened, reference, project, row = find_row(store, indicator, document)
    if not reviewer.strip():
        raise BadCellError("", 0, "--reviewer", "", "who decides", "审核人")
    record = VerdictRecord(
        reference,
        verdict,
        reviewer,
        (today or date.today()).isoformat(),
        note,
        opened.fact.sha256,
        opened.fingerprints[reference],
        project.name.text,
        row.name,
    )
    keep_reviews(
        store,
        opened,
        replace(opened.reviews, verdicts=set_verdicts(opened.reviews.verdicts, [record])),
        profile,
    )
    return f"{reference}: {verdict} ({reviewer})"


def clear_verdict(store: Store, profile: Profile, indicator: str, document: str | None = None) -> str:
    """Take a verdict back, also one on a row that the document no longer has."""
    reference = parse_row(indicator) or _row_of_iri(store, indicator)
    for fact in choose_documents(store, document):
        opened = open_document(store, fact)
        left = tuple(record for record in opened.reviews.verdicts if record.row != reference)
        if len(left) < len(opened.reviews.verdicts):
            keep_reviews(store, opened, replace(opened.reviews, verdicts=left), profile)
            return f"{reference}: verdict cleared"
    raise UnknownRowError(indicator)


def _row_of_iri(store: Store, indicator: str) -> RowReference | None:
    for fact in choose_documents(store, None):
        if indicator.startswith(f"{fact.plan}/project/"):
            return parse_row(indicator.removeprefix(f"{fact.plan}/project/"))
    return None


def find_row(
    store: Store, indicator: str, document: str | None
) -> tuple[StoredDocument, RowReference, Project, Indicator]:
    """The row that a person names, as CODE/quantity-1 or by its IRI."""
    found = []
    for fact in choose_documents(store, document):
        identifiers = identify_stored(fact)
        typed = parse_row(indicator)
        opened = open_document(store, fact)
        for reference, project, row in rows_of(opened.plan):
            if indicator == reference.iri(identifiers) or reference == typed:
                found.append((opened, reference, project, row))
    if len(found) > 1:
        raise SeveralRowsError(indicator, [opened.fact.key for opened, *_ in found])
    if not found:
        raise UnknownRowError(indicator)
    return found[0]


class Imported(NamedTuple):
    """What a file of verdicts brought to one document: verdicts taken, and the rows that were left out."""

    document: str
    verdicts: int
    left_out: tuple[RowError, ...]


def import_verdict_files(
    store: Store, files: Iterable[VerdictFile], profile: Profile, document: str | None = None
) -> list[Imported]:
    """Bring files of verdicts into the store; every row is checked before anything is written."""
    documents = [open_document(store, fact) for fact in choose_documents(store, document)]
    changes: list[tuple[StoredDocument, tuple[VerdictRecord, ...]]] = []
    done: list[Imported] = []
    for file in files:
        concerned = [opened for opened in documents if file.concerns(opened.fact.plan)]
        if len(concerned) != 1:
            raise SeveralRowsError(file.name, [opened.fact.key for opened in concerned])
        opened = concerned[0]
        problems = [*file.problems, *_unknown_rows(file, opened)]
        if not file.keep_going:
            refuse(problems)
        bad = {problem.row for problem in problems}
        good = tuple(_fingerprinted(record, opened) for record in file.records if record.line not in bad)
        changes.append((opened, good))
        left_out = tuple(sorted(problems, key=lambda problem: problem.row))
        done.append(Imported(opened.fact.key, len(good), left_out))
    for opened, records in changes:
        verdicts = set_verdicts(stored_reviews(store, identify_stored(opened.fact)).verdicts, records)
        keep_reviews(store, opened, replace(opened.reviews, verdicts=verdicts), profile)
    return done


def _fingerprinted(record: VerdictRecord, opened: StoredDocument) -> VerdictRecord:
    """A verdict that names no words was given on the words that stand there now."""
    if record.words_sha256:
        return record
    return replace(
        record, document_sha256=opened.fact.sha256, words_sha256=opened.fingerprints.get(record.row, "")
    )


def _unknown_rows(file: VerdictFile, opened: StoredDocument) -> Sequence[RowError]:
    """Rows that neither the document has nor an earlier verdict speaks of."""
    known = {*opened.fingerprints, *(record.row for record in opened.reviews.verdicts)}
    return [
        UnknownRowError(str(record.row), file.name, record.line, "indicator")
        for record in file.records
        if record.row not in known and not record.words_sha256
    ]


def export_verdict_file(store: Store, document: str | None) -> str:
    """The verdicts on one document's rows as the text of a file."""
    fact = one_document(store, document)
    return format_verdicts(stored_reviews(store, identify_stored(fact)).verdicts, fact.plan)


def export_verdict_sheet(store: Store, document: str | None, path: Path) -> None:
    """Write the verdicts on one document's rows as a spreadsheet that `verdict import` takes back."""
    fact = one_document(store, document)
    write_verdicts(path, stored_reviews(store, identify_stored(fact)).verdicts, fact.plan)


def keep_reviews(store: Store, opened: StoredDocument, reviews: Reviews, profile: Profile) -> None:
    """Put a document's reviews, and what follows from them in its judgment, in the place of the old ones."""
    fact, identifiers = opened.fact, identify_stored(opened.fact)
    judgment = identifiers.graph("judgment")
    current = current_verdicts(reviews, opened.fingerprints)
    said = QuadWriter(judgment)
    stored = plan_of_facts(read_facts(store, fact))
    grades = {
        key: replace(grade, flags=tuple(flag for flag in grade.flags if flag.key not in VERDICTS))
        for key, grade in stored.grades.items()
    }
    for reference, verdict in current.items():
        key = RowKey(*reference)
        if key in grades:
            grades[key] = flag_row(grades[key], verdict)
    links = stored_links(store, identifiers)
    write_goal_pictures(grade_goals(stored, links, grades, profile), identifiers, said)
    write_verdict_effects(said, current, identifiers)
    kept = without_verdict_flags(without_goal_pictures(store, judgment))
    written = review_quads(reviews, opened.plan, identifiers, profile)
    store.replace_graphs([judgment, written.graph], kept + said.nquads() + written.nquads())
