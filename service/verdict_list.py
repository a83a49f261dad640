"""Candidate rows as a list: the words that were seen, how rare the metric is elsewhere, and the verdicts given."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from loaders.row_versions import rows_of
from loaders.verdicts import VerdictRecord
from queries.facts import choose_documents, read_facts
from queries.metric_uses import MetricUses, Rarity
from queries.store import Store
from queries.stored_rows import evidence_by_row
from service.row_reviews import stale_rows
from service.stored_plan import identify_stored
from service.verdicts import StoredDocument, open_document

CANDIDATES = ("misfit-candidate", "rebind-candidate")
RARITY_COLUMNS = ("other_projects", "elsewhere", "other_departments", "of_departments")
LIST_COLUMNS = (
    "indicator",
    "project",
    "name",
    "description",
    "value",
    "grade",
    "candidate",
    "evidence",
    *RARITY_COLUMNS,
    "verdict",
    "stale",
    "reviewer",
    "date",
    "note",
)
TABLE_COLUMNS = ("indicator", "project", "name", "evidence", "rarity", "verdict", "stale", "reviewer")
"""What a terminal has room for, how rare the metric is in words; CSV and JSON hold all columns."""


def list_verdicts(
    store: Store,
    document: str | None,
    *,
    every_row: bool = False,
    undecided: bool = False,
    rarity: bool = True,
) -> list[tuple[object, ...]]:
    """The candidates with their evidence and verdicts, and every other row that has a verdict.

    How rare a metric is takes a look at the whole store; without it these cells are empty.
    """
    listed = [
        one
        for fact in choose_documents(store, document)
        for one in _list_document(store, open_document(store, fact), every_row=every_row)
        if not undecided or one.verdict is None or one.stale
    ]
    if not rarity:
        return [(*one.words, *(None,) * 4, *one.decided) for one in listed]
    uses = MetricUses(store, (one.name for one in listed))
    return [(*one.words, *uses.rarity(one.name, one.plan, one.project), *one.decided) for one in listed]


def verdict_table(
    rows: Sequence[Sequence[object]], lang: str
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The listed rows as a terminal shows them."""
    place = {column: LIST_COLUMNS.index(column) for column in LIST_COLUMNS}
    first = place["other_projects"]

    def cell(row: Sequence[object], column: str) -> object:
        if column == "rarity":
            counts = [int(str(number or 0)) for number in row[first : first + 4]]
            return Rarity(*counts).sentence(lang)
        return row[place[column]]

    return TABLE_COLUMNS, [tuple(cell(row, column) for column in TABLE_COLUMNS) for row in rows]


class _Listed(NamedTuple):
    """One row of the list; `words` are its cells before the rarity of its metric."""

    plan: str
    project: str
    name: str
    words: tuple[object, ...]
    verdict: VerdictRecord | None
    stale: bool

    @property
    def decided(self) -> tuple[object, ...]:
        return _verdict_cells(self.verdict, self.stale)


def _list_document(store: Store, opened: StoredDocument, *, every_row: bool) -> Iterator[_Listed]:
    identifiers, plan = identify_stored(opened.fact), opened.fact.plan
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
        cells = (
            str(reference),
            project.name.text,
            row.name,
            row.description.text,
            row.value.text,
            facts[iri].grade if iri in facts else "",
            "、".join(candidates),
            "；".join(words.partition("：")[2] for words in said),
        )
        yield _Listed(plan, identifiers.project(project.key), row.name, cells, verdict, reference in stale)
    for reference, verdict in sorted(verdicts.items()):
        gone = (str(reference), verdict.project_label, verdict.indicator_label, *("",) * 5)
        yield _Listed(plan, "", verdict.indicator_label, gone, verdict, stale=True)


def _verdict_cells(verdict: VerdictRecord | None, stale: bool) -> tuple[object, ...]:
    if verdict is None:
        return ("", "", "", "", "")
    return (verdict.verdict, "stale" if stale else "", verdict.reviewer, verdict.date, verdict.note)
