"""With tokens: a person signs in on a page, decides under the token's name, and signs out."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Site, copy_store, goaltrace, serving


@pytest.fixture(scope="module")
def guarded(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """A server that knows one reviewer, and the reviewer's token."""
    place = tmp_path_factory.mktemp("guarded")
    made = subprocess.run(  # noqa: S603 - our own program
        goaltrace("token", "anna", "review"), capture_output=True, text=True, check=True, timeout=60
    )
    tokens = place / "tokens.txt"
    tokens.write_text(made.stdout, encoding="utf-8")
    token = made.stderr.rpartition("token:")[2].strip()
    with serving(copy_store(store, place), "--tokens", str(tokens)) as site:
        yield site, token


def test_a_reviewer_signs_in_and_decides_under_the_token_s_name(
    guarded: tuple[Site, str], page: Page
) -> None:
    site, token = guarded
    answer = page.goto(site.at("/review"))
    assert answer is not None
    assert answer.status == 401
    page.locator('input[name="token"]').fill(token)
    with page.expect_response("**/session") as said:
        page.keyboard.press("Enter")
    assert said.value.status == 303, said.value.text()
    page.wait_for_load_state()
    page.goto(site.at("/review"))
    expect(page.locator("main")).to_contain_text("审核人：anna")
    page.locator(".review-card").first.focus()
    page.keyboard.press("a")
    expect(page.locator("#review-bar")).to_contain_text("已认可")
    page.goto(site.at("/review?state=accepted"))
    expect(page.locator("main")).to_contain_text("anna，")


def test_a_wrong_token_opens_nothing(guarded: tuple[Site, str], page: Page) -> None:
    site, _ = guarded
    page.goto(site.at("/"))
    page.locator('input[name="token"]').fill("wrong")
    with page.expect_response("**/session") as said:
        page.keyboard.press("Enter")
    assert said.value.status == 401
    page.wait_for_url("**/session")
    answer = page.goto(site.at("/"))
    assert answer is not None
    assert answer.status == 401
