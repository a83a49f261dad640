"""Generated documents: the same bytes for the same seed, and every planted fault is found."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generate import generate
from queries.store import open_store
from service.build import BuildResult, build
from shapes.profile import load_profile


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    generate(folder, 12, seed=280, docx=0.3)
    return folder


@pytest.fixture(scope="module")
def manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "manifest.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def result(folder: Path) -> tuple[BuildResult, Counter[str]]:
    store = open_store(":memory:")
    sources = sorted((folder / "documents").iterdir())
    found = build(sources, store, load_profile(), "https://example.org/data/")
    shapes = store.select("SELECT ?shape WHERE { ?f a sh:ValidationResult ; sh:sourceShape ?shape }").rows
    return found, Counter(str(shape).rpartition("#")[2] for (shape,) in shapes)


def test_the_same_seed_gives_the_same_bytes_and_more_documents_leave_the_first_as_they_are(
    folder: Path, tmp_path: Path
) -> None:
    generate(tmp_path, 14, seed=280, docx=0.3)
    for path in (folder / "documents").iterdir():
        assert (tmp_path / "documents" / path.name).read_bytes() == path.read_bytes()


def test_every_document_and_every_row_is_read(
    result: tuple[BuildResult, Counter[str]], manifest: dict[str, Any]
) -> None:
    summary, planted = result[0].summary(), manifest["planted"]
    counted = (summary["documents"], summary["projects"], summary["indicators"])
    assert counted == (manifest["documents"], manifest["projects"], manifest["rows"])
    assert len(result[0].failures) == planted["document-twice"] + planted["unreadable"]


@pytest.mark.parametrize(
    ("fault", "shape"),
    [
        ("funds-do-not-add-up", "budget-is-sum-of-funds"),
        ("kind-missing", "kind-ecological-required"),
        ("schedule-falls", "milestones-rise"),
        ("value-missing", "indicator-value"),
    ],
)
def test_every_planted_fault_is_a_finding(
    result: tuple[BuildResult, Counter[str]], manifest: dict[str, Any], fault: str, shape: str
) -> None:
    assert result[1][shape] == manifest["planted"][fault] > 0


def test_planted_codes_and_contacts_are_found(
    result: tuple[BuildResult, Counter[str]], manifest: dict[str, Any]
) -> None:
    planted = manifest["planted"]
    assert len(result[0].conflicts()) == planted["code-twice"] + planted["code-of-another-document"]
    assert result[0].summary()["personal_left_out"] == 2 * planted["contact-line"]


def test_few_departments_have_many_of_the_projects(tmp_path: Path) -> None:
    manifest = generate(tmp_path, 60, seed=2)
    assert int(str(manifest["projects_of_the_largest_tenth"])) > 0.3 * int(str(manifest["projects"]))
