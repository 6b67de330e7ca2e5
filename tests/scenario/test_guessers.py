"""Scripted guessers: they choose by habit, never by chance, and never for ever."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from mentor_cpd.scenario.explore import explore
from mentor_cpd.scenario.guessers import (
    GUESSERS,
    LEADS,
    POLITE,
    TELLING,
    Guesser,
    best_endings,
    guess,
    nobody_wins_by_habit,
    politeness,
    right_at_first_go,
    tells_a_lead,
)
from mentor_cpd.scenario.model import (
    Choice,
    Holds,
    Level,
    Mark,
    Meter,
    Not,
    Person,
    Scenario,
    Shift,
)
from mentor_cpd.scenario.parse import Parsed, parse
from mentor_cpd.scenario.play import play
from tests.scenario.brute import choice, scenario, scenarios, scene
from tests.scenario.waiting_drill import DRILL
from tests.scenario.waiting_drill import FILE as DRILL_FILE
from tests.scenario.wet_coat import CASE, FILE

BY_ID = {guesser.id: guesser for guesser in GUESSERS}


@pytest.fixture(scope="module")
def wet_coat() -> Scenario:
    found = parse(CASE, FILE).scenario
    assert found is not None
    return found


def says(text: str) -> Choice:
    return choice("it", "end", text=text)


def offered(*texts: str, cast: tuple[Person, ...] = ()) -> Scenario:
    """A case with one decision, whose options have their texts for ids."""
    return scenario(
        scene("start", *(choice(text, "end", text=text) for text in texts)),
        scene("end", ending="good"),
        cast=cast,
    )


def taken(case: Scenario, guesser: str) -> str:
    return guess(case, BY_ID[guesser]).path[0].choice


def test_each_takes_what_its_habit_likes() -> None:
    case = offered(
        "Wait.", "Go and tell the head.", "“Sorry, please, thanks.”", "Say a thing or two."
    )
    assert taken(case, "first") == "Wait."
    assert taken(case, "last") == "Say a thing or two."
    assert taken(case, "longest") == "“Sorry, please, thanks.”"
    assert taken(case, "politest") == "“Sorry, please, thanks.”"
    assert taken(case, "tells") == "Go and tell the head."


def test_a_habit_that_finds_nothing_to_its_taste_takes_the_first() -> None:
    case = offered("Wait.", "Wink.", "Walk.")
    assert {taken(case, name) for name in ("first", "politest", "tells")} == {"Wait."}


def test_only_what_is_open_is_taken() -> None:
    shut = choice("shut", "end", when=Holds("key"))
    case = scenario(scene("start", shut, choice("open", "end")), scene("end", ending="good"))
    assert taken(case, "first") == "open"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Find the safeguarding lead.", True),
        ("“I have to tell Mrs Lowe, today.”", True),
        ("Knock, and ask Mrs Lowe to step out.", True),
        ("Ring 999 from where you are.", True),
        ("“You would have to ask the SENCO.”", True),
        ("Send the pupil at the door for the nurse, and see.", True),
        ("Tell Samir that it is fine.", False),
        ("“How does it go, in your head?” Say nothing.", False),
        ("“Mrs Lowe, of all people!”", False),
        ("“That’s a lot to carry. Tell me.”", False),
    ],
)
def test_telling_the_lead_is_seen_by_title_or_by_name(text: str, told: bool) -> None:
    cast = (
        Person("mrs-lowe", "Mrs Lowe", "deputy head and designated safeguarding lead (DSL)"),
        Person("samir", "Samir", "a friend"),
    )
    assert bool(tells_a_lead(offered("Wait.", cast=cast), says(text))) is told


def test_politeness_counts_whole_words_and_phrases() -> None:
    case = offered("Wait.")
    assert politeness(case, says("“Sorry! Could you, please? Thank you.”")) == 4
    assert politeness(case, says("The glove is in the kindling, dearest Pleased.")) == 0
    assert politeness(case, says("“Don’t worry.”")) == 1


def test_the_word_lists_say_each_word_once() -> None:
    for words in (POLITE, LEADS, TELLING):
        assert len(words) == len(set(words))


def test_a_guesser_that_comes_back_tries_something_else() -> None:
    """A story that goes round the same place would hold whoever always takes the first."""
    case = scenario(
        scene("start", choice("again", "start"), choice("on", "end")), scene("end", ending="good")
    )
    found = guess(case, BY_ID["first"])
    assert [step.choice for step in found.path] == ["again", "on"]
    assert found.ending == "end"


def test_a_guesser_gives_up_where_nothing_is_left() -> None:
    case = scenario(
        scene("start", choice("round", "other"), choice("stop", "end", when=Holds("never"))),
        scene("other", choice("back", "start")),
        scene("end", ending="good"),
        facts=("never",),
    )
    found = guess(case, BY_ID["first"])
    assert (found.ending, found.title, found.kind, found.best) == ("", "", None, False)
    assert len(found.path) == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_a_guesser_stops_in_any_story_and_takes_the_same_way_again(case: Scenario) -> None:
    """It takes every choice of a position once at most, so it stops; and its way can be played."""
    positions = explore(case).positions
    widest = max(len(scene.choices) for scene in case.scenes)
    for guesser in GUESSERS:
        found = guess(case, guesser)
        assert len(found.path) <= positions * widest
        assert found == guess(case, guesser)
        end = play(case, *(step.choice for step in found.path))
        assert (end.ending, end.scene.id if end.ending else "") == (found.kind, found.ending)


def test_any_ending_of_the_best_kind_is_a_best_one(wet_coat: Scenario) -> None:
    assert [ending.id for ending in best_endings(wet_coat)] == ["a-dry-coat"]
    case = scenario(scene("bad", ending="poor"), scene("so-so", ending="mixed"))
    assert [ending.id for ending in best_endings(case)] == ["so-so"]


def test_the_taught_case_cannot_be_won_by_habit(wet_coat: Scenario) -> None:
    ways = {guesser.id: guess(wet_coat, guesser).kind for guesser in GUESSERS}
    assert ways == {
        "longest": "mixed",
        "first": "poor",
        "last": "mixed",
        "politest": "poor",
        "tells": "poor",
    }


def page(id: str, best: str) -> Parsed:
    """A case in which whoever chooses ``best``, one of three, comes to its good ending."""
    texts = {"first": "One.", "second": "Another one, and a long one.", "third": "A third."}
    case = scenario(
        scene(
            "start", *(choice(n, "good" if n == best else "poor", text=t) for n, t in texts.items())
        ),
        scene("good", ending="good"),
        scene("poor", ending="poor"),
        id=id,
    )
    return Parsed(f"{id}.md", case, case)


def test_one_case_may_be_won_by_luck_and_two_may_not() -> None:
    lucky = [page("one", "second"), page("two", "third")]
    assert list(nobody_wins_by_habit(lucky)) == []
    (found,) = nobody_wins_by_habit([*lucky, page("three", "second")])
    assert str(found) == (
        'three.md:1: S707 who plays "Always the longest" comes to a best ending in 2 cases: '
        "one, three. Let that habit fail in all of them but one."
    )


def test_drills_and_broken_pages_are_not_guessed_as_cases() -> None:
    pages = [parse(DRILL, DRILL_FILE), parse("", "broken.md"), page("one", "first")]
    assert list(nobody_wins_by_habit(pages)) == []


def test_in_a_drill_a_guesser_ticks_one_answer_a_question() -> None:
    """Of the three moments, two have one right answer: the second and the third."""
    drill = parse(DRILL, DRILL_FILE).drill
    assert drill is not None
    right = {guesser.id: right_at_first_go(drill, guesser) for guesser in GUESSERS}
    assert right["first"] == sum(
        question.right == {question.answers[0].id} for question in drill.questions
    )
    assert right["last"] == sum(
        question.right == {question.answers[-1].id} for question in drill.questions
    )
    assert max(right.values()) <= 2


def test_a_meter_that_moves_is_another_place() -> None:
    """Coming back with more trust is no coming back: the habit may be followed again."""
    case = scenario(
        scene(
            "start",
            choice("again", "start", Shift("trust", 1)),
            choice("on", "end", when=Level("trust", "=", 2)),
        ),
        scene("end", ending="good"),
        meters=(Meter("trust", "Trust", 0, 2, 0),),
    )
    assert [step.choice for step in guess(case, BY_ID["first"]).path] == [
        *("again", "again", "again", "on")
    ]


def test_facts_that_are_taken_back_do_not_hold_a_guesser() -> None:
    case = scenario(
        scene(
            "start",
            choice("on", "start", Mark("light"), when=Not(Holds("light"))),
            choice("off", "start", Mark("light", to=False), when=Holds("light")),
            choice("out", "end"),
        ),
        scene("end", ending="poor"),
        facts=("light",),
    )
    found = guess(case, Guesser("first", BY_ID["first"].habit))
    assert [step.choice for step in found.path] == ["on", "off", "out"]
    assert found.best
