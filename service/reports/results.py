"""Target against actual: what a form aimed at beside what it reports, compared only where both can be."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, NamedTuple

from queries.facts import choose_documents
from queries.store import Store
from queries.table_rows import COLUMNS, DocumentTables
from service.reports.blocks import (
    Block,
    Cell,
    Heading,
    Listing,
    Paragraph,
    Report,
    Table,
    plain_row,
    table_of,
)
from service.reports.blocks import Column as Col
from service.reports.comparison import speak
from service.reports.coverage_blocks import voice_words
from service.reports.numbers import show_share
from service.reports.plain_tables import PlainTable
from service.reports.sentences import Sentences
from service.reports.wording import Language

Outcome = Literal["reached", "missed", "no-comparator", "no-number"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("reached", "missed", "no-comparator", "no-number")


class Result(NamedTuple):
    """One row with a reported result, in the document's words, and what comparing the numbers gives."""

    document: str
    code: str
    project: str
    name: str
    target: str
    actual: str
    baseline: str
    grade: str
    outcome: Outcome


def read_results(store: Store, document: str | None = None) -> list[Result]:
    """Every row of these documents that reports a result."""
    found: list[Result] = []
    for fact in choose_documents(store, document):
        for row in DocumentTables(store, fact).rows()["indicators"]:
            cells = dict(zip(COLUMNS["indicators"], row, strict=True))
            if cells["actual"]:
                found.append(_result(cells))
    return found


def _result(cells: Mapping[str, str]) -> Result:
    return Result(
        cells["document"],
        cells["project_code"],
        cells["project_name"],
        cells["name"],
        cells["value_text"],
        cells["actual"],
        cells["baseline"],
        cells["grade"],
        compare_numbers(cells["comparator"], cells["number"], cells["number_end"], cells["actual_number"]),
    )


def compare_numbers(comparator: str, number: str, end: str, actual: str) -> Outcome:
    """Whether the reported number keeps to the target, said only where the target names its comparator.

    >>> compare_numbers("≥", "90", "", "95"), compare_numbers("≤", "10", "", "12"), compare_numbers("", "5", "", "5")
    ('reached', 'missed', 'no-comparator')
    """
    aimed, last, reached = _decimal(number), _decimal(end), _decimal(actual)
    if aimed is None or reached is None:
        return "no-number"
    holds = {
        "≥": reached >= aimed,
        ">": reached > aimed,
        "≤": reached <= aimed,
        "<": reached < aimed,
        "=": reached == aimed,
        "range": last is not None and aimed <= reached <= last,
    }
    if last is not None:
        return "reached" if holds["range"] else "missed"
    if comparator not in holds:
        return "no-comparator"
    return "reached" if holds[comparator] else "missed"


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def results_report(results: list[Result], name: str, lang: Language) -> Report:
    """The results document by document, with what can be compared and what cannot."""
    say = speak(lang)
    w = say.wording
    blocks: list[Block] = [Paragraph(w("results_what"), "quiet")]
    if results:
        blocks += [_summary(results, say), *_tables(results, say)]
    else:
        blocks.append(Paragraph(w("results_none"), "lead"))
    blocks += [
        Heading(1, w("limits")),
        Listing((w("results_limit"), w("limit_1"), w("limit_8")), numbered=True),
    ]
    title = w("results_title")
    return Report(lang, title, name, f"{title} · {name}", tuple(blocks), words=voice_words(say))


def _summary(results: Iterable[Result], say: Sentences) -> Table:
    w = say.wording
    counted = Counter(result.outcome for result in results)
    total = sum(counted.values())
    rows = [(outcome_word(key, say), counted[key], show_share(counted[key], total)) for key in OUTCOMES]
    columns = (
        Col(w("outcome"), 0.6),
        Col(w("rows"), 0.2, "", "right"),
        Col(w("brief_share"), 0.2, "", "right"),
    )
    return table_of(w("results_counts", total=total), columns, rows)


def outcome_word(outcome: Outcome, say: Sentences) -> str:
    """What comparing gave, in words."""
    w = say.wording
    words = {
        "reached": w("results_reached"),
        "missed": w("results_missed"),
        "no-comparator": w("results_no_comparator"),
        "no-number": w("results_no_number"),
    }
    return words[outcome]


def _tables(results: list[Result], say: Sentences) -> Iterator[Block]:
    w = say.wording
    columns = (
        Col(w("project"), 0.2, "src"),
        Col(w("indicator"), 0.24, "src"),
        Col(w("value"), 0.14, "src"),
        Col(w("results_actual"), 0.14, "src"),
        Col(w("grade"), 0.06, "judged", "center"),
        Col(w("outcome"), 0.22, "read"),
    )
    for document in dict.fromkeys(result.document for result in results):
        yield Heading(1, document)
        rows = tuple(
            plain_row(
                one.project or one.code,
                one.name,
                one.target,
                Cell(one.actual, f"{w('results_baseline')} {one.baseline}" if one.baseline else ""),
                Cell(one.grade or w("nothing_here"), bold=True),
                outcome_word(one.outcome, say),
            )
            for one in results
            if one.document == document
        )
        yield Table("", columns, rows, small=True)


def results_sheets(results: list[Result], lang: Language) -> list[PlainTable]:
    """The results for a spreadsheet."""
    say = speak(lang)
    w = say.wording
    heads = (
        "document",
        "code",
        "project",
        "indicator",
        "value",
        "results_actual",
        "results_baseline",
        "grade",
        "outcome",
    )
    rows = [(*result[:-1], outcome_word(result.outcome, say)) for result in results]
    return [PlainTable("results", w("results_title"), tuple(w.entries[head] for head in heads), rows)]
