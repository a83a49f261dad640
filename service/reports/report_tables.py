"""The coverage report as plain tables for spreadsheets: one row a thing, numbers as numbers, one document at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from queries.coverage import sum_up
from queries.coverage_records import BASES, LETTERS, Coverage, DocumentCoverage, Headline, Rule
from queries.coverage_records import Row as IndicatorRow
from service.reports.blocks import Voice
from service.reports.coverage_evidence import project_name
from service.reports.coverage_goal_blocks import join_flags
from service.reports.html import CONDITIONS, LEVELS, LIMITS
from service.reports.matrix import matrix_rows
from service.reports.numbers import TEN_THOUSAND
from service.reports.sentences import Sentences

Kind = Literal["text", "count", "money", "share", "grade"]
Value = str | int | Decimal | None
Row = tuple[Value, ...]


class TableColumn(NamedTuple):
    """A column: the wording key of its heading or the heading itself, what it holds, its width, whose words."""

    label: str
    kind: Kind = "text"
    width: int = 12
    voice: Voice = ""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of the report: its name, its columns, and how one document fills it."""

    name: str
    title: str
    columns: tuple[TableColumn, ...]
    rows: Callable[[DocumentCoverage], Iterator[Row]]


def report_tables(say: Sentences) -> tuple[ReportTable, ...]:
    """Every table that one document after the other fills, in the order of the report."""
    maker = _Maker(say)
    w = say.wording
    named = (
        ("summary", w("report_each"), maker.summary_columns(), maker.summary),
        ("goals", w("goals"), maker.goal_columns(), maker.goals),
        ("projects", w("projects"), maker.project_columns(), maker.projects),
        ("indicators", w("rows"), maker.indicator_columns(), maker.indicators),
        ("findings", w("findings"), maker.finding_columns(), maker.findings),
        ("links", w("figure_links"), maker.link_columns(), maker.links),
        ("checks", w("checks_heading"), maker.check_columns(), maker.checks),
        ("repairs", w("repairs_heading"), maker.repair_columns(), maker.repairs),
        ("remarks", w("remarks_heading"), maker.remark_columns(), maker.remarks),
    )
    return tuple(ReportTable(*parts) for parts in named)


def matrix_columns(say: Sentences, kinds: tuple[str, ...]) -> tuple[TableColumn, ...]:
    """The matrix: a share and the counts behind it for each kind."""
    w = say.wording
    heads = [*(say.kind(kind) for kind in kinds), w("matrix_total")]
    return (
        TableColumn(w("document"), width=19),
        TableColumn(w("basis"), width=11),
        TableColumn(w("goal"), width=30, voice="src"),
        TableColumn(w("projects"), "count", 8),
        *(TableColumn(head, "share", 9, "judged") for head in heads),
        *(TableColumn(f"{head} {w('report_counts')}", "text", 9, "judged") for head in heads),
    )


def matrix_lines(document: DocumentCoverage, say: Sentences, kinds: tuple[str, ...]) -> Iterator[Row]:
    """The lines of the matrix of one document on each basis that has links, or on accepted links."""
    for basis in BASES:
        if not document.has_links(basis) and (basis != "accepted" or document.has_links("stated")):
            continue
        for line in matrix_rows(document, basis, say.wording):
            cells = {cell.kind: cell for cell in line.cells}
            chosen = [*(cells.get(kind) for kind in kinds), line.total]
            yield (
                key_of(document),
                say.wording(f"basis_short_{basis}"),
                f"{line.goal} {line.label}".strip(),
                line.projects,
                *(cell.share if cell else None for cell in chosen),
                *(f"{cell.measurable}/{cell.rows}" if cell and cell.rows else None for cell in chosen),
            )


def key_of(document: DocumentCoverage) -> str:
    """The short name of a document, as commands take it."""
    return document.document.iri.rpartition("/")[2]


def headline_row(head: Headline, name: tuple[str, ...], say: Sentences) -> Row:
    """The headline figures as a row."""
    funds = dict(head.funds)
    return (
        *name,
        head.goals,
        head.objectives,
        head.projects,
        in_unit(head.yuan, say),
        in_unit(funds.get("fiscal"), say),
        in_unit(funds.get("other"), say),
        head.rows,
        *head.counts,
        head.counts.measurable,
        _share(head.counts.measurable, head.rows),
        head.judgeable,
        _share(head.judgeable, head.rows),
        head.filled,
        head.with_digit,
        head.verifiable,
        head.value_texts,
        head.rows_sharing_value,
        *(head.severity(key) for key in ("violation", "warning", "info")),
        head.repairs,
    )


def figure_columns(say: Sentences) -> tuple[TableColumn, ...]:
    """The headline figures below each other."""
    w = say.wording
    return (
        TableColumn(w("report_figure"), width=52),
        TableColumn(w("report_number"), "money", 18, "read"),
        TableColumn(w("report_share"), "share", 14, "judged"),
    )


def figure_rows(head: Headline, say: Sentences) -> Iterator[Row]:
    """The headline figures, one a row, with the share of all rows where they are one."""
    names = [column.label for column in _Maker(say).summary_columns()[3:]]
    shares = {f"{say.wording(key)} %" for key in ("share_ab", "share_abc")}
    of_rows = {say.wording(key) for key in ("share_ab", "share_abc", "share_filled", "report_with_digit")}
    of_rows |= {say.wording("report_verifiable"), say.wording("report_sharing"), *LETTERS}
    for name, value in zip(names, headline_row(head, (), say), strict=True):
        if name in shares:
            continue
        share = _share(int(value), head.rows) if name in of_rows and isinstance(value, int) else None
        label = f"{name} {say.label(f'grade-{name}')}" if name in LETTERS else name
        yield (label, value, share)


def in_unit(yuan: Decimal | None, say: Sentences) -> Decimal | None:
    """Money in the unit of the language."""
    if yuan is None:
        return None
    return yuan / TEN_THOUSAND if say.lang == "zh" else yuan


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def _saw(row: IndicatorRow, say: Sentences) -> str:
    """The words that the grade and each flag saw."""
    noted = [f"{note.label}{say.wording('colon')}{note.saw}" for note in say.flag_notes(row) if note.saw]
    return say.wording("clause_separator").join(filter(None, (say.grade_saw(row), *noted)))


class _Maker:
    """Makes the rows of each table in one language."""

    def __init__(self, say: Sentences) -> None:
        self.say = say
        self.w = say.wording
        self.money = f"{self.w('money')} ({self.w('money_unit')})"

    def _document(self) -> TableColumn:
        return TableColumn(self.w("document"), width=19)

    def _grades(self) -> tuple[TableColumn, ...]:
        return tuple(TableColumn(letter, "count", 6, "judged") for letter in LETTERS)

    def summary_columns(self) -> tuple[TableColumn, ...]:
        w, unit = self.w, self.w("money_unit")
        return (
            self._document(),
            TableColumn(w("report_department"), width=24, voice="src"),
            TableColumn(w("report_year"), width=8, voice="src"),
            TableColumn(w("goals"), "count", 8, "read"),
            TableColumn(w("objectives"), "count", 9, "read"),
            TableColumn(w("projects"), "count", 8, "read"),
            TableColumn(self.money, "money", 14, "read"),
            TableColumn(f"{self.say.label('fund-fiscal')} ({unit})", "money", 14, "read"),
            TableColumn(f"{self.say.label('fund-other')} ({unit})", "money", 14, "read"),
            TableColumn(w("rows"), "count", 9, "read"),
            *self._grades(),
            TableColumn(w("share_ab"), "count", 10, "judged"),
            TableColumn(f"{w('share_ab')} %", "share", 10, "judged"),
            TableColumn(w("share_abc"), "count", 10, "judged"),
            TableColumn(f"{w('share_abc')} %", "share", 10, "judged"),
            TableColumn(w("share_filled"), "count", 12, "read"),
            TableColumn(w("report_with_digit"), "count", 10, "read"),
            TableColumn(w("report_verifiable"), "count", 10, "judged"),
            TableColumn(w("report_value_texts"), "count", 10, "read"),
            TableColumn(w("report_sharing"), "count", 10, "read"),
            *(
                TableColumn(w(f"severity_{key}"), "count", 8, "judged")
                for key in ("violation", "warning", "info")
            ),
            TableColumn(w("repairs_heading"), "count", 9, "read"),
        )

    def summary(self, document: DocumentCoverage) -> Iterator[Row]:
        source = document.document
        name = (key_of(document), source.department_name or source.department_code, source.year)
        yield headline_row(sum_up([document]), name, self.say)

    def goal_columns(self) -> tuple[TableColumn, ...]:
        w = self.w
        return (
            self._document(),
            TableColumn(w("number"), width=6, voice="src"),
            TableColumn(w("goal"), width=32, voice="src"),
            TableColumn(w("basis"), width=12),
            TableColumn(w("level"), "grade", 7, "judged"),
            TableColumn(w("projects"), "count", 8),
            TableColumn(self.money, "money", 14, "read"),
            TableColumn(w("rows"), "count", 9),
            *self._grades(),
            TableColumn(w("kinds_not_measurable"), width=36, voice="judged"),
            TableColumn(w("objectives_without_project"), width=20),
        )

    def goals(self, document: DocumentCoverage) -> Iterator[Row]:
        for goal in document.goals:
            for picture in goal.pictures:
                yield (
                    key_of(document),
                    goal.number,
                    goal.name,
                    self.w(f"basis_short_{picture.basis}"),
                    self.say.level(picture.level),
                    len(picture.project_codes),
                    in_unit(picture.yuan, self.say),
                    picture.counts.total,
                    *picture.counts,
                    self.say.kinds(picture.kinds_not_measurable, document.kinds),
                    self.w.joined(list(picture.objectives_without_project)),
                )

    def project_columns(self) -> tuple[TableColumn, ...]:
        w, unit = self.w, self.w("money_unit")
        return (
            self._document(),
            TableColumn(w("code"), width=24, voice="src"),
            TableColumn(w("name"), width=36, voice="src"),
            TableColumn(self.money, "money", 14, "read"),
            TableColumn(f"{self.say.label('fund-fiscal')} ({unit})", "money", 14, "read"),
            TableColumn(w("rows"), "count", 8, "read"),
            *self._grades(),
            TableColumn(w("share_ab"), "count", 10, "judged"),
            TableColumn(f"{w('share_ab')} %", "share", 10, "judged"),
            TableColumn(w("share_abc"), "count", 10, "judged"),
            TableColumn(w("missing_kinds"), width=22, voice="judged"),
            TableColumn(w("findings"), "count", 9, "judged"),
            TableColumn(w("goal_numbers"), width=12),
            TableColumn(w("place"), width=12),
        )

    def projects(self, document: DocumentCoverage) -> Iterator[Row]:
        for project in document.projects:
            counts, funds = project.counts, dict(project.funds)
            yield (
                key_of(document),
                project.code,
                project.name,
                in_unit(project.yuan, self.say),
                in_unit(funds.get("fiscal"), self.say),
                counts.total,
                *counts,
                counts.measurable,
                _share(counts.measurable, counts.total),
                project.judgeable,
                self.say.kinds(project.absent_kinds, document.kinds) if project.absent_kinds else None,
                project.findings,
                self.say.project_goals(project),
                project.cell,
            )

    def indicator_columns(self) -> tuple[TableColumn, ...]:
        w = self.w
        return (
            self._document(),
            TableColumn(w("code"), width=13, voice="src"),
            TableColumn(w("project"), width=18, voice="src"),
            TableColumn(w("place"), width=8),
            TableColumn(w("kind"), width=9, voice="src"),
            TableColumn(w("report_printed_name"), width=18, voice="src"),
            TableColumn(w("report_name"), width=18, voice="read"),
            TableColumn(w("description"), width=22, voice="src"),
            TableColumn(w("value"), width=20, voice="src"),
            TableColumn(w("reported"), width=12, voice="src"),
            TableColumn(w("report_basis"), width=12, voice="src"),
            TableColumn(w("read_as"), width=9, voice="read"),
            TableColumn(w("grade"), "grade", 6, "judged"),
            TableColumn(w("report_judgeable"), "grade", 8, "judged"),
            TableColumn(w("flags"), width=20, voice="judged"),
            TableColumn(w("report_saw"), width=22, voice="judged"),
            TableColumn(w("rules"), width=22, voice="judged"),
        )

    def indicators(self, document: DocumentCoverage) -> Iterator[Row]:
        key, say, w = key_of(document), self.say, self.w
        answers = {True: w("report_yes"), False: w("report_no")}
        results = {(one.project_code, one.order): one.text for one in document.told.results}
        for project in document.projects:
            for row in project.rows:
                yield (
                    key,
                    project.code,
                    project.name,
                    row.cell,
                    say.kind(row.kind),
                    row.printed_name,
                    row.name,
                    row.description,
                    row.value,
                    results.get((row.project_code, row.order)),
                    row.basis,
                    say.read_as(row),
                    row.grade,
                    answers[row.judgeable],
                    join_flags(row.flags, say),
                    _saw(row, say),
                    " ".join(row.rules),
                )

    def finding_columns(self) -> tuple[TableColumn, ...]:
        w = self.w
        return (
            self._document(),
            TableColumn(w("severity"), "grade", 9, "judged"),
            TableColumn(w("sentence"), width=60, voice="judged"),
            TableColumn(w("code"), width=24, voice="src"),
            TableColumn(w("project"), width=30, voice="src"),
            TableColumn(w("place"), width=12),
            TableColumn(w("shape"), width=24, voice="judged"),
        )

    def findings(self, document: DocumentCoverage) -> Iterator[Row]:
        for finding in document.findings:
            name = project_name(document, finding.project_code) if finding.project_code else None
            yield (
                key_of(document),
                self.say.severity(finding.severity),
                finding.message.text(self.say.lang),
                finding.project_code,
                name,
                finding.cell,
                finding.shape,
            )

    def link_columns(self) -> tuple[TableColumn, ...]:
        w = self.w
        return (
            self._document(),
            TableColumn(w("code"), width=24, voice="src"),
            TableColumn(w("project"), width=32, voice="src"),
            TableColumn(w("goal"), width=8),
            TableColumn(w("objectives"), width=9),
            TableColumn(w("status"), "grade", 10),
            TableColumn(w("evidence"), width=36, voice="src"),
            TableColumn(w("report_reviewer"), width=20),
            TableColumn(w("report_date"), width=12),
            TableColumn(w("report_comment"), width=36),
        )

    def links(self, document: DocumentCoverage) -> Iterator[Row]:
        for link in document.links:
            yield (
                key_of(document),
                link.project_code,
                project_name(document, link.project_code),
                link.goal or self.w("reviewed_none"),
                link.objective or (self.w("whole_goal") if link.goal else None),
                self.say.label(f"status-{link.status}"),
                link.evidence,
                link.reviewer,
                link.date,
                link.comment,
            )

    def check_columns(self) -> tuple[TableColumn, ...]:
        w, unit = self.w, self.w("money_unit")
        return (
            self._document(),
            TableColumn(w("project"), width=30, voice="src"),
            TableColumn(w("words_used"), width=36, voice="src"),
            TableColumn(w("expression"), width=28, voice="read"),
            TableColumn(f"{w('calculated')} ({unit})", "money", 14, "read"),
            TableColumn(w("lower_bound"), "grade", 8, "read"),
            TableColumn(f"{w('budget')} ({unit})", "money", 14, "read"),
            TableColumn(w("outcome"), width=14, voice="judged"),
        )

    def checks(self, document: DocumentCoverage) -> Iterator[Row]:
        for check in document.checks:
            yield (
                key_of(document),
                project_name(document, check.project_code),
                check.words,
                check.expression,
                in_unit(check.yuan, self.say),
                self.w("report_yes") if check.lower_bound else None,
                in_unit(check.budget_yuan, self.say),
                self.say.label(f"check-{check.outcome}"),
            )

    def repair_columns(self) -> tuple[TableColumn, ...]:
        w = self.w
        return (
            self._document(),
            TableColumn(w("repair_rule"), width=26),
            TableColumn(w("printed"), width=36, voice="src"),
            TableColumn(w("repaired"), width=48, voice="read"),
            TableColumn(w("place"), width=16),
        )

    def repairs(self, document: DocumentCoverage) -> Iterator[Row]:
        for repair in document.repairs:
            yield (
                key_of(document),
                self.say.repair(repair.rule),
                repair.printed,
                repair.repaired,
                repair.cell,
            )

    def remark_columns(self) -> tuple[TableColumn, ...]:
        w = self.w
        return (
            self._document(),
            TableColumn(w("remark"), width=30),
            TableColumn(w("text"), width=70),
            TableColumn(w("place"), width=14),
        )

    def remarks(self, document: DocumentCoverage) -> Iterator[Row]:
        for one in document.told.remarks:
            yield (key_of(document), self.say.remark(one.code), one.text, one.cell)


def method_columns(say: Sentences) -> tuple[TableColumn, ...]:
    """The columns of the method."""
    w = say.wording
    return (
        TableColumn(w("report_part"), width=22),
        TableColumn(w("report_key"), width=28),
        TableColumn(w("text"), width=70),
        TableColumn(w("rule_source"), width=50, voice="src"),
    )


def method_rows(coverage: Coverage, rules: Mapping[str, Rule], say: Sentences) -> Iterator[Row]:
    """Definition, grades, levels, flags, the cited rules and the limits as rows."""
    w = say.wording
    for n in range(1, CONDITIONS + 1):
        yield (w("definition_heading"), str(n), w(f"condition_{n}"), None)
    for key in (*LETTERS, *LEVELS):
        part = w("grades_heading") if key in LETTERS else w("levels_heading")
        label = say.label(f"grade-{key}")
        said = coverage.definition(f"grade-{key}", say.lang)
        yield (part, key, f"{label}{w('colon')}{said}" if said else label, None)
    for flag in sorted(name for name in coverage.labels if name.startswith("flag-")):
        yield (w("flags"), say.label(flag), coverage.definition(flag, say.lang), None)
    for rule in sorted(rules.values(), key=lambda rule: rule.key):
        source = f"{rule.source} ({say.citation(rule.citation)})" if rule.citation else rule.source
        yield (w("rules"), rule.key, rule.sentence.text(say.lang) or w("rule_unknown"), source)
    for n in range(1, LIMITS + 1):
        yield (w("limits"), str(n), w(f"limit_{n}"), None)
