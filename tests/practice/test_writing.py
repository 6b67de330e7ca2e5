"""What a machine may say about what was written."""

from __future__ import annotations

import pytest

from mentor_cpd.practice.writing import kept_words, missing, parts_of

SAID = [
    "They changed the group chat and they didn’t add me to it.",
    "It’s fine.",
    "Write it *how* I said it. Please.",
]


def test_a_concern_record_has_its_seven_parts() -> None:
    assert [part.name for part in parts_of("concern-record")] == [
        "when",
        "where",
        "words",
        "questions",
        "seen",
        "opinion",
        "told",
    ]


def test_parts_of_blanks_alone_are_missing() -> None:
    written = {"when": "Tuesday", "where": " \n", "words": "x", "questions": "", "seen": "x"}
    assert [part.name for part in missing("concern-record", written)] == [
        "where",
        "questions",
        "opinion",
        "told",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "“They changed the group chat and they didn’t add me to it.”",
        "he said: they changed the group chat\nand they didn't add me to it - then stopped",
        "THEY CHANGED THE GROUP CHAT, and they didn't add me to it!",
    ],
)
def test_words_are_kept_whatever_their_case_and_quotation_marks(written: str) -> None:
    assert kept_words(written, SAID) == (SAID[0],)


@pytest.mark.parametrize(
    "written",
    ["They changed the chat and left him out.", "It’s fine.", "", "they didn’t add me to itself"],
)
def test_a_paraphrase_or_a_phrase_of_anybodys_keeps_nothing(written: str) -> None:
    assert kept_words(written, SAID) == ()


def test_emphasis_in_the_story_does_not_hide_what_was_said() -> None:
    assert kept_words("Sam: write it how I said it", SAID) == ("Write it how I said it.",)
