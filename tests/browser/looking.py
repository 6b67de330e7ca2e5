"""A page looked at as everybody meets it: in three themes, at three widths, with larger text
or wider spacing, without motion, and heard instead of seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Page

from tests.browser.axe import OF_COLOURS, axe
from tests.browser.conftest import WIDE, spaced_out

LOOKING = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
WIDTHS = (320, 768, 1280)
HEIGHT = 720
MOST_STOPS = 400


class Theme(NamedTuple):
    name: str
    scheme: Literal["light", "dark"]
    forced: Literal["none", "active"] = "none"


# Forced colours as most people have them: light on black.
THEMES = (
    Theme("light", "light"),
    Theme("dark", "dark"),
    Theme("forced colours", "dark", "active"),
)


def wrong(page: Page, look: str, *given: Any) -> list[str]:
    """What one of the looks of ``looking.js`` finds."""
    if not page.evaluate("() => 'looks' in window"):
        page.evaluate(f"() => {{ {LOOKING} }}")
    found: list[str] = page.evaluate("([look, given]) => looks[look](...given)", [look, given])
    return found


def dress(page: Page, theme: Theme) -> None:
    page.emulate_media(
        color_scheme=theme.scheme, forced_colors=theme.forced, reduced_motion="reduce"
    )


class Looked:
    """Everything that was found wrong with one page, each with how it was looked at."""

    def __init__(self, page: Page, *, within: str = "") -> None:
        self.page = page
        self.within = within
        self.found: list[str] = []

    def note(self, how: str, found: list[str]) -> None:
        self.found += [f"{how}: {one}" for one in found]

    def in_every_theme_and_width(self) -> None:
        self.as_axe_sees_it([(theme, width) for theme in THEMES for width in WIDTHS])

    def in_turn(self, number: int) -> None:
        """Each theme and each width once; which go together is another matter each time."""
        widths = [WIDTHS[(number + at) % len(WIDTHS)] for at in range(len(THEMES))]
        self.as_axe_sees_it([*zip(THEMES, widths, strict=True)])

    def as_axe_sees_it(self, ways: list[tuple[Theme, int]]) -> None:
        whole: set[int] = set()  # the widths at which every rule was asked
        for theme, width in ways:
            dress(self.page, theme)
            self.wide(width)
            forced = theme.forced == "active"
            only = OF_COLOURS if width in whole else []
            if not (only and forced):
                # In forced colours contrast is the system's own business, and axe does not see
                # its plates behind words; what is lost then is looked for by looking.js.
                found = axe(self.page, self.within, only=only, but=OF_COLOURS[:1] if forced else [])
                self.note(f"{theme.name}, {width}", found)
                whole.add(width)
            if forced:
                self.note(theme.name, wrong(self.page, "lostInForcedColours"))
        dress(self.page, THEMES[0])

    def wide(self, width: int, height: int = HEIGHT) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def laid(self) -> None:
        """Nothing is cut, at any width, and the narrowest is what 400 % zoom makes of 1280."""
        for width in WIDTHS:
            self.wide(width)
            self.note(f"{width} wide", wrong(self.page, "badlyLaid"))

    def with_text_of_their_own(self) -> None:
        """Twice the size, as their browser is set to; and spaced out as a reader may."""
        with twice_the_text(self.page):
            for width in (1280, 768):
                self.wide(width)
                self.note(f"200 % text, {width} wide", wrong(self.page, "badlyLaid"))
        with spaced_out(self.page):
            for width in (320, 1280):
                self.wide(width)
                self.note(f"text spaced out, {width} wide", wrong(self.page, "badlyLaid"))

    def heard(self) -> None:
        self.note("heard", wrong(self.page, "badlyTold"))

    def still(self) -> None:
        """With reduced motion nothing moves; without it, nothing for long."""
        self.page.emulate_media(reduced_motion="reduce")
        self.note("reduced motion", wrong(self.page, "moving", True))
        self.page.emulate_media(reduced_motion="no-preference")
        self.note("motion", wrong(self.page, "moving", False))
        self.page.emulate_media(reduced_motion="reduce")

    def by_keyboard(self) -> None:
        """Forwards in a wide window, backwards in the low and narrow one of 400 % zoom."""
        for key, width, height in (("Tab", 1280, HEIGHT), ("Shift+Tab", 320, 256)):
            self.wide(width, height)
            self.note(f"{key}, {width} by {height}", walked(self.page, key))

    def all_but_axe(self) -> None:
        self.laid()
        self.with_text_of_their_own()
        self.heard()
        self.still()
        self.page.set_viewport_size(WIDE)


def walked(page: Page, key: str) -> list[str]:
    """What is wrong with any stop of the keyboard's way round the page."""
    page.evaluate(
        """() => {
            window.stops = new Set();
            document.body.tabIndex = -1; // from the very beginning, wherever the focus was put
            document.body.focus();
            document.body.removeAttribute("tabindex");
            scrollTo(0, 0);
        }"""
    )
    found = []
    for press in range(MOST_STOPS):
        page.keyboard.press(key)
        if page.evaluate(
            """() => {
                const here = document.activeElement;
                if (here === document.body || stops.has(here)) return false;
                return Boolean(stops.add(here));
            }"""
        ):
            found += wrong(page, "badlyFocused")
        elif press > 0:  # backwards from the very beginning, the browser's own bar may come first
            break
    else:
        found.append(f"the keyboard is not round after {MOST_STOPS} stops")
    stops, controls = page.evaluate("() => [stops.size, looks.stops().length]")
    if stops < controls:
        found.append(f"the keyboard comes to {stops} of {controls} controls")
    return found


@contextmanager
def twice_the_text(page: Page) -> Iterator[None]:
    """The browser's own setting for the size of text, doubled: breakpoints move with it."""
    line = page.context.new_cdp_session(page)
    line.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    try:
        yield
    finally:
        line.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        line.detach()
