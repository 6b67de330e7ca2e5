"""Practised well enough: one ending with every key feature met that must be."""

from __future__ import annotations

from mentor_cpd.assess.practised import practised
from mentor_cpd.assess.way import Practised
from mentor_cpd.practice.attempt import SAVED, Attempt
from mentor_cpd.records.store import Store
from tests.assess.house import ADA, TESS, begun, message, played, practises, submitted
from tests.assess.making import GOOD, PROMISED
from tests.practice.playing import CASE

UNPLAYED = Practised(False, ("A practice case of this module, played to its end.",))
MISSED = Practised(False, ("In practice: You told Sam’s form tutor the same day.",))


def has_practised(store: Store) -> Practised:
    return practised(store, ADA.id, [CASE])


def test_nobody_has_practised_who_has_come_to_no_ending(store: Store) -> None:
    assert has_practised(store) == UNPLAYED
    practises(store, "sit-beside")
    assert has_practised(store) == UNPLAYED


def test_an_ending_without_a_must_feature_says_which(store: Store) -> None:
    practises(store, *PROMISED)
    assert has_practised(store) == MISSED


def test_one_good_attempt_is_enough_whatever_came_before_or_after(store: Store) -> None:
    practises(store, *PROMISED)
    practises(store, *GOOD)
    practises(store, *PROMISED)
    assert has_practised(store) == Practised(met=True)


def test_going_back_afterwards_does_not_undo_it(store: Store) -> None:
    attempt, _outcome = Attempt.begin(store, ADA.id, CASE, message=message())
    played(attempt, *GOOD)
    assert attempt.go_back(1, turn=attempt.turn, message=message()) == SAVED
    played(attempt, *PROMISED)
    assert has_practised(store) == Practised(met=True)


def test_nobody_elses_practice_counts_and_no_assessed_attempt(store: Store) -> None:
    practises(store, *GOOD, person=TESS)
    work = submitted(store, *GOOD)
    assert has_practised(store) == UNPLAYED
    form = begun(store, TESS).edition.scenario.id
    assert practised(store, ADA.id, [form]) == UNPLAYED
    assert work
