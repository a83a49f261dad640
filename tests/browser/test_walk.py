"""From the board down to a cell with the keyboard alone, and a supposition that is an address."""

from playwright.sync_api import Page, expect

from tests.browser.addresses import PROJECT
from tests.browser.keyboard import follow, tab_to
from tests.browser.server import DOCUMENT, Site


def test_the_keyboard_alone_leads_from_the_board_to_the_cell(site: Site, page: Page) -> None:
    page.goto(site.at("/"))
    follow(page, f'a[href="/goal/{DOCUMENT}/2"]', f"**/goal/{DOCUMENT}/2")
    follow(page, f'a[href^="/project/{DOCUMENT}/"]', f"**/project/{DOCUMENT}/*")
    follow(page, f'a[href^="/source/{DOCUMENT}?cell=t"]', f"**/source/{DOCUMENT}?cell=t*")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(".here, #here, [aria-current]").count() > 0


def test_the_first_key_skips_the_navigation(site: Site, page: Page) -> None:
    page.goto(site.at("/"))
    tab_to(page, "a.skip")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_a_supposition_is_an_address_that_can_be_sent_on(site: Site, page: Page) -> None:
    page.goto(site.at(f"/whatif?drop={PROJECT}"))
    said = page.locator("main").inner_text()
    assert PROJECT in page.content()
    page.goto(site.at("/"))
    page.goto(site.at(f"/whatif?drop={PROJECT}"))
    assert page.locator("main").inner_text() == said
