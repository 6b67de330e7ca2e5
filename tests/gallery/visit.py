"""Somebody at a page of the gallery, and what they do there to come to a view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from mentor_cpd.records.events import in_ink
from mentor_cpd.records.tables import sign_ins
from tests.gallery.beginnings import Beginnings
from tests.gallery.school import School

LONG = 60_000  # ms: a kernel on a busy machine


@dataclass
class Visit:
    page: Page
    school: School
    account: str
    """Who looks; empty for somebody who is not signed in."""
    beginnings: Beginnings
    """A host that has just been installed."""

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def opens(self, path: str, root: str = "") -> None:
        self.page.goto((root or self.school.host.root) + path)

    def begins_as(self, account: str) -> None:
        """Come as somebody of the host that has just been installed."""
        host = self.beginnings.host
        browser = host.mentor_once(account)
        self.page.context.add_cookies(
            [{"name": c.name, "value": c.value or "", "url": host.root} for c in browser.cookies]
        )

    def opens_module(self, name: str) -> None:
        self.opens(f"module/{name}")
        self.drawn()

    def drawn(self) -> None:
        """Every widget is there."""
        self.page.wait_for_function(
            "() => performance.getEntriesByName('mentor-cpd:drawn').length > 0", timeout=LONG
        )

    def presses(self, name: str, within: Locator | None = None) -> None:
        (within or self.main).get_by_role("button", name=name, exact=True).first.click()

    def fills(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(words)

    def unfolds(self, summary: str) -> None:
        self.main.locator("summary", has_text=summary).first.click()

    def reads(self, words: str) -> None:
        """Wait until it says so."""
        expect(self.page.locator("body")).to_contain_text(re.compile(words), timeout=LONG)

    def heads(self, title: str) -> None:
        """Wait until there is a heading that begins so."""
        heading = self.main.get_by_role("heading", name=re.compile(f"^{re.escape(title)}"))
        expect(heading.first).to_be_visible(timeout=LONG)

    # The widgets of a module.

    @property
    def player(self) -> Locator:
        return self.page.locator(".cpd-player")

    @property
    def drill(self) -> Locator:
        return self.page.locator(".cpd-drill")

    @property
    def journal(self) -> Locator:
        return self.page.locator(".cpd-journal")

    @property
    def assessment(self) -> Locator:
        return self.page.locator(".cpd-assessment")

    def begins(self, widget: Locator, button: str, stage: str) -> None:
        """Press its first button, and wait for the stage that follows."""
        expect(widget).to_be_visible(timeout=LONG)
        self.presses(button, widget)
        self.comes_to(widget, stage)

    def comes_to(self, widget: Locator, stage: str) -> None:
        expect(widget).to_have_attribute("data-stage", stage, timeout=LONG)
        expect(widget.and_(self.page.locator(":not([data-waiting])"))).to_be_visible()

    def plays_on(
        self, module: str, stage: str, button: str = "Continue where you left off"
    ) -> None:
        """Open the module, and go on with what was begun in its case."""
        self.opens_module(module)
        self.begins(self.player, button, stage)

    # What happens to somebody.

    def sits_idle(self, **time: float) -> None:
        """As if they had done nothing for so long; their page notices."""
        person = self.school.person(self.account).id
        with self.school.store() as store, store.writing() as connection:
            then = in_ink(store.clock() - timedelta(**time))
            mine = sign_ins.c.person == person
            connection.execute(update(sign_ins).where(mine).values(seen=then))
        self.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
