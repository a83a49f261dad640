"""Reviewers' verdicts on candidate rows: listed, decided, brought in and taken out.

A verdict goes into the reviews graph, its flag into the judgment beside the candidate, and the goal levels follow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from loaders.plan import Indicator, Plan, Project
from loaders.review_errors import (
    BadReviewCellError,
    ReviewError,
    SeveralRowsError,
    UnknownRowError,
    refuse_reviews,
)
from loaders.row_versions import RowReference, parse_row, row_fingerprints, rows_of
from loaders.verdicts import (
    VERDICTS,
    Verdict,
    VerdictFile,
    VerdictRecord,
    format_verdicts,
    set_verdicts,
)
from ontology.nquads import QuadWriter
from queries.fact_records import DocumentFact
from queries.facts import choose_documents, read_facts
from queries.store import Store
from queries.stored_links import stored_links
from queries.stored_rows import evidence_by_row, stored_rows
from service.review import one_document, without_goal_pictures
from service.row_reviews import (
    Reviews,
    current_verdicts,
    review_quads,
    stale_rows,
    stored_reviews,
    write_verdict_effects,
)
from service.stored_plan import identify_stored, plan_of_facts
from shapes.goal_grades import grade_goals
from shapes.grade_records import RowKey
from shapes.judgment import write_goal_pictures
from shapes.profile import Profile
from shapes.verdict_flags import flag_row, without_verdict_flags

CANDIDATES = ("misfit-candidate", "rebind-candidate")
LIST_COLUMNS = (
    "indicator",
    "project",
    "name",
    "description",
    "value",
    "grade",
    "candidate",
    "evidence",
    "elsewhere",
    "verdict",
    "stale",
    "reviewer",
    "date",
    "note",
)
TABLE_COLUMNS = ("indicator", "project", "name", "evidence", "verdict", "stale", "reviewer")
"""What a terminal has room for; CSV and JSON hold all columns."""


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


def list_verdicts(
    store: Store, document: str | None, *, every_row: bool = False, undecided: bool = False
) -> list[tuple[object, ...]]:
    """The candidates with their evidence and verdicts, and every other row that has a verdict."""
    uses = count_uses(store)
    found: list[tuple[object, ...]] = []
    for fact in choose_documents(store, document):
        opened = open_document(store, fact)
        for row in _list_document(store, opened, uses, every_row=every_row):
            if not undecided or not row[LIST_COLUMNS.index("verdict")] or row[LIST_COLUMNS.index("stale")]:
                found.append(row)
    return found


def _list_document(
    store: Store, opened: StoredDocument, uses: dict[str, set[str]], *, every_row: bool
) -> Iterator[tuple[object, ...]]:
    identifiers = identify_stored(opened.fact)
    evidence = evidence_by_row(store, identifiers)
    facts = {fact.iri: fact for fact in read_facts(store, opened.fact).indicators}
    verdicts = {record.row: record for record in opened.reviews.verdicts}
    stale = stale_rows(opened.reviews, opened.fingerprints)
    for reference, project, row in rows_of(opened.plan):
        iri = reference.iri(identifiers)
        flags = facts[iri].flags if iri in facts else ()
        candidates = [flag for flag in flags if flag in CANDIDATES]
        verdict = verdicts.pop(reference, None)
        if not (candidates or verdict or every_row):
            continue
        said = [words for words in evidence.get(iri, ()) if words.startswith(CANDIDATES)]
        others = uses.get(row.name, set()) - {opened.fact.plan}
        yield (
            str(reference),
            project.name.text,
            row.name,
            row.description.text,
            row.value.text,
            facts[iri].grade if iri in facts else "",
            "、".join(candidates),
            "；".join(words.partition("：")[2] for words in said),
            len(others),
            *_verdict_cells(verdict, reference in stale),
        )
    for reference, verdict in sorted(verdicts.items()):
        yield (
            str(reference),
            verdict.project_label,
            verdict.indicator_label,
            *("",) * 6,
            *_verdict_cells(verdict, True),
        )


def _verdict_cells(verdict: VerdictRecord | None, stale: bool) -> tuple[object, ...]:
    if verdict is None:
        return ("", "", "", "", "")
    return (verdict.verdict, "stale" if stale else "", verdict.reviewer, verdict.date, verdict.note)


def count_uses(store: Store) -> dict[str, set[str]]:
    """The plans of the store that use each metric, by the metric's name: how rare it is elsewhere."""
    uses: dict[str, set[str]] = {}
    question = """SELECT DISTINCT ?name ?plan WHERE {
      ?project gt:belongsToPlan ?plan ; gt:hasIndicator ?row . ?row gt:name ?name . }"""
    for row in store.select(question).records():
        uses.setdefault(str(row["name"]), set()).add(str(row["plan"]))
    return uses


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
        raise BadReviewCellError("", 0, "--reviewer", "", "who decides", "审核人")
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


def import_verdict_files(
    store: Store, files: Iterable[VerdictFile], profile: Profile, document: str | None = None
) -> Iterator[tuple[str, int]]:
    """Bring files of verdicts into the store; every row is checked before anything is written."""
    documents = [open_document(store, fact) for fact in choose_documents(store, document)]
    changes: list[tuple[StoredDocument, tuple[VerdictRecord, ...]]] = []
    for file in files:
        concerned = [opened for opened in documents if file.concerns(opened.fact.plan)]
        if len(concerned) != 1:
            raise SeveralRowsError(file.name, [opened.fact.key for opened in concerned])
        opened = concerned[0]
        refuse_reviews(_unknown_rows(file, opened))
        changes.append((opened, tuple(_fingerprinted(record, opened) for record in file.records)))
    for opened, records in changes:
        verdicts = set_verdicts(stored_reviews(store, identify_stored(opened.fact)).verdicts, records)
        keep_reviews(store, opened, replace(opened.reviews, verdicts=verdicts), profile)
        yield opened.fact.key, len(records)


def _fingerprinted(record: VerdictRecord, opened: StoredDocument) -> VerdictRecord:
    """A verdict that names no words was given on the words that stand there now."""
    if record.words_sha256:
        return record
    return replace(
        record, document_sha256=opened.fact.sha256, words_sha256=opened.fingerprints.get(record.row, "")
    )


def _unknown_rows(file: VerdictFile, opened: StoredDocument) -> Sequence[ReviewError]:
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
    kept = without_verdict_flags(without_goal_pictures(store, judgment), judgment)
    written = review_quads(reviews, opened.plan, identifiers, profile)
    store.replace_graphs([judgment, written.graph], kept + said.nquads() + written.nquads())
