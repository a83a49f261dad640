"""The store keeps what it was given, writes all or nothing, and says in one sentence what is wrong."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from ontology.vocabulary import read_ontology
from queries.embedded import LAYOUT_VERSION, MARKER, ONTOLOGY_VERSION, QUADS, EmbeddedStore
from queries.errors import (
    NotAStoreError,
    QueriesError,
    QueryRefusedError,
    ReadOnlyStoreError,
    StoreAccessError,
    StoreLockedError,
    StoreMissingError,
    StoreVersionError,
    StoreWriteError,
)
from queries.store import Store, StoreVersion, open_store

ONE, TWO = "https://example.org/g/1", "https://example.org/g/2"
NAME = "https://example.org/name"


def line(subject: str, value: str, graph: str) -> str:
    return f'<https://example.org/{subject}> <{NAME}> "{value}" <{graph}> .\n'


def names(store: Store) -> list[object]:
    return [row[0] for row in store.select(f"SELECT ?name {{ ?s <{NAME}> ?name }} ORDER BY ?name").rows]


@pytest.fixture
def store() -> EmbeddedStore:
    made = EmbeddedStore.in_memory()
    made.replace_graphs([ONE, TWO], line("a", "甲", ONE) + line("b", "乙", TWO))
    return made


def test_a_query_sees_the_union_of_all_graphs(store: EmbeddedStore) -> None:
    assert names(store) == ["乙", "甲"]
    assert store.graphs() == (ONE, TWO)


def test_values_come_back_as_python_values(store: EmbeddedStore) -> None:
    table = store.select(
        'SELECT ?a ?b ?c ?d ?e ?f { BIND(1.50 AS ?a) BIND(7 AS ?b) BIND(true AS ?c) BIND("说"@zh AS ?d)'
        " BIND(gt:Goal AS ?e) }"
    )
    assert table.rows == ((Decimal("1.50"), 7, True, "说", "https://w3id.org/goaltrace/ontology#Goal", None),)
    assert [type(value) for value in table.rows[0][:3]] == [Decimal, int, bool]


def test_a_binding_reaches_subselects_and_minus(store: EmbeddedStore) -> None:
    query = f"""SELECT ?s ?name {{ ?s <{NAME}> ?name MINUS {{ ?s <{NAME}> ?gone }}
                {{ SELECT ?s {{ ?s <{NAME}> ?other }} }} }} ORDER BY ?s"""
    assert len(store.select(query, {"gone": '"甲"'})) == 1


def test_a_binding_keeps_its_column(store: EmbeddedStore) -> None:
    table = store.select(f"SELECT ?s ?name {{ ?s <{NAME}> ?name }}", {"name": '"甲"'})
    assert table.rows == (("https://example.org/a", "甲"),)


@pytest.mark.parametrize(
    "term",
    [
        '"a" } INSERT',
        "<https://example.org/a> ?x",
        '"a',
        "<a b>",
        '"a"@zh . ?s',
        "?s",
        '"""a"""',
        '"\n"',
        "1",
    ],
)
def test_a_value_that_is_no_term_is_refused(store: EmbeddedStore, term: str) -> None:
    with pytest.raises(QueryRefusedError):
        store.select("SELECT ?o { ?s ?p ?o }", {"o": term})


def test_a_query_that_would_ask_another_machine_is_refused(store: EmbeddedStore) -> None:
    for query in (
        "SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }",
        "SELECT * { service silent<https://example.org/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <https://example.org/> { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE ?x { ?s ?p ?o } } }",
    ):
        with pytest.raises(QueryRefusedError, match="SERVICE"):
            store.select(query)


def test_a_query_of_another_kind_is_refused(store: EmbeddedStore) -> None:
    with pytest.raises(QueryRefusedError):
        store.ask("SELECT ?s { ?s ?p ?o }")
    with pytest.raises(QueryRefusedError):
        store.select("ASK { ?s ?p ?o }")
    with pytest.raises(QueryRefusedError):
        store.construct("ASK { ?s ?p ?o }")
    with pytest.raises(QueryRefusedError):
        store.select("INSERT DATA { <a:a> <a:a> <a:a> }")


def test_construct_gives_sorted_triples_each_once(store: EmbeddedStore) -> None:
    assert store.construct(f"CONSTRUCT {{ <a:b> <{NAME}> ?n }} WHERE {{ ?s ?p ?n . ?t ?q ?m }}") == (
        f'<a:b> <{NAME}> "乙" .\n<a:b> <{NAME}> "甲" .\n'
    )


def test_replacing_a_graph_leaves_the_others_alone(store: EmbeddedStore) -> None:
    store.replace_graphs([ONE], line("a", "丙", ONE))
    assert names(store) == ["丙", "乙"]


def test_a_replaced_graph_without_quads_is_gone(store: EmbeddedStore) -> None:
    store.replace_graphs([ONE], "")
    assert store.graphs() == (TWO,)


def test_new_and_known_graphs_may_be_replaced_together(store: EmbeddedStore) -> None:
    new = "https://example.org/g/3"
    store.replace_graphs([ONE, new], line("a", "丙", ONE) + line("c", "丁", new))
    assert names(store) == ["丁", "丙", "乙"]


def test_blank_nodes_do_not_pile_up(store: EmbeddedStore) -> None:
    blank = f'_:x <{NAME}> "无名" <{ONE}> .\n'
    store.replace_graphs([ONE], blank)
    store.replace_graphs([ONE], blank)
    assert names(store) == ["乙", "无名"]


@pytest.mark.parametrize(
    "broken", ["<https://example.org/a> <no", f'<https://example.org/a b> <{NAME}> "x" <{ONE}> .']
)
def test_a_broken_write_changes_nothing(store: EmbeddedStore, broken: str) -> None:
    before = store.nquads()
    with pytest.raises(StoreWriteError):
        store.replace_graphs([ONE], line("a", "丙", ONE) + broken)
    new = "https://example.org/g/3"
    with pytest.raises((StoreWriteError, ValueError)):
        store.replace_graphs([new], line("a", "丙", new) + broken)
    assert store.nquads() == before


def test_quads_of_a_graph_that_is_not_replaced_are_refused(store: EmbeddedStore) -> None:
    before = store.nquads()
    with pytest.raises(ValueError, match="not replaced"):
        store.replace_graphs([ONE], line("a", "丙", TWO))
    with pytest.raises(ValueError, match="not replaced"):
        store.replace_graphs(["https://example.org/g/3"], line("a", "丙", TWO))
    assert store.nquads() == before


def test_a_store_on_disk_holds_what_was_written(tmp_path: Path) -> None:
    place = tmp_path / "new" / "store"
    written = open_store(place)
    written.replace_graphs([ONE], line("a", "甲", ONE))
    written.close()
    read = open_store(place, read_only=True)
    assert names(read) == ["甲"]
    assert read.version() == StoreVersion(LAYOUT_VERSION, ONTOLOGY_VERSION)


def test_opening_a_closed_store_again_for_writing_is_possible(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    again = open_store(tmp_path / "store")
    again.replace_graphs([ONE], line("a", "甲", ONE))
    assert names(again) == ["甲"]


def test_a_closed_store_answers_no_more(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.close()
    with pytest.raises(StoreAccessError):
        store.graphs()


def test_a_store_that_is_only_read_takes_no_quads(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    store = open_store(tmp_path / "store", read_only=True)
    with pytest.raises(ReadOnlyStoreError):
        store.replace_graphs([ONE], "")


def test_reading_where_no_store_is_makes_none(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        open_store(tmp_path / "none", read_only=True)
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreMissingError):
        open_store(tmp_path / "empty", read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_folder_with_other_files_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    for read_only in (False, True):
        with pytest.raises(NotAStoreError):
            open_store(tmp_path, read_only=read_only)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotAStoreError):
        open_store(tmp_path / "file")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"layout": "one"}', '{"layout": 1, "ontology": ', "\xff"])
def test_a_marker_that_cannot_be_read_makes_no_store(tmp_path: Path, text: str) -> None:
    (tmp_path / MARKER).write_text(text, encoding="latin-1")
    with pytest.raises(NotAStoreError):
        open_store(tmp_path)


@pytest.mark.parametrize(
    "version",
    [{"layout": 1, "ontology": ONTOLOGY_VERSION}, {"layout": LAYOUT_VERSION, "ontology": "9.9"}],
)
def test_a_store_of_another_version_says_what_to_do(tmp_path: Path, version: dict[str, object]) -> None:
    (tmp_path / MARKER).write_text(json.dumps(version))
    with pytest.raises(StoreVersionError, match="build the documents again into a new directory"):
        open_store(tmp_path)


def test_the_store_follows_the_version_of_the_ontology() -> None:
    assert f'owl:versionInfo "{ONTOLOGY_VERSION}.' in read_ontology()["core.ttl"]


def test_a_store_that_another_process_writes_is_locked_and_can_be_read(tmp_path: Path) -> None:
    place = tmp_path / "store"
    store = open_store(place)
    store.replace_graphs([ONE], line("a", "甲", ONE))
    script = f"""
from queries.errors import StoreLockedError
from queries.store import open_store
try:
    open_store({str(place)!r})
except StoreLockedError as exc:
    print(exc.message("zh"))
print(len(open_store({str(place)!r}, read_only=True).graphs()))
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    said = f"{place}：另一个进程（进程号 {os.getpid()}）正在写这个图库；请等它结束后再试。\n1\n"
    assert run.stdout == said


def test_opening_twice_for_writing_in_one_process_is_refused(tmp_path: Path) -> None:
    first = open_store(tmp_path / "store")
    with pytest.raises(StoreLockedError):
        open_store(tmp_path / "store")
    first.close()


def test_files_left_by_a_killed_load_are_removed(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    leftover = tmp_path / "store" / QUADS / "bulk-1.sst"
    leftover.write_bytes(b"x")
    open_store(tmp_path / "store").close()
    assert not leftover.exists()


def test_a_damaged_store_is_an_error_and_no_crash(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    (tmp_path / "store" / QUADS / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreAccessError):
        open_store(tmp_path / "store")


def test_an_error_is_one_sentence_in_each_language(tmp_path: Path) -> None:
    problem: QueriesError = StoreMissingError(str(tmp_path))
    assert str(problem) == f"{tmp_path}: there is no store here; build one with `goaltrace build` first."
    assert problem.message("zh") == f"{tmp_path}：这里没有图库；请先用 goaltrace build 建立。"
