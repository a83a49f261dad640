"""The vocabulary as it ships: the Turtle files as text and the labels to show."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ontology.terms import RDFS_LABEL, SKOS_PREF_LABEL

TURTLE_FILES: Final = (
    "core.ttl",
    "evidence.ttl",
    "forms.ttl",
    "indicator_kinds.ttl",
    "schemes.ttl",
    "alignments.ttl",
)
ONTOLOGY_GRAPH: Final = "https://w3id.org/goaltrace/ontology"


def read_turtle(name: str) -> str:
    """The text of one of the `TURTLE_FILES`."""
    return files("ontology").joinpath(name).read_text(encoding="utf-8")


def read_ontology() -> dict[str, str]:
    """Every shipped Turtle file by its name, in the order in which a person would read them."""
    return {name: read_turtle(name) for name in TURTLE_FILES}


@cache
def labels(language: str) -> Mapping[str, str]:
    """Label of every term and concept in one language (`zh` or `en`), by its full IRI.

    >>> labels("zh")["https://w3id.org/goaltrace/concept#grade-A"]
    '可直接衡量'
    """
    found: dict[str, str] = {}
    for text in read_ontology().values():
        for statement in parse(text, RdfFormat.TURTLE):
            if isinstance(statement.subject, NamedNode) and _is_label(statement, language):
                found[statement.subject.value] = statement.object.value
    return MappingProxyType(found)


def _is_label(statement: Triple, language: str) -> bool:
    if statement.predicate.value not in {RDFS_LABEL, SKOS_PREF_LABEL}:
        return False
    return isinstance(statement.object, Literal) and statement.object.language == language


def ontology_nquads() -> str:
    """The whole ontology as N-Quads of its own graph, without the axioms on nodes that have no name."""
    lines: list[str] = []
    for turtle in read_ontology().values():
        for statement in parse(turtle, RdfFormat.TURTLE):
            if not isinstance(statement.subject, BlankNode) and not isinstance(statement.object, BlankNode):
                lines.append(f"{statement} <{ONTOLOGY_GRAPH}> .\n")
    return "".join(sorted(set(lines)))
