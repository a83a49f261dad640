"""Readers hold what was published; the publisher removes only what nobody reads."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from queries.embedded import EmbeddedStore
from queries.exchange import exchange, writers_kept_out
from queries.snapshots import SERVED, current_snapshot, hold_current, publish, read_mark, sweep

LINE = '<http://example.org/a> <http://example.org/p> "%s" <http://example.org/g> .\n'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "store"


def write(place: Path, text: str, *, show: bool = True) -> None:
    store = EmbeddedStore.on_disk(place)
    store.replace_graphs(["http://example.org/g"], LINE % text)
    if show:
        publish(place, store)
    store.close()


def numbers(place: Path) -> list[int]:
    return sorted(int(path.name) for path in (place / SERVED).iterdir() if path.name.isdigit())


def test_a_snapshot_stays_as_it_was_while_the_store_goes_on(place: Path) -> None:
    write(place, "one")
    hold = hold_current(place)
    assert hold is not None
    write(place, "two")
    seen = {str(quad.object) for quad in ox.Store.read_only(str(hold.folder))}
    assert seen == {'"one"'}
    hold.release()


def test_what_is_read_is_kept_and_what_is_not_is_removed(place: Path) -> None:
    write(place, "one")
    hold = hold_current(place)
    assert hold is not None
    write(place, "two")
    write(place, "three")
    assert sweep(place) == 1
    assert numbers(place) == [1, 3]
    hold.release()
    assert sweep(place) == 1
    assert numbers(place) == [3]


def test_another_writer_is_noticed_and_the_same_state_is_not(place: Path) -> None:
    write(place, "one")
    snapshot = current_snapshot(place)
    assert snapshot is not None
    assert snapshot.mark == read_mark(place)
    write(place, "two", show=False)
    assert snapshot.mark != read_mark(place)


def test_a_publisher_that_was_killed_leaves_nothing_that_is_taken_for_a_snapshot(place: Path) -> None:
    write(place, "one")
    (place / SERVED / "draft-999999999").mkdir()
    (place / SERVED / "000000007").mkdir()  # not pointed to
    hold = hold_current(place)
    assert hold is not None
    assert hold.snapshot.number == 1
    hold.release()
    write(place, "two")
    sweep(place)
    assert numbers(place) == [8]
    assert not (place / SERVED / "draft-999999999").exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"number": "x", "mark": ""}', '{"number": 99, "mark": "m"}']
)
def test_a_damaged_pointer_sends_readers_to_the_database(place: Path, text: str) -> None:
    write(place, "one")
    (place / SERVED / "CURRENT").write_text(text, encoding="utf-8")
    assert hold_current(place) is None


def test_writers_are_kept_out_while_folders_change_places(place: Path) -> None:
    write(place, "one")
    code = "import sys, pyoxigraph; pyoxigraph.Store(sys.argv[1])"
    command = [sys.executable, "-c", code, str(place / "oxigraph")]
    with writers_kept_out(place):
        assert subprocess.run(command, capture_output=True, check=False).returncode == 1  # noqa: S603 - ours
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - ours


def test_two_folders_change_places_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / "b").is_file()
    assert (tmp_path / "b" / "a").is_file()
