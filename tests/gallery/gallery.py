"""Shows views, one after another, each in a browser profile of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize
from tornado.web import RequestHandler

from mentor_cpd.host.app import ROUTES
from tests.gallery.beginnings import Beginnings
from tests.gallery.school import School, populated
from tests.gallery.visit import Visit
from tests.leaving import leave

Way = Callable[[Visit], None]

WIDE: Final[ViewportSize] = {"width": 1280, "height": 800}
NOBODY: Final = ""
SOMEBODY: Final = "somebody new"
"""A mentor whose account is made anew each time, so that nothing depends on the order."""

WHOLE: Final = ""
WINDOW: Final = "window"


@dataclass(frozen=True)
class View:
    """One page in one state.

    ``who`` looks at it: an account of people.py, `NOBODY` or `SOMEBODY`; ``way`` is how they
    come there. ``of`` are the handlers of the routes that it is a page of; none for an address
    that there is not. ``part`` is what a picture of it shows: a selector, the window as it
    stands (`WINDOW`), or the whole page. ``fails``: the server is at its end, and says so.
    """

    name: str
    title: str
    who: str
    of: tuple[type[RequestHandler], ...]
    way: Way
    part: str = WHOLE
    fails: bool = False


def at(path: str) -> Way:
    """The way to what is there as soon as the page is opened."""

    def way(visit: Visit) -> None:
        visit.opens(path)

    return way


@dataclass
class Gallery:
    browser: Browser
    school: School
    beginnings: Beginnings
    _tokens: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def shown(self, view: View, **options: Any) -> Iterator[Page]:
        """The view, in a window with these options of Playwright's."""
        account = self.school.somebody_new() if view.who == SOMEBODY else view.who
        given = {"viewport": WIDE, "reduced_motion": "reduce", "locale": "en-GB", **options}
        context = self.browser.new_context(**given)
        try:
            if account:
                self.signs_in(context, account)
            page = context.new_page()
            faults: list[str] = []
            page.on("response", lambda answer: note_fault(answer, faults))
            view.way(Visit(page, self.school, account, self.beginnings))
            said = "\n".join([*faults, *self.school.host.said[-5:]])
            assert view.fails or not faults, f"{view.name}: {said}"
            assert handler_of(page) in (*view.of, None), f"{view.name} ended at {page.url}"
            yield page
        finally:
            leave(context)

    def signs_in(self, context: BrowserContext, account: str) -> None:
        if account not in self._tokens:
            self._tokens[account] = self.school.sign_in(account)
        root = self.school.host.root
        name = f"mentor-cpd-{urlsplit(root).port}"
        context.add_cookies([{"name": name, "value": self._tokens[account], "url": root}])


def note_fault(answer: Response, faults: list[str]) -> None:
    """A page that the server could not show."""
    if answer.status >= 500 and answer.request.is_navigation_request():
        faults.append(f"{answer.status} {answer.url}")


def handler_of(page: Page) -> type[RequestHandler] | None:
    """Whose page it is."""
    path = urlsplit(page.url).path.lstrip("/")
    return next((handler for route, handler in ROUTES if re.fullmatch(route, path)), None)


@contextmanager
def opened(folder: Path, browser: Browser) -> Iterator[Gallery]:
    """The gallery, on a school that is made in the folder."""
    with (
        populated(folder / "school") as school,
        closing(Beginnings(folder / "beginnings")) as beginnings,
    ):
        yield Gallery(browser, school, beginnings)
