"""Review: three links from the keyboard, undo, two reviewers at once, rows, and the same without scripts."""

import json
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Site

WHO = "审核员甲"


def _links(site: Site) -> dict[str, Any]:
    with urlopen(site.at("/review/links?limit=1000")) as answer:  # noqa: S310 - this machine's own server
        found = json.load(answer)
    return {f"{item['project']}-{link['target']}": link for item in found["items"] for link in item["links"]}


@pytest.fixture
def review(workshop: Site, page: Page) -> Page:
    page.goto(workshop.at("/review"))
    page.get_by_label("审核人").fill(WHO)
    return page


def test_three_links_are_decided_from_the_keyboard_and_kept_with_who_and_when(
    workshop: Site, review: Page
) -> None:
    cards = review.locator(".review-card")
    names = [cards.nth(place).get_attribute("id") or "" for place in range(3)]
    cards.first.focus()
    review.keyboard.press("a")
    expect(review.locator("#review-bar")).to_contain_text("已认可")
    expect(cards.nth(1)).to_be_focused()
    review.keyboard.press("r")
    expect(review.locator("#review-bar")).to_contain_text("已否决")
    expect(cards.nth(2)).to_be_focused()
    review.keyboard.press("l")
    expect(cards.nth(3)).to_be_focused()
    kept = _links(workshop)
    accepted, rejected, later = (kept[name.removeprefix("c-")] for name in names)
    assert (accepted["status"], rejected["status"], later["status"]) == ("accepted", "rejected", "proposed")
    assert accepted["reviewer"] == rejected["reviewer"] == WHO
    assert accepted["date"]


def test_the_last_decision_can_be_undone(workshop: Site, review: Page) -> None:
    card = review.locator(".review-card").first
    name = (card.get_attribute("id") or "").removeprefix("c-")
    before = _links(workshop)[name]
    card.focus()
    review.keyboard.press("r")
    expect(review.locator("#review-bar")).to_contain_text("已否决")
    review.keyboard.press("u")
    expect(review.locator("#review-bar")).to_contain_text("已撤销")
    assert _links(workshop)[name] == before


def test_what_another_person_decided_meanwhile_is_not_overwritten(workshop: Site, review: Page) -> None:
    other = review.context.new_page()
    other.goto(workshop.at("/review"))
    other.get_by_label("审核人").fill("审核员乙")
    other.locator(".review-card").first.focus()
    other.keyboard.press("a")
    expect(other.locator("#review-bar")).to_contain_text("已认可")
    review.locator(".review-card").first.focus()
    review.keyboard.press("r")
    expect(review.locator("#review-bar")).to_contain_text("别人刚刚改过")
    other.close()


def test_the_words_that_speak_for_a_link_are_marked_in_both_texts(review: Page) -> None:
    card = review.locator(".review-card").filter(has=review.locator("section:nth-child(2) mark")).first
    assert card.locator("section:nth-child(1) mark").count() > 0


def test_a_key_that_is_written_into_a_field_decides_nothing(review: Page) -> None:
    card = review.locator(".review-card").first
    card.get_by_label("备注").fill("")
    card.get_by_label("备注").press("r")
    expect(review.locator("#review-bar")).to_be_hidden()


def test_a_row_gets_a_verdict_and_loses_it_again(workshop: Site, page: Page) -> None:
    page.goto(workshop.at("/review?kind=rows"))
    page.get_by_label("审核人").fill(WHO)
    page.locator(".review-card").first.focus()
    page.keyboard.press("r")
    expect(page.locator("#review-bar")).to_contain_text("不相关")
    page.goto(workshop.at("/review?kind=rows&state=misfit"))
    expect(page.locator(".review-card")).to_have_count(1)
    page.get_by_label("审核人").fill(WHO)
    page.get_by_role("button", name="收回意见").click()
    expect(page.locator(".review-card")).to_have_class("review-card decided")


def test_a_link_is_accepted_by_a_plain_form(workshop: Site, without_script: Page) -> None:
    page = without_script
    page.goto(workshop.at("/review"))
    page.get_by_label("审核人").fill(WHO)
    page.get_by_role("button", name="就用这个名字").click()
    card = page.locator(".review-card").last
    name = (card.get_attribute("id") or "").removeprefix("c-")
    card.get_by_role("button", name="认可", exact=False).first.click()
    assert "/review?" in page.url
    assert _links(workshop)[name]["status"] == "accepted"


def test_who_may_only_read_sees_no_buttons(site: Site, page: Page) -> None:
    page.goto(site.at("/review"))
    assert page.locator(".review-card").count() > 0
    assert page.locator(".review-form").count() == 0
    expect(page.locator("main")).to_contain_text("只能查看")
