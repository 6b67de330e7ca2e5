"""Conditions are data: what holds, what effects change, and how both read."""

from __future__ import annotations

import operator
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mentor_cpd.scenario import limits
from mentor_cpd.scenario.condition import (
    State,
    after,
    apply,
    conditions_of,
    holds,
    in_words,
    parts_of,
    watched_scenes,
)
from mentor_cpd.scenario.expression import NotUnderstood, read_condition
from mentor_cpd.scenario.model import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Detour,
    EndingIs,
    EndingKind,
    Holds,
    KeyFeature,
    Level,
    Mark,
    Meter,
    Not,
    Passage,
    Rule,
    Shift,
    Unrepaired,
    Visited,
)
from tests.scenario.brute import KINDS, choice, conditions, scenario, scene

TRUST = Meter("trust", "Trust", 0, 5, 2)
METERS = {"trust": TRUST}
HERE = State(
    meters=(("trust", 3), ("hope", 0)),
    facts=frozenset({"told"}),
    visited=frozenset({"yard"}),
    unrepaired=frozenset({"secrecy"}),
)
YES, NO = Holds("told"), Holds("asked")


@pytest.mark.parametrize(
    ("sign", "compare"),
    [
        ("=", operator.eq),
        ("!=", operator.ne),
        ("<", operator.lt),
        ("<=", operator.le),
        (">", operator.gt),
        (">=", operator.ge),
    ],
)
def test_a_level_is_compared_as_the_sign_says(
    sign: Comparison, compare: Callable[[int, int], bool]
) -> None:
    for than in (2, 3, 4):
        assert holds(Level("trust", sign, than), HERE) == compare(3, than)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (YES, True),
        (NO, False),
        (Visited("yard"), True),
        (Visited("hall"), False),
        (Unrepaired("secrecy"), True),
        (Unrepaired("lateness"), False),
        (Not(YES), False),
        (Not(NO), True),
        (All((YES, YES)), True),
        (All((YES, NO)), False),
        (All(()), True),
        (AnyOf((NO, YES)), True),
        (AnyOf((NO, NO)), False),
        (AnyOf(()), False),
    ],
)
def test_what_holds(condition: Condition, expected: bool) -> None:
    assert holds(condition, HERE) is expected


def test_an_ending_is_of_its_own_kind_only_and_no_scene_that_goes_on_is() -> None:
    for kind in KINDS:
        assert [holds(EndingIs(kind), HERE, other) for other in (*KINDS, None)] == [
            kind == other for other in (*KINDS, None)
        ]


def test_an_ending_is_seen_from_inside_not_and_and_or() -> None:
    good = EndingIs("good")
    for wrapped in (Not(Not(good)), All((good, YES)), AnyOf((good, NO))):
        assert holds(wrapped, HERE, "good")
        assert not holds(wrapped, HERE, "poor")
        assert not holds(wrapped, HERE), "the story goes on"


def test_a_meter_that_the_case_does_not_have_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="luck"):
        holds(Level("luck", "=", 1), HERE)


@pytest.mark.parametrize(("by", "level"), [(1, 4), (2, 5), (9, 5), (-3, 0), (-9, 0)])
def test_a_meter_moves_and_stops_at_its_ends(by: int, level: int) -> None:
    moved = apply(Shift("trust", by), HERE, METERS)
    assert moved.meters == (("trust", level), ("hope", 0))
    assert HERE.level("trust") == 3, "the state before is left as it was"


def test_a_fact_is_set_and_taken_back() -> None:
    assert apply(Mark("asked"), HERE, METERS).facts == {"told", "asked"}
    assert apply(Mark("told", to=False), HERE, METERS).facts == frozenset()
    assert apply(Mark("asked", to=False), HERE, METERS) == HERE


def test_effects_follow_the_order_in_which_they_are_written() -> None:
    up_then_down = choice("c", "x", Shift("trust", 9), Shift("trust", -1))
    down_then_up = choice("c", "x", Shift("trust", -1), Shift("trust", 9))
    assert after(up_then_down, HERE, METERS).level("trust") == 4
    assert after(down_then_up, HERE, METERS).level("trust") == 5
    on_then_off = choice("c", "x", Mark("asked"), Mark("asked", to=False))
    assert "asked" not in after(on_then_off, HERE, METERS).facts


def test_repairs_come_before_the_choices_own_error() -> None:
    both = choice("c", "x", repairs=("secrecy",), error="secrecy")
    mends = choice("c", "x", repairs=("secrecy", "lateness"))
    makes = choice("c", "x", error="lateness")
    assert after(both, HERE, METERS).unrepaired == {"secrecy"}
    assert after(mends, HERE, METERS).unrepaired == frozenset()
    assert after(makes, HERE, METERS).unrepaired == {"secrecy", "lateness"}


def test_every_condition_of_a_case_is_found_wherever_it_stands() -> None:
    places = [Visited(name) for name in ("a", "b", "c", "d", "e", "f")]
    case = scenario(
        scene(
            "start",
            choice("go", "well", when=places[1], detours=(Detour(places[2], "well"),)),
            passages=(Passage("Told.", when=places[0]), Passage("Always told.")),
        ),
        scene("well", ending="good"),
        rules=(
            Rule("never", "", never=Not(AnyOf((places[3],)))),
            Rule("at", "", at="good", holds=places[4]),
        ),
        key_features=(KeyFeature("k", "", All((YES, places[5]))),),
    )
    assert len(conditions_of(case)) == 6
    assert watched_scenes(case) == {"a", "b", "c", "d", "e", "f"}


def test_the_parts_of_a_condition_begin_with_itself() -> None:
    condition = Not(All((YES, AnyOf((NO, Visited("yard"))))))
    found = parts_of(condition)
    assert found[0] == condition
    assert {YES, NO, Visited("yard")} <= set(found)
    assert len(found) == 6


@pytest.mark.parametrize(
    "words",
    [
        "trust >= 3 and not promised-secrecy",
        "visited the-stamps or ending is good",
        "not (told or asked) and unrepaired secrecy",
        "(told or asked) and (told or trust != -1)",
        "not not told",
    ],
)
def test_conditions_read_as_a_trainer_writes_them(words: str) -> None:
    assert in_words(read_condition(words)) == words


def test_a_condition_may_be_as_long_and_as_deep_as_its_limits_and_no_more() -> None:
    longest = "told" + " " * (limits.CONDITION_CHARACTERS - 4)
    assert read_condition(longest) == YES
    with pytest.raises(NotUnderstood, match="400 is the most"):
        read_condition(longest + " ")
    deepest = "not " * (limits.CONDITION_DEPTH - 1) + "told"
    beside = "told and " * (limits.CONDITION_DEPTH + 1)
    for before in ("", "told and ", "(told or told) and ", beside):
        assert read_condition(before + deepest), "what stands beside it is no deeper"
        with pytest.raises(NotUnderstood, match="nested more than"):
            read_condition(f"{before}not {deepest}")


@pytest.mark.parametrize("word", ["visited", "unrepaired"])
@pytest.mark.parametrize("after", ["and told", "OR told", "(told)", ""])
def test_a_name_that_is_missing_is_missed_where_it_should_stand(word: str, after: str) -> None:
    with pytest.raises(NotUnderstood, match="id is missing") as no:
        read_condition(f"told and {word} {after}")
    assert no.value.column == len(f"told and {word} {after}".rstrip()) + 1 - len(after)
    assert no.value.remedy == ""


@settings(max_examples=100, deadline=None)
@given(
    conditions(("yard", "hall"), (TRUST, Meter("hope", "Hope", 0, 1, 0)), ("told",), ("secrecy",)),
    st.sampled_from((None, *KINDS)),
)
def test_words_mean_what_the_condition_means(
    condition: Condition, ending: EndingKind | None
) -> None:
    # An "and" of fewer than two has no words of its own; the parser never makes one.
    assume(all(len(p.parts) > 1 for p in parts_of(condition) if isinstance(p, All | AnyOf)))
    assert holds(read_condition(in_words(condition)), HERE, ending) == holds(
        condition, HERE, ending
    )
