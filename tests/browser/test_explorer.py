"""The explorer: the graph says what the table says, and grows from goal to cell."""

from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.addresses import GOAL, PLAN
from tests.browser.server import Site

KIND = "https://w3id.org/goaltrace/concept#grade-D"


def _address(iri: str) -> str:
    return f"/explore?iri={quote(iri, safe='')}"


def test_opening_a_neighbour_from_the_table_lets_the_graph_grow(site: Site, page: Page) -> None:
    page.goto(site.at(_address(GOAL)))
    count = page.locator("#explorer-count")
    expect(count).to_contain_text("个节点")
    before = int("".join(filter(str.isdigit, count.inner_text())))
    page.locator("#explorer-neighbours a[data-iri*='/project/']").first.click()
    expect(page.locator("#explorer-node")).to_contain_text("项目")
    expect(page.locator("#explorer-node")).to_be_focused()
    expect(count).not_to_have_text(f"图中 {before} 个节点")
    assert "project" in page.url


def test_the_walk_from_goal_to_cell_needs_no_script(site: Site, without_script: Page) -> None:
    page = without_script
    page.goto(site.at(_address(GOAL)))
    page.locator("#explorer-neighbours a[data-iri*='/project/']").first.click()
    page.locator("#explorer-neighbours a[data-iri*='/indicator/']").first.click()
    page.locator("#explorer-neighbours a[data-iri*='/grade']").first.click()
    assert "等级" in page.locator("main").inner_text()
    assert page.locator("#explorer-neighbours a[data-iri*='rule#']").count() > 0
    page.go_back()
    page.locator("#explorer-neighbours a[data-iri*='#t']").first.click()
    page.get_by_role("link", name="看原文").click()
    assert "/source" in page.url


def test_a_node_with_many_neighbours_shows_so_many_and_says_how_many_more(site: Site, page: Page) -> None:
    kind = "https://w3id.org/goaltrace/ontology#Indicator"
    page.goto(site.at(_address(kind)))
    assert page.locator("#explorer-neighbours a[data-iri]").count() == 150
    more = page.locator("#explorer-detail .pager a").last
    expect(more).to_contain_text("还有")
    more.click()
    expect(page.locator("#explorer-detail .pager a").first).to_contain_text("前 150 个")


def test_a_search_finds_projects_by_their_words(site: Site, page: Page) -> None:
    page.goto(site.at("/explore"))
    page.get_by_role("searchbox").fill("培训")
    page.keyboard.press("Enter")
    hits = page.locator(".explore-hits a")
    expect(hits.first).to_be_visible()
    assert all("培训" in words for words in hits.all_inner_texts()[:10])


def test_what_the_store_does_not_know_is_said_so(site: Site, page: Page) -> None:
    answer = page.goto(site.at(_address(f"{PLAN}/goal/none")))
    assert answer is not None
    assert answer.status == 404
    assert "库中没有" in page.locator("main").inner_text()
