"""FROM and FROM NAMED go before the union of all graphs, on the command line as over HTTP."""

import pytest

from queries.answer import names_dataset
from queries.embedded import EmbeddedStore

QUADS = "".join(
    f'<http://example.org/s> <http://example.org/p> "{name}" <http://example.org/{name}> .\n' for name in "ab"
)


@pytest.fixture
def store() -> EmbeddedStore:
    found = EmbeddedStore.in_memory()
    found.replace_graphs(["http://example.org/a", "http://example.org/b"], QUADS)
    return found


@pytest.mark.parametrize(
    ("clause", "pattern", "found"),
    [
        ("", "?s ?p ?o", {"a", "b"}),
        ("FROM <http://example.org/a>", "?s ?p ?o", {"a"}),
        ("FROM<http://example.org/a>FROM<http://example.org/b>", "?s ?p ?o", {"a", "b"}),
        ("FROM NAMED <http://example.org/b>", "GRAPH ?g { ?s ?p ?o }", {"b"}),
        ("FROM NAMED <http://example.org/b>", "?s ?p ?o", set()),
        ("FROM <http://example.org/absent>", "?s ?p ?o", set()),
    ],
)
def test_a_query_is_asked_of_the_graphs_that_it_names(
    store: EmbeddedStore, clause: str, pattern: str, found: set[str]
) -> None:
    rows = store.select(f"SELECT ?o {clause} WHERE {{ {pattern} }}").rows
    assert {str(row[0]) for row in rows} == found


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("CONSTRUCT { ?s ?p ?o } FROM <x:g> WHERE { ?s ?p ?o }", True),
        ("CONSTRUCT FROM NAMED <x:g> WHERE { ?s ?p ?o }", True),
        ("DESCRIBE <http://a> FROM <x:g>", True),
        (r"SELECT * FR\u004FM <x:g> { ?s ?p ?o }", True),
        ("SELECT (?a < ?b AS ?c) FROM <x:g> { ?a ?b ?c }", True),
        ("DESCRIBE <http://from>", False),
        ("PREFIX from: <x:> SELECT * { ?s from:a ?o }", False),
        ('SELECT * { ?s ?p "} FROM <x>" }', False),
        ("# FROM <x:g>\nSELECT * { ?s ?p ?o }", False),
        ("SELECT ?from { ?from ?p ?o }", False),
    ],
)
def test_the_clause_is_told_from_what_looks_like_it(query: str, names: bool) -> None:
    assert names_dataset(query) is names
