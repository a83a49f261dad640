"""The recipe "Add a layout" of CONTRIBUTING.md: a file of data and a mapping of at most 60 lines, and it loads."""

from decimal import Decimal
from pathlib import Path

import pytest

from loaders.errors import BrokenExpectationError, NoLayoutError
from loaders.layouts.form_layout import form_layout
from loaders.layouts.layout import parse_layout
from loaders.layouts.registry import LAYOUTS, explain_layouts, read_plan
from loaders.load import load_document
from tests.loaders.layouts.grids import document
from tests.loaders.layouts.made_up.village_ledger import mend

FOLDER = Path(__file__).parent / "made_up"
DATA = parse_layout((FOLDER / "village-ledger.yaml").read_text(encoding="utf-8"))
LEDGER = form_layout("village-ledger", DATA, mend)
FORM = (
    "2025年河东村事项台账",
    """
|牵头村|河东村|<|事项|HD-3/修水渠|
|所需经费（万元）|4.5|<|成效|灌溉农田300亩|
|类别|细类|考核内容|达标线|谁来查|
|产出|数量|水渠长度|≥800米|村监委|
|^|时效|完工时间|5月底前|村监委|
""",
)


def test_the_made_up_form_takes_at_most_sixty_lines() -> None:
    files = ("village-ledger.yaml", "village_ledger.py")
    assert sum(len((FOLDER / name).read_text(encoding="utf-8").splitlines()) for name in files) <= 60


def test_without_its_layout_the_form_is_known_to_nobody() -> None:
    with pytest.raises(NoLayoutError):
        read_plan(document(*FORM))


def test_with_its_layout_the_form_loads_like_a_shipped_one() -> None:
    loaded = load_document(document(*FORM), layouts=(*LAYOUTS, LEDGER))
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


def test_the_explanation_shows_the_new_layout() -> None:
    (line,) = explain_layouts(document(*FORM), (*LAYOUTS, LEDGER))
    assert (line.layout, line.because) == ("village-ledger", "事项、考核内容、达标线")


def test_a_form_that_gives_less_than_the_layout_expects_fails_the_load() -> None:
    strict = form_layout("village-ledger", {**DATA, "expect": {"indicators": {"minimum": 3}}}, mend)
    with pytest.raises(BrokenExpectationError, match="indicators is 2 where at least 3 is expected"):
        load_document(document(*FORM), layouts=(strict,))


def test_a_form_that_gives_more_than_the_layout_expects_loads_with_a_note() -> None:
    modest = form_layout("village-ledger", {**DATA, "expect": {"indicators": {"maximum": 1}}}, mend)
    plan = load_document(document(*FORM), layouts=(modest,)).plan
    assert [(n.code, n.detail) for n in plan.notes] == [
        ("expectation", "indicators is 2 where at most 1 is expected")
    ]
