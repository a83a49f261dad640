"""The judgment of one plan: grades, goal levels, sums and checks, and their quads by `docs/graph-model.md`.

Findings of the validator are written by `shapes.findings`; both go into the same graph.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ontology import terms
from ontology.identifiers import PlanIdentifiers, concept
from ontology.nquads import QuadWriter, boolean, decimal, integer, iri, text
from shapes.arithmetic import ArithmeticCheck, check_amounts
from shapes.goal_grades import GoalPicture, Subject, Sums, grade_goals, sum_up
from shapes.grade import grade_projects, grade_statement
from shapes.grade_records import Grade, LinkLike, PlanLike, RowKey
from shapes.measurements import GradeQuads, begin_measurement, cite
from shapes.profile import Profile
from shapes.sum_quads import write_sums
from shapes.totals import Totals, count_goals, total_up, write_totals

COVERAGE: Final = {
    "overall": terms.GT_PLAN_COVERAGE,
    "goal": terms.GT_GOAL_COVERAGE,
    "objective": terms.GT_OBJECTIVE_COVERAGE,
}
"""The metric of a picture by what it is of; all that a decision on a link changes is measured by these."""


@dataclass(frozen=True, slots=True)
class Judgment:
    """All that the rules say about a plan; statements are keyed by goal number and their own number."""

    rows: Mapping[RowKey, Grade]
    statements: Mapping[tuple[str, int], Grade]
    goals: tuple[GoalPicture, ...]
    projects: Mapping[str, Sums]
    checks: tuple[ArithmeticCheck, ...]
    totals: Totals


def judge_plan(plan: PlanLike, links: Sequence[LinkLike], profile: Profile) -> Judgment:
    """Grade every row and statement of a plan, and its goals over the given links."""
    rows = grade_projects(plan.bearers, profile)
    statements = {
        (goal.number, statement.number): grade_statement(statement.text.text, statement.own, profile)
        for goal in plan.goals
        for statement in goal.statements
    }
    return Judgment(
        rows=rows,
        statements=statements,
        goals=grade_goals(plan, links, rows, profile),
        projects={project.key: sum_up([project], rows) for project in plan.bearers},
        checks=tuple(check for project in plan.projects for check in check_amounts(project)),
        totals=total_up(plan, rows),
    )


def write_judgment(judgment: Judgment, identifiers: PlanIdentifiers, writer: QuadWriter) -> None:
    """Write the quads of a judgment into its graph."""
    grades = GradeQuads(writer, identifiers.document)
    for key, grade in judgment.rows.items():
        grades.add(identifiers.indicator(key.project, key.kind, key.ordinal), grade)
    for (goal, number), grade in judgment.statements.items():
        grades.add(identifiers.statement(goal, number), grade)
    write_goal_pictures(judgment.goals, identifiers, writer)
    for project, sums in judgment.projects.items():
        subject = identifiers.project(project)
        begin_measurement(writer, f"{subject}/grade", terms.GT_PROJECT_MEASURABILITY, subject)
        write_sums(writer, f"{subject}/grade", sums)
    for number, check in enumerate(judgment.checks, start=1):
        _check(writer, identifiers, number, check)
    write_totals(writer, identifiers, judgment.totals)


def write_goal_pictures(
    pictures: Sequence[GoalPicture], identifiers: PlanIdentifiers, writer: QuadWriter
) -> None:
    """Write the pictures of goals alone: all that a decision on a link changes.

    Bases on which a goal has the same picture share one node, so a plan without links costs a third.
    """
    counts = count_goals(pictures)
    shared: dict[tuple[object, ...], list[GoalPicture]] = {}
    for picture in pictures:
        below = tuple(counts[picture.basis].values()) if picture.subject.kind == "overall" else ()
        shared.setdefault((picture.subject, picture.level, picture.rule, picture.sums, below), []).append(
            picture
        )
    for alike in shared.values():
        node = _picture(writer, _subject(identifiers, alike[0].subject), alike)
        if alike[0].subject.kind == "overall":
            for predicate, number in counts[alike[0].basis].items():
                writer.add(node, predicate, integer(number))


def _subject(identifiers: PlanIdentifiers, subject: Subject) -> str:
    if subject.kind == "overall":
        return identifiers.overall_goal
    if subject.kind == "goal":
        return identifiers.goal(subject.goal)
    return identifiers.objective(subject.goal, subject.objective)


def _picture(writer: QuadWriter, subject: str, alike: Sequence[GoalPicture]) -> str:
    picture = alike[0]
    node = f"{subject}/grade/{picture.basis}"
    begin_measurement(writer, node, COVERAGE[picture.subject.kind], subject)
    for one in alike:
        writer.add(node, terms.GT_LINK_BASIS, text(one.basis))
    writer.add(node, terms.GT_HAS_GRADE, iri(concept(f"grade-{picture.level}")))
    cite(writer, node, [picture.rule])
    writer.add(node, terms.GT_PROJECT_COUNT, integer(picture.sums.projects))
    write_sums(writer, node, picture.sums)
    return node


def _check(writer: QuadWriter, identifiers: PlanIdentifiers, number: int, check: ArithmeticCheck) -> None:
    node = f"{identifiers.document}/check/{number}"
    writer.add(node, terms.RDF_TYPE, iri(terms.GT_ARITHMETIC_CHECK))
    writer.add(node, terms.GT_CHECKS, iri(identifiers.project(check.project)))
    writer.add(node, terms.GT_HAS_OUTCOME, iri(concept(f"check-{check.outcome}")))
    writer.add(node, terms.GT_EXPRESSION, text(check.expression))
    writer.add(node, terms.GT_YUAN, decimal(check.yuan))
    writer.add(node, terms.GT_BUDGET_YUAN, decimal(check.budget_yuan))
    writer.add(node, terms.GT_WORDS_USED, text(check.words_used))
    writer.add(node, terms.GT_LOWER_BOUND, boolean(check.lower_bound))
