"""Comparisons, the league and what went on over the years as rows: shown for people, plain for programs."""

from decimal import Decimal
from typing import Final

from ontology.identifiers import concept
from ontology.vocabulary import labels
from queries.compare import Comparison, Figure
from queries.league import League, Season
from queries.year_records import Change, Kind, Thread, YearChanges
from service.reports.numbers import show_money, show_number, show_share

Rows = tuple[tuple[str, ...], list[tuple[object, ...]]]

_LABELS: Final[dict[str, tuple[str, str]]] = {
    "documents": ("文件", "documents"),
    "goals": ("目标", "goals"),
    "objectives": ("分项目标", "objectives"),
    "projects": ("项目", "projects"),
    "rows": ("指标行", "indicator rows"),
    "value_texts": ("不同的指标值文字", "different value texts"),
    "repairs": ("读取时的修补", "repairs while reading"),
    "yuan": ("预算", "budget"),
    "violation": ("检查发现：违规", "findings: violations"),
    "warning": ("检查发现：警告", "findings: warnings"),
    "info": ("检查发现：提示", "findings: notes"),
    "share-a": ("A 级所占比例", "share of grade A"),
    "share-a-b": ("A、B 级所占比例（可衡量）", "share of grades A and B (measurable)"),
    "share-a-b-c": (
        "A、B、C 级所占比例（不含标准或期限未写明的 C）",
        "share of grades A, B and C (without C that names no standard or date)",
    ),
    "share-filled": ("只看有没有填指标值的比例", "share that a plain “has a value” rule would give"),
    "share-verifiable": ("可核实的比例", "share that can be verified"),
    "boilerplate-shared-value": (
        "套话：与本项目别的行共用指标值",
        "boilerplate: value shared with another row of the project",
    ),
    "boilerplate-repeated-rows": (
        "套话：与其他项目逐字相同的行",
        "boilerplate: rows word for word in other projects",
    ),
    "boilerplate-same-schedule": ("套话：最常见的支出计划", "boilerplate: the commonest spending plan"),
    "boilerplate-single-basis": ("套话：最常见的指标值依据", "boilerplate: the commonest basis"),
}
_BASES: Final = {
    "stated": ("按文件自述的关联", "by stated links"),
    "accepted": ("按已确认的关联", "by accepted links"),
    "proposed": ("含待确认的关联", "with proposed links"),
}
_KINDS: Final[dict[Kind, tuple[str, str]]] = {
    "goal": ("目标", "goal"),
    "objective": ("分项目标", "objective"),
    "project": ("项目", "project"),
    "indicator": ("指标", "metric"),
}
_CHANGES: Final[dict[Change, tuple[str, str]]] = {
    "same": ("延续", "same"),
    "reworded": ("改写", "reworded"),
    "added": ("新增", "added"),
    "dropped": ("取消", "dropped"),
}


def label_of_figure(key: str, lang: str) -> str:
    """What a figure is called.

    >>> label_of_figure("goals-G1-accepted", "en")
    'goals at G1 (by accepted links)'
    """
    place = 1 if lang == "en" else 0
    if key in _LABELS:
        return _LABELS[key][place]
    head, _, basis = key.rpartition("-")
    if basis in _BASES and head.startswith("goals-"):
        level = head.removeprefix("goals-")
        said = _BASES[basis][place]
        return f"goals at {level} ({said})" if place else f"{level} 级目标（{said}）"
    if basis in _BASES:
        said = _BASES[basis][place]
        return f"projects without a goal ({said})" if place else f"没有目标的项目（{said}）"
    label = labels("en" if place else "zh").get(concept(key), key)
    return f"{key.removeprefix('grade-')} {label}" if key.startswith("grade-") else label


def comparison_table(found: Comparison, lang: str) -> Rows:
    """One row a figure, in words and with signs."""
    columns = ("figure", found.a.name, found.b.name, "difference")
    return columns, [
        (
            label_of_figure(figure.key, lang),
            _side(figure, 0, lang),
            _side(figure, 1, lang),
            _grown(figure, lang),
        )
        for figure in found.figures
    ]


def comparison_rows(found: Comparison) -> Rows:
    """One row a figure, in plain numbers: money in yuan, shares from 0 to 1 with what they are shares of."""
    columns = ("group", "figure", "unit", "a", "b", "difference", "part_a", "of_a", "part_b", "of_b")
    rows: list[tuple[object, ...]] = []
    for figure in found.figures:
        parts = (*figure.parts[0], *figure.parts[1]) if figure.parts else (None,) * 4
        rows.append((*figure[:5], figure.difference, *parts))
    return columns, rows


def _side(figure: Figure, place: int, lang: str) -> str:
    value = (figure.a, figure.b)[place]
    if figure.unit == "yuan" or value is None:
        return show_money(value, lang)
    if figure.unit == "count":
        return show_number(value)
    if figure.parts is None:
        return _percent(value)
    part, of = figure.parts[place]
    return f"{show_share(part, of)} ({part}/{of})"


def _grown(figure: Figure, lang: str) -> str:
    grown = figure.difference
    if grown is None:
        return "—"
    sign = "+" if grown > 0 else "−" if grown < 0 else ""
    if figure.unit == "share":
        return f"{sign}{_points(grown)}{' points' if lang == 'en' else ' 个百分点'}"
    return sign + (show_money(abs(grown), lang) if figure.unit == "yuan" else show_number(abs(grown)))


def _percent(share: Decimal) -> str:
    return f"{show_number((share * 100).quantize(Decimal('0.1')))}%"


def _points(share: Decimal) -> str:
    return show_number(abs(share * 100).quantize(Decimal("0.1")))


def league_table(found: League, lang: str) -> Rows:
    """One row a department, one column a year: the share with the counts behind it."""
    columns = ("rank", "code", "department", *found.years, "change")
    rows: list[tuple[object, ...]] = []
    for standing in found.standings:
        cells = [_season(season) for season in standing.seasons]
        change = Figure("", "", "share", Decimal(0), standing.change)
        name = (standing.department_code, standing.department_name)
        rows.append((standing.rank or "—", *name, *cells, _grown(change, lang)))
    return columns, rows


def _season(season: Season | None) -> str:
    if season is None:
        return ""
    return f"{show_share(season.counts.measurable, season.rows)} ({season.counts.measurable}/{season.rows})"


def league_rows(found: League) -> Rows:
    """One row for each department and year, in plain numbers; the rank is that of the last year."""
    columns = (
        "rank",
        "department_code",
        "department_name",
        "year",
        "projects",
        "yuan",
        "indicators",
        "measurable",
    )
    rows: list[tuple[object, ...]] = []
    for standing in found.standings:
        name = (standing.rank, standing.department_code, standing.department_name)
        for season in standing.seasons:
            if season is not None:
                counts = season.counts
                facts = (
                    season.year,
                    season.projects,
                    season.yuan,
                    season.rows,
                    counts.measurable,
                    season.share,
                )
                rows.append((*name, *facts, *counts))
    return (*columns, "share", *(f"grade_{letter}" for letter in "abcdef")), rows


def change_rows(found: YearChanges, kind: str | None, change: str | None) -> Rows:
    """One row for each pair: what became of it, why that is said, and the keys by which it can be decided on."""
    columns = ("kind", "change", "status", "rule", "score", "earlier_label", "later_label")
    rows: list[tuple[object, ...]] = []
    for pair in found.pairs:
        if kind in (None, pair.kind) and change in (None, pair.change):
            one, other = pair.earlier, pair.later
            said = (pair.status + (" (stale)" if pair.stale else ""), pair.rule, pair.score)
            texts = (one.label if one else "", other.label if other else "")
            values = (one.value if one else "", other.value if other else "")
            keys = (one.key if one else "", other.key if other else "")
            rows.append((pair.kind, pair.change, *said, *texts, *values, *keys))
    return (*columns, "earlier_value", "later_value", "earlier", "later"), rows


def change_table(found: YearChanges, kind: str | None, change: str | None, lang: str) -> Rows:
    """The same for people: kinds and changes in words."""
    columns, rows = change_rows(found, kind, change)
    place = 1 if lang == "en" else 0
    kinds = {key: words[place] for key, words in _KINDS.items()}
    changes = {key: words[place] for key, words in _CHANGES.items()}
    spoken = [(kinds.get(row[0], row[0]), changes.get(row[1], row[1]), *row[2:]) for row in rows]  # type: ignore[call-overload] # the first two cells are a kind and a change
    return columns, spoken


def thread_rows(threads: tuple[Thread, ...], years: tuple[str, ...], kind: str | None) -> Rows:
    """One row for everything that goes on through the years; a cell holds its place in that year's plan."""
    rows: list[tuple[object, ...]] = []
    for thread in threads:
        if kind in (None, thread.kind):
            rows.append((thread.kind, thread.label, *(item.key if item else "" for item in thread.items)))
    return ("kind", "label", *years), rows
