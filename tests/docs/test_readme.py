"""Every command of the read-me files and guides runs, and prints what the page shows."""

import re
from pathlib import Path

import pytest

from tests.docs.transcripts import ROOT, Session, blocks

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "README.en.md", ROOT / "docs" / "walk.md", *GUIDES]


@pytest.mark.parametrize("sheet", PAGES, ids=lambda sheet: sheet.name)
def test_commands_of_a_page_print_what_it_shows(sheet: Path, checkout: Path) -> None:
    session = Session(checkout)
    for block in blocks(sheet.read_text(encoding="utf-8")):
        for shown in block:
            printed = session.run(shown.command)
            assert not shown.output or printed == shown.output, shown.command


@pytest.mark.parametrize("sheet", [*sorted(ROOT.glob("docs/**/*.md")), *PAGES[:2]], ids=lambda p: p.name)
def test_links_and_pictures_of_a_page_lead_to_files(sheet: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```$", "", sheet.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        assert "://" in target or (sheet.parent / target).exists(), target


def test_both_read_me_files_show_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        page = (ROOT / name).read_text(encoding="utf-8")
        return [shown.command.replace(" --lang en", "") for block in blocks(page) for shown in block]

    assert commands("README.md") == commands("README.en.md")
