"""Triples as JSON-LD: the context made from the ontology's terms, and things with short keys.

Values keep their exact spelling: numbers and truth values are strings whose type the context names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import pyoxigraph as ox

from loaders.errors import LoadError
from ontology.prefixes import GT, PREFIXES, expand, shorten
from ontology.vocabulary import read_ontology

_TYPE: Final = expand("rdf:type")
_STRING: Final = expand("xsd:string")
_LANGUAGE_MAPS: Final = frozenset(
    expand(curie)
    for curie in (
        "dcterms:description",
        "rdfs:label",
        "sh:resultMessage",
        "skos:definition",
        "skos:prefLabel",
    )
)
_PROPERTIES: Final = frozenset(expand(f"owl:{kind}Property") for kind in ("Object", "Datatype", "Annotation"))


class UnsafeIriError(LoadError):
    """Raised when an IRI begins with a word that the context of the file gives another meaning."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        super().__init__(
            "JSON-LD with this context would read this IRI as another one",
            iri,
            "export as TriG or N-Quads",
            zh=("在本上下文的 JSON-LD 中，这个 IRI 会被读成另一个", "请导出为 TriG 或 N-Quads"),
        )


class Term(NamedTuple):
    """A property's short key; `type` is the type of values that are written as bare strings, `@id` for things."""

    key: str
    type: str


@cache
def json_terms() -> Mapping[str, Term]:
    """The properties that have a short key, by their IRI; where two want one key, the ontology's own has it."""
    kinds, ranges = _declared()
    found: dict[str, Term] = {}
    taken = set(PREFIXES)
    for iri in sorted(kinds.keys() | _LANGUAGE_MAPS, key=lambda iri: (not iri.startswith(GT), iri)):
        name = shorten(iri).rpartition(":")[2]
        if name in taken or name == iri:
            continue
        taken.add(name)
        is_thing = expand("owl:ObjectProperty") in kinds.get(iri, ())
        found[iri] = Term(name, "@id" if is_thing else ranges.get(iri, _STRING))
    return MappingProxyType(found)


@cache
def _declared() -> tuple[Mapping[str, frozenset[str]], Mapping[str, str]]:
    """The declared properties with their classes, and the datatypes that they range over."""
    kinds: dict[str, set[str]] = defaultdict(set)
    ranges: dict[str, str] = {}
    for text in read_ontology().values():
        for triple in ox.parse(text, ox.RdfFormat.TURTLE):
            subject, said = triple.subject, triple.object
            if not isinstance(subject, ox.NamedNode) or not isinstance(said, ox.NamedNode):
                continue
            if triple.predicate.value == _TYPE and said.value in _PROPERTIES:
                kinds[subject.value].add(said.value)
            elif triple.predicate.value == expand("rdfs:range") and said.value.startswith(PREFIXES["xsd"]):
                ranges[subject.value] = said.value
    return {iri: frozenset(found) for iri, found in kinds.items()}, ranges


@cache
def _classes() -> Mapping[str, str]:
    """The short names of the ontology's own classes by IRI."""
    named = {term.key for term in json_terms().values()} | set(PREFIXES)
    found = {
        triple.subject.value: triple.subject.value.removeprefix(GT)
        for text in read_ontology().values()
        for triple in ox.parse(text, ox.RdfFormat.TURTLE)
        if isinstance(triple.subject, ox.NamedNode)
        and triple.subject.value.startswith(GT)
        and triple.predicate.value == _TYPE
        and triple.object == ox.NamedNode(expand("owl:Class"))
    }
    return {iri: name for iri, name in sorted(found.items()) if name not in named}


def json_context() -> dict[str, Any]:
    """What the short names of a file mean."""
    context: dict[str, Any] = PREFIXES | {name: iri for iri, name in _classes().items()}
    for iri, term in json_terms().items():
        if iri in _LANGUAGE_MAPS:
            context[term.key] = {"@id": iri, "@container": "@language"}
        elif term.type == _STRING:
            context[term.key] = {"@id": iri}
        else:
            context[term.key] = {"@id": iri, "@type": term.type}
    return context


def json_nodes(triples: Iterable[ox.Triple]) -> Iterator[dict[str, Any]]:
    """One object for each subject, in the order of the triples."""
    for subject, found in groupby(triples, key=lambda triple: triple.subject):
        node: dict[str, Any] = {"@id": _reference(subject)}
        for triple in found:
            _add(node, triple.predicate.value, triple.object)
        yield node


def _add(node: dict[str, Any], predicate: str, value: Any) -> None:
    if predicate == _TYPE and isinstance(value, ox.NamedNode):
        _append(node, "@type", _classes().get(value.value) or _reference(value))
        return
    term = json_terms().get(predicate)
    if term is None:
        _append(node, _key(predicate), _whole(value))
    elif predicate in _LANGUAGE_MAPS:
        if isinstance(value, ox.Literal) and value.language:
            _append(node.setdefault(term.key, {}), value.language, value.value)
        else:
            _append(node, _key(predicate), _whole(value))
    else:
        _append(node, term.key, _bare(value, term.type))


def _append(node: dict[str, Any], key: str, value: Any) -> None:
    """One value stands alone, several stand in a list."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]


def _bare(value: Any, type_: str) -> Any:
    """A value as a string where the context says the rest."""
    if isinstance(value, ox.Literal):
        return value.value if not value.language and value.datatype.value == type_ else _whole(value)
    return _reference(value) if type_ == "@id" else _whole(value)


def _whole(value: Any) -> dict[str, str]:
    """A value that says itself what it is."""
    if not isinstance(value, ox.Literal):
        return {"@id": _reference(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == _STRING:
        return {"@value": value.value}
    return {"@value": value.value, "@type": _key(value.datatype.value)}


def _reference(thing: Any) -> str:
    return str(thing) if isinstance(thing, ox.BlankNode) else _key(thing.value)


def _key(iri: str) -> str:
    """An IRI as prefix and name where that reads back as the same, else whole."""
    short = shorten(iri)
    if short != iri and not short.partition(":")[2].startswith("//"):
        return short
    scheme, _, rest = iri.partition(":")
    if not rest.startswith("//") and scheme in _context_words():
        raise UnsafeIriError(iri)
    return iri


@cache
def _context_words() -> frozenset[str]:
    return frozenset(json_context())
