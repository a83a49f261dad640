"""Comparison reports: two years or departments side by side, target against actual, the league of departments."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from queries.compare import Comparison
from queries.coverage import sum_up
from queries.coverage_records import LETTERS, Coverage, GradeCounts
from queries.league import League, Season
from queries.year_records import YearChanges
from service.compare_rows import change_table, comparison_rows, comparison_table, league_rows, league_table
from service.reports.blocks import (
    Block,
    Cell,
    Heading,
    Listing,
    PageTurn,
    Paragraph,
    Report,
    Table,
    plain_row,
    table_of,
)
from service.reports.blocks import Column as Col
from service.reports.brief import shorten
from service.reports.coverage_blocks import voice_words
from service.reports.coverage_figures import bars_figure
from service.reports.numbers import show_share
from service.reports.plain_tables import PlainTable
from service.reports.sentences import Sentences
from service.reports.wording import Language

KIND_OF_PROJECT: Final = {"zh": "项目", "en": "project"}
GROUPS: Final = {
    "counts": "compare_counts",
    "shares": "compare_shares",
    "grades": "compare_grades",
    "levels": "compare_levels",
    "findings": "compare_findings",
    "links": "compare_links",
    "flags": "compare_flags",
    "boilerplate": "compare_boilerplate",
}
SPARSE: Final = frozenset({"levels", "flags"})
MOST_CHANGES: Final = 400


def speak(lang: Language) -> Sentences:
    """Sentences that need no coverage."""
    return Sentences.about(Coverage((), sum_up([]), ()), lang)


def comparison_report(found: Comparison, changes: YearChanges | None, lang: Language) -> Report:
    """Both sides figure by figure, and between two years what went on, changed, came or went."""
    say = speak(lang)
    w = say.wording
    blocks: list[Block] = [Paragraph(w("compare_what"), "quiet"), _sides(found, say), _bars(found, say)]
    _, rows = comparison_table(found, lang)
    columns = (
        Col(w("report_figure"), 0.4),
        Col(found.a.name, 0.2, "", "right"),
        Col(found.b.name, 0.2, "", "right"),
        Col(w("compare_difference"), 0.2, "", "right"),
    )
    pairs = zip(found.figures, rows, strict=True)
    told = [(figure, row) for figure, row in pairs if figure.group not in SPARSE or figure.a or figure.b]
    grouped = {
        group: [row for _, row in part] for group, part in groupby(told, key=lambda pair: pair[0].group)
    }
    for group in (*GROUPS, *(name for name in grouped if name not in GROUPS)):
        if group in grouped:
            title = w(GROUPS[group]) if group in GROUPS else group
            blocks += [Heading(1, title), table_of("", columns, grouped[group])]
    if changes is not None:
        blocks += _changes(changes, say)
    blocks += [Heading(1, w("limits")), Listing(tuple(w(f"limit_{n}") for n in (1, 2, 3, 8)), numbered=True)]
    title, name = w("compare_title"), f"{found.a.name} — {found.b.name}"
    return Report(lang, title, name, f"{title} · {name}", tuple(blocks), words=voice_words(say))


def _sides(found: Comparison, say: Sentences) -> Table:
    """Which documents each side sums up."""
    w = say.wording
    rows = [
        (side.name, document.key, document.department_name or document.department_code, document.year)
        for side in (found.a, found.b)
        for document in side.documents
    ]
    columns = (
        Col(w("compare_side"), 0.2),
        Col(w("document"), 0.3),
        Col(w("report_department"), 0.35, "src"),
        Col(w("report_year"), 0.15),
    )
    return table_of(w("compare_documents"), columns, rows)


def _bars(found: Comparison, say: Sentences) -> Block:
    """The grades of both sides as bars."""
    sides = [(found.a.name, _grades(found, 0)), (found.b.name, _grades(found, 1))]
    finding = say.wording("clause_separator").join(_measurable(name, counts, say) for name, counts in sides)
    return bars_figure("sides", say.wording("page_grades"), finding, sides, say)


def _grades(found: Comparison, place: int) -> GradeCounts:
    """The rows of each grade on one side, as the comparison itself counts them."""
    figures = (found.figure(f"grade-{letter}") for letter in LETTERS)
    return GradeCounts(*(int((figure.a, figure.b)[place] or 0) for figure in figures))


def _measurable(name: str, counts: GradeCounts, say: Sentences) -> str:
    return say.wording(
        "compare_measurable",
        name=name,
        measurable=counts.measurable,
        total=counts.total,
        share=show_share(counts.measurable, counts.total),
    )


def _changes(changes: YearChanges, say: Sentences) -> Iterator[Block]:
    """What became of goals, objectives, projects and rows."""
    w = say.wording
    _, rows = change_table(changes, None, None, say.lang)
    yield PageTurn("landscape")
    yield Heading(1, w("compare_changes"))
    counted = Counter((str(row[0]), str(row[1])) for row in rows)
    kinds = list(dict.fromkeys(kind for kind, _ in counted))
    words = list(dict.fromkeys(change for _, change in counted))
    columns = (Col(w("kind"), 0.4), *(Col(word, 0.6 / max(len(words), 1), "", "right") for word in words))
    yield table_of("", columns, [(kind, *(counted[kind, word] for word in words)) for kind in kinds])
    yield Paragraph(w("compare_changes_note"), "quiet")
    shown = [row for row in rows if row[5] != row[6] or row[7] != row[8]][:MOST_CHANGES]
    columns = (
        Col(w("kind"), 0.08),
        Col(w("compare_change"), 0.07),
        Col(w("status"), 0.08),
        Col(w("compare_earlier"), 0.255, "src"),
        Col(w("compare_later"), 0.255, "src"),
        Col(w("compare_earlier_value"), 0.13, "src"),
        Col(w("compare_later_value"), 0.13, "src"),
    )
    yield Table(w("compare_changed"), columns, tuple(_changed(row, say) for row in shown), small=True)


def _changed(row: Sequence[object], say: Sentences) -> tuple[Cell, ...]:
    """One pair: what became of it, how sure that is, both names and both values."""
    w = say.wording
    standing = {
        "stated": w("compare_stated"),
        "proposed": w("compare_proposed"),
        "accepted": w("compare_accepted"),
        "rejected": w("compare_rejected"),
    }
    kind, change, status = (str(part) for part in row[:3])
    values = [str(value or "") for value in row[7:9]]
    if kind == KIND_OF_PROJECT[say.lang]:
        values = [say.money(Decimal(value)) if value else "" for value in values]
    texts = [shorten(str(words or ""), 120) for words in row[5:7]]
    return plain_row(
        kind, change, standing.get(status, status), *texts, *(shorten(value, 60) for value in values)
    )


def comparison_sheets(found: Comparison, lang: Language) -> list[PlainTable]:
    """The comparison for a spreadsheet: in words, and in plain numbers."""
    w = speak(lang).wording
    shown = comparison_table(found, lang)
    heads = (w("report_figure"), found.a.name, found.b.name, w("compare_difference"))
    return [
        PlainTable("comparison", w("compare_title"), heads, shown[1]),
        _numbers(comparison_rows(found), lang),
    ]


def _numbers(rows: tuple[tuple[str, ...], list[tuple[object, ...]]], lang: Language) -> PlainTable:
    return PlainTable("numbers", speak(lang).wording("compare_numbers"), rows[0], rows[1])


def league_report(found: League, lang: Language) -> Report:
    """Departments by the share of measurable rows, year by year, with the counts."""
    say = speak(lang)
    w = say.wording
    _, rows = league_table(found, lang)
    width = 0.55 / max(len(found.years) + 1, 1)
    columns = (
        Col(w("league_rank"), 0.07, "", "right"),
        Col(w("code"), 0.12, "src"),
        Col(w("report_department"), 0.26, "src"),
        *(Col(year, width, "judged", "right") for year in found.years),
        Col(w("league_change"), width, "", "right"),
    )
    blocks: list[Block] = [Paragraph(w("league_what"), "quiet")]
    if found.standings:
        blocks += [*_league_bars(found, say), table_of(w("league_title"), columns, rows)]
    else:
        blocks.append(Paragraph(w("no_documents"), "lead"))
    blocks += [Heading(1, w("limits")), Listing(tuple(w(f"limit_{n}") for n in (1, 2, 3, 8)), numbered=True)]
    years = "—".join(dict.fromkeys((*found.years[:1], *found.years[-1:])))
    return Report(
        lang,
        w("league_title"),
        years,
        f"{w('league_title')} · {years}",
        tuple(blocks),
        words=voice_words(say),
    )


def _league_bars(found: League, say: Sentences) -> Iterator[Block]:
    """The grades of the first departments in the last year."""
    last: list[tuple[str, Season]] = []
    for standing in found.standings:
        season = standing.seasons[-1]
        if season is not None and season.rows:
            last.append(
                (f"{standing.rank or ''} {standing.department_name or standing.department_code}", season)
            )
    if not last:
        return
    bars = [(name, season.counts) for name, season in last[:20]]
    title = say.wording("league_grades", year=found.years[-1])
    total = sum((season.counts for _, season in last), GradeCounts())
    finding = _measurable(say.wording("matrix_total"), total, say)
    yield bars_figure("league", title, finding, bars, say)


def league_sheets(found: League, lang: Language) -> list[PlainTable]:
    """The league for a spreadsheet: in words, and in plain numbers."""
    w = speak(lang).wording
    heads = (w("league_rank"), w("code"), w("report_department"), *found.years, w("league_change"))
    return [
        PlainTable("league", w("league_title"), heads, league_table(found, lang)[1]),
        _numbers(league_rows(found), lang),
    ]
