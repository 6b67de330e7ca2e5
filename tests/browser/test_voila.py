"""A module in plain Voilà, as somebody's own computer serves it: the stock page, no host."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.own_tools import Own, looks_right, opened, own, work_through


@pytest.fixture(scope="module")
def voila(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    with own(tmp_path_factory.mktemp("own"), ["voila", "modules/listening.ipynb"], {}) as voila:
        yield voila


def test_a_module_is_worked_through_and_kept_as_the_local_users(
    voila: Own, browser: Browser
) -> None:
    with opened(voila, browser, "") as page:
        expect(page.locator(".cpd-journal")).to_be_visible(timeout=90_000)
        work_through(page, voila, "listening")
        looks_right(page)
    done = voila.done("answered", "chose", "reflected")
    assert done == ["answered", "chose", "chose", "reflected"]


def test_who_comes_back_goes_on_where_they_were(voila: Own, browser: Browser) -> None:
    with opened(voila, browser, "", width=768) as page:
        player = page.locator(".cpd-player")
        expect(page.locator(".cpd-entries li")).to_have_count(1, timeout=90_000)
        before = player.locator(".cpd-story").get_by_role("button", name="Go on where you were")
        before.click()
        expect(player.locator(".cpd-so-far li")).to_have_count(2)
        page.locator(".cpd-drill").get_by_role("button", name="Go on with the drill").click()
        expect(page.locator(".cpd-drill .cpd-progress")).to_be_visible()
        looks_right(page)
