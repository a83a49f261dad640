"""The style shapes accept the shipped ontology and name each way of writing a term badly."""

from typing import NamedTuple

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.prefixes import GTS, PREFIXES
from shapes.pyshacl_engine import run_pyshacl
from shapes.shape_files import read_shape_file

STYLE = "ontology_style.ttl"
HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())

WELL_WRITTEN = """
@base <https://w3id.org/goaltrace/> .

<ontology> a owl:Ontology ; owl:versionIRI <ontology/1> ; dcterms:license <https://example.org/licence> ;
    rdfs:label "词汇"@zh , "vocabulary"@en .

foaf:Document a owl:Class .

gt:Goal a owl:Class ; rdfs:label "目标"@zh , "goal"@en ; rdfs:isDefinedBy <ontology> ;
    skos:definition "要达到的状态。"@zh , "A state to be reached by 3.5 people."@en .

gt:supportsGoal a owl:ObjectProperty ; rdfs:label "支撑目标"@zh , "supports goal"@en ;
    rdfs:isDefinedBy <ontology> ; skos:definition "指出所支撑的目标。"@zh , "Leads to the goal."@en .

gtc:signs a skos:ConceptScheme ; skos:prefLabel "符号"@zh , "signs"@en ; skos:hasTopConcept gtc:sign-first ;
    rdfs:isDefinedBy <ontology> ; skos:definition "所有符号。"@zh , "All signs."@en .

gtc:sign-first a skos:Concept ; skos:prefLabel "第一"@zh , "first"@en ; skos:altLabel "头一个"@zh ;
    skos:notation "1" ; skos:topConceptOf gtc:signs ; skos:inScheme gtc:signs ; rdfs:isDefinedBy <ontology> ;
    skos:definition "第一个符号。"@zh , "The first sign."@en .

gtc:sign-second a skos:Concept ; skos:prefLabel "第二"@zh , "second"@en ; skos:notation "2" ;
    skos:broader gtc:sign-first ; skos:inScheme gtc:signs ; rdfs:isDefinedBy <ontology> ;
    skos:definition "第二个符号。"@zh , "The second sign."@en .
"""


class Slip(NamedTuple):
    """One way of writing badly: the shape that must see it, and what replaces what."""

    shape: str
    what: str
    right: str
    wrong: str


SLIPS = (
    Slip("ontology-version", "no version", "owl:versionIRI <ontology/1> ;", ""),
    Slip("ontology-label", "a file named in Chinese only", '"词汇"@zh , "vocabulary"@en', '"词汇"@zh'),
    Slip("ontology-licence", "no licence", "dcterms:license <https://example.org/licence> ;", ""),
    Slip(
        "own-term",
        "a term that no file defines",
        "foaf:Document a owl:Class .",
        "foaf:Document a owl:Class . gt:Stray a owl:Class .",
    ),
    Slip(
        "term-file",
        "a term defined in two places",
        "gt:Goal a owl:Class ;",
        "gt:Goal a owl:Class ; rdfs:isDefinedBy <https://example.org/other> ;",
    ),
    Slip("definition", "no English definition", ' , "Leads to the goal."@en', ""),
    Slip(
        "definition",
        "two Chinese definitions",
        '"指出所支撑的目标。"@zh',
        '"指出目标。"@zh , "引向目标。"@zh',
    ),
    Slip("definition", "a French definition", '"Leads to the goal."@en', '"Mène au but."@fr'),
    Slip("definition-sentence", "two English sentences", "Leads to the goal.", "Leads. To the goal."),
    Slip("definition-sentence", "two Chinese sentences", "指出所支撑的目标。", "指出。所支撑的目标。"),
    Slip("definition-sentence", "an English definition without a stop", "Leads to the goal.", "Leads to it"),
    Slip(
        "definition-sentence", "a Chinese definition without a stop", "指出所支撑的目标。", "指出所支撑的目标"
    ),
    Slip("definition-sentence", "a definition that starts small", "Leads to the goal.", "leads to the goal."),
    Slip("label-plain", "a label with a blank at its end", '"goal"@en', '"goal "@en'),
    Slip("label-plain", "a label with a full stop", '"goal"@en', '"goal."@en'),
    Slip("term-label", "no Chinese label", '"目标"@zh , "goal"@en', '"goal"@en'),
    Slip("term-label", "two English labels", '"goal"@en', '"goal"@en , "aim"@en'),
    Slip("term-label-unique", "two terms of one name", '"supports goal"@en', '"goal"@en'),
    Slip("class-name", "a class that begins small", "gt:Goal", "gt:goal"),
    Slip("property-name", "a property with a number", "gt:supportsGoal", "gt:supportsGoal2"),
    Slip("concept-name", "a concept with a capital", "gtc:sign-second", "gtc:sign-Second"),
    Slip("verb-first", "a property that begins with a noun", "gt:supportsGoal", "gt:goalSupported"),
    Slip("verb-first", "a property that only looks like a verb", "gt:supportsGoal", "gt:supporter"),
    Slip("no-abbreviation", "a shortened word", "gt:supportsGoal", "gt:supportsObj"),
    Slip("no-abbreviation", "a concept with a shortened word", "gtc:sign-second", "gtc:sign-desc"),
    Slip("concept-label", "a concept without an English label", '"第二"@zh , "second"@en', '"第二"@zh'),
    Slip("concept-label", "a scheme without a Chinese label", '"符号"@zh , "signs"@en', '"signs"@en'),
    Slip(
        "concept-scheme",
        "a concept in no scheme",
        "skos:broader gtc:sign-first ; skos:inScheme gtc:signs",
        "skos:broader gtc:sign-first",
    ),
    Slip("concept-place", "a concept that hangs nowhere", "skos:broader gtc:sign-first ; ", ""),
    Slip(
        "top-concept-listed",
        "a top concept that does not name its scheme",
        "skos:topConceptOf gtc:signs ; ",
        "",
    ),
    Slip("scheme-top", "a scheme without a top", " ; skos:hasTopConcept gtc:sign-first", ""),
    Slip("other-labels", "an alternative label that is the preferred one", '"头一个"@zh', '"第一"@zh'),
    Slip("notation-single", "two notations", 'skos:notation "1"', 'skos:notation "1" , "I"'),
    Slip("notation-unique", "one notation for two concepts", 'skos:notation "2"', 'skos:notation "1"'),
    Slip("concept-label-unique", "one label for two concepts", '"头一个"@zh', '"第二"@zh'),
    Slip(
        "broader-same-scheme",
        "a broader concept of another scheme",
        "skos:broader gtc:sign-first ; skos:inScheme gtc:signs ;",
        """skos:broader gtc:dot ; skos:inScheme gtc:signs .
        gtc:marks a skos:ConceptScheme ; skos:prefLabel "记号"@zh , "marks"@en ; skos:hasTopConcept gtc:dot ;
            rdfs:isDefinedBy <ontology> ; skos:definition "记号。"@zh , "Marks."@en .
        gtc:dot a skos:Concept ; skos:prefLabel "点"@zh , "dot"@en ; skos:definition "点。"@zh , "A dot."@en ;
            skos:topConceptOf gtc:marks ; skos:inScheme gtc:marks ; rdfs:isDefinedBy <ontology> .
        gtc:sign-second""",
    ),
    Slip(
        "broader-no-cycle",
        "a concept below itself",
        "skos:broader gtc:sign-first",
        "skos:broader gtc:sign-first , gtc:sign-second",
    ),
)
# What else must be seen, because one slip breaks two rules.
ALSO_SEEN = {
    "a scheme without a top": {"top-concept-listed"},
    "a top concept that does not name its scheme": {"concept-place"},
}


@pytest.fixture(scope="module")
def style() -> Graph:
    return Graph().parse(data=read_shape_file(STYLE), format="turtle")


def violated(turtle: Graph) -> set[str]:
    """Names of the shapes that report something."""
    results = run_pyshacl(turtle.serialize(format="nt"), (STYLE,))
    return {result.shape.removeprefix(GTS) for result in results}


def test_the_shipped_ontology_is_written_in_style(ontology: Graph) -> None:
    assert violated(ontology) == set()


def test_the_well_written_example_is_accepted() -> None:
    assert violated(Graph().parse(data=HEAD + WELL_WRITTEN, format="turtle")) == set()


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.what)
def test_a_slip_violates_its_shape_and_no_other(slip: Slip) -> None:
    assert slip.right in WELL_WRITTEN
    turtle = HEAD + WELL_WRITTEN.replace(slip.right, slip.wrong)
    expected = {slip.shape} | ALSO_SEEN.get(slip.what, set())
    assert violated(Graph().parse(data=turtle, format="turtle")) == expected


def reporting(style: Graph) -> set[Node]:
    return set(style.subjects(SH.severity))


def languages(style: Graph, shape: Node) -> list[str]:
    messages = style.objects(shape, SH.message)
    return sorted(str(message.language) for message in messages if isinstance(message, Literal))


def test_every_shape_that_reports_is_named_and_speaks_both_languages(style: Graph) -> None:
    for shape in reporting(style):
        assert isinstance(shape, URIRef)
        assert languages(style, shape) == ["en", "zh"], shape


def test_every_shape_that_reports_has_a_slip_that_it_sees(style: Graph) -> None:
    assert {str(shape).removeprefix(GTS) for shape in reporting(style)} == {slip.shape for slip in SLIPS}


def test_every_property_shape_reports_by_itself(style: Graph) -> None:
    assert set(style.subjects(RDF.type, SH.PropertyShape)) <= reporting(style)
