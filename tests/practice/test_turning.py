"""Turning points are found by exploring every way on, and agree with trying each of them."""

from __future__ import annotations

from functools import cache

import pytest

from mentor_cpd.practice.turning import good_within_reach
from mentor_cpd.scenario.condition import State
from mentor_cpd.scenario.play import Game, Playthrough, play
from tests.practice.playing import case

PATHS = [
    (),
    ("sit-beside", "kind-words"),
    ("ask-lunch", "press"),
    ("ask-lunch", "stamp", "tell-together", "corridor"),
    ("promise", "thank", "kind-words"),
    ("promise", "thank", "take-it-back", "write-it"),
]


@pytest.mark.parametrize("choices", PATHS, ids="-".join)
def test_it_agrees_with_trying_every_way_on(choices: tuple[str, ...]) -> None:
    scenario = case()
    game = Game(scenario)

    @cache
    def goes_well(scene: str, state: State) -> bool:
        here = Playthrough(game, game.scenes[scene], state)
        if here.ending:
            return here.ending == "good"
        return any(
            goes_well(there.scene.id, there.state)
            for there in (here.choose(choice.id) for choice in here.choices)
        )

    moments = [play(scenario, *choices[:n]) for n in range(len(choices) + 1)]
    expected = tuple(goes_well(m.scene.id, m.state) for m in moments)
    assert good_within_reach(scenario, moments[-1].line) == expected


def test_past_the_limit_nothing_is_claimed() -> None:
    assert good_within_reach(case(), (), limit=3) is None
