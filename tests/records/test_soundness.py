"""Verify finds what somebody with the file in their hands has done to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mentor_cpd.records import chain
from mentor_cpd.records.guards import GUARDS
from mentor_cpd.records.store import Store
from tests.records.making import begun, chose, wrote
from tests.records.test_store import keep


@pytest.fixture
def record(store: Store) -> Store:
    """A record with a few attempts in it."""
    digest = keep(store, b'{"id":"too-quiet"}')
    for new in (
        begun(edition=digest),
        chose(1),
        wrote(2, said="He told me about his gran.", did="I listened."),
        begun("a-2", "p-ben"),
        chose(1, attempt="a-2", person="p-ben"),
        chose(3),
        wrote(4, said="I would tell the lead."),
    ):
        store.append(new)
    assert store.verify() == []
    return store


def tamper(store: Store, *changes: str, rewrite_guards: bool = True) -> None:
    """Take the guards down, do it, and put them up again, as a careful culprit would."""
    with closing(sqlite3.connect(store.place)) as raw:
        for name in GUARDS:
            raw.execute(f"DROP TRIGGER {name}")
        for change in changes:
            raw.execute(change)
        if rewrite_guards:
            for name, sql in GUARDS.items():
                raw.execute(f"CREATE TRIGGER {name} {sql}")
        raw.commit()


def seal_anew(store: Store, since: int) -> None:
    """Seal that event and all after it once more, as a culprit would who has read chain.py."""
    with closing(sqlite3.connect(store.place)) as raw:
        raw.row_factory = sqlite3.Row
        raw.execute("DROP TRIGGER events_are_not_changed")
        previous = ""
        for event in raw.execute("SELECT * FROM events ORDER BY seq").fetchall():
            row = dict(event)
            if row["seq"] >= since:
                row["previous"] = previous or row["previous"]
                row["hash"] = chain.seal(row)
                raw.execute(
                    "UPDATE events SET previous = :previous, hash = :hash WHERE seq = :seq", row
                )
            previous = row["hash"]
        raw.execute(f"CREATE TRIGGER events_are_not_changed {GUARDS['events_are_not_changed']}")
        raw.commit()


@pytest.mark.parametrize(
    ("change", "kind", "seq"),
    [
        ("UPDATE events SET person = 'p-eve' WHERE seq = 2", "chain", 2),
        ('UPDATE events SET body = \'{"choice":"ask"}\' WHERE seq = 2', "chain", 2),
        ("UPDATE events SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 1", "chain", 1),
        ("UPDATE events SET edition = NULL WHERE seq = 6", "chain", 6),
        ("UPDATE events SET texts = '{}' WHERE seq = 3", "chain", 3),
        ("UPDATE events SET message = 'm' WHERE seq = 2", "chain", 2),
        ("DELETE FROM events WHERE seq = 4", "chain", 5),
        ("DELETE FROM events WHERE seq = 3", "chain", 4),
        ("DELETE FROM events WHERE seq = 3", "file", None),
        ("DELETE FROM events WHERE seq = 1", "chain", 2),
        ("DELETE FROM events WHERE seq = 5", "chain", 6),
        ("UPDATE texts SET text = 'Nothing.' WHERE seq = 3 AND part = 'said'", "text", 3),
        ("UPDATE texts SET key = 'ab' WHERE seq = 3 AND part = 'said'", "text", 3),
        ("UPDATE texts SET key = 'no key' WHERE seq = 3 AND part = 'said'", "text", 3),
        ("UPDATE events SET texts = 'no JSON', body = '[]' WHERE seq = 3", "chain", 3),
        ("UPDATE events SET kind = 'texts-erased', body = 'no JSON' WHERE seq = 6", "chain", 6),
        ("DELETE FROM texts WHERE seq = 3 AND part = 'did'", "text", 3),
        ("INSERT INTO texts VALUES (2, 'said', 'ab', 'I said so.')", "text", 2),
        ("UPDATE editions SET canonical = '{}'", "edition", None),
    ],
)
def test_a_change_is_found_where_it_was_made(
    record: Store, change: str, kind: str, seq: int | None
) -> None:
    tamper(record, change)
    found = record.verify()
    assert (kind, seq) in {(finding.kind, finding.seq) for finding in found}
    assert all(str(finding).startswith(("event ", "record: ")) for finding in found)


@pytest.mark.parametrize(
    ("change", "sealed_since", "says"),
    [
        (
            "UPDATE events SET message = 'm' WHERE seq = 7",
            None,
            ["chain, event 7: it was changed after it was sealed"],
        ),
        (
            "UPDATE events SET previous = hash WHERE seq = 7",
            None,
            [
                "chain, event 7: it does not follow from the event before it",
                "chain, event 7: it was changed after it was sealed",
            ],
        ),
        ("DELETE FROM events WHERE seq = 5", 1, ["chain, event 6: 5 was expected here"]),
        (
            "INSERT INTO texts VALUES (99, 'said', 'ab', 'of no event')",
            None,
            ["file, record: texts, row 4, refers to something that is not there"],
        ),
        (
            "UPDATE events SET seq = 8 WHERE seq = 7; UPDATE texts SET seq = 8 WHERE seq = 7",
            1,
            ["chain, event 8: 7 was expected here"],
        ),
        (
            "UPDATE events SET turn = 9 WHERE seq = 7",
            1,
            ["turn, event 7: turn 9 of attempt a-1 follows turn 3"],
        ),
        (
            "UPDATE events SET turn = 5 WHERE seq = 1",
            1,
            [
                "turn, event 1: turn 5 of attempt a-1 follows turn -1",
                "turn, event 2: turn 1 of attempt a-1 follows turn 5",
            ],
        ),
        (
            "UPDATE events SET person = 'p-eve' WHERE seq = 6",
            1,
            ["turn, event 6: attempt a-1 changes its person or its edition"],
        ),
        (
            "UPDATE events SET edition = NULL WHERE seq = 2",
            1,
            ["turn, event 2: attempt a-1 changes its person or its edition"],
        ),
        (
            "DELETE FROM texts WHERE seq = 7",
            None,
            ['text, event 7: its text "said" is gone, and no erasure says why'],
        ),
        (
            "UPDATE texts SET text = 'Nothing.' WHERE seq = 7",
            None,
            ['text, event 7: its text "said" is not what was written'],
        ),
        (
            "INSERT INTO texts VALUES (7, 'did', 'ab', 'I told her.')",
            None,
            ['text, event 7: a text "did" was put in that the event never had'],
        ),
        (
            "UPDATE events SET kind = 'texts-erased', attempt = NULL, turn = NULL WHERE seq = 7;"
            " DELETE FROM texts WHERE seq = 7",
            1,
            ['text, event 7: its text "said" is gone, and no erasure says why'],
        ),
    ],
)
def test_one_thing_is_said_of_one_change_even_when_all_was_sealed_anew(
    record: Store, change: str, sealed_since: int | None, says: list[str]
) -> None:
    tamper(record, *change.split(";"))
    if sealed_since is not None:
        seal_anew(record, sealed_since)
    assert [f"{finding.kind}, {finding}" for finding in record.verify()] == says


def test_of_a_damaged_file_nothing_else_is_said(
    record: Store, opened: Callable[..., Store]
) -> None:
    """Whatever is read from it could be wrong."""
    for turn in range(5, 60):
        record.append(wrote(turn, said="I would listen. " * 100))
    with record.reading() as connection:
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'texts'"
        ).scalar_one()
    tamper(record, "UPDATE events SET message = 'm' WHERE seq = 7")
    record.close()
    with Path(record.place).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x99" * 64)
    found = opened(migrate=False).verify()
    assert {(finding.kind, finding.seq) for finding in found} == {("file", None)}
    assert all(finding.says for finding in found)


def test_two_events_that_changed_places_are_found(record: Store) -> None:
    tamper(
        record,
        "UPDATE events SET seq = 99 WHERE seq = 4",
        "UPDATE events SET seq = 4 WHERE seq = 5",
        "UPDATE events SET seq = 5 WHERE seq = 99",
    )
    assert {4, 5} <= {finding.seq for finding in record.verify()}


def test_a_guard_that_was_left_down_is_found(record: Store) -> None:
    tamper(record, rewrite_guards=False)
    assert {finding.kind for finding in record.verify()} == {"guard"}
    assert len(record.verify()) == len(GUARDS)


def test_a_turn_that_is_missing_is_found_even_in_a_chain_that_was_sealed_anew(
    record: Store,
) -> None:
    tamper(record, "UPDATE events SET turn = 7 WHERE seq = 6")
    assert "turn" in {finding.kind for finding in record.verify()}


def test_what_is_cut_off_the_end_shows_by_a_head_that_was_noted(record: Store) -> None:
    seq, seal = record.head()
    assert record.holds(seq, seal)
    tamper(record, "DELETE FROM texts WHERE seq = 7", "DELETE FROM events WHERE seq = 7")
    assert record.verify() == [], "no chain can tell by itself"
    assert not record.holds(seq, seal)
    assert not record.holds(seq, "0" * 64)


def test_an_erasure_removes_the_words_and_the_chain_still_holds(
    record: Store, opened: Callable[..., Store]
) -> None:
    record.save_draft("p-amina", "a-1:5:said", "His gran, again")
    record.append(wrote(2, attempt="a-2", person="p-ben", said="Ben's own."))
    log = record.events()

    assert record.erase_texts(person="p-amina", by="p-head") == 3

    assert record.texts("a-1") == {}
    assert record.drafts("p-amina") == {}
    assert record.texts("a-2") == {2: {"said": "Ben's own."}}
    *kept, erasure = record.events()
    assert kept == log
    assert (erasure.kind, erasure.person, erasure.body) == (
        "texts-erased",
        "p-amina",
        {"by": "p-head"},
    )
    assert record.verify() == []
    assert opened(migrate=False).verify() == []


def test_erased_words_are_in_none_of_the_files(record: Store) -> None:
    folder = Path(record.place).parent

    def on_disk(words: bytes) -> bool:
        return any(words in path.read_bytes() for path in folder.glob("record.sqlite*"))

    assert on_disk(b"about his gran")
    record.erase_texts(person="p-amina", by="p-amina")
    assert not on_disk(b"about his gran")
    assert not on_disk(b"tell the lead")


def test_one_attempt_can_be_erased_and_the_others_stay(record: Store) -> None:
    record.append(begun("a-3"))
    record.append(wrote(1, attempt="a-3", said="Another day."))
    record.save_draft("p-amina", "a-1:5:said", "one")
    record.save_draft("p-amina", "a-3:2:said", "two")
    assert record.erase_texts(person="p-amina", by="p-amina", attempt="a-1") == 3
    assert record.events()[-1].body == {"by": "p-amina", "attempt": "a-1"}
    assert record.texts("a-3") == {1: {"said": "Another day."}}
    assert record.drafts("p-amina") == {"a-3:2:said": "two"}
    assert record.verify() == []
    tamper(record, "DELETE FROM texts WHERE seq = 9")
    assert [(f.kind, f.seq) for f in record.verify()] == [("text", 9)]


def test_nobody_erases_what_another_person_wrote(record: Store) -> None:
    assert record.erase_texts(person="p-ben", by="p-ben", attempt="a-1") == 0
    assert record.texts("a-1")[2]["did"] == "I listened."
    assert record.verify() == []


def test_what_is_put_in_after_an_erasure_is_found(record: Store) -> None:
    record.erase_texts(person="p-amina", by="p-amina")
    tamper(record, *("INSERT INTO texts SELECT 3, hex(randomblob(8)), 'ab', 'I shouted.'",) * 6)
    assert [(f.kind, f.seq) for f in record.verify()] == [("text", 3)] * 6


def test_what_is_written_after_an_erasure_is_not_covered_by_it(record: Store) -> None:
    record.erase_texts(person="p-amina", by="p-amina")
    seq = record.append(wrote(5, said="Later.")).event.seq
    assert record.verify() == []
    tamper(record, f"DELETE FROM texts WHERE seq = {seq}")  # noqa: S608 -- a number of our own
    assert [(f.kind, f.seq) for f in record.verify()] == [("text", seq)]


@pytest.mark.parametrize(
    ("change", "whole"),
    [
        ("UPDATE texts SET text = 'I shouted.' WHERE seq = 3 AND part = 'did'", False),
        ("UPDATE texts SET key = 'no key' WHERE seq = 3 AND part = 'said'", False),
        ("INSERT INTO texts VALUES (2, 'did', 'ab', 'I waited.')", False),
        ("DELETE FROM texts WHERE seq = 3", True),
        ("INSERT INTO texts VALUES (5, 'did', 'ab', 'of another attempt')", True),
    ],
)
def test_what_somebody_is_marked_for_is_what_they_wrote(
    record: Store, change: str, whole: bool
) -> None:
    """Before anything is marked; what was erased is not missed there."""
    assert record.texts_are_whole("a-1")
    tamper(record, change)
    assert record.texts_are_whole("a-1") is whole
    assert record.texts_are_whole("no-such-attempt")
