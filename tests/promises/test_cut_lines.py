"""Proxies that cut, refuse or swallow websockets: nothing is lost, and the page says what it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window, hold_to_account
from tests.house import read
from tests.promises.mentor import LOST, Mentor, one_module
from tests.promises.wire import STRIPPED, wired
from tests.serving import Serving, serving, until

BLOCKED = (
    "This page cannot keep a line open to the server. Please tell your school’s IT staff that a"
    " proxy or filter on the way has to let websockets through. What you wrote stays on this page."
)

# A box, and its way to a kernel that notes what it is sent.
WRITING = """
async (address) => {
  const { Line } = await import(address);
  const el = document.createElement("div");
  el.innerHTML = '<textarea data-draft="attempt:1:why"></textarea>';
  window.sent = [];
  window.line = new Line({ send: (message) => sent.push(message) }, el, { kept() {} });
  window.tell = (state) => document.dispatchEvent(
    new CustomEvent("mentor-cpd:line", { detail: { state } }));
};
"""
DRAFTED = 2500  # ms: by then what was typed has been sent as a draft


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("school")
    with serving(one_module(folder / "course"), folder / "data") as host:
        host.set_up()
        yield host


def mentor_of(host: Serving, window: Window, account: str) -> Mentor:
    if account not in host._accounts:
        host.add(account)
        host._accounts.add(account)
    return Mentor(window(host, account), host, account)


def test_a_proxy_that_refuses_websockets_is_named_and_what_it_staff_have_to_change(
    host: Serving, window: Window
) -> None:
    with wired(host) as (reached, wire):
        mentor = mentor_of(reached, window, "ada")
        for refusal in ("403 Forbidden", "400 Bad Request", STRIPPED):
            wire.refuses = refusal
            mentor.open()
            mentor.says(f"^{re.escape(BLOCKED)}$")
        hold_to_account(mentor.page)
        said = "a proxy on the way took the websocket out"
        until(lambda: any(said in line for line in host.said), why="the log does not say it")
        host.no_kernels()
        wire.refuses = ""
        mentor.page.get_by_role("button", name="Try again").click()
        mentor.says("^Reconnected")
        expect(mentor.root.get_by_role("button").first).to_be_visible()


def test_the_guide_has_the_remedy_under_the_same_words() -> None:
    guide = read("docs/deploy.md")
    assert "### When websockets do not get through\n" in guide
    assert "*This page cannot keep a line open to the server*" in guide
    assert "Upgrade: websocket" in guide


def test_what_is_written_while_no_websocket_gets_through_is_kept_without_one(
    host: Serving, window: Window
) -> None:
    with wired(host) as (reached, wire):
        mentor = mentor_of(reached, window, "ben").start()
        mentor.choose()
        wire.refuses = "403 Forbidden"
        wire.cut()
        mentor.says("^This page cannot keep a line open")
        mentor.write("What I would say next time.")
        mentor.page.once("dialog", lambda dialog: dialog.accept())
        mentor.page.get_by_role("link", name="Leave now").click()
        expect(mentor.page.get_by_role("heading", level=1)).to_have_text("My learning")
        wire.refuses = ""
        mentor.open()
        expect(mentor.box).to_have_value("What I would say next time.")
        mentor.lost_nothing()


def test_a_proxy_that_cuts_every_websocket_after_two_seconds_costs_no_choice(
    host: Serving, window: Window
) -> None:
    with wired(host) as (reached, wire):
        wire.cuts_after = 2.0
        mentor = mentor_of(reached, window, "cat").start()
        mentor.write("Between two cuts.")
        while wire.cuts < 3:
            mentor.choose()
            wire.next_cut()
        mentor.said(*[LOST, "Reconnected"] * 3)
        wire.cuts_after = None
        mentor.choose()
        mentor.says("^(Saved|Reconnected)$")
        expect(mentor.box).to_have_value("Between two cuts.")
        mentor.lost_nothing()


def test_a_line_that_swallows_everything_is_noticed_and_the_choice_is_saved_once(
    host: Serving, window: Window
) -> None:
    """Whether it swallows what the page asks, what it is answered, or both."""
    with wired(host) as (reached, wire):
        mentor = mentor_of(reached, window, "dev").start()
        for asking, answering in ((True, False), (False, True), (True, True)):
            mentor.choose()
            mentor.write("Half a sen")
            mentor.listen()
            wire.go_silent(asking=asking, answering=answering)
            mentor.click()
            mentor.said(LOST, "Reconnected", "Saved")
            mentor.arrives()
            expect(mentor.box).to_have_value("Half a sen")
            mentor.lost_nothing()


def test_what_is_typed_while_the_line_is_down_goes_once_when_it_is_open(
    host: Serving, window: Window
) -> None:
    """Each draft is the whole text: a lesson of writing would be held a thousand times over."""
    mentor = mentor_of(host, window, "fay")
    mentor.open()
    mentor.page.clock.install()
    data = json.loads(mentor.page.locator("#page-data").text_content() or "")
    mentor.page.evaluate(WRITING, data["widgets"]["player"].replace("player.js", "line.js"))
    write = "(words) => { line.type('attempt:1:why', words); }"
    mentor.page.evaluate(write, "Half a sentence")
    mentor.page.clock.run_for(DRAFTED)
    mentor.page.evaluate("tell('lost')")
    for words in ("Half a sentence, and", "Half a sentence, and more", "All of it."):
        mentor.page.evaluate(write, words)
        mentor.page.clock.run_for(DRAFTED)
    sent = "sent.map((message) => message.text)"
    assert mentor.page.evaluate(sent) == ["Half a sentence"]
    mentor.page.evaluate("tell('open')")
    assert mentor.page.evaluate(sent) == ["Half a sentence", "All of it."]
    assert mentor.page.evaluate("line.drafts.size") == 1
    assert mentor.page.evaluate("line.el.matches('[data-unsaved]')")
    mentor.page.evaluate("line.hear({ re: sent.at(-1).message, state: 'saved', say: '' })")
    assert not mentor.page.evaluate("line.el.matches('[data-unsaved]')")
