"""Every assessed case, played to every ending by its testplans, as mentors meet it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import walking
from tests.browser.conftest import Window
from tests.browser.playing import Played
from tests.browser.walking import ASSESSED, Walk, hold_to_account, scenario_of, ways
from tests.leaving import leave
from tests.serving import Serving

host = walking.host


@pytest.mark.parametrize("case", [*ASSESSED])
def test_an_assessed_case_is_played_to_every_ending(
    host: Serving, window: Window, case: str
) -> None:
    """Nobody can go back in it, so each ending is another mentor's."""
    scenario, module = scenario_of(case), ASSESSED[case]
    walk = Walk(scenario, ".cpd-assessment")
    for number, way in enumerate(ways(scenario)):
        account = f"mentor.{number}.of.{case}"[:60]
        host.add(account)
        page = window(host, account, reduced_motion="reduce")
        page.goto(f"{host.root}assessment/{module.name}/take")
        root = page.locator(".cpd-assessment")
        root.get_by_role("button", name="Begin the assessment").click()
        walk.along(Played(page, root, scenario), way)
        expect(root.get_by_role("heading", level=2)).to_have_text("Your reflections")
        expect(root.locator(".cpd-happened h4").last).to_have_text(
            next(scene.title for scene in scenario.scenes if scene.id == way[-1].to)
        )
        hold_to_account(page, ".cpd-assessment", number)
        leave(page.context)
    walk.was_whole()
