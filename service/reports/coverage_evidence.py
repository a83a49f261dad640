"""The parts of the coverage report that the rest rests on: findings, arithmetic, shared texts, flags, repairs."""

from collections.abc import Iterator, Sequence

from queries.coverage_records import DocumentCoverage, Headline, Repair
from service.reports.blocks import Block, Heading, Paragraph, table_of
from service.reports.blocks import Column as Col
from service.reports.sentences import Sentences


def evidence_blocks(document: DocumentCoverage, head: Headline, say: Sentences) -> Iterator[Block]:
    """Findings first, repairs last."""
    yield from _findings(document, head, say)
    yield from _checks(document, say)
    yield from _shared(document, say)
    yield from _flags(head, say)
    yield from _repairs(document, say)
    yield from _reported(document, say)
    yield from _remarks(document, say)


def project_name(document: DocumentCoverage, code: str) -> str:
    """The name of the project with that code, or the code."""
    project = document.project(code)
    return project.name if project and project.name else code


def _findings(document: DocumentCoverage, head: Headline, say: Sentences) -> Iterator[Block]:
    w = say.wording
    yield Heading(1, w("findings_heading"))
    if not document.findings:
        yield Paragraph(w("findings_none"))
        return
    severities = {key: head.severity(key) for key in ("violation", "warning", "info")}
    yield Paragraph(w("findings_counts", **severities))
    rows = [
        (
            say.severity(finding.severity),
            finding.message.text(say.lang),
            project_name(document, finding.project_code),
            finding.cell,
            finding.shape,
        )
        for finding in document.findings
    ]
    columns = (
        Col(w("severity"), 0.09, "judged"),
        Col(w("sentence"), 0.46, "judged"),
        Col(w("project"), 0.2, "src"),
        Col(w("place"), 0.1),
        Col(w("shape"), 0.15, "judged"),
    )
    yield table_of(w("findings_heading"), columns, rows)


def _checks(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    w = say.wording
    yield Heading(1, w("checks_heading"))
    yield Paragraph(w("checks_intro") if document.checks else w("checks_none"))
    if not document.checks:
        return
    rows = [
        (
            project_name(document, check.project_code),
            check.words,
            check.expression,
            f"{w('lower_bound')} {say.money(check.yuan)}" if check.lower_bound else say.money(check.yuan),
            say.money(check.budget_yuan),
            say.label(f"check-{check.outcome}"),
        )
        for check in document.checks
    ]
    columns = (
        Col(w("project"), 0.2, "src"),
        Col(w("words_used"), 0.27, "src"),
        Col(w("expression"), 0.2, "read"),
        Col(w("calculated"), 0.12, "read", "right"),
        Col(w("budget"), 0.11, "read", "right"),
        Col(w("outcome"), 0.1, "judged"),
    )
    yield table_of(w("checks_heading"), columns, rows)


def _shared(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    w = say.wording
    yield Heading(1, w("shared_heading"))
    yield Paragraph(w("shared_intro"))
    if not document.shared_values:
        yield Paragraph(w("none"))
        return
    rows = [
        (project_name(document, value.project_code), value.text, f"{value.rows} / {value.of}")
        for value in document.shared_values
    ]
    columns = (
        Col(w("project"), 0.28, "src"),
        Col(w("value"), 0.6, "src"),
        Col(w("shared_rows"), 0.12, "", "right"),
    )
    yield table_of(w("shared_heading"), columns, rows)


def _flags(head: Headline, say: Sentences) -> Iterator[Block]:
    w = say.wording
    if not head.flags:
        return
    yield Heading(1, w("flag_counts_heading"))
    yield Paragraph(w("flag_counts_note"))
    rows = [
        (
            say.label(f"flag-{flag}"),
            say.coverage.definition(f"flag-{flag}", say.lang),
            w("count_of", count=count, total=head.rows),
        )
        for flag, count in head.flags
    ]
    columns = (Col(w("flags"), 0.25, "judged"), Col(w("text"), 0.63), Col(w("rows"), 0.12, "", "right"))
    yield table_of(w("flag_counts_heading"), columns, rows)


def _repairs(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    w = say.wording
    yield Heading(1, w("repairs_heading"))
    yield Paragraph(w("repairs_intro") if document.repairs else w("repairs_none"))
    mended = [repair for repair in document.repairs if repair.repaired]
    if mended:
        rows = [(say.repair(found.rule), found.printed, found.repaired, found.cell) for found in mended]
        columns = (
            Col(w("repair_rule"), 0.22),
            Col(w("printed"), 0.27, "src"),
            Col(w("repaired"), 0.37, "read"),
            Col(w("place"), 0.14),
        )
        yield table_of(w("repair_words_caption"), columns, rows)
    left_out = [repair for repair in document.repairs if not repair.repaired]
    if left_out:
        columns = (
            Col(w("repair_rule"), 0.22),
            Col(w("times"), 0.08, "", "right"),
            Col(w("repair_example"), 0.25, "src"),
            Col(w("places"), 0.45),
        )
        yield table_of(w("repair_places_caption"), columns, _left_out(left_out, say))


def _reported(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    w, results = say.wording, document.told.results
    if not results:
        return
    yield Heading(1, w("reported_heading"))
    yield Paragraph(w("reported_intro", count=len(results)))
    rows = [
        (
            one.project_name or one.project_code,
            say.kind(one.kind),
            one.name,
            one.target or w("nothing_here"),
            one.text,
            say.result(one),
            one.cell,
        )
        for one in results
    ]
    columns = (
        Col(w("project"), 0.2, "src"),
        Col(w("kind"), 0.1, "src"),
        Col(w("indicator"), 0.24, "src"),
        Col(w("value"), 0.16, "src"),
        Col(w("reported"), 0.14, "src"),
        Col(w("reported_read"), 0.08, "read", "right"),
        Col(w("place"), 0.08),
    )
    yield table_of(w("reported_heading"), columns, rows)


def _remarks(document: DocumentCoverage, say: Sentences) -> Iterator[Block]:
    w, told = say.wording, document.told
    yield Heading(1, w("remarks_heading"))
    if told.left_out:
        yield Paragraph(w("left_out", count=told.left_out))
    if not told.remarks:
        yield Paragraph(w("none"))
        return
    yield Paragraph(w("remarks_intro"))
    rows = [(say.remark(one.code), one.text, one.cell) for one in told.remarks]
    columns = (Col(w("remark"), 0.24), Col(w("text"), 0.62), Col(w("place"), 0.14))
    yield table_of(w("remarks_heading"), columns, rows)


def _left_out(repairs: Sequence[Repair], say: Sentences) -> list[tuple[object, ...]]:
    """One line a rule: how often, one example, all places."""
    by_rule: dict[str, list[Repair]] = {}
    for repair in repairs:
        by_rule.setdefault(repair.rule, []).append(repair)
    nothing = say.wording("nothing_here")
    return [
        (say.repair(rule), len(found), found[0].printed or nothing, " ".join(one.cell for one in found))
        for rule, found in by_rule.items()
    ]
