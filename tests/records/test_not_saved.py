"""When nothing can be written: nothing is called saved, nothing is lost, and it goes on after."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from mentor_cpd.records import sqlite
from mentor_cpd.records.people import People
from mentor_cpd.records.sqlite import forget
from mentor_cpd.records.store import NotSaved, Store, Unreadable
from tests.records.making import Clock, begun, chose, of_sqlite, quick_hasher, spoil, wrote

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


def test_whoever_is_at_work_stays_signed_in_however_long_nothing_can_be_written(
    opened: Callable[..., Store], clock: Clock
) -> None:
    store = opened(wait=0.05, clock=clock)
    people = People(store, hasher=quick_hasher())
    amina = people.add("amina", "Amina Khan", ["mentor"], by="command-line")
    busy, away = people.sign_in(amina.id, "Firefox"), people.sign_in(amina.id, "Edge")
    with closing(sqlite3.connect(store.place, isolation_level=None)) as hog:
        hog.execute("BEGIN IMMEDIATE")
        for _look in range(6):
            clock.goes(minutes=10)
            assert people.who(busy)
        assert people.who(away) is None
        hog.execute("ROLLBACK")
    clock.goes(minutes=10)
    assert people.who(busy)
    clock.goes(minutes=20)
    assert People(store).who(busy), "it is in the record again"


def test_whoever_signs_out_is_signed_out_although_nothing_can_be_written(
    opened: Callable[..., Store],
) -> None:
    store = opened(wait=0.05)
    people = People(store, hasher=quick_hasher())
    amina = people.add("amina", "Amina Khan", ["mentor"], by="command-line")
    token = people.sign_in(amina.id, "Firefox")
    with closing(sqlite3.connect(store.place, isolation_level=None)) as hog:
        hog.execute("BEGIN IMMEDIATE")
        people.sign_out(token)
        assert people.who(token) is None
        hog.execute("ROLLBACK")
    assert people.who(token) is None


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
    assert no.value.what == "The disk did not take what was to be saved."
    assert store.place in no.value.remedy
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


@pytest.mark.parametrize("there", ["secret words", '"choice":"wait"'])
def test_what_somebody_wrote_is_not_repeated_where_it_cannot_be_read_any_more(
    opened: Callable[..., Store], there: str
) -> None:
    """Bytes that are no text, or no event: SQLite itself finds nothing wrong with them."""
    store = opened()
    store.append(begun())
    store.append(chose(1))
    store.append(wrote(2, said="These are secret words."))
    assert forget(Path(store.place))
    store.engine.dispose()
    record = Path(store.place)
    whole = record.read_bytes()
    assert there.encode() in whole
    spoiled = there[0].encode() + b"\xff" * (len(there) - 1)
    record.write_bytes(whole.replace(there.encode(), spoiled))
    with pytest.raises(Unreadable) as no:
        store.texts("a-1")
        store.events()
    assert no.value.what == "The record is damaged."
    assert f"restore FILE, FILE being your newest backup. {store.place}" in no.value.remedy
    assert "These" not in str(no.value)


def test_an_event_that_is_no_json_any_more_is_damage(opened: Callable[..., Store]) -> None:
    store = opened()
    store.append(begun())
    store.append(chose(1))
    assert forget(Path(store.place))
    store.engine.dispose()
    record = Path(store.place)
    whole = record.read_bytes()
    record.write_bytes(whole.replace(b'{"choice":"wait"', b'{"choice" "wait"'))
    with pytest.raises(Unreadable, match="is damaged"):
        store.events()


def test_whether_work_could_be_saved_now_is_known_before_anybody_works(
    opened: Callable[..., Store],
) -> None:
    store = opened(wait=0.05)
    store.append(begun())
    before = store.events()
    store.probe()
    with closing(sqlite3.connect(store.place, isolation_level=None)) as hog:
        hog.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSaved, match=r"locked for 0\.05 seconds"):
            store.probe()
        hog.execute("ROLLBACK")
    for _ in range(3):
        seen = store.changes()
        store.probe()
        assert store.changes() != seen, "something was written, however often it was before"
    assert store.events() == before


@pytest.mark.parametrize(
    ("name", "free", "says"),
    [
        ("SQLITE_CANTOPEN", sqlite.NO_ROOM - 1, "The disk is full."),
        ("SQLITE_CANTOPEN", sqlite.NO_ROOM, "The record cannot be opened."),
        ("SQLITE_IOERR_SHMSIZE", sqlite.NO_ROOM - 1, "The disk is full."),
    ],
)
def test_where_the_files_beside_the_record_find_no_room_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, free: int, says: str
) -> None:
    def usage(folder: Path) -> SimpleNamespace:
        assert folder == tmp_path
        return SimpleNamespace(free=free)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    place = str(tmp_path / "record.sqlite")
    what, remedy = sqlite.explain(of_sqlite(name), place, 5.0)
    assert what == says
    assert place in remedy


def test_where_even_the_disk_cannot_be_asked_sqlite_is_believed(tmp_path: Path) -> None:
    place = str(tmp_path / "gone" / "record.sqlite")
    what, _remedy = sqlite.explain(of_sqlite("SQLITE_IOERR_READ"), place, 5.0)
    assert what == "The disk did not take what was to be saved."


@pytest.mark.parametrize("name", ["SQLITE_INTERNAL", ""])
def test_an_error_that_nobody_knows_is_repeated_to_whoever_looks_after_the_machine(
    tmp_path: Path, name: str
) -> None:
    place = str(tmp_path / "record.sqlite")
    what, remedy = sqlite.explain(of_sqlite(name), place, 5.0)
    assert what == "The record cannot be used just now."
    assert place in remedy
    assert "some words of SQLite's" in remedy


@pytest.mark.parametrize(
    ("name", "alone"),
    [
        ("SQLITE_BUSY", False),
        ("SQLITE_BUSY_RECOVERY", False),
        ("SQLITE_LOCKED_SHAREDCACHE", False),
        ("SQLITE_IOERR_READ", True),
    ],
)
def test_whoever_is_kept_waiting_is_not_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str, alone: bool
) -> None:
    """Also while another program puts the log right that a third one left."""

    def refuse(_path: Path) -> None:
        raise of_sqlite(name)

    monkeypatch.setattr(sqlite, "_connect", refuse)
    assert sqlite.is_alone(Path(store.place)) is alone


def test_whoever_finds_to_be_alone_leaves_the_record_as_it_was(store: Store) -> None:
    """A kernel that opens it next, which settles nothing, still waits for no writer."""
    store.close()
    assert sqlite.is_alone(Path(store.place))
    with closing(sqlite3.connect(store.place)) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_of_a_damaged_record_nothing_is_kept_open(store: Store) -> None:
    """Windows moves no file that is open; and SQLite clears up when the last one closes it."""
    store.append(begun())
    log = Path(f"{store.place}-wal")
    store.close()
    spoil(Path(store.place))
    log.write_text("of no use", encoding="utf-8")
    assert sqlite.is_alone(Path(store.place))
    assert not log.exists()


@pytest.mark.parametrize(
    ("name", "passes"),
    [
        ("SQLITE_FULL", True),
        ("SQLITE_BUSY_SNAPSHOT", True),
        ("SQLITE_LOCKED", True),
        ("SQLITE_CORRUPT", False),
        ("", False),
    ],
)
def test_what_passes_by_itself_needs_no_new_connection(name: str, passes: bool) -> None:
    assert sqlite.passes(of_sqlite(name)) is passes
