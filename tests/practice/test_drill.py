"""A drill on a real record: nothing that was called saved is lost, and nothing counts twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_cpd import __version__
from mentor_cpd.course import Course
from mentor_cpd.errors import CpdError
from mentor_cpd.practice import shelf
from mentor_cpd.practice.attempt import Attempt
from mentor_cpd.practice.drill import DrillAttempt
from mentor_cpd.practice.sitting import SAVED
from mentor_cpd.records.store import NotTheirs, Store
from tests.practice.playing import message, somebody_writing
from tests.scenario.waiting_drill import FILE, MISSED, RIGHT, add_to

DRILL = "waiting-drill"


@pytest.fixture
def stocked(store: Store, course: Course) -> Store:
    add_to(course.root)
    shelf.stock(course, store)
    return store


def begun(store: Store) -> DrillAttempt:
    attempt, outcome = DrillAttempt.begin(store, "ada", DRILL, message=message())
    assert outcome == SAVED
    return attempt


def give(attempt: DrillAttempt, *answers: str) -> None:
    """Answer the present question: with these, or with what is right."""
    here = attempt.played.here
    assert here
    said = list(answers) or RIGHT[here.id]
    assert attempt.answer(here.id, said, turn=attempt.turn, message=message()) == SAVED


def test_a_drill_is_offered_and_is_no_case(stocked: Store) -> None:
    assert list(shelf.drills(stocked)) == [DRILL]
    assert DRILL not in shelf.offered(stocked)
    with pytest.raises(CpdError, match="being corrected"):
        Attempt.begin(stocked, "ada", DRILL, message=message())


def test_a_drill_that_does_not_check_is_not_offered(stocked: Store, course: Course) -> None:
    path: Path = course.root / FILE
    path.write_text(path.read_text("utf-8").replace("right: yes", "right: no"), encoding="utf-8")
    reports = {one.id: one for one in shelf.stock(course, stocked)}
    assert "no answer of the question" in reports[DRILL].problems[0]
    assert shelf.drills(stocked) == {}
    with pytest.raises(CpdError, match="being corrected"):
        DrillAttempt.begin(stocked, "ada", DRILL, message=message())


def test_every_answer_is_one_event_and_the_record_is_sound(stocked: Store) -> None:
    attempt = begun(stocked)
    give(attempt, *MISSED)
    while not attempt.finished:
        give(attempt)
    events = stocked.events(attempt=attempt.id)
    assert [event.kind for event in events] == ["drilled", *["answered"] * 4]
    assert events[0].body == {"drill": DRILL, "engine": __version__}
    assert events[1].body == {"question": "outside-the-office", "answers": MISSED}
    assert events[4].body["question"] == "outside-the-office"
    assert {event.edition for event in events} == {attempt.edition.digest}
    assert stocked.verify() == []


def test_it_goes_on_where_it_was_in_another_process(stocked: Store) -> None:
    attempt = begun(stocked)
    give(attempt, *MISSED)
    give(attempt)
    again = DrillAttempt.latest(stocked, "ada", DRILL)
    assert again is not None
    assert again.played == attempt.played
    assert again.id == attempt.id


def test_the_same_message_twice_counts_once(stocked: Store) -> None:
    attempt = begun(stocked)
    said = {"turn": 1, "message": "the-very-same"}
    for _click in range(2):
        assert attempt.answer("outside-the-office", MISSED, **said) == SAVED  # type: ignore[arg-type] # turn and message
    assert attempt.turn == 2


def test_a_second_tab_is_told_and_brought_up_to_date(stocked: Store) -> None:
    one = begun(stocked)
    two = DrillAttempt.resume(stocked, "ada", one.id)
    give(one)
    outcome = two.answer("outside-the-office", MISSED, turn=1, message=message())
    assert outcome.state == "behind"
    assert two.played == one.played


def test_what_could_not_be_written_leaves_one_where_one_was(stocked: Store) -> None:
    attempt = begun(stocked)
    with somebody_writing(stocked):
        outcome = attempt.answer("outside-the-office", MISSED, turn=1, message=message())
    assert outcome.state == "not-saved"
    assert attempt.turn == 1
    give(attempt)
    assert attempt.turn == 2


def test_a_drill_belongs_to_who_began_it(stocked: Store) -> None:
    attempt = begun(stocked)
    with pytest.raises(NotTheirs):
        DrillAttempt.resume(stocked, "ben", attempt.id)
    assert DrillAttempt.latest(stocked, "ben", DRILL) is None


def test_who_has_begun_goes_on_with_their_edition(stocked: Store, course: Course) -> None:
    attempt = begun(stocked)
    path: Path = course.root / FILE
    path.write_text(path.read_text("utf-8").replace("edition: 1", "edition: 2"), encoding="utf-8")
    shelf.stock(course, stocked)
    assert DrillAttempt.resume(stocked, "ada", attempt.id).edition.drill.edition == 1
    other, _ = DrillAttempt.begin(stocked, "ben", DRILL, message=message())
    assert other.edition.drill.edition == 2
