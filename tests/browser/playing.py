"""A case on a page, played by the ids of its choices, practice and assessment alike."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from mentor_cpd.scenario.model import Scenario

WORDS = "Words of my own."


class Played:
    """The widget at ``root``, which plays ``scenario``."""

    def __init__(self, page: Page, root: Locator, scenario: Scenario) -> None:
        self.page = page
        self.root = root
        self.titles = {scene.id: scene.title for scene in scenario.scenes}
        self.endings = {scene.id for scene in scenario.scenes if scene.ending}

    def at(self, scene: str) -> None:
        heading = self.root.locator("[data-heading]")
        expect(heading).to_have_text(self.titles[scene])
        expect(heading).to_be_focused()

    def take(self, choice: str) -> None:
        """Take it, and get past what it asks."""
        self.root.locator(f'[data-choice="{choice}"]').click()
        for _asked in range(2):
            stage = self.root.and_(self.page.locator(":not([data-waiting])"))
            expect(stage).to_be_visible()
            match self.root.get_attribute("data-stage"):
                case "explain":
                    self.root.get_by_role("button", name="Go on without saying").click()
                case "write":
                    self.root.locator("textarea").first.fill(WORDS)
                    self.root.get_by_role("button", name="Save this and go on").click()

    def from_the_start(self) -> None:
        """Back to the first moment, however far it went: in practice."""
        if self.root.get_attribute("data-stage") == "debrief":
            self.root.get_by_role("button", name="Play again").click()
        elif self.root.locator(".cpd-so-far").count():
            self.root.get_by_text("What happened so far").click()
            self.root.locator(".cpd-so-far button").first.click()
