"""The coverage report as one page that needs no network, no script and no font of its own."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from queries.coverage import sum_up
from queries.coverage_records import (
    BASES,
    LETTERS,
    Basis,
    Coverage,
    DocumentCoverage,
    Goal,
    GradeCounts,
    KindCell,
    Objective,
    Repair,
)
from service.figures.grade_bars import Bar, draw_grade_bars, draw_key
from service.figures.palette import HATCHED, INK, PAPER, SHARE_PAINTS, share_class
from service.reports.matrix import MatrixRow, matrix_rows
from service.reports.numbers import show_share
from service.reports.sentences import Sentences
from service.reports.templating import fill
from service.reports.wording import Language

LEVELS: Final = ("G0", "G1", "G2", "G3", "G4")
CONDITIONS: Final = 7
LIMITS: Final = 8
PAINTS: Final = {"shares": SHARE_PAINTS, "hatched": HATCHED, "ink": INK, "paper": PAPER}


def render_html(coverage: Coverage, lang: Language = "zh") -> str:
    """The whole page; every word of a document is escaped."""
    say = Sentences.about(coverage, lang)
    return fill(
        "coverage.html.j2",
        page=_Page(say),
        say=say,
        w=say.wording,
        lang=lang,
        coverage=coverage,
        headline=coverage.headline,
        share=show_share,
        bases=BASES,
        letters=LETTERS,
        levels=LEVELS,
        conditions=range(1, CONDITIONS + 1),
        limits=range(1, LIMITS + 1),
        paints=PAINTS,
    )


class Residue(NamedTuple):
    """Repairs of one rule that only left something out: their number, one example and their places."""

    rule: str
    times: int
    example: str
    cells: tuple[str, ...]


class _Page:
    """What the template asks for beside sentences: sums, figures, anchors."""

    def __init__(self, say: Sentences) -> None:
        self.say = say
        self.rule_anchors = {rule.key: f"rule-{n}" for n, rule in enumerate(say.coverage.rules, start=1)}

    def headline(self, document: DocumentCoverage) -> object:
        """The headline figures of one document."""
        return sum_up([document])

    def matrix(self, document: DocumentCoverage, basis: Basis) -> list[MatrixRow]:
        """Goals by kinds on one basis."""
        return matrix_rows(document, basis, self.say.wording)

    def matrix_class(self, cell: KindCell) -> str:
        """The style of a matrix cell: no row, no measurable row, or one of five classes."""
        if cell.share is None:
            return "no-row"
        return f"share-{share_class(cell.share)}" if cell.measurable else "hatched"

    def kinds_figure(self, document: DocumentCoverage, name: str) -> Markup:
        """Grades of all rows by kind."""
        bars = [self._bar(self.say.kind(kind), counts) for kind, counts in self.say.kind_counts(document)]
        return _svg(name, self.say.wording("figure_kinds"), self.say.kinds_finding(document), bars)

    def goals_figure(self, document: DocumentCoverage, basis: Basis, name: str) -> Markup:
        """Grades by goal on one basis, and of all projects below."""
        bars = [
            self._bar(f"{goal.number} {goal.name}", goal.picture(basis).counts) for goal in document.goals
        ]
        total = GradeCounts.of(row.grade for row in document.rows)
        bars.append(self._bar(self.say.wording("figure_all"), total))
        return _svg(name, self.say.wording("figure_goals"), self.say.goals_finding(document, basis), bars)

    def key(self, place: str, letter: str) -> Markup:
        """The fill of one grade for the legend; `place` makes its ids unique on the page."""
        # Drawn by this program from constants: nothing of a document is in it.
        return Markup(draw_key(f"{place}-key", letter))  # noqa: S704

    def _bar(self, label: str, counts: GradeCounts) -> Bar:
        note = self.say.wording("figure_note", measurable=counts.measurable, total=counts.total)
        return Bar(label, counts, note if counts.total else self.say.wording("figure_no_rows"))

    def carried_by(
        self, document: DocumentCoverage, goal: Goal, objective: Objective
    ) -> list[tuple[str, bool]]:
        """Names of the projects linked to one clause, and whether that is accepted; these come first."""
        names: dict[str, bool] = {}
        for link in document.links:
            if (link.goal, link.objective) == (goal.number, objective.number) and link.status != "rejected":
                project = document.project(link.project_code)
                name = project.name if project and project.name else link.project_code
                names[name] = names.get(name, False) or link.status != "proposed"
        return sorted(names.items(), key=lambda item: not item[1])

    def residues(self, document: DocumentCoverage) -> list[Residue]:
        """What was left out while reading, one line a rule."""
        return _residues(document.repairs)

    def mended(self, document: DocumentCoverage) -> list[Repair]:
        """Repairs that put words where others were printed."""
        return [repair for repair in document.repairs if repair.repaired]

    def is_split(self, goal: Goal, objective: Objective) -> bool:
        """Whether a repair has split this clause into parts."""
        return any(other.parent == objective.iri for other in goal.objectives)


def _residues(repairs: Sequence[Repair]) -> list[Residue]:
    by_rule: dict[str, list[Repair]] = {}
    for repair in repairs:
        if not repair.repaired:
            by_rule.setdefault(repair.rule, []).append(repair)
    return [
        Residue(rule, len(found), found[0].printed, tuple(repair.cell for repair in found))
        for rule, found in by_rule.items()
    ]


def _svg(name: str, title: str, finding: str, bars: Sequence[Bar]) -> Markup:
    # The figure escapes every label it is given.
    return Markup(draw_grade_bars(name, title, finding, bars))  # noqa: S704
