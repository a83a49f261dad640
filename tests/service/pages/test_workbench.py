"""The workbench: the catalogue and its forms, answers with words for identifiers, errors at their place, downloads."""

import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

import openpyxl
import pytest

from queries.library import load_query, query_names
from queries.store import open_store
from service.pages.chart import Bar, draw_bars
from service.pages.desk import Desk, show
from service.pages.found import find, numeric_columns, text_columns
from service.pages.result_sheet import write_sheet
from service.pages.schema import read_schema
from service.pages.visit import Visit
from service.web.engine import Engine, EngineLimits
from service.web.guard import GuardLimits
from service.web.refusals import NotFoundError
from tests.documents import small_export
from tests.service.pages.visits import KEY, Outline, open_page, squeeze, write_store

GT = "https://w3id.org/goaltrace/ontology#"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose worker also answers SPARQL."""
    place: Path = tmp_path_factory.mktemp("bench") / "store"
    write_store(place, small_export())
    limits = EngineLimits(10_000, 10_000_000, GuardLimits())
    store = open_store(place, read_only=True)
    yield Desk(store, 1, Engine(place, place.parent, limits))
    store.close()


def _ask(desk: Desk, sparql: str, view: str = "table") -> str:
    return open_page(desk, f"/workbench?sparql={quote(sparql)}&view={view}")


def test_every_named_question_stands_in_the_catalogue_and_has_a_form(one: Desk) -> None:
    page = open_page(one, "/workbench")
    for name in query_names():
        assert f"query={name}" in page
        form = open_page(one, f"/workbench?query={name}")
        for parameter in load_query(name).parameters:
            assert f'name="{parameter.name}"' in form
            assert parameter.label.zh in form


def test_no_parameter_of_a_question_has_a_name_that_the_page_needs_itself() -> None:
    own = {"sparql", "query", "view", "x", "y", "edit", "lang"}
    names = {parameter.name for name in query_names() for parameter in load_query(name).parameters}
    assert not names & own


def test_a_question_without_a_needed_value_waits_for_it(one: Desk) -> None:
    assert "请先填写必填的条件" in open_page(one, "/workbench?query=find_indicators_by_flag")


def test_a_question_is_answered_with_the_meaning_of_its_columns(one: Desk) -> None:
    page = open_page(one, f"/workbench?query=list_goals&document={KEY}")
    words = squeeze(Outline(page).words)
    assert load_query("list_goals").columns[1].meaning.zh in words
    assert "兜牢基本民生底线" in words
    assert f'<option value="{KEY}" selected>' in page


def test_a_value_that_does_not_fit_its_type_is_said_in_a_sentence(one: Desk) -> None:
    page = open_page(one, "/workbench?query=list_goals&basis=guessed")
    assert 'role="alert"' in page
    assert "guessed" in page


def test_the_text_of_a_question_can_be_made_ones_own(bench: Desk) -> None:
    page = open_page(bench, f"/workbench?query=list_goals&document={KEY}&basis=stated")
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert text is not None
    own = unescape(text[1])
    assert '"stated"' in own
    assert "兜牢基本民生底线" in _ask(bench, own)


def test_an_unknown_question_is_not_found(one: Desk) -> None:
    with pytest.raises(NotFoundError):
        open_page(one, "/workbench?query=nothing")


def test_identifiers_are_shown_as_words_that_lead_to_their_page(bench: Desk) -> None:
    page = _ask(
        bench, "SELECT ?goal ?kind WHERE { ?goal a ?kind . ?kind a owl:Class . FILTER(?kind = gt:Goal) }"
    )
    assert ">1 兜牢基本民生底线</bdi>" in page
    assert ">分项目标</bdi>" in page
    assert "/about?iri=https%3A%2F%2Fw3id.org" in page


@pytest.mark.parametrize(
    ("sparql", "line", "column"),
    [("SELECT * { ?s ?p }", 1, 18), ("SELECT *\nWHERE { ?s ?p ?o", 2, 17)],
)
def test_a_syntax_error_has_its_line_and_column(bench: Desk, sparql: str, line: int, column: int) -> None:
    page = _ask(bench, sparql)
    found = re.search(r'data-line="(\d+)" data-column="(\d+)"', page)
    assert found is not None
    assert int(found[1]) == line
    assert abs(int(found[2]) - column) <= 1
    assert f"第 {line} 行" in page


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * {" + "{" * 60 + "}" * 60 + "}",
        "SELECT ?x { BIND(<http://example.org/f>(1) AS ?x) }",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
    ],
)
def test_what_the_endpoint_refuses_is_refused_here_in_a_sentence(bench: Desk, sparql: str) -> None:
    page = _ask(bench, sparql)
    assert 'role="alert"' in page or "没有符合条件" in page or "<table" in page
    assert "9/" not in Outline(page).links()


def test_yes_and_no_are_words(bench: Desk) -> None:
    assert '<p class="workbench-boolean">是</p>' in _ask(bench, "ASK { ?s a gt:Goal }")
    assert '<p class="workbench-boolean">否</p>' in _ask(bench, "ASK { ?s a gt:Nothing }")


def test_a_long_answer_shows_its_beginning_and_says_that_there_is_more(bench: Desk) -> None:
    words = squeeze(Outline(_ask(bench, "SELECT * { ?s ?p ?o }")).words)
    assert "前 500 行，后面还有" in words


def test_a_graph_is_drawn_from_the_triples_between_resources(bench: Desk) -> None:
    query = "CONSTRUCT { ?p gt:hasAmount ?a . ?a gt:yuan ?y } WHERE { ?p gt:hasAmount ?a . ?a gt:yuan ?y }"
    page = _ask(bench, query, "graph")
    data = re.search(r'id="workbench-graph-data">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    graph = json.loads(data[1])
    assert {edge["text"] for edge in graph["edges"]} == {"有金额"}
    assert {node["group"] for node in graph["nodes"]} == {"project", "money"}


def test_numbers_are_drawn_as_bars_by_words_not_by_codes(bench: Desk) -> None:
    assert bench.engine is not None
    query = (
        "SELECT ?code ?p ?y { ?p gt:code ?code ; gt:hasAmount ?a . ?a gt:amountRole 'budget' ; gt:yuan ?y }"
    )
    found = find(bench.engine, bench.store, 1, query, "zh")
    assert numeric_columns(found) == (2,)
    assert text_columns(found)[0] == 1
    page = _ask(bench, query, "chart")
    assert "<svg" in page
    assert "600,000" in page


def test_a_chart_with_numbers_below_zero_keeps_all_bars_inside() -> None:
    bars = [Bar("a", Decimal(-50), "-50"), Bar("b", Decimal(100), "100"), Bar("c", Decimal(0), "0")]
    drawn = draw_bars("t", "f", bars)
    for x, width in re.findall(r'<rect x="([\d.-]+)" y="[\d.]+" width="([\d.]+)"', drawn):
        assert float(x) >= 320
        assert float(x) + float(width) <= 1000


def test_a_chart_of_zeros_and_of_nothing_can_be_drawn() -> None:
    assert "<svg" in draw_bars("t", "f", [Bar("a", Decimal(0), "0")])
    assert "<svg" in draw_bars("t", "f", [])


def test_the_spreadsheet_holds_texts_as_texts_and_numbers_as_numbers(bench: Desk) -> None:
    assert bench.engine is not None
    query = (
        'SELECT ?a ?b ?c WHERE { VALUES (?a ?b ?c) { ("=1+1" 2.5 <http://example.org/x>) '
        '("@SUM(A1)" 12345678901234567890 <mailto:a@example.org>) } }'
    )
    found = find(bench.engine, bench.store, 1, query, "zh")
    sheet = openpyxl.load_workbook(io.BytesIO(write_sheet(found))).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert ["=1+1", 2.5, "x"] in rows
    assert rows[1][0] == "@SUM(A1)"
    assert rows[1][1] == "12,345,678,901,234,567,890"
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    assert write_sheet(found) == write_sheet(found)


def test_the_downloads_stay_on_this_server_and_name_their_format(bench: Desk) -> None:
    outline = Outline(_ask(bench, "SELECT ?s { ?s a gt:Goal }"))
    targets = [facts["href"] for facts in outline.all("a") if "download" in facts]
    assert [urlsplit(target).path for target in targets] == [
        "/sparql",
        "/sparql",
        "/sparql",
        "/workbench/result.xlsx",
    ]


def test_the_spreadsheet_has_its_own_address(bench: Desk) -> None:
    visit = Visit("result_sheet", "/workbench/result.xlsx", {}, (("query", "list_goals"),), "zh")
    made = show(visit, bench)
    assert isinstance(made, bytes)
    assert made.startswith(b"PK")


def test_properties_are_known_by_the_class_that_has_them(one: Desk) -> None:
    schema = read_schema(one.store)
    assert f"{GT}printedNumber" in schema[f"{GT}Amount"]
    assert f"{GT}listNumber" not in schema[f"{GT}Amount"]
    assert f"{GT}Indicator" in schema[f"{GT}Project"][f"{GT}hasIndicator"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_the_editor_completes_has_words(one: Desk, lang: str) -> None:
    visit = Visit("terms", "/workbench/terms.json", {}, (), "en" if lang == "en" else "zh")
    made = show(visit, one)
    assert isinstance(made, str)
    facts = json.loads(made)
    names = {entry["name"]: entry["words"] for entry in facts["classes"]}
    assert names["gt:Project"] == ("project" if lang == "en" else "项目")
    assert all(entry["words"] for entry in facts["properties"])


def test_saved_queries_come_with_the_page(one: Desk) -> None:
    saved = [{"name": "<b>我的</b>", "query": "ASK {}", "by": "甲", "time": "", "note": "说明"}]
    visit = Visit("workbench", "/workbench", {}, (), "zh", {"saved": saved})
    page = show(visit, one)
    assert isinstance(page, str)
    assert "&lt;b&gt;我的&lt;/b&gt;" in page
    assert "/workbench?sparql=ASK" in page
