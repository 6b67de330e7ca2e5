"""Packed into whole numbers, a story is the same story: every state, every condition."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario.condition import holds
from mentor_cpd.scenario.explore import explore
from mentor_cpd.scenario.model import (
    All,
    AnyOf,
    Condition,
    Detour,
    EndingIs,
    Holds,
    Level,
    Mark,
    Meter,
    Not,
    Scenario,
    Shift,
    Unrepaired,
    Visited,
)
from mentor_cpd.scenario.packing import named, steering
from mentor_cpd.scenario.play import play
from mentor_cpd.scenario.positions import visit
from tests.scenario.brute import KINDS, Brute, choice, scenario, scene

TOLD, SEEN = Holds("told"), Holds("seen")
LIED, LATE = Unrepaired("lie"), Unrepaired("lateness")
GOOD, POOR = EndingIs("good"), EndingIs("poor")

# Every thing that a choice can do, and several of them in one choice, in every order.
CASE = scenario(
    scene(
        "hall",
        choice("tell", "hall", Mark("told"), Mark("seen")),
        choice("hide", "yard", Mark("seen"), Mark("told"), Mark("seen", to=False)),
        choice("lie", "hall", Mark("told"), Shift("trust", -2), error="lie"),
        choice("be-late", "yard", Shift("hope", 1), error="lateness"),
        choice("start-over", "hall", Mark("told", to=False), Mark("seen", to=False)),
    ),
    scene(
        "yard",
        choice("mend", "hall", Mark("seen", to=False), repairs=("lie", "lateness")),
        choice("mend-one", "hall", Shift("hope", 2), Shift("trust", 1), repairs=("lie",)),
        choice("lie-again", "yard", Mark("told"), repairs=("lie", "lateness"), error="lie"),
        choice("cheer", "yard", Shift("trust", 9), Shift("trust", -1), Shift("hope", -1)),
        choice(
            "leave",
            "gate",
            when=AnyOf((Visited("hall"), LATE)),
            detours=(Detour(Level("hope", ">", 1), "well"), Detour(All((TOLD, LIED)), "badly")),
        ),
    ),
    scene("gate", choice("out", "so-so"), choice("back", "hall", when=Not(LIED))),
    scene("well", ending="good"),
    scene("so-so", ending="mixed"),
    scene("badly", ending="poor"),
    meters=(Meter("trust", "Trust", -2, 3, 0), Meter("hope", "Hope", 1, 4, 2)),
    facts=("told", "seen"),
)

CONDITIONS: list[Condition] = [
    TOLD,
    SEEN,
    LIED,
    LATE,
    Visited("hall"),
    *(Level("trust", is_, 1) for is_ in ("=", "!=", "<", "<=", ">", ">=")),
    *(Level("hope", "=", level) for level in range(6)),
    *map(EndingIs, KINDS),
    Not(TOLD),
    Not(GOOD),
    Not(Not(POOR)),
    All(()),
    AnyOf(()),
    All((TOLD,)),
    All((TOLD, SEEN)),
    All((TOLD, Not(LIED), Level("trust", ">=", 0))),
    AnyOf((TOLD, LATE)),
    AnyOf((SEEN, LIED, Level("hope", "<", 2))),
    All((GOOD, TOLD)),
    AnyOf((GOOD, LIED)),
    All((Not(AnyOf((POOR, SEEN))), AnyOf((LATE, All((TOLD, GOOD)))))),
]


def test_every_position_is_that_of_the_plain_story() -> None:
    """Path by path: the scene and all that can be asked are what playing them gives."""
    found = visit(CASE, 10_000)
    assert found.finished
    assert len(found) == len(Brute(CASE).distance) > 400
    for position in range(len(found)):
        here = play(CASE, *(step.choice for step in found.path_to(position)))
        state = found.packed[position] >> found.packing.scene_bits
        assert found.scene(position) == here.scene
        assert found.endings[position] == (here.ending is not None)
        for asked in CONDITIONS:
            told = found.packing.test(asked, here.ending)(state)
            assert told == holds(asked, here.state, here.ending), (here.line, asked)


@pytest.mark.parametrize("asked", [TOLD, LIED, Level("trust", "<", 0), Visited("gate"), Not(GOOD)])
def test_what_is_not_asked_about_is_not_told_apart_and_cannot_be_asked(asked: Condition) -> None:
    """Only so much is kept as steers the story and is asked about, and that is kept exactly."""
    kept = steering(CASE) | named([asked])
    found = visit(CASE, 10_000, kept)
    assert found.finished
    assert len(found) < len(visit(CASE, 10_000))
    for position in range(len(found)):
        here = play(CASE, *(step.choice for step in found.path_to(position)))
        state = found.packed[position] >> found.packing.scene_bits
        told = found.packing.test(asked, here.ending)(state)
        assert told == holds(asked, here.state, here.ending), here.line
    with pytest.raises(KeyError, match="seen"):
        found.packing.test(SEEN)
    with pytest.raises(KeyError, match="gate"):
        visit(CASE, 10_000, steering(CASE)).packing.test(Visited("gate"))


def test_what_is_asked_about_has_its_kind_and_its_name() -> None:
    """A fact and an error may have one name; an ending's kind is no state."""
    same: list[Condition]
    same = [Holds("x"), Level("x", "=", 1), Visited("x"), Unrepaired("x"), GOOD]
    kinds = {("fact", "x"), ("meter", "x"), ("visited", "x"), ("unrepaired", "x")}
    assert named([All((GOOD, *same))]) == kinds
    assert named([GOOD]) == frozenset()


def test_a_scene_that_is_asked_about_counts_from_when_it_is_entered() -> None:
    """Also where it is the first scene, and where nothing but a rule asks."""

    def story(asked: Condition) -> Scenario:
        return scenario(
            scene("hall", choice("on", "yard"), choice("skip", "well")),
            scene("yard", choice("on", "well", when=asked)),
            scene("well", ending="good"),
        )

    for asked in (Visited("hall"), Visited("yard")):
        assert explore(story(asked)).never_open == ()
    assert explore(story(Visited("well"))).never_open == (("yard", "on"),)
