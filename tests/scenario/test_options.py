"""The quality bar of decisions, at its edges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from mentor_cpd.scenario.diagnostic import Diagnostic
from mentor_cpd.scenario.lines import Lines
from mentor_cpd.scenario.model import Choice, Evidence, Scenario, Scene
from mentor_cpd.scenario.options import (
    best_is_first,
    best_is_not_always_in_one_place,
    best_is_not_the_longest,
    best_of,
    decisions_are_declared,
    key_decisions_have_options,
    key_decisions_tell_options_apart,
)
from mentor_cpd.scenario.subject import Subject
from tests.scenario.brute import scenario

Rule = Callable[[Subject], Iterator[Diagnostic]]


def option(text: str, points: int = 0) -> Choice:
    return Choice(text.lower(), text, "end", evidence=(Evidence("listening", points),))


def decision(id: str, *options: Choice, decides: tuple[str, ...] = ("room",)) -> Scene:
    return Scene(id, id.title(), (), options, decides=decides)


def said(rule: Rule, *decisions: Scene) -> list[str]:
    end = Scene("end", "The end", (), ending="good")
    case: Scenario = scenario(*decisions, end)
    found = rule(Subject(case, "case.md", Lines(), date(2026, 11, 22)))
    return [f"{one.code} {one.sentence}" for one in found]


def with_the_best(length: int, id: str) -> Scene:
    """A decision whose best option, the second, has so many characters; the others have six."""
    return decision(id, option("Listen"), option("x" * length, 2), option("Answer", 1))


def test_the_best_may_be_the_longest_in_two_of_five() -> None:
    short = [with_the_best(5, f"short-{at}") for at in range(3)]
    long = [with_the_best(7, f"long-{at}") for at in range(3)]
    assert said(best_is_not_the_longest, *short, *long[:2]) == []
    assert said(best_is_not_the_longest, *short[:2], *long) == [
        "S304 the best option is the longest in 3 of 5 decisions: long-0, long-1, long-2."
    ]


def test_one_that_is_as_long_as_another_is_not_the_longest() -> None:
    assert said(best_is_not_the_longest, *(with_the_best(6, f"d-{at}") for at in range(3))) == []


@pytest.mark.parametrize("rule", [best_is_not_the_longest, best_is_not_always_in_one_place])
def test_a_habit_is_seen_in_three_decisions_and_not_in_two(rule: Rule) -> None:
    three = [with_the_best(7, f"d-{at}") for at in range(3)]
    assert said(rule, *three[:2]) == []
    assert len(said(rule, *three)) == 1


def test_the_place_of_the_best_is_counted_from_one() -> None:
    three = [with_the_best(7, f"d-{at}") for at in range(3)]
    assert said(best_is_not_always_in_one_place, *three) == [
        "S303 the best option is number 2 in each of the 3 decisions."
    ]
    elsewhere = decision("d-3", option("Listen", 2), option("Wait"), option("Answer"))
    assert said(best_is_not_always_in_one_place, *three, elsewhere) == []


def test_an_error_makes_an_option_worse_than_any_points_make_it_better() -> None:
    error = Choice("promise", "Promise.", "end", error="promise", evidence=(Evidence("l", 3),))
    listens = option("Listen.")
    scene = decision("d", error, listens)
    assert best_of(scene) == (listens,)
    assert not best_is_first(scene)
    assert best_is_first(decision("d", listens, error))


def test_three_options_are_enough_and_one_way_on_has_nothing_to_tell_apart() -> None:
    one, two, three = option("One"), option("Two"), option("Three", 1)
    assert said(key_decisions_have_options, decision("d", one, two, three)) == []
    assert said(key_decisions_have_options, decision("d", one, three)) == [
        'S301 the key decision "d" has 2 of the 3 options it needs.'
    ]
    assert said(key_decisions_tell_options_apart, decision("d", one)) == []
    assert said(key_decisions_tell_options_apart, decision("d", one, two)) == [
        'S302 all options of the key decision "d" score the same.'
    ]


def test_a_decision_of_three_options_says_what_it_is_about_and_one_of_two_need_not() -> None:
    one, two, three = option("One"), option("Two"), option("Three", 1)
    assert said(decisions_are_declared, decision("d", one, three, decides=())) == []
    assert said(decisions_are_declared, decision("d", one, two, three)) == []
    assert said(decisions_are_declared, decision("d", one, two, three, decides=())) == [
        'S310 the decision "d" does not say which key feature it is about.'
    ]
