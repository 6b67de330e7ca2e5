"""Browser windows of people who are signed in, and what every page is held to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.axe import OF_COLOURS, axe
from tests.leaving import leave
from tests.serving import PASSWORD, Serving

expect.set_options(timeout=20_000)

WIDE: ViewportSize = {"width": 1280, "height": 720}
NARROW: ViewportSize = {"width": 320, "height": 640}


class Window(Protocol):
    """Opens a window of a browser profile of its own, signed in where an account is named."""

    def __call__(self, host: Serving, account: str = "", **options: Any) -> Page: ...


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """Windows whose pages ask nothing of anybody but their own host, and make no mistake."""
    contexts: list[BrowserContext] = []
    strayed: list[str] = []
    mistakes: list[str] = []

    def open_window(host: Serving, account: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        ours = (host.root, host.root.replace("http", "ws", 1), "data:", "about:blank")

        def look(address: str) -> None:
            if not address.startswith(ours):
                strayed.append(address)

        def watch(page: Page) -> None:
            page.on("pageerror", lambda error: mistakes.append(str(error)))
            page.on("websocket", lambda socket: look(socket.url))

        context.on("request", lambda request: look(request.url))
        context.on("page", watch)
        context.on("console", lambda said: _grumble(said.text, mistakes))
        page = context.new_page()
        if account:
            sign_in(page, host, account)
        return page

    yield open_window
    for context in contexts:
        leave(context)
    assert not strayed, f"asked of others: {strayed}"
    assert not mistakes, f"mistakes on a page: {mistakes}"


def _grumble(text: str, mistakes: list[str]) -> None:
    if "Content Security Policy" in text or "Uncaught" in text:
        mistakes.append(text)


def sign_in(page: Page, host: Serving, account: str) -> None:
    page.goto(f"{host.root}sign-in")
    page.get_by_label("Account name").fill(account)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My learning")


def hold_to_account(page: Page) -> None:
    """What every page is held to, in light and dark, wide and narrow."""
    # Reduced motion: a colour on its way to another is neither.
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = axe(page)
    assert not found, f"{page.title()}, light: {found}"
    page.emulate_media(color_scheme="dark")
    found = axe(page, only=OF_COLOURS)
    assert not found, f"{page.title()}, dark: {found}"
    page.set_viewport_size(NARROW)
    with spaced_out(page):
        assert not _beyond(page), f"{page.title()}: wider than 320 px, with text spaced out"
    assert not _beyond(page), f"{page.title()}: wider than 320 px"
    found = axe(page)
    assert not found, f"{page.title()}, narrow: {found}"
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1


@contextmanager
def spaced_out(page: Page) -> Iterator[None]:
    """WCAG 1.4.12: what a reader's own spacing of text does to a page."""
    page.evaluate(
        """() => {
            const style = new CSSStyleSheet();
            style.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
                word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
            document.adoptedStyleSheets.push(style);
        }"""
    )
    yield
    page.evaluate("() => { document.adoptedStyleSheets.pop() }")


def _beyond(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth > innerWidth"))


def tab_stops(page: Page, number: int) -> list[str]:
    """What the first so many presses of Tab come to, by its words; nothing may be hidden."""
    found = []
    for _press in range(number):
        page.keyboard.press("Tab")
        found.append(
            page.evaluate(
                """() => {
                    const here = document.activeElement;
                    const box = here.getBoundingClientRect();
                    const seen = document.elementFromPoint(
                        box.x + box.width / 2, box.y + box.height / 2);
                    const name = here.ariaLabel ?? here.labels?.[0]?.innerText ?? here.innerText;
                    return here.contains(seen) ? name.trim() : `hidden: ${name}`;
                }"""
            )
        )
    return found
