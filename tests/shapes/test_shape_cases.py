"""Each shape against the case files that were written before any engine was asked."""

from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from pyshacl.entrypoints import meta_validate
from rdflib import RDF, SH, XSD, Graph, Literal, URIRef

from ontology import terms
from ontology.prefixes import GT, GTC, GTS
from shapes.compiled_engine import run_compiled
from shapes.pyshacl_engine import run_pyshacl
from shapes.shape_files import read_shape_file
from tests.shapes.case_files import CASES, read_case

FILES = sorted(
    entry.name
    for entry in files("shapes").iterdir()
    if entry.name.endswith(".ttl") and entry.name != "ontology_style.ttl"
)
CASE_FILES = sorted(CASES.glob("*/*.ttl"))


@cache
def _graph(name: str) -> Graph:
    return Graph().parse(data=read_shape_file(name), format="turtle")


@cache
def _home(shape: str) -> str:
    return next(name for name in FILES if (URIRef(shape), SH.message, None) in _graph(name))


def _shapes() -> list[URIRef]:
    found = {shape for name in FILES for shape in _graph(name).subjects(SH.message, None)}
    return sorted(shape for shape in found if isinstance(shape, URIRef))


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_shape_reports_what_its_case_file_expects(path: Path) -> None:
    case = read_case(path)
    results = Counter(run_pyshacl(case.ntriples, (_home(case.shape),)))
    assert Counter(result for result in results.elements() if result.shape == case.shape) == case.expected
    assert Counter(run_compiled(case.ntriples, (_home(case.shape),))) == results


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_case_file_called_conforms_expects_nothing_and_one_called_violates_expects_something(
    path: Path,
) -> None:
    case = read_case(path)
    assert case.conforms == (path.stem == "conforms")
    assert case.conforms == (not case.expected)
    assert {result.shape for result in case.expected} <= {case.shape}


def test_every_shape_has_one_conforming_and_one_violating_case() -> None:
    present = {(path.parent.name, path.stem) for path in CASE_FILES}
    wanted = {(str(s).removeprefix(GTS), stem) for s in _shapes() for stem in ("conforms", "violates")}
    assert present == wanted
    assert len(_shapes()) == 58


@pytest.mark.parametrize("shape", _shapes(), ids=lambda shape: str(shape).removeprefix(GTS))
def test_a_shape_is_named_has_a_severity_and_one_message_in_each_language(shape: URIRef) -> None:
    graph = _graph(_home(str(shape)))
    assert str(shape).startswith(GTS)
    assert len(list(graph.objects(shape, SH.severity))) == 1
    messages = [m for m in graph.objects(shape, SH.message) if isinstance(m, Literal)]
    assert sorted(str(m.language) for m in messages) == ["en", "zh"]
    assert all(str(m).endswith("。" if m.language == "zh" else ".") for m in messages)


def test_every_shape_that_can_report_has_a_message() -> None:
    for name in FILES:
        graph = _graph(name)
        targeted = {*graph.subjects(SH.targetClass, None), *graph.subjects(SH.targetSubjectsOf, None)}
        assert targeted == set(graph.subjects(SH.message, None)), name


def test_no_shape_is_defined_in_two_files() -> None:
    homes = Counter(s for name in FILES for s in set(_graph(name).subjects(SH.message, None)))
    assert set(homes.values()) == {1}


def test_shapes_name_no_term_that_the_ontology_lacks() -> None:
    known = {value for value in vars(terms).values() if isinstance(value, str)}
    for name in FILES:
        graph = _graph(name)
        used = {str(term) for triple in graph for term in triple if str(term).startswith(GT)}
        assert used <= known, name


def test_kinds_named_by_shapes_are_concepts_of_the_shipped_scheme() -> None:
    text = files("ontology").joinpath("indicator_kinds.ttl").read_text(encoding="utf-8")
    concepts = {
        str(subject) for subject in Graph().parse(data=text, format="turtle").subjects(RDF.type, None)
    }
    for name in FILES:
        used = {str(term) for term in _graph(name).objects() if str(term).startswith(GTC)}
        assert used <= concepts, name


def test_one_shape_has_at_most_one_query_and_it_keeps_to_what_prebound_queries_may_use() -> None:
    for name in FILES:
        graph = _graph(name)
        for shape in set(graph.subjects(SH.sparql, None)):
            (constraint,) = graph.objects(shape, SH.sparql)
            (select,) = graph.objects(constraint, SH.select)
            words = str(select).upper()
            assert not any(word in words for word in ("MINUS", "VALUES", "SERVICE", "FROM", "NOT EXISTS"))


def test_the_shape_files_are_shapes_by_the_shapes_of_shacl_itself() -> None:
    graph = Graph()
    for name in FILES:
        graph += _graph(name)
    conforms, _, text = meta_validate(graph, inference="none")
    assert conforms, text


def test_decimals_in_case_files_are_decimals() -> None:
    case = read_case(CASES / "share-between-0-and-1" / "conforms.ttl")
    shares = Graph().parse(data=case.ntriples, format="nt").objects(None, URIRef(terms.GT_CUMULATIVE_SHARE))
    assert {share.datatype for share in shares if isinstance(share, Literal)} == {XSD.decimal}
