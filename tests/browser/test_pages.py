"""Every page, in both languages: it opens, asks nobody else, and keeps the rules of accessibility."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import violations
from tests.browser.addresses import PAGES
from tests.browser.server import Site


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_with_one_heading_and_breaks_no_rule_of_accessibility(
    workshop: Site, page: Page, axe: str, name: str
) -> None:
    answer = page.goto(workshop.at(PAGES[name]), wait_until="load")
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert violations(page, axe) == []


@pytest.mark.parametrize("name", ["board", "explorer", "workbench-question", "review", "upload"])
def test_a_page_is_english_one_switch_away(workshop: Site, page: Page, name: str) -> None:
    page.goto(workshop.at(PAGES[name]))
    page.get_by_role("link", name="English").click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert page.locator("header nav a").first.inner_text() == "Board"
    said = page.locator(".lede").or_(page.locator(".foot")).first.inner_text()
    assert not re.search(r"[\u4e00-\u9fff]", said)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_the_same_without_scripts(workshop: Site, without_script: Page, name: str) -> None:
    answer = without_script.goto(workshop.at(PAGES[name]))
    assert answer is not None
    assert answer.status == 200
    assert len(without_script.locator("main").inner_text()) > 40
