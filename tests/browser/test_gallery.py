"""The gallery holds every page that the app has, and makes pictures of them."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from mentor_cpd.host.app import ROUTES
from tests import screenshots
from tests.gallery.gallery import Gallery, opened
from tests.gallery.people import PEOPLE
from tests.gallery.views import NO_PAGE, VIEWS

FEW = ("sign-in-wrong", "home-mentor", "scene-first", "desk")


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Gallery]:
    with opened(tmp_path_factory.mktemp("gallery"), browser) as gallery:
        yield gallery


def test_every_page_of_the_app_hangs_in_the_gallery() -> None:
    """A page that is added without a view of it fails here."""
    shown = {handler for view in VIEWS for handler in view.of}
    mounted = {handler for _route, handler in ROUTES}
    names = sorted(handler.__qualname__ for handler in mounted - shown - NO_PAGE)
    assert not names, f"no view shows {names}: add one in tests/gallery"
    assert not NO_PAGE & shown
    assert not (NO_PAGE | shown) - mounted, "these have no route any more"


def test_every_role_looks_at_its_own_home() -> None:
    homes = [view.who for view in VIEWS if view.name.startswith("home-")]
    roles = {role for who in homes for role in PEOPLE[who].roles if len(PEOPLE[who].roles) == 1}
    assert roles == {"mentor", "trainer", "safeguarding-lead", "head", "administrator"}


def test_no_two_views_have_one_name() -> None:
    assert [
        name for name, number in Counter(view.name for view in VIEWS).items() if number > 1
    ] == []


def test_pictures_are_made_at_every_width_in_both_themes(gallery: Gallery, tmp_path: Path) -> None:
    views = screenshots.chosen(FEW)
    assert [view.name for view in views] == [*FEW]
    assert screenshots.take(gallery, views, tmp_path) == []
    found = sorted(tmp_path.iterdir())
    assert len(found) == len(FEW) * 6
    assert [f.name.split("-", 1)[1].rsplit("-", 2)[0] for f in found[::6]] == [*FEW], "in order"
    for file in found:
        width, height = size(file)
        assert width == int(file.stem.split("-")[-2]), f"{file.name} is {width} wide"
        assert height >= 640
    light, dark = (next(tmp_path.glob(f"*sign-in-wrong-1280-{t}.png")) for t in ("light", "dark"))
    assert light.read_bytes() != dark.read_bytes()

    page = screenshots.side_by_side(tmp_path)
    assert Pictures(page).shown == {file.name for file in found}
    assert "//" not in page, "it asks nobody for anything"


def size(file: Path) -> tuple[int, int]:
    """Of a PNG, by its own header."""
    head = file.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    return width, height


class Pictures(HTMLParser):
    """The files that the pictures of a page come from."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.shown.add(str(dict(attrs)["src"]))


def test_an_unknown_view_is_answered_with_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert screenshots.main(["--only", "nowhere"]) == 2
    assert "home-mentor" in capsys.readouterr().err
