"""The case files: small graphs with the results that one shape must give for them."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SH, Graph, Namespace

from ontology.prefixes import GTS
from shapes.pyshacl_engine import read_result
from shapes.results import Result

DASH = Namespace("http://datashapes.org/dash#")
CASES = Path(__file__).with_name("cases")


@dataclass(frozen=True)
class Case:
    """One case file: the data as N-Triples, and the report that the file expects of its shape."""

    shape: str
    ntriples: str
    conforms: bool
    expected: Counter[Result]


def read_case(path: Path) -> Case:
    graph = Graph().parse(path)
    (case,) = graph.subjects(RDF.type, DASH.GraphValidationTestCase)
    report = graph.value(case, DASH.expectedResult)
    conforms = graph.value(report, SH.conforms)
    expected = Counter(read_result(graph, result) for result in graph.objects(report, SH.result))
    data = graph - graph.cbd(case)
    return Case(GTS + path.parent.name, data.serialize(format="nt"), str(conforms) == "true", expected)
