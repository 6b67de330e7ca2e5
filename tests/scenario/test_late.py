"""What comes back late: whatever a choice can change, and wherever the story can ask about it."""

from __future__ import annotations

from datetime import date

import pytest

from mentor_cpd.scenario.late import something_comes_late
from mentor_cpd.scenario.lines import Lines
from mentor_cpd.scenario.model import (
    Choice,
    Condition,
    Detour,
    EndingIs,
    Holds,
    Level,
    Mark,
    Meter,
    Not,
    Passage,
    Scenario,
    Shift,
    Unrepaired,
    Visited,
)
from mentor_cpd.scenario.subject import Subject
from tests.scenario.brute import choice, scenario, scene

CAUSES: dict[str, tuple[Choice, Condition]] = {
    "a fact": (choice("go", "s1", Mark("told")), Holds("told")),
    "a meter": (choice("go", "s1", Shift("trust", 1)), Level("trust", ">=", 3)),
    "an error": (choice("go", "s1", error="secrecy"), Unrepaired("secrecy")),
    "a scene": (choice("go", "s1"), Visited("s1")),
}


def told(scenario: Scenario) -> list[str]:
    subject = Subject(scenario, "case.md", Lines(), date(2026, 11, 22))
    return [one.code for one in something_comes_late(subject)]


def story(
    *choices: Choice,
    asked_in: str = "",
    passage: Condition | None = None,
    when: Condition | None = None,
    detour: Condition | None = None,
) -> Scenario:
    """From the start to s1 by these choices, and then s2, s3, s4, s5; one place asks something."""
    here = [
        scene(
            f"s{n}",
            choice(
                "on",
                f"s{n + 1}",
                when=when if asked_in == f"s{n}" else None,
                detours=(Detour(detour, "s5"),) if detour and asked_in == f"s{n}" else (),
            ),
            passages=(Passage("Told.", when=passage if asked_in == f"s{n}" else None),),
        )
        for n in range(1, 5)
    ]
    return scenario(
        scene("start", *choices),
        *here,
        scene("s5", ending="good"),
        meters=(Meter("trust", "Trust", 0, 5, 2),),
        facts=("told", "other"),
    )


@pytest.mark.parametrize(("cause", "asks"), CAUSES.values(), ids=CAUSES)
def test_whatever_a_choice_changes_can_come_back(cause: Choice, asks: Condition) -> None:
    """The choice leads to s1; s4 is three choices later, s3 is two."""
    assert told(story(cause, asked_in="s4", passage=asks)) == []
    assert told(story(cause, asked_in="s3", passage=asks)) == ["S308"]
    assert told(story(cause, asked_in="s4", passage=Not(asks))) == []
    assert told(story(cause)) == ["S308"], "nothing asks"


@pytest.mark.parametrize(("cause", "asks"), CAUSES.values(), ids=CAUSES)
def test_what_nothing_has_set_does_not_come_back(cause: Choice, asks: Condition) -> None:
    if not isinstance(asks, Visited):
        assert told(story(choice("go", "s1"), asked_in="s4", passage=asks)) == ["S308"]
    others = [other for _cause, other in CAUSES.values() if other not in (asks, Visited("s1"))]
    for other in [*others, Holds("other"), Visited("s4"), EndingIs("good")]:
        assert told(story(cause, asked_in="s4", passage=other)) == ["S308"]


def test_a_choice_that_opens_is_asked_where_it_stands_and_a_detour_one_choice_on() -> None:
    sets = choice("go", "s1", Mark("told"))
    assert told(story(sets, asked_in="s4", when=Holds("told"))) == []
    assert told(story(sets, asked_in="s3", when=Holds("told"))) == ["S308"]
    assert told(story(sets, asked_in="s3", detour=Holds("told"))) == []
    assert told(story(sets, asked_in="s2", detour=Holds("told"))) == ["S308"]


def test_the_shortest_way_counts() -> None:
    """Where a detour may skip what lies between, nothing is sure to come late."""
    sets = choice("go", "s1", Mark("told"))
    long, short = story(sets, asked_in="s4", passage=Holds("told")), Detour(Holds("other"), "s4")
    first = scene("s1", choice("on", "s2", detours=(short,)))
    scenes = [first if one.id == "s1" else one for one in long.scenes]
    assert told(scenario(*scenes, facts=long.facts)) == ["S308"]


def test_a_detour_of_the_cause_leads_away_too() -> None:
    """Its own link leads to where it is asked; its detour, to three choices before."""
    sets = choice("go", "s4", Mark("told"), detours=(Detour(Holds("other"), "s1"),))
    assert told(story(sets, asked_in="s4", passage=Holds("told"))) == []
