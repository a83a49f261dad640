"""What axe-core says against a page under the rules of WCAG 2.2, A and AA."""

from typing import Any, Final

from playwright.sync_api import Page

_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN: Final = (
    """(rules) => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"""
)


def violations(page: Page, axe: str) -> list[str]:
    """One line for each element that breaks a rule; the page's policy does not hold for what a test evaluates."""
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(_RUN, _RULES)
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node.get('failureSummary', '')[:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
