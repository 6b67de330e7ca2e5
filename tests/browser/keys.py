"""Somebody who has a keyboard and nothing else. Wherever the focus stops on the way it shows,
is hidden under nothing, and is never lost to the page as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looking import wrong

MOST = 150  # presses of Tab to come to anything
NAME = """() => {
    const here = document.activeElement;
    const label = here.ariaLabel ?? here.labels?.[0]?.innerText ?? here.innerText ?? "";
    return label.trim().replace(/\\s+/g, " ");
}"""


class Keys:
    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str, *, back: bool = False) -> None:
        """Tab until the focus is on what is called so, or whose name begins so."""
        self._until(lambda: str(self.page.evaluate(NAME)).startswith(name), name, back)

    def to_one(self, selector: str) -> None:
        matches = "(selector) => document.activeElement.matches(selector)"
        self._until(lambda: bool(self.page.evaluate(matches, selector)), selector, False)

    def _until(self, there: Callable[[], bool], wanted: str, back: bool) -> None:
        passed = []
        for _press in range(MOST):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            found = wrong(self.page, "badlyFocused")
            passed.append(self.page.evaluate(NAME))
            # Past the last control the browser's own bars have the focus, and then the first.
            if found != ["the focus is nowhere"]:
                assert not found, f"on the way to {wanted}: {found}"
            if there():
                return
        raise AssertionError(f"Tab never came to {wanted}, but to {passed}")

    def press(self, name: str, key: str = "Enter") -> None:
        self.to(name)
        self.page.keyboard.press(key)

    def types(self, name: str, words: str) -> None:
        self.to(name)
        self.page.keyboard.type(words)

    def hits(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def opens(self, title: str) -> None:
        """A page has been opened: it is called so, and says so."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        expect(self.page).to_have_title(re.compile(re.escape(title)))
        self.page.wait_for_load_state()

    def goes(self, path: str) -> None:
        """A page has been opened: by its address."""
        expect(self.page).to_have_url(re.compile(re.escape(f"/{path}") + "$"))
        self.page.wait_for_load_state()

    def arrives(self, *titles: str) -> str:
        """Something new stands in the same page: its heading has the focus, and is in sight.
        Which of those that it may be, once it takes what is done next."""
        ready = self.page.locator("[data-stage]:not([data-waiting])")
        heading = ready.locator("[data-heading]:focus")
        expect(heading).to_have_text(re.compile(f"^({'|'.join(map(re.escape, titles))})$"))
        expect(heading).to_be_in_viewport()
        return heading.inner_text()

    def told(self, words: str) -> None:
        """A page begins with news: the focus is there."""
        news = self.page.locator(":is([data-focus], [role=alert], .cpd-notice):focus")
        expect(news).to_contain_text(words)
        expect(news).to_be_in_viewport()

    def somewhere(self) -> None:
        assert self.page.evaluate("() => document.activeElement !== document.body")
