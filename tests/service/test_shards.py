"""Shards: named from their input, the same bytes every time, made once, loaded whole."""

import gzip
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from loaders.link_records import LinkRecord
from loaders.links import LinkFile
from queries.store import open_store
from service.build import BuildResult
from service.cli import app
from service.prepare import Recipe
from service.review import decide_link
from service.shard_files import MANIFEST, QUADS, ScaleMissingError, ShardDamagedError, read_index
from service.shard_load import load_shards
from service.shard_plan import plan_shards, read_documents
from service.shard_tables import TABLES
from service.shards import build_shard, build_shards
from tests.service.many_documents import BASE, PROFILE, build_into, document_text, held_of, write_documents

CODE = "13020003P00010110001A"
RECIPE = Recipe.of(PROFILE, BASE)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_documents(tmp_path_factory.mktemp("documents"), 9)


@pytest.fixture(scope="module")
def shards(sources: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shards")
    make(sources, folder)
    return folder


def make(sources: list[Path], folder: Path, jobs: int = 1) -> BuildResult:
    return build_shards(sources, folder, RECIPE, jobs=jobs, size=3)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    keys = read_index(folder)["shards"]
    return [row for key in keys for row in parquet.read_table(folder / key / f"{name}.parquet").to_pylist()]


def test_the_same_input_gives_the_same_bytes_whoever_makes_them(
    sources: list[Path], shards: Path, tmp_path: Path
) -> None:
    moved = [Path(shutil.copy(source, tmp_path)) for source in sources]
    make(moved, tmp_path / "again", jobs=2)
    assert contents(tmp_path / "again") == contents(shards)
    assert len(read_index(shards)["shards"]) > 1


def test_a_finished_shard_is_not_made_again(sources: list[Path], shards: Path) -> None:
    written = {path: path.stat().st_mtime_ns for path in shards.rglob(f"*/{QUADS}")}
    assert {built.state for built in make(sources, shards).documents} == {"unchanged"}
    assert {path: path.stat().st_mtime_ns for path in shards.rglob(f"*/{QUADS}")} == written


def test_a_shard_without_a_manifest_is_made_again_and_the_others_are_not(
    sources: list[Path], shards: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "shards"
    shutil.copytree(shards, folder)
    key = read_index(folder)["shards"][1]
    (folder / key / MANIFEST).unlink()
    (folder / key / QUADS).write_bytes(b"cut")
    states = [built.state for built in make(sources, folder).documents]
    assert 0 < states.count("built") < len(states)
    assert contents(folder) == contents(shards)


def test_a_changed_document_changes_its_own_shard_only(
    sources: list[Path], shards: Path, tmp_path: Path
) -> None:
    moved = [Path(shutil.copy(source, tmp_path)) for source in sources]
    before = {shard.key for shard in plan_shards(read_documents(moved), RECIPE, 3)}
    moved[4].write_text(document_text(4, "75.00"), encoding="utf-8")
    after = {shard.key for shard in plan_shards(read_documents(moved), RECIPE, 3)}
    assert before == set(read_index(shards)["shards"])
    assert 1 <= len(after - before) <= 2


def test_loaded_shards_are_what_a_build_of_the_files_gives(sources: list[Path], shards: Path) -> None:
    built, loaded = open_store(":memory:"), open_store(":memory:")
    build_into(built, sources)
    result = load_shards(shards, loaded, PROFILE)
    assert held_of(loaded) == held_of(built)
    assert len(result.documents) == 9
    assert {b.state for b in load_shards(shards, loaded, PROFILE).documents} == {"unchanged"}
    assert {b.state for b in build_into(loaded, sources).documents} == {"unchanged"}


def test_quads_are_one_gzip_file_to_other_programs(shards: Path) -> None:
    key = read_index(shards)["shards"][0]
    lines = gzip.decompress((shards / key / QUADS).read_bytes()).decode().splitlines()
    assert lines
    assert all(line.endswith(" .") for line in lines)


def test_the_tables_hold_what_the_build_counts(sources: list[Path], shards: Path) -> None:
    summary = build_into(open_store(":memory:"), sources).summary()
    rows = {name: table(shards, name) for name in TABLES}
    assert len(rows["documents"]) == summary["documents"] == 9
    assert len(rows["projects"]) == summary["projects"]
    assert len(rows["indicators"]) == summary["indicators"]
    assert sum(row["budget_yuan"] for row in rows["documents"]) == summary["budget_total_yuan"]
    grades = [row["grade"] for row in rows["indicators"]]
    assert {letter: grades.count(letter) for letter in "ABCDEF"} == summary["grades"]
    severities = [row["severity"] for row in rows["findings"]]
    assert {s: severities.count(s) for s in ("violation", "warning", "info")} == summary["findings"]
    goals = {row["subject"] for row in rows["goals"] if row["kind"] == "goal"}
    assert len(goals) == summary["goals"]


def test_a_document_that_cannot_be_read_is_listed_in_its_shard(sources: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    result = make([*sources[:3], bad, tmp_path / "none.txt"], tmp_path / "shards")
    assert [failure.source.name for failure in result.failures] == ["bad.docx", "none.txt"]
    assert "docx" in result.failures[0].problem.message("zh")
    assert str(tmp_path) not in result.failures[0].problem.message("en")


def test_a_document_twice_is_in_one_shard_only(sources: list[Path], tmp_path: Path) -> None:
    copy = Path(shutil.copy(sources[0], tmp_path / "copy.txt"))
    other = tmp_path / "other.txt"
    other.write_text(document_text(1, "75.00"), encoding="utf-8")
    result = make([*sources, copy, other], tmp_path / "shards")
    assert [failure.source for failure in result.failures] == [copy, other]
    store = open_store(":memory:")
    assert len(load_shards(tmp_path / "shards", store, PROFILE).documents) == 9
    assert len(table(tmp_path / "shards", "documents")) == 9


def test_a_document_that_ends_its_process_is_left_out_and_named(sources: list[Path], tmp_path: Path) -> None:
    documents = read_documents(sources[:2])
    manifest = build_shard(documents, RECIPE, tmp_path, frozenset({sources[0]}))
    assert [held["name"] for held in manifest["documents"]] == [sources[1].name]
    assert "its process ended" in manifest["failed"][0]["en"]


def test_a_file_that_changes_in_between_is_no_part_of_the_shard(sources: list[Path], tmp_path: Path) -> None:
    moved = Path(shutil.copy(sources[0], tmp_path))
    documents = read_documents([moved])
    moved.write_text(document_text(0, "75.00"), encoding="utf-8")
    (failed,) = build_shard(documents, RECIPE, tmp_path / "shards")["failed"]
    assert "it changed while the shards were being made" in failed["en"]


def test_links_are_part_of_the_input(sources: list[Path], tmp_path: Path) -> None:
    links = [LinkFile("links.tsv", (LinkRecord(CODE, "1", status="accepted"),))]
    recipe = Recipe.of(PROFILE, BASE, links)
    build_shards(sources[:1], tmp_path, recipe)
    (row,) = table(tmp_path, "links")
    assert (row["project_code"], row["status"]) == (CODE, "accepted")
    assert plan_shards(read_documents(sources[:1]), RECIPE)[0].key not in read_index(tmp_path)["shards"]


def test_what_reviewers_decided_is_not_overwritten_by_a_shard(sources: list[Path], tmp_path: Path) -> None:
    source = Path(shutil.copy(sources[0], tmp_path))
    store = open_store(":memory:")
    build_into(store, [source])
    decide_link(store, PROFILE, CODE, "1", "accepted", "a reviewer", "")
    before = held_of(store)
    source.write_text(document_text(0, "75.00"), encoding="utf-8")
    make([source], tmp_path / "shards")
    (failure,) = load_shards(tmp_path / "shards", store, PROFILE).failures
    assert "build the document from its file" in str(failure.problem)
    assert held_of(store) == before


@pytest.mark.parametrize("damage", ["cut", "other", "gone", "no manifest", "no list"])
def test_a_damaged_shard_is_one_sentence_and_nothing_of_it_is_loaded(
    shards: Path, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "shards"
    shutil.copytree(shards, folder)
    place = folder / read_index(folder)["shards"][0]
    quads = place / QUADS
    if damage == "cut":
        os.truncate(quads, 100)
    elif damage == "other":
        quads.write_bytes(bytes(quads.stat().st_size))
    elif damage == "gone":
        quads.unlink()
    elif damage == "no manifest":
        (place / MANIFEST).unlink()
    else:
        (folder / "shards.json").unlink()
    store = open_store(":memory:")
    with pytest.raises(ShardDamagedError, match="build the shards again"):
        load_shards(folder, store, PROFILE)
    assert held_of(store) == {}


def test_without_the_extra_the_command_says_what_to_install(
    sources: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("service.shard_files.import_module", refuse)
    with pytest.raises(ScaleMissingError, match="goaltrace\\[scale\\]"):
        make(sources, tmp_path / "shards")
    assert not (tmp_path / "shards").exists()


def test_the_commands_build_and_load(sources: list[Path], tmp_path: Path) -> None:
    folder, place = tmp_path / "shards", tmp_path / "store"
    files = [str(source) for source in sources[:2]]
    built = CliRunner().invoke(app, ["shards", "build", *files, "--to", str(folder), "--json"])
    loaded = CliRunner().invoke(app, ["shards", "load", str(folder), "--store", str(place), "--json"])
    assert (built.exit_code, loaded.exit_code) == (0, 0), built.output + loaded.output
    assert json.loads(built.stdout) == json.loads(loaded.stdout)
    assert json.loads(built.stdout)["documents"] == 2
