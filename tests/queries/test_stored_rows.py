"""Rows read back from a store are graded as the document's own rows were."""

from pathlib import Path

import pytest

from loaders.load import load_file
from loaders.row_versions import row_fingerprints
from queries.store import open_store
from queries.stored_rows import stored_rows
from shapes.grade import grade_projects
from shapes.profile import load_profile
from tests.documents import small_export

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "../shared/data"
REAL = sorted(path.name for path in DATA.glob("*") if path.suffix in (".txt", ".xlsx", ".pdf"))


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    path = tmp_path / "civil-affairs-2023.txt"
    path.write_text(small_export(), encoding="utf-8")
    return path


def same_when_stored(path: Path) -> None:
    loaded = load_file(path)
    store = open_store(":memory:")
    writers = (loaded.quads.source, loaded.quads.places, loaded.quads.reading)
    store.replace_graphs([writers[0].graph, writers[2].graph], "".join(w.nquads() for w in writers))
    back = stored_rows(store, loaded.identifiers)
    profile = load_profile()

    assert row_fingerprints(back) == row_fingerprints(loaded.plan)
    assert grade_projects(back.bearers, profile) == grade_projects(loaded.plan.bearers, profile)


def test_a_small_document_is_graded_the_same_from_the_store(made_up: Path) -> None:
    same_when_stored(made_up)


def test_the_shipped_example_is_graded_the_same_from_the_store() -> None:
    same_when_stored(ROOT / "examples" / "organization-department-2022.docx")


@pytest.mark.parametrize("name", REAL)
def test_a_published_document_is_graded_the_same_from_the_store(name: str) -> None:
    same_when_stored(DATA / name)
