"""The debrief as the page is given it."""

from __future__ import annotations

from typing import Any

import msgspec

from ..practice.attempt import Attempt
from ..practice.debrief import Debrief, debrief
from ..practice.decisions import Looked
from ..practice.others import others
from ..practice.words import sureness_in_words
from ..scenario.model import Scenario
from ..scenario.picture import describe, draw
from .view import View, passage, present


def looking_back(attempt: Attempt) -> View:
    """The ending, and then everything that can be said of the way there."""
    scenario = attempt.edition.scenario
    told = debrief(
        attempt.played,
        scenario,
        attempt.edition.grounds,
        others(attempt.store, scenario.id, but=attempt.person),
    )
    line = attempt.played.here.line
    return {
        **present(attempt),
        "debrief": {
            **_debrief(told, scenario),
            "picture": draw(scenario, path=line, hide_unvisited=True, prefix="cpd-path"),
            "path": describe(scenario, line),
        },
    }


def _debrief(told: Debrief, scenario: Scenario) -> View:
    view: dict[str, Any] = msgspec.to_builtins(told)
    view["decisions"] = [_decision(looked, scenario) for looked in told.decisions]
    return view


def _decision(looked: Looked, scenario: Scenario) -> View:
    view: View = msgspec.to_builtins(looked)
    met = {person.id for person in scenario.cast}
    view["told"] = [passage(one, scenario, met) for one in looked.told]
    view["sure"] = sureness_in_words(looked.sure)
    return view
