"""The part of every report that says how it judges: definition, grades, levels, rules, limits."""

from collections import Counter
from collections.abc import Iterator

from service.reports.blocks import Block, Cell, Heading, Listing, Paragraph, table_of
from service.reports.blocks import Column as Col
from service.reports.html import CONDITIONS, LEVELS, LIMITS
from service.reports.sentences import Sentences


def method_blocks(say: Sentences) -> Iterator[Block]:
    """What measurable means, the tests, the cited rules, and what the figures do not say."""
    w, coverage = say.wording, say.coverage
    yield Heading(1, w("method"))
    yield Heading(2, w("definition_heading"))
    yield Paragraph(w("definition"))
    yield Listing(tuple(w(f"condition_{n}") for n in range(1, CONDITIONS + 1)), numbered=True)
    yield Heading(2, w("grades_heading"))
    rows = [
        (
            Cell(letter, bold=True),
            say.label(f"grade-{letter}"),
            coverage.definition(f"grade-{letter}", say.lang),
            count,
        )
        for letter, count in coverage.headline.counts.items()
    ]
    columns = (
        Col(w("grade"), 0.1, "judged", "center"),
        Col(w("grade_label"), 0.2),
        Col(w("grade_test"), 0.58),
        Col(w("rows"), 0.12, "", "right"),
    )
    yield table_of(w("grades_heading"), columns, rows)
    yield Heading(2, w("levels_heading"))
    tests = [
        (Cell(level, bold=True), say.label(f"grade-{level}"), coverage.definition(f"grade-{level}", say.lang))
        for level in LEVELS
    ]
    yield table_of(
        w("levels_heading"),
        (Col(w("level"), 0.1, "judged", "center"), Col(w("grade_label"), 0.25), Col(w("level_test"), 0.65)),
        tests,
    )
    yield from _rules(say)
    yield Heading(1, w("limits"))
    yield Listing(tuple(w(f"limit_{n}") for n in range(1, LIMITS + 1)), numbered=True)


def _rules(say: Sentences) -> Iterator[Block]:
    w = say.wording
    yield Heading(2, w("rules_heading"))
    if not say.coverage.rules:
        yield Paragraph(w("rules_none"))
        return
    yield Paragraph(w("rules_intro"))
    cited = count_citations(say)
    rows = []
    for rule in say.coverage.rules:
        label = rule.label.text(say.lang) if rule.label != rule.sentence else ""
        source = f"{rule.source} ({say.citation(rule.citation)})" if rule.citation else rule.source
        sentence = rule.sentence.text(say.lang) or w("rule_unknown")
        rows.append((Cell(rule.key, label), sentence, source, cited[rule.key]))
    columns = (
        Col(w("rule"), 0.24),
        Col(w("rule_sentence"), 0.36),
        Col(w("rule_source"), 0.29, "src"),
        Col(w("rule_cited"), 0.11, "", "right"),
    )
    yield table_of(w("rules_heading"), columns, rows)


def count_citations(say: Sentences) -> Counter[str]:
    """How many rows, goal statements and goal levels rest on each rule, counted in one go."""
    cited: Counter[str] = Counter()
    for document in say.coverage.documents:
        for row in document.rows:
            cited.update(set(row.rules))
        for goal in document.goals:
            for statement in goal.statements:
                cited.update(set(statement.rules))
            for picture in goal.pictures:
                cited.update(set(picture.rules))
    return cited
