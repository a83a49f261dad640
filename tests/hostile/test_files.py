"""Every bad file gives a plan or one sentence, never another error, never a request, never a file elsewhere."""

import socket
from pathlib import Path

import pytest

from loaders.errors import LoadError
from loaders.load import load_file
from tests.hostile import office_files, other_files
from tests.hostile.kinds import KINDS, Kind

MAKERS = (office_files, other_files)


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("a document made the program open a connection")


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.file)
def test_a_bad_file_is_read_or_refused_in_one_sentence(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket.socket, "connect", refuse)
    path = tmp_path / kind.file
    path.write_bytes(kind.make())
    try:
        loaded = load_file(path)
    except LoadError as problem:
        for sentence in (problem.message("zh"), problem.message("en")):
            assert 0 < len(sentence) < 600
            assert "\n" not in sentence
            assert "Traceback" not in sentence
    else:
        assert loaded.plan.bearers
        assert loaded.quads.nquads()
    assert [entry.name for entry in tmp_path.iterdir()] == [kind.file]


def test_there_are_at_least_sixty_kinds() -> None:
    assert len(KINDS) >= 60
