"""A checkout after `make run`, built once, and a copy of it for each page."""

import shutil
from pathlib import Path

import pytest

from tests.docs.transcripts import first_run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    first_run(folder)
    return folder


@pytest.fixture
def checkout(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "checkout"))
