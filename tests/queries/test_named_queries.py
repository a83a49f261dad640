"""Each named query against a small graph and the rows a person expects, side by side in `cases/`."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from ontology import terms
from ontology.prefixes import PREFIXES, shorten
from queries.answer import Value, mask_opaque
from queries.embedded import EmbeddedStore
from queries.facts import choose_documents
from queries.library import PARAMETER_TYPES, NamedQuery, load_query, query_names, run_query
from tests.queries.graphs import BASE, as_nquads, store_of

CASES = Path(__file__).parent / "cases"
ALL = [pytest.param(load_query(name), id=name) for name in query_names()]


def shown(value: Value) -> str:
    """A value as `expected.csv` writes it: IRIs short, numbers canonical."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return shorten(str(value).removeprefix(BASE))


def takes_a_document(case: str) -> bool:
    return any(p.name == "document" for p in load_query(case.partition("--")[0]).parameters)


@pytest.mark.parametrize("case", sorted(p.name for p in CASES.iterdir()))
def test_a_named_query_finds_the_expected_rows(case: str) -> None:
    folder = CASES / case
    given = folder / "parameters.yaml"
    parameters = yaml.safe_load(given.read_text(encoding="utf-8")) if given.exists() else {}
    store = store_of((folder / "data.trig").read_text(encoding="utf-8"))
    found = run_query(store, case.partition("--")[0], parameters)
    rows = [list(found.columns), *([shown(value) for value in row] for row in found.rows)]
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        assert rows == list(csv.reader(file))


def test_every_named_query_has_a_case() -> None:
    assert {case.name.partition("--")[0] for case in CASES.iterdir()} == set(query_names())


def test_the_questions_of_the_second_issue_are_all_there() -> None:
    assert len(query_names()) >= 25


@pytest.mark.parametrize("query", ALL)
def test_the_header_of_a_query_is_complete(query: NamedQuery) -> None:
    assert re.match(r"(find|list|count|trace)_[a-z_]+$", query.name)
    assert query.question.zh.endswith("？")
    assert query.question.en.endswith("?")
    assert query.row.zh
    assert query.row.en
    for parameter in query.parameters:
        assert parameter.type in PARAMETER_TYPES
        assert parameter.default is not None or parameter.optional or parameter.name in ("goal", "flag")
        assert not parameter.choices or parameter.example in parameter.choices


@pytest.mark.parametrize("query", ALL)
def test_the_header_lists_the_columns_that_come_back(query: NamedQuery) -> None:
    found = run_query(EmbeddedStore.in_memory(), query, {p.name: p.example for p in query.parameters})
    assert found.columns == tuple(column.name for column in query.columns)


@pytest.mark.parametrize("query", ALL)
def test_a_query_asks_nothing_that_engines_answer_differently(query: NamedQuery) -> None:
    text = " ".join(mask_opaque(query.text).upper().split())
    for refused in (
        "EXISTS",
        "SERVICE",
        "FROM",
        "GROUP_CONCAT",
        "AVG",
        "SAMPLE",
        "NOW",
        "RAND",
        r"SELECT \*",
    ):
        assert not re.search(rf"(?<![\w?:]){refused}(?!\w)", text)
    assert "ORDER BY" in text.rsplit("}", 1)[1]


@pytest.mark.parametrize("query", ALL)
def test_a_query_uses_only_terms_that_the_ontology_has(query: NamedQuery) -> None:
    known = {value for value in vars(terms).values() if isinstance(value, str)}
    used = {PREFIXES["gt"] + name for name in re.findall(r"\bgt:(\w+)", mask_opaque(query.text))}
    assert used <= known


@pytest.mark.parametrize("query", ALL)
def test_a_query_runs_in_any_engine_without_help(query: NamedQuery) -> None:
    declared = dict(re.findall(r"PREFIX (\w+): <([^>]+)>", query.text))
    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}
    used = set(re.findall(r"(?<![\w?$:])(\w+):", mask_opaque(query.text.split("\n\n", 1)[1])))
    assert used == declared.keys()


@pytest.mark.parametrize("case", [c.name for c in sorted(CASES.iterdir()) if takes_a_document(c.name)])
def test_naming_a_document_gives_its_part_of_the_answer(case: str) -> None:
    folder = CASES / case
    given = folder / "parameters.yaml"
    parameters = yaml.safe_load(given.read_text(encoding="utf-8")) if given.exists() else {}
    parameters.pop("document", None)
    store = store_of((folder / "data.trig").read_text(encoding="utf-8"))
    name = case.partition("--")[0]
    everything = run_query(store, name, parameters)
    for document in choose_documents(store, None):
        part = run_query(store, name, {**parameters, "document": document.iri})
        assert part.rows == tuple(row for row in everything.rows if row[0] == document.iri)


@pytest.mark.parametrize("query", ALL)
def test_a_query_is_the_same_in_rows_of_any_order(query: NamedQuery) -> None:
    case = next(c for c in sorted(CASES.iterdir()) if c.name.partition("--")[0] == query.name)
    given = case / "parameters.yaml"
    parameters = yaml.safe_load(given.read_text(encoding="utf-8")) if given.exists() else {}
    trig = (case / "data.trig").read_text(encoding="utf-8")
    graphs, lines = as_nquads(trig)
    backwards = EmbeddedStore.in_memory()
    backwards.replace_graphs(graphs, "".join(reversed(lines)))
    assert run_query(backwards, query, parameters) == run_query(store_of(trig), query, parameters)
