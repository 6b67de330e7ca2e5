"""Taking an assessment: one attempt at a time, in its window, handed in once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mentor_cpd.assess import offered, outcomes, taking, ways
from mentor_cpd.assess.taking import Assessed
from mentor_cpd.course import Course
from mentor_cpd.errors import CpdError
from mentor_cpd.practice import confirmation, settings, shelf
from mentor_cpd.practice.attempt import SAVED, Attempt
from mentor_cpd.practice.confirmation import Said, digest_of
from mentor_cpd.practice.school import School
from mentor_cpd.records.store import NotTheirs, Store
from tests.assess.house import (
    ADA,
    FIRST,
    MODULE,
    SECOND,
    TESS,
    TOM,
    WORDS,
    begun,
    course_with_forms,
    grade,
    mark,
    message,
    played,
    state,
    submitted,
)
from tests.assess.making import GOOD, edit
from tests.practice.playing import CASE, somebody_writing
from tests.records.making import Clock


def standing(store: Store) -> taking.Standing:
    return taking.standing_for(store, ADA.id, MODULE)


def reflecting(store: Store) -> Assessed:
    """An attempt that has come to its ending."""
    attempt = begun(store)
    played(attempt, *GOOD)
    assert attempt.part == "reflections"
    return attempt


# Beginning, and coming back.


def test_who_has_not_begun_is_offered_the_first_form(store: Store) -> None:
    told = standing(store)
    assert (told.state, told.may_begin, told.title) == ("not-begun", True, "Listening")
    assert told.form
    assert told.form.id == FIRST


def test_what_is_begun_says_where_it_is_and_until_when(store: Store, clock: Clock) -> None:
    attempt = begun(store)
    played(attempt, "sit-beside")
    told = standing(store)
    assert (told.state, told.attempt, told.where) == ("in-progress", attempt.id, "The stamps")
    assert told.until
    assert (told.until - clock.now).days == 14
    last = taking.day(told.until)
    assert told.says == f"In progress, at: The stamps. Submit it by {last}."
    assert not told.may_begin
    played(attempt, *GOOD[1:])
    assert "write your reflections" in standing(store).says


def test_a_day_is_said_as_people_say_it() -> None:
    assert taking.day(datetime(2026, 12, 6, 12, tzinfo=UTC)) == "6 December 2026"


def test_home_is_told_of_every_assignment_at_once(store: Store) -> None:
    assert taking.standings_for(store, ADA.id) == (standing(store),)
    played(begun(store), "sit-beside")
    (told,) = taking.standings_for(store, ADA.id)
    assert (told, told.state) == (standing(store), "in-progress")


def test_the_window_is_the_setting_when_it_was_begun(store: Store, clock: Clock) -> None:
    """Whoever was promised fourteen days has them, whatever the setting says later."""
    attempt = begun(store)
    store.set_setting(settings.TIME, 3)
    assert (taking.resume(store, ADA.id, attempt.id).until - clock.now).days == 14
    other, _outcome = taking.begin(store, TESS.id, MODULE, message=message())
    assert (other.until - clock.now).days == 3


def test_one_attempt_is_open_at_a_time(store: Store) -> None:
    attempt = begun(store)
    again, outcome = taking.begin(store, ADA.id, MODULE, message=message())
    assert (again.id, outcome.state) == (attempt.id, "behind")
    same, outcome = taking.begin(store, ADA.id, MODULE, message=attempt.by)
    assert (same.id, outcome) == (attempt.id, SAVED)
    assert len(store.events(kinds=["attempted"])) == 1


def test_two_tabs_that_begin_at_once_begin_one_attempt(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ways.all_told_to(store, ADA.id)
    first = begun(store)
    # The second tab looked before the first had begun.
    monkeypatch.setattr(taking, "all_told_to", lambda *_: before)
    monkeypatch.setattr(Assessed, "begun", lambda *_: [])
    second, outcome = taking.begin(store, ADA.id, MODULE, message=message())
    assert (second.id, outcome.state) == (first.id, "behind")
    assert second.part == "case"


def test_nobody_goes_back(store: Store) -> None:
    attempt = begun(store)
    played(attempt, "promise")
    assert not attempt.may_go_back
    assert attempt.go_back(1, turn=attempt.turn, message=message()).state == "refused"


def test_practice_is_no_assessment(store: Store) -> None:
    practice, _outcome = Attempt.begin(store, ADA.id, CASE, message=message())
    assert state(store) == "not-begun"
    with pytest.raises(NotTheirs):
        taking.resume(store, ADA.id, practice.id)


def test_an_attempt_is_its_mentors(store: Store) -> None:
    with pytest.raises(NotTheirs):
        taking.resume(store, TESS.id, begun(store).id)


def test_an_unknown_assignment_is_named_with_those_that_there_are(store: Store) -> None:
    with pytest.raises(CpdError, match=r'no assessment "singing".*There are: listening'):
        taking.begin(store, ADA.id, "singing", message=message())


def test_a_form_that_is_being_mended_cannot_be_begun_and_is_gone_on_with(
    store: Store, course: Course
) -> None:
    attempt = begun(store)
    edit(course.case(FIRST).path, "#the-stamps", "#the-stumps")
    shelf.stock(course, store)
    played(taking.resume(store, ADA.id, attempt.id), *GOOD)
    told = taking.standing_for(store, TESS.id, MODULE)
    assert not told.may_begin
    assert told.why_not in told.says
    assert "being corrected" in told.why_not
    with pytest.raises(CpdError, match="being corrected"):
        taking.begin(store, TESS.id, MODULE, message=message())


def test_an_assignment_that_was_withdrawn_can_still_be_handed_in(
    store: Store, course: Course
) -> None:
    attempt = reflecting(store)
    (course.root / "modules" / "listening.ipynb").unlink()
    offered.offer(course, store)
    assert offered.assignments(store) == {}
    assert attempt.submit(WORDS, turn=attempt.turn, message=message()) == SAVED


def test_a_safeguarding_assessment_opens_when_the_lead_has_confirmed(
    tmp_path: Path, opened: Callable[[], Store]
) -> None:
    store, course = opened(), course_with_forms(tmp_path / "safe", module="safeguarding")
    shelf.stock(course, store)
    offered.offer(course, store)
    told = taking.standing_for(store, ADA.id, "safeguarding")
    assert not told.may_begin
    assert "safeguarding lead has confirmed" in told.says
    with pytest.raises(CpdError, match="safeguarding lead has confirmed"):
        taking.begin(store, ADA.id, "safeguarding", message=message())
    sources = confirmation.to_confirm(store)
    said = {name: Said(one.edition, digest_of(name, one)) for name, one in sources.items()}
    confirmation.confirm(store, said, None, by="p-lena")
    attempt, outcome = taking.begin(store, ADA.id, "safeguarding", message=message())
    assert outcome == SAVED
    School(nation="Wales").keep(store)
    assert "your school is in Wales" in taking.standing_for(store, TESS.id, "safeguarding").says
    played(attempt, *GOOD)  # who has begun it goes on with it


# The window.


def test_past_its_window_an_attempt_lapses_kindly(store: Store, clock: Clock) -> None:
    attempt = begun(store)
    clock.goes(days=14, seconds=1)
    outcome = attempt.choose("sit-beside", turn=1, message=message())
    assert outcome.state == "refused"
    assert outcome.say == (
        f"The time for this attempt ended on {taking.day(attempt.until)}. "
        "Nothing that you did is lost: ask your trainer, who can open it again."
    )
    assert attempt.part == "lapsed"
    assert attempt.keep_draft("why", "Late.", turn=1).say == outcome.say
    assert (state(store), standing(store).says) == ("lapsed", outcome.say)
    with pytest.raises(CpdError, match="cannot begin"):
        taking.begin(store, ADA.id, MODULE, message=message())
    assert len(store.events(attempt=attempt.id)) == 1


def test_a_trainer_reopens_what_lapsed_and_it_goes_on_in_the_open_tab(
    store: Store, clock: Clock
) -> None:
    attempt = reflecting(store)
    assert attempt.keep_draft("evidence", "He stamped.", turn=attempt.turn) == SAVED
    clock.goes(days=20)
    late = attempt.submit(WORDS, turn=attempt.turn, message=message())
    assert (late.state, attempt.drafts()) == ("refused", {"evidence": "He stamped."})
    outcomes.reopen(store, TESS, attempt.id, message=message())
    assert state(store) == "in-progress"
    assert attempt.submit(WORDS, turn=attempt.turn, message=message()) == SAVED
    assert state(store) == "submitted"


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_was_ten_years_off_lapses_nothing_for_good(
    store: Store, clock: Clock, years: int
) -> None:
    """Begun by the true clock it only seems over meanwhile; begun by the wrong one, it is
    opened again by a trainer, or is not over."""
    attempt = reflecting(store)
    clock.goes(days=365 * years)
    assert state(store) == ("lapsed" if years > 0 else "in-progress")
    clock.goes(days=-365 * years)
    assert state(store) == "in-progress"
    assert attempt.submit(WORDS, turn=attempt.turn, message=message()) == SAVED

    clock.goes(days=365 * years)
    other, _outcome = taking.begin(store, TESS.id, MODULE, message=message())
    clock.goes(days=-365 * years)
    told = taking.standing_for(store, TESS.id, MODULE)
    assert told.state == ("in-progress" if years > 0 else "lapsed")
    if years < 0:
        outcomes.reopen(store, TOM, other.id, message=message())
        assert taking.standing_for(store, TESS.id, MODULE).state == "in-progress"


def test_only_a_lapsed_attempt_is_reopened_and_only_by_a_trainer(
    store: Store, clock: Clock
) -> None:
    attempt = begun(store)
    with pytest.raises(CpdError, match="has lapsed"):
        outcomes.reopen(store, TESS, attempt.id, message=message())
    clock.goes(days=20)
    with pytest.raises(CpdError, match="Only a trainer"):
        outcomes.reopen(store, ADA, attempt.id, message=message())
    own, _outcome = taking.begin(store, TESS.id, MODULE, message=message())
    clock.goes(days=20)
    with pytest.raises(CpdError, match="your own work"):
        outcomes.reopen(store, TESS, own.id, message=message())


def test_a_second_attempt_is_had_where_the_school_allows_two(store: Store, clock: Clock) -> None:
    begun(store)
    clock.goes(days=20)
    assert not standing(store).may_begin
    store.set_setting(settings.ATTEMPTS, 2)
    again = begun(store)
    assert again.edition.scenario.id == SECOND
    clock.goes(days=20)
    store.set_setting(settings.ATTEMPTS, 9)
    assert "taken every case" in standing(store).why_not


# Reflections, and handing in.


def test_reflections_are_kept_as_they_are_typed_and_go_with_the_submission(
    store: Store, opened: Callable[[], Store]
) -> None:
    attempt = reflecting(store)
    assert [one.id for one in attempt.reflections] == ["evidence", "childs-view", "action"]
    for box, text in WORDS.items():
        assert attempt.keep_draft(box, text, turn=attempt.turn).state == "saved"
    assert attempt.keep_draft("concern-record", "x", turn=attempt.turn).state == "refused"
    elsewhere = taking.resume(opened(), ADA.id, attempt.id)
    assert elsewhere.drafts() == WORDS
    assert attempt.submit(WORDS, turn=attempt.turn, message=message()) == SAVED
    assert store.drafts(ADA.id) == {}
    assert store.texts(attempt.id)[attempt.turn - 1] == WORDS


def test_what_is_submitted_says_by_which_rubric_and_seals_the_transcript(store: Store) -> None:
    work = submitted(store, *GOOD)
    (event,) = store.events(kinds=["submitted"])
    attempt = taking.resume(store, ADA.id, work)
    assert event.body["assignment"] == MODULE
    assert event.body["transcript"] == taking.seal(attempt.transcript())
    assert store.edition(event.body["rubric"])
    assert store.verify() == []


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({}, "under: Evidence; The child’s view; Action"),
        ({**WORDS, "action": " \n"}, "under: Action"),
        ({**WORDS, "score": "3"}, "no such box"),
        ({**WORDS, "action": "x" * 20_001}, "longer than"),
    ],
)
def test_what_is_not_ready_is_not_submitted(store: Store, texts: dict[str, str], why: str) -> None:
    attempt = reflecting(store)
    outcome = attempt.submit(texts, turn=attempt.turn, message=message())
    assert outcome.state == "refused"
    assert why in outcome.say
    assert attempt.part == "reflections"


def test_nothing_is_submitted_before_the_ending(store: Store) -> None:
    attempt = begun(store)
    assert attempt.submit(WORDS, turn=1, message=message()).state == "refused"


def test_two_tabs_submit_and_one_does(store: Store, opened: Callable[[], Store]) -> None:
    here = reflecting(store)
    there = taking.resume(opened(), ADA.id, here.id)
    turn = here.turn
    assert here.submit(WORDS, turn=turn, message="from here") == SAVED
    outcome = there.submit({**WORDS, "action": "Other."}, turn=turn, message="from there")
    assert outcome.state == "behind"
    assert there.part == "submitted"
    assert len(store.events(kinds=["submitted"])) == 1


def test_a_submission_that_is_sent_again_is_one(store: Store, opened: Callable[[], Store]) -> None:
    here = reflecting(store)
    there = taking.resume(opened(), ADA.id, here.id)
    turn = here.turn
    for tab in (here, there, here):
        assert tab.submit(WORDS, turn=turn, message="the same") == SAVED
    assert len(store.events(kinds=["submitted"])) == 1


def test_nothing_is_added_after_submission(store: Store) -> None:
    attempt = taking.resume(store, ADA.id, submitted(store, *GOOD))
    length = len(store.events(attempt=attempt.id))
    turn = attempt.turn
    assert attempt.submit(WORDS, turn=turn, message=message()).state == "refused"
    assert attempt.choose("sit-beside", turn=turn, message=message()).state == "refused"
    assert attempt.explain("Because.", 2, turn=turn, message=message()).state == "refused"
    assert attempt.keep_draft("evidence", "More.", turn=turn).state == "refused"
    assert len(store.events(attempt=attempt.id)) == length
    with pytest.raises(CpdError, match="with your trainer"):
        taking.begin(store, ADA.id, MODULE, message=message())


def test_what_cannot_be_saved_is_not_submitted_and_nothing_is_lost(store: Store) -> None:
    attempt = reflecting(store)
    attempt.keep_draft("evidence", "He stamped.", turn=attempt.turn)
    with somebody_writing(store):
        outcome = attempt.submit(WORDS, turn=attempt.turn, message="mine")
    assert outcome.state == "not-saved"
    assert (attempt.part, attempt.drafts()) == ("reflections", {"evidence": "He stamped."})
    assert attempt.submit(WORDS, turn=attempt.turn, message="mine") == SAVED


def test_nobody_fills_the_record_with_reflections(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = reflecting(store)
    monkeypatch.setattr("mentor_cpd.practice.allowance.MOST_CHARACTERS_A_DAY", 100)
    outcome = attempt.submit(WORDS, turn=attempt.turn, message=message())
    assert (outcome.state, attempt.part) == ("refused", "reflections")
    assert "writes in a day" in outcome.say


def test_a_receipt_can_be_checked_as_long_as_the_record_stands(store: Store) -> None:
    attempt = reflecting(store)
    with pytest.raises(CpdError, match="has not been submitted"):
        taking.receipt(store, attempt.id)
    attempt.submit(WORDS, turn=attempt.turn, message=message())
    kept = taking.receipt(store, attempt.id)
    assert kept.holds(store)
    assert (kept.seq, kept.hash) == store.head()
    assert not kept._replace(hash="0" * 64).holds(store)


# What the mentor is told.


def test_nobody_sees_a_mark_before_it_is_released(store: Store) -> None:
    work = submitted(store, *GOOD)
    grade(store, work)
    mark(store, work, level=1)
    assert (state(store), standing(store).released) == ("submitted", ())
    assert outcomes.release(store, TESS, [work], message=message()).done == (work,)
    told = standing(store)
    assert (told.state, told.released) == ("marked", (work,))
    assert "The child’s view: level 1; 2 or more is needed." in told.missing
    mark(store, work, level=3, why="A second look.")
    assert standing(store).missing == told.missing
    assert outcomes.release(store, TESS, [work], message=message()).done == (work,)
    assert "The child’s view: level 1; 2 or more is needed." not in standing(store).missing
