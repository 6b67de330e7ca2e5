"""Marking: one marker's marks, typed without losing any, appended and never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mentor_cpd.assess import outcomes, ways
from mentor_cpd.assess.marking import Marking, history, level_box, marks_of
from mentor_cpd.errors import CpdError
from mentor_cpd.practice.attempt import SAVED
from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.people import Person
from mentor_cpd.records.store import Appended, Store
from tests.assess.house import (
    ADA,
    HEAD,
    LEAD,
    OVERALL_SAID,
    TESS,
    TOM,
    grade,
    mark,
    message,
    somebody,
    submitted,
)
from tests.assess.making import GOOD
from tests.practice.playing import somebody_writing

LEVELS = {"evidence": 2, "childs-view": 2, "action": 2, "concern-record": 2}


@pytest.fixture
def work(store: Store) -> str:
    return submitted(store, *GOOD)


def test_a_submission_is_marked_by_the_rubric_and_its_record_where_the_case_asks_for_one(
    store: Store, work: str
) -> None:
    assert [one.id for one in Marking(store, TESS, work).criteria] == list(LEVELS)


def test_marks_are_kept_as_they_are_typed(
    store: Store, work: str, opened: Callable[[], Store]
) -> None:
    marking = Marking(store, TESS, work)
    typed = {"evidence": "You chose well.", level_box("evidence"): "2", "task": "Try silence."}
    for box, text in typed.items():
        assert marking.keep_draft(box, text, turn=0).state == "saved"
    assert marking.keep_draft("score", "99", turn=0).state == "refused"
    assert Marking(opened(), TESS, work).drafts() == typed
    assert Marking(opened(), TOM, work).drafts() == {}
    assert marking.mark(LEVELS, OVERALL_SAID, done=True, turn=0, message=message()) == SAVED
    assert store.drafts(TESS.id) == {}


def test_a_comment_that_may_name_a_pupil_is_warned_of_and_the_cast_is_not(
    store: Store, work: str
) -> None:
    marking = Marking(store, TESS, work)
    assert marking.keep_draft("evidence", "You let Sam speak first.", turn=0) == SAVED
    warned = marking.keep_draft("evidence", "I thought of Olivia Harris in 7B.", turn=0)
    assert warned.state == "saved"
    assert warned.say


def test_marks_say_who_when_by_which_rubric_and_how(store: Store, work: str) -> None:
    mark(store, work)
    (given,) = marks_of(store, work)
    assert (given.marker, given.levels, given.through) == (TESS.id, LEVELS, "desk")
    assert given.texts == OVERALL_SAID
    assert given.at == store.clock()
    assert store.edition(given.rubric)


def test_what_is_begun_is_in_progress_and_what_is_complete_is_done(store: Store, work: str) -> None:
    assert ways.submission(store, work).queue == "to-mark"
    marking = Marking(store, TESS, work)
    half = {"evidence": 1}
    assert marking.mark(half, {}, done=False, turn=0, message=message()) == SAVED
    assert ways.submission(store, work).queue == "in-progress"
    assert marking.mark(LEVELS, OVERALL_SAID, done=True, turn=1, message=message()) == SAVED
    assert ways.submission(store, work).queue == "in-progress"  # nothing was replayed yet
    grade(store, work)
    one = ways.submission(store, work)
    assert (one.queue, one.single_marked) == ("done", True)


@pytest.mark.parametrize(
    ("given", "done", "why"),
    [
        (({}, {}), False, "Nothing has been marked"),
        (({"evidence": 4}, {}), False, "from 0 to 3"),
        (({"evidence": -1}, {}), False, "from 0 to 3"),
        (({"charm": 3}, {}), False, "no such box"),
        ((LEVELS, {"verdict": "x"}), False, "no such box"),
        ((LEVELS, {"task": "x" * 20_001}), False, "longer than"),
        ((LEVELS | {"action": 7}, OVERALL_SAID), True, "from 0 to 3"),
        (({"evidence": 2}, OVERALL_SAID), True, "The child’s view; Action; The concern record"),
        ((LEVELS, {"strength": "You waited."}), True, "one change and one practice task"),
    ],
)
def test_marks_that_are_not_whole_are_refused(
    store: Store, work: str, given: tuple[dict[str, int], dict[str, str]], done: bool, why: str
) -> None:
    marking = Marking(store, TESS, work)
    outcome = marking.mark(*given, done=done, turn=0, message=message())
    assert outcome.state == "refused"
    assert why in outcome.say
    assert marks_of(store, work) == ()


def test_what_was_done_is_changed_by_saying_why_and_both_stay(store: Store, work: str) -> None:
    mark(store, work)
    marking = Marking(store, TESS, work)
    higher = LEVELS | {"action": 3}

    def again(done: bool, why: str) -> str:
        turn = marking.turn
        outcome = marking.mark(
            higher, OVERALL_SAID, done=done, why=why, turn=turn, message=message()
        )
        return outcome.say or outcome.state

    assert "Say why" in again(True, " ")
    assert "not undone" in again(False, "Half of it.")
    assert again(True, "She names who supports it.") == "saved"
    (said,) = history(store, work).values()
    assert [(g.levels["action"], g.why) for g in said] == [
        (2, ""),
        (3, "She names who supports it."),
    ]
    assert marks_of(store, work) == (said[-1],)
    assert store.verify() == []


def test_two_tabs_of_one_marker_mark_once(
    store: Store, work: str, opened: Callable[[], Store]
) -> None:
    here, there = Marking(store, TESS, work), Marking(opened(), TESS, work)
    assert here.mark(LEVELS, OVERALL_SAID, done=True, turn=0, message="one") == SAVED
    assert there.mark(LEVELS, OVERALL_SAID, done=True, turn=0, message="one") == SAVED
    other = there.mark({"evidence": 0}, {}, done=False, turn=0, message="two")
    assert other.state == "behind"
    assert there.done
    assert len(store.events(kinds=["marked"])) == 1


def test_marks_that_cannot_be_saved_stay_in_the_boxes(store: Store, work: str) -> None:
    marking = Marking(store, TESS, work)
    marking.keep_draft("task", "Try silence.", turn=0)
    with somebody_writing(store):
        outcome = marking.mark(LEVELS, OVERALL_SAID, done=True, turn=0, message="one")
    assert (outcome.state, marking.drafts()) == ("not-saved", {"task": "Try silence."})
    assert marking.mark(LEVELS, OVERALL_SAID, done=True, turn=0, message="one") == SAVED


# Who.


@pytest.mark.parametrize("by", [ADA, HEAD, LEAD, somebody("bo", "administrator")])
def test_only_trainers_mark(store: Store, work: str, by: Person) -> None:
    with pytest.raises(CpdError, match="Only a trainer"):
        Marking(store, by, work)


def test_nobody_marks_their_own_submission(store: Store) -> None:
    own = submitted(store, *GOOD, person=TESS)
    with pytest.raises(CpdError, match="your own work"):
        Marking(store, TESS, own)
    mark(store, own, TOM)


def test_there_is_nothing_to_mark_before_it_is_submitted(store: Store) -> None:
    with pytest.raises(CpdError, match="no such submission"):
        Marking(store, TESS, "of-nobody")


def test_a_refused_submission_gets_no_marks_until_it_is_graded_after_all(
    store: Store, work: str
) -> None:
    body = {"submission": work, "why": "An edition that never was."}
    store.append(NewEvent("refused", "replay", body))
    one = ways.submission(store, work)
    assert (one.refused, one.graded) == ("An edition that never was.", None)
    with pytest.raises(CpdError, match="An edition that never was"):
        Marking(store, TESS, work)
    grade(store, work)
    assert ways.submission(store, work).refused == ""
    mark(store, work)


def test_what_may_be_real_stops_an_open_marking(store: Store, work: str) -> None:
    marking = Marking(store, TESS, work)
    outcomes.may_be_real(store, TOM, work, told="Lena", when=store.clock(), message=message())
    outcome = marking.mark(LEVELS, OVERALL_SAID, done=True, turn=0, message=message())
    assert outcome.state == "refused"
    assert "it is stopped" in outcome.say


def test_what_may_be_real_stops_marks_on_their_way_to_the_record(
    store: Store, work: str, opened: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking whether it may be marked and writing, somebody else said so."""
    marking, append = Marking(store, TESS, work), store.append

    def somebody_first(*new: Any, **how: Any) -> Appended:
        monkeypatch.undo()
        other = opened()
        outcomes.may_be_real(other, TOM, work, told="Lena", when=other.clock(), message=message())
        return append(*new, **how)

    monkeypatch.setattr(store, "append", somebody_first)
    outcome = marking.mark(LEVELS, OVERALL_SAID, done=True, turn=0, message=message())
    assert outcome.state == "refused"
    assert "it is stopped" in outcome.say
    assert ways.submission(store, work).marks == ()
    assert store.verify() == []


# Several markers.


def test_two_markers_who_say_the_same_agree(store: Store, work: str) -> None:
    grade(store, work)
    mark(store, work)
    mark(store, work, TOM)
    one = ways.submission(store, work)
    assert one.agreed
    assert [m.marker for m in one.agreed.markers] == [TESS.id, TOM.id]
    assert (one.single_marked, one.queue) == (False, "done")
    assert {g.marker for g in marks_of(store, work)} == {TESS.id, TOM.id}


def test_where_two_markers_differ_nothing_is_averaged(store: Store, work: str) -> None:
    grade(store, work)
    mark(store, work, level=3)
    mark(store, work, TOM, level=1)
    assert ways.submission(store, work).agreed is None
    left = outcomes.release(store, TESS, [work], message=message()).left
    assert "their levels have to agree" in left[work]
    mark(store, work, level=1, why="We talked it over.")
    agreed = ways.submission(store, work).agreed
    assert agreed
    assert set(agreed.levels.values()) == {1}


def test_a_second_marker_who_has_only_begun_changes_nothing(store: Store, work: str) -> None:
    mark(store, work)
    second = Marking(store, TOM, work)
    assert second.mark({"evidence": 0}, {}, done=False, turn=0, message=message()) == SAVED
    assert ways.submission(store, work).single_marked
