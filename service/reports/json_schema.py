"""The JSON Schema of the coverage report, made from the records themselves; `coverage.schema.json` is what it made.

Run `python -m service.reports.json_schema` after a record has changed.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from queries.coverage_records import (
    BASES,
    LETTERS,
    DocumentCoverage,
    GoalPicture,
    GradeCounts,
    Headline,
    Project,
    Row,
    Rule,
    SharedValue,
)

Schema = dict[str, Any]
PATH: Final = Path(__file__).with_name("coverage.schema.json")
IDENTIFIER: Final = "https://w3id.org/goaltrace/schema/coverage.json"
_PLAIN: Final[dict[object, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "number"},
    type(None): {"type": "null"},
}
# What the report adds to a record's own fields; see `service.reports.facts`.
_ADDED: Final[dict[type, dict[str, object]]] = {
    Row: {"measurable": bool, "judgeable": bool},
    Project: {"counts": GradeCounts, "judgeable": int, "absent_kinds": tuple[str, ...]},
    GoalPicture: {"kinds_not_measurable": tuple[str, ...]},
    DocumentCoverage: {"shared_values": tuple[SharedValue, ...]},
}


def coverage_schema() -> Schema:
    """The schema of what `goaltrace report coverage --format json` writes."""
    known: dict[str, Schema] = {}
    documents = _of(DocumentCoverage, known)
    alone: dict[str, Schema] = {basis: {"type": "array", "items": {"type": "string"}} for basis in BASES}
    shape = known["DocumentCoverage"]
    shape["properties"]["projects_without_goal"] = _object(alone)
    shape["required"].append("projects_without_goal")
    properties = {
        "headline": _of(Headline, known),
        "documents": {"type": "array", "items": documents},
        "rules": {"type": "array", "items": _of(Rule, known)},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": IDENTIFIER,
        "title": "goaltrace coverage report",
        "description": "Money in yuan; grades A to F for rows, G0 to G4 for goals; the three link bases are apart.",
        **_object(properties),
        "$defs": dict(sorted(known.items())),
    }


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def _of(kind: Any, known: dict[str, Schema]) -> Schema:
    """The schema of one type; records are defined once and referred to."""
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    origin, parts = get_origin(kind), get_args(kind)
    if origin is None:
        return _record(kind, known)
    if origin is tuple:
        return _tuple(parts, known)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _of(parts[1], known)}
    return {"anyOf": [_of(part, known) for part in parts]}


def _tuple(parts: tuple[Any, ...], known: dict[str, Schema]) -> Schema:
    if len(parts) == 2 and parts[1] is Ellipsis:
        return {"type": "array", "items": _of(parts[0], known)}
    return {
        "type": "array",
        "prefixItems": [_of(part, known) for part in parts],
        "minItems": len(parts),
        "maxItems": len(parts),
    }


def _record(kind: Any, known: dict[str, Schema]) -> Schema:
    reference = {"$ref": f"#/$defs/{kind.__name__}"}
    if kind.__name__ in known:
        return reference
    known[kind.__name__] = {}
    if kind is GradeCounts:
        names: dict[str, Any] = dict.fromkeys((*LETTERS, "total", "measurable"), int)
    else:
        hints = get_type_hints(kind)
        own = [field.name for field in fields(kind)] if is_dataclass(kind) else list(kind._fields)
        names = {name: hints[name] for name in own} | _ADDED.get(kind, {})
    shape = _object({name: _of(part, known) for name, part in names.items()})
    said = (kind.__doc__ or "").split("\n")[0]
    known[kind.__name__] = {"description": said, **shape}
    return reference


def schema_text() -> str:
    """The schema as the published file holds it."""
    return json.dumps(coverage_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(schema_text(), encoding="utf-8")
