"""The quality bar of room, at its edges: how much there is of a case, and what is never used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from mentor_cpd.scenario.diagnostic import Diagnostic
from mentor_cpd.scenario.lines import Lines
from mentor_cpd.scenario.model import (
    Holds,
    KeyFeature,
    Level,
    Mark,
    Meter,
    Scenario,
    Scene,
    Shift,
)
from mentor_cpd.scenario.room import (
    it_takes_a_sitting,
    nothing_stands_idle,
    there_are_decisions_enough,
    there_are_endings_enough,
    there_are_questions_enough,
    there_are_scenes_enough,
)
from mentor_cpd.scenario.subject import Subject
from tests.scenario.brute import choice, scenario, scene

LINES = Lines()
LINES.note(8, "minutes")
LINES.note(9, "fact", "idle")
LINES.note(10, "meter", "idle")


def said(rule: Callable[[Subject], Iterator[Diagnostic]], case: Scenario) -> list[str]:
    return [str(one) for one in rule(Subject(case, "case.md", LINES, date(2026, 11, 22)))]


def scenes(count: int) -> list[Scene]:
    return [scene(f"s{number}") for number in range(count)]


def endings(count: int) -> list[Scene]:
    return [scene(f"e{number}", ending="mixed") for number in range(count)]


def decisions(count: int, options: int = 2) -> list[Scene]:
    ways = [choice(f"c{number}", "s0") for number in range(options)]
    return [scene(f"d{number}", *ways) for number in range(count)]


@pytest.mark.parametrize(
    ("rule", "made_of", "enough", "says"),
    [
        (there_are_scenes_enough, scenes, (15, 30), "S316 the case has {} scenes; 15 to 30 give"),
        (there_are_questions_enough, scenes, (8, 12), "S605 the drill has {} questions; 8 to 12"),
        (there_are_endings_enough, endings, (4, 6), "S318 the case has {} endings; 4 to 6 tell"),
    ],
)
def test_too_few_and_too_many_are_told_with_what_to_do(
    rule: Callable[[Subject], Iterator[Diagnostic]],
    made_of: Callable[[int], list[Scene]],
    enough: tuple[int, int],
    says: str,
) -> None:
    least, most = enough
    for count in enough:
        assert said(rule, scenario(*made_of(count))) == []
    (few,) = said(rule, scenario(*made_of(least - 1)))
    (many,) = said(rule, scenario(*made_of(most + 1)))
    assert few.startswith(f"case.md:1: {says.format(least - 1)}")
    assert many.startswith(f"case.md:1: {says.format(most + 1)}")
    assert few.endswith(("Add moments that matter.", "Let more come of what was done."))
    assert many.endswith((" of it.", "Join those that teach the same."))


def test_a_decision_has_two_options_and_eight_are_enough() -> None:
    assert said(there_are_decisions_enough, scenario(*decisions(8))) == []
    for case in (scenario(*decisions(7)), scenario(*decisions(7), *decisions(9, options=1))):
        (found,) = said(there_are_decisions_enough, case)
        assert found.startswith("case.md:1: S317 the case has 7 decisions; 8 or more give it room.")


def test_a_sitting_is_told_at_the_line_that_says_how_long_it_takes() -> None:
    assert said(it_takes_a_sitting, scenario(*scenes(1), minutes=12)) == []
    assert said(it_takes_a_sitting, scenario(*scenes(1), minutes=20)) == []
    (found,) = said(it_takes_a_sitting, scenario(*scenes(1), minutes=21))
    assert found.startswith("case.md:8: S319 the case takes 21 minutes; 12 to 20 fit a sitting.")


IDLE = Meter("idle", "Idle", 0, 3, 1)


def test_a_fact_that_is_never_set_or_never_asked_about_does_nothing() -> None:
    sets = scene("s0", choice("set", "s0", Mark("idle")))
    asks = scene("s1", choice("ask", "s0", when=Holds("idle")))
    assert said(nothing_stands_idle, scenario(sets, asks, facts=("idle",))) == []
    assert said(nothing_stands_idle, scenario(asks, facts=("idle",))) == [
        'case.md:9: S320 "idle" does nothing: no choice changes it. Use it, or take it out.'
    ]
    assert said(nothing_stands_idle, scenario(sets, facts=("idle",))) == [
        'case.md:9: S320 "idle" does nothing: nothing asks about it. Use it, or take it out.'
    ]


def test_a_meter_that_is_shown_need_not_be_asked_about() -> None:
    moves = scene("s0", choice("move", "s0", Shift("idle", 1)))
    shown = Meter("idle", "Idle", 0, 3, 1, shown=True, words=("low", "high"))
    assert said(nothing_stands_idle, scenario(moves, meters=(shown,))) == []
    assert said(nothing_stands_idle, scenario(moves, meters=(IDLE,))) == [
        'case.md:10: S320 "idle" does nothing: nothing asks about it. Use it, or take it out.'
    ]


def test_a_key_feature_asks_too() -> None:
    moves = scene("s0", choice("move", "s0", Shift("idle", 1)))
    feature = KeyFeature("trusted", "You were trusted.", Level("idle", ">", 1))
    case = scenario(moves, meters=(IDLE,), key_features=(feature,))
    assert said(nothing_stands_idle, case) == []
