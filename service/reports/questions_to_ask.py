"""Questions for a meeting, derived by rules from the coverage; each carries the evidence that it rests on.

A question asks, it does not say that something is wrong. Each rule looks for one kind of gap and puts the largest
first; the questions of a brief come from as many rules as possible before a rule gives a second one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from queries.coverage_records import DocumentCoverage, Goal, GradeCounts, Project
from service.reports.numbers import show_share
from service.reports.sentences import Sentences

QUESTIONS: Final = 5
LOW_LEVELS: Final = ("G0", "G1", "G2")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its evidence, the rule that asks it, and what it is about, so that nothing is asked twice."""

    rule: str
    text: str
    evidence: str
    about: frozenset[str]


Asking = Callable[[DocumentCoverage, Sentences], Iterator[Question]]


def questions_to_ask(
    document: DocumentCoverage, say: Sentences, most: int = QUESTIONS
) -> tuple[Question, ...]:
    """The questions of one document, the most telling kind first."""
    return choose([list(rule(document, say)) for rule in RULES], most)


def questions_about(
    document: DocumentCoverage, say: Sentences, thing: str, most: int
) -> tuple[Question, ...]:
    """The questions about one goal or project, by `goal:NUMBER` or `project:CODE`."""
    return choose([[q for q in rule(document, say) if thing in q.about] for rule in RULES], most)


def choose(by_rule: Sequence[Sequence[Question]], most: int) -> tuple[Question, ...]:
    """Take one question of each rule, then a second one, leaving out what asks again about the same project."""
    chosen: list[Question] = []
    asked: set[str] = set()
    for layer in zip_longest(*by_rule):
        for question in layer:
            if question is None or len(chosen) == most:
                continue
            projects = {name for name in question.about if name.startswith("project:")}
            if projects and projects <= asked:
                continue
            chosen.append(question)
            asked |= projects
    return tuple(chosen)


def _by_money(projects: Sequence[Project]) -> list[Project]:
    return sorted(projects, key=lambda project: (-project.yuan, project.order))


def _about(*projects: Project) -> frozenset[str]:
    return frozenset(f"project:{project.code}" for project in projects)


def _name(project: Project) -> str:
    return project.name or project.code


def ask_money_without_goal(document: DocumentCoverage, say: Sentences) -> Iterator[Question]:
    """The largest projects that no settled link leads to a goal, unless a reviewer has looked at them."""
    if not document.goals:
        return
    total = sum((project.yuan for project in document.projects), Decimal(0))
    rank = {project.code: place for place, project in enumerate(_by_money(document.projects), start=1)}
    for project in _by_money(document.projects_without_goal("accepted")):
        if project.code in document.reviewed_without_goal or not project.yuan:
            continue
        proposed = say.wording.joined(list(project.goals_on("proposed")))
        yield Question(
            "no-goal",
            say.wording("ask_no_goal", name=_name(project), money=say.money(project.yuan)),
            say.wording(
                "ask_no_goal_because",
                rank=rank[project.code],
                projects=len(document.projects),
                share=_money_share(project.yuan, total),
                proposed=proposed,
                place=project.cell,
            ),
            _about(project),
        )


def _money_share(part: Decimal, total: Decimal) -> str:
    return show_share(int(part * 100), int(total * 100))


def ask_goals_at_year_end(document: DocumentCoverage, say: Sentences) -> Iterator[Question]:
    """Goals whose level is low, the one with most money first."""
    goals = [goal for goal in document.goals if goal.picture("accepted").level in LOW_LEVELS]
    for goal in sorted(goals, key=lambda goal: -goal.picture("accepted").yuan):
        picture = goal.picture("accepted")
        yield Question(
            "goal-level",
            say.wording("ask_goal_level", number=goal.number, name=goal.name),
            say.wording(
                "ask_goal_level_because",
                level=picture.level,
                label=say.label(f"grade-{picture.level}"),
                projects=len(picture.project_codes),
                money=say.money(picture.yuan),
                measurable=picture.counts.measurable,
                total=picture.counts.total,
                kinds=say.kinds(picture.kinds_not_measurable, document.kinds),
                place=goal.cell,
            ),
            frozenset({f"goal:{goal.number}"}),
        )


def ask_unmeasurable_money(document: DocumentCoverage, say: Sentences) -> Iterator[Question]:
    """Projects with rows of which none, or the fewest, can be measured, the most money first."""
    with_rows = [project for project in document.projects if project.rows]
    none = [project for project in with_rows if not project.counts.measurable]
    for project in _by_money(none):
        yield Question(
            "no-measure",
            say.wording("ask_no_measure", name=_name(project), money=say.money(project.yuan)),
            say.wording(
                "ask_no_measure_because",
                total=len(project.rows),
                grades=_grades(project.counts, say),
                example=_example(project, say),
                place=project.rows[0].cell,
            ),
            _about(project),
        )


def _grades(counts: GradeCounts, say: Sentences) -> str:
    parts = [f"{say.label(f'grade-{letter}')} {count}" for letter, count in counts.items() if count]
    return say.wording("list_separator").join(parts)


def _example(project: Project, say: Sentences) -> str:
    """A row's own words: name, description and value."""
    row = min(project.rows, key=lambda row: (row.judgeable, row.order))
    words = [row.printed_name, row.description, row.value or say.wording("empty_cell")]
    return " / ".join(dict.fromkeys(word for word in words if word))


def ask_clauses_without_project(document: DocumentCoverage, say: Sentences) -> Iterator[Question]:
    """Clauses that no settled link leads a project to, where their goal has some."""
    for goal in document.goals:
        lacking = set(goal.picture("accepted").objectives_without_project)
        if not lacking or not goal.picture("accepted").project_codes:
            continue
        for clause in goal.objectives:
            if clause.number in lacking:
                yield Question(
                    "no-project",
                    say.wording("ask_no_project", number=goal.number, clause=clause.number, text=clause.text),
                    say.wording(
                        "ask_no_project_because",
                        links=_proposals(document, goal, clause.number),
                        place=clause.cell or goal.cell,
                    ),
                    frozenset({f"goal:{goal.number}"}),
                )


def _proposals(document: DocumentCoverage, goal: Goal, clause: str) -> int:
    links = document.links_of(goal.number)
    return sum(link.status == "proposed" and link.objective == clause for link in links)


def ask_shared_values(document: DocumentCoverage, say: Sentences) -> Iterator[Question]:
    """Projects whose rows share one value text, the most money first."""
    for project in _by_money(document.projects):
        shared = document.shared_value_of(project)
        if shared and shared.rows > len(project.rows) / 2:
            yield Question(
                "shared-value",
                say.wording("ask_shared", name=_name(project), rows=shared.rows, total=shared.of),
                say.wording("ask_shared_because", text=shared.text, place=project.rows[0].cell),
                _about(project),
            )


def ask_arithmetic(document: DocumentCoverage, say: Sentences) -> Iterator[Question]:
    """Prose whose quantities do not come out at the budget, the largest difference first."""

    def difference(check: object) -> Decimal:
        yuan, budget = getattr(check, "yuan", None), getattr(check, "budget_yuan", None)
        return abs(yuan - budget) if yuan is not None and budget is not None else Decimal(0)

    for check in sorted(document.checks, key=difference, reverse=True):
        project = document.project(check.project_code)
        if check.outcome == "does-not-hold" and project:
            yield Question(
                "arithmetic",
                say.wording(
                    "ask_arithmetic",
                    name=_name(project),
                    calculated=say.money(check.yuan),
                    budget=say.money(check.budget_yuan),
                ),
                say.wording(
                    "ask_arithmetic_because",
                    expression=check.expression,
                    words=check.words,
                    place=project.cell,
                ),
                _about(project),
            )


def ask_kinds_without_measure(document: DocumentCoverage, say: Sentences) -> Iterator[Question]:
    """Kinds of which no row in the whole document can be measured, the one with most rows first."""
    empty = [
        (kind, counts) for kind, counts in say.kind_counts(document) if counts.total and not counts.measurable
    ]
    for kind, counts in sorted(empty, key=lambda item: -item[1].total):
        row = next(row for row in document.rows if row.kind == kind)
        yield Question(
            "kind",
            say.wording("ask_kind", kind=say.kind(kind), total=counts.total),
            say.wording(
                "ask_kind_because",
                grades=_grades(counts, say),
                example=" / ".join(
                    dict.fromkeys(word for word in (row.printed_name, row.description) if word)
                ),
                place=row.cell,
            ),
            frozenset({f"kind:{kind}"}),
        )


def ask_violations(document: DocumentCoverage, say: Sentences) -> Iterator[Question]:
    """What breaks a rule of structure or arithmetic."""
    yield from _ask_findings(document, say, "violation")


def ask_warnings(document: DocumentCoverage, say: Sentences) -> Iterator[Question]:
    """What looks as if it broke one."""
    yield from _ask_findings(document, say, "warning")


def _ask_findings(document: DocumentCoverage, say: Sentences, severity: str) -> Iterator[Question]:
    for finding in document.findings:
        if finding.severity == severity:
            project = document.project(finding.project_code)
            name = _name(project) if project else finding.cell
            yield Question(
                severity,
                say.wording("ask_violation" if severity == "violation" else "ask_warning", name=name),
                f"{finding.message.text(say.lang)} [{finding.cell}]",
                _about(project) if project else frozenset({f"finding:{finding.focus}"}),
            )


def ask_reviewers(document: DocumentCoverage, say: Sentences) -> Iterator[Question]:
    """Proposed links that nobody has looked at, or no link at all."""
    waiting = sum(goal.link_count("proposed") for goal in document.goals)
    settled = sum(goal.link_count("stated") + goal.link_count("accepted") for goal in document.goals)
    if waiting:
        yield Question(
            "review", say.wording("ask_review", count=waiting), say.proposed(document), frozenset({"links"})
        )
    elif document.goals and not settled:
        yield Question("review", say.wording("ask_no_links"), say.stated(document), frozenset({"links"}))


RULES: Final[tuple[Asking, ...]] = (
    ask_violations,
    ask_money_without_goal,
    ask_goals_at_year_end,
    ask_unmeasurable_money,
    ask_arithmetic,
    ask_clauses_without_project,
    ask_shared_values,
    ask_kinds_without_measure,
    ask_warnings,
    ask_reviewers,
)
