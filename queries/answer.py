"""Answers of a store as Python values, and values bound into a question as checked terms."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ontology.prefixes import PREFIXES

Value = str | int | Decimal | float | bool | None
Term = str
"""One RDF term as N-Triples text, as `ontology.nquads` writes it."""

_XSD = PREFIXES["xsd"]
_INTEGERS = ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "unsignedInt")
_READERS: Final[dict[str, Callable[[str], Value]]] = {
    _XSD + "decimal": Decimal,
    _XSD + "boolean": lambda lexical: lexical in ("true", "1"),
    _XSD + "double": float,
    _XSD + "float": float,
    **{_XSD + name: int for name in _INTEGERS},
}
_TERM = re.compile(
    r"""<[^\x00-\x20<>"{}|\\^`]+>
      | "(?:[^"\\\n\r]|\\[tbnrf"'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*"
        (?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^<[^\x00-\x20<>"{}|\\^`]+>)?""",
    re.VERBOSE,
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SERVICE = re.compile(r"(?<![\w:?$@.-])service(?![\w:.-])", re.IGNORECASE)
_FROM = re.compile(r"(?<![\w:?$@.-])from(?![\w:.-])", re.IGNORECASE)
_BIND = re.compile(r"\bBIND\s*\(", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_TEMPLATE = re.compile(r"\bCONSTRUCT\s*\{", re.IGNORECASE)
# Words after which only a variable fits, and what ends the stretch they rule: one variable (`?`) or a brace.
_CLOSING: Final = {
    "AS": "?",
    "BOUND": "?",
    "SELECT": "{",
    "VALUES": "{",
    "GROUP": "}",
    "ORDER": "}",
    "HAVING": "}",
}
_TOKEN = re.compile(
    r"[?$](?P<name>[A-Za-z_][A-Za-z0-9_]*)|[{}]|(?<![\w:?$-])(?:AS|BOUND|SELECT|VALUES|GROUP|ORDER|HAVING)(?![\w:-])",
    re.IGNORECASE,
)
# What a scan for structure has to step over: comments, IRIs and strings, in SPARQL's own spelling.
_OPAQUE = re.compile(
    r"""\#[^\n\r]* | <[^\x00-\x20<>"{}|\\^`]*>
      | \"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\" | '''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT: column names and rows of Python values, `None` where nothing is bound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def records(self) -> Iterator[dict[str, Value]]:
        """Each row as a dictionary by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_literal(lexical: str, datatype: str) -> Value:
    """The Python value of a literal; what is malformed or of another type stays text.

    >>> read_literal("1100000.50", "http://www.w3.org/2001/XMLSchema#decimal")
    Decimal('1100000.50')
    """
    reader = _READERS.get(datatype)
    if reader is None:
        return lexical
    try:
        return reader(lexical)
    except (ValueError, ArithmeticError):
        return lexical


def mask_opaque(query: str) -> str:
    """The query with comments, IRIs and strings blanked out, every other character at its place."""
    return _OPAQUE.sub(lambda match: " " * len(match.group()), query)


def asks_elsewhere(query: str) -> bool:
    """Whether the query has a SERVICE part, read with and without its character escapes undone.

    >>> asks_elsewhere("SELECT * { SERVICE<http://example.org/> { ?s ?p ?o } }")
    True
    >>> asks_elsewhere('SELECT * { ?service ?p "SERVICE" }')
    False
    """
    plain = _ESCAPED.sub(lambda match: chr(int(match.group(1) or match.group(2), 16) % 0x110000), query)
    return any(_SERVICE.search(mask_opaque(text)) for text in (query, plain))


def names_dataset(query: str) -> bool:
    """Whether the query states its own dataset with FROM or FROM NAMED, which come before its first group.

    >>> names_dataset("SELECT * FROM<http://example.org/g> { ?s ?p ?o }"), names_dataset("ASK { ?from ?p ?o }")
    (True, False)
    """
    plain = _ESCAPED.sub(lambda match: chr(int(match.group(1) or match.group(2), 16) % 0x110000), query)
    return any(_FROM.search(_head(mask_opaque(text))) for text in (query, plain))


def _head(masked: str) -> str:
    """What stands before the pattern; the template of a CONSTRUCT is stepped over."""
    template = _TEMPLATE.search(masked)
    depth = 0
    for match in _BRACE.finditer(masked):
        depth += 1 if match.group() == "{" else -1
        if depth == 1 and match.group() == "{" and (template is None or match.start() > template.end()):
            return masked[: match.start()]
    return masked


def bind_values(query: str, bindings: Mapping[str, Term] | None) -> str:
    """The query with each variable bound to a term, throughout its outermost group.

    A `VALUES` line binds the variable, and inside the group the term stands in its place, so that
    sub-selects and `MINUS` know it too; a `BIND` that would compute it is left out. Terms are checked
    against the N-Triples grammar: no value can change the question.

    >>> bind_values("SELECT ?s ?o { ?s ?p ?o }", {"o": '"x"'})
    'SELECT ?s ?o { VALUES ?o { "x" } ?s ?p "x" }'
    """
    if not bindings:
        return query
    for name, term in bindings.items():
        if not _NAME.fullmatch(name) or not _TERM.fullmatch(term):
            raise ValueError(f"not a variable and a term: {name} = {term}")
    for name in bindings:
        query = _without_bind(query, name)
    masked = mask_opaque(query)
    start, end = _outermost_group(masked)
    lines = " ".join(f"VALUES ?{name} {{ {term} }}" for name, term in sorted(bindings.items()))
    body, done = [f" {lines}"], start + 1
    for at, name in _replaceable(masked, start + 1, end):
        if name in bindings:
            body += [query[done:at], bindings[name]]
            done = at + 1 + len(name)
    return f"{query[: start + 1]}{''.join(body)}{query[done:]}"


def _without_bind(query: str, name: str) -> str:
    """The query without the `BIND(… AS ?name)` that a given value makes needless."""
    while True:
        masked = mask_opaque(query)
        found = re.search(rf"\bAS\s+[?$]{name}\s*\)", masked, re.IGNORECASE)
        starts = [m.start() for m in _BIND.finditer(masked, 0, found.start())] if found else []
        if found is None or not starts or not _balanced(masked[starts[-1] : found.end()]):
            return query
        query = f"{query[: starts[-1]]}{query[found.end() :]}"


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")")


def _outermost_group(masked: str) -> tuple[int, int]:
    """Where the pattern's braces stand; the template of a CONSTRUCT is not the pattern."""
    depth, start, template = 0, -1, bool(_TEMPLATE.search(masked))
    for match in _BRACE.finditer(masked):
        if match.group() == "{":
            start = match.start() if depth == 0 else start
            depth += 1
            continue
        depth -= 1
        if depth == 0 and not template:
            return start, match.start()
        template = template and depth != 0
    raise ValueError("the query has no group to bind values in")


def _replaceable(masked: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The variables between two places that a term may stand for; where only a variable fits it stays."""
    closing = ""
    for match in _TOKEN.finditer(masked, start, end):
        word, name = match.group().upper(), match.group("name")
        if name is None:
            closing = "" if word == closing else _CLOSING.get(word, closing)
        elif not closing:
            yield match.start(), name
        elif closing == "?":
            closing = ""
