"""The check of a query's text before the engine sees it.

The engine dies of deep nesting and asks other machines for `SERVICE`, so both are found by reading the text
with SPARQL's own lexer rules. Where a `<` may begin an IRI or mean "less than", both readings are followed
and the worse one counts: what is hidden in one reading is seen in the other.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from service.web.refusals import QueryRefusedByGuardError
from service.web.tokens import ABSOLUTE, GROUP_AFTER, IRI, TOKEN, locate, undo_code_points

_OPENING: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSING: Final = {closing: opening for opening, closing in _OPENING.items()}
_OPERANDS: Final = frozenset({"string", "variable", "blank", "name", "language", "number", "word"})
_OPERATORS: Final = frozenset("|&!+-*/^=<>")
_PATTERNS: Final = ("union", "optional", "minus", "graph", "filter", "bind", "exists", "values", "select")
_SHORT: Final = 1000
_READINGS_PER_CHARACTER: Final = 4


@dataclass(frozen=True, slots=True)
class GuardLimits:
    """How much structure a query may have."""

    characters: int = 65_536
    depth: int = 40
    patterns: int = 300
    triples: int = 1_000
    operators: int = 1_000


class Screened(NamedTuple):
    """What the check learned of a query that it lets through."""

    names_graphs: bool
    """Whether it has FROM or FROM NAMED, so that it states its own dataset."""


def screen(query: str, limits: GuardLimits | None = None) -> Screened:
    """Let a query through or raise `QueryRefusedByGuardError` with a sentence that says why.

    >>> screen("SELECT * FROM <http://example.org/g> { ?s ?p ?o }").names_graphs
    True
    """
    allowed = limits or GuardLimits()
    if len(query) > allowed.characters:
        raise QueryRefusedByGuardError(
            f"The query has {len(query)} characters and {allowed.characters} are allowed; ask in smaller parts."
        )
    if _is_plain(query, allowed):
        return Screened(names_graphs=False)
    found = _Scan(query, allowed).run()
    if "\\u" in query or "\\U" in query:
        _Scan(undo_code_points(query), allowed).run()
    return found


def _is_plain(query: str, limits: GuardLimits) -> bool:
    """Whether a query is so short and flat that no reading of it can break a limit."""
    if len(query) > min(_SHORT, limits.triples, limits.operators) or "\\" in query:
        return False
    openings = query.count("(") + query.count("[") + query.count("{") + query.count("<<")
    lowered = query.lower()
    return openings <= limits.depth and "service" not in lowered and "from" not in lowered


class _State(NamedTuple):
    """One reading up to a place: the brackets that are open, and whether an operand came last."""

    position: int
    open: str
    operand: bool
    word: str


class _Scan:
    """All readings of one query, each place visited once for each way of getting there."""

    def __init__(self, query: str, limits: GuardLimits) -> None:
        self._query = query
        self._limits = limits
        self._names_graphs = False
        self._counted: dict[str, set[int]] = {"patterns": set(), "triples": set(), "operators": set()}

    def run(self) -> Screened:
        """Follow every reading to its end."""
        waiting = [_State(0, "", operand=False, word="")]
        seen = set(waiting)
        end, most = len(self._query), _READINGS_PER_CHARACTER * len(self._query) + 1000
        while waiting:
            for state in self._step(heapq.heappop(waiting)):
                if state.position < end and state not in seen:
                    seen.add(state)
                    heapq.heappush(waiting, state)
            if len(seen) > most:
                raise self._refuse("can be read in too many ways; write blanks around each <", end)
        return Screened(self._names_graphs)

    def _step(self, state: _State) -> Iterator[_State]:
        position = state.position
        if self._query[position] == "<":
            yield from self._angle(state)
            return
        match = TOKEN.match(self._query, position)
        if match is None:  # cannot be: the last alternative takes any character
            return
        kind, after = match.lastgroup or "sign", match.end()
        if kind == "space":
            yield state._replace(position=after)
        elif kind == "sign":
            yield self._sign(state, match.group())
        else:
            text = match.group()
            self._read_word(state, kind, text, after)
            yield _State(after, state.open, operand=kind in _OPERANDS, word=text if kind == "word" else "")

    def _angle(self, state: _State) -> Iterator[_State]:
        """A `<`: an IRI, an opening `<<`, or "less than" where an operand stands before it in parentheses."""
        position, query = state.position, self._query
        iri = IRI.match(query, position)
        compares = state.operand and state.open.endswith("(")
        if iri is not None:
            yield _State(iri.end(), state.open, operand=True, word="")
            if not compares or ABSOLUTE.match(query, position):
                return
        elif query.startswith("<<", position):
            yield self._push(state, "<", 2)
        self._count("operators", position)
        yield _State(position + 1, state.open, operand=False, word="")

    def _sign(self, state: _State, sign: str) -> _State:
        position = state.position
        if sign in _OPENING:
            return self._push(state, sign, 1)
        if sign in _CLOSING:
            # A bracket that closes nothing is where every parser stops; it must not make room for others.
            matches = state.open.endswith(_CLOSING[sign])
            remaining = state.open[:-1] if matches else state.open
            return _State(position + 1, remaining, operand=sign == ")", word="")
        if sign == ">" and state.open.endswith("<") and self._query.startswith(">>", position):
            return _State(position + 2, state.open[:-1], operand=True, word="")
        if sign in _OPERATORS:
            self._count("operators", position)
        elif sign in ".;":
            self._count("triples", position)
        return _State(position + 1, state.open, operand=False, word="")

    def _push(self, state: _State, bracket: str, width: int) -> _State:
        if len(state.open) >= self._limits.depth:
            raise self._refuse(
                f"is nested more than {self._limits.depth} deep; write it with fewer brackets", state.position
            )
        return _State(state.position + width, state.open + bracket, operand=False, word="")

    def _read_word(self, state: _State, kind: str, text: str, after: int) -> None:
        if kind == "word":
            lowered = text.lower()
            if "service" in lowered:
                raise self._refuse_service(state.position)
            if "from" in lowered and not state.open:
                self._names_graphs = True
            if any(pattern in lowered for pattern in _PATTERNS):
                self._count("patterns", state.position)
        elif kind == "name":
            # Parsers take a keyword and the name after it without a blank: `SERVICEex:place { … }`.
            prefix = text.partition(":")[0].lower()
            if "service" in prefix and GROUP_AFTER.match(self._query, after):
                raise self._refuse_service(state.position)
            if "from" in prefix and not state.open and state.word.lower() != "prefix":
                self._names_graphs = True

    def _count(self, what: str, position: int) -> None:
        found = self._counted[what]
        found.add(position)
        most = getattr(self._limits, what)
        if len(found) > most:
            raise self._refuse(f"has more than {most} {what}; ask in smaller parts", position)

    def _refuse_service(self, position: int) -> QueryRefusedByGuardError:
        return self._refuse(
            "has a SERVICE part, and this server never asks another one; load the data here or ask there",
            position,
        )

    def _refuse(self, reason: str, position: int) -> QueryRefusedByGuardError:
        line, column = locate(self._query, position)
        return QueryRefusedByGuardError(f"The query {reason}.", line=line, column=column)
