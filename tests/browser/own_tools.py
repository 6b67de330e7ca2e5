"""Somebody's own JupyterLab or Voilà on a course: no host of ours, their own record."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect

from mentor_cpd.course import Course
from mentor_cpd.records.people import People
from mentor_cpd.records.store import Store
from mentor_cpd.scenario.testplan import read_testplan, run
from mentor_cpd.ui.whose import LOCAL
from tests.browser.playing import Played
from tests.house import ROOT
from tests.serving import until

THOUGHT = "a bad day, but dd said x and y"  # every letter of it does something in JupyterLab


@dataclass
class Own:
    """A tool of Jupyter's that serves a copy of the course."""

    root: str
    course: Course
    data: Path
    mistakes: list[str] = field(default_factory=list)

    def done(self, *kinds: str) -> list[str]:
        """What the local user has done, and nobody else has: the kinds of these events."""
        with Store.open(f"sqlite:///{self.data / 'record.sqlite'}", migrate=False) as store:
            local = People(store).find(LOCAL)
            assert local is not None
            events = store.events(kinds=kinds)
            assert {event.person for event in events} <= {local.id}
            return [event.kind for event in events]


@contextmanager
def own(
    folder: Path,
    commands: Path,
    words: list[str],
    options: Mapping[str, object],
    *,
    answers_at: str = "",
) -> Iterator[Own]:
    """Runs ``words`` with its options in a copy of the course until the block is left.

    ``commands``: where the commands of their environment lie.
    """
    course = Course(folder / "course")
    for name in ("modules", "scenarios", "assessments"):
        shutil.copytree(ROOT / name, course.root / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log.txt"
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [
                *(str(commands / words[0]), *words[1:], f"--port={port}", "--no-browser"),
                *(f"--{name}={value}" for name, value in options.items()),
            ],
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=course.root,
            env={
                **os.environ,
                "MENTOR_CPD_DATA": str(folder / "data"),
                "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
                "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
            },
        )
    one = Own(f"http://127.0.0.1:{port}/", course, folder / "data")
    try:
        until(
            lambda: process.poll() is not None or _answers(one.root + answers_at),
            seconds=90,
            why=f"{words[0]} did not start",
        )
        assert process.poll() is None, log.read_text(encoding="utf-8")
        yield one
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
    assert one.mistakes == []


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own
            return True
    except OSError:
        return False


@contextmanager
def opened(own: Own, browser: Browser, address: str, *, width: int = 1280) -> Iterator[Page]:
    """A page of it that asks nothing of anybody else, and whose mistakes are kept."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    context.route(re.compile(f"^(?!{re.escape(own.root)})"), _refuse)
    page = context.new_page()
    page.on("pageerror", lambda error: own.mistakes.append(str(error)))
    page.on("console", lambda said: _grumble(said, own.mistakes))
    page.goto(own.root + address)
    yield page
    context.close()


def _refuse(route: Route) -> None:
    route.abort()


def _grumble(said: ConsoleMessage, mistakes: list[str]) -> None:
    """What our modules say; the tools' own extensions have complaints of their own."""
    ours = said.location.get("url", "").startswith(("blob:", "data:"))
    if ours and said.type in ("error", "warning"):
        mistakes.append(said.text)


def work_through(page: Page, own: Own, module: str) -> None:
    """One question of the drill, two choices of the case, one entry of the journal."""
    drill = page.locator(".cpd-drill")
    drill.get_by_role("button", name="Start the drill").click()
    drill.get_by_role("checkbox").first.check()
    drill.get_by_role("button", name="Pause").click()
    panel = page.get_by_role("dialog", name="Paused")
    panel.get_by_role("button", name="Leave now").click()
    page.get_by_role("button", name="Come back to the drill").click()
    drill.get_by_role("button", name="Send my answers").click()
    expect(drill.get_by_role("heading", name="What each answer leads to")).to_be_visible()
    expect(drill.locator(".cpd-status")).to_have_text("Saved")

    (case, *_more) = own.course.module(module).cases
    scenario, plan = own.course.case(case).parsed().scenario, own.course.case(case).testplan()
    assert scenario and plan
    root = page.locator(".cpd-player")
    root.get_by_role("button", name="Start", exact=True).click()
    played = Played(page, root, scenario)
    played.at(scenario.start.id)
    for step in run(read_testplan(plan).plans[0], scenario).path[:2]:
        page.keyboard.press("b")
        played.take(step.choice)
    expect(root.locator(".cpd-status")).to_have_text("Saved")

    journal = page.locator(".cpd-journal")
    box = journal.get_by_role("textbox").first
    box.press_sequentially(THOUGHT)
    box.press("Enter")
    box.press_sequentially("b")
    assert box.input_value() == f"{THOUGHT}\nb", "the box gets its new line"
    box.press("ControlOrMeta+z")
    assert box.input_value() != f"{THOUGHT}\nb", "and what is typed can be undone"
    box.fill(THOUGHT)
    journal.get_by_role("button", name="Save this entry").click()
    expect(journal.locator(".cpd-entries")).to_contain_text(THOUGHT)


def looks_right(page: Page) -> None:
    """Our own stylesheets have come along, and nothing is wider than its place."""
    for name in ("drill", "player", "journal"):
        widget = page.locator(f".cpd-{name}")
        style = "(el) => getComputedStyle(el).getPropertyValue('--cpd-accent')"
        assert widget.evaluate(style)
        assert widget.evaluate("(el) => el.scrollWidth <= el.clientWidth"), name
