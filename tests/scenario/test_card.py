"""A card is as large as its words need, and numbers every way out of its scene."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mentor_cpd.scenario.drawing.card import (
    NARROWEST,
    PAD,
    SMALL,
    TITLE,
    WIDEST,
    WORDS,
    Card,
    Way,
    blank,
    card,
    ways_seen,
    ways_written,
)
from mentor_cpd.scenario.drawing.lettering import wide
from mentor_cpd.scenario.model import Detour, Holds, Mark, Not, Scenario, Scene
from mentor_cpd.scenario.play import play
from tests.scenario.brute import choice, scenario, scene


def made(case: Scenario, over: str = "") -> Card:
    start = case.start
    return card(start, [way for way in ways_written(case) if way.scene == start.id], over)


def deciding(*names: str, title: str = "start") -> Scenario:
    """A scene with these choices, the last thing before the end."""
    return scenario(scene(title, *(choice(n, "end") for n in names)), scene("end", ending="good"))


def test_a_card_with_few_words_is_narrow_and_one_with_many_is_no_wider_than_the_widest() -> None:
    assert made(deciding("go")).width == NARROWEST
    some = made(deciding("ask-the-form-tutor"))
    assert NARROWEST < some.width < WIDEST
    assert some.width >= some.indent + wide("ask-the-form-tutor", WORDS) + 2 * PAD
    assert made(deciding("x" * 60)).width == WIDEST


def test_a_card_is_as_wide_as_its_title_or_what_stands_over_it_needs() -> None:
    titled = made(deciding("go", title="sandbags-again"))
    assert titled.width >= wide("Sandbags again", TITLE, bold=True) + 2 * PAD > NARROWEST
    over = made(deciding("go"), over="Where everybody begins")
    assert over.width >= wide("Where everybody begins", SMALL, bold=True) + 2 * PAD > NARROWEST


def test_all_numbers_have_room_side_by_side_at_the_foot() -> None:
    crowded = made(deciding(*(f"c{n}" for n in range(12))))
    assert crowded.width > sum(entry.way.room for entry in crowded.entries) + 3 * 12


def test_an_ending_has_room_for_its_slanting_sides() -> None:
    bare = Scene("end", "End", ())
    ended = Scene("end", "End", (), ending="poor")
    assert card(ended, [], "").width == card(bare, [], "").width + 2 * PAD


def test_entries_stand_below_the_title_and_below_each_other() -> None:
    long = "ask-the-form-tutor-whether-somebody-has-rung-home"
    told = made(deciding(long, "wait", title="the-walk-to-the-bus-in-the-rain"))
    assert len(told.title) == 2
    first, second = told.entries
    assert first.top > told.title_top + 2 * TITLE * 1.2
    assert second.top > first.top + len(first.lines) * WORDS * 1.2
    assert told.height > second.top + WORDS * 1.2 + 10, "with room for the numbers at its foot"
    assert first.top < first.middle < first.top + 1.3 * WORDS, "of its first line"


def test_a_title_is_folded_by_the_width_of_its_bold_letters() -> None:
    title = "Seventeen sandbags"
    assert wide(title, TITLE) < WIDEST - 2 * PAD < wide(title, TITLE, bold=True)
    assert made(deciding("go", title="seventeen-sandbags")).title == ["Seventeen", "sandbags"]


def test_what_stands_over_a_title_moves_all_that_is_below_it() -> None:
    plain, over = made(deciding("go")), made(deciding("go"), over="Start")
    down = over.title_top - plain.title_top
    assert down > SMALL
    assert over.height - plain.height == pytest.approx(down)
    assert over.entries[0].top - plain.entries[0].top == pytest.approx(down)
    assert over.box.side - plain.box.side == pytest.approx(down)
    assert over.title_top < over.box.side < over.title_top + TITLE * 1.3, "beside the title"


def test_a_card_without_choices_ends_with_its_title() -> None:
    bare = card(Scene("end", "End", ()), [], "")
    assert bare.title_top + TITLE < bare.height < bare.title_top + TITLE + 2 * PAD
    assert bare.entries == []


def test_long_words_are_cut_short_and_conditions_sooner() -> None:
    facts = [Holds(f"told-somebody-at-school-on-day-{n}") for n in range(3)]
    case = scenario(
        scene("s", choice("-".join(["word"] * 40), "end", detours=(Detour(facts[0], "end"),))),
        scene("end", ending="good"),
        facts=tuple(fact.fact for fact in facts),
    )
    own, detour = made(case).entries
    assert len(own.lines) == 4
    assert own.lines[-1].endswith(" …")
    assert len(detour.lines) == 2
    assert detour.lines[0].startswith("if told-")
    room = WIDEST - 2 * PAD - made(case).indent
    assert all(wide(line, WORDS) <= room for line in (*own.lines, *detour.lines))


def test_words_stand_right_of_the_widest_number() -> None:
    case = scenario(
        scene("s", choice("a", "end", detours=(Detour(Holds("f"), "end"),))),
        scene("end", ending="good"),
        facts=("f",),
    )
    assert wide("1a", SMALL, bold=True) < made(case).indent < wide("1a", SMALL, bold=True) + 10
    assert made(case).indent > made(deciding("a")).indent
    assert card(case.scenes[1], [], "").indent > 0


def test_a_number_has_room_for_all_its_figures() -> None:
    one, long = (Way("s", choice("a", "b"), "b", number, "a") for number in ("1", "12a"))
    assert one.room == 13
    assert long.room > wide("12a", SMALL)
    assert long.room > one.room


def test_a_blank_card_says_that_nobody_was_there() -> None:
    hidden = blank(Scene("secret", "A secret", (), (choice("go", "end"),), "poor"))
    assert (hidden.title, hidden.over, hidden.entries, hidden.blank) == (
        ["not visited"],
        "",
        [],
        True,
    )
    assert hidden.width > wide("not visited", TITLE) + PAD
    assert TITLE + PAD < hidden.height < TITLE + 3 * PAD


def numbers(case: Scenario) -> list[tuple[str, str, bool]]:
    return [(way.number, way.words, way.dashed) for way in ways_written(case)]


def test_choices_are_numbered_in_each_scene_and_detours_lettered_after_their_choice() -> None:
    case = scenario(
        scene(
            "s",
            choice("a", "t"),
            choice("b", "t", detours=(Detour(Holds("f"), "end"), Detour(Not(Holds("f")), "t"))),
        ),
        scene("t", choice("c", "end")),
        scene("end", ending="good"),
        facts=("f",),
    )
    assert numbers(case) == [
        ("1", "a", False),
        ("2", "b", False),
        ("2a", "if f", True),
        ("2b", "if not f", True),
        ("1", "c", False),
    ]
    assert [(way.scene, way.to) for way in ways_written(case)] == [
        *(("s", "t"), ("s", "t"), ("s", "end"), ("s", "t"), ("t", "end"))
    ]


def test_detours_past_the_alphabet_are_still_told_apart() -> None:
    detours = (Detour(Holds("f"), "end"),) * 28
    case = scenario(
        scene("s", choice("a", "end", detours=detours)), scene("end", ending="good"), facts=("f",)
    )
    said = [way.number for way in ways_written(case)]
    assert said[:3] == ["1", "1a", "1b"]
    assert said[26:] == ["1z", "1-27", "1-28"]
    assert len(set(said)) == 29


def test_what_was_seen_is_numbered_without_what_was_closed() -> None:
    """And a choice that would have led elsewhere another time has a letter for that."""
    case = scenario(
        scene(
            "hall",
            choice("shut", "end", when=Holds("never")),
            choice("call-out", "hall", Mark("heard")),
            choice("knock-twice", "hall", detours=(Detour(Holds("heard"), "end"),)),
        ),
        scene("end", ending="good"),
        facts=("heard", "never"),
    )
    seen = list(ways_seen(case, play(case, "call-out").line))
    assert [(way.number, way.words, way.to) for way in seen] == [
        ("1", "Do call-out.", "hall"),
        ("2", "Do knock-twice.", "hall"),
        ("2a", "another time", "end"),
    ]
    assert not any(way.dashed or way.when for way in seen), "on what they depend is not told"
    assert [way.to for way in ways_seen(case, ())] == ["hall", "hall"], "where it stands now"
    assert all(a.scene == b.scene == "hall" for a, b in pairwise(seen))
