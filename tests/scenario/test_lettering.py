"""Words have a width near enough to be folded into boxes before anybody has drawn them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_cpd.scenario.drawing.lettering import fold, shorten, wide


def test_words_are_as_wide_as_their_letters_in_the_size_of_the_type() -> None:
    assert wide("", 10) == 0
    assert wide("noon", 10) == pytest.approx(wide("n", 10) * 2 + wide("o", 10) * 2)
    assert wide("noon", 20) == pytest.approx(wide("noon", 10) * 2)


def test_thin_letters_take_less_room_than_round_and_broad_ones() -> None:
    widths = [wide(letter, 10) for letter in ("i", "f", "t", "s", "n", "A", "w", "M", "m")]
    assert widths == sorted(set(widths))


def test_bold_words_are_wider() -> None:
    assert wide("bold", 10) < wide("bold", 10, bold=True) < wide("bold", 10) * 1.25


def test_letters_of_other_scripts_have_room() -> None:
    """Accents and Greek as our own letters; an ideograph takes the whole square."""
    assert wide("é", 10) == wide("λ", 10) == wide("e", 10)
    assert wide("課", 10) == 10
    assert wide("\u2e80", 10) == 10


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("The walk to registration", 90, ["The walk to", "registration"]),
        ("ask-what-she-sees", 60, ["ask-what-", "she-sees"]),
        ("short", 200, ["short"]),
        ("two  spaces\nand a line", 200, ["two spaces and a line"]),
        (" about ", 200, ["about"]),
        ("- a list", 200, ["- a list"]),
        ("", 50, [""]),
    ],
)
def test_words_are_folded_at_spaces_and_hyphens(text: str, room: float, lines: list[str]) -> None:
    assert fold(text, 10.5, room) == lines


def test_a_word_too_long_for_any_line_is_broken_where_it_must_be() -> None:
    lines = fold("go supercalifragilistic on", 10, 50)
    assert lines == ["go", "supercali", "fragilistic", "on"]


def test_words_that_just_fit_stay_on_their_line() -> None:
    assert fold("just fits", 10, wide("just fits", 10)) == ["just fits"]
    assert fold("just fits", 10, wide("just fits", 10) - 0.1) == ["just", "fits"]
    assert fold("aaa", 10, wide("aa", 10)) == ["aa", "a"]


def test_bold_words_are_folded_by_their_own_width() -> None:
    room = wide("just fits", 10)
    assert fold("just fits", 10, room, bold=True) == ["just", "fits"]
    broken = fold("supercalifragilistic", 10, 50, bold=True)
    assert all(wide(line, 10, bold=True) <= 50 for line in broken)


@given(st.text(max_size=60), st.floats(30, 200))
def test_folding_loses_nothing_and_keeps_to_the_room(text: str, room: float) -> None:
    lines = fold(text, 10, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(wide(line.strip(), 10) <= room or len(line.strip()) == 1 for line in lines)


def test_what_is_cut_short_ends_in_an_ellipsis() -> None:
    assert shorten("one two", 10, 25, 2) == ["one", "two"]
    assert shorten("one two three", 10, 41, 2) == ["one two", "three"]
    assert shorten("one two three four", 10, 41, 2) == ["one two", "three …"]
    assert shorten("one two three four", 10, 41, 1) == ["one …"]


def test_what_is_cut_in_bold_is_folded_in_bold_and_no_space_is_doubled() -> None:
    room = wide("just fits", 10)
    assert shorten("just fits", 10, room, 2, bold=True) == ["just", "fits"]
    assert shorten("one mm then", 10, wide("one mm", 10), 1) == ["one …"]


def test_the_ellipsis_has_room_on_the_last_line() -> None:
    """What stands before it is cut off where that must be, and no more."""
    room = wide("supercal …", 10)
    assert shorten("supercalifragilistic", 10, room, 1) == ["supercal …"]
    assert shorten("supercalifragilistic", 10, room - 0.1, 1) == ["superca …"]
    bold = shorten("supercalifragilistic", 10, room, 1, bold=True)
    assert wide(bold[0], 10, bold=True) <= room
    assert bold != ["supercal …"]
    assert shorten("wide", 10, 1, 1) == [" …"], "however little room there is"
