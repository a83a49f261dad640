"""What the loaders write agrees with the domains and ranges that the ontology states."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from loaders.load import load_file
from ontology.prefixes import GT, GTC, PREFIXES

EXAMPLE = Path(__file__).parents[2] / "examples" / "organization-department-2022.docx"
XSD = PREFIXES["xsd"]


@pytest.fixture(scope="module")
def data() -> Store:
    store = Store()
    store.load(load_file(EXAMPLE).quads.nquads().encode(), RdfFormat.N_QUADS)
    return store


def rows(data: Store, query: str) -> list[tuple[str, ...]]:
    solutions = data.query(query, use_default_graph_as_union=True)
    return [tuple(term.value for term in solution) for solution in solutions]  # type: ignore[union-attr]


def in_use(data: Store, ontology: Graph, statement: URIRef) -> list[tuple[str, set[str]]]:
    """The properties that the data uses, each with the classes that its domain or range allows."""
    used = [p for (p,) in rows(data, "SELECT DISTINCT ?p { ?s ?p ?o }") if p.startswith(GT)]
    allowed = ((p, ontology.value(URIRef(p), statement)) for p in sorted(used))
    return [(p, members(ontology, node)) for p, node in allowed if node is not None]


def members(ontology: Graph, node: Node) -> set[str]:
    union = ontology.value(node, OWL.unionOf)
    return {str(node)} if union is None else {str(member) for member in Collection(ontology, union)}


def test_the_example_uses_most_of_the_vocabulary(data: Store) -> None:
    used = rows(data, f"SELECT DISTINCT ?p {{ ?s ?p ?o FILTER(STRSTARTS(STR(?p), '{GT}')) }}")
    assert len(used) > 40


def test_subjects_are_of_the_domain(data: Store, ontology: Graph) -> None:
    for prop, classes in in_use(data, ontology, RDFS.domain):
        if classes == {f"{PREFIXES['oa']}SpecificResource"}:
            # A place is known by its IRI: nothing says its class.
            assert all("/file/" in s and "#t" in s for (s,) in rows(data, f"SELECT ?s {{ ?s <{prop}> ?o }}"))
            continue
        allowed = " ".join(f"<{name}>" for name in sorted(classes))
        total = rows(data, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s <{prop}> ?o }}")
        typed = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?c {{ {allowed} }} ?s <{prop}> ?o ; a ?c }}"
        assert rows(data, typed) == total, prop


def test_literals_have_the_datatype_of_the_range(data: Store, ontology: Graph) -> None:
    for prop, (datatype,) in in_use(data, ontology, RDFS.range):
        if datatype.startswith(XSD):
            found = rows(data, f"SELECT DISTINCT (STR(DATATYPE(?o)) AS ?d) {{ ?s <{prop}> ?o }}")
            assert found == [(datatype,)], prop


def test_concepts_in_the_data_are_concepts_of_the_shipped_schemes(data: Store, ontology: Graph) -> None:
    used = rows(data, f"SELECT DISTINCT ?o {{ ?s ?p ?o FILTER(ISIRI(?o) && STRSTARTS(STR(?o), '{GTC}')) }}")
    known = {str(term) for term in ontology.subjects(RDFS.isDefinedBy)}
    assert used
    assert {iri for (iri,) in used} <= known


def test_classes_in_the_data_are_declared(data: Store, ontology: Graph) -> None:
    used = {iri for (iri,) in rows(data, "SELECT DISTINCT ?c { ?s a ?c }")}
    assert used <= {str(term) for term in ontology.subjects(RDF.type, OWL.Class)}
