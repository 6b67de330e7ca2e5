"""What becomes of submissions: whole stories, and everything that nobody may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentor_cpd.assess import outcomes, taking, ways
from mentor_cpd.assess.grading import REPLAY
from mentor_cpd.assess.may import NotAllowed
from mentor_cpd.assess.outcomes import alias
from mentor_cpd.assess.results import reflections, results_for, results_of
from mentor_cpd.errors import CpdError
from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.people import Person
from mentor_cpd.records.store import NotSaved, Store
from tests.assess.house import (
    ADA,
    FIRST,
    HEAD,
    LEAD,
    MODULE,
    OVERALL_SAID,
    SECOND,
    TESS,
    TOM,
    WORDS,
    begun,
    grade,
    mark,
    message,
    played,
    practises,
    somebody,
    state,
    submitted,
)
from tests.assess.making import GOOD, PROMISED, REPAIRED
from tests.practice.playing import somebody_writing
from tests.records.making import Clock

NOTE = "You promised secrecy. Play the practice case again, and say early what you cannot keep."


def refer(store: Store, work: str, by: Person = TESS) -> None:
    outcomes.refer(store, by, work, note=NOTE, message=message())


def release(store: Store, *works: str, by: Person = TESS) -> outcomes.Released:
    return outcomes.release(store, by, works, message=message())


def observed(store: Store, *, met: bool, by: Person = TESS) -> None:
    on = store.clock().date()
    outcomes.observe(
        store, by, ADA.id, MODULE, met=met, on=on, note="She said it early.", message=message()
    )


def sign_off(store: Store, by: Person = HEAD, mentor: Person = ADA) -> None:
    outcomes.sign_off(store, by, mentor.id, MODULE, message=message())


def marked(store: Store, *choices: str, level: int = 2) -> str:
    """Handed in, graded and marked."""
    work = submitted(store, *choices)
    grade(store, work)
    mark(store, work, level=level)
    return work


def referred(store: Store) -> str:
    """Handed in with a critical error, referred, and told so."""
    work = marked(store, *PROMISED)
    refer(store, work)
    assert release(store, work).done == (work,)
    return work


def criteria_met(store: Store) -> str:
    """Everything that is needed, but the sign-off."""
    practises(store, *GOOD)
    work = marked(store, *GOOD)
    assert release(store, work).done == (work,)
    return work


# The stories.


def test_files_that_were_refused_before_they_were_a_submission_are_nobodys_results(
    store: Store,
) -> None:
    """Everybody else's own standing is told as before."""
    work = marked(store, *GOOD)
    files = {"student": "p-gone", "assignment": MODULE, "files": "0", "why": "No transcript."}
    store.append(NewEvent("refused", REPLAY, files))
    assert state(store) == "submitted"
    release(store, work)
    assert taking.standing_for(store, ADA.id, MODULE).released == (work,)


def test_a_critical_error_is_referred_practised_retaken_and_signed_off(store: Store) -> None:
    first = marked(store, *PROMISED)
    assert ways.submission(store, first).critical
    refer(store, first)
    assert state(store) == "submitted"  # nothing is told before it is released
    release(store, first)
    told = taking.standing_for(store, ADA.id, MODULE)
    assert (told.state, told.may_begin) == ("referred", True)
    assert told.form
    assert told.form.id == SECOND
    assert store.texts(ways.submission(store, first).referred.id) == {0: {"note": NOTE}}  # type: ignore[union-attr] # it was referred above

    practises(store, *GOOD)
    again = marked(store, *GOOD)
    assert taking.resume(store, ADA.id, again).edition.scenario.id == SECOND
    assert state(store) == "submitted"
    release(store, again)
    told = taking.standing_for(store, ADA.id, MODULE)
    assert (told.state, told.says) == ("criteria-met", "Criteria met: awaiting sign-off.")
    assert told.released == (first, again)
    assert not told.may_begin
    sign_off(store)
    assert state(store) == "passed"
    assert store.verify() == []


def test_after_two_referrals_a_conversation_is_observed(store: Store) -> None:
    referred(store)
    second = marked(store, *PROMISED)
    assert outcomes.next_step(store, ways.submission(store, second)) == "observed"
    refer(store, second)
    release(store, second)
    told = taking.standing_for(store, ADA.id, MODULE)
    assert (told.state, told.may_begin) == ("referred", False)
    assert "an observed conversation with you" in told.says
    practises(store, *GOOD)
    observed(store, met=False)
    assert state(store) == "referred"
    with pytest.raises(NotAllowed, match="A conversation that a trainer observes"):
        sign_off(store)
    observed(store, met=True)
    assert state(store) == "criteria-met"
    sign_off(store)
    assert state(store) == "passed"


def test_where_there_is_no_other_form_a_conversation_is_observed(store: Store) -> None:
    store.set_setting(
        "assignments",
        {
            MODULE: {
                "name": MODULE,
                "title": "Listening",
                "forms": [FIRST],
                "practice": ["too-quiet"],
            }
        },
    )
    work = marked(store, *PROMISED)
    refer(store, work)
    release(store, work)
    assert "observed" in taking.standing_for(store, ADA.id, MODULE).says
    observed(store, met=True)
    # Nothing stands in the place of practice.
    told = taking.standing_for(store, ADA.id, MODULE)
    assert told.state == "referred"
    assert told.missing == ("A practice case of this module, played to its end.",)
    practises(store, *GOOD)
    assert state(store) == "criteria-met"


def test_an_error_that_was_put_right_is_no_open_one(store: Store) -> None:
    practises(store, *GOOD)
    work = marked(store, *REPAIRED)
    release(store, work)
    assert state(store) == "criteria-met"


def test_without_practice_the_criteria_are_not_met_and_it_says_so(store: Store) -> None:
    work = marked(store, *GOOD)
    release(store, work)
    told = taking.standing_for(store, ADA.id, MODULE)
    assert told.missing == ("A practice case of this module, played to its end.",)
    practises(store, *PROMISED)
    assert taking.standing_for(store, ADA.id, MODULE).missing == (
        "In practice: You told Sam’s form tutor the same day.",
    )
    practises(store, *GOOD)
    assert state(store) == "criteria-met"


def test_marks_that_fall_short_are_told_and_not_averaged(store: Store) -> None:
    practises(store, *GOOD)
    work = submitted(store, *GOOD)
    grade(store, work)
    mark(store, work, level=3, levels={"childs-view": 1})
    release(store, work)
    told = taking.standing_for(store, ADA.id, MODULE)
    assert told.state == "marked"
    assert told.missing == ("The child’s view: level 1; 2 or more is needed.",)
    assert not told.may_begin
    with pytest.raises(NotAllowed, match="criteria are not met"):
        sign_off(store)


def test_a_concern_record_that_falls_short_keeps_it_from_passing(store: Store) -> None:
    practises(store, *GOOD)
    work = submitted(store, *GOOD)
    grade(store, work)
    mark(store, work, level=3, levels={"concern-record": 1})
    release(store, work)
    (lacking,) = taking.standing_for(store, ADA.id, MODULE).missing
    assert "The concern record: level 1" in lacking


# Referring.


def test_a_form_that_is_sent_twice_decides_once(store: Store) -> None:
    work = marked(store, *PROMISED)
    for _click in range(2):
        outcomes.refer(store, TESS, work, note=NOTE, message="one click")
    assert len(store.events(kinds=["referred"])) == 1
    for _click in range(2):
        assert outcomes.release(store, TESS, [work, work], message="go").done == (work,)
    assert len(store.events(kinds=["released"])) == 1


def test_a_referral_can_be_taken_back_until_the_mentor_is_told(store: Store) -> None:
    practises(store, *GOOD)
    work = marked(store, *GOOD)
    refer(store, work)
    outcomes.withdraw(store, TOM, work, why="It was another one.", message=message())
    assert ways.submission(store, work).referred is None
    refer(store, work)
    release(store, work)
    with pytest.raises(NotAllowed, match="has been told"):
        outcomes.withdraw(store, TESS, work, why="Too late.", message=message())
    with pytest.raises(NotAllowed, match="has been told"):
        refer(store, work)


def test_what_is_referred_says_what_happened(store: Store) -> None:
    work = marked(store, *PROMISED)
    with pytest.raises(NotAllowed, match="note is empty"):
        outcomes.refer(store, TESS, work, note=" ", message=message())


def test_only_the_latest_submission_is_referred(store: Store) -> None:
    first = referred(store)
    played(begun(store), *GOOD)
    with pytest.raises(NotAllowed, match="begun another attempt"):
        refer(store, first, by=TOM)


def test_an_observed_conversation_needs_a_referral_a_note_and_a_day_that_has_come(
    store: Store, clock: Clock
) -> None:
    def observe(on: date, note: str = "She said it early.", by: Person = TESS) -> None:
        outcomes.observe(store, by, ADA.id, MODULE, met=True, on=on, note=note, message=message())

    with pytest.raises(NotAllowed, match="Nobody was referred"):
        observe(clock.now.date())
    referred(store)
    with pytest.raises(NotAllowed, match="Nobody was referred"):
        observe(clock.now.date())  # a retake comes first
    second = marked(store, *PROMISED)
    refer(store, second)
    with pytest.raises(NotAllowed, match="has not been told"):
        observe(clock.now.date())  # the mentor would read of it before the referral is told
    release(store, second)
    with pytest.raises(NotAllowed, match="not come yet"):
        observe(clock.now.date() + timedelta(days=3))
    with pytest.raises(NotAllowed, match=r"before the submission was handed in.*the year"):
        observe(clock.now.date().replace(year=202))
    with pytest.raises(NotAllowed, match="note is empty"):
        observe(clock.now.date(), " ")
    with pytest.raises(NotAllowed, match="Only a trainer"):
        observe(clock.now.date(), by=HEAD)


# Releasing.


def test_release_is_per_batch_and_says_what_was_left_and_why(store: Store) -> None:
    work = marked(store, *GOOD)
    unmarked = submitted(store, *GOOD, person=TOM)
    batch = release(store, work, unmarked)
    assert batch.done == (work,)
    assert "not fully marked" in batch.left[unmarked]
    assert release(store, work).left.keys() == {work}  # nothing has changed since


def test_marks_without_a_replay_are_not_released(store: Store) -> None:
    work = submitted(store, *GOOD)
    mark(store, work)
    assert "not fully marked" in release(store, work).left[work]


def test_what_is_held_back_stays_out_of_the_batch_until_it_is_let_go(store: Store) -> None:
    work = marked(store, *GOOD)
    outcomes.hold_back(store, TESS, work, held=True, message=message())
    assert "held back" in release(store, work, by=TOM).left[work]
    assert state(store) == "submitted"
    outcomes.hold_back(store, TOM, work, held=False, message=message())
    assert release(store, work).done == (work,)
    with pytest.raises(NotAllowed, match="has been released"):
        outcomes.hold_back(store, TESS, work, held=True, message=message())


def test_a_mark_that_changed_after_its_release_is_released_again(store: Store) -> None:
    work = marked(store, *GOOD, level=1)
    release(store, work)
    mark(store, work, level=3, why="A second look.")
    one = ways.submission(store, work)
    assert (one.changed, one.queue) == (True, "done")
    assert release(store, work).done == (work,)
    assert ways.submission(store, work).queue == "released"


def test_nobody_but_a_trainer_releases_and_nobody_their_own(store: Store) -> None:
    work = marked(store, *GOOD)
    for by in (ADA, HEAD, LEAD):
        assert release(store, work, by=by).left.keys() == {work}
    own = submitted(store, *GOOD, person=TESS)
    assert "your own work" in release(store, own, by=TESS).left[own]


def test_what_cannot_be_saved_is_said_and_not_called_left(store: Store) -> None:
    work = marked(store, *GOOD)
    with somebody_writing(store), pytest.raises(NotSaved):
        release(store, work)
    assert state(store) == "submitted"


# What may be real.


def may_be_real(store: Store, work: str, by: Person = TESS, told: str = "Lena, by voice") -> None:
    outcomes.may_be_real(store, by, work, told=told, when=store.clock(), message=message())


def test_what_may_be_real_stands_still_until_the_lead_closes_it(store: Store) -> None:
    work = marked(store, *PROMISED)
    may_be_real(store, work)
    one = ways.submission(store, work)
    assert one.held
    assert one.concern
    assert store.texts(one.concern.id) == {0: {"told": "Lena, by voice"}}
    assert "it is stopped" in release(store, work).left[work]
    for decide in (
        lambda: refer(store, work),
        lambda: mark(store, work, level=3, why="More."),
        lambda: outcomes.hold_back(store, TESS, work, held=True, message=message()),
    ):
        with pytest.raises(CpdError, match="it is stopped"):
            decide()
    for by in (TESS, HEAD, ADA):
        with pytest.raises(NotAllowed, match="Only the safeguarding lead"):
            outcomes.close(store, by, work, note="Done.", message=message())
    outcomes.close(store, LEAD, work, note="Talked to Ada; it is a story.", message=message())
    assert release(store, work).done == (work,)
    assert store.verify() == []


def test_nothing_of_what_may_be_real_is_erased(store: Store) -> None:
    work = marked(store, *PROMISED)
    practice = begun(store, TOM)
    may_be_real(store, work)
    for person, attempt in ((ADA, work), (ADA, None), (TESS, None)):
        with pytest.raises(CpdError, match=r"Nothing was erased.*safeguarding lead"):
            store.erase_texts(person=person.id, by="p-admin", attempt=attempt)
    assert store.texts(work)
    store.erase_texts(person=TOM.id, by="p-admin", attempt=practice.id)
    outcomes.close(store, LEAD, work, note="", message=message())
    assert store.erase_texts(person=ADA.id, by="p-admin") > 0
    assert store.texts(work) == {}
    assert store.verify() == []


def test_the_mentor_is_not_told_by_the_app_that_something_may_be_real(store: Store) -> None:
    work = marked(store, *GOOD)
    release(store, work)
    before = taking.standing_for(store, ADA.id, MODULE)
    may_be_real(store, work, by=LEAD)
    assert taking.standing_for(store, ADA.id, MODULE) == before


def test_who_says_that_it_may_be_real_says_whom_they_told(store: Store, clock: Clock) -> None:
    work = submitted(store, *GOOD)
    with pytest.raises(NotAllowed, match="whom you told"):
        may_be_real(store, work, told=" ")
    with pytest.raises(NotAllowed, match="Whoever marks"):
        may_be_real(store, work, by=ADA)
    later = clock.now + timedelta(hours=1)
    with pytest.raises(NotAllowed, match="not come yet"):
        outcomes.may_be_real(store, TESS, work, told="Lena", when=later, message=message())
    for earlier in (clock.now - timedelta(hours=1), clock.now.replace(year=202)):
        with pytest.raises(NotAllowed, match=r"before the submission was handed in.*the year"):
            outcomes.may_be_real(store, TESS, work, told="Lena", when=earlier, message=message())
    with pytest.raises(NotAllowed, match="Nothing is held"):
        outcomes.close(store, LEAD, work, note="", message=message())


def test_a_clock_that_was_ahead_when_it_was_handed_in_bars_nobody(
    store: Store, clock: Clock
) -> None:
    clock.goes(days=40)
    work = submitted(store, *GOOD)
    clock.goes(days=-40)
    may_be_real(store, work)
    assert ways.submission(store, work).held


def test_a_release_that_races_with_may_be_real_does_not_win(
    store: Store, opened: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it rests on is looked at again while nobody else can write."""
    work = marked(store, *GOOD)
    other = opened()
    append = store.append

    def meanwhile(*given: object, **more: object) -> object:
        monkeypatch.setattr(store, "append", append)
        may_be_real(other, work, by=TOM)
        return append(*given, **more)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(store, "append", meanwhile)
    assert "it is stopped" in release(store, work).left[work]
    assert store.events(kinds=["released"]) == []


# Results, in words.


def test_results_are_read_by_their_mentor_as_they_were_released(store: Store) -> None:
    work = marked(store, *PROMISED, level=1)
    refer(store, work)
    with pytest.raises(CpdError, match="not been released"):
        results_for(store, ADA.id, work)
    release(store, work)
    with pytest.raises(CpdError, match="somebody else"):
        results_for(store, TOM.id, work)
    told = results_for(store, ADA.id, work)
    assert told.debrief == NOTE
    assert told.submission.graded
    assert told.submission.graded.open_errors == ("A promise of secrecy",)
    assert (told.levels["action"], told.single_marked) == (1, True)
    assert told.given[0].texts == OVERALL_SAID
    assert told.verdict
    assert not told.verdict.passes
    mark(store, work, level=3, why="A second look.")
    assert results_for(store, ADA.id, work) == told
    assert results_of(store, work).levels["action"] == 3
    release(store, work)
    assert results_for(store, ADA.id, work).levels["action"] == 3


def test_what_the_mentor_wrote_is_read_until_it_is_erased(store: Store) -> None:
    work = submitted(store, *GOOD)
    assert reflections(store, work) == WORDS
    assert reflections(store, "of-nobody") == {}
    store.erase_texts(person=ADA.id, by="p-admin")
    assert reflections(store, work) == {}
    mark(store, work)
    store.erase_texts(person=TESS.id, by="p-admin")
    grade(store, work)
    assert results_of(store, work).given[0].texts == {}


# Signing off.


@pytest.mark.parametrize("by", [ADA, TESS, TOM, LEAD, somebody("bo", "administrator")])
def test_only_the_head_signs_off(store: Store, by: Person) -> None:
    criteria_met(store)
    with pytest.raises(NotAllowed, match="Only the head"):
        sign_off(store, by)
    assert state(store) == "criteria-met"


def test_the_head_sees_who_awaits_sign_off_and_nobody_else(store: Store) -> None:
    criteria_met(store)
    for person, choices in ((TOM, GOOD), (HEAD, PROMISED)):  # unpractised; a critical error
        work = submitted(store, *choices, person=person)
        grade(store, work)
        mark(store, work)
        release(store, work)
    assert [way.mentor for way in ways.awaiting_sign_off(store)] == [ADA.id]
    sign_off(store)
    assert ways.awaiting_sign_off(store) == []


def test_whom_the_head_names_signs_off_until_un_named(store: Store) -> None:
    criteria_met(store)
    with pytest.raises(NotAllowed, match="Only the head says"):
        outcomes.name_signer(store, TESS, TESS, named=True, message=message())
    outcomes.name_signer(store, HEAD, TOM, named=True, message=message())
    outcomes.name_signer(store, HEAD, TESS, named=True, message=message())
    outcomes.name_signer(store, HEAD, TESS, named=False, message=message())
    assert outcomes.signers(store) == {TOM.id}
    with pytest.raises(NotAllowed, match="Only the head"):
        sign_off(store, TESS)
    sign_off(store, TOM)
    assert state(store) == "passed"
    with pytest.raises(NotAllowed, match="been signed off"):
        sign_off(store)


def test_nobody_signs_off_themselves(store: Store) -> None:
    both = somebody("hugo", "head", "mentor")
    work = submitted(store, *GOOD, person=both)
    mark(store, work)
    with pytest.raises(NotAllowed, match="your own work"):
        sign_off(store, both, both)


def test_nothing_is_signed_off_before_its_results_were_told(store: Store) -> None:
    practises(store, *GOOD)
    work = marked(store, *GOOD)
    with pytest.raises(NotAllowed, match="not been told"):
        sign_off(store)
    release(store, work)
    mark(store, work, level=3, why="Better still.")
    with pytest.raises(NotAllowed, match="not been told"):
        sign_off(store)


def test_a_disabled_account_decides_nothing(store: Store) -> None:
    work = marked(store, *GOOD)
    assert "switched off" in release(store, work, by=replace(TESS, disabled=True)).left[work]


# Names.


def test_an_alias_is_short_the_same_each_time_and_tells_nobodys_name(store: Store) -> None:
    one, two = submitted(store, *GOOD), submitted(store, *GOOD, person=TOM)
    assert alias(one) == alias(one) != alias(two)
    assert len(alias(one)) == 7
    assert not set(alias(one).lower().split("-")) & {ADA.id, "ada", MODULE, one[:3]}
