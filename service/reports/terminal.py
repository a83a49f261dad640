"""The coverage report for the terminal: what is stated, what is accepted, what is proposed, then the rest."""

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table

from queries.coverage import sum_up
from queries.coverage_document import SEVERITIES
from queries.coverage_records import (
    Basis,
    Coverage,
    DocumentCoverage,
    Finding,
    Goal,
    GradeCounts,
    Headline,
    Project,
)
from service.reports.columns import fit, fold, make_safe
from service.reports.numbers import show_share
from service.reports.sentences import Sentences
from service.reports.wording import Language

WIDTH: Final = 100
WORST_SHOWN: Final = 8
FINDINGS_SHOWN: Final = 10
FLAGS_SHOWN: Final = 6
RESULTS_SHOWN: Final = 12
REMARKS_SHOWN: Final = 8
BAR_WIDTH: Final = 40
INDENT: Final = "  "


def render_terminal(coverage: Coverage, lang: Language = "zh", *, width: int = WIDTH) -> str:
    """The report as plain text that fits the width; a Chinese character counts as two columns."""
    text = io.StringIO()
    console = Console(file=text, width=width, highlight=False, markup=False, emoji=False, color_system=None)
    _Report(console, Sentences.about(coverage, lang)).write()
    return "\n".join(line.rstrip() for line in text.getvalue().split("\n"))


class _Report:
    """Writes one coverage to one console."""

    def __init__(self, console: Console, say: Sentences) -> None:
        self.console = console
        self.say = say
        self.w = say.wording

    def write(self) -> None:
        """Everything, document by document."""
        coverage = self.say.coverage
        if not coverage.documents:
            self.line(self.w("no_documents"))
        for position, document in enumerate(coverage.documents):
            if position:
                self.console.print()
            self.document(document)
        if len(coverage.documents) > 1:
            self.heading(self.w("several_documents", count=len(coverage.documents)))
            self.figures(coverage.headline)
            self.measurability(coverage.headline)

    def line(self, text: str = "", *, indent: str = INDENT) -> None:
        """Text folded at the width, its further lines indented alike; Chinese folds anywhere."""
        for part in fold(text, self.console.width - cell_len(indent)):
            self.console.print(f"{indent}{part}", soft_wrap=True)

    def heading(self, text: str) -> None:
        self.console.print()
        self.console.print(f"── {text} ".ljust(2), soft_wrap=True)

    def document(self, document: DocumentCoverage) -> None:
        """One document from its name to what to do next."""
        head = _headline_of(self.say.coverage, document)
        self.title(document)
        self.figures(head)
        self.bases(document)
        self.heading(self.w("measurability_heading"))
        self.measurability(head)
        self.worst(document)
        self.findings(document)
        self.reported(document)
        self.remarks(document)
        self.next_steps(document, head)

    def title(self, document: DocumentCoverage) -> None:
        source = document.document
        words = [
            source.department_code,
            source.department_name,
            self.w("year", year=source.year) if source.year else "",
        ]
        self.line(f"{self.w('title')}  {make_safe(' '.join(filter(None, words)))}", indent="")
        facts = [source.file_name, f"sha256 {source.sha256[:12]}" if source.sha256 else "", source.layout]
        self.line(make_safe("  ".join(filter(None, facts))))

    def figures(self, head: Headline) -> None:
        w = self.w
        counts = [
            (w("goals"), str(head.goals)),
            (w("objectives"), self.say.objectives(head)),
            (w("safeguards"), str(head.safeguards)),
            (w("projects"), str(head.projects)),
            (w("rows"), str(head.rows)),
        ]
        self.line(" · ".join(f"{label} {count}" for label, count in counts))
        funds = [f"{self.say.label(f'fund-{f.source}')} {self.say.money(f.yuan)}" for f in head.funds]
        self.line(" · ".join([f"{w('money')} {self.say.money(head.yuan)}", *funds]))

    def bases(self, document: DocumentCoverage) -> None:
        """Three places for three bases; a table only where links exist."""
        sentences: tuple[tuple[Basis, Callable[[DocumentCoverage], str]], ...] = (
            ("stated", self.say.stated),
            ("accepted", self.say.accepted),
            ("proposed", self.say.proposed),
        )
        for basis, sentence in sentences:
            self.heading(self.w(f"basis_{basis}"))
            self.line(sentence(document))
            status_links = sum(goal.link_count(basis) for goal in document.goals)
            if basis == "proposed" and status_links:
                self.line(self.w("proposed_meaning"))
            if status_links:
                self.goal_table(document, basis)
                self.missing(document, basis)
                self.without_goal(document, basis)
        if any(goal.links for goal in document.goals):
            self.line()
            self.line(self.w("overlap"))

    def goal_table(self, document: DocumentCoverage, basis: Basis) -> None:
        w = self.w
        table = _table()
        table.add_column(w("goal"), ratio=1, no_wrap=True, overflow="ellipsis")
        table.add_column(w("level"), no_wrap=True)
        for key in ("projects", "money_unit", "rows"):
            table.add_column(w(key), justify="right", no_wrap=True)
        for letter in "ABCDEF":
            table.add_column(letter, justify="right", no_wrap=True)
        table.add_column(w("links_column"), justify="right", no_wrap=True)
        for goal in document.goals:
            picture = goal.picture(basis)
            links = f"{goal.link_count('stated') + goal.link_count('accepted')}/{goal.link_count('proposed')}"
            table.add_row(
                make_safe(f"{goal.number} {goal.name}"),
                self.say.level(picture.level),
                str(len(picture.project_codes)),
                self.say.money(picture.yuan, unit=False),
                str(picture.counts.total),
                *(str(count) if count else "·" for count in picture.counts),
                links,
            )
        self.console.print(table)

    def missing(self, document: DocumentCoverage, basis: Basis) -> None:
        """What each goal lacks on this basis."""
        for goal in document.goals:
            lacks = self.lacks(goal, basis, document.kinds)
            if lacks:
                name = self.w("goal_heading", number=make_safe(goal.number))
                said = self.w("clause_separator").join(lacks)
                self.line(f"{name} {self.w('missing_heading')}{self.w('colon')}{said}")

    def lacks(self, goal: Goal, basis: Basis, kinds: Sequence[str]) -> list[str]:
        picture, w = goal.picture(basis), self.w
        lacks = []
        if picture.kinds_not_measurable:
            lacks.append(f"{w('kinds_not_measurable')} {self.say.kinds(picture.kinds_not_measurable, kinds)}")
        if picture.objectives_without_project:
            numbers = w.joined([make_safe(number) for number in picture.objectives_without_project])
            lacks.append(f"{w('objectives_without_project')} {numbers}")
        return lacks

    def without_goal(self, document: DocumentCoverage, basis: Basis) -> None:
        alone = document.projects_without_goal(basis)
        if not alone:
            self.line(self.w("all_linked"))
            return
        names = [make_safe(project.name or project.code) for project in alone]
        self.line(f"{self.w('projects_without_goal')} {len(alone)}{self.w('colon')}{self.w.joined(names)}")
        reviewed = sum(project.code in document.reviewed_without_goal for project in alone)
        if reviewed:
            self.line(self.w("reviewed_none_count", count=reviewed))

    def measurability(self, head: Headline) -> None:
        """The shares, the plain rule beside them, and the six grades."""
        self.line(self.say.headline_line(head))
        self.line(self.say.measurable(head))
        self.line(self.say.plain_rule(head))
        for note in self.say.notes(head):
            self.line(note)
        self.line()
        for letter, count in head.counts.items():
            label = set_cell_size(self.say.label(f"grade-{letter}"), 28)
            bar = "█" * round(BAR_WIDTH * count / head.rows) if head.rows else ""
            share = show_share(count, head.rows)
            self.line(f"{letter} {label} {count:>5} {share:>6}  {bar or ('▏' if count else '')}")
        flags = [f"{self.say.label(f'flag-{key}')} {count}" for key, count in head.flags[:FLAGS_SHOWN]]
        if flags:
            self.line(f"{self.w('flags_line')}{self.w('colon')}{self.w.joined(flags)}")

    def worst(self, document: DocumentCoverage) -> None:
        """The projects whose rows can be measured least."""
        if not document.projects:
            return
        w = self.w
        self.heading(w("worst_projects"))
        table = _table()
        table.add_column(w("project"), ratio=1, no_wrap=True, overflow="ellipsis")
        for key in ("money_unit", "share_ab", "share_abc"):
            table.add_column(w(key), justify="right", no_wrap=True)
        table.add_column(w("findings"), justify="right", no_wrap=True)
        table.add_column(w("goal"), no_wrap=True)
        for project in document.projects[:WORST_SHOWN]:
            table.add_row(*self.project_cells(project))
        self.console.print(table)
        left = len(document.projects) - WORST_SHOWN
        if left > 0:
            self.line(w("and_more", count=left))

    def project_cells(self, project: Project) -> Iterable[str]:
        counts: GradeCounts = project.counts
        return (
            make_safe(project.name or project.code),
            self.say.money(project.yuan, unit=False),
            f"{counts.measurable}/{counts.total}",
            f"{project.judgeable}/{counts.total}",
            str(project.findings) if project.findings else "·",
            make_safe(self.say.project_goals(project)),
        )

    def findings(self, document: DocumentCoverage) -> None:
        """How many findings of each severity, and the gravest ones."""
        w = self.w
        self.heading(w("findings_heading"))
        counts = {severity: _count(document.findings, severity) for severity in SEVERITIES}
        self.line(w("findings_counts", **counts) if document.findings else w("findings_none"))
        for finding in document.findings[:FINDINGS_SHOWN]:
            words = (
                self.say.severity(finding.severity),
                f"[{finding.cell}]" if finding.cell else "",
                finding.message.text(self.say.lang),
            )
            self.line(fit(" ".join(words), self.console.width - 4))
        left = len(document.findings) - FINDINGS_SHOWN
        if left > 0:
            self.line(w("and_more", count=left))

    def reported(self, document: DocumentCoverage) -> None:
        """Targets beside what the document reports, where it reports anything."""
        results, w = document.told.results, self.w
        if not results:
            return
        self.heading(w("reported_heading"))
        self.line(w("reported_intro", count=len(results)))
        table = _table()
        for key in ("indicator", "value", "reported"):
            table.add_column(w(key), ratio=2 if key == "indicator" else 1, no_wrap=True, overflow="ellipsis")
        for result in results[:RESULTS_SHOWN]:
            table.add_row(*(make_safe(text) for text in (result.name, result.target, result.text)))
        self.console.print(table)
        self.more(len(results) - RESULTS_SHOWN)

    def remarks(self, document: DocumentCoverage) -> None:
        """What was noticed while the document was read, and what was left out of it."""
        told, w = document.told, self.w
        if not told.remarks and not told.left_out:
            return
        self.heading(w("remarks_heading"))
        if told.left_out:
            self.line(w("left_out", count=told.left_out))
        for remark in told.remarks[:REMARKS_SHOWN]:
            place = f"[{remark.cell}]" if remark.cell else ""
            words = " ".join(
                filter(
                    None,
                    (f"{self.say.remark(remark.code)}{w('colon')}{self.say.remark_words(remark)}", place),
                )
            )
            self.line(fit(words, self.console.width - 4))
        self.more(len(told.remarks) - REMARKS_SHOWN)

    def more(self, left: int) -> None:
        """How many were not shown."""
        if left > 0:
            self.line(self.w("and_more", count=left))

    def next_steps(self, document: DocumentCoverage, head: Headline) -> None:
        """What a person can do with this."""
        w, steps = self.w, []
        proposals = sum(goal.link_count("proposed") for goal in document.goals)
        if document.goals and not any(goal.links for goal in document.goals):
            steps.append(w("next_links"))
        if proposals:
            steps.append(w("next_review", count=proposals))
        violations = _count(document.findings, "violation")
        if violations:
            steps.append(w("next_violations", count=violations))
        if head.rows > head.judgeable:
            steps.append(w("next_rows", count=head.rows - head.judgeable))
        steps.append(w("next_page"))
        self.heading(w("next_steps"))
        for step in steps:
            self.line(step)


def _headline_of(coverage: Coverage, document: DocumentCoverage) -> Headline:
    return coverage.headline if len(coverage.documents) == 1 else sum_up([document])


def _count(findings: Iterable[Finding], severity: str) -> int:
    return sum(finding.severity == severity for finding in findings)


def _table() -> Table:
    return Table(box=None, pad_edge=True, padding=(0, 1), show_edge=False, expand=True)
