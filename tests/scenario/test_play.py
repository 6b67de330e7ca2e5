"""Playing: a choice makes the next playthrough and leaves the one before as it was."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario.model import (
    Detour,
    EndingIs,
    Holds,
    Level,
    Mark,
    Meter,
    Passage,
    Shift,
    Visited,
)
from mentor_cpd.scenario.play import Game, NotOpen, play
from tests.scenario.brute import choice, scenario, scene

CASE = scenario(
    scene(
        "corner-table",
        choice("sit", "stamps", Shift("trust", 1), Mark("sat")),
        choice("press", "shrug", when=Level("trust", ">", 2)),
        passages=(Passage("She looks up.", when=Holds("sat")), Passage("Rain.")),
    ),
    scene(
        "stamps",
        choice("back", "corner-table", when=Visited("corner-table")),
        choice(
            "tell",
            "shrug",
            Shift("trust", 2),
            detours=(Detour(Level("trust", ">=", 5), "well"), Detour(Holds("sat"), "stamps")),
        ),
    ),
    scene("shrug", ending="poor", passages=(Passage("Well.", when=EndingIs("good")),)),
    scene("well", ending="good", passages=(Passage("Well.", when=EndingIs("good")),)),
    meters=(Meter("trust", "Trust", 0, 5, 2),),
    facts=("sat",),
)


def test_the_story_starts_in_the_first_scene_with_its_meters_where_they_start() -> None:
    here = play(CASE)
    assert here.scene.id == "corner-table"
    assert here.state.level("trust") == 2
    assert here.state.facts == frozenset()
    assert here.state.visited == {"corner-table"}, "the first scene has been entered"
    assert here.line == ()
    assert here.ending is None


def test_only_what_is_open_can_be_chosen_and_only_what_holds_is_told() -> None:
    here = play(CASE)
    assert [c.id for c in here.choices] == ["sit"]
    assert [p.text for p in here.passages] == ["Rain."]
    again = play(CASE, "sit", "back")
    assert [c.id for c in again.choices] == ["sit", "press"]
    assert [p.text for p in again.passages] == ["She looks up.", "Rain."]


def test_detours_are_tried_in_order_after_the_effects() -> None:
    assert play(CASE, "sit", "tell").scene.id == "well", "trust is 5 by then: the first holds"
    low = scenario(*CASE.scenes, meters=(Meter("trust", "Trust", 0, 5, 0),), facts=("sat",))
    here = play(low, "sit", "tell")
    assert here.scene.id == "stamps", "the second holds"
    assert here.state.level("trust") == 3


def test_a_choice_leaves_the_playthrough_before_it_as_it_was() -> None:
    start = play(CASE)
    there = start.choose("sit")
    assert (start.scene.id, start.state.level("trust"), start.line) == ("corner-table", 2, ())
    assert there.line == (("corner-table", "sit", "stamps"),)
    assert start.choose("sit") == there


@pytest.mark.parametrize("id", ["press", "nothing", "tell"])
def test_what_is_closed_unknown_or_elsewhere_cannot_be_chosen(id: str) -> None:
    with pytest.raises(NotOpen) as no:
        play(CASE, id)
    assert f'"{id}" is not a choice in "corner-table" now.' in str(no.value)
    assert "Open here: sit." in str(no.value)


def test_nothing_can_be_chosen_in_an_ending() -> None:
    there = play(CASE, "sit", "tell")
    assert there.ending == "good"
    assert [p.text for p in there.passages] == ["Well."]
    with pytest.raises(NotOpen, match="Open here: nothing"):
        there.choose("sit")


def test_a_game_is_built_once_and_its_start_is_the_same_value() -> None:
    game = Game(CASE)
    assert game.start is game.start
    assert play(CASE).state == game.start.state


def test_a_scene_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        CASE.scene("nowhere")
