"""The answers of a drill's question: read whole, and every slip told where it stands."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario.drill import Answer
from mentor_cpd.scenario.parse import parse
from tests.scenario.waiting_drill import DRILL, FILE
from tests.scenario.wet_coat import line_of

ROUGH = "- “Rough lesson.”\n  - id: rough-lesson\n  - right: yes\n"


def changed(old: str, new: str) -> str:
    assert DRILL.count(old) == 1, old
    return DRILL.replace(old, new)


def said(text: str) -> list[str]:
    return [str(one).removeprefix(f"{FILE}:") for one in parse(text, FILE).diagnostics]


def test_an_answer_becomes_a_value_and_its_parts_have_lines() -> None:
    parsed = parse(DRILL, FILE)
    assert parsed.drill is not None
    answer = parsed.drill.questions[1].answers[1]
    assert answer == Answer(
        "go-on",
        "Go on sorting paper, near him.",
        True,
        "Six sheets later he says, “My nan’s in hospital.”",
        "Hands that are busy leave room. You were there, and you asked for nothing.",
    )
    place = ("scene", "the-glue-stick", "choice", "go-on")
    at = line_of(DRILL, "- Go on sorting")
    assert [parsed.lines.of(*place, key) for key in ("", "right", "then", "because")] == [
        at,
        at + 2,
        at + 3,
        at + 4,
    ]


def test_capitals_make_no_difference_and_a_colon_may_stand_in_the_words() -> None:
    text = changed(f"{ROUGH}  - then: ", f"{ROUGH.replace('right', 'Right')}  - Then: Well: ")
    parsed = parse(text, FILE)
    assert parsed.drill is not None
    answer = parsed.drill.questions[0].answers[2]
    assert answer.right
    assert answer.then.startswith("Well: “She hates me,”")


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        (
            ROUGH,
            f"-\n{ROUGH}",
            0,
            "S603 an answer says nothing. Write what the mentor does or says after the hyphen.",
        ),
        (ROUGH, ROUGH.replace("Rough", "*Rough*"), 0, "S118 the format has no place for emphasis"),
        (
            ROUGH,
            ROUGH.replace("  - id: rough-lesson\n  - right: yes\n", ""),
            0,
            'S603 the answer "“Rough lesson.”" has no id, right. Add a bullet',
        ),
        (ROUGH, ROUGH.replace("rough-lesson", "Rough one"), 1, 'S110 "Rough one" is not an id.'),
        (
            ROUGH,
            ROUGH.replace("rough-lesson", "sit-down"),
            1,
            'S111 two answers have the id "sit-down".',
        ),
        (
            ROUGH,
            f"<!-- and -->\n\n{ROUGH.replace('rough-lesson', 'sit-down')}",
            3,
            'S111 two answers have the id "sit-down". Give one of them another id.',
        ),
        (
            ROUGH,
            ROUGH.replace("right: yes", "right: perhaps"),
            2,
            'S121 "right: perhaps" is not understood. Write right: yes or right: no.',
        ),
        (
            ROUGH,
            f"{ROUGH}  - than: What?\n",
            3,
            'S120 "than" is no bullet that an answer ("“Rough lesson.”") can have. '
            'Did you mean "then"?',
        ),
        (
            ROUGH,
            f"{ROUGH}  - what comes of it\n",
            3,
            'S120 "what comes of it" is no bullet that an answer',
        ),
        (ROUGH, f"{ROUGH}  -\n", 3, 'S120 "" is no bullet that an answer'),
        (
            ROUGH,
            f"{ROUGH}  - right: no\n",
            3,
            'S111 the answer "“Rough lesson.”" says "right" twice. Say it once.',
        ),
        (ROUGH, ROUGH.replace("right: yes", "right: *yes*"), 2, "S118 the format has no place for"),
        (
            ROUGH,
            ROUGH.replace("right: yes\n", "right: yes\n\n    And more.\n\n"),
            4,
            "S118 the format has no place for a paragraph here.",
        ),
        (
            ROUGH,
            ROUGH.replace("”\n", "”\n\n  He looks up.\n\n"),
            2,
            "S118 the format has no place for a paragraph here.",
        ),
    ],
    ids=[
        *("empty", "emphasis", "two missing", "no id", "id twice", "id twice in two lists"),
        *("right", "unknown", "no colon", "empty bullet", "bullet twice", "stars in a bullet"),
        *("more under a bullet", "words before the bullets"),
    ],
)
def test_a_slip_is_told_where_it_stands(old: str, new: str, at: int, says: str) -> None:
    (found,) = said(changed(old, new))
    assert parse(changed(old, new), FILE).drill is None
    assert found.startswith(f"{line_of(DRILL, old) + at}: {says}")


def test_an_answer_that_says_nothing_hides_no_other() -> None:
    text = changed(ROUGH, f"-\n{ROUGH.replace('rough-lesson', 'Rough one')}")
    assert [one.split()[1] for one in said(text)] == ["S603", "S110"]
