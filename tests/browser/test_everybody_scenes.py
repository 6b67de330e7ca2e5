"""Every scene of one whole case, as everybody meets it: three themes, three widths, larger
text, wider spacing, no motion, heard instead of seen. So is all that stands between scenes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from mentor_cpd.scenario.model import Scenario
from mentor_cpd.scenario.play import Step
from tests.browser.conftest import Window
from tests.browser.looking import Looked
from tests.browser.one_module import CASE, MODULE, course_of
from tests.browser.playing import WORDS, Played
from tests.browser.walking import scenario_of, ways
from tests.serving import Serving, serving

SMOOTH = """
    const own = Element.prototype.scrollIntoView;
    window.smoothly = 0;
    Element.prototype.scrollIntoView = function (how) {
        if (how?.behavior === "smooth") window.smoothly += 1;
        return own.call(this, how);
    };
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("school")
    with serving(course_of(folder / "course", MODULE.name), folder / "data") as host:
        host.set_up()
        yield host


class Looks:
    """What was found on the way; every kind of moment is looked at where it is met first."""

    def __init__(self, played: Played) -> None:
        self.played = played
        self.seen: set[str] = set()
        self.found: list[str] = []

    def look(self, moment: str) -> None:
        if moment in self.seen:
            return
        self.seen.add(moment)
        # Around it stands the same page at each moment, which is looked at with the others.
        looked = Looked(self.played.page, within=".cpd-player")
        looked.in_every_theme_and_width()
        looked.all_but_axe()
        self.found += [f"{moment}: {one}" for one in looked.found]

    def along(self, way: tuple[Step, ...], start: str) -> None:
        self.played.at(start)
        self.look(start)
        for step in way:
            self.take(step)
            self.played.at(step.to)
            self.look(step.to)

    def take(self, step: Step) -> None:
        root = self.played.root
        root.locator(f'[data-choice="{step.choice}"]').click()
        for _asked in range(2):
            expect(root.and_(self.played.page.locator(":not([data-waiting])"))).to_be_visible()
            stage = root.get_attribute("data-stage")
            if stage == "explain":
                self.look("saying why")
                root.get_by_role("button", name="Go on without saying").click()
            elif stage == "write":
                self.look(f"writing, after {step.choice}")
                root.locator("textarea").first.fill(WORDS)
                root.get_by_role("button", name="Save this and go on").click()

    def all_unfolded(self) -> None:
        """The debrief with everything open, its picture, and the terms that it explains."""
        root = self.played.root
        root.get_by_role("button", name="Open all").click()
        root.get_by_text("Your path in words").click()
        for term in root.locator(".cpd-term").all()[:3]:
            term.click()
        self.look("the debrief, unfolded")


def at_the_start(window: Window, host: Serving, scenario: Scenario) -> Played:
    host.add("mia")
    page = window(host, "mia", reduced_motion="reduce")
    page.context.add_init_script(SMOOTH)
    page.goto(f"{host.root}module/{MODULE.name}")
    root = page.locator(".cpd-player").nth(MODULE.cases.index(CASE))
    expect(root.get_by_role("button", name="Start", exact=True)).to_be_visible()
    return Played(page, root, scenario)


def test_every_moment_of_a_case_is_for_everybody(host: Serving, window: Window) -> None:
    scenario = scenario_of(CASE)
    played = at_the_start(window, host, scenario)
    looks = Looks(played)
    looks.look("before it starts")
    played.root.get_by_role("button", name="Start", exact=True).click()
    for way in ways(scenario):
        played.from_the_start()
        looks.along(way, scenario.start.id)
    looks.all_unfolded()
    assert not looks.found, "\n".join(looks.found)
    assert looks.seen >= {scene.id for scene in scenario.scenes}
    assert played.page.evaluate("() => window.smoothly") == 0
