"""The walk through the code names files and functions that exist, and tells of its cell what the program does."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from loaders.load import load_file
from shapes.grade import grade_projects
from shapes.grade_records import RowKey
from shapes.profile import load_profile
from tests.docs.transcripts import ROOT

WALK = (ROOT / "docs" / "walk.md").read_text(encoding="utf-8")
STEPS = re.findall(r"(?m)^\| (`\S+\.py`(?: `\w+`)+) \|", WALK)


@cache
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef))


def test_the_walk_has_its_steps() -> None:
    assert len(STEPS) > 25


@pytest.mark.parametrize("step", STEPS)
def test_every_file_and_function_of_the_walk_exists(step: str) -> None:
    path, *names = re.findall(r"`([^`]+)`", step)
    assert set(names) <= names_in(ROOT / path)


def test_every_other_file_that_the_walk_names_exists() -> None:
    for path in re.findall(r"`((?:service|loaders|shapes|queries|ontology|tests)/[\w/.]+)`", WALK):
        assert (ROOT / path).exists(), path


def test_the_cell_of_the_walk_is_read_and_graded_as_told() -> None:
    plan = load_file(ROOT / "examples" / "organization-department-2022.docx").plan
    project = next(project for project in plan.projects if project.key == "13020922P00060210001T")
    row = next(row for row in project.indicators if row.kind == "quantity")
    place = row.value.anchor
    assert row.value.text in WALK
    assert (place.table, place.row, place.column) == (10, 2, 5)
    assert [int(reading.number or 0) for reading in row.readings] == [1, 1105, 110]
    assert row.readings[0].rule == "V-arithmetic"
    assert row.own is not None
    assert (row.own.comparator, row.own.unit_text) == ("equal", "%")
    assert row.own.number == 100
    grade = grade_projects(plan.projects, load_profile())[RowKey(project.key, "quantity", 1)]
    assert grade.letter == "B"
    assert "G-B-disagreement" in grade.rules
    assert [flag.key for flag in grade.flags] == [
        "form-default",
        "kind-misplaced",
        "self-referential-basis",
        "shared-value",
        "value-description-conflict",
    ]
