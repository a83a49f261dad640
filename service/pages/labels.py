"""Words for resources: what a person calls a goal, a cell, a grade or a concept, instead of its IRI."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple
from urllib.parse import unquote

import yaml

from ontology.nquads import iri as iri_term
from ontology.prefixes import GT, PREFIXES, expand, shorten
from ontology.vocabulary import labels
from queries.places import Spot, read_spot
from queries.store import Store

LONGEST: Final = 60
_CHUNK: Final = 400
_LANGUAGES: Final = ("zh", "en")

# The texts that name a resource of a class: each group is a list of properties of which the first that is
# there is taken, and what the groups give is joined by blanks.
_PATTERNS: Final[Mapping[str, tuple[str, ...]]] = {
    "gt:Goal": ("gt:listNumber", "skos:prefLabel|gt:printedText"),
    "gt:Objective": ("gt:listNumber", "gt:printedText"),
    "gt:OverallGoal": ("gt:printedText",),
    "gt:GoalStatement": ("gt:printedText",),
    "gt:Indicator": ("gt:name|gt:printedName",),
    "gt:Amount": ("gt:printedNumber", "gt:printedUnit", "gt:hasFundSource|gt:amountRole"),
    "gt:Milestone": ("gt:printedLabel", "gt:printedNumber"),
    "gt:ValueReading": (
        "gt:comparatorText|gt:hasComparator",
        "gt:number|gt:numberText",
        "gt:unitText",
        "gt:remark",
    ),
    "gt:Link": ("sssom:subject_label", "gt:hasStatus"),
    "gt:Verdict": ("sssom:object_label", "gt:hasVerdict"),
    "gt:Proposal": ("gt:proposedMetric", "gt:proposedTarget"),
    "gt:FormField": ("gt:fieldLabel", "gt:fieldText"),
    "gt:StepValue": ("gt:stepLabel", "gt:stepText"),
    "gt:Repair": ("gt:printedText", "gt:repairedText"),
    "gt:ArithmeticCheck": ("gt:expression", "gt:hasOutcome"),
    "gt:ReadingNote": ("gt:noteText",),
    "gt:SourceFile": ("gt:fileName",),
    "dqv:QualityMeasurement": ("gt:hasGrade|dqv:isMeasurementOf", "gt:linkBasis"),
    "sosa:Observation": ("gt:printedResult|sosa:hasSimpleResult",),
    "sh:ValidationResult": ("sh:resultMessage",),
    "foaf:Document": ("dcterms:title", "gt:year"),
}
_GRADE: Final = re.compile(r"concept#grade-([A-F]|G[0-4])$")
_ANY: Final = ("skos:prefLabel|rdfs:label|gt:name|dcterms:title|gt:printedText",)
_PLACES: Final = {
    "zh": {
        "part": "{}",
        "table": "表 {}",
        "row": "第 {} 行",
        "column": "第 {} 列",
        "paragraph": "第 {} 段",
    },
    "en": {
        "part": "{}",
        "table": "table {}",
        "row": "row {}",
        "column": "column {}",
        "paragraph": "paragraph {}",
    },
}
# Keys that the graph keeps as plain texts, in words.
_KEYS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    expand("gt:linkBasis"): {
        "stated": ("（文件写明）", "(stated)"),
        "accepted": ("（已确认）", "(accepted)"),
        "proposed": ("（含待定建议）", "(with proposals)"),
    },
    expand("gt:amountRole"): {
        "budget": ("预算", "budget"),
        "fiscal": ("财政资金", "fiscal funds"),
        "other": ("其他资金", "other funds"),
    },
}
_PLACE_PARTS: Final = ("paragraph", "part", "table", "row", "column")
_PLACE: Final = PREFIXES["oa"] + "SpecificResource"

Facts = Mapping[str, Sequence[tuple[str, str | None]]]
"""A resource's properties by IRI: each value with its language, None where the value is a resource."""


class Label(NamedTuple):
    """What a resource is called, its class, and what the class is called."""

    text: str
    kind: str
    kind_text: str


@cache
def term_labels(language: str) -> Mapping[str, str]:
    """Words for every term of ours and for the foreign ones that the graph uses, by full IRI.

    >>> term_labels("zh")[PREFIXES["prov"] + "wasQuotedFrom"]
    '引自'
    """
    entries = yaml.safe_load(
        files("service").joinpath("pages/foreign_terms.yaml").read_text(encoding="utf-8")
    )
    foreign = {expand(curie): str(words[language]) for curie, words in entries.items()}
    return {**foreign, **labels(language)}


def name_term(iri: str, language: str) -> str:
    """A term's words, else its prefix and name."""
    return term_labels(language).get(iri) or _tail(iri)


def name_resources(store: Store, iris: Iterable[str], language: str) -> dict[str, Label]:
    """What each of these resources is called; unknown ones by the end of their IRI."""
    wanted = list(dict.fromkeys(iris))
    known = term_labels(language)
    facts: dict[str, dict[str, list[tuple[str, str | None]]]] = {iri: {} for iri in wanted}
    for start in range(0, len(wanted), _CHUNK):
        terms = " ".join(_terms(wanted[start : start + _CHUNK]))
        question = f"SELECT ?x ?p ?o (LANG(?o) AS ?l) WHERE {{ VALUES ?x {{ {terms} }} ?x ?p ?o }}"
        for row in store.select(question).rows:
            words = facts[str(row[0])].setdefault(str(row[1]), [])
            words.append((str(row[2]), None if row[3] is None else str(row[3])))
    return {iri: _name(iri, found, known, language) for iri, found in facts.items()}


def _terms(iris: Iterable[str]) -> Iterable[str]:
    return (iri_term(iri) for iri in iris)


def _name(iri: str, facts: Facts, known: Mapping[str, str], language: str) -> Label:
    spot = None if iri in known else read_spot(iri)
    kind = _PLACE if spot else _kind_of(facts)
    kind_text = known.get(kind) or (_tail(kind) if kind else "")
    if iri in known:
        return Label(_term(iri, known), kind, kind_text)
    if spot:
        text = _place(spot, facts, language)
    else:
        text = _fill(_PATTERNS.get(shorten(kind), _ANY), facts, known, language)
        text = text or _fill(_ANY, facts, known, language)
    return Label(_cut(text or _tail(iri)), kind, kind_text)


def _kind_of(facts: Facts) -> str:
    """The most telling of a resource's classes: ours first, those that name something, OWL's own last."""
    kinds = [value for value, _ in facts.get(PREFIXES["rdf"] + "type", ())]
    return min(kinds, key=_rank_kind, default="")


def _rank_kind(kind: str) -> tuple[bool, bool, bool, str]:
    own, owl = kind.startswith(GT), kind.startswith(PREFIXES["owl"])
    return (not own, shorten(kind) not in _PATTERNS, owl, kind)


def _fill(pattern: Sequence[str], facts: Facts, known: Mapping[str, str], language: str) -> str:
    parts = []
    for group in pattern:
        choices = (_spoken(expand(name), facts, known, language) for name in group.split("|"))
        parts.append(next((text for text in choices if text), ""))
    return " ".join(part for part in parts if part)


def _spoken(name: str, facts: Facts, known: Mapping[str, str], language: str) -> str:
    value = _value(facts.get(name, ()), known, language)
    words = _KEYS.get(name, {}).get(value)
    return words[language == "en"] if words else value


def _value(values: Sequence[tuple[str, str | None]], known: Mapping[str, str], language: str) -> str:
    """The value in this language, else without one, else in any; the same each time."""
    order = {language: 0, "": 1}
    for text, found in sorted(values, key=lambda value: (order.get(value[1] or "", 2), value[0])):
        return " ".join((_term(text, known) if found is None else text).split())
    return ""


def _term(iri: str, known: Mapping[str, str]) -> str:
    """A concept's words; a grade's letter goes before its words."""
    grade = _GRADE.search(iri)
    words = known.get(iri) or _tail(iri)
    return f"{grade[1]} {words}" if grade else words


def _place(spot: Spot, facts: Facts, language: str) -> str:
    words = _PLACES["en" if language == "en" else "zh"]
    column = facts.get(expand("gt:columnNumber"), ())
    said = spot._asdict() | ({"column": column[0][0]} if column else {})
    return " ".join(words[part].format(said[part]) for part in _PLACE_PARTS if said[part])


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _tail(iri: str) -> str:
    """A short form of an IRI: prefix and name, else its last segment.

    >>> _tail("https://w3id.org/goaltrace/concept#grade-A"), _tail("https://example.org/a/b%E4%B8%AD")
    ('gtc:grade-A', 'b中')
    """
    short = shorten(iri)
    return short if short != iri else unquote(iri.rstrip("/#").rpartition("/")[2]) or iri
