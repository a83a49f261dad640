"""The explorer: one resource, what it says in whose voice, and its neighbours, a bounded part at a time."""

import json
import re
from itertools import pairwise
from urllib.parse import quote

import pytest

from ontology.prefixes import expand
from service.pages.desk import Desk
from service.pages.explorer import draw
from service.pages.labels import name_resources
from service.pages.neighbours import MOST, read_neighbourhood
from service.web.refusals import BadRequestError, NotFoundError
from tests.service.pages.visits import CODE, MARKUP, Outline, open_page, squeeze

PLAN = "https://w3id.org/goaltrace/data/plan/305001-2023"
GOAL = f"{PLAN}/goal/1"
PROJECT = f"{PLAN}/project/{CODE}"
ROW = f"{PROJECT}/indicator/quantity-1"


def _explore(desk: Desk, iri: str, **more: object) -> str:
    rest = "".join(f"&{name}={value}" for name, value in more.items())
    return open_page(desk, f"/explore?iri={quote(iri, safe='')}{rest}")


def _grade_of(desk: Desk, row: str) -> str:
    found = read_neighbourhood(desk.store, row, "zh")
    return next(n.iri for n in found.neighbours if n.property == expand("dqv:computedOn"))


def test_without_a_resource_the_first_goal_is_shown(one: Desk) -> None:
    assert f"<code>{GOAL}</code>" in open_page(one, "/explore")


def test_the_links_lead_from_a_goal_down_to_the_cell_and_the_rule(one: Desk) -> None:
    steps = [GOAL, PROJECT, ROW, _grade_of(one, ROW)]
    for here, there in pairwise(steps):
        assert f'data-iri="{there}"' in _explore(one, here)
    assert re.search(r'data-iri="https://w3id.org/goaltrace/rule#G-[^"]+"', _explore(one, steps[-1]))
    assert re.search(r'data-iri="[^"]+/file/[0-9a-f]{64}#[^"]+"', _explore(one, ROW))


def test_the_document_s_words_the_reading_and_the_judgment_stand_apart(one: Desk) -> None:
    voices = {text.property: text.voice for text in read_neighbourhood(one.store, ROW, "zh").texts}
    assert voices[expand("gt:printedValue")] == voices[expand("gt:description")] == "source"
    reading = next(
        n.iri
        for n in read_neighbourhood(one.store, ROW, "zh").neighbours
        if n.property == expand("gt:hasReading")
    )
    assert {text.voice for text in read_neighbourhood(one.store, reading, "zh").texts} == {"reading"}
    graded = read_neighbourhood(one.store, _grade_of(one, ROW), "zh")
    assert {text.voice for text in graded.texts} == {"judgment"}


def test_a_place_is_named_as_people_name_it(one: Desk) -> None:
    found = read_neighbourhood(one.store, ROW, "zh")
    place = next(n for n in found.neighbours if n.property == expand("prov:wasQuotedFrom"))
    assert re.fullmatch(r"(表 \d+ 第 \d+ 行.*|文本第 \d+ 行.*)", place.label.text)
    english = name_resources(one.store, [place.iri], "en")[place.iri]
    assert english.text.startswith(("table ", "line "))


def test_a_grade_is_named_by_its_letter_and_words(one: Desk) -> None:
    label = name_resources(one.store, [_grade_of(one, ROW)], "zh").popitem()[1]
    assert re.match(r"[A-F] \S+", label.text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_class_with_many_members_shows_so_many_and_counts_the_rest(two: Desk, lang: str) -> None:
    found = read_neighbourhood(two.store, expand("owl:DatatypeProperty"), lang)
    first = read_neighbourhood(two.store, expand("oa:SpecificResource"), lang)
    assert found.total == len(found.neighbours) + found.more
    assert len(first.neighbours) <= MOST
    assert first.total == len(first.neighbours) + first.more


def test_the_parts_together_are_the_whole_and_nothing_comes_twice(two: Desk) -> None:
    iri = expand("oa:SpecificResource")
    whole = read_neighbourhood(two.store, iri, "zh").total
    seen: list[str] = []
    while len(seen) < whole:
        part = read_neighbourhood(two.store, iri, "zh", len(seen))
        assert part.neighbours
        seen += [neighbour.iri for neighbour in part.neighbours]
    assert len(seen) == len(set(seen)) == whole


def test_the_graph_draws_what_the_table_lists_but_classes(one: Desk) -> None:
    found = read_neighbourhood(one.store, GOAL, "zh")
    drawn = draw(found)
    iris = {node["iri"] for node in drawn["nodes"]}  # type: ignore[attr-defined]
    listed = {neighbour.iri for neighbour in found.neighbours}
    assert iris - {GOAL} <= listed
    assert expand("gt:Goal") in listed - iris


def test_the_data_for_the_script_cannot_end_its_element(marked: Desk) -> None:
    page = _explore(marked, f"{PLAN}/goal/2")
    data = re.search(r'id="explorer-data">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert MARKUP in json.dumps(json.loads(data[1]), ensure_ascii=False)
    assert MARKUP not in page


def test_a_search_finds_words_and_takes_them_literally(one: Desk) -> None:
    page = squeeze(Outline(open_page(one, "/explore?find=" + quote("救助"))).words)
    assert "找到" in page
    nothing = open_page(one, "/explore?find=" + quote('") } #<b>\\'))
    assert "没有找到包含" in nothing
    assert "<b>" not in nothing


@pytest.mark.parametrize("iri", ["no iri", "http://x/> <y", "relative/path", "http://x/{}"])
def test_what_is_no_iri_is_refused(one: Desk, iri: str) -> None:
    with pytest.raises(BadRequestError):
        _explore(one, iri)


def test_what_the_store_does_not_know_is_not_found(one: Desk) -> None:
    with pytest.raises(NotFoundError):
        _explore(one, "https://example.org/nothing")


def test_a_store_without_documents_says_what_to_do(empty: Desk) -> None:
    assert "goaltrace build" in open_page(empty, "/explore")
