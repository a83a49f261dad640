"""Named questions: `.rq` files whose `#+` header says what is asked, with what, and what comes back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import yaml

from ontology import nquads
from ontology.identifiers import concept, path_segment
from ontology.prefixes import PREFIXES
from queries.answer import Table, Term
from queries.errors import ParameterError, QueryHeaderError, UnknownQueryError
from queries.facts import choose_documents
from queries.store import Store

PARAMETER_TYPES: Final = ("iri", "string", "integer", "decimal", "year")
LAYERS: Final = ("source", "reading", "judgment", "links")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\ud800-\udfff]+")
_STATING: Final = """SELECT DISTINCT ?document WHERE {
  GRAPH ?source { ?document gt:statesPlan ?plan . ?goal skos:inScheme ?plan . }
} ORDER BY ?document"""
_YEAR = re.compile(r"[0-9]{4}")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?")


class Words(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def speak(self, language: str) -> str:
        """The words in that language; Chinese where it is neither."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks the person who runs it.

    `default` stands in where nothing is given; an `optional` parameter without one may stay open.
    """

    name: str
    type: str
    label: Words
    example: str
    default: str | None = None
    optional: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer and what it means."""

    name: str
    meaning: Words


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question that can be run: its header read, its SPARQL text as written."""

    name: str
    question: Words
    row: Words
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str


def query_names() -> tuple[str, ...]:
    """The names of all shipped questions, sorted."""
    folder = files("queries")
    return tuple(sorted(entry.name[:-3] for entry in folder.iterdir() if entry.name.endswith(".rq")))


@cache
def load_query(name: str) -> NamedQuery:
    """The shipped question with that name."""
    if name not in query_names():
        raise UnknownQueryError(name, query_names())
    return read_query(name, (files("queries") / f"{name}.rq").read_text(encoding="utf-8"))


def load_query_file(path: Path) -> NamedQuery:
    """A question from a person's own file; without a header it has no parameters and is run as it is."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as exc:
        raise QueryHeaderError(str(path), "the file is not in UTF-8") from exc
    except OSError as exc:
        raise QueryHeaderError(str(path), exc.strerror or "it cannot be read") from exc
    if any(line.startswith("#+") for line in text.splitlines()):
        return read_query(path.stem, text)
    name = Words(path.stem, path.stem)
    return NamedQuery(path.stem, name, name, (), (), text)


def read_query(name: str, text: str) -> NamedQuery:
    """Read the header of a query's text."""
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as exc:
        raise QueryHeaderError(name, "it is no YAML") from exc
    if not isinstance(header, dict):
        raise QueryHeaderError(name, "there is none")
    parameters = _entries(name, header.get("parameters") or {}, "parameters")
    columns = _entries(name, header.get("columns"), "columns")
    return NamedQuery(
        name,
        _words(name, header.get("question"), "question"),
        _words(name, header.get("row"), "row"),
        tuple(_parameter(name, key, facts) for key, facts in parameters.items()),
        tuple(Column(key, _words(name, facts, f"columns.{key}")) for key, facts in columns.items()),
        text,
    )


def run_query(store: Store, query: str | NamedQuery, parameters: Mapping[str, object] | None = None) -> Table:
    """The answer of the store to a question, by its name or as read from a file.

    A parameter `document` takes a document's key, such as `203001-2022-goals`, as well as its IRI.
    """
    named = load_query(query) if isinstance(query, str) else query
    given = dict(parameters or {})
    document = given.get("document")
    if isinstance(document, str) and document and not _IRI.fullmatch(document):
        given["document"] = choose_documents(store, document)[0].iri
    bindings = bind_parameters(named, given)
    if "goal" in bindings and "document" not in bindings:
        stating = store.select(_STATING, {"goal": bindings["goal"]}).rows
        bindings |= {"document": nquads.iri(str(stating[0][0]))} if len(stating) == 1 else {}
    if "document" in bindings:
        # The graphs of a known document are known too, so the engine need not look for them in the store.
        bindings |= {layer: f"{bindings['document'][:-1]}/{layer}>" for layer in LAYERS}
    if "flag" in bindings and "?flag_concept" in named.text:
        # Known as a concept, the flag leads to its few measurements instead of being compared on every row.
        bindings |= {"flag_concept": nquads.iri(concept(f"flag-{path_segment(str(given['flag']))}"))}
    return store.select(named.text, bindings)


def bind_parameters(query: NamedQuery, given: Mapping[str, object]) -> dict[str, Term]:
    """Each parameter's value as an RDF term: given, or its default; open ones are left out."""
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            raise ParameterError(
                query.name, name, f"is unknown, the query takes {', '.join(known) or 'none'}"
            )
    bound: dict[str, Term] = {}
    for name, parameter in known.items():
        value = given.get(name)
        if value is None or value == "":
            value = parameter.default
        if value is not None:
            bound[name] = _term(query.name, parameter, str(value))
        elif not parameter.optional:
            raise ParameterError(query.name, name, "is missing", parameter.example)
    return bound


def _term(query: str, parameter: Parameter, value: str) -> Term:
    if parameter.choices and value not in parameter.choices:
        reason = f"is {_shown(value)} and has to be one of {', '.join(parameter.choices)}"
        raise ParameterError(query, parameter.name, reason, parameter.example)
    term = _READERS[parameter.type](value.strip() if parameter.type != "string" else value)
    if term is None:
        reason = f"is {_shown(value)} and has to be of type {parameter.type}"
        raise ParameterError(query, parameter.name, reason, parameter.example)
    return term


def _shown(value: str) -> str:
    return repr(value if len(value) <= 60 else f"{value[:60]}…")


def _iri_term(value: str) -> Term | None:
    prefix, colon, name = value.partition(":")
    full = PREFIXES[prefix] + name if colon and prefix in PREFIXES else value
    return nquads.iri(full) if _IRI.fullmatch(full) else None


def _integer_term(value: str) -> Term | None:
    return nquads.integer(int(value)) if _WHOLE.fullmatch(value) else None


def _decimal_term(value: str) -> Term | None:
    try:
        return nquads.decimal(Decimal(value)) if _DECIMAL.fullmatch(value) else None
    except InvalidOperation:
        return None


def _year_term(value: str) -> Term | None:
    return nquads.year(value) if _YEAR.fullmatch(value) else None


_READERS: Final = {
    "iri": _iri_term,
    "string": nquads.text,
    "integer": _integer_term,
    "decimal": _decimal_term,
    "year": _year_term,
}


def _entries(query: str, found: object, where: str) -> dict[str, Any]:
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise QueryHeaderError(query, f"{where} has to list names")
    return cast("dict[str, Any]", found)


def _words(query: str, found: object, where: str) -> Words:
    if isinstance(found, dict):
        zh, en = found.get("zh"), found.get("en")
        if isinstance(zh, str) and isinstance(en, str) and zh and en:
            return Words(zh, en)
    raise QueryHeaderError(query, f"{where} needs words in zh and en")


def _parameter(query: str, name: str, found: object) -> Parameter:
    facts = _entries(query, found, f"parameters.{name}")
    kind, default = facts.get("type"), facts.get("default")
    if kind not in PARAMETER_TYPES:
        raise QueryHeaderError(query, f"parameters.{name}.type has to be one of {', '.join(PARAMETER_TYPES)}")
    if facts.get("example") in (None, ""):
        raise QueryHeaderError(query, f"parameters.{name} needs an example")
    return Parameter(
        name,
        str(kind),
        _words(query, facts.get("label"), f"parameters.{name}.label"),
        str(facts["example"]),
        None if default is None else str(default),
        bool(facts.get("optional", False)),
        tuple(str(choice) for choice in facts.get("choices") or ()),
    )
