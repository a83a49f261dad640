"""What the IRIs of places say, and what a document's graph adds to it."""

import pytest

from queries.embedded import EmbeddedStore
from queries.fact_records import Place
from queries.facts import read_places
from queries.places import read_spot
from tests.queries.graphs import ONE, plans_store, store_of

FILE = "https://example.org/data/file/f1"


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return plans_store()


def test_a_cell_has_its_numbers_from_its_iri_and_its_offsets_from_its_table(store: EmbeddedStore) -> None:
    places = read_places(store, ONE, "one.txt")
    assert places.get(f"{FILE}#t1.r3.c3") == Place("one.txt", "t1.r3.c3", 1, 3, 3, 120, 125)


def test_a_row_begins_in_the_column_of_its_table(store: EmbeddedStore) -> None:
    place = read_places(store, ONE).get(f"{FILE}#t2.r3")
    assert place
    assert (place.column, place.start, place.end) == (3, 241, 290)


def test_a_row_that_begins_elsewhere_says_so() -> None:
    trig = f"""@prefix gt: <https://w3id.org/goaltrace/ontology#> .
    <{ONE}/source> {{
      <{FILE}#t2> gt:columnNumber 3 ; gt:characterRanges "r2:5-9" .
      <{FILE}#t2.r2> gt:columnNumber 1 .
    }}"""
    place = read_places(store_of(trig), ONE).get(f"{FILE}#t2.r2")
    assert place
    assert place.column == 1


def test_a_place_in_prose_says_everything_in_its_iri(store: EmbeddedStore) -> None:
    places = read_places(store, ONE, "one.txt")
    assert places.get(f"{FILE}#p3.c20-26") == Place("one.txt", "p3.c20-26", None, None, None, 20, 26)


def test_the_name_of_a_sheet_is_read_back_as_it_was() -> None:
    spot = read_spot(f"{FILE}#%E8%A1%A8%201!t4.r2.c3")
    assert spot
    assert (spot.part, spot.table, spot.row, spot.column) == ("表 1", 4, 2, 3)


@pytest.mark.parametrize(
    "iri", ["", FILE, f"{FILE}#", "https://w3id.org/goaltrace/ontology#name", f"{FILE}#t1r2"]
)
def test_what_is_no_place_is_none(store: EmbeddedStore, iri: str) -> None:
    assert read_places(store, ONE).get(iri) is None
