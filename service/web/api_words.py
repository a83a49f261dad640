"""What the description of the REST routes says: lists, paging, answers and the one shape of an error."""

from typing import Any, Final

from queries.library import Parameter

LISTS: Final = {
    "documents": "list_documents",
    "goals": "list_goals",
    "objectives": "list_objectives",
    "projects": "list_projects",
    "indicators": "list_indicators",
    "findings": "list_findings",
    "links": "list_links",
    "checks": "list_amount_checks",
    "repairs": "list_repairs",
    "grades": "count_grades",
    "funds": "list_money_by_goal_and_fund",
    "matrix": "list_coverage_matrix",
}
"""The lists and the named question behind each."""

PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "request"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "request": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
    },
}
_WHEN: Final = {
    400: "A parameter is unknown, missing or malformed",
    401: "A token is needed",
    403: "The token's role does not reach",
    404: "There is no such thing here",
    405: "The method is not supported",
    406: "None of the accepted formats can be written",
    409: "The decision contradicts what stands there, or the job is not ready for this",
    412: "It was changed meanwhile; `current` holds what stands there now",
    413: "The request is too large",
    414: "The address is too long",
    415: "The body's type is not supported",
    421: "This server does not speak for that host",
    422: "The answer is too large, or the document cannot be taken",
    428: "The version that a change was decided on is missing",
    503: "Too many questions at once, or the store cannot be read or written; see Retry-After",
    504: "The question was stopped at its time limit",
    507: "The question needs too much memory",
}
PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {
        "description": words,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, words in _WHEN.items()
}

TABLE_ANSWER: Final[dict[str, Any]] = {
    "description": "The rows, in a stable order",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["columns", "total", "offset", "next_offset", "items"],
                "properties": {
                    "columns": {"type": "array", "items": {"type": "string"}},
                    "total": {"type": "integer"},
                    "offset": {"type": "integer"},
                    "next_offset": {"type": ["integer", "null"]},
                    "items": {"type": "array", "items": {"type": "object"}},
                },
            }
        },
        "text/csv": {"schema": {"type": "string"}},
    },
}


def _query_parameter(name: str, words: str, schema: dict[str, Any], example: object) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": words,
        "schema": schema,
        "example": example,
    }


PAGING: Final = (
    _query_parameter("offset", "Rows to leave out first", {"type": "integer", "minimum": 0, "default": 0}, 0),
    _query_parameter(
        "limit", "Rows to send", {"type": "integer", "minimum": 0, "maximum": 10000, "default": 100}, 100
    ),
    _query_parameter(
        "format", "json or csv; else by Accept", {"type": "string", "enum": ["json", "csv"]}, "json"
    ),
)

_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "iri": {"type": "string", "format": "uri"},
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
}


def parameter_facts(parameter: Parameter) -> dict[str, Any]:
    """A question's parameter as OpenAPI describes one."""
    schema = dict(_SCHEMAS[parameter.type])
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.default is not None:
        schema["default"] = parameter.default
    found = _query_parameter(parameter.name, parameter.label.en, schema, parameter.example)
    found["required"] = not parameter.optional and parameter.default is None
    return found
