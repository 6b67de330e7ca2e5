"""Every case to practise on, played to every ending by its testplans, as mentors meet it."""

from __future__ import annotations

import pytest

from tests.browser import walking
from tests.browser.conftest import Window
from tests.browser.playing import Played
from tests.browser.walking import PRACTISED, Walk, scenario_of, ways
from tests.serving import Serving

host = walking.host


@pytest.mark.parametrize("case", [*PRACTISED])
def test_a_case_to_practise_is_played_to_every_ending(
    host: Serving, window: Window, case: str
) -> None:
    scenario, module = scenario_of(case), PRACTISED[case]
    account = f"mentor.of.{case}"[:60]
    host.add(account)
    page = window(host, account, reduced_motion="reduce")
    page.goto(f"{host.root}module/{module.name}")
    root = page.locator(".cpd-player").nth(module.cases.index(case))
    played, walk = Played(page, root, scenario), Walk(scenario, ".cpd-player")
    root.get_by_role("button", name="Start", exact=True).click()
    for way in ways(scenario):
        played.from_the_start()
        walk.along(played, way)
    walk.was_whole()
