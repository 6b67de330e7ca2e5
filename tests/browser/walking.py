"""Cases that ship, walked along their own testplans in the browser: each scene is held to
account where it is met first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mentor_cpd.course import Course
from mentor_cpd.practice import confirmation
from mentor_cpd.practice.confirmation import Said
from mentor_cpd.records.store import Store
from mentor_cpd.scenario.model import Scenario
from mentor_cpd.scenario.play import Step
from mentor_cpd.scenario.testplan import read_testplan, run
from tests.browser.axe import axe
from tests.browser.conftest import NARROW, WIDE
from tests.browser.playing import Played
from tests.house import ROOT
from tests.serving import Serving, serving

COURSE = Course(ROOT)
# The content's own tests see that every case belongs to a module.
PRACTISED = {case: module for module in COURSE.modules() for case in module.cases}
ASSESSED = {case: module for module in COURSE.modules() for case in module.assessed}


@contextmanager
def school(data: Path) -> Iterator[Serving]:
    """A host whose safeguarding lead has confirmed the editions."""
    with serving(ROOT, data) as host:
        host.set_up()
        with Store.open(host.store_url, migrate=False) as store:
            sources = confirmation.to_confirm(store)
            said = {
                name: Said(source.edition, confirmation.digest_of(name, source))
                for name, source in sources.items()
            }
            confirmation.confirm(store, said, "not-yet", by="the-lead")
        yield host


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with school(tmp_path_factory.mktemp("school") / "data") as host:
        yield host


def scenario_of(case: str) -> Scenario:
    scenario = COURSE.case(case).parsed().scenario
    assert scenario
    return scenario


def ways(scenario: Scenario) -> list[tuple[Step, ...]]:
    """As few of the case's own plans as reach every ending, and with them every scene."""
    text = COURSE.case(scenario.id).testplan()
    assert text
    paths = [run(plan, scenario).path for plan in read_testplan(text).plans]
    to_see = {scene.id for scene in scenario.scenes} - {scenario.start.id}
    taken = []
    while to_see:
        best = max(paths, key=lambda path: len(to_see & {step.to for step in path}))
        found = to_see & {step.to for step in best}
        assert found, f"no plan of {scenario.id} goes to {sorted(to_see)}"
        to_see -= found
        taken.append(best)
    return taken


def hold_to_account(page: Page, widget: str, number: int) -> None:
    """What every scene is held to; the ways of looking at it take turns."""
    scheme, size = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)][
        number % 4
    ]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its own words
    page.set_viewport_size(size)
    # The page around the widget is held to account by its own tests.
    found = axe(page, widget)
    assert not found, f"{scheme}, {size['width']} wide: {found}"
    assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    page.set_viewport_size(WIDE)


def first_choice_in_view(played: Played) -> bool:
    return bool(
        played.root.evaluate(
            """(widget) => {
                const at = (name) => widget.querySelector(name)?.getBoundingClientRect();
                const [heading, choice] = [at("[data-heading]"), at(".cpd-choice")];
                return !choice || (heading.top >= 0 && choice.bottom <= innerHeight);
            }"""
        )
    )


class Walk:
    """One case: its scenes are looked at when they are met first."""

    def __init__(self, scenario: Scenario, widget: str) -> None:
        self.scenario = scenario
        self.widget = widget
        self.seen: set[str] = set()
        self.below_the_fold: list[str] = []

    def along(self, played: Played, way: tuple[Step, ...]) -> None:
        self.look(played, self.scenario.start.id)
        for step in way:
            played.take(step.choice)
            # An assessed case goes on to the reflections; its ending is told beside them.
            if step.to not in played.endings or self.scenario.use == "practice":
                self.look(played, step.to)
        self.seen.add(way[-1].to)

    def look(self, played: Played, scene: str) -> None:
        played.at(scene)
        if scene not in self.seen:
            self.seen.add(scene)
            if not first_choice_in_view(played):
                self.below_the_fold.append(scene)
            hold_to_account(played.page, self.widget, len(self.seen))

    def was_whole(self) -> None:
        assert self.seen == {scene.id for scene in self.scenario.scenes}
        assert self.below_the_fold == []
