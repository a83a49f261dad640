"""Many documents in one build: side by side, in order, each whole, the unchanged ones left alone."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loaders.errors import LoadError
from loaders.link_records import LinkRecord
from loaders.links import LinkFile
from queries.store import open_store
from service.build import Built, build
from service.cli import app
from service.review import decide_link
from service.worker_pool import WorkerPool
from tests.service.many_documents import (
    BASE,
    PROFILE,
    build_into,
    document_text,
    held_of,
    write_documents,
)

CODE = "13020003P00010110001A"


class Lines:
    """The sources that a build told of, in that order."""

    def __init__(self) -> None:
        self.sources: list[Path] = []

    def take(self, source: Path, _outcome: Built | LoadError) -> None:
        self.sources.append(source)


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_documents(tmp_path_factory.mktemp("twelve"), 12)


def test_what_a_build_writes_does_not_depend_on_how_many_processes_make_it(
    twelve: list[Path], tmp_path: Path
) -> None:
    bad = tmp_path / "minutes.txt"
    bad.write_text("今天的会议纪要\n", encoding="utf-8")
    sources = [*twelve[:5], bad, *twelve[5:]]
    stores: list[tuple[dict[str, str], str]] = []
    told: list[list[Path]] = []
    for jobs in (1, 3):
        store, lines = open_store(":memory:"), Lines()
        result = build(sources, store, PROFILE, BASE, progress=lines.take, jobs=jobs)
        assert [failure.source for failure in result.failures] == [bad]
        assert [built.source for built in result.documents] == twelve
        stores.append((held_of(store), json.dumps(result.summary(), default=str)))
        told.append(lines.sources)
    assert stores[0] == stores[1]
    assert told == [sources, sources]


def test_few_documents_start_no_processes(twelve: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(WorkerPool, "run", refuse)
    assert len(build_into(open_store(":memory:"), twelve[:3], jobs=2).documents) == 3


def test_building_again_changes_nothing_and_says_so(twelve: list[Path]) -> None:
    store = open_store(":memory:")
    first = build_into(store, twelve[:4])
    before = held_of(store)
    again = build_into(store, twelve[:4])
    assert [built.state for built in again.documents] == ["unchanged"] * 4
    assert held_of(store) == before
    assert again.summary() == first.summary() | {"unchanged": 4}


def test_unchanged_documents_are_not_even_read(twelve: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(":memory:")
    build_into(store, twelve[:2])

    def refuse(*_: object) -> None:
        raise AssertionError("a document was read")

    monkeypatch.setattr("service.build.prepare", refuse)
    assert len(build_into(store, twelve[:2]).documents) == 2


def test_force_builds_unchanged_documents_as_well(twelve: list[Path]) -> None:
    store = open_store(":memory:")
    build_into(store, twelve[:2])
    assert [b.state for b in build_into(store, twelve[:2], force=True).documents] == ["built", "built"]


def test_a_changed_document_replaces_its_own_graphs_only(tmp_path: Path) -> None:
    sources = write_documents(tmp_path, 3)
    store = open_store(":memory:")
    build_into(store, sources)
    before = held_of(store)
    sources[1].write_text(document_text(1, "75.00"), encoding="utf-8")
    result = build_into(store, sources)
    assert [built.state for built in result.documents] == ["unchanged", "built", "unchanged"]
    after = held_of(store)
    assert [document for document in after if after[document] != before[document]] == [
        f"{BASE}document/305002-2023-goals"
    ]
    assert "750000" in after[f"{BASE}document/305002-2023-goals"]


def test_a_renamed_file_is_another_input_because_the_store_names_it(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    store = open_store(":memory:")
    build_into(store, [source])
    renamed = source.rename(tmp_path / "other.txt")
    assert build_into(store, [renamed]).documents[0].state == "built"
    assert "other.txt" in "".join(held_of(store).values())


def test_another_base_or_keeping_contacts_is_another_input(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    store = open_store(":memory:")
    build_into(store, [source])
    assert build([source], store, PROFILE, BASE, keep_personal=True).documents[0].state == "built"
    assert build([source], store, PROFILE, "https://example.net/", jobs=1).documents[0].state == "built"


def test_given_links_count_as_input_once(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    links = [LinkFile("links.tsv", (LinkRecord(CODE, "1", status="accepted"),))]
    store = open_store(":memory:")
    states = [
        build([source], store, PROFILE, BASE, given).documents[0].state for given in ((), links, links, ())
    ]
    assert states == ["built", "built", "unchanged", "unchanged"]


def test_a_decision_between_two_builds_is_kept_and_built_in(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    store = open_store(":memory:")
    build_into(store, [source])
    decide_link(store, PROFILE, CODE, "1", "accepted", "a reviewer", "")
    decided = held_of(store)
    states = [build_into(store, [source]).documents[0].state for _ in range(2)]
    assert states == ["built", "unchanged"]
    (document,) = decided
    assert "status-accepted" in held_of(store)[document]


def test_a_wrong_link_file_leaves_the_store_as_it_was(twelve: list[Path]) -> None:
    store = open_store(":memory:")
    links = [LinkFile("links.tsv", (LinkRecord("no-such-code", "1", status="accepted"),))]
    for jobs in (1, 2):
        with pytest.raises(LoadError, match="no-such-code"):
            build(twelve, store, PROFILE, BASE, links, jobs=jobs)
        assert store.graphs() == ()


def test_the_same_document_from_two_folders_is_refused_with_both_places(tmp_path: Path) -> None:
    (first,) = write_documents(tmp_path / "a", 1)
    (second,) = write_documents(tmp_path / "b", 1, "75.00")
    store = open_store(":memory:")
    result = build_into(store, [first, second])
    (failure,) = result.failures
    assert str(first) in str(failure.problem)
    assert str(second) in str(failure.problem)
    assert "750000" not in "".join(held_of(store).values())


def test_a_code_in_two_documents_is_a_conflict_also_when_one_was_not_read_again(tmp_path: Path) -> None:
    one, two = write_documents(tmp_path, 2)
    two.write_text(two.read_text("utf-8").replace("13020013P", "13020003P"), encoding="utf-8")
    store = open_store(":memory:")
    first = build_into(store, [one, two]).summary()["conflicts"]
    assert isinstance(first, list)
    assert len(first) == 2
    assert "department-000.txt" in first[0]
    assert "department-001.txt" in first[0]
    assert build_into(store, [one, two]).summary()["conflicts"] == first


def test_contacts_are_counted_in_the_lines_and_kept_where_asked_for(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    source.write_text(
        source.read_text("utf-8") + "填报人：王某某  联系电话：0335-1234567\n", encoding="utf-8"
    )
    run = CliRunner().invoke(app, ["build", str(source), "--store", str(tmp_path / "s"), "--lang", "en"])
    assert "2 contact names or numbers left out" in run.stderr
    assert "--keep-personal" in run.stdout
    kept = ["build", str(source), "--store", str(tmp_path / "k"), "--keep-personal", "--json"]
    summary = json.loads(CliRunner().invoke(app, kept).stdout)
    assert summary["personal_left_out"] == 0
    store = open_store(tmp_path / "k", read_only=True)
    assert "1234567" in "".join(held_of(store).values())


def test_a_defect_of_the_program_on_one_document_is_a_listed_failure(
    twelve: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise KeyError("odd")

    monkeypatch.setattr("service.prepare.judge", stumble)
    outcomes: list[Built | LoadError] = []
    store = open_store(":memory:")
    build(twelve[:1], store, PROFILE, BASE, progress=lambda _s, outcome: outcomes.append(outcome))
    assert "this program failed on it (KeyError: 'odd')" in str(outcomes[0])
