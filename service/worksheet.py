"""Worksheets: the rows that nobody can judge are handed out with a wording to fill in, and read back as proposals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from loaders.mapping_table import read_bytes
from loaders.plan import Indicator, Project
from loaders.proposals import ProposalRecord, set_proposals
from loaders.review_errors import UnknownRowError
from loaders.row_errors import refuse
from loaders.row_versions import RowReference, parse_row, row_fingerprint, rows_of
from ontology.identifiers import concept
from ontology.vocabulary import labels
from queries.fact_records import DocumentFact, IndicatorFact
from queries.facts import choose_documents, read_facts
from queries.store import Store
from service.review import one_document
from service.row_reviews import grade_proposals
from service.stored_plan import identify_stored
from service.verdicts import StoredDocument, keep_reviews, open_document
from service.worksheet_rows import Known, RowChecker, WorksheetRow
from service.worksheet_words import worksheet_words
from shapes.profile import Profile
from shapes.rewrite import NEEDS_REWRITE, Rewrite, RowWords, propose_rewrite

PROPOSAL_COLUMNS: Final = (
    "indicator",
    "project",
    "metric",
    "target",
    "source",
    "before",
    "after",
    "flags",
    "stale",
    "reviewer",
    "date",
    "note",
)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What reading a worksheet gave: the proposals, each with its row for people, and the rows left open."""

    proposals: tuple[ProposalRecord, ...]
    rows: tuple[tuple[object, ...], ...]
    open: int


def export_worksheet(  # noqa: PLR0913 - what, where to, by which rules, which rows, for whom
    store: Store,
    path: Path,
    profile: Profile,
    document: str | None = None,
    grades: str = NEEDS_REWRITE,
    lang: str = "zh",
) -> int:
    """Write the rows of these grades as a spreadsheet; how many rows it has."""
    from service.worksheet_sheet import write_worksheet  # noqa: PLC0415 - the spreadsheet library is slow to import

    fact = one_document(store, document)
    rows = worksheet_rows(store, fact, profile, grades, lang)
    words = worksheet_words(lang)
    title = words.sentences["title"].format(department=fact.department_name, year=fact.year)
    write_worksheet(path, rows, words, title, fact.key)
    return len(rows)


def worksheet_rows(
    store: Store, fact: DocumentFact, profile: Profile, grades: str = NEEDS_REWRITE, lang: str = "zh"
) -> list[WorksheetRow]:
    """The rows of a document that have one of these grades, with proposals made earlier filled in."""
    opened = open_document(store, fact)
    proposals = {record.row: record for record in opened.reviews.proposals}
    found = []
    for reference, project, row, judged in _judged_rows(store, opened):
        if judged.grade in grades:
            offered = propose_rewrite(row_words(row, judged.grade), profile)
            words = row_fingerprint(project, row)
            earlier = proposals.get(reference)
            current = earlier if earlier is not None and earlier.words_sha256 == words else None
            metric, comparator, number, unit, source, note = _blanks(offered, current)
            shown = WorksheetRow(
                project=project.name.text,
                kind=_label(f"kind-{row.kind}", lang),
                name=row.name,
                description=row.description.text,
                value=row.value.text,
                grade=judged.grade,
                why=_why(judged, profile, lang),
                proposed=offered.wording,
                metric=metric,
                comparator=comparator,
                number=number,
                unit=unit,
                source=source,
                note=note,
                hint=offered.hint_zh if lang == "zh" else offered.hint_en,
                row=str(reference),
                words=words,
            )
            found.append(shown)
    return found


def row_words(row: Indicator, letter: str) -> RowWords:
    """What a template is chosen by."""
    return RowWords(row.kind, row.name, row.description.text, letter)


def _judged_rows(
    store: Store, opened: StoredDocument
) -> Iterator[tuple[RowReference, Project, Indicator, IndicatorFact]]:
    identifiers = identify_stored(opened.fact)
    facts = {fact.iri: fact for fact in read_facts(store, opened.fact).indicators}
    for reference, project, row in rows_of(opened.plan):
        judged = facts.get(reference.iri(identifiers))
        if judged is not None:
            yield reference, project, row, judged


def _blanks(offered: Rewrite, earlier: ProposalRecord | None) -> Sequence[str]:
    """Metric, comparator, number, unit, source and note: the template's, or what was filled in before."""
    if earlier is None:
        return (offered.metric, offered.comparator, "", offered.unit, "", "")
    return (earlier.metric, *earlier.cells, earlier.source, earlier.note)


def _label(name: str, lang: str) -> str:
    return labels(lang).get(concept(name), "")


def _why(judged: IndicatorFact, profile: Profile, lang: str) -> str:
    """The grade in words, the rules' own sentences, and the flags."""
    rules = [profile.rules[name] for name in judged.rules if name.startswith("G-") and name in profile.rules]
    said = [rule.zh if lang == "zh" else rule.en for rule in rules]
    flags = [_label(f"flag-{flag}", lang) for flag in judged.flags if flag not in _LEFT_OUT]
    lines = [_label(f"grade-{judged.grade}", lang), *said]
    if flags:
        lines.append(worksheet_words(lang).sentences["flags"] + ("、" if lang == "zh" else ", ").join(flags))
    return "\n".join(lines)


_LEFT_OUT: Final = frozenset({"self-referential-basis", "name-truncated"})


def read_proposals(
    store: Store, path: Path, profile: Profile, document: str | None = None
) -> tuple[StoredDocument, ImportResult]:
    """Read a filled-in worksheet and grade its rows again; nothing is written."""
    from service.worksheet_sheet import read_worksheet  # noqa: PLC0415 - the spreadsheet library is slow to import

    sheet = read_worksheet(read_bytes(path), path.name)
    opened = open_document(store, one_document(store, document or sheet.document or None))
    checker = RowChecker(path.name, _known(store, opened, profile), sheet.headers)
    proposals = tuple(checker.read(sheet.rows))
    refuse(checker.problems)
    graded = grade_proposals(opened.plan, proposals, profile)
    proposals = tuple(replace(record, grade=graded[record.row].letter) for record in proposals)
    before = {reference: judged.grade for reference, _, _, judged in _judged_rows(store, opened)}
    names = {reference: project.name.text for reference, project, _ in rows_of(opened.plan)}
    rows = tuple(
        _shown(
            record,
            names[record.row],
            before.get(record.row, ""),
            "、".join(f.key for f in graded[record.row].flags),
        )
        for record in proposals
    )
    return opened, ImportResult(proposals, rows, checker.open)


def _known(store: Store, opened: StoredDocument, profile: Profile) -> Mapping[RowReference, Known]:
    return {
        reference: Known(
            row_fingerprint(project, row), propose_rewrite(row_words(row, judged.grade), profile).rule
        )
        for reference, project, row, judged in _judged_rows(store, opened)
    }


def _shown(
    record: ProposalRecord, project: str, before: str, flags: str, *, stale: bool = False
) -> tuple[object, ...]:
    return (
        str(record.row), project, record.metric, record.target, record.source, before, record.grade, flags,
        "stale" if stale else "", record.reviewer, record.date, record.note,
    )  # fmt: skip


def import_worksheet(  # noqa: PLR0913 - what, by which rules, who filled it in and when
    store: Store,
    path: Path,
    profile: Profile,
    document: str | None = None,
    reviewer: str = "",
    today: date | None = None,
    *,
    keep: bool = True,
) -> ImportResult:
    """Read a filled-in worksheet into the store's proposals; a problem in any row keeps all of them out."""
    opened, read = read_proposals(store, path, profile, document)
    when = (today or date.today()).isoformat()
    signed = tuple(replace(record, reviewer=reviewer, date=when) for record in read.proposals)
    if keep and signed:
        earlier = opened.reviews.proposals
        unchanged = {record.row: record for record in earlier}
        given = [record for record in signed if not _same(record, unchanged.get(record.row))]
        reviews = replace(opened.reviews, proposals=set_proposals(earlier, given))
        keep_reviews(store, opened, reviews, profile)
    return replace(read, proposals=signed)


def _same(new: ProposalRecord, old: ProposalRecord | None) -> bool:
    """Whether a sheet brings back what is there already; that keeps its reviewer and date."""
    return old is not None and replace(new, reviewer=old.reviewer, date=old.date, grade=old.grade) == old


def list_proposals(store: Store, document: str | None, profile: Profile) -> list[tuple[object, ...]]:
    """Every proposal with the grade before and after."""
    found: list[tuple[object, ...]] = []
    for fact in choose_documents(store, document):
        opened = open_document(store, fact)
        before = {reference: judged.grade for reference, _, _, judged in _judged_rows(store, opened)}
        names = {reference: project.name.text for reference, project, _ in rows_of(opened.plan)}
        current = opened.fingerprints
        valid = [p for p in opened.reviews.proposals if current.get(p.row) == p.words_sha256]
        graded = grade_proposals(opened.plan, valid, profile)
        for record in opened.reviews.proposals:
            flags = "、".join(flag.key for flag in graded[record.row].flags) if record.row in graded else ""
            project, was = names.get(record.row, ""), before.get(record.row, "")
            found.append(_shown(record, project, was, flags, stale=record.row not in graded))
    return found


def drop_proposal(store: Store, profile: Profile, indicator: str, document: str | None = None) -> str:
    """Take one proposal out of the store."""
    wanted = parse_row(indicator)
    for fact in choose_documents(store, document):
        opened = open_document(store, fact)
        left = tuple(record for record in opened.reviews.proposals if record.row != wanted)
        if len(left) < len(opened.reviews.proposals):
            keep_reviews(store, opened, replace(opened.reviews, proposals=left), profile)
            return f"{wanted}: proposal dropped"
    raise UnknownRowError(indicator)
