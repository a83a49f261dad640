"""What the shipped schemes say of a concept beside its label: its sign and its broader concept."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pyoxigraph import NamedNode, RdfFormat, parse

from ontology.identifiers import concept
from ontology.prefixes import expand
from ontology.vocabulary import labels, read_ontology


def label_of(scheme: str, key: str) -> str:
    """The Chinese label of a concept, its key where the schemes do not know it.

    >>> label_of("kind", "quantity"), label_of("fund", "lottery")
    ('数量指标', 'lottery')
    """
    return labels("zh").get(concept(f"{scheme}-{key}"), key) if key else ""


def sign_of(comparator: str) -> str:
    """The sign of a comparator, empty where none is stated.

    >>> sign_of("at-least"), sign_of("unspecified"), sign_of("range")
    ('≥', '', '区间')
    """
    if comparator in ("", "unspecified"):
        return ""
    sign = _stated("skos:notation").get(concept(f"comparator-{comparator}"))
    return sign or label_of("comparator", comparator)


def level_one_of(kind: str) -> str:
    """The label of the kind above a kind of indicator.

    >>> level_one_of("quantity"), level_one_of("economic-cost"), level_one_of("")
    ('产出指标', '成本指标', '')
    """
    above = _stated("skos:broader").get(concept(f"kind-{kind}"), "")
    return labels("zh").get(above, "")


@cache
def _stated(curie: str) -> Mapping[str, str]:
    """The object of one property for each concept that has it."""
    found: dict[str, str] = {}
    for text in read_ontology().values():
        for statement in parse(text, RdfFormat.TURTLE):
            subject, term = statement.subject, statement.object
            if isinstance(subject, NamedNode) and statement.predicate.value == expand(curie):
                found[subject.value] = getattr(term, "value", "")
    return MappingProxyType(found)
