"""What axe finds wrong with a page."""

from __future__ import annotations

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped] # has none
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Which of axe's rules look at colours. No others can find in one theme what they did not find
# in another at the same width: what is on a page, and where, does not hang on its theme.
OF_COLOURS = ["color-contrast", "link-in-text-block"]


def axe(
    page: Page, within: str = "", *, only: Sequence[str] = (), but: Sequence[str] = ()
) -> list[str]:
    """What axe finds on a page, or within a part of it: by all rules, only these, or all but."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": {"type": "rule", "values": only} if only else RULES,
        "resultTypes": ["violations"],
        "preload": False,
        "rules": {rule: {"enabled": False} for rule in but},
    }
    found: list[str] = page.evaluate(
        """([within, options]) => axe.run(within || document, options).then(({ violations }) =>
            violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html, any }) =>
                `${id} (${impact}): ${html.slice(0, 160)} ${any[0]?.message ?? ""}`)))""",
        [within, options],
    )
    return found
