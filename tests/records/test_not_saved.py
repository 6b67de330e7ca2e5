"""When nothing can be written: nothing is called saved, nothing is lost, and it goes on after."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from mentor_cpd.records.people import People
from mentor_cpd.records.sqlite import forget
from mentor_cpd.records.store import NotSaved, Store
from tests.records.making import Clock, begun, chose, quick_hasher, spoil, wrote

LONG = "I would sit down beside him. " * 2000


@contextmanager
def full_disk(store: Store) -> Iterator[None]:
    """SQLite's own limit: it answers as it does when the disk has no room left."""
    limit = 1

    def shrink(raw: sqlite3.Connection, *_: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {limit}")

    event.listen(store.engine, "checkout", shrink)
    try:
        yield
    finally:
        limit = 1_000_000_000
        with store.engine.connect():
            event.remove(store.engine, "checkout", shrink)


def fill(store: Store) -> None:
    """Use up the pages that are free inside the file."""
    for turn in range(1, 400):
        store.append(chose(turn))
    raise AssertionError("the file was never full")


def test_a_full_disk_says_so_and_what_to_do(store: Store) -> None:
    store.append(begun())
    with full_disk(store), pytest.raises(NotSaved) as no:
        fill(store)
    assert no.value.what == "The disk is full."
    assert no.value.remedy == f"Make room on the disk that holds {store.place}, and try again."


def test_after_a_full_disk_all_that_was_acknowledged_is_there_and_work_goes_on(
    store: Store,
) -> None:
    store.append(begun())
    acknowledged = 0
    with full_disk(store):
        with pytest.raises(NotSaved):
            for turn in range(1, 400):
                store.append(chose(turn))
                acknowledged = turn
        with pytest.raises(NotSaved):
            store.save_draft("p-amina", "a-1:1:said", LONG)
        with pytest.raises(NotSaved):
            store.append(wrote(acknowledged + 1, said=LONG))
        assert len(store.events(kinds=["chose"])) == acknowledged, "reading goes on meanwhile"
    again = store.append(wrote(acknowledged + 1, said=LONG))
    assert not again.again
    assert store.texts("a-1") == {acknowledged + 1: {"said": LONG}}
    assert [event.turn for event in store.events()] == list(range(acknowledged + 2))
    assert store.verify() == []


def test_whoever_is_signed_in_stays_so_while_the_disk_is_full(store: Store, clock: Clock) -> None:
    people = People(store, hasher=quick_hasher())
    amina = people.add("amina", "Amina Khan", ["mentor"], by="command-line")
    token = people.sign_in(amina.id, "Firefox")
    store.append(begun())
    clock.goes(minutes=15)
    with full_disk(store):
        with pytest.raises(NotSaved):
            fill(store)
        signed_in = people.who(token)
    assert signed_in is not None
    assert signed_in.person == amina


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit on a file's size")
def test_a_disk_that_fails_half_way_is_not_saved_and_goes_on_after(store: Store) -> None:
    """The system itself refuses the write: a real error of the disk, not one of SQLite's."""
    import resource

    store.append(begun())
    log = Path(f"{store.place}-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 5000, hard))
    try:
        with pytest.raises(NotSaved) as no:
            store.append(wrote(1, said=LONG))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert no.value.remedy
    assert len(store.events()) == 1
    store.append(wrote(1, said=LONG))
    assert store.texts("a-1") == {1: {"said": LONG}}
    assert store.verify() == []


def test_a_lock_that_is_not_given_back_is_not_saved_and_goes_on_after(
    opened: Callable[..., Store],
) -> None:
    store = opened(wait=0.05)
    store.append(begun())
    with closing(sqlite3.connect(store.place, isolation_level=None)) as hog:
        hog.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSaved) as no:
            store.append(chose(1))
        assert len(store.events()) == 1, "reading waits for no writer"
        hog.execute("ROLLBACK")
    assert no.value.what == "Another program has kept the record locked for 0.05 seconds."
    assert store.place in no.value.remedy
    store.append(chose(1))
    assert len(store.events()) == 2


def test_a_record_that_may_only_be_read_is_not_saved(store: Store) -> None:
    store.append(begun())

    def only_read(raw: sqlite3.Connection, *_: object) -> None:
        raw.execute("PRAGMA query_only = ON")

    event.listen(store.engine, "checkout", only_read)
    with pytest.raises(NotSaved, match="can be read but not written"):
        store.append(chose(1))
    event.remove(store.engine, "checkout", only_read)
    assert len(store.events()) == 1


def test_damage_that_comes_while_it_is_open_is_not_saved(opened: Callable[..., Store]) -> None:
    store = opened()
    store.append(begun())
    assert forget(Path(store.place))
    store.engine.dispose()
    spoil(Path(store.place))
    with pytest.raises(NotSaved) as no:
        store.append(chose(1))
    assert "damaged" in no.value.what
    assert "newest sound copy" in no.value.remedy
