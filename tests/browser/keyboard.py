"""Going through a page with the keyboard alone."""

from playwright.sync_api import Page

_MOST = 400
_STANDS_ON = "(selector) => document.activeElement !== null && document.activeElement.matches(selector)"
_IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  const box = document.activeElement.getBoundingClientRect();
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.height > 0;
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on such an element, and see that the focus can be seen there."""
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        if page.evaluate(_STANDS_ON, selector):
            assert page.evaluate(_IS_SEEN), f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{_MOST} presses of Tab do not reach {selector}")


def follow(page: Page, selector: str, address: str) -> None:
    """Reach a link with the keyboard and open it."""
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_url(address)
