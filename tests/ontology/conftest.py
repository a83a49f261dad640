import pytest
from rdflib import Graph

from ontology.vocabulary import read_ontology


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """The shipped Turtle files as one graph."""
    graph = Graph()
    for text in read_ontology().values():
        graph.parse(data=text, format="turtle")
    return graph
