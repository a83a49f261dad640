"""Plans of several years out of a store, laid side by side with what reviewers decided on them."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, cast

from loaders.errors import LoadError
from loaders.row_errors import BadCellError, RowError, refuse
from loaders.year_files import YearFile, YearRow, format_years, write_years
from queries.across_years import compare_years, follow_years, list_items
from queries.continuations import Answer, decide, read_decisions, write_decisions
from queries.document_choice import documents_called, plan_key
from queries.fact_records import DocumentFact
from queries.facts import read_facts
from queries.store import Store
from queries.year_records import Decision, ReviewStatus, Thread, YearChanges


class SeveralPlansError(LoadError):
    """Raised when one plan is asked for and a name means several."""

    def __init__(self, name: str, documents: tuple[str, ...]) -> None:
        self.documents = documents
        listed = ", ".join(documents[:5])
        super().__init__(
            f"{len(documents)} documents are called so",
            name,
            f"name one of them, such as {listed}",
            zh=(f"有 {len(documents)} 份文件符合这个名称", f"请指定其中一份，例如 {listed}"),
        )


def compare_stored(store: Store, earlier: str, later: str) -> YearChanges:
    """Lay two stored plans side by side."""
    one, other = _one(store, earlier), _one(store, later)
    return compare_years(
        read_facts(store, one), read_facts(store, other), read_decisions(store, one.plan, other.plan)
    )


def decide_stored(store: Store, earlier: str, later: str, answer: Answer) -> Decision:
    """Keep a reviewer's answer on two items of two stored plans."""
    one, other = (read_facts(store, _one(store, name)) for name in (earlier, later))
    return decide(store, one, other, answer)


class Imported(NamedTuple):
    """What a file brought to two plans: decisions taken, and the rows that were left out."""

    plans: tuple[str, str]
    decisions: int
    left_out: tuple[RowError, ...]


def export_decisions(store: Store, earlier: str, later: str) -> str:
    """The decisions on two stored plans as the text of a file."""
    one, other = _one(store, earlier), _one(store, later)
    return format_years(_rows(store, one.plan, other.plan), one.plan, other.plan)


def export_decision_sheet(store: Store, earlier: str, later: str, path: Path) -> None:
    """Write the decisions on two stored plans as a spreadsheet that `import_decisions` takes back."""
    one, other = _one(store, earlier), _one(store, later)
    write_years(path, _rows(store, one.plan, other.plan), one.plan, other.plan)


def _rows(store: Store, earlier: str, later: str) -> list[YearRow]:
    return [
        YearRow(
            decision.earlier.removeprefix(f"{earlier}/"),
            decision.later.removeprefix(f"{later}/"),
            *decision[2:],
        )
        for decision in read_decisions(store, earlier, later)
    ]


def import_decisions(store: Store, files: Iterable[YearFile], *, keep_going: bool = False) -> list[Imported]:
    """Bring files of decisions into the store; every row is checked before anything is written."""
    done: list[Imported] = []
    changes: list[tuple[DocumentFact, DocumentFact, list[Decision]]] = []
    for file in files:
        one, other = (_one(store, plan_key(plan)) for plan in (file.earlier, file.later))
        problems = [*file.problems, *_unknown(store, file, one, other)]
        if not keep_going:
            refuse(problems)
        bad = {problem.row for problem in problems}
        good = [_decision(row, one.plan, other.plan) for row in file.rows if row.line not in bad]
        changes.append((one, other, good))
        left_out = tuple(sorted(problems, key=lambda problem: problem.row))
        done.append(Imported((one.key, other.key), len(good), left_out))
    for one, other, given in changes:
        kept = {(d.earlier, d.later): d for d in read_decisions(store, one.plan, other.plan)}
        kept.update({(d.earlier, d.later): d for d in given})
        write_decisions(store, one.plan, other.plan, list(kept.values()))
    return done


def _decision(row: YearRow, earlier: str, later: str) -> Decision:
    return Decision(
        f"{earlier}/{row.earlier}",
        f"{later}/{row.later}",
        cast("ReviewStatus", row.status),
        row.earlier_label,
        row.later_label,
        row.score,
        row.reviewer,
        row.date,
        row.note,
    )


def _unknown(store: Store, file: YearFile, one: DocumentFact, other: DocumentFact) -> list[RowError]:
    """Rows about things that neither plan states nor an earlier decision speaks of."""
    decided = {(d.earlier, d.later) for d in read_decisions(store, one.plan, other.plan)}
    stated = [{item.iri for item in list_items(read_facts(store, fact))} for fact in (one, other)]
    problems: list[RowError] = []
    for row in file.rows:
        found = _decision(row, one.plan, other.plan)
        if (found.earlier, found.later) in decided:
            continue
        for column, iri, known, raw in (
            ("subject_id", found.earlier, stated[0], row.earlier),
            ("object_id", found.later, stated[1], row.later),
        ):
            if iri not in known:
                expected = (
                    "an item of that plan (see: goaltrace years list)",
                    "该计划中的标识（见 years list）",
                )
                problems.append(BadCellError(file.name, row.line, column, raw, *expected))
    return problems


def follow_stored(store: Store, department: str) -> tuple[tuple[Thread, ...], tuple[str, ...]]:
    """Follow a department through its years; the second part of the answer names the years."""
    documents = sorted(
        documents_called(store, department), key=lambda document: (document.year, document.iri)
    )
    neighbours = pairwise(documents)
    decisions = {(a.plan, b.plan): read_decisions(store, a.plan, b.plan) for a, b in neighbours}
    plans = [read_facts(store, document) for document in documents]
    return follow_years(plans, decisions), tuple(document.year for document in documents)


def _one(store: Store, name: str) -> DocumentFact:
    documents = documents_called(store, name)
    if len(documents) != 1:
        raise SeveralPlansError(name, tuple(document.key for document in documents))
    return documents[0]
