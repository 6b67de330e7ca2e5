"""A module's page and its line to the kernel: what it shows, and that nothing is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Dialog, Locator, Page, Route, WebSocketRoute, expect

from mentor_cpd.records.people import People
from mentor_cpd.records.store import Store
from tests.browser.conftest import Window, hold_to_account, sign_in, tab_stops
from tests.browser.notepad import CELL, serve_notepad
from tests.serving import Serving, course, serving, until

PROSE = """# Listening

Most of listening is waiting. <script>alert("no")</script> <!-- a trainer's remark -->

## What it is

![a picture elsewhere](http://elsewhere.example/x.png)

| You hear | It may mean |
|---|---|
| "It's fine." | Not here, not yet, or not you: there may be somebody at the next table. |

## Your turn
"""
# What is promised is 5 s; a machine that runs other tests besides gets some more.
SOON = 8.0
AFTER = "## Tomorrow\n\n[Guidance](https://www.gov.uk/)"


COUNTED = """
window.alive = 0;
export default {
  render({ el }) {
    el.textContent = "Drawn";
    window.alive += 1;
    return () => (window.alive -= 1);
  },
};
"""
GATE = "import pathlib, time\nwhile not pathlib.Path('gate').exists():\n    time.sleep(0.1)"


def lay(folder: Path) -> Path:
    """A course with a module in prose and a widget, one whose first cell fails, and one
    whose first cell takes as long as a test wants."""
    course(
        folder,
        listening=["md", "1 + 1", CELL, "md"],
        broken=["raise ValueError('my secret')"],
        gated=GATE,
    )
    path = folder / "modules" / "listening.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for number, source in ((0, PROSE), (3, AFTER)):
        cell = notebook["cells"][number]
        notebook["cells"][number] = {
            "id": cell["id"],
            "cell_type": "markdown",
            "metadata": {},
            "source": source,
        }
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("school")
    with serving(lay(folder / "course"), folder / "data") as host:
        host.set_up()
        host.add("mia", name="Mia Jones")
        host.add("bob", name="Bob Ito")
        yield host


def box(page: Page) -> Locator:
    return page.get_by_label("What you noticed")


def open_module(page: Page, host: Serving, name: str = "listening") -> None:
    serve_notepad(page)
    page.goto(f"{host.root}module/{name}")


def choose(page: Page, times: int) -> None:
    page.get_by_role("button", name="Choose").click()
    expect(page.get_by_text(f"Chosen {times} times")).to_be_visible()


def says(page: Page, words: str, *, seconds: float = 20) -> None:
    expect(page.locator("#status")).to_have_text(re.compile(words), timeout=seconds * 1000)


def kernel_of(page: Page, host: Serving) -> psutil.Process:
    """The process behind a page; those of earlier tests may still be ending."""
    data = json.loads(page.locator("#page-data").text_content() or "")
    seat = data["seat"].rsplit("/", 1)[1]
    return next(kernel for kernel in host.kernels() if seat in " ".join(kernel.cmdline()))


def drafts_of(account: str, host: Serving) -> dict[str, str]:
    with Store.open(f"sqlite:///{host.data / 'record.sqlite'}", migrate=False) as store:
        person = People(store).find(account)
        assert person
        return store.drafts(person.id)


def test_a_page_that_has_only_begun_to_come_says_so(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    page.goto(f"{host.root}module/gated", wait_until="commit")
    said = page.get_by_text("Getting the page ready…")
    expect(said).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name="Gated")).to_be_visible()
    (host.data.parent / "course" / "modules" / "gate").touch()
    page.wait_for_load_state()
    expect(said).to_be_hidden()


def test_a_notebook_is_a_page(host: Serving, window: Window) -> None:
    """Headings, a list of them, prose and widgets; no source, no results, no raw HTML."""
    page = window(host, "mia")
    open_module(page, host)
    expect(page).to_have_title("Listening – mentor-cpd – Northfield Academy")
    expect(page.get_by_role("button", name="Choose")).to_be_visible()
    hold_to_account(page)
    headings = page.locator("main").get_by_role("heading").all_inner_texts()
    assert headings == ["Listening", "What it is", "Your turn", "A scene", "Tomorrow"]
    contents = page.get_by_role("navigation", name="On this page")
    assert contents.get_by_role("link").all_inner_texts() == ["What it is", "Your turn", "Tomorrow"]
    contents.get_by_role("link", name="Your turn").click()
    top = page.get_by_role("heading", name="Your turn").evaluate(
        "(h) => h.getBoundingClientRect().y"
    )
    assert top >= page.locator(".bar").evaluate("(bar) => bar.getBoundingClientRect().bottom")
    source = page.content()
    for hidden in ("Notepad(", "<script>alert", "remark", "elsewhere.example"):
        assert hidden not in source
    assert page.locator("main").get_by_text("2", exact=True).count() == 0


def test_the_keyboard_comes_to_leaving_before_the_story(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    open_module(page, host)
    expect(page.get_by_role("button", name="Choose")).to_be_visible()
    stops = tab_stops(page, 13)
    assert stops == [
        "Skip to main content",
        "mentor-cpd",
        "My learning",
        "Help",
        "My account: Mia Jones",
        "Sign out",
        "Leave now",
        "What it is",
        "Your turn",
        "Tomorrow",
        "Table",
        "Choose",
        "What you noticed",
    ]


def test_a_widget_hears_its_kernel(host: Serving, window: Window) -> None:
    """State, binary values, child models, and messages there and back."""
    page = window(host, "mia")
    open_module(page, host)
    expect(page.get_by_text("1 2 255 from the child")).to_be_visible()
    choose(page, 1)
    expect(page.get_by_text("thanks")).to_be_visible()
    says(page, "^Saved$")


def test_a_cell_that_fails_is_one_calm_sentence(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    open_module(page, host, "broken")
    expect(page.get_by_text("This part could not be shown.")).to_be_visible()
    for hidden in ("secret", "ValueError", "Traceback"):
        assert hidden not in page.content()
    hold_to_account(page)


def test_a_killed_kernel_loses_nothing_that_was_typed(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    open_module(page, host)
    choose(page, 1)
    box(page).fill("He looked at the door.")
    box(page).press("ArrowLeft")
    kernel_of(page, host).kill()
    says(page, "^Opening the page again", seconds=SOON)
    box(page).press("!")
    says(page, "^Reconnected")
    expect(box(page)).to_have_value("He looked at the door!.")
    expect(box(page)).to_be_focused()
    choose(page, 1)  # counted by a new kernel
    assert page.locator("main").count() == 1
    hold_to_account(page)


def test_a_drawing_that_was_overtaken_leaves_nothing_behind(host: Serving, window: Window) -> None:
    """The kernel dies while the widget's module is still on its way; another page is drawn."""
    page = window(host, "mia")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/ui/player.js", hold)
    page.goto(f"{host.root}module/listening")
    expect(page.locator("html[data-line=open]")).to_be_attached()
    page.locator("main").evaluate("(main) => (main.dataset.old = '')")
    kernel_of(page, host).kill()
    expect(page.locator("main:not([data-old])")).to_be_attached()
    for route in held:
        route.fulfill(body=COUNTED, content_type="text/javascript")
    expect(page.get_by_text("Drawn")).to_be_visible()
    says(page, "^Reconnected")
    assert page.evaluate("window.alive") == 1


def test_a_lost_network_is_said_and_mended(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    open_module(page, host)
    choose(page, 1)
    box(page).fill("still here")
    page.context.set_offline(True)
    says(page, "offline", seconds=SOON)
    page.context.set_offline(False)
    says(page, "^Reconnected")
    expect(box(page)).to_have_value("still here")
    choose(page, 2)  # by the same kernel
    expect(page.get_by_text("away open")).to_be_visible()


def test_a_silent_kernel_is_said_and_mended(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    open_module(page, host)
    choose(page, 1)
    kernel = kernel_of(page, host)
    kernel.suspend()
    try:
        says(page, "^The connection is lost", seconds=SOON)
    finally:
        kernel.resume()
    says(page, "^Reconnected")
    choose(page, 2)


def test_signed_out_elsewhere(host: Serving, window: Window) -> None:
    """What was written stays for whoever wrote it, and for nobody else."""
    page = window(host, "mia")
    open_module(page, host)
    choose(page, 1)
    box(page).fill("only for me")
    other = page.context.new_page()
    other.goto(host.root)
    sign_out(other, host)
    says(page, "^You are signed out", seconds=SOON)
    expect(page.get_by_role("link", name="Sign in (opens in a new tab)")).to_be_visible()
    expect(box(page)).to_be_hidden()
    hold_to_account(page)
    sign_in(other, host, "mia")
    try_again(page)
    says(page, "^Reconnected")
    expect(box(page)).to_have_value("only for me")

    sign_out(other, host)
    says(page, "^You are signed out")
    sign_in(other, host, "bob")
    try_again(page)
    says(page, "^Somebody else is signed in")
    expect(box(page)).to_be_hidden()
    assert "Mia Jones" not in page.locator("body").inner_text()
    page.once("dialog", lambda dialog: dialog.accept())  # it may ask: there is unsaved text
    page.get_by_role("button", name="Load again").click()
    expect(page.get_by_role("link", name="My account: Bob Ito")).to_be_visible()
    expect(box(page)).to_have_value("")


def test_signed_in_again_meanwhile_the_page_goes_on(host: Serving, window: Window) -> None:
    """It was given the sign-in page, and hears that they are here when it asks who is."""
    page = window(host, "mia")
    open_module(page, host)
    choose(page, 1)
    box(page).fill("between two sign-ins")
    page.route(
        "**/module/listening",
        lambda route: route.fulfill(
            body='<body data-page="sign_in"></body>', content_type="text/html"
        ),
        times=1,
    )
    kernel_of(page, host).kill()
    says(page, "^Reconnected")
    expect(box(page)).to_have_value("between two sign-ins")
    choose(page, 1)


def sign_out(page: Page, host: Serving) -> None:
    """Whoever signs out knows it: nothing tells them that they were signed out."""
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{host.root}sign-in")


def try_again(page: Page) -> None:
    """Coming back to the tab tries by itself; here the tab never knows that it was left."""
    page.get_by_role("button", name="Try again").click()


def test_opened_in_too_many_tabs(host: Serving, window: Window) -> None:
    """The page says so, and takes itself back only when asked."""
    lines: list[WebSocketRoute] = []

    def pass_on(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page = window(host, "mia")
    page.route_web_socket(re.compile("/channels"), pass_on)
    open_module(page, host)
    choose(page, 1)
    box(page).fill("mine")
    lines[-1].close(code=4004)
    says(page, "^You have this open in other tabs")
    page.get_by_role("button", name="Use this tab").click()
    says(page, "^Reconnected")
    expect(box(page)).to_have_value("mine")


def test_leaving_asks_first_saves_the_draft_and_gives_the_seat_back(
    host: Serving, window: Window
) -> None:
    page = window(host, "mia")
    open_module(page, host)
    choose(page, 1)
    kernel = kernel_of(page, host)
    box(page).fill("half a sen")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("link", name="My learning").click()
    until(lambda: page.evaluate("() => 1") and asked, why="leaving did not ask")
    assert asked == ["beforeunload"]
    expect(box(page)).to_have_value("half a sen")

    page.get_by_role("link", name="Leave now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My learning")
    until(lambda: drafts_of("mia", host) == {"attempt:1:text": "half a sen"}, why="no draft")
    until(lambda: not kernel.is_running(), why="the kernel outlived its page")


def test_a_restarted_host_is_waited_for(tmp_path: Path, window: Window) -> None:
    """The page says that the server does not answer, and goes on by itself with the same text."""
    folder = lay(tmp_path / "course")
    with serving(folder, tmp_path / "data") as host:
        host.set_up()
        host.add("mia")
        page = window(host, "mia")
        open_module(page, host)
        choose(page, 1)
        box(page).fill("over the restart")
        port = host.root.rsplit(":", 1)[1].strip("/")
    says(page, "^The server does not answer", seconds=SOON)
    with serving(folder, tmp_path / "data", "--port", port):
        says(page, "^Reconnected", seconds=30)
        expect(box(page)).to_have_value("over the restart")
        choose(page, 1)
        page.close()


def test_waiting_for_a_place_and_resting(tmp_path: Path, window: Window) -> None:
    """Who comes second waits, and is let in when the first one's page is put to rest."""
    options = ("--seats", "1", "--idle", "0.05")
    with serving(lay(tmp_path / "course"), tmp_path / "data", *options) as host:
        host.set_up()
        host.add("mia")
        host.add("bob")
        first = window(host, "mia")
        open_module(first, host)
        choose(first, 1)
        box(first).fill("thinking")
        second = window(host, "bob")
        open_module(second, host)
        expect(second).to_have_title("Waiting for a place – mentor-cpd – Northfield Academy")
        expect(second.get_by_text("You are number 1 in the queue.")).to_be_visible()
        hold_to_account(second)
        says(first, "^This page is resting")
        says(second, "^There is a place for you")
        expect(second).to_have_title("Listening – mentor-cpd – Northfield Academy")
        expect(second.locator("main")).to_be_focused()
        choose(second, 1)
        second.close()
        first.get_by_role("heading", level=1).click()
        says(first, "^Reconnected")
        expect(box(first)).to_have_value("thinking")
        first.close(run_before_unload=False)
