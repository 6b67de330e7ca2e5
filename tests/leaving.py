"""Windows closed as people close them."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import BrowserContext, Dialog, Error

LONG = 10_000  # ms


def leave(context: BrowserContext) -> None:
    """Close every page, after each had its moment to save and to give its seat back.

    Not with Playwright's ``Page.close``: it waits without a limit for Chromium to say that
    the page is gone, and Chromium has been seen never to say so.
    """
    for page in context.pages:
        page.on("dialog", _go_on)
        with suppress(Error):
            page.goto("about:blank", timeout=LONG)
    context.close()


def _go_on(dialog: Dialog) -> None:
    """Whatever it warns of, unless the test has answered it already."""
    with suppress(Error):
        dialog.accept()
