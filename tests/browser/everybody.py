"""The views of the gallery, held to what everybody needs of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from playwright.sync_api import Page

from tests.browser.looking import Looked
from tests.gallery.gallery import NOBODY, Gallery, View
from tests.gallery.views import CHAPTERS, VIEWS


def views(*chapters: str) -> list[View]:
    return [view for chapter in chapters for view in CHAPTERS[chapter]]


def _first_of_each_page() -> set[str]:
    """One view of each page of the app, as who is signed in sees it where they see it too; the
    others are states of one of these."""
    firsts: dict[object, str] = {}
    for view in sorted(VIEWS, key=lambda view: view.who == NOBODY):
        firsts.setdefault(view.of[-1:] or view.name, view.name)
    return {*firsts.values()}


PAGES = _first_of_each_page()
TITLES: dict[str, str] = {}  # of those that were held, and whose each is
NUMBERS = {view.name: number for number, view in zip(count(), VIEWS, strict=False)}


def hold(gallery: Gallery, view: View) -> None:
    """A page in every theme at every width, and from stop to stop of the keyboard; a state of
    one in each theme and at each width. Both with larger text, wider spacing, no motion, by ear."""
    with _without_mistakes(gallery, view) as page:
        looked = Looked(page)
        if view.name in PAGES:
            looked.in_every_theme_and_width()
        else:
            looked.in_turn(NUMBERS[view.name])
        looked.all_but_axe()
        if view.name.endswith("-wrong"):
            looked.note("with mistakes", _said_first(page))
        if view.name in PAGES:
            looked.by_keyboard()
            other = TITLES.setdefault(page.title(), view.name)
            looked.note("heard", [] if other == view.name else [f"{other} has the same title"])
        assert not looked.found, "\n".join([view.title, *looked.found[:40]])


@contextmanager
def _without_mistakes(gallery: Gallery, view: View) -> Iterator[Page]:
    mistakes: list[str] = []
    with gallery.shown(view) as page:
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        yield page
    assert not mistakes, mistakes


def _said_first(page: Page) -> list[str]:
    """A form with mistakes has taken the focus to what it says of them, or to the first."""
    there: str = page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")
    told = page.locator(":is([role=alert], [data-focus]):focus").count()
    return [] if told else [f"the focus is at {there}"]
