"""A question's header is read once, and its values are checked before they are bound."""

from pathlib import Path

import pytest

from ontology.prefixes import GTC
from queries.answer import bind_values
from queries.errors import ParameterError, QueryHeaderError, UnknownQueryError
from queries.library import bind_parameters, load_query, load_query_file, query_names, read_query, run_query
from tests.queries.graphs import ONE, plans_store

HEADER = """#+ question: {zh: 什么？, en: "What?"}
#+ row: {zh: 一样东西, en: a thing}
#+ parameters:
#+   thing: {type: iri, label: {zh: 东西, en: thing}, example: gtc:grade-A}
#+   words: {type: string, label: {zh: 词, en: words}, example: a, optional: true}
#+   count: {type: integer, label: {zh: 数, en: count}, example: 3, default: 3}
#+   share: {type: decimal, label: {zh: 比例, en: share}, example: 0.5, optional: true}
#+   year: {type: year, label: {zh: 年, en: year}, example: 2022, optional: true}
#+   basis: {type: string, label: {zh: 依据, en: basis}, example: a, default: a, choices: [a, b]}
#+ columns:
#+   s: {zh: 主语, en: subject}
SELECT ?s WHERE { ?s ?p ?thing } ORDER BY ?s
"""
THING = {"thing": "https://example.org/a"}


def test_a_header_is_read_into_a_query() -> None:
    query = read_query("find_things", HEADER)
    assert query.question.speak("zh") == "什么？"
    assert query.question.speak("en") == "What?"
    assert [p.name for p in query.parameters] == ["thing", "words", "count", "share", "year", "basis"]
    assert [c.name for c in query.columns] == ["s"]


def test_values_become_terms_of_their_type() -> None:
    query = read_query("find_things", HEADER)
    given = {"thing": "gtc:grade-A", "words": '说"', "share": "0.50", "year": "2022", "basis": "b"}
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert bind_parameters(query, given) == {
        "thing": f"<{GTC}grade-A>",
        "words": '"说\\""',
        "count": f'"3"^^<{xsd}integer>',
        "share": f'"0.5"^^<{xsd}decimal>',
        "year": f'"2022"^^<{xsd}gYear>',
        "basis": '"b"',
    }


def test_an_optional_parameter_stays_open_and_an_empty_one_counts_as_not_given() -> None:
    query = read_query("find_things", HEADER)
    assert bind_parameters(query, THING).keys() == {"thing", "count", "basis"}
    assert bind_parameters(query, {**THING, "words": "", "count": ""}).keys() == {"thing", "count", "basis"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thing", "no iri"),
        ("thing", "https://example.org/> ?s ?p ?o . <a:b"),
        ("thing", "plain"),
        ("count", "1.5"),
        ("count", "٣"),
        ("count", "1" * 40),
        ("share", "1e3"),
        ("share", "NaN"),
        ("year", "22"),
        ("year", "20222"),
        ("basis", "c"),
        ("other", "x"),
    ],
)
def test_a_bad_value_is_refused_with_its_parameter(name: str, value: str) -> None:
    query = read_query("find_things", HEADER)
    with pytest.raises(ParameterError) as caught:
        bind_parameters(query, {**THING, name: value})
    assert (caught.value.query, caught.value.parameter) == ("find_things", name)
    assert "\n" not in str(caught.value)


def test_a_missing_parameter_is_named_with_an_example() -> None:
    with pytest.raises(ParameterError, match="thing=gtc:grade-A"):
        bind_parameters(read_query("find_things", HEADER), {})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('#+ question: {zh: 什么？, en: "What?"}\n', ""),
        ("zh: 什么？, ", ""),
        ("#+ row: {zh: 一样东西, en: a thing}\n", "#+ row: thing\n"),
        ("type: iri", "type: uri"),
        (", example: gtc:grade-A", ""),
        ("#+ columns:\n#+   s: {zh: 主语, en: subject}\n", ""),
        ("#+ question", "#+ : ["),
        ("#+", "#"),
    ],
)
def test_an_incomplete_header_is_refused(old: str, new: str) -> None:
    with pytest.raises(QueryHeaderError):
        read_query("find_things", HEADER.replace(old, new))


def test_a_name_that_no_query_has_is_refused() -> None:
    for name in ("find_nothing", "../store", "", "find_goals_without_project.rq"):
        with pytest.raises(UnknownQueryError):
            load_query(name)


def test_a_persons_own_file_is_asked_with_and_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "goals.rq"
    path.write_text("SELECT ?n { ?goal a gt:Goal ; gt:listNumber ?n } ORDER BY ?n", encoding="utf-8")
    assert run_query(plans_store(), load_query_file(path)).rows == (("1",), ("1",), ("2",))
    path.write_text(HEADER, encoding="utf-8")
    query = load_query_file(path)
    assert query.name == "goals"
    assert len(run_query(plans_store(), query, {"thing": "gtc:grade-A"})) == 1


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryHeaderError, match=r"none\.rq"):
        load_query_file(tmp_path / "none.rq")
    (tmp_path / "gbk.rq").write_bytes("# 目标".encode("gbk"))
    with pytest.raises(QueryHeaderError, match="UTF-8"):
        load_query_file(tmp_path / "gbk.rq")


def test_a_document_may_be_named_by_its_key() -> None:
    store = plans_store()
    by_key = run_query(store, "list_goals", {"document": "1-2022-goals"})
    assert by_key == run_query(store, "list_goals", {"document": ONE})
    assert len(by_key) == 2


def test_queries_are_listed_by_name() -> None:
    assert list(query_names()) == sorted(query_names())
    assert "find_goals_without_project" in query_names()


def test_a_term_stands_for_its_variable_wherever_only_that_can_stand() -> None:
    query = (
        "SELECT ?d (COUNT(?x) AS ?n) WHERE { ?d ?p ?x . ?dd ?p '?d' . # ?d\n"
        " { SELECT ?d (MAX(?y) AS ?x) WHERE { ?d ?q ?y FILTER(BOUND(?d)) } GROUP BY ?d }"
        " VALUES (?d ?z) { (1 2) } MINUS { $d a ?k } } GROUP BY ?d"
    )
    assert bind_values(query, {"d": "<a:b>"}) == (
        "SELECT ?d (COUNT(?x) AS ?n) WHERE { VALUES ?d { <a:b> } <a:b> ?p ?x . ?dd ?p '?d' . # ?d\n"
        " { SELECT ?d (MAX(?y) AS ?x) WHERE { <a:b> ?q ?y FILTER(BOUND(?d)) } GROUP BY ?d }"
        " VALUES (?d ?z) { (1 2) } MINUS { <a:b> a ?k } } GROUP BY ?d"
    )


def test_the_template_of_a_construct_is_not_its_pattern() -> None:
    query = "CONSTRUCT { ?d ?p ?o } WHERE { ?d ?p ?o }"
    assert bind_values(query, {"d": "<a:b>"}) == (
        "CONSTRUCT { ?d ?p ?o } WHERE { VALUES ?d { <a:b> } <a:b> ?p ?o }"
    )
