"""The recipes of CONTRIBUTING.md for a term, a shape, a query and a rule, done with the blocks that stand there."""

import csv
import re
import textwrap
from collections import Counter
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, SH, Graph

from ontology.prefixes import PREFIXES
from ontology.vocabulary import read_turtle
from queries.library import read_query, run_query
from shapes.grade import grade_projects
from shapes.grade_records import RowKey
from shapes.profile import load_profile
from shapes.pyshacl_engine import read_result, run_pyshacl
from shapes.shape_files import choose_shape_files
from tests.docs.transcripts import ROOT
from tests.queries.graphs import BASE, store_of
from tests.shapes.case_files import read_case
from tests.shapes.graded_rows import project, row

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
CASE_HEAD = (
    f"{HEAD}@prefix dash: <http://datashapes.org/dash#> .\n"
    "@prefix data: <https://w3id.org/goaltrace/data/> .\n"
)


def block(kind: str) -> str:
    """The one block of that kind on the page."""
    (found,) = re.findall(rf"^ *```{kind}\n(.*?)^ *```$", PAGE, re.DOTALL | re.MULTILINE)
    return textwrap.dedent(found)


def test_the_term_of_the_recipe_is_written_in_style() -> None:
    ontology = Graph().parse(data=read_turtle("core.ttl")).parse(data=HEAD + block("term"), format="turtle")
    assert run_pyshacl(ontology.serialize(format="nt"), ("ontology_style.ttl",)) == []


def test_the_shape_of_the_recipe_reports_what_its_pair_expects(tmp_path: Path) -> None:
    shapes = Graph().parse(data=HEAD + block("shape"), format="turtle")
    folder = tmp_path / "project-name-has-words"
    folder.mkdir()
    for kind in ("conforms", "violates"):
        path = folder / f"{kind}.ttl"
        path.write_text(CASE_HEAD + block(kind), encoding="utf-8")
        case = read_case(path)
        conforms, report, _ = validate(Graph().parse(data=case.ntriples, format="nt"), shacl_graph=shapes)
        assert isinstance(report, Graph)
        found = Counter(read_result(report, one) for one in report.subjects(RDF.type, SH.ValidationResult))
        assert (conforms, found) == (case.conforms, case.expected)


def test_the_query_of_the_recipe_finds_the_rows_expected() -> None:
    query = read_query("find_projects_without_purpose", block("query"))
    store = store_of(f"@base <{BASE}> .\n{HEAD}{block('data')}")
    found = run_query(store, query)
    rows = [[str(value).removeprefix(BASE) for value in row] for row in (found.columns, *found.rows)]
    assert rows == list(csv.reader(block("expected").splitlines()))
    assert found.columns == tuple(column.name for column in query.columns)


def test_the_profile_of_the_recipe_changes_a_threshold_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "our-office-before-2021.yaml"
    path.write_text(block("profile"), encoding="utf-8")
    ours, shipped = load_profile(path), load_profile()
    rows = [row("检查次数", "检查次数提高", "0按计划", "quantity"), row("合格率", "合格率提高", "0按计划")]

    def flags(profile: object) -> set[str]:
        assert profile in (ours, shipped)
        graded = grade_projects([project(rows)], ours if profile is ours else shipped)
        return {flag.key for flag in graded[RowKey("P1", "quantity", 1)].flags}

    assert flags(ours) - flags(shipped) == {"form-default"}
    assert ours.rules == shipped.rules
    assert choose_shape_files(ours.name, ["hebei-project-goals"])
