"""The recipe "Add a layout" of CONTRIBUTING.md, done as the page says: its own files are taken from it and used."""

import re
import sys
import textwrap
from collections.abc import Mapping
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from loaders.errors import BrokenExpectationError, NoLayoutError
from loaders.layouts.form_layout import form_layout
from loaders.layouts.layout import Layout, parse_layout
from loaders.layouts.registry import LAYOUTS, explain_layouts, read_plan
from loaders.load import load_document
from tests.loaders.layouts.form_files import parts_of
from tests.loaders.layouts.grids import document

PAGE = Path(__file__).resolve().parents[3] / "CONTRIBUTING.md"
RECIPE = PAGE.read_text(encoding="utf-8").split("## Add a layout", 1)[1].split("\n## ", 1)[0]


def block(kind: str) -> str:
    """The one block of that kind in the recipe, as it stands on the page."""
    (found,) = re.findall(rf"^ *```{kind}\n(.*?)^ *```$", RECIPE, re.DOTALL | re.MULTILINE)
    return textwrap.dedent(found)


FORM = tuple(parts_of(block("form")))
DATA: Mapping[str, Any] = parse_layout(block("yaml"))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The layout that the page's two files make."""
    file = tmp_path_factory.mktemp("recipe") / "village_ledger.py"
    file.write_text(block("python"), encoding="utf-8")
    spec = spec_from_file_location("recipe_village_ledger", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return form_layout("village-ledger", DATA, module.mend)


def test_the_two_files_of_the_recipe_take_at_most_sixty_lines() -> None:
    assert len((block("yaml") + block("python")).splitlines()) <= 60


def test_without_its_layout_the_form_of_the_recipe_is_known_to_nobody() -> None:
    with pytest.raises(NoLayoutError):
        read_plan(document(*FORM))


def test_with_its_layout_the_form_loads_like_a_shipped_one(ledger: Layout) -> None:
    loaded = load_document(document(*FORM), layouts=(*LAYOUTS, ledger))
    (project,) = loaded.plan.projects
    assert (loaded.plan.layout, loaded.plan.department_name.text, loaded.plan.year) == (
        "village-ledger",
        "河东村",
        "2025",
    )
    assert (project.code.text, project.name.text, project.goal_text.text) == (
        "HD-3",
        "修水渠",
        "灌溉农田300亩",
    )
    assert [a.yuan for a in project.amounts] == [Decimal(45_000)]
    assert [(i.kind, i.name, i.value.text, i.basis.text) for i in project.indicators] == [
        ("quantity", "水渠长度", "≥800米", "村监委"),
        ("timeliness", "完工时间", "5月底前", "村监委"),
    ]
    assert loaded.plan.unread == ()
    assert "HD-3" in loaded.quads.nquads()


def test_the_explanation_shows_the_new_layout(ledger: Layout) -> None:
    (line,) = explain_layouts(document(*FORM), (*LAYOUTS, ledger))
    assert (line.layout, line.because) == ("village-ledger", "事项、考核内容、达标线")


def test_a_form_that_gives_less_than_the_layout_expects_fails_the_load() -> None:
    strict = form_layout("village-ledger", {**DATA, "expect": {"indicators": {"minimum": 3}}})
    with pytest.raises(BrokenExpectationError, match="indicators is 2 where at least 3 is expected"):
        load_document(document(*FORM), layouts=(strict,))


def test_a_form_that_gives_more_than_the_layout_expects_loads_with_a_note() -> None:
    modest = form_layout("village-ledger", {**DATA, "expect": {"indicators": {"maximum": 1}}})
    plan = load_document(document(*FORM), layouts=(modest,)).plan
    assert [(n.code, n.detail) for n in plan.notes] == [
        ("expectation", "indicators is 2 where at most 1 is expected")
    ]
