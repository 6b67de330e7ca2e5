"""An attempt: nothing that was called saved is lost, and nothing counts twice."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from mentor_cpd import __version__
from mentor_cpd.course import Course
from mentor_cpd.errors import CpdError
from mentor_cpd.practice import shelf
from mentor_cpd.practice.allowance import MOST_CHARACTERS
from mentor_cpd.practice.attempt import SAVED, Attempt
from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.store import NotTheirs, Store
from mentor_cpd.scenario.transcript import replay
from tests.practice.playing import CASE, RECORD, at, message, somebody_writing, stage, started, take


def kinds(store: Store, attempt: Attempt) -> list[str]:
    return [event.kind for event in store.events(attempt=attempt.id)]


def test_an_attempt_records_what_was_played_and_by_which_engine(store: Store) -> None:
    attempt = started(store)
    (begun,) = store.events(attempt=attempt.id)
    assert begun.body == {"scenario": CASE, "use": "practice", "engine": __version__}
    assert begun.edition == attempt.edition.digest
    assert begun.turn == 0


def test_a_case_that_is_not_offered_cannot_be_begun(store: Store) -> None:
    with pytest.raises(CpdError, match="being corrected"):
        Attempt.begin(store, "ada", "no-such-case", message=message())


def test_beginning_twice_with_one_message_begins_once(store: Store) -> None:
    one, first = Attempt.begin(store, "ada", CASE, message="the same one")
    two, second = Attempt.begin(store, "ada", CASE, message="the same one")
    assert (first, second) == (SAVED, SAVED)
    assert one.id == two.id
    assert len(store.events(kinds=["attempted"])) == 1


def test_two_tabs_that_begin_at_once_begin_one_attempt(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = started(store)
    # The second tab looked before the first had begun.
    monkeypatch.setattr("mentor_cpd.practice.attempt.Attempt.begun", lambda *_: [])
    second, outcome = Attempt.begin(store, "ada", CASE, message=message())
    assert outcome.state == "behind"
    assert second.id == first.id


def test_playing_again_is_another_attempt_and_the_first_stays(store: Store) -> None:
    first = take(started(store), "sit-beside")
    second = started(store)
    assert second.id != first.id
    assert at(second) == "a-corner-table"
    assert at(Attempt.resume(store, "ada", first.id)) == "the-stamps"


def test_nobody_works_out_whose_an_attempt_is_from_its_id(store: Store) -> None:
    """An administrator knows every pseudonym, and may mark without names as well."""
    guesses = {without_a_key("ada", number) for number in range(3)}
    assert started(store).id not in guesses


def test_an_attempt_from_before_ids_had_a_key_goes_on(
    store: Store, opened: Callable[[], Store]
) -> None:
    old = without_a_key("ada", 0)
    body = {"scenario": CASE, "use": "practice", "engine": __version__}
    edition = shelf.offered(store)[CASE].digest
    store.append(
        NewEvent("attempted", "ada", body, attempt=old, turn=0, message="m", edition=edition)
    )
    found = Attempt.latest(store, "ada", CASE)
    assert found is not None
    take(found, "sit-beside")
    assert at(Attempt.resume(opened(), "ada", old)) == "the-stamps"
    assert started(store).id != old
    assert len(Attempt.begun(store, "ada", CASE)) == 2


def without_a_key(person: str, number: int) -> str:
    """The id as it was made at first, of nothing but what others know."""
    return hashlib.sha256(f"{person}\n{CASE}\n{number}".encode()).hexdigest()[:24]


def test_a_double_click_is_recorded_once(store: Store) -> None:
    attempt = started(store)
    for _click in range(2):
        assert attempt.choose("ask-lunch", turn=1, message="one click") == SAVED
    assert kinds(store, attempt) == ["attempted", "chose"]
    assert at(attempt) == "a-shrug"


def test_a_message_sent_again_to_another_kernel_is_recorded_once(
    store: Store, opened: Callable[[], Store]
) -> None:
    attempt = started(store)
    other = Attempt.resume(opened(), "ada", attempt.id)
    assert attempt.choose("sit-beside", turn=1, message="the same") == SAVED
    assert other.choose("sit-beside", turn=1, message="the same") == SAVED
    assert kinds(store, attempt) == ["attempted", "chose"]
    assert at(other) == "the-stamps"


def test_the_second_of_two_tabs_is_told_and_brought_up_to_date(
    store: Store, opened: Callable[[], Store]
) -> None:
    here = started(store)
    there = Attempt.resume(opened(), "ada", here.id)
    assert here.choose("ask-lunch", turn=1, message=message()) == SAVED
    outcome = there.choose("promise", turn=1, message=message())
    assert outcome.state == "behind"
    assert "another tab or on another device" in outcome.say
    assert at(there) == "a-shrug"
    assert kinds(store, here) == ["attempted", "chose"]


def test_a_tab_that_is_far_behind_is_brought_up_to_date_too(
    store: Store, opened: Callable[[], Store]
) -> None:
    here = started(store)
    there = Attempt.resume(opened(), "ada", here.id)
    take(here, "sit-beside", "kind-words")
    assert there.choose("promise", turn=1, message=message()).state == "behind"
    assert at(there) == "the-bag"


def test_a_turn_that_has_not_come_yet_is_not_recorded(store: Store) -> None:
    attempt = started(store)
    assert attempt.choose("sit-beside", turn=7, message=message()).state == "behind"
    assert kinds(store, attempt) == ["attempted"]


def test_what_cannot_be_saved_leaves_place_and_draft_as_they_were(store: Store) -> None:
    attempt = take(started(store), "sit-beside", "tell-together")
    assert attempt.choose("write-it", turn=attempt.turn, message=message()) == SAVED
    assert attempt.keep_draft("when", "Tuesday", turn=attempt.turn) == SAVED
    turn = attempt.turn
    with somebody_writing(store):
        outcome = attempt.write(RECORD, turn=turn, message="the record")
        assert outcome.state == "not-saved"
        assert outcome.say.startswith("Not saved. You are where you were")
        assert attempt.keep_draft("when", "Tuesday, 12.50", turn=turn).state == "not-saved"
    assert stage(attempt) == "write"
    assert attempt.turn == turn
    assert attempt.drafts() == {"when": "Tuesday"}
    assert attempt.write(RECORD, turn=turn, message="the record") == SAVED
    assert stage(attempt) == "debrief"


def test_a_draft_goes_with_the_event_that_replaces_it(store: Store) -> None:
    attempt = take(started(store), "sit-beside", "tell-together")
    attempt.choose("write-it", turn=attempt.turn, message=message())
    attempt.keep_draft("when", "Tues", turn=attempt.turn)
    attempt.keep_draft("words", "They changed", turn=attempt.turn)
    elsewhere = Attempt.latest(store, "ada", CASE)
    assert elsewhere
    assert elsewhere.drafts() == {"when": "Tues", "words": "They changed"}
    attempt.write(RECORD, turn=attempt.turn, message=message())
    assert store.drafts("ada") == {}


def test_a_draft_for_a_turn_that_another_tab_took_is_dropped(
    store: Store, opened: Callable[[], Store]
) -> None:
    here = take(started(store), "sit-beside", "tell-together")
    here.choose("write-it", turn=here.turn, message=message())
    there = Attempt.resume(opened(), "ada", here.id)
    turn = here.turn
    assert here.write(RECORD, turn=turn, message=message()) == SAVED
    assert there.keep_draft("words", "They", turn=turn) == SAVED  # it cannot know yet
    assert there.write(RECORD, turn=turn, message=message()).state == "behind"
    assert store.drafts("ada") == {}


def test_a_draft_for_a_turn_that_is_over_is_not_kept(store: Store) -> None:
    attempt = started(store)
    take(attempt, "sit-beside")
    assert attempt.keep_draft("why", "Because", turn=2).state == "behind"
    assert store.drafts("ada") == {}


def test_after_the_process_is_killed_the_attempt_goes_on_where_it_was_saved(
    store: Store,
) -> None:
    program = f"""
from mentor_cpd.practice.attempt import Attempt
from mentor_cpd.records.store import Store
store = Store.open("sqlite:///{store.place}", migrate=False)
attempt, _ = Attempt.begin(store, "ada", "{CASE}", message="message-begin")
print(attempt.choose("ask-lunch", turn=1, message="message-lunch").state, flush=True)
input()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdin
    assert process.stdout.readline() == "saved\n"
    os.kill(process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait(10)
    process.stdout.close()
    process.stdin.close()
    attempt = Attempt.latest(store, "ada", CASE)
    assert attempt
    assert stage(attempt) == "explain"
    assert at(attempt) == "a-shrug"


def test_an_attempt_goes_on_with_the_edition_it_was_begun_on(store: Store, course: Course) -> None:
    attempt = started(store)
    page = course.scenarios / "listening" / f"{CASE}.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("Nothing ever happens.", "Leave me."), encoding="utf-8")
    shelf.stock(course, store)
    assert shelf.offered(store)[CASE].digest != attempt.edition.digest
    again = Attempt.latest(store, "ada", CASE)
    assert again
    take(again, "ask-lunch")
    assert again.edition.digest == attempt.edition.digest
    assert again.played.here.passages[1].text == "Nothing happened. Nothing ever happens."
    fresh = take(started(store), "ask-lunch")
    assert fresh.played.here.passages[1].text == "Nothing happened. Leave me."


def test_the_first_instinct_is_on_disk_before_anyone_is_asked_why(store: Store) -> None:
    attempt = started(store)
    attempt.choose("promise", turn=1, message=message())
    assert kinds(store, attempt) == ["attempted", "chose"]
    assert stage(attempt) == "explain"
    refused = attempt.choose("thank", turn=2, message=message())
    assert refused.state == "refused"
    assert attempt.explain("It felt kind.", 3, turn=2, message=message()) == SAVED
    assert stage(attempt) == "scene"
    explained = store.events(attempt=attempt.id, kinds=["explained"])[0]
    assert explained.body == {"sure": 3}
    assert store.texts(attempt.id) == {2: {"why": "It felt kind."}}


def test_why_is_asked_only_where_the_case_asks_it(store: Store) -> None:
    attempt = take(started(store), "ask-lunch")
    attempt.choose("stamp", turn=attempt.turn, message=message())
    assert stage(attempt) == "scene"


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({}, "Nothing has been written yet"),
        ({"when": "  \n"}, "Nothing has been written yet"),
        ({"when": "now", "score": "100"}, "no such box"),
        ({"when": "x" * (MOST_CHARACTERS + 1)}, "longer than"),
    ],
)
def test_writing_that_does_not_answer_is_refused(
    store: Store, parts: dict[str, str], why: str
) -> None:
    attempt = take(started(store), "sit-beside", "tell-together")
    attempt.choose("write-it", turn=attempt.turn, message=message())
    outcome = attempt.write(parts, turn=attempt.turn, message=message())
    assert outcome.state == "refused"
    assert why in outcome.say
    assert stage(attempt) == "write"


def test_a_closed_choice_is_refused_and_nothing_is_recorded(store: Store) -> None:
    attempt = take(started(store), "sit-beside")
    outcome = attempt.choose("take-it-back", turn=attempt.turn, message=message())
    assert outcome.state == "refused"
    assert at(attempt) == "the-stamps"


def test_going_back_in_practice_keeps_both_ways_in_the_record(store: Store) -> None:
    attempt = take(started(store), "promise", "thank")
    assert attempt.go_back(1, turn=attempt.turn, message=message()) == SAVED
    assert at(attempt) == "a-corner-table"
    assert attempt.played.first["a-corner-table"] == "promise"
    assert kinds(store, attempt)[-1] == "went-back"


def test_nobody_goes_back_in_an_assessed_case(store: Store, course: Course) -> None:
    page = course.scenarios / "listening" / f"{CASE}.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("use: practice", "use: assessed"), encoding="utf-8")
    shelf.stock(course, store)
    attempt = take(started(store), "promise")
    assert attempt.go_back(1, turn=attempt.turn, message=message()).state == "refused"


def test_nobody_resumes_what_is_somebody_elses(store: Store) -> None:
    attempt = started(store)
    with pytest.raises(NotTheirs):
        Attempt.resume(store, "ben", attempt.id)
    assert Attempt.latest(store, "ben", CASE) is None


def test_the_latest_attempt_is_the_one_that_was_played_last(store: Store) -> None:
    first = started(store)
    second = started(store)
    take(Attempt.resume(store, "ada", first.id), "promise")
    latest = Attempt.latest(store, "ada", CASE)
    assert latest
    assert latest.id == first.id != second.id


def test_a_transcript_replays_to_where_the_attempt_stands(store: Store) -> None:
    attempt = take(started(store), "promise", "thank", "take-it-back", "write-it")
    transcript = attempt.transcript()
    assert transcript.engine == __version__
    again = replay(attempt.edition.scenario, transcript)
    assert again.here.line == attempt.played.here.line
    assert again.here.state == attempt.played.here.state


def test_an_attempt_replays_after_its_texts_were_erased(store: Store) -> None:
    attempt = take(started(store), "sit-beside", "tell-together", "write-it")
    store.erase_texts(person="ada", by="command-line")
    again = Attempt.resume(store, "ada", attempt.id)
    assert stage(again) == "debrief"
    wrote = again.played.decisions[-1].wrote
    assert wrote
    assert wrote.parts == {}


# What nobody who learns ever comes near.


def test_a_draft_is_kept_for_a_box_that_is_open_and_for_no_other(store: Store) -> None:
    attempt = started(store)
    assert attempt.keep_draft("why", "too early", turn=1).state == "refused"
    attempt.choose("ask-lunch", turn=1, message=message())
    assert stage(attempt) == "explain"
    for part in ("when", "text", "sure", "p" * 200, ""):
        assert attempt.keep_draft(part, "x", turn=2).state == "refused"
    assert attempt.keep_draft("why", "Because", turn=2) == SAVED
    assert attempt.keep_draft("why", "x" * (MOST_CHARACTERS + 1), turn=2).state == "refused"
    assert store.drafts("ada") == {f"{attempt.id}:2:why": "Because"}


def test_an_attempt_that_went_back_without_end_is_played_on_and_no_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is replayed whenever it is opened: nobody makes that slow."""
    monkeypatch.setattr("mentor_cpd.practice.allowance.MOST_TURNS", 6)
    attempt = started(store)
    outcome = SAVED
    while outcome == SAVED:
        take(attempt, "promise")
        outcome = attempt.go_back(attempt.played.decisions[0].turn, turn=attempt.turn, message="b")
    assert outcome.state == "refused"
    assert "begin again" in outcome.say
    on = attempt.played.here.choices[0].id
    assert attempt.choose(on, turn=attempt.turn, message=message()) == SAVED


def test_nobody_fills_the_record_with_moves_and_tomorrow_all_is_well(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentor_cpd.practice.allowance.MOST_MOVES_A_DAY", 3)
    attempt = take(started(store), "promise")
    assert len(store.events(person="ada")) == 3
    open_now = attempt.played.here.choices[0].id
    before = store.events()
    refused = attempt.choose(open_now, turn=attempt.turn, message=message())
    assert refused.state == "refused"
    assert "tomorrow" in refused.say
    with pytest.raises(CpdError, match="in a day"):
        Attempt.begin(store, "ada", CASE, message=message())
    assert store.events() == before
    take(started(store, "ben"), "promise")  # nobody else is held up
    later = store.clock() + timedelta(days=1, seconds=1)
    monkeypatch.setattr(store, "clock", lambda: later)
    assert attempt.choose(open_now, turn=attempt.turn, message=message()) == SAVED


def test_a_clock_that_was_put_back_holds_nobody_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentor_cpd.practice.allowance.MOST_MOVES_A_DAY", 1)
    attempt = started(store)
    earlier = store.clock() - timedelta(days=400)
    monkeypatch.setattr(store, "clock", lambda: earlier)
    assert attempt.choose("promise", turn=1, message=message()) == SAVED


def test_nobody_fills_the_record_with_writing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentor_cpd.practice.allowance.MOST_CHARACTERS_A_DAY", 100)
    attempt = started(store)
    attempt.choose("promise", turn=1, message=message())
    assert attempt.explain("x" * 60, 2, turn=2, message=message()) == SAVED
    attempt.go_back(1, turn=3, message=message())
    attempt.choose("promise", turn=4, message=message())
    refused = attempt.explain("x" * 60, 2, turn=5, message=message())
    assert refused.state == "refused"
    assert "anybody writes in a day" in refused.say
    assert attempt.explain("", 2, turn=5, message=message()) == SAVED
