"""Who looks at pages for everybody finds what there is to find: each look, on a page with one
such fault, finds that, and without it nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.looking import THEMES, Looked, dress, wrong

WHOLE = """<!doctype html><html lang="en"><title>A page</title>
<style>:root { color-scheme: light dark } body { margin: 8px; background: Canvas }
 p { margin: 0 0 16px }
 :focus-visible { outline: 3px solid } button { border: 1px solid; min-height: 44px }</style>
<header class="site">Head</header><main><h1>One</h1>%s</main><footer class="site">Foot</footer>"""
SOUND = "<h2>Two</h2><p>Some words.</p><button>Press</button> <a href='#'>Go</a>"

Way = Callable[[Looked], None]


def laid(looked: Looked) -> None:
    looked.laid()


def forced(looked: Looked) -> None:
    dress(looked.page, THEMES[2])
    looked.note("forced", wrong(looked.page, "lostInForcedColours"))


LONG = "Thisisonewordthatissolongthatitdoesnotfitintoanarrowwindowatall"
FAULTS: list[tuple[Way, str, str]] = [
    (laid, f"<p>{LONG}</p>", "the page scrolls sideways"),
    (
        laid,
        '<p style="width:60px;overflow:hidden;white-space:nowrap">These words are cut.</p>',
        "cut off by",
    ),
    (laid, '<p style="height:8px;overflow:hidden">Cut<br>below</p>', "cut off by"),
    (
        laid,
        '<button style="width:60px;height:30px;white-space:nowrap">Sticks out of it</button>',
        "sticks out of",
    ),
    (laid, '<p style="margin-left:-40px">Out on the left.</p>', "out of the page on the left"),
    (laid, '<p>Under.</p><p style="margin-top:-34px">Over it.</p>', "over each other"),
    (laid, '<input style="height:12px;padding:0" value="low">', "too low for its words"),
    (
        lambda looked: looked.with_text_of_their_own(),
        '<p style="height:20px;background:#ccc">One line.</p>',
        "200 % text, 1280 wide: sticks out of",
    ),
    (
        lambda looked: looked.with_text_of_their_own(),
        '<p style="width:19em;overflow:hidden;white-space:nowrap">'
        "There is room for all of these words.</p>",
        "text spaced out, 320 wide: cut off by",
    ),
    (Looked.heard, "<h4>Four</h4>", "a level is left out"),
    (Looked.heard, "<p role=status></p><p aria-live=polite></p>", "2 polite regions"),
    (Looked.heard, "<h1>Two of them</h1>", "not one first heading"),
    (
        Looked.heard,
        '<div class="field"><p class="error" id="e">No.</p><input></div>',
        "an error that belongs to no field",
    ),
    (
        Looked.heard,
        '<div class="field"><p class="error" id="e">No.</p><input aria-describedby="e"></div>',
        "not said to be wrong",
    ),
    (Looked.heard, '<input aria-describedby="nowhere">', "which is not there"),
    (
        Looked.still,
        '<button style="transition: color 120ms">Fades</button>',
        "reduced motion: it takes 120 ms",
    ),
    (
        Looked.still,
        "<style>@keyframes turn { to { rotate: 1turn } } #t { animation: turn 1s infinite }"
        "</style><p id=t>Turns</p>",
        "motion: it never stops",
    ),
    (Looked.still, "<style>html { scroll-behavior: smooth }</style>", "it scrolls smoothly"),
    (forced, '<button style="border:0">Flat</button>', "no edge"),
    (forced, '<div class="card">A card</div>', "no edge"),
    (forced, '<a aria-current="page" style="text-decoration:none">Here</a>', "chosen, which only"),
    (
        forced,
        '<svg forced-color-adjust="none" style="forced-color-adjust:none">'
        '<path d="M0 0L9 9" stroke="#000" fill="none"/></svg>',
        "cannot be seen",
    ),
    (
        forced,
        '<button style="background:LinkText">Filled</button>',
        "a plate shows behind its words",
    ),
    (
        forced,
        '<svg><rect width="99" height="30" style="fill:LinkText"/>'
        '<text x="9" y="20" style="fill:CanvasText">12</text></svg>',
        "cannot be read",
    ),
    (
        Looked.by_keyboard,
        '<button style="outline:0">No ring</button>',
        "Tab, 1280 by 720: no ring",
    ),
    (
        Looked.by_keyboard,
        '<a href="#">Under it</a><div style="position:fixed;inset:0;background:#fff"></div>',
        "hidden under something",
    ),
    (
        Looked.by_keyboard,
        "<input id=trap><script>trap.onkeydown = (e) => e.preventDefault()</script>",
        "the keyboard comes to",
    ),
]


@pytest.mark.parametrize(("way", "fault", "says"), FAULTS, ids=[says for *_, says in FAULTS])
def test_a_fault_is_found(page: Page, way: Way, fault: str, says: str) -> None:
    page.set_content(WHOLE % (SOUND + fault))
    looked = Looked(page)
    way(looked)
    assert any(says in one for one in looked.found), looked.found


def test_a_page_without_faults_has_none(page: Page) -> None:
    page.set_content(WHOLE % SOUND)
    looked = Looked(page)
    looked.in_every_theme_and_width()
    looked.all_but_axe()
    looked.by_keyboard()
    assert not looked.found
