"""The judgment of one plan: grades, goal levels, sums and checks, and their quads by `docs/graph-model.md`.

Findings of the validator are written by `shapes.findings`; both go into the same graph.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ontology import terms
from ontology.identifiers import PlanIdentifiers, concept, rule
from ontology.nquads import QuadWriter, boolean, decimal, integer, iri, text
from shapes.arithmetic import ArithmeticCheck, check_amounts
from shapes.goal_grades import LETTERS, GoalPicture, Subject, Sums, grade_goals, sum_up
from shapes.grade import grade_projects, grade_statement
from shapes.grade_records import Grade, LinkLike, PlanLike, RowKey
from shapes.profile import Profile


@dataclass(frozen=True, slots=True)
class Judgment:
    """All that the rules say about a plan; statements are keyed by goal number and their own number."""

    rows: Mapping[RowKey, Grade]
    statements: Mapping[tuple[str, int], Grade]
    goals: tuple[GoalPicture, ...]
    projects: Mapping[str, Sums]
    checks: tuple[ArithmeticCheck, ...]


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
    )


def write_judgment(judgment: Judgment, identifiers: PlanIdentifiers, writer: QuadWriter) -> None:
    """Write the quads of a judgment into its graph."""
    for key, grade in judgment.rows.items():
        _grade(writer, identifiers.indicator(key.project, key.kind, key.ordinal), grade)
    for (goal, number), grade in judgment.statements.items():
        _grade(writer, identifiers.statement(goal, number), grade)
    write_goal_pictures(judgment.goals, identifiers, writer)
    for project, sums in judgment.projects.items():
        node = _measurement(writer, identifiers.project(project), "grade", terms.GT_PROJECT_MEASURABILITY)
        _sums(writer, node, sums)
    for number, check in enumerate(judgment.checks, start=1):
        _check(writer, identifiers, number, check)


def write_goal_pictures(
    pictures: Sequence[GoalPicture], identifiers: PlanIdentifiers, writer: QuadWriter
) -> None:
    """Write the pictures of goals alone: all that a decision on a link changes."""
    for picture in pictures:
        _picture(writer, _subject(identifiers, picture.subject), picture)


def _subject(identifiers: PlanIdentifiers, subject: Subject) -> str:
    if subject.kind == "overall":
        return identifiers.overall_goal
    if subject.kind == "goal":
        return identifiers.goal(subject.goal)
    return identifiers.objective(subject.goal, subject.objective)


def _measurement(writer: QuadWriter, subject: str, tail: str, metric: str) -> str:
    node = f"{subject}/{tail}"
    writer.add(node, terms.RDF_TYPE, iri(terms.DQV_QUALITY_MEASUREMENT))
    writer.add(node, terms.DQV_COMPUTED_ON, iri(subject))
    writer.add(node, terms.DQV_IS_MEASUREMENT_OF, iri(metric))
    return node


def _grade(writer: QuadWriter, subject: str, grade: Grade) -> None:
    node = _measurement(writer, subject, "grade", terms.GT_MEASURABILITY)
    writer.add(node, terms.GT_HAS_GRADE, iri(concept(f"grade-{grade.letter}")))
    for identifier in dict.fromkeys((*grade.rules, *(flag.rule for flag in grade.flags))):
        writer.add(node, terms.GT_CITES_RULE, iri(rule(identifier)))
    for flag in grade.flags:
        writer.add(node, terms.GT_HAS_FLAG, iri(concept(f"flag-{flag.key}")))
        writer.add(node, terms.GT_EVIDENCE, text(f"{flag.key}：{flag.saw}", "zh"))
    if grade.saw:
        writer.add(node, terms.GT_EVIDENCE, text(grade.saw, "zh"))
    writer.add(node, terms.GT_VERIFIABLE, boolean(grade.verifiable))


def _picture(writer: QuadWriter, subject: str, picture: GoalPicture) -> None:
    node = _measurement(writer, subject, f"grade/{picture.basis}", terms.GT_GOAL_COVERAGE)
    writer.add(node, terms.GT_LINK_BASIS, text(picture.basis))
    writer.add(node, terms.GT_HAS_GRADE, iri(concept(f"grade-{picture.level}")))
    writer.add(node, terms.GT_CITES_RULE, iri(rule(picture.rule)))
    writer.add(node, terms.GT_PROJECT_COUNT, integer(picture.sums.projects))
    _sums(writer, node, picture.sums)


def _sums(writer: QuadWriter, node: str, sums: Sums) -> None:
    writer.add(node, terms.GT_INDICATOR_COUNT, integer(sums.indicators))
    writer.add(node, terms.GT_MEASURABLE_COUNT, integer(sums.measurable))
    if sums.yuan is not None:
        writer.add(node, terms.GT_YUAN, decimal(sums.yuan))
    for letter, count in zip(LETTERS, sums.counts, strict=True):
        writer.add(node, _COUNT[letter], integer(count))


_COUNT = {
    "A": terms.GT_COUNT_A, "B": terms.GT_COUNT_B, "C": terms.GT_COUNT_C,
    "D": terms.GT_COUNT_D, "E": terms.GT_COUNT_E, "F": terms.GT_COUNT_F,
}  # fmt: skip


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
