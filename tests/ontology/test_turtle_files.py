"""The Turtle files load alone, everywhere, and say the same about themselves."""

import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef

from ontology.prefixes import PREFIXES
from ontology.vocabulary import TURTLE_FILES, labels, read_ontology, read_turtle

BUILT_IN = (str(OWL), str(RDF), str(RDFS), "http://www.w3.org/2001/XMLSchema#")
PROPERTY_KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
ENTITY_KINDS = {OWL.Class, *PROPERTY_KINDS}


def load(name: str) -> Graph:
    return Graph().parse(data=read_turtle(name), format="turtle")


@pytest.mark.parametrize("name", TURTLE_FILES)
def test_rdflib_and_oxigraph_read_the_same_number_of_statements(name: str) -> None:
    statements = list(pyoxigraph.parse(read_turtle(name), pyoxigraph.RdfFormat.TURTLE))
    assert len(set(statements)) == len(load(name)) == len(statements), "a statement stands there twice"


@pytest.mark.parametrize("name", TURTLE_FILES)
def test_each_prefix_is_one_of_the_prefix_table(name: str) -> None:
    declared = re.findall(r"^@prefix (\w+): <([^>]+)> \.$", read_turtle(name), re.MULTILINE)
    assert declared
    assert all(PREFIXES.get(prefix) == namespace for prefix, namespace in declared)
    assert [prefix for prefix, _ in declared] == [p for p in PREFIXES if p in dict(declared)], "table order"


def test_a_prefix_means_the_same_in_every_shape_and_query() -> None:
    root = Path(__file__).parents[2]
    files = [*sorted(root.glob("shapes/**/*.ttl")), *sorted(root.glob("queries/**/*.rq"))]
    line = re.compile(r"^\s*@?prefix\s+(\w+):\s*<([^>]+)>", re.MULTILINE | re.IGNORECASE)
    declared = {(p, ns, f.name) for f in files for p, ns in line.findall(f.read_text(encoding="utf-8"))}
    assert declared
    assert {(p, ns, name) for p, ns, name in declared if PREFIXES.get(p) != ns} == set()


@pytest.mark.parametrize("name", TURTLE_FILES)
def test_every_property_and_class_in_use_is_declared_in_its_own_file(name: str) -> None:
    graph = load(name)
    used = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    used |= set(graph.objects(None, RDFS.subClassOf)) | set(graph.objects(None, RDFS.domain))
    used |= {range_ for range_ in graph.objects(None, RDFS.range) if isinstance(range_, URIRef)}
    foreign = {term for term in used if not isinstance(term, BNode) and not str(term).startswith(BUILT_IN)}
    assert {term for term in foreign if not set(graph.objects(term, RDF.type)) & ENTITY_KINDS} == set()


def test_no_term_is_two_kinds_of_entity_at_once(ontology: Graph) -> None:
    for term in set(ontology.subjects(RDF.type)):
        assert len(set(ontology.objects(term, RDF.type)) & ENTITY_KINDS) <= 1, term


def test_a_property_carries_what_its_kind_says(ontology: Graph) -> None:
    for prop, range_ in ontology.subject_objects(RDFS.range):
        is_data = str(range_).startswith("http://www.w3.org/2001/XMLSchema#")
        expected = OWL.DatatypeProperty if is_data else OWL.ObjectProperty
        assert (prop, RDF.type, expected) in ontology, prop


def test_nothing_is_imported_so_no_network_is_needed(ontology: Graph) -> None:
    assert (None, OWL.imports, None) not in ontology


def test_all_files_have_the_same_version(ontology: Graph) -> None:
    versions = set(ontology.objects(None, OWL.versionInfo))
    assert len(versions) == 1
    for file in ontology.subjects(RDF.type, OWL.Ontology):
        assert ontology.value(file, OWL.versionIRI) == URIRef(f"{file}/{versions.copy().pop()}")


def test_a_term_says_that_it_is_defined_in_the_file_where_its_label_stands() -> None:
    for name, text in read_ontology().items():
        graph = Graph().parse(data=text, format="turtle")
        file = graph.value(None, RDF.type, OWL.Ontology)
        assert set(graph.objects(None, RDFS.isDefinedBy)) <= {file}, name


def test_alignments_state_nothing_but_nearness() -> None:
    graph = load("alignments.ttl")
    file = graph.value(None, RDF.type, OWL.Ontology)
    said = {predicate for subject, predicate, _ in graph if subject != file}
    assert said == {RDF.type, SKOS.closeMatch, RDFS.seeAlso}


def test_alignments_start_at_terms_that_exist(ontology: Graph) -> None:
    for predicate in (SKOS.closeMatch, RDFS.seeAlso):
        for subject in ontology.subjects(predicate):
            assert (subject, RDFS.isDefinedBy, None) in ontology, subject


def test_every_term_has_a_label_in_both_languages(ontology: Graph) -> None:
    own = {str(term) for term in ontology.subjects(RDFS.isDefinedBy)}
    assert own <= set(labels("zh"))
    assert own <= set(labels("en"))
    assert labels("zh").keys() == labels("en").keys()
