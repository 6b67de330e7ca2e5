"""Pictures of every view of the gallery: `python3 bootstrap.py screenshots [FOLDER]`.

Each at three widths, in light and dark, the whole page; and an index.html that shows them
side by side, which opens without a server or a network.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from playwright.sync_api import Page, sync_playwright

from tests.chromium import FLAGS, NoChromium, chromium
from tests.everything import stay_apart
from tests.gallery.gallery import WHOLE, WINDOW, Gallery, View, opened
from tests.gallery.views import CHAPTERS, VIEWS
from tests.gallery.visit import LONG

WIDTHS: Final = (320, 768, 1280)
HEIGHTS: Final = {320: 640, 768: 1024, 1280: 800}
MARGIN: Final = 24  # px above and below a part of a page
THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


class Picture(NamedTuple):
    """One view at one width in one theme."""

    view: View
    width: int
    theme: str

    @property
    def file(self) -> str:
        """Sorts as people meet the views."""
        number = VIEWS.index(self.view) + 1
        return f"{number:03}-{self.view.name}-{self.width:04}-{self.theme}.png"


def main(words: list[str]) -> int:
    said = parser().parse_args(words)
    views = chosen(said.only)
    if not views:
        print("screenshots: no view has such a name. They are:", file=sys.stderr)
        print(*(f"  {view.name}" for view in VIEWS), sep="\n", file=sys.stderr)
        return 2
    try:
        program = chromium()
    except NoChromium as none:
        print(f"bootstrap: {none}", file=sys.stderr)
        return 2
    folder = said.under / said.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"bootstrap: {folder} cannot be made ({error.strerror}).", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="mentor-cpd-", ignore_cleanup_errors=True) as place:
        stay_apart(Path(place))
        print("Making a school to look at ...", flush=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS])
            with opened(Path(place), browser) as gallery:
                failed = take(gallery, views, folder)
            browser.close()
    index = folder / "index.html"
    index.write_text(side_by_side(folder), encoding="utf-8")
    print(f"{index} shows them side by side.", flush=True)
    if failed:
        print(f"These could not be shown: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bootstrap.py screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("screenshots"))
    parser.add_argument("--under", type=Path, default=Path(), help=argparse.SUPPRESS)
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="a view; may be repeated"
    )
    return parser


def chosen(names: Sequence[str]) -> list[View]:
    """The views of these names, and all for none."""
    return [view for view in VIEWS if not names or view.name in names]


def take(gallery: Gallery, views: Sequence[View], folder: Path) -> list[str]:
    """Take them one after another; the names of those that could not be shown."""
    failed = []
    for number, view in enumerate(views, 1):
        started = time.monotonic()
        try:
            with gallery.shown(view) as page:
                photograph(page, view, folder)
            said = f"{time.monotonic() - started:.1f} s"
        except Exception as error:  # one that cannot be shown hides no other
            failed.append(view.name)
            said = f"could not be shown: {error}"
        print(f"  {number} of {len(views)}  {view.name}: {said}", flush=True)
    return failed


def photograph(page: Page, view: View, folder: Path) -> None:
    page.mouse.move(0, 0)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            path = folder / Picture(view, width, theme).file
            page.screenshot(
                path=path, animations="disabled", timeout=LONG, **framed(page, view, width)
            )


def framed(page: Page, view: View, width: int) -> dict[str, Any]:
    """What is taken: the whole page, the window, or a part of the page at its full width."""
    if view.part == WINDOW:
        return {}
    # What stays in sight while one scrolls stands at the head of the picture.
    page.evaluate("() => scrollTo(0, 0)")
    if view.part == WHOLE:
        return {"full_page": True}
    box = page.locator(view.part).first.bounding_box()
    assert box, f"{view.name} shows no {view.part}"
    top = max(box["y"] - MARGIN, 0)
    height = box["height"] + 2 * MARGIN
    return {"full_page": True, "clip": {"x": 0, "y": top, "width": width, "height": height}}


# Side by side.

STYLE: Final = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 1.5rem }
figure { margin: 0 0 2.5rem }
div { display: flex; gap: 1rem; align-items: start; overflow-x: auto; padding: 0.25rem }
a { flex: none }
img { display: block; height: 30rem; border: 1px solid #8888 }
nav ul { columns: 16rem }
"""


def side_by_side(folder: Path) -> str:
    """A page with all that lie in the folder."""
    parts = []
    for chapter, views in CHAPTERS.items():
        shown = [found for view in views if (found := figure(view, folder))]
        if shown:
            parts.append("\n".join([f"<h2>{escape(chapter)}</h2>", *shown]))
    listed = "".join(f'<li><a href="#{v.name}">{escape(v.title)}</a></li>' for v in VIEWS)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<meta charset="utf-8">\n'
        f"<title>mentor-cpd: every page</title>\n<style>{STYLE}</style>\n"
        f"<h1>mentor-cpd: every page</h1>\n<nav><ul>{listed}</ul></nav>\n"
        + "\n".join(parts)
        + "\n</html>\n"
    )


def figure(view: View, folder: Path) -> str:
    files = [
        one.file
        for theme in THEMES
        for width in WIDTHS
        if (folder / (one := Picture(view, width, theme)).file).is_file()
    ]
    if not files:
        return ""
    pictures = "".join(
        f'<a href="{file}"><img src="{file}" alt="{escape(view.title)}" loading="lazy"></a>'
        for file in files
    )
    title = f"<figcaption>{escape(view.title)} <code>{view.name}</code></figcaption>"
    return f'<figure id="{view.name}">{title}<div>{pictures}</div></figure>'


if __name__ == "__main__":
    # Told to end, it ends the hosts that it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
