"""Coverage as plain values for programs: the same figures as the reports, with names instead of layout."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal

from queries.coverage_records import (
    Coverage,
    DocumentCoverage,
    GoalPicture,
    GradeCounts,
    Project,
    Row,
)

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


def coverage_facts(coverage: Coverage) -> dict[str, Plain]:
    """Everything a report prints, as JSON can hold it; money in yuan."""
    return {
        "headline": to_plain(coverage.headline),
        "documents": [to_plain(document) for document in coverage.documents],
        "rules": [to_plain(rule) for rule in coverage.rules],
    }


def to_plain(value: object) -> Plain:
    """A record as nested dictionaries and lists; whole decimals become whole numbers."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    named = _named_parts(value)
    if named is not None:
        return {name: to_plain(part) for name, part in named.items()}
    if isinstance(value, Sequence):
        return [to_plain(part) for part in value]
    raise TypeError(f"no plain form for {type(value).__name__}")


def _named_parts(value: object) -> Mapping[str, object] | None:
    """The parts of a record by name, None where it is no record."""
    if isinstance(value, GradeCounts):
        return {**dict(value.items()), "total": value.total, "measurable": value.measurable}
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)} | _computed(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        parts: dict[str, object] = value._asdict()
        return parts
    return value if isinstance(value, Mapping) else None


def _computed(value: object) -> dict[str, object]:
    """What a record knows beside its fields and a program would have to calculate again."""
    match value:
        case Row():
            return {"measurable": value.measurable, "judgeable": value.judgeable}
        case Project():
            return {"counts": value.counts, "judgeable": value.judgeable, "absent_kinds": value.absent_kinds}
        case GoalPicture():
            return {"kinds_not_measurable": value.kinds_not_measurable}
        case DocumentCoverage():
            return {
                "shared_values": value.shared_values,
                "projects_without_goal": {
                    basis: [project.code for project in value.projects_without_goal(basis)]
                    for basis in ("stated", "accepted", "proposed")
                },
            }
        case _:
            return {}
