"""Kills, locks, full disks: what a build that does not reach its end leaves behind."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.crash import Trials
from queries.store import open_store
from service.build import BuildResult
from service.cli import app
from service.store_writer import WritingStoppedError
from tests.service.many_documents import BASE, build_into, held_in, held_of, write_documents


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Trials:
    return Trials(tmp_path_factory.mktemp("trials"), documents=6, seed=1)


def test_a_killed_build_leaves_whole_documents_and_every_decision_and_the_next_finishes(
    trials: Trials,
) -> None:
    counts = trials.run(10)
    assert (counts.torn, counts.lost, counts.unfinished) == ([], [], [])
    assert counts.killed


def test_so_does_a_killed_build_with_several_processes(trials: Trials) -> None:
    counts = trials.run(2, jobs=2)
    assert (counts.torn, counts.lost, counts.unfinished) == ([], [], [])


def test_killed_shards_go_on_to_the_same_bytes(trials: Trials) -> None:
    assert trials.run_on_shards(3).unfinished == []


def test_a_second_build_is_refused_and_the_first_is_named(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path / "documents", 1)
    place = tmp_path / "store"
    script = (
        "import sys; from pathlib import Path; from queries.store import open_store;"
        f"store = open_store({str(place)!r}); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"open\n"
        arguments = ["build", str(source), "--store", str(place), "--lang", "en"]
        refused = CliRunner().invoke(app, arguments)
        assert refused.exit_code == 2
        assert f"another process (process {first.pid}) is writing to this store" in refused.stderr
        assert len(refused.stderr.splitlines()) == 1
        first.kill()
    assert CliRunner().invoke(app, arguments).exit_code == 0  # a killed process holds no lock


def test_the_lock_of_this_process_is_not_let_go_of_by_asking_for_it(tmp_path: Path) -> None:
    place = tmp_path / "store"
    store = open_store(place)
    for _ in range(2):
        run = CliRunner().invoke(app, ["shards", "load", str(tmp_path), "--store", str(place)])
        assert run.exit_code == 2
    with pytest.raises(Exception, match=f"process {os.getpid()}"):
        open_store(place)
    store.close()


def limited_build(folder: Path, place: Path, largest_file: int) -> subprocess.CompletedProcess[str]:
    """A build in a process that may write no larger file than that, as on a disk without room."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "service.cli", "build", str(folder), "--store", str(place), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "GOALTRACE_BASE": BASE},
        preexec_fn=limit,
    )


def test_without_room_a_build_says_so_and_what_was_there_stays(tmp_path: Path) -> None:
    folder, place = tmp_path / "documents", tmp_path / "store"
    sources = write_documents(folder, 2)
    store = open_store(place)
    build_into(store, sources[:1])
    store.close()
    before = held_in(place)
    run = limited_build(folder, place, 20_000)
    assert run.returncode == 2, run.stderr
    assert "Traceback" not in run.stderr
    assert str(place) in run.stderr.splitlines()[-1]
    assert held_in(place) == before
    assert limited_build(folder, place, 1 << 30).returncode == 0
    assert len(held_in(place)) == 2


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    for place in ("/proc/goaltrace-store", str(source)):
        run = CliRunner().invoke(app, ["build", str(source), "--store", place, "--lang", "en"])
        assert run.exit_code == 2
        assert len(run.stderr.splitlines()) == 1


def test_when_writing_stops_midway_the_sentence_says_how_far_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = write_documents(tmp_path, 3)
    store = open_store(":memory:")
    build_into(store, sources[:1])
    monkeypatch.setattr("service.store_writer.BATCH", 1)
    load_new, done = type(store).load_new, []  # type: ignore[attr-defined]

    def fail_second(self: object, nquads: bytes) -> None:
        done.append(len(nquads))
        load_new(self, b"no quads at all" if len(done) == 2 else nquads)

    monkeypatch.setattr(type(store), "load_new", fail_second)
    with pytest.raises(WritingStoppedError, match="after 1 documents, which are in the store whole"):
        build_into(store, sources)
    assert len(held_of(store)) == 2
    monkeypatch.undo()
    result: BuildResult = build_into(store, sources)
    assert [built.state for built in result.documents] == ["unchanged", "unchanged", "built"]
