"""The reference is complete, is what the program says today, and its check sees gaps and stale pages."""

from pathlib import Path

import pytest

from tools.reference.page import Page, cell
from tools.write_reference import FOLDER, problems, reference


@pytest.fixture(scope="module")
def made_reference() -> tuple[dict[str, str], list[str]]:
    return reference()


def test_nothing_is_undocumented_and_no_page_is_stale(
    made_reference: tuple[dict[str, str], list[str]],
) -> None:
    assert list(problems(*made_reference)) == []


def test_the_check_names_what_is_undocumented_missing_stale_or_left_over(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("old", encoding="utf-8")
    (tmp_path / "z.md").write_text("", encoding="utf-8")
    found = list(problems({"a.md": "new", "b.md": "new"}, ["rules: G-x lacks words"], tmp_path))
    assert [line.partition(":")[0] for line in found] == ["undocumented", "missing", "stale", "left over"]


def test_a_page_counts_an_empty_text_as_a_gap() -> None:
    page = Page("rules", "Rules")
    page.need("G-x lacks words", "规则", "")
    page.need("G-y lacks words", "规则", "rule")
    assert page.gaps == ["rules: G-x lacks words"]


def test_a_cell_of_a_table_stays_one_cell() -> None:
    assert cell("a|b\n<c>") == "a\\|b \\<c>"


@pytest.mark.parametrize("name", ["ontology", "shapes", "rules", "queries", "commands", "settings", "http"])
def test_every_page_of_the_reference_is_there(name: str) -> None:
    assert (FOLDER / f"{name}.md").exists()
