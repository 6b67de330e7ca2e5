"""How long from a link to a case that answers: our page, stock Voilà, a bare static page.

The three are measured in turn, run after run, each in a browser started afresh, with
nothing cached and a kernel that starts for this page. The same notebook is opened by ours
and by stock Voilà. Names outside this machine resolve to nothing at all, at once, so that
what stock Voilà fetches from elsewhere costs it no time here.

    python -m benchmarks.page --runs 9
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Cookie, Playwright, sync_playwright

from benchmarks.table import machine, quantile, ratio, seconds, table
from tests.chromium import FLAGS, chromium
from tests.everything import stay_apart
from tests.serving import serving

ROOT = Path(__file__).resolve().parent.parent
MODULE = "listening"
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"

# The first button of the case is drawn: written into the page, laid out, and painted.
WATCH = """
(() => {
  const see = () => {
    const button = document.querySelector(".cpd-player .cpd-story button");
    if (!button || button.getClientRects().length === 0) return requestAnimationFrame(see);
    requestAnimationFrame(() => (document.documentElement.dataset.drawn = performance.now()));
  };
  requestAnimationFrame(see);
})();
"""

MARKS = """[
  Number(document.documentElement.dataset.drawn),
  performance.getEntriesByType("navigation")[0].responseEnd,
]"""

# What a browser can do at the very best, with a page of the same words and nothing to wait for.
STATIC = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Listening</title>
<link rel="stylesheet" href="style.css"></head>
<body><main><h1>Listening</h1><p>Most of listening is waiting.</p>
<div class="cpd-player"><div class="cpd-story">
<h2>A case</h2><button type="button">Start</button></div></div>
</main><script type="module" src="page.js"></script></body></html>
"""


class Place(NamedTuple):
    """A page to open: its address, and what a browser has to bring."""

    name: str
    address: str
    cookies: list[Cookie]
    answers: str
    """What is on the page once its first button has been pressed."""


class Opened(NamedTuple):
    """Seconds from the link to the first button, and how many of them after the response."""

    drawn: float
    own: float


def open_once(playwright: Playwright, program: Path, place: Place) -> Opened:
    """Open the page in a browser that has never seen it, and press its first button."""
    browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, NOWHERE])
    try:
        context = browser.new_context()
        context.add_cookies([*place.cookies])  # type: ignore[list-item] # a Cookie is its parameter
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(place.address, wait_until="commit")
        page.wait_for_selector("html[data-drawn]", timeout=60_000)
        drawn, response = page.evaluate(MARKS)
        # Drawn is not yet usable: a button that does nothing would be the fastest of all.
        page.click(".cpd-player .cpd-story button")
        page.wait_for_selector(place.answers, timeout=10_000)
        page.close()
        return Opened(drawn / 1000, (drawn - response) / 1000)
    finally:
        browser.close()


@contextmanager
def apart_in(parent: str | Path) -> Iterator[Path]:
    """A new folder, and an environment in which nothing of the user's own is in reach."""
    with tempfile.TemporaryDirectory(prefix="mentor-cpd-bench-", dir=parent) as folder:
        stay_apart(Path(folder))
        yield Path(folder)


# The three places


@contextmanager
def ours(course: Path, data: Path) -> Iterator[Place]:
    """Our host, where a mentor has signed in."""
    with serving(course, data) as host:
        host.set_up()
        mentor = host.mentor("bench")
        cookies: list[Cookie] = [
            {"name": cookie.name, "value": cookie.value or "", "url": host.root}  # type: ignore[typeddict-unknown-key] # a url stands for domain and path
            for cookie in mentor.cookies
        ]
        answers = "[data-stage=scene]"
        yield Place("our page", f"{host.root}module/{MODULE}", cookies, answers)


@contextmanager
def stock_voila(course: Path, data: Path) -> Iterator[Place]:
    """Voilà as it comes, on the same notebook; the widget stores in a data folder of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = shutil.which("voila", path=Path(sys.executable).parent)
    assert program, "stock Voilà comes with the environment"
    notebook = course / "modules" / f"{MODULE}.ipynb"
    command = [program, str(notebook), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    env = {**os.environ, "MENTOR_CPD_DATA": str(data), "MENTOR_CPD_COURSE": str(course)}
    address = f"http://127.0.0.1:{port}/"
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=env, cwd=course, stdout=quiet, stderr=quiet) as process:
        try:
            wait_for(address)
            yield Place("stock Voilà", address, [], "[data-stage=scene]")
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def static(folder: Path) -> Iterator[Place]:
    """A file on a web server, with a stylesheet and a module."""
    folder.mkdir()
    (folder / "index.html").write_text(STATIC, encoding="utf-8")
    (folder / "style.css").write_text("body { max-width: 40em; margin: auto }", encoding="utf-8")
    pressed = "document.querySelector('button').onclick = (e) => (e.target.dataset.pressed = '')"
    (folder / "page.js").write_text(pressed, encoding="utf-8")
    handler = partial(Silent, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        yield Place("bare static page", address, [], "[data-pressed]")
        server.shutdown()
        thread.join()


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing between the lines of the table."""


def wait_for(address: str, within: float = 60) -> None:
    """Until a server answers, whatever it answers."""
    end = time.monotonic() + within
    while True:
        try:
            socket.create_connection(
                ("127.0.0.1", int(address.rsplit(":", 1)[1].strip("/")))
            ).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


# The measurement


def measure(places: list[Place], runs: int) -> dict[str, list[Opened]]:
    """Every place in turn, run after run; the first run of all warms the disk and is left out."""
    measured: dict[str, list[Opened]] = {place.name: [] for place in places}
    program = chromium()
    with sync_playwright() as playwright:
        for run in range(runs + 1):
            for place in places:
                opened = open_once(playwright, program, place)
                if run:
                    measured[place.name].append(opened)
    return measured


def report(measured: dict[str, list[Opened]]) -> str:
    medians = {name: quantile([o.drawn for o in runs], 0.5) for name, runs in measured.items()}
    rows = [
        [
            name,
            seconds(medians[name]),
            seconds(quantile([o.drawn for o in runs], 0.9)),
            *(
                ratio(medians[name], medians[other])
                for other in ("stock Voilà", "bare static page")
            ),
            seconds(quantile([o.own for o in runs], 0.5)),
            seconds(quantile([o.own for o in runs], 0.9)),
        ]
        for name, runs in measured.items()
    ]
    head = ["link to first choice", "median", "p90", "of Voilà", "of static", "own share", "p90"]
    return table(head, rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9, help="how often each page is opened")
    parser.add_argument("--course", type=Path, default=ROOT, help="the course to open")
    given = parser.parse_args()
    course = given.course.resolve()
    with (
        apart_in(tempfile.gettempdir()) as folder,
        ours(course, folder / "ours") as our_page,
        stock_voila(course, folder / "stock") as voila,
        static(folder / "static") as bare,
    ):
        print(f"{given.runs} runs of each in turn, cold browser, cold kernel: {machine()}\n")
        print(report(measure([our_page, voila, bare], given.runs)))


if __name__ == "__main__":
    main()
