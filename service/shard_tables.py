"""The coverage tables of one judged document as rows: enough to reckon every figure of a report without a graph.

Columns are data, so that whatever writes or reads the tables (Parquet, Spark, DuckDB) takes them from here.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from loaders.row_versions import reference_of
from service.judge import Judged
from service.receipt import Receipt
from shapes.goal_grades import GoalPicture, Sums
from shapes.grade_records import RowKey

Kind = Literal["text", "whole", "money", "truth"]
Row = tuple[Any, ...]


class Column(NamedTuple):
    """One column: its name, and what it holds."""

    name: str
    kind: Kind


def _columns(**kinds: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind) for kind, names in kinds.items() for name in names.split())  # type: ignore[arg-type]


_SUMS: Final = _columns(
    whole="indicators measurable count_a count_b count_c count_d count_e count_f", money="yuan"
)

TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "documents": (
        *_columns(
            text="document plan department_code department_name year kind layout title file_name sha256"
        ),
        *_columns(whole="goals objectives objectives_when_split safeguards projects indicators"),
        *_columns(whole="repairs unread notes personal_left_out", money="budget_yuan"),
    ),
    "goals": (
        *_columns(
            text="document subject kind goal_number objective_number basis level rule", whole="projects"
        ),
        *_SUMS,
    ),
    "projects": (
        *_columns(text="document project code name", whole="position"),
        *_columns(money="budget_yuan fiscal_yuan other_yuan"),
        *_SUMS,
    ),
    "indicators": (
        *_columns(text="document project indicator", whole="row"),
        *_columns(text="kind name value grade flags rules", truth="verifiable"),
    ),
    "links": _columns(
        text="document project_code goal_number objective_number status justification",
        money="confidence share",
    ),
    "findings": _columns(text="document finding severity shape focus path component value"),
}
"""Every table with its columns, in the order in which they are written."""


def document_rows(judged: Judged, receipt: Receipt) -> dict[str, list[Row]]:
    """The rows of every table for one document, in document order."""
    makers = {
        "documents": _document(judged, receipt),
        "goals": _goals(judged),
        "projects": _projects(judged),
        "indicators": _indicators(judged),
        "links": _links(judged),
        "findings": _findings(judged),
    }
    return {table: list(rows) for table, rows in makers.items()}


def _document(judged: Judged, receipt: Receipt) -> Iterator[Row]:
    loaded, counts = judged.loaded, receipt.counts
    plan = loaded.plan
    yield (
        *(receipt.document, receipt.plan, plan.department_code, plan.department_name.text, plan.year),
        *(plan.kind, plan.layout, plan.title, receipt.name, receipt.sha256),
        *(counts[name] for name in ("goals", "objectives", "objectives_when_split", "safeguards")),
        *(counts[name] for name in ("projects", "indicators", "repairs", "unread", "notes")),
        *(counts["personal_left_out"], Decimal(receipt.budget_yuan)),
    )


def _goals(judged: Judged) -> Iterator[Row]:
    document = judged.loaded.identifiers.document
    for picture in judged.judgment.goals:
        subject, sums = picture.subject, picture.sums
        yield (
            *(document, _subject(judged, picture), subject.kind, subject.goal, subject.objective),
            *(picture.basis, picture.level, picture.rule, sums.projects),
            *_sums(sums),
        )


def _subject(judged: Judged, picture: GoalPicture) -> str:
    identifiers, subject = judged.loaded.identifiers, picture.subject
    if subject.kind == "overall":
        return identifiers.overall_goal
    if subject.kind == "goal":
        return identifiers.goal(subject.goal)
    return identifiers.objective(subject.goal, subject.objective)


def _sums(sums: Sums) -> Row:
    return (sums.indicators, sums.measurable, *sums.counts, sums.yuan)


def _projects(judged: Judged) -> Iterator[Row]:
    identifiers = judged.loaded.identifiers
    for position, project in enumerate(judged.loaded.plan.projects, start=1):
        money = (project.amount(role) for role in ("budget", "fiscal", "other"))
        yield (
            *(identifiers.document, identifiers.project(project.key), project.code.text, project.name.text),
            *(position, *(None if amount is None else amount.yuan for amount in money)),
            *_sums(judged.judgment.projects[project.key]),
        )


def _indicators(judged: Judged) -> Iterator[Row]:
    identifiers = judged.loaded.identifiers
    for bearer in judged.loaded.plan.bearers:
        for row in bearer.indicators:
            reference = reference_of(bearer, row)
            grade = judged.judgment.rows[RowKey(*reference)]
            flags = " ".join(flag.key for flag in grade.flags)
            yield (
                *(identifiers.document, identifiers.project(bearer.key), reference.iri(identifiers), row.row),
                *(row.kind, row.name, row.value.text, grade.letter, flags, " ".join(grade.rules)),
                grade.verifiable,
            )


def _links(judged: Judged) -> Iterator[Row]:
    for record in judged.records:
        yield (
            *(judged.loaded.identifiers.document, record.project_code, record.goal, record.objective),
            *(record.status, record.justification, record.confidence, record.share),
        )


def _findings(judged: Judged) -> Iterator[Row]:
    for f in judged.findings:
        document = judged.loaded.identifiers.document
        yield (document, f.key, f.severity, f.shape, f.focus, f.path, f.component, f.value)
