"""What every test may count on: nothing of the user's own in reach, and a browser."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.chromium import FLAGS, NoChromium, chromium
from tests.everything import stay_apart

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# For each worker its own: somebody who calls pytest by hand may have a real data folder
# in their environment.
_own = tempfile.TemporaryDirectory(prefix="mentor-cpd-", ignore_cleanup_errors=True)
stay_apart(Path(_own.name))


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The program of a Chromium. A browser test without one fails; it is never skipped."""
    try:
        return chromium()
    except NoChromium as none:
        pytest.fail(str(none), pytrace=False)


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """A browser for the tests of one file.

    Not for the session: while Playwright's sync API runs, no other test of the same
    worker could use asyncio.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=[*FLAGS])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser profile of its own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
