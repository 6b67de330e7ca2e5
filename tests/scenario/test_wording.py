"""The quality bar of words, at its edges, and where each finding stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import msgspec
import pytest

from mentor_cpd.scenario.diagnostic import Diagnostic
from mentor_cpd.scenario.lines import Lines
from mentor_cpd.scenario.model import (
    AnyOf,
    Condition,
    EndingIs,
    Holds,
    Level,
    Meter,
    Not,
    Passage,
    Scene,
    Unrepaired,
    Visited,
)
from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.reading import grade, words_of
from mentor_cpd.scenario.register import Register, Term
from mentor_cpd.scenario.subject import Subject
from mentor_cpd.scenario.wording import (
    acronyms_are_explained,
    all_words,
    choices_give_nothing_away,
    most_words,
    nobody_is_marked_wrong,
    scenes_are_easy_to_read,
    scenes_are_short,
)
from tests.scenario.brute import choice, scenario, scene
from tests.scenario.wet_coat import CASE, FILE, line_of

Rule = Callable[[Subject], Iterator[Diagnostic]]
DAY = date(2026, 11, 22)
REGISTER = Register(glossary={"DSL": Term("DSL", "designated safeguarding lead")})


def said(rule: Rule, *pairs: tuple[str, str]) -> list[str]:
    """What the rule finds in the taught case, changed."""
    text = CASE
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    parsed = parse(text, FILE)
    assert parsed.scenario is not None, parsed.diagnostics
    subject = Subject(parsed.scenario, FILE, parsed.lines, DAY, REGISTER)
    return [str(one).removeprefix(f"{FILE}:") for one in rule(subject)]


def of(rule: Rule, *scenes: Scene) -> list[str]:
    """What the rule finds in these scenes."""
    subject = Subject(scenario(*scenes), "case.md", Lines(), DAY)
    return [one.sentence for one in rule(subject)]


def test_a_word_that_gives_a_choice_away_is_told_at_its_choice() -> None:
    (found,) = said(choices_give_nothing_away, ("[“Who did this", "[Clearly. “Who did this"))
    at = line_of(CASE, '"ask-who"')
    assert found == (
        f'{at}: S305 choice "ask-who" says "clearly", which gives it away. '
        "Say it without that word."
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Expert: She has come", "Expert: Well done! She has come", "Well done"),
        ("  - because: It works at once.", "  - because: It works. Wrong, all the same.", "Wrong"),
        ("Maya passes you", "Correct: Maya passes you", "Correct"),
        ("Mr Khan has moved two seats", "The wrong answer. Two seats", "wrong answer"),
    ],
    ids=["expert", "because", "told", "told under a condition"],
)
def test_a_verdict_is_told_where_it_stands(old: str, new: str, words: str) -> None:
    (found,) = said(nobody_is_marked_wrong, (old, new))
    assert found.startswith(f'{line_of(CASE, old)}: S307 "{words}" is a verdict.')


EASY = "Sam sits. " * 20
HARD = "Notwithstanding considerable provocation Samantha demonstrates extraordinary tranquillity"


def test_fewer_than_forty_words_are_not_graded() -> None:
    forty = [*HARD.split(), *["immediately"] * 33]
    assert len(forty) == 40
    (found,) = of(scenes_are_easy_to_read, scene("s", passages=(Passage(" ".join(forty)),)))
    assert found.startswith('scene "s" reads at grade ')
    assert of(scenes_are_easy_to_read, scene("s", passages=(Passage(" ".join(forty[1:])),))) == []


def test_the_hardest_sentence_is_named_to_begin_with() -> None:
    told = scene("s", passages=(Passage(EASY), Passage(f"{HARD}. " * 6), Passage(EASY)))
    lines = Lines()
    lines.note(7, "scene", "s")
    (found,) = scenes_are_easy_to_read(Subject(scenario(told), "case.md", lines, DAY))
    assert (found.code, found.line) == ("S313", 7)
    assert (
        found.sentence == f'scene "s" reads at grade {grade(all_words(told)):.1f}; 8 is the most.'
    )
    assert found.remedy == f'Begin with: "{HARD[:79]}…"'


def test_what_is_offered_is_graded_with_what_is_told_and_stars_are_no_words() -> None:
    offered = scene("s", choice("a", "s", text="Wait."), passages=(Passage("He *waits*."),))
    assert all_words(offered) == "He waits.\nWait."
    hard = [choice(f"c{n}", "s", text=f"{HARD}.") for n in range(6)]
    assert len(of(scenes_are_easy_to_read, scene("s", *hard))) == 1
    assert of(scenes_are_easy_to_read, scene("s", passages=(Passage(EASY),))) == []


def test_a_scene_tells_a_hundred_and_twenty_words_at_most() -> None:
    most = scene("s", passages=(Passage("word " * 120),))
    more = scene("s", passages=(Passage("word " * 121),))
    assert of(scenes_are_short, most) == []
    assert of(scenes_are_short, more) == ['scene "s" tells up to 121 words; 120 is the most.']
    assert said(scenes_are_short) == []
    (found,) = said(scenes_are_short, ("Maya passes you", "word " * 120))
    assert found.startswith(f"{line_of(CASE, '## Friday')}: S314 ")


def told(*passages: tuple[int, Condition | None]) -> Scene:
    """A scene whose passages have so many words, each under its condition."""
    return scene("s", passages=tuple(Passage("word " * n, when=when) for n, when in passages))


TRUST = {"trust": Meter("trust", "Trust", 0, 3, 1), "fear": Meter("fear", "Fear", 2, 4, 2)}


@pytest.mark.parametrize(
    ("passages", "most"),
    [
        ([(5, None)], 5),
        ([(5, None), (3, Holds("a")), (4, Not(Holds("a")))], 9),
        ([(5, None), (3, Holds("a")), (4, Holds("b"))], 12),
        ([(3, Level("trust", "=", 0)), (4, Level("trust", "=", 3))], 4),
        ([(3, Level("trust", ">=", 3)), (4, Level("trust", ">=", 2))], 7),
        ([(9, Level("trust", ">", 3)), (4, Level("trust", "<=", 3))], 4),
        ([(9, Level("fear", "<", 2)), (4, Level("fear", ">=", 2))], 4),
        ([(9, EndingIs("poor")), (4, EndingIs("good"))], 4),
        ([(3, Visited("s")), (4, Not(Visited("s"))), (2, Unrepaired("e"))], 6),
        ([(3, Unrepaired("e")), (4, Not(Unrepaired("e"))), (2, Visited("s"))], 6),
        ([(3, Holds("a")), (4, Visited("a")), (5, Unrepaired("a"))], 12),
        ([(3, Level("nowhere", "=", 0)), (4, Level("nowhere", "=", 3))], 7),
    ],
)
def test_only_what_can_be_told_at_once_is_added_up(
    passages: list[tuple[int, Condition | None]], most: int
) -> None:
    assert most_words(msgspec.structs.replace(told(*passages), ending="good"), TRUST) == most


def test_past_five_hundred_ways_to_tell_it_everything_is_added_up() -> None:
    """Nine facts make 512 ways; with a meter of four levels, seven do."""
    level = Level("trust", "=", 1)
    for flag in (Holds, Visited, Unrepaired):
        flags = [flag(f"n{number}") for number in range(10)]
        for parts, most in (
            (flags[:9], 4),
            (flags, 7),
            ([level, *flags[:7]], 4),
            ([level, *flags[:8]], 7),
        ):
            either = AnyOf(tuple(parts))
            assert most_words(told((3, either), (4, Not(either))), TRUST) == most


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("content_note: A pupil", "content_note: A QXZ pupil"),
        ("    says: You gave Maya", "    says: The QXZ gave Maya"),
        ("    says: Every good ending", "    says: Every QXZ ending"),
        ("## A nod", "## A QXZ nod {#a-nod}"),
        ("Maya passes you", "A QXZ passes you"),
        ("Expert: She has come", "Expert: The QXZ has come"),
        ("- [Give her a wave", "- [Give her a QXZ"),
        ("  - prompt: Write", "  - prompt: As a QXZ, write"),
        ("  - because: It works at once.", "  - because: The QXZ works."),
        ("  - What did the coat tell", "  - What did the QXZ tell"),
    ],
)
def test_a_short_form_that_is_not_explained_is_told_where_it_stands(old: str, new: str) -> None:
    (found,) = said(acronyms_are_explained, (old, new))
    at = line_of(CASE, "debrief:" if "What did" in old else old)
    at -= 1 if old.startswith("    says:") else 0
    assert found == (
        f'{at}: S315 "QXZ" is not in glossary.yml. '
        "Write there what it stands for, or use words here."
    )


def test_a_short_form_is_told_once_and_one_that_is_known_is_not() -> None:
    changes = [
        ("Maya passes you", "QXZs pass the DSL, OK?"),
        ("She comes at lunch.", "The QXZ and the YJK come."),
    ]
    found = said(acronyms_are_explained, *changes)
    assert [one.split('"')[1] for one in found] == ["QXZ", "YJK"]
    parsed = parse(CASE.replace("Maya passes", "The QXZ passes"), FILE)
    assert parsed.scenario is not None
    alone = Subject(parsed.scenario, FILE, parsed.lines, DAY)
    assert list(acronyms_are_explained(alone)) == []


def test_words_are_counted_without_their_stars() -> None:
    assert len(words_of("word " * 3)) == 3
    assert most_words(scene("s", passages=(Passage("*one* two"),)), {}) == 2
