"""A mentor at work in a real page while something breaks, and what is told them then."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page, expect

from mentor_cpd.records.people import People
from mentor_cpd.records.store import Store
from tests.browser.playing import Played
from tests.practice.playing import case
from tests.serving import Serving

START, THEN, NOTES = "a-corner-table", "the-stamps", "write-it"
CHOICE = "sit-beside"
WORDS = "“They changed the group chat and they didn’t add me to it.”"
REMEDY = "Tell whoever looks after mentor-cpd, and try again."


def not_saved(why: str) -> str:
    """The whole of what is said above a scene whose choice could not be saved."""
    return f"Not saved. You are where you were, and what you wrote is still here. {why} {REMEDY}"


class Mentor:
    """Somebody in the middle of the case."""

    def __init__(self, page: Page, host: Serving, account: str) -> None:
        self.page, self.host, self.account = page, host, account
        self.root = page.locator(".cpd-player")
        self.played = Played(page, self.root, case())
        self.notice = self.root.locator(".cpd-notice")
        self.words = self.root.get_by_label("The exact words")
        self.go_on = self.root.get_by_role("button", name="Save this and go on")

    def starts(self) -> Mentor:
        self.page.goto(f"{self.host.root}module/listening")
        self.root.get_by_role("button", name="Start", exact=True).click()
        self.played.at(START)
        return self

    def comes_to_the_notes(self) -> None:
        """To the box in which the record of the concern is written."""
        self.played.take("tell-together")
        self.root.locator(f'[data-choice="{NOTES}"]').click()
        expect(self.words).to_be_visible()

    def press(self, button: Locator, why: str) -> None:
        """Press it while nothing can be saved."""
        button.click()
        self.is_told(why)

    def is_told(self, why: str) -> None:
        """What was pressed is answered: it is not saved, and one stays where one was."""
        expect(self.root.and_(self.page.locator(":not([data-waiting])"))).to_be_visible()
        expect(self.notice).to_have_text(not_saved(why))
        expect(self.notice).to_be_focused()
        expect(self.page.locator("#status")).to_have_text("Not saved")

    def choice(self, name: str = CHOICE) -> Locator:
        return self.root.locator(f'[data-choice="{name}"]')

    def kept(self) -> list[tuple[str, str]]:
        """What the record has of them: each kind of event, and its choice where it has one."""
        with Store.open(self.host.store_url, migrate=False) as store:
            me = People(store).get(self.account).id
            kinds = ["chose", "explained", "wrote"]
            return [
                (event.kind, event.body.get("choice", ""))
                for event in store.events(person=me, kinds=kinds)
            ]

    def wrote(self) -> set[str]:
        """Every text of theirs that the record has."""
        with Store.open(self.host.store_url, migrate=False) as store:
            me = People(store).get(self.account).id
            attempts = {e.attempt for e in store.events(person=me) if e.attempt}
            return {
                text
                for attempt in attempts
                for parts in store.texts(attempt).values()
                for text in parts.values()
            }


def health(host: Serving) -> tuple[int, dict[str, object]]:
    """What a monitor is told, and the status that it goes by."""
    answer = host.browser().get("health")
    told: dict[str, object] = json.loads(answer.text)
    return answer.status, told
