"""A mentor in front of a real page of the course: a story to choose in, a journal to write in."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from mentor_cpd.records.events import Event
from mentor_cpd.records.people import People
from mentor_cpd.records.store import Store
from tests.house import ROOT
from tests.serving import PASSWORD, Serving

MODULE = "listening"
# The first choices of the best way through its case, the-goal-he-didnt-see.
WAY = (
    "ask-what-she-sees",
    "reflect-shelter",
    "say-the-limits",
    "say-died",
    "wait",
    "reflect",
    "be-honest",
    "agree-a-signal",
    "step-out",
    "name-what-he-did",
    "hear-it-first",
    "answer-plainly",
    "ask-once",
)
# Everything that the page's line of words says, however short it stands.
LISTEN = """
window.said = [];
document.addEventListener("DOMContentLoaded", () => {
  const status = document.querySelector("#status");
  if (!status) return;
  const hear = () => window.said.push(status.textContent);
  new MutationObserver(hear).observe(status, { childList: true, characterData: true });
});
"""
AWAY = "The server does not answer. What you wrote stays on this page, and it carries on by itself."
LOST = "The connection is lost. Trying again…"
BACK = "Reconnected. Nothing was lost."
ENDED = "You are signed out. That happens by itself when nothing has happened for a while."
# What is promised is 5 s; a machine that runs other tests besides gets some more.
SOON = 15.0


def one_module(folder: Path) -> Path:
    """The course with one of its modules, so that a host is quick to start."""
    (folder / "modules").mkdir(parents=True)
    (folder / "scenarios").mkdir()
    for path in (ROOT / "scenarios").iterdir():
        if path.is_file():
            shutil.copy(path, folder / "scenarios")
    shutil.copytree(ROOT / "scenarios" / MODULE, folder / "scenarios" / MODULE)
    shutil.copy(ROOT / "modules" / f"{MODULE}.ipynb", folder / "modules")
    return folder


class Mentor:
    """Somebody who plays the case of the module, and writes in the journal beside it."""

    def __init__(self, page: Page, host: Serving, account: str) -> None:
        self.page = page
        self.host = host
        self.account = account
        self.taken: list[str] = []
        self._way = iter(WAY)
        page.add_init_script(LISTEN)

    @property
    def root(self) -> Locator:
        """The story."""
        return self.page.locator(".cpd-player")

    @property
    def box(self) -> Locator:
        """The first box of the journal."""
        return self.page.locator(".cpd-journal textarea").first

    def open(self) -> None:
        self.page.goto(f"{self.host.root}module/{MODULE}")

    def start(self) -> Mentor:
        self.open()
        self.goes_on()
        return self

    def goes_on(self) -> None:
        """From the cover of the case to where they are in it: its start, if they are new."""
        self.root.locator(".cpd-story button.cpd-main").click()
        expect(self.root.locator(".cpd-choice").first).to_be_visible()

    def comes_again(self) -> None:
        """In a new page, in the same browser."""
        old, self.page = self.page, self.page.context.new_page()
        self.page.add_init_script(LISTEN)
        old.close(run_before_unload=True)
        self.start()

    def write(self, words: str) -> None:
        self.box.fill(words)

    def keep(self, words: str) -> None:
        """Write, until it is kept."""
        self.write(words)
        expect(self.page.locator("[data-unsaved]")).to_have_count(0)

    def signs_in_again(self) -> None:
        """The page has led there by itself, said why, and leads back."""
        expect(self.page.get_by_text(ENDED)).to_be_visible(timeout=30_000)
        self.page.get_by_label("Account name").fill(self.account)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.goes_on()

    def click(self) -> str:
        """Click the next choice of the way, and wait for nothing."""
        choice = next(self._way)
        self.root.locator(f'[data-choice="{choice}"]').click()
        self.taken.append(choice)
        return choice

    def arrives(self) -> None:
        """The choice was taken: the next one can be, once what it asks has been passed."""
        for _asked in range(2):
            expect(self.root.locator(f'[data-choice="{self.taken[-1]}"]')).to_have_count(0)
            expect(self.root.and_(self.page.locator(":not([data-waiting])"))).to_be_visible()
            match self.root.get_attribute("data-stage"):
                case "explain":
                    self.root.get_by_role("button", name="Go on without saying").click()
                case "write":
                    self.root.locator("textarea").first.fill("Words of my own.")
                    self.root.get_by_role("button", name="Save this and go on").click()
        expect(self.root).to_have_attribute("data-stage", "scene")

    def choose(self) -> None:
        self.click()
        self.arrives()

    def says(self, words: str, *, seconds: float = 30) -> None:
        """The page says so, in its one line of words."""
        expect(self.page.locator("#status")).to_have_text(re.compile(words), timeout=seconds * 1000)

    def listen(self) -> None:
        """What was said until now is no answer to what comes."""
        self.page.evaluate("window.said = []")

    def said(self, *words: str, seconds: float = 30) -> None:
        """The page has said each of these by now, one after another."""
        end = time.monotonic() + seconds
        while True:
            heard = self.page.evaluate("window.said")
            rest = iter(heard)
            if all(any(one.startswith(word) for one in rest) for word in words):
                return
            assert time.monotonic() < end, f"the page did not say {words}; it said {heard}"
            self.page.wait_for_timeout(50)

    def events(self) -> list[Event]:
        """What the record has of them; it has to be sound."""
        with Store.open(self.host.store_url, migrate=False) as store:
            assert store.verify() == []
            person = People(store).find(self.account)
            assert person
            return store.events(person=person.id)

    def chosen(self) -> list[str]:
        """The choices that the record has of them, in its order."""
        return [event.body["choice"] for event in self.events() if event.kind == "chose"]

    def lost_nothing(self) -> None:
        """Every choice that was clicked is in the record, once, and nothing else is."""
        assert self.chosen() == self.taken
        turns = [event.turn for event in self.events() if event.attempt and event.kind != "opened"]
        assert turns == list(range(len(turns)))
