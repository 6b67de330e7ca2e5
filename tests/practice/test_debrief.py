"""The debrief says what happened and no more: every figure here was worked out by hand."""

from __future__ import annotations

import pytest

from mentor_cpd.practice.debrief import Debrief, debrief
from mentor_cpd.practice.others import others
from mentor_cpd.records.store import Store
from tests.practice.playing import CASE, message, started, take


def looked_back(store: Store, *choices: str, person: str = "ada") -> Debrief:
    attempt = take(started(store, person), *choices)
    return debrief(
        attempt.played,
        attempt.edition.scenario,
        attempt.edition.grounds,
        others(store, CASE, but=person),
    )


MENDED = ("promise", "thank", "take-it-back", "write-it")
PRESSED = ("ask-lunch", "press")


def test_an_ending_and_its_kind_are_put_into_words(store: Store) -> None:
    good, poor = looked_back(store, *MENDED), looked_back(store, *PRESSED, person="ben")
    assert (good.title, good.kind_says) == ("The walk to registration", "This ended well.")
    assert (poor.title, poor.kind_says) == ("The bag", "This did not end well.")


def test_a_case_under_way_has_no_debrief(store: Store) -> None:
    attempt = take(started(store), "ask-lunch")
    with pytest.raises(ValueError, match="finished"):
        debrief(attempt.played, attempt.edition.scenario, attempt.edition.grounds, {})


def test_each_decision_says_what_it_led_to_before_what_an_expert_sees(store: Store) -> None:
    first = looked_back(store, *PRESSED).decisions[0]
    assert first.title == "A corner table"
    assert first.chose == "“Did something happen at lunch?”"
    assert first.led_to == "A shrug"
    assert first.told[0].text == "Sam stops stamping."
    (changed,) = first.changed
    assert (changed.label, changed.before, changed.after) == ("Sam’s trust", "wary", "thin")
    assert first.because == "A closed question can be answered with a shrug, and is."
    assert first.expert.startswith("Side by side is easier")
    (at_stake,) = first.about
    assert (at_stake.says, at_stake.met) == (
        "You let Sam speak before you offered anything.",
        False,
    )
    assert first.key


def test_evidence_lies_between_the_least_and_the_most_that_paths_earn(store: Store) -> None:
    # promise 0, thank 1, take-it-back 1, write-it 0; least: ask-lunch 1 or promise+thank 1;
    # most: sit-beside 2 with tell-together 2.
    listening, wellbeing = looked_back(store, *MENDED).evidence
    assert (listening.label, listening.means) == (
        "Active listening",
        "Attending, silence, open questions, reflections.",
    )
    assert (listening.earned, listening.lowest, listening.highest) == (2, 1, 4)
    assert listening.says == "2, where paths through this case earn from 1 to 4."
    assert (wellbeing.earned, wellbeing.lowest, wellbeing.highest) == (1, 0, 3)


def test_key_features_are_met_or_missed_and_never_averaged(store: Store) -> None:
    assert [(f.met, f.must) for f in looked_back(store, *MENDED).features] == [
        (True, True),
        (True, False),
    ]
    assert [f.met for f in looked_back(store, *PRESSED, person="ben").features] == [False, False]


def test_a_critical_error_is_told_with_what_repaired_it(store: Store) -> None:
    (error,) = looked_back(store, *MENDED).errors
    assert error.label == "A promise of secrecy"
    assert error.turn == 1
    assert error.title == "A corner table"
    assert error.repaired == 4  # chose, explained, chose, chose
    assert error.by.startswith("“I said it stays between us.")


def test_a_critical_error_that_was_not_repaired_stays_open(store: Store) -> None:
    (error,) = looked_back(store, "promise", "thank", "kind-words").errors
    assert error.repaired == 0


def test_turning_points_are_where_a_good_ending_went_out_of_reach(store: Store) -> None:
    turned = [d.turned for d in looked_back(store, *PRESSED).decisions]
    assert turned == [(), ("After this, no way on led to a good ending.",)]


def test_errors_and_their_repair_are_turning_points_too(store: Store) -> None:
    promise, thank, mended, _written = looked_back(store, *MENDED).decisions
    assert promise.turned == ("A critical error: A promise of secrecy.",)
    assert thank.turned == ()
    assert mended.turned == ("This repaired an earlier critical error: A promise of secrecy.",)


def test_rules_that_were_kept_or_stood_in_the_way_are_told_apart(store: Store) -> None:
    assert [rule.how for rule in looked_back(store, *MENDED).rules] == ["kept", "kept"]
    broke = looked_back(store, "promise", "thank", "kind-words", person="ben")
    assert [rule.how for rule in broke.rules] == ["in-the-way", "in-the-way"]
    pressed = looked_back(store, *PRESSED, person="cat")
    assert [rule.how for rule in pressed.rules] == ["kept", "in-the-way"]


def test_a_first_instinct_that_was_gone_back_on_is_shown(store: Store) -> None:
    attempt = take(started(store), "promise")
    attempt.go_back(1, turn=attempt.turn, message=message())
    take(attempt, "ask-lunch", "press")
    told = debrief(attempt.played, attempt.edition.scenario, attempt.edition.grounds, {})
    (instinct,) = told.instincts
    assert instinct.title == "A corner table"
    assert instinct.first.startswith("“You can tell me anything.")
    assert instinct.now == "“Did something happen at lunch?”"
    assert told.errors == ()  # it is no part of the path that was gone in the end


def test_who_stays_with_their_first_choice_sees_no_instincts(store: Store) -> None:
    assert looked_back(store, *MENDED).instincts == ()


def test_what_was_written_comes_with_what_is_missing_and_what_was_kept(store: Store) -> None:
    written = looked_back(store, *MENDED).decisions[-1].written
    assert written
    assert [label for label, _text in written.parts] == ["When", "The exact words"]
    assert written.left_out == (
        "Where",
        "The questions you asked",
        "What you saw",
        "Your opinion, marked as opinion",
        "Who was told, and when",
    )
    assert written.kept_words == ("They changed the group chat and they didn’t add me to it.",)


def test_why_and_how_sure_come_back(store: Store) -> None:
    attempt = started(store)
    attempt.choose("ask-lunch", turn=1, message=message())
    attempt.explain("To get him talking.", 4, turn=2, message=message())
    take(attempt, "press")
    told = debrief(attempt.played, attempt.edition.scenario, attempt.edition.grounds, {})
    assert (told.decisions[0].why, told.decisions[0].sure) == ("To get him talking.", 4)


def test_what_others_chose_is_told_from_five_others_up(store: Store) -> None:
    for person in ("p1", "p2", "p3", "p4"):
        take(started(store, person), *PRESSED)
    assert looked_back(store, *PRESSED).decisions[0].others == ()
    take(started(store, "p5"), "sit-beside")
    table, shrug = looked_back(store, *PRESSED).decisions
    assert [(o.text, o.people, o.yours) for o in table.others] == [
        ("Say nothing, pull up a chair, and pick up a stamp.", 1, False),
        ("“Did something happen at lunch?”", 4, True),
    ]
    assert shrug.others == ()  # only four others ever stood there


def test_others_count_once_however_often_they_play(store: Store) -> None:
    for person in ("p1", "p2", "p3", "p4"):
        for _time in range(3):
            take(started(store, person), *PRESSED)
    assert looked_back(store, *PRESSED).decisions[0].others == ()


def test_sources_are_those_of_the_case_and_of_the_decisions_met(store: Store) -> None:
    (source,) = looked_back(store, *PRESSED).sources
    assert source.title == "Keeping children safe in education"
    assert source.checked_on == "2026-11-01"
