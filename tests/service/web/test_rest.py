"""The REST routes on the example document."""

import csv
import io
import json
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from queries.library import load_query, query_names
from service.query_examples import query_quads
from service.web.api_words import LISTS
from tests.service.web.live import LiveServer

BASE = "https://w3id.org/goaltrace/data/"
PLAN = f"{BASE}plan/203001-2022"


def test_the_lists_say_what_the_document_holds(example: LiveServer) -> None:
    totals = {
        name: example.get(f"/{name}?limit=1").json()["total"] for name in ("documents", "goals", "projects")
    }
    assert totals == {"documents": 1, "goals": 4, "projects": 31}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_list_is_paged_and_stable(example: LiveServer, name: str) -> None:
    whole = example.get(f"/{name}?limit=10000").json()
    items = whole["items"]
    assert isinstance(items, list)
    assert whole["total"] == len(items)
    assert whole["next_offset"] is None
    if len(items) > 2:
        first = example.get(f"/{name}?limit=2").json()
        rest = example.get(f"/{name}?limit=10000&offset={first['next_offset']}").json()
        assert first["next_offset"] == 2
        assert [*first["items"], *rest["items"]] == items  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_list_is_there_as_csv_with_the_same_rows(example: LiveServer, name: str) -> None:
    as_json = example.get(f"/{name}?limit=10000").json()
    answer = example.get(f"/{name}?limit=10000", Accept="text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == as_json["columns"]
    assert len(rows) - 1 == as_json["total"]


def test_named_questions_are_listed_with_what_they_take_and_give(example: LiveServer) -> None:
    items = example.get("/queries").json()["items"]
    assert isinstance(items, list)
    assert [item["name"] for item in items] == list(query_names())
    one = next(item for item in items if item["name"] == "find_goals_without_project")
    assert set(one["question"]) == {"zh", "en"}
    assert {parameter["name"] for parameter in one["parameters"]} == {"document", "basis"}
    assert one["columns"][0]["name"] == "document"


@pytest.mark.parametrize("name", query_names())
def test_every_named_question_runs_by_its_name(example: LiveServer, name: str) -> None:
    needed = [p for p in load_query(name).parameters if not p.optional and p.default is None]
    address = "&".join(f"{parameter.name}={quote(parameter.example)}" for parameter in needed)
    answer = example.get(f"/queries/{name}?{address}")
    assert answer.status == 200, answer.text
    assert answer.json()["columns"] == [column.name for column in load_query(name).columns]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/queries/no_such_question", 404),
        ("/queries/list_goals?colour=red", 400),
        ("/queries/find_goals_without_project?basis=all", 400),
        ("/queries/list_goals?document=absent", 404),
        ("/goals?limit=-1", 400),
        ("/goals?limit=10001", 400),
        ("/goals?offset=x", 400),
        ("/goals?limit=5&limit=6", 400),
        ("/goals?format=docx", 406),
        ("/trace/99", 404),
        ("/trace/4?basis=all", 400),
        ("/trace/4?document=absent", 404),
        ("/what-if?drop=absent", 404),
        ("/what-if?budget=13020922P00060210001T", 400),
        ("/what-if?budget=13020922P00060210001T=NaN", 400),
        ("/what-if?budget=13020922P00060210001T=1e999999999", 400),
        ("/coverage?document=absent", 404),
        ("/resource", 400),
        ("/resource?iri=https%3A%2F%2Fexample.org%2Fabsent", 404),
        ("/data/plan/absent", 404),
        ("/nothing/here", 404),
    ],
)
def test_a_wrong_request_is_refused_in_one_sentence(example: LiveServer, path: str, status: int) -> None:
    problem = example.get(path).problem
    assert problem["status"] == status
    assert str(problem["detail"]).endswith((".", "。"))


def test_coverage_is_all_that_the_reports_print(example: LiveServer) -> None:
    facts = example.get("/coverage").json()
    headline = example.get("/coverage/headline?document=203001-2022-goals").json()["headline"]
    assert facts["headline"] == headline
    assert headline["projects"] == 31  # type: ignore[index]
    assert headline["yuan"] == 28_981_600  # type: ignore[index]


def test_a_goal_is_traced_by_number_and_by_iri(example: LiveServer) -> None:
    by_number = example.get("/trace/4").json()
    by_iri = example.get(f"/trace/{quote(PLAN, safe='')}%2Fgoal%2F4").json()
    assert by_number == by_iri
    assert by_number["iri"] == f"{PLAN}/goal/4"


def test_what_if_changes_nothing(example: LiveServer) -> None:
    before = example.gate.workers.version
    facts = example.get("/what-if?drop=13020922P00062110001K&budget=13020922P00060210001T=300000").json()
    assert facts["dropped"] == ["13020922P00062110001K"]
    assert facts["budgets"] == {"13020922P00060210001T": 300000}
    assert example.gate.workers.version == before


def test_a_resource_is_rdf_at_its_own_address(example: LiveServer) -> None:
    for media_type in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"):
        answer = example.get("/data/plan/203001-2022/goal/4", Accept=media_type)
        form = ox.RdfFormat.from_media_type(media_type)
        assert form is not None
        triples = list(ox.parse(answer.body, form))
        assert any(str(triple.subject) == f"<{PLAN}/goal/4>" for triple in triples)
    by_name = example.get(f"/resource?iri={quote(PLAN, safe='')}%2Fgoal%2F4", Accept="application/n-triples")
    assert f"<{PLAN}/goal/4>" in by_name.text


def test_named_questions_are_published_for_query_editors(example: LiveServer) -> None:
    text = example.get("/sparql", Accept="application/n-triples").text
    assert text.count("http://www.w3.org/ns/shacl#SPARQLExecutable>") == len(query_names())


def test_named_questions_can_be_kept_in_a_store_for_editors_that_ask_it() -> None:
    store = ox.Store()
    store.load(query_quads().encode(), ox.RdfFormat.N_QUADS)
    asked = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?select { GRAPH ?g { ?q a sh:SPARQLExecutable ; rdfs:comment ?words ; sh:select ?select }
        FILTER(LANG(?words) = "en") }"""
    found = store.query(asked)
    assert isinstance(found, ox.QuerySolutions)
    texts = [str(row["select"].value) for row in found]
    assert len(texts) == len(query_names())
    for text in texts:
        store.query(text)


def test_the_description_of_the_routes_fits_what_they_do(example: LiveServer) -> None:
    facts = json.loads(example.get("/openapi.json").body)
    paths = facts["paths"]
    assert {f"/{name}" for name in LISTS} <= set(paths)
    assert {f"/queries/{name}" for name in query_names()} <= set(paths)
    goals = paths["/goals"]["get"]
    assert all("example" in parameter for parameter in goals["parameters"])
    assert goals["responses"]["400"]["content"]["application/problem+json"]
    assert facts["components"]["schemas"]["Problem"]["required"]


def test_a_list_asked_twice_is_answered_from_memory_and_known_to_the_client(example: LiveServer) -> None:
    first = example.get("/goals?limit=3")
    asked = example.gate.workers.figures.asked
    assert example.get("/goals?limit=3").body == first.body
    assert example.gate.workers.figures.asked == asked
    assert example.get("/goals?limit=3", If_None_Match=first.headers["etag"]).status == 304


def test_a_foreign_store_has_empty_lists_and_no_fault(plain: LiveServer) -> None:
    for name in LISTS:
        assert plain.get(f"/{name}").json()["total"] == 0
    assert plain.get("/coverage/headline").status == 200
