"""Names: everything that a case speaks of has been named, and a slip is told with its remedy."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario.ids import as_id, is_id
from mentor_cpd.scenario.names import shortened
from mentor_cpd.scenario.parse import parse
from tests.scenario.wet_coat import CASE, FILE, line_of


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  - when: trust >= 3", "  - when: absent", '"absent" is no fact of this case. List it'),
        ("  - when: trust >= 3", "  - when: fear > 1", '"fear" is no meter of this case. Describe'),
        (
            "  - when: trust >= 3",
            "  - when: visited a-nodd",
            '"a-nodd" is no scene of this case. Did you mean "a-nod"?',
        ),
        (
            "  - when: trust >= 3",
            "  - when: visited nowhere",
            '"nowhere" is no scene of this case. Name a scene by its id.',
        ),
        (
            "  - when: trust >= 3",
            "  - when: unrepaired shouting",
            '"shouting" is a critical error that no choice of this case makes. '
            'A choice makes it with "error: shouting".',
        ),
        (
            "  - when: trust >= 3",
            "  - when: trust",
            '"trust" is a meter, so it needs a level. Write it like trust >= 1.',
        ),
        (
            "  - when: trust >= 3",
            "  - when: told-tutor > 1",
            '"told-tutor" is a fact, so it has no level. Write its id alone.',
        ),
        (
            "  - evidence: trust-boundaries 2",
            "  - evidence: record-share 2",
            '"record-share" is no competency of this case. List it under "competencies".',
        ),
        (
            "Decides: tutor-told",
            "Decides: lunch",
            '"lunch" is no key feature of this case. Write it under "key_features".',
        ),
        (
            "    at: good",
            "    at: somewhere",
            '"somewhere" is neither a kind of ending nor a scene. '
            "The kinds are good, mixed, poor, unsafe.",
        ),
        ("    at: good", "    at: a-nodd", "nor a scene. Did you mean"),
    ],
)
def test_what_has_not_been_named_is_told_where_it_is_spoken_of(
    old: str, new: str, says: str
) -> None:
    assert CASE.count(old) == 1
    (found,) = parse(CASE.replace(old, new), FILE).diagnostics
    assert str(found).startswith(f"{FILE}:{line_of(CASE, old)}: S115 ")
    assert says in str(found)


@pytest.mark.parametrize("level", [0, 4])
def test_a_meter_is_compared_with_its_ends_and_nothing_outside_them(level: int) -> None:
    line = "  - when: trust >= 3"
    assert parse(CASE.replace(line, f"  - when: trust = {level}"), FILE).diagnostics == ()
    outside = level + (1 if level else -1)
    (found,) = parse(CASE.replace(line, f"  - when: trust = {outside}"), FILE).diagnostics
    assert str(found) == (
        f"{FILE}:{line_of(CASE, line)}: S116 "
        f'meter "trust" runs from 0 to 4; {outside} is outside it. '
        "Compare it with a level that it can have."
    )


def test_a_rule_may_be_about_a_scene_and_a_choice_may_lead_onwards() -> None:
    assert parse(CASE.replace("    at: good", "    at: a-dry-coat"), FILE).diagnostics == ()


def test_a_scene_that_is_near_none_is_to_be_written() -> None:
    line = '(#friday "leave-it")'
    (found,) = parse(CASE.replace(line, '(#over-and-done "leave-it")'), FILE).diagnostics
    assert str(found) == (
        f"{FILE}:{line_of(CASE, line)}: S104 "
        'choice "leave-it" leads to "over-and-done", which is no scene. '
        "Write a scene with that heading, or lead elsewhere."
    )


def test_front_matter_that_cannot_be_read_holds_nothing_against_the_story() -> None:
    """What it names is not known then, so nobody is told that it is missing."""
    found = parse(CASE.replace("edition: 1", "edition: [1"), FILE).diagnostics
    assert [one.code for one in found] == ["S105"]


def test_a_text_that_is_quoted_is_cut_at_eighty_characters() -> None:
    assert shortened("a" * 80) == "a" * 80
    assert shortened("a" * 81) == "a" * 79 + "…"
    assert shortened("told", 3) == "to…"


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Sit and wait", "sit-and-wait"),
        ("Sam's desk", "sams-desk"),
        ("  Café — at 10!", "cafe-at-10"),
        ("2nd time", "nd-time"),
        ("10 - 12", ""),
        ("…", ""),
    ],
)
def test_an_id_is_made_of_the_letters_and_digits_of_a_text(text: str, id: str) -> None:
    assert as_id(text) == id
    assert not is_id(text)
    assert is_id(id) is bool(id)


def test_a_text_without_letters_is_shown_what_an_id_looks_like() -> None:
    line = "  - repairs: promise-of-secrecy\n  - evidence: trust-boundaries 2"
    (found,) = parse(CASE.replace(line, "  - repairs: 10!"), FILE).diagnostics
    assert str(found) == (
        f"{FILE}:{line_of(CASE, line)}: S110 "
        '"10!" is not an id. Write small letters, digits and single hyphens, '
        'such as "asked-open-question".'
    )
