"""How hard a text is to read, by counting words, sentences and syllables."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario.reading import grade, sentences_of, syllables, words_of

SPOKEN = {
    1: "the stamp asked makes don't can't school chair tried used friends eyes whole while more "
    "played vague league quite fruit build through we're ma'am",
    2: "pupil wanted listened table little people houses watches changes quiet didn't wasn't "
    "sometimes homework hopeful special question going being worried followed safety ninety "
    "rhythm colleague technique therefore allowed agreed happened didn’t Wednesday’s",
    3: "library attention decision idea radio video serious family reaction everything created "
    "studying worrying museum bereavement audience theory theatre somebody quietly",
    4: "situation society responsible confidential competency negotiate material experience "
    "temperature geography obedient",
    5: "immediately individual enthusiasm vocabulary",
}


@pytest.mark.parametrize(
    ("count", "word"), [(count, word) for count, words in SPOKEN.items() for word in words.split()]
)
def test_a_word_has_as_many_syllables_as_are_said(count: int, word: str) -> None:
    assert syllables(word) == count


def test_parts_of_a_word_with_a_hyphen_are_added_up() -> None:
    assert syllables("well-being") == 3
    assert syllables("face-to-face") == 3


def test_an_apostrophe_does_not_end_a_word() -> None:
    assert words_of("“Don’t,” she said; it’s Sam's re-sit.") == [
        "Don’t",
        "she",
        "said",
        "it’s",
        "Sam's",
        "re-sit",
    ]


def test_a_sentence_ends_with_its_sign_or_its_paragraph() -> None:
    text = "He waits… “Why?” she asks.\nNobody answers\nNobody."
    assert sentences_of(text) == ["He waits", "“Why", "she asks", "Nobody answers", "Nobody"]


@pytest.mark.parametrize(
    ("text", "sum_of"),
    [
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 * 6 / 6 - 15.59),
        ("Sam listened. The library was quiet.", 0.39 * 6 / 2 + 11.8 * 10 / 6 - 15.59),
    ],
)
def test_the_grade_is_the_published_formula(text: str, sum_of: float) -> None:
    assert grade(text) == pytest.approx(sum_of)


def test_no_words_are_easy_to_read() -> None:
    assert grade("…") == 0


def test_long_sentences_of_long_words_are_harder() -> None:
    plain = "He looks up. He looks down. He stamps the page."
    learned = "Notwithstanding considerable provocation, Sam continues imperturbably stamping."
    assert grade(plain) < 2
    assert grade(learned) > 12
