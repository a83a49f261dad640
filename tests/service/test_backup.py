"""A store becomes one file and comes back the same; a file that is anything else changes nothing."""

import gzip
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from queries.embedded import EmbeddedStore
from queries.snapshots import publish
from queries.store import open_store
from service.backup import BackupError, check_backup, restore_backup, write_backup
from service.cli import app

GRAPH = "http://example.org/g"


def fill(place: Path, text: str) -> None:
    store = open_store(place)
    line = f'<http://example.org/a> <http://example.org/p> "{text}" <{GRAPH}> .\n'
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    typed = f'<http://example.org/b> <http://example.org/p> "1.5"^^<{decimal}> <{GRAPH}> .\n'
    store.replace_graphs([GRAPH], line + typed)
    store.close()


def quads(place: Path) -> str:
    store = open_store(place, read_only=True)
    assert isinstance(store, EmbeddedStore)
    try:
        return store.nquads()
    finally:
        store.close()


def members(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as archive:
        found = {entry.name: archive.extractfile(entry) for entry in archive}
        return {name: source.read() for name, source in found.items() if source is not None}


def repack(file: Path, parts: dict[str, bytes]) -> None:
    with tarfile.open(file, "w:gz") as archive:
        for name, data in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A backup of a small store at `tmp_path / "store"`."""
    fill(tmp_path / "store", "一")
    write_backup(tmp_path / "store", tmp_path / "made.backup")
    return tmp_path / "made.backup"


def test_what_comes_back_is_what_was_there(made: Path, tmp_path: Path) -> None:
    before = quads(tmp_path / "store")
    fill(tmp_path / "store", "二")
    assert restore_backup(made, tmp_path / "store").quads == 2
    assert quads(tmp_path / "store") == before
    restore_backup(made, tmp_path / "new" / "place")
    assert quads(tmp_path / "new" / "place") == before
    assert sorted(path.name for path in (tmp_path / "store").iterdir()) == ["goaltrace.json", "oxigraph"]


def test_the_same_store_gives_the_same_file(made: Path, tmp_path: Path) -> None:
    write_backup(tmp_path / "store", tmp_path / "again.backup")
    assert made.read_bytes() == (tmp_path / "again.backup").read_bytes()


def test_a_served_store_is_taken_as_it_is_published_while_somebody_writes(tmp_path: Path) -> None:
    fill(tmp_path / "store", "一")
    before = quads(tmp_path / "store")
    store = EmbeddedStore.on_disk(tmp_path / "store")
    assert "StoreLockedError" in back_up_elsewhere(tmp_path)
    publish(tmp_path / "store", store)
    assert back_up_elsewhere(tmp_path) == ""
    store.close()
    restore_backup(tmp_path / "made.backup", tmp_path / "other")
    assert quads(tmp_path / "other") == before


def back_up_elsewhere(place: Path) -> str:
    """Back up in another process, as a command does; what it says when it fails."""
    code = """if True:
        import sys
        from pathlib import Path
        from service import backup
        backup.WAIT = 0.0
        backup.write_backup(Path(sys.argv[1]) / "store", Path(sys.argv[1]) / "made.backup")"""
    command = [sys.executable, "-c", code, str(place)]
    return subprocess.run(command, capture_output=True, check=False, text=True).stderr  # noqa: S603 - ours


@pytest.mark.parametrize("place", range(0, 100, 7))
def test_a_file_with_one_wrong_byte_is_refused_and_changes_nothing(
    made: Path, tmp_path: Path, place: int
) -> None:
    data = bytearray(made.read_bytes())
    at = len(data) * place // 100
    data[at] ^= 0x41
    made.write_bytes(data)
    fill(tmp_path / "store", "二")
    before = quads(tmp_path / "store")
    said = ""
    try:
        restore_backup(made, tmp_path / "store")
    except BackupError as problem:
        said = str(problem)
    if said:
        assert said.startswith("made.backup: it is ")
        assert quads(tmp_path / "store") == before
    else:  # a byte of the archive's frame that means nothing
        assert '"一"' in quads(tmp_path / "store")


def _manifest(parts: dict[str, bytes], **facts: object) -> dict[str, bytes]:
    return {**parts, "manifest.json": json.dumps({**json.loads(parts["manifest.json"]), **facts}).encode()}


FOREIGN: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "nothing": lambda _parts: {},
    "no manifest": lambda parts: {"quads.nq": parts["quads.nq"]},
    "another program's": lambda parts: _manifest(parts, format="other"),
    "a newer format": lambda parts: _manifest(parts, version=2),
    "a newer layout": lambda parts: _manifest(parts, layout=99),
    "a newer ontology": lambda parts: _manifest(parts, ontology="99.0"),
    "no quads": lambda parts: {"manifest.json": parts["manifest.json"]},
    "other quads": lambda parts: {
        **parts,
        "quads.nq": parts["quads.nq"].replace("一".encode(), "二".encode()),
    },
    "a member more": lambda parts: {**parts, "../../evil": b"x"},
    "a path for a member": lambda parts: _manifest(
        parts, members={"../quads.nq": {"bytes": 1, "sha256": ""}}
    ),
    "a wrong count": lambda parts: _manifest(parts, quads=7),
    "a size without measure": lambda parts: _manifest(
        parts, members={"quads.nq": {"bytes": 10**15, "sha256": ""}}
    ),
    "a list for a manifest": lambda parts: {**parts, "manifest.json": b"[]"},
    "no text for a version": lambda parts: _manifest(parts, ontology="x"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_or_newer_file_is_refused_and_changes_nothing(
    made: Path, tmp_path: Path, kind: str
) -> None:
    repack(made, FOREIGN[kind](members(made)))
    before = quads(tmp_path / "store")
    with pytest.raises(BackupError) as caught:
        restore_backup(made, tmp_path / "store")
    if kind.startswith("a newer"):
        assert "newer" in caught.value.message("en")
        assert "更新版本" in caught.value.message("zh")
    assert quads(tmp_path / "store") == before
    assert not (tmp_path / "evil").exists()
    assert sorted(path.name for path in (tmp_path / "store").iterdir()) == ["goaltrace.json", "oxigraph"]


@pytest.mark.parametrize(
    "data", [b"", b"hello", gzip.compress(b"hello"), b"\x1f\x8b" + b"\0" * 100, b"PK\x03\x04"]
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(BackupError):
        check_backup(tmp_path / "file")


def test_a_folder_with_other_things_is_not_restored_into(made: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BackupError):
        restore_backup(made, tmp_path / "home")
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["letter.txt"]


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    fill(tmp_path / "store", "一")
    runner, store = CliRunner(), ["--store", str(tmp_path / "store"), "--lang", "en"]
    file = str(tmp_path / "made.backup")
    assert runner.invoke(app, ["backup", file, *store]).stdout.strip() == f"{file}: 2 quads, 1 graphs"
    assert runner.invoke(app, ["restore", file, "--check", *store]).exit_code == 0
    assert runner.invoke(app, ["restore", file, *store]).exit_code == 0
    listed = json.loads(runner.invoke(app, ["audit", "--format", "json", *store]).stdout)
    assert [(one["what"], one["facts"]) for one in listed] == [("command", '{"command": "restore"}')]
    Path(file).write_bytes(b"x")
    refused = runner.invoke(app, ["restore", file, *store])
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
