"""The coverage report as blocks: the same order, sentences and figures as the page."""

from collections.abc import Iterator

from queries.coverage import sum_up
from queries.coverage_records import Coverage, DocumentCoverage, Headline
from service.reports.blocks import (
    Block,
    Boxes,
    Contents,
    Heading,
    Listing,
    PageTurn,
    Paragraph,
    Report,
    Voice,
    table_of,
    without_repeated_captions,
)
from service.reports.blocks import Column as Col
from service.reports.coverage_evidence import evidence_blocks
from service.reports.coverage_figures import slide_blocks
from service.reports.coverage_goal_blocks import basis_blocks, goal_blocks, matrix_blocks
from service.reports.coverage_method import method_blocks
from service.reports.coverage_rows import project_blocks, row_blocks
from service.reports.numbers import show_share
from service.reports.sentences import Sentences
from service.reports.wording import Language

_HEADS = ("share_a", "share_ab", "share_abc")


def coverage_report(coverage: Coverage, lang: Language) -> Report:
    """The whole report; several documents follow each other below the figures of all."""
    say = Sentences.about(coverage, lang)
    w = say.wording
    blocks = [*_legend(say), *_body(say)]
    name = name_coverage(coverage, say)
    shown = without_repeated_captions(blocks)
    return Report(lang, w("title"), name, w("report_foot", name=name), shown, words=voice_words(say))


def voice_words(say: Sentences) -> dict[str, str]:
    """The words that every layout needs: the three voices and the heading of the contents."""
    w = say.wording
    return {
        "src": w("voice_source"),
        "read": w("voice_reading"),
        "judged": w("voice_judgment"),
        "contents": w("contents"),
    }


def name_coverage(coverage: Coverage, say: Sentences) -> str:
    """The one document by department and year, several by their number."""
    if len(coverage.documents) != 1:
        return say.wording("several_documents", count=len(coverage.documents))
    return name_source(coverage.documents[0], say)


def name_source(document: DocumentCoverage, say: Sentences) -> str:
    """The department's code and name and the year of a document."""
    source = document.document
    year = say.wording("year", year=source.year) if source.year else ""
    return " ".join(filter(None, (source.department_code, source.department_name, year)))


def _legend(say: Sentences) -> Iterator[Block]:
    w = say.wording
    yield Paragraph(w("subtitle"), "lead")
    yield Paragraph(w("what_this_is"))
    voices = (("source", "src"), ("reading", "read"), ("judgment", "judged"))
    rows = [(w(f"voice_{name}"), w(f"voice_{name}_text")) for name, _ in voices]
    yield table_of(w("legend"), (Col(w("report_voice"), 0.15), Col(w("report_meaning"), 0.85)), rows)
    yield Paragraph(w("cell_note"), "quiet")
    if say.coverage.documents:
        yield Contents()
        yield PageTurn("portrait")


def _body(say: Sentences) -> Iterator[Block]:
    coverage, w = say.coverage, say.wording
    if not coverage.documents:
        yield Paragraph(w("no_documents"), "lead")
        return
    if len(coverage.documents) > 1:
        yield Heading(1, w("several_documents", count=len(coverage.documents)))
        yield from headline_blocks(coverage.headline, say)
        yield Listing(tuple(name_source(document, say) for document in coverage.documents), numbered=True)
    for document in coverage.documents:
        yield from _document(document, say)
    yield PageTurn("portrait")
    yield from method_blocks(say)


def _document(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    head = sum_up([document])
    if len(say.coverage.documents) > 1:
        yield PageTurn("portrait")
        yield Heading(1, name_source(document, say))
    yield from _source(document, say)
    yield Heading(1, say.wording("headline"))
    yield from headline_blocks(head, say)
    yield from basis_blocks(document, say)
    yield from matrix_blocks(document, say)
    if document.goals:
        yield PageTurn("portrait")
    yield from goal_blocks(document, say)
    yield PageTurn("landscape")
    yield from project_blocks(document, head, say)
    yield PageTurn("landscape")
    yield from row_blocks(document, head, say)
    yield PageTurn("landscape")
    yield from evidence_blocks(document, head, say)
    yield from slide_blocks(document, say)


def _source(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    w, source = say.wording, document.document
    facts = [
        (w("document_title"), source.title),
        (w("file"), source.file_name or w("nothing_here")),
        (w("file_hash"), source.sha256 or w("nothing_here")),
        (w("layout"), source.layout),
    ]
    rows = [fact for fact in facts if fact[1]]
    yield Heading(1, w("document"))
    yield table_of("", (Col(w("report_what"), 0.28), Col(w("report_which"), 0.72)), rows)
    if document.overall_goal:
        yield Heading(2, w("overall_goal"))
        yield Paragraph(document.overall_goal, "source")


def headline_blocks(head: Headline, say: Sentences) -> Iterator[Block]:
    """The figures of the first page, and the sentences beside them."""
    w = say.wording
    funds = w("clause_separator").join(
        f"{say.label(f'fund-{fund.source}')} {say.money(fund.yuan)}" for fund in head.funds
    )
    yield Boxes(
        (
            (w("goals"), str(head.goals), f"{w('objectives')} {say.objectives(head)}", "read"),
            (w("projects"), str(head.projects), f"{w('safeguards')} {head.safeguards}", "read"),
            (w("money"), say.money(head.yuan), funds, "read"),
            (w("rows"), str(head.rows), f"{w('repairs_heading')} {head.repairs}", "read"),
        )
    )
    shares = zip(_HEADS, (head.counts.a, head.counts.measurable, head.judgeable), strict=True)
    judged = [_share_box(w(key), count, head, say) for key, count in shares]
    filled = w("count_of", count=head.filled, total=head.rows)
    yield Boxes(
        (*judged, (w("share_filled"), show_share(head.filled, head.rows), filled, "read")),
    )
    yield Paragraph(say.measurable(head), "lead")
    yield Paragraph(say.plain_rule(head))
    yield Listing(tuple(say.notes(head)))


def _share_box(label: str, count: int, head: Headline, say: Sentences) -> tuple[str, str, str, Voice]:
    of = say.wording("count_of", count=count, total=head.rows)
    return (label, show_share(count, head.rows), of, "judged")
