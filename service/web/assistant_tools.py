"""What an assistant may ask: the named questions, coverage, traces, what-if and a search, each a call to a worker."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from queries.library import load_query, query_names
from service.web.refusals import BadRequestError

MOST_ROWS: Final = 500
_ROWS: Final = 50
_DOCUMENT: Final = {
    "type": "string",
    "maxLength": 500,
    "description": "Key or IRI of a document, such as 203001-2022-goals; without it all documents",
}
_BASIS: Final = {
    "type": "string",
    "enum": ["stated", "accepted", "proposed"],
    "description": "Which goal-project links count; each holds the one before it",
}
_OFFSET: Final = {"type": "integer", "minimum": 0, "maximum": 1_000_000_000, "default": 0}
_LIMIT: Final = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": _ROWS}


class Tool(NamedTuple):
    """A tool as it is listed: its name, what it answers, and the schema of its arguments."""

    name: str
    title: str
    description: str
    schema: Mapping[str, Any]


class ToolCall(NamedTuple):
    """What a worker is asked for a tool."""

    name: str
    arguments: Mapping[str, Any]


def _schema(required: tuple[str, ...] = (), **properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def tools() -> tuple[Tool, ...]:
    """All tools; none of them changes anything."""
    names = list(query_names())
    return (
        Tool(
            "list_questions",
            "Named questions 命名问题",
            "The named questions that can be asked of the graph: what each asks, its parameters and its columns.",
            _schema(),
        ),
        Tool(
            "ask_question",
            "Ask a named question 提问",
            "The rows of one named question. list_questions says which there are and what they take.",
            _schema(
                ("name",),
                name={"type": "string", "enum": names},
                parameters={"type": "object", "additionalProperties": {"type": ["string", "number"]}},
                offset=_OFFSET,
                limit=_LIMIT,
            ),
        ),
        Tool(
            "read_coverage",
            "Coverage 覆盖情况",
            "How many goals have projects, how many projects have goals, the money, and how many indicators "
            "can be measured, by link status.",
            _schema(document=_DOCUMENT),
        ),
        Tool(
            "trace_goal",
            "Trace a goal 追溯目标",
            "One goal down to its objectives, projects, funds and indicators with the evidence of each step.",
            _schema(
                ("goal",),
                goal={
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 500,
                    "description": "Number or IRI of the goal",
                },
                document=_DOCUMENT,
                basis=_BASIS,
            ),
        ),
        Tool(
            "suppose",
            "What if 假设",
            "Which goals and objectives would stand differently if projects were struck or budgets changed; "
            "nothing is changed.",
            _schema(
                drop={"type": "array", "items": {"type": "string", "maxLength": 200}, "maxItems": 200},
                budget={"type": "object", "additionalProperties": {"type": ["string", "number"]}},
                document=_DOCUMENT,
                basis=_BASIS,
            ),
        ),
        Tool(
            "search_projects",
            "Search projects 查找项目",
            "Projects whose code, name or purpose has these words.",
            _schema(
                ("words",),
                words={"type": "string", "minLength": 1, "maxLength": 200},
                document=_DOCUMENT,
                offset=_OFFSET,
                limit=_LIMIT,
            ),
        ),
    )


def call_of(tool: str, arguments: Mapping[str, Any]) -> ToolCall:
    """What to ask a worker for a tool with these arguments; raises what is wrong with them."""
    known = next((one for one in tools() if one.name == tool), None)
    if known is None:
        raise BadRequestError(f"There is no tool {tool[:60]!r}.")
    _check(known, arguments)
    offset, limit = arguments.get("offset", 0), arguments.get("limit", _ROWS)
    document = arguments.get("document")
    match tool:
        case "list_questions":
            return ToolCall("list_questions_briefly", {})
        case "ask_question":
            given = {name: _text(value) for name, value in arguments.get("parameters", {}).items()}
            page = {"offset": offset, "limit": limit, "format": "json"}
            return ToolCall("run", {"name": arguments["name"], "parameters": given, **page})
        case "read_coverage":
            return ToolCall("coverage", {"document": document, "headline": True})
        case "trace_goal":
            basis = arguments.get("basis", "proposed")
            return ToolCall("trace", {"goal": arguments["goal"], "document": document, "basis": basis})
        case "suppose":
            budget = {code: _text(yuan) for code, yuan in arguments.get("budget", {}).items()}
            facts = {"drop": arguments.get("drop", []), "budget": budget, "document": document}
            return ToolCall("what_if", {**facts, "basis": arguments.get("basis", "accepted")})
        case _:
            page = {"offset": offset, "limit": limit}
            return ToolCall("search_projects", {"words": arguments["words"], "document": document, **page})


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
}


def _check(tool: Tool, arguments: Mapping[str, Any]) -> None:
    """Hold arguments to the tool's schema; the few words of it that are used here."""
    properties: Mapping[str, Mapping[str, Any]] = tool.schema["properties"]
    for name in tool.schema["required"]:
        if name not in arguments:
            raise BadRequestError(f"The argument {name} is missing.")
    for name, value in arguments.items():
        if name not in properties:
            raise BadRequestError(f"The tool {tool.name} takes no argument {name[:60]!r}.")
        _check_value(name, properties[name], value)


def _check_value(name: str, schema: Mapping[str, Any], value: object) -> None:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if isinstance(value, bool) or not any(isinstance(value, _TYPES[kind]) for kind in kinds):
        raise BadRequestError(f"The argument {name} has to be of type {' or '.join(kinds)}.")
    if "enum" in schema and value not in schema["enum"]:
        raise BadRequestError(f"The argument {name} has to be one of {', '.join(map(str, schema['enum']))}.")
    if isinstance(value, str) and not schema.get("minLength", 0) <= len(value) <= schema.get(
        "maxLength", 10_000
    ):
        raise BadRequestError(f"The argument {name} is empty or too long.")
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise BadRequestError(
            f"The argument {name} has to be from {schema['minimum']} to {schema['maximum']}."
        )
    if isinstance(value, list) and len(value) > schema.get("maxItems", len(value)):
        raise BadRequestError(f"The argument {name} has too many entries.")
    inside = schema.get("items") or schema.get("additionalProperties")
    if isinstance(inside, Mapping):
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            _check_value(name, inside, one)


def questions_briefly() -> list[dict[str, Any]]:
    """The named questions without their SPARQL text."""
    found = []
    for name in query_names():
        query = load_query(name)
        found.append(
            {
                "name": name,
                "question": query.question._asdict(),
                "parameters": [
                    {
                        "name": one.name,
                        "type": one.type,
                        "meaning": one.label._asdict(),
                        "example": one.example,
                        "needed": not one.optional and one.default is None,
                        **({"choices": list(one.choices)} if one.choices else {}),
                    }
                    for one in query.parameters
                ],
                "columns": {column.name: column.meaning.en for column in query.columns},
            }
        )
    return found
