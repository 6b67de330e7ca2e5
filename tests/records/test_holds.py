"""Submissions in the record: what is held is kept, and what cannot be is found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from mentor_cpd.errors import CpdError
from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.log import HandedIn
from mentor_cpd.records.store import Store
from tests.records.making import begun, chose, wrote
from tests.records.test_soundness import tamper


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as store:
        yield store


def handed_in(store: Store, attempt: str = "a-1", person: str = "p-amina") -> None:
    store.append(begun(attempt, person))
    store.append(wrote(1, attempt=attempt, person=person, text="She said so."))
    body = {"assignment": "listening", "rubric": "r", "transcript": "t"}
    texts = {"evidence": "I heard it."}
    new = NewEvent("submitted", person, body, attempt, 2, f"{attempt}-handed", texts=texts)
    store.append(new)


def about(store: Store, kind: str, person: str = "p-tess", submission: str = "a-1") -> None:
    store.append(NewEvent(kind, person, {"submission": submission, "when": "now"}))


def said(store: Store) -> list[str]:
    return [finding.says for finding in store.verify() if finding.kind == "submission"]


def test_what_is_held_is_not_erased_and_nothing_else_is_kept_back(store: Store) -> None:
    handed_in(store)
    handed_in(store, "a-2")
    about(store, "may-be-real")
    with pytest.raises(CpdError, match="Nothing was erased"):
        store.erase_texts(person="p-amina", by="p-admin")
    with pytest.raises(CpdError, match="Nothing was erased"):
        store.erase_texts(person="p-amina", by="p-admin", attempt="a-1")
    assert store.events(kinds=["texts-erased"]) == []
    assert store.erase_texts(person="p-amina", by="p-admin", attempt="a-2") == 2
    assert len(store.texts("a-1")) == 2


def test_what_others_wrote_about_it_is_held_too(store: Store) -> None:
    handed_in(store)
    body = {"submission": "a-1"}
    store.append(NewEvent("marked", "p-tess", body, "m-1", 0, "m", texts={"task": "Wait."}))
    about(store, "may-be-real", "p-tom")
    with pytest.raises(CpdError, match="Nothing was erased"):
        store.erase_texts(person="p-tess", by="p-admin")
    assert store.erase_texts(person="p-tom", by="p-admin") == 0


def test_once_it_is_closed_it_can_be_erased_and_raised_again(store: Store) -> None:
    handed_in(store)
    about(store, "may-be-real")
    about(store, "may-be-real-closed", "p-lena")
    assert store.erase_texts(person="p-amina", by="p-admin") == 2
    about(store, "may-be-real")
    with pytest.raises(CpdError):
        store.erase_texts(person="p-amina", by="p-admin")


def test_the_events_about_a_submission_are_found_by_its_name_and_no_other(store: Store) -> None:
    handed_in(store)
    for name in ("a-1", "a-10", "a_1", 'a"1', "a%"):
        about(store, "graded", submission=name)
    for name in ("a-1", "a_1", 'a"1', "a%"):
        (found,) = store.events(kinds=["graded"], about=name)
        assert found.body["submission"] == name


def test_nothing_is_added_to_what_was_handed_in(store: Store) -> None:
    handed_in(store)
    with pytest.raises(HandedIn) as late:
        store.append(chose(3))
    assert (late.value.attempt, late.value.turn, late.value.last_turn) == ("a-1", 3, 2)
    assert [event.turn for event in store.events(attempt="a-1")] == [0, 1, 2]


def test_an_event_is_kept_out_by_what_is_found_at_the_last_moment(store: Store) -> None:
    store.save_draft("p-amina", "a-1:0:text", "She said")

    def refuse() -> None:
        assert store.events() == []  # the record can be read meanwhile
        raise CpdError("No.")

    with pytest.raises(CpdError, match="No"):
        store.append(begun(), clears_draft="a-1:0", provided=refuse)
    assert store.events() == []
    assert store.drafts("p-amina") == {"a-1:0:text": "She said"}
    store.append(begun(), provided=lambda: None)
    assert len(store.events()) == 1


def test_a_sound_story_of_a_submission_is_sound(store: Store) -> None:
    handed_in(store)
    for kind in ("graded", "marked", "may-be-real", "held-back", "may-be-real-closed"):
        about(store, kind)
    for kind in ("referred", "released", "signed-off"):
        about(store, kind)
    about(store, "refused", "replay", "of-a-file")
    store.append(NewEvent("received", "replay", {"submission": "f-1", "mentor": "p-ben"}))
    about(store, "marked", submission="f-1")
    about(store, "of-a-kind-that-comes-later", submission="nobody's")
    assert store.verify() == []


def test_who_brought_a_file_does_not_decide_about_it(store: Store) -> None:
    store.append(NewEvent("received", "replay", {"submission": "f-1", "mentor": "p-ben"}))
    about(store, "marked", "p-tess", "f-1")
    assert said(store) == []
    about(store, "marked", "p-ben", "f-1")
    (found,) = said(store)
    assert "decides about their own submission" in found


@pytest.mark.parametrize("spoiled", ["body = '{}'", "body = '[]'", "texts = '[]'", "texts = ''"])
def test_a_line_that_was_spoiled_is_found_and_not_stumbled_over(store: Store, spoiled: str) -> None:
    handed_in(store)
    for kind in ("received", "marked", "may-be-real", "may-be-real-closed"):
        about(store, kind)
    tamper(store, f"UPDATE events SET {spoiled} WHERE seq > 3")  # noqa: S608 -- words of this file
    assert {finding.seq for finding in store.verify()} == {4, 5, 6, 7}


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda s: s.append(chose(3)), "adds to an attempt that had been submitted"),
        (lambda s: about(s, "marked", "p-amina"), "decides about their own submission"),
        (lambda s: about(s, "signed-off", "p-amina"), "decides about their own submission"),
        (lambda s: about(s, "marked", submission="a-9"), "submission that nobody has made"),
        (lambda s: about(s, "released", submission="a-9"), "submission that nobody has made"),
    ],
)
def test_what_the_record_cannot_hold_is_found(
    store: Store, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Store], object], says: str
) -> None:
    handed_in(store)
    # Written by something that does not keep to the log's own rule.
    monkeypatch.setattr("mentor_cpd.records.log.SUBMITTED", "")
    spoil(store)
    (found,) = said(store)
    assert says in found


def test_going_on_with_what_is_held_is_found(store: Store) -> None:
    handed_in(store)
    about(store, "may-be-real")
    about(store, "released")
    (found,) = store.verify()
    assert str(found) == "event 5: it goes on with a submission that is held"
