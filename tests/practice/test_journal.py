"""A journal on a real record: kept, dated, private, and erasable."""

from __future__ import annotations

from mentor_cpd.practice.journal import Journal
from mentor_cpd.practice.reflection import DEFAULT, models
from mentor_cpd.practice.sitting import SAVED
from mentor_cpd.records.store import Store
from tests.practice.playing import message, somebody_writing


def write(journal: Journal, text: str = "She told me twice.") -> None:
    parts = {"what-what": text, "what-so-what": "", "what-now-what": "Ask less."}
    turn = journal.turn
    assert journal.reflect("what", parts, turn=turn, message=message()) == SAVED


def test_driscolls_prompts_come_first_and_five_models_are_there() -> None:
    assert next(iter(models())) == DEFAULT
    assert [stage.label for stage in models()[DEFAULT].stages] == [
        "What?",
        "So what?",
        "Now what?",
    ]
    assert list(models()) == ["what", "gibbs", "kolb", "era", "schon"]


def test_entries_are_kept_with_their_prompts_and_days(store: Store) -> None:
    write(Journal(store, "ada", "listening"))
    write(Journal(store, "ada", "listening"), "Twice again.")
    one, two = Journal(store, "ada", "listening").played.entries
    assert [said.answer for said in one.said] == ["She told me twice.", "Ask less."]
    assert one.said[0].prompt == "What happened, and what did you do?"
    assert two.said[0].answer == "Twice again."
    assert one.at <= two.at
    assert store.verify() == []


def test_nobody_elses_journal_and_no_other_modules_shows_it(store: Store) -> None:
    write(Journal(store, "ada", "listening"))
    assert Journal(store, "ben", "listening").played.entries == ()
    assert Journal(store, "ada", "negotiation").played.entries == ()


def test_the_log_holds_no_word_of_it_and_it_can_be_erased(store: Store) -> None:
    journal = Journal(store, "ada", "listening")
    write(journal)
    (event,) = store.events(kinds=["reflected"])
    assert "twice" not in str(event.body)
    store.erase_texts(person="ada", by="ada", attempt=journal.id)
    (entry,) = Journal(store, "ada", "listening").played.entries
    assert entry.said == ()
    assert store.verify() == []


def test_a_draft_is_kept_until_the_entry_is(store: Store) -> None:
    journal = Journal(store, "ada", "listening")
    assert journal.keep_draft("gibbs-feelings", "Tired.", turn=0) == SAVED
    assert Journal(store, "ada", "listening").drafts() == {"gibbs-feelings": "Tired."}
    assert journal.keep_draft("no-such-box", "Tired.", turn=0).state == "refused"
    write(journal)
    assert journal.drafts() == {}


def test_nothing_written_is_refused_and_the_same_message_counts_once(store: Store) -> None:
    journal = Journal(store, "ada", "listening")
    assert journal.reflect("what", {"what-what": " "}, turn=0, message="nothing").state == "refused"
    assert journal.reflect("moon", {}, turn=0, message="no-model").state == "refused"
    for _click in range(2):
        assert journal.reflect("era", {"era-action": "Go."}, turn=0, message="the-same") == SAVED
    assert len(journal.played.entries) == 1


def test_a_second_device_is_told(store: Store) -> None:
    one, two = Journal(store, "ada", "listening"), Journal(store, "ada", "listening")
    write(one)
    outcome = two.reflect("what", {"what-what": "Mine."}, turn=0, message=message())
    assert outcome.state == "behind"
    assert len(two.played.entries) == 1


def test_what_could_not_be_written_is_said(store: Store) -> None:
    journal = Journal(store, "ada", "listening")
    with somebody_writing(store):
        outcome = journal.reflect("what", {"what-what": "Mine."}, turn=0, message=message())
    assert outcome.state == "not-saved"
    assert journal.played.entries == ()
