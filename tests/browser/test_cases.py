"""Every scene of every case that ships, as mentors meet it: played to, and held to account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has none
from playwright.sync_api import Page, expect

from mentor_cpd.course import Course
from mentor_cpd.scenario.explore import Witness, explore
from mentor_cpd.scenario.model import Scenario
from tests.browser.conftest import NARROW, RULES, WIDE, Window
from tests.house import ROOT
from tests.serving import Serving, serving

COURSE = Course(ROOT)
# Mentors meet a case in its module; the content's own tests see that each has one.
CASES = {case: module for module in COURSE.modules() for case in module.cases}
LONGEST_LINE = 75  # characters of story text


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(ROOT, tmp_path_factory.mktemp("school") / "data") as host:
        host.set_up()
        for case in CASES:
            host.add(account(case))
        yield host


def account(case: str) -> str:
    return f"mentor.of.{case}"[:60]


def ways(scenario: Scenario) -> list[Witness]:
    """As few ways from the start as it takes to enter every scene, the longest first."""
    reached = explore(scenario).reached
    assert set(reached) == {scene.id for scene in scenario.scenes}
    seen: set[str] = set()
    taken = []
    for scene in sorted(reached, key=lambda scene: -len(reached[scene])):
        if scene not in seen:
            taken.append(reached[scene])
            seen |= {step.to for step in reached[scene]}
    return taken


class Player:
    """A case on a page, played by the ids of its choices."""

    def __init__(self, page: Page, scenario: Scenario) -> None:
        self.page = page
        self.root = page.locator(".cpd-player").nth(CASES[scenario.id].cases.index(scenario.id))
        self.titles = {scene.id: scene.title for scene in scenario.scenes}

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
                    self.root.locator("textarea").first.fill("Words of my own.")
                    self.root.get_by_role("button", name="Keep this and go on").click()

    def from_the_start(self) -> None:
        """Back to the first moment, however far it went."""
        if self.root.get_attribute("data-stage") == "debrief":
            self.root.get_by_role("button", name="Play again").click()
        elif self.root.locator(".cpd-so-far").count():
            self.root.get_by_text("What happened so far").click()
            self.root.locator(".cpd-so-far button").first.click()


def hold_to_account(page: Page, number: int) -> None:
    """What every scene is held to; the ways of looking at it take turns."""
    scheme, size = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)][
        number % 4
    ]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its own words
    page.set_viewport_size(size)
    # The page around the Player is held to account by its own tests.
    report = Axe().run(page, context=".cpd-player", options={"runOnly": RULES}).response
    found = [
        f"{broken['id']}: {node['html'][:120]}"
        for broken in report["violations"]
        for node in broken["nodes"]
    ]
    assert not found, f"{scheme}, {size['width']} wide: {found}"
    assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    page.set_viewport_size(WIDE)


def first_choice_in_view(player: Player) -> bool:
    return bool(
        player.root.evaluate(
            """(player) => {
                const at = (name) => player.querySelector(name)?.getBoundingClientRect();
                const [heading, choice] = [at("[data-heading]"), at(".cpd-choice")];
                return !choice || (heading.top >= 0 && choice.bottom <= innerHeight);
            }"""
        )
    )


@pytest.mark.parametrize("case", [*CASES])
def test_every_scene_is_reached_and_held_to_account(
    host: Serving, window: Window, case: str
) -> None:
    scenario = COURSE.case(case).parsed().scenario
    assert scenario
    page = window(host, account(case), reduced_motion="reduce")
    page.goto(f"{host.root}module/{CASES[case].name}")
    player = Player(page, scenario)
    player.root.get_by_role("button", name="Start", exact=True).click()
    player.at(scenario.start.id)
    seen = {scenario.start.id}
    hold_to_account(page, 0)
    below_the_fold = []
    for way in ways(scenario):
        player.from_the_start()
        player.at(scenario.start.id)
        for step in way:
            player.take(step.choice)
            player.at(step.to)
            if step.to not in seen:
                seen.add(step.to)
                if not first_choice_in_view(player):
                    below_the_fold.append(step.to)
                hold_to_account(page, len(seen))
    assert seen == {scene.id for scene in scenario.scenes}
    assert below_the_fold == []
