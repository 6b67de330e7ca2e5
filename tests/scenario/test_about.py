"""What a scene says about itself: read line by line, and every slip told where it stands."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario.model import Passage
from mentor_cpd.scenario.parse import Parsed, parse
from tests.scenario.wet_coat import CASE, FILE, line_of

DECIDES = "Decides: room-made\n"


def read(old: str, new: str) -> Parsed:
    assert CASE.count(old) == 1, old
    return parse(CASE.replace(old, new), FILE)


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        (DECIDES, f"{DECIDES}{DECIDES}", 1, 'S111 the scene says "Decides:" twice. Say it once.'),
        ("Ending: mixed", "Ending: mixt", 0, 'S125 "mixt" is no kind of ending. Did you mean "mix'),
        (
            "Ending: mixed",
            "Ending: over",
            0,
            'S125 "over" is no kind of ending. The kinds are good, mixed, poor, unsafe.',
        ),
        (
            DECIDES,
            f"Ask: why\n{DECIDES}",
            0,
            'S126 "Ask:" is not known here. Did you mean "Asks:"?',
        ),
        (
            DECIDES,
            f"{DECIDES}Cite: oars-listening\n",
            1,
            'S126 "Cite:" is not known here. Did you mean "Cites:"?',
        ),
        (
            DECIDES,
            f"Sam waits.\n{DECIDES}",
            0,
            "S126 a line of the story stands right above a line about the scene. "
            "Put a blank line in between.",
        ),
        (
            DECIDES,
            "Decides: ,\n",
            0,
            'S126 "Decides:" names nothing. Name one or more ids, with commas between them.',
        ),
        (
            DECIDES,
            f"{DECIDES}Asks: when\n",
            1,
            'S126 "Asks:" can only be followed by "why". '
            "Writing that goes with one choice stands under it: - asks: free-text.",
        ),
        (
            "Expert: She has come",
            "Expert: She *has* come",
            0,
            "S118 the format has no place for emphasis here.",
        ),
    ],
)
def test_a_slip_is_told_where_it_stands(old: str, new: str, at: int, says: str) -> None:
    (found,) = read(old, new).diagnostics
    assert str(found).startswith(f"{FILE}:{line_of(CASE, old) + at}: {says}")


def test_an_id_that_is_none_is_told_and_the_others_are_read() -> None:
    parsed = read(DECIDES, "Decides: Room made, tutor-told\n")
    (found,) = parsed.diagnostics
    assert (found.code, found.line) == ("S110", line_of(CASE, DECIDES))
    assert parsed.draft is not None
    assert parsed.draft.start.decides == ("tutor-told",)


def test_what_is_said_may_go_on_in_the_next_lines() -> None:
    parsed = read(
        "it needs no answer yet.", "it needs\nno answer yet.\n  And: none is wanted.\nAsks: why"
    )
    assert parsed.diagnostics == ()
    assert parsed.scenario is not None
    assert parsed.scenario.start.expert.endswith("it needs no answer yet. And: none is wanted.")
    assert parsed.scenario.start.asks_why
    at = line_of(CASE, "Expert: ")
    assert parsed.lines.of("scene", "the-wet-coat", "Expert") == at
    assert parsed.lines.of("scene", "the-wet-coat", "Asks") == at + 3


def test_a_word_and_a_colon_begin_a_story_too() -> None:
    for words in ("Monday: it rains.", "Decision: none.", "Go: now.", "Decides:"):
        parsed = read("Maya passes you on the stairs.", words)
        told = parsed.draft.scene("friday").passages[-1] if parsed.draft else None
        if words == "Decides:":
            assert [one.code for one in parsed.diagnostics] == ["S126"]
        elif words == "Decision: none.":
            (found,) = parsed.diagnostics
            assert 'Did you mean "Decides:"?' in found.remedy
        else:
            assert parsed.diagnostics == ()
            assert told == Passage(words)
