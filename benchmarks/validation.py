"""The validation engines side by side: on one document, on all planted faults, and on the W3C SHACL suite.

    python -m benchmarks.validation [DOCUMENT]
    python -m benchmarks.validation --suite PATH-TO-data-shapes-test-suite/tests

Results are compared as multisets of (focus, path, severity, component, value). A figure of time is the median of user
and system CPU; "plain pySHACL" is `pyshacl.validate` as its manual shows it, "reference" is how goaltrace calls it.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyshacl
import shacl
from rdflib import RDF, SH, Graph, Namespace
from rdflib.compare import to_canonical_graph
from rdflib.term import BNode, Node

from benchmarks.run import cpu_milliseconds
from loaders.load import load_file
from shapes.compiled_engine import run_compiled
from shapes.pyshacl_engine import run_pyshacl
from shapes.shape_files import choose_shape_files, read_shape_file
from shapes.subjects import Subjects
from shapes.validate import validate

EXAMPLE = Path("examples/organization-department-2022.docx")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")


def measure_document(document: Path) -> None:
    """Print the time of each engine on one document, and whether they agree."""
    quads = load_file(document).quads
    ntriples = quads.source.ntriples() + quads.reading.ntriples()
    subjects = Subjects(ntriples)
    names = choose_shape_files("china-before-2021", subjects.layouts(), subjects.kinds)
    shapes = "\n".join(read_shape_file(name) for name in names)

    def plain() -> object:
        return pyshacl.validate(
            ntriples,
            shacl_graph=shapes,
            data_graph_format="nt",
            shacl_graph_format="turtle",
            inference="none",
        )

    reference = cpu_milliseconds(lambda: run_pyshacl(ntriples, names), 5)
    compiled = cpu_milliseconds(lambda: run_compiled(ntriples, names), 25)
    findings = cpu_milliseconds(lambda: validate(ntriples), 25)
    slow = cpu_milliseconds(plain, 3)
    agree = Counter(run_pyshacl(ntriples, names)) == Counter(run_compiled(ntriples, names))
    print(
        f"{document.name}: {ntriples.count(chr(10)):,} triples, results {'equal' if agree else 'DIFFERENT'}"
    )
    for name, cost in (
        ("plain pySHACL", slow),
        ("reference (pySHACL, queries prepared once)", reference),
        ("compiled (shacl)", compiled),
        ("findings with their words (compiled)", findings),
    ):
        print(f"  {name:<44}{cost:9.1f} ms   {slow / cost:6.1f}x plain, {reference / cost:6.1f}x reference")


def measure_suite(tests: Path) -> None:
    """Print how many cases of the W3C suite each engine answers as expected, and which it does not."""
    failed: dict[str, list[str]] = {"compiled": [], "pySHACL": []}
    cases = 0
    for path in sorted(tests.rglob("*.ttl")):
        manifest = Graph().parse(path, publicID=path.as_uri())
        for case in manifest.subjects(RDF.type, SHT.Validate):
            cases += 1
            for engine, report in (("compiled", _compiled_report), ("pySHACL", _pyshacl_report)):
                if not _passes(manifest, case, report):
                    failed[engine].append(f"{path.parent.name}/{path.stem}")
    for engine, names in failed.items():
        print(f"{engine}: {cases - len(names)} of {cases}; not: {', '.join(names) or 'none'}")


def _passes(manifest: Graph, case: Node, report: Callable[[Path, Path], Graph]) -> bool:
    action, expected = manifest.value(case, MF.action), manifest.value(case, MF.result)
    data, shapes = (
        Path(str(manifest.value(action, part)).removeprefix("file://"))
        for part in (SHT.dataGraph, SHT.shapesGraph)
    )
    try:
        found = report(data, shapes)
    except Exception:
        return expected == SHT.Failure
    if expected == SHT.Failure:
        return False
    (node,) = found.subjects(RDF.type, SH.ValidationReport)
    return _results(manifest, expected) == _results(found, node)


def _compiled_report(data: Path, shapes: Path) -> Graph:
    base = data.as_uri()
    compiled = shacl.Shapes.from_turtle(shapes.read_text(encoding="utf-8"), shapes.as_uri())
    report = compiled.validate_turtle(data.read_text(encoding="utf-8"), base)
    return Graph().parse(data=report.serialize("ntriples"), format="nt")


def _pyshacl_report(data: Path, shapes: Path) -> Graph:
    _, report, _ = pyshacl.validate(
        Graph().parse(data, publicID=data.as_uri()),
        shacl_graph=Graph().parse(shapes, publicID=shapes.as_uri()),
        inference="none",
        do_owl_imports=False,
    )
    if not isinstance(report, Graph):
        raise TypeError(report)
    return report


def _results(graph: Graph, report: Node | None) -> Counter[tuple[str, ...]]:
    plain = (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.value)
    return Counter(
        (
            _path(graph, graph.value(result, SH.resultPath)),
            *(_term(graph.value(result, part)) for part in plain),
        )
        for result in graph.objects(report, SH.result)
    )


def _term(node: Node | None) -> str:
    """A term; blank nodes of the data have no name to compare."""
    return "" if node is None else "_" if isinstance(node, BNode) else node.n3()


def _path(graph: Graph, node: Node | None) -> str:
    """A path by what it says: longer ones are blank nodes."""
    if not isinstance(node, BNode):
        return _term(node)
    described = Graph()
    described += graph.cbd(node)
    return " ".join(sorted(to_canonical_graph(described).serialize(format="nt").splitlines()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--suite"]:
        measure_suite(Path(sys.argv[2]).resolve())
    else:
        measure_document(Path(sys.argv[1]) if sys.argv[1:] else EXAMPLE)
