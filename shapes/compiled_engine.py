"""The compiled engine: `shacl`, which is given text and keeps a graph of its own.

It compiles a set of shape files once for the process. That it says what pySHACL says is held by `shapes.agreement`.
"""

from functools import cache
from typing import Final

import pyoxigraph
import shacl

from ontology.nquads import text
from ontology.prefixes import PREFIXES
from shapes.results import SEVERITIES, Result
from shapes.shape_files import read_shape_file

_XSD_STRING: Final = PREFIXES["xsd"] + "string"


@cache
def _compile(names: tuple[str, ...]) -> shacl.Shapes:
    return shacl.Shapes.from_turtle("\n".join(read_shape_file(name) for name in names))


def run_compiled(ntriples: str, shape_files: tuple[str, ...]) -> list[Result]:
    """The results of the named shape files on one document's graph, in no particular order."""
    report = _compile(shape_files).validate_text(ntriples, "ntriples")
    return [_read_result(result) for result in report.results]


def _read_result(result: shacl.Result) -> Result:
    value = result.value
    return Result(
        shape=_iri(result.root_shape or result.source_shape or ""),
        severity=SEVERITIES[result.severity_iri],
        focus=_iri(result.focus_node),
        path=_path(result.path or ""),
        value="" if value is None else _term(value),
        value_text=result.value_plain or "",
        component=result.component_iri,
    )


def _iri(term: str) -> str:
    return term[1:-1] if term.startswith("<") else term


def _path(path: str) -> str:
    """A single step as a bare IRI, longer paths as the engine writes them.

    >>> _path("<http://example.org/p>"), _path("(<http://example.org/p>/<http://example.org/q>)")
    ('http://example.org/p', '<http://example.org/p>/<http://example.org/q>')
    """
    bare = path[1:-1] if path.startswith("(") and path.endswith(")") else path
    return _iri(bare) if bare.count("<") == 1 and bare.startswith("<") else bare


def _term(written: str) -> str:
    """A term in the one spelling that results are compared in."""
    if not written.startswith('"'):
        return written
    ((_, _, literal, _),) = pyoxigraph.parse(
        f"<s:s> <p:p> {written} .", format=pyoxigraph.RdfFormat.N_TRIPLES
    )
    if not isinstance(literal, pyoxigraph.Literal):
        return written
    plain = text(literal.value, literal.language or "")
    datatype = literal.datatype.value
    return plain if literal.language or datatype == _XSD_STRING else f"{plain}^^<{datatype}>"
