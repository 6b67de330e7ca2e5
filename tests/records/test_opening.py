"""Opening a store: new, old, newer, damaged, somebody else's, or not there at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, MetaData, Table, Text, insert, inspect, select

from mentor_cpd.errors import CpdError
from mentor_cpd.records import sqlite, tables
from mentor_cpd.records.events import from_ink, in_ink
from mentor_cpd.records.migrations import MIGRATIONS, Migration
from mentor_cpd.records.people import People
from mentor_cpd.records.store import Store, Unreadable, utc_now
from tests.records.making import begun, chose, of_sqlite, quick_hasher, spoil, wrote

posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights another way")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record.sqlite"


def at(record: Path) -> str:
    return f"sqlite:///{record}"


def refusal(url: str, *, migrate: bool = True) -> CpdError:
    """The one sentence and its remedy, with which the store is refused."""
    with pytest.raises(CpdError) as refused:
        Store.open(url, migrate=migrate)
    assert refused.value.remedy
    assert "\n" not in str(refused.value)
    return refused.value


def test_a_new_store_has_the_tables_that_the_code_speaks_of(store: Store) -> None:
    """The migrations, which are never edited, and the tables, which are, agree."""
    with store.reading() as connection:
        made = inspect(connection)
        assert set(made.get_table_names()) == set(tables.metadata.tables)
        for name, table in tables.metadata.tables.items():
            told = {(c.name, str(c.type), c.nullable, c.primary_key) for c in table.columns}
            keys = made.get_pk_constraint(name)["constrained_columns"]
            found = {
                (c["name"], str(c["type"]), c["nullable"], c["name"] in keys)
                for c in made.get_columns(name)
            }
            assert found == {(n, t.replace("BIGINT", "INTEGER"), *rest) for n, t, *rest in told}


def test_every_table_is_strict(store: Store) -> None:
    with closing(sqlite3.connect(store.place)) as raw:
        listed = raw.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
        assert {name for name, strict in listed if not strict} == {"sqlite_schema"}


def test_every_connection_is_settled_for_durability(
    store: Store, opened: Callable[..., Store]
) -> None:
    settled = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "busy_timeout": 5000,
        "wal_autocheckpoint": 0,
        "journal_size_limit": 0,
    }
    with store.writing() as connection:
        for pragma, value in settled.items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value, pragma
    with opened(wait=0.25).reading() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 250


@posix
def test_only_its_owner_can_read_the_store_and_its_copies(store: Store, tmp_path: Path) -> None:
    store.append(begun())
    store.backup(tmp_path / "copy.sqlite")
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == dict.fromkeys(
        ["record.sqlite", "record.sqlite-wal", "record.sqlite-shm", "copy.sqlite"], 0o600
    )


@posix
def test_a_file_that_others_could_read_is_closed_to_them(record: Path) -> None:
    record.touch(mode=0o644)
    record.chmod(0o644)
    Store.open(at(record)).close()
    assert record.stat().st_mode & 0o777 == 0o600


def test_a_store_can_be_made_by_many_at_once(record: Path) -> None:
    together = threading.Barrier(6, timeout=30)
    stores: list[Store] = []

    def start() -> None:
        together.wait()
        stores.append(Store.open(at(record)))

    starting = [threading.Thread(target=start) for _ in range(6)]
    for each in starting:
        each.start()
    for each in starting:
        each.join()
    assert len(stores) == 6
    with stores[0].reading() as connection:
        done = connection.execute(select(tables.migrations.c.number, tables.migrations.c.name))
        steps = [(number, step.name) for number, step in enumerate(MIGRATIONS, start=1)]
        assert [tuple(row) for row in done] == steps
    for store in stores:
        store.close()


# From an older store to the present one.


def test_an_older_store_is_copied_and_brought_up_to_date(record: Path) -> None:
    with Store.open(at(record), known=MIGRATIONS[:1]) as old:
        for new in (begun(), chose(1), wrote(2, said="Hello, Sam.")):
            old.append(new)
        log = old.events()

    with Store.open(at(record)) as store:
        assert store.events() == log
        assert store.texts("a-1") == {2: {"said": "Hello, Sam."}}
        assert store.verify() == []
        people = People(store, hasher=quick_hasher())
        assert people.add("amina", "Amina", ["mentor"], by="command-line") == people.find("amina")

    (copy,) = (record.parent / "backups").iterdir()
    assert copy.name.endswith("-before-step-2.sqlite")
    with Store.open(at(copy), migrate=False, known=MIGRATIONS[:1]) as before:
        assert before.events() == log


def test_a_store_in_which_no_step_was_taken_yet_is_made(record: Path) -> None:
    with closing(sqlite3.connect(record)) as raw:
        raw.execute("CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT, at TEXT)")
    with Store.open(at(record)) as store:
        assert store.verify() == []
    assert not (record.parent / "backups").exists(), "of nothing there need be no copy"


def test_each_upgrade_leaves_a_copy_of_its_own(record: Path) -> None:
    for known in (MIGRATIONS[:1], MIGRATIONS[:2], MIGRATIONS):
        Store.open(at(record), known=known).close()
    copies = record.parent / "backups"
    assert sorted(path.name.partition("Z-")[2] for path in copies.iterdir()) == [
        "before-step-2.sqlite",
        "before-step-3.sqlite",
    ]
    if os.name == "posix":
        assert copies.stat().st_mode & 0o777 == 0o700


def test_a_store_that_is_up_to_date_is_not_copied(record: Path) -> None:
    for _ in range(3):
        Store.open(at(record)).close()
    assert not (record.parent / "backups").exists()


def add_houses(connection: Connection) -> None:
    houses = Table("houses", MetaData(), Column("name", Text, primary_key=True))
    houses.create(connection)
    connection.execute(insert(houses).values(name="Ash"))


def fail(connection: Connection) -> None:
    add_houses(connection)
    raise ZeroDivisionError


def test_a_migration_that_fails_leaves_the_store_as_it_was(record: Path) -> None:
    with Store.open(at(record)) as store:
        store.append(begun())
    for _start in range(3):  # as systemd starts it again and again
        with pytest.raises(CpdError, match=r"as it was: ZeroDivisionError\.") as no:
            Store.open(at(record), known=[*MIGRATIONS, Migration("houses", fail)])
    assert "Go back to the mentor-cpd that you had, or run mentor-cpd upgrade" in no.value.remedy
    assert not list((record.parent / "backups").iterdir()), "copies would fill the disk"
    with Store.open(at(record)) as store:
        assert store.verify() == []
        assert len(store.events()) == 1
        with store.reading() as connection:
            assert "houses" not in inspect(connection).get_table_names()


@pytest.mark.parametrize(
    ("cause", "says"),
    [
        (of_sqlite("SQLITE_ERROR"), "as it was: some words of SQLite's."),
        (of_sqlite("SQLITE_FULL"), "The disk is full."),
        (CpdError("An account is there twice."), "An account is there twice."),
    ],
)
def test_what_made_a_migration_fail_is_told(record: Path, cause: Exception, says: str) -> None:
    Store.open(at(record)).close()

    def step(_connection: Connection) -> None:
        raise cause

    with pytest.raises(CpdError) as no:
        Store.open(at(record), known=[*MIGRATIONS, Migration("houses", step)])
    assert no.value.what.endswith(says)
    assert not list((record.parent / "backups").iterdir())


def test_a_newer_store_than_the_code_is_refused_and_left_alone(record: Path) -> None:
    newer = [*MIGRATIONS, Migration("houses", add_houses)]
    with Store.open(at(record), known=newer) as store:
        store.append(begun())
    before = record.read_bytes()
    for migrate in (True, False):
        said = refusal(at(record), migrate=migrate)
        ours = len(MIGRATIONS)
        assert said.what == (
            f"The record was made by a newer mentor-cpd (step {ours + 1}; this one knows {ours})."
        )
        assert "Update mentor-cpd" in said.remedy
    assert record.read_bytes() == before
    assert not (record.parent / "backups").exists()


def test_a_kernel_refuses_an_older_store_instead_of_changing_it(record: Path) -> None:
    Store.open(at(record), known=MIGRATIONS[:1]).close()
    said = refusal(at(record), migrate=False)
    assert "has to be brought up to date" in said.what
    assert "mentor-cpd upgrade" in said.remedy
    with Store.open(at(record), known=MIGRATIONS[:1], migrate=False):
        pass


def test_a_new_store_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    Store.open(at(tmp_path / "deep" / "down" / "record.sqlite")).close()
    assert (tmp_path / "deep" / "down" / "record.sqlite").exists()


def test_a_store_is_opened_for_as_many_as_ask_at_once(store: Store) -> None:
    """The host's threads never wait for one another's connections."""
    with contextlib.ExitStack() as all_at_once:
        for _ in range(20):
            connection = all_at_once.enter_context(store.reading())
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1


# What is no store of ours.


def test_a_python_with_an_old_sqlite_is_refused(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "OLDEST", (99, 0))
    said = refusal(at(record))
    assert sqlite3.sqlite_version in said.what
    assert "Python" in said.remedy


def test_a_kernel_makes_no_store_where_there_is_none(record: Path) -> None:
    assert "no record at" in refusal(at(record), migrate=False).what
    assert not record.exists()


@pytest.mark.parametrize("migrate", [True, False])
@pytest.mark.parametrize("content", [b"I am no database at all. " * 40, b"%PDF-1.7\n" * 900])
def test_a_file_that_is_no_database_is_refused(record: Path, content: bytes, migrate: bool) -> None:
    record.write_bytes(content)
    assert "is damaged, or is no record" in refusal(at(record), migrate=migrate).what
    assert record.read_bytes() == content


@pytest.mark.parametrize("migrate", [True, False])
def test_a_damaged_store_is_refused(record: Path, migrate: bool) -> None:
    Store.open(at(record)).close()
    spoil(record)
    said = refusal(at(record), migrate=migrate)
    assert "damaged" in said.what
    assert "newest sound copy" in said.remedy


@pytest.mark.parametrize("migrate", [True, False])
@pytest.mark.parametrize("after", ["secrets", "backups"])
def test_an_empty_file_is_no_new_record_where_one_was_kept(
    record: Path, after: str, migrate: bool
) -> None:
    """Nor is the log beside it lost, which SQLite deletes once it opens such a file."""
    (record.parent / after).mkdir()
    record.touch()
    log = record.with_name("record.sqlite-wal")
    log.write_bytes(b"what was saved last")
    said = refusal(at(record), migrate=migrate)
    assert said.what == f"The record is damaged: {record} is empty."
    assert "mentor-cpd restore FILE" in said.remedy
    assert log.exists()


def damage_a_page(record: Path) -> None:
    """The first of the texts, all the rest being sound."""
    with closing(sqlite3.connect(record)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'texts'").fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with record.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x99" * 64)


def test_a_store_with_one_damaged_page_is_refused_by_the_host(record: Path) -> None:
    with Store.open(at(record)) as store:
        store.append(begun())
        for turn in range(1, 60):
            store.append(wrote(turn, said="I would listen. " * 100))
    damage_a_page(record)
    said = refusal(at(record))
    assert "damaged" in said.what
    assert "***" not in said.what, "SQLite's headings are no finding"
    assert str(record) in said.remedy


def test_a_database_of_another_program_is_refused_and_left_alone(record: Path) -> None:
    with closing(sqlite3.connect(record)) as other:
        other.execute("CREATE TABLE grade (id INTEGER)")
        other.commit()
    for migrate in (True, False):
        assert "belongs to another program" in refusal(at(record), migrate=migrate).what
    with closing(sqlite3.connect(record)) as other:
        assert other.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "no address of a database"),
        ("record.sqlite", "no address of a database"),
        ("postgresql://school/cpd", "cannot keep its record in postgresql yet"),
        ("nonsense://x", "cannot keep its record in nonsense yet"),
        ("sqlite+aiosqlite:///record.sqlite", "cannot keep its record in sqlite+aiosqlite yet"),
        ("sqlite://", "has to be a file"),
        ("sqlite:///:memory:", "has to be a file"),
        ("sqlite:///file:record.sqlite?uri=true", "has to be a file"),
    ],
)
def test_a_wrong_address_is_refused(url: str, says: str) -> None:
    assert says in refusal(url).what


def test_the_driver_may_be_named_in_the_address(record: Path) -> None:
    Store.open(f"sqlite+pysqlite:///{record}").close()
    assert record.exists()


def test_a_password_in_an_address_is_not_repeated() -> None:
    assert "s3cret" not in str(refusal("postgresql://cpd:s3cret@school/cpd"))


def test_a_place_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be made" in refusal(f"sqlite:///{tmp_path}/file/deeper/record.sqlite").what
    (tmp_path / "folder").mkdir()
    assert "cannot be opened" in refusal(f"sqlite:///{tmp_path}/folder").what


@posix
def test_a_store_that_may_only_be_read_is_refused(
    tmp_path_factory: pytest.TempPathFactory, as_nobody: Callable[[], None]
) -> None:
    folder = tmp_path_factory.mktemp("locked")
    Store.open(at(folder / "record.sqlite")).close()
    folder.chmod(0o555)
    (folder / "record.sqlite").chmod(0o444)
    for above in folder.parents:  # the way there, as far as it is ours, is open to everybody
        if Path(tempfile.gettempdir()) in above.parents:
            above.chmod(0o755)
    as_nobody()
    said = refusal(at(folder / "record.sqlite"))
    assert "account that runs mentor-cpd" in said.remedy
    assert "may write" in refusal(at(folder / "new.sqlite")).remedy


# Copies.


def test_a_copy_is_whole_and_one_file_and_made_while_others_write(
    store: Store, tmp_path: Path
) -> None:
    store.append(begun())
    for turn in range(1, 30):
        store.append(wrote(turn, said="Hello. " * 50))
    stop = threading.Event()

    def write() -> None:
        turn = 30
        while not stop.is_set():
            store.append(chose(turn))
            turn += 1

    writer = threading.Thread(target=write)
    writer.start()
    copy = tmp_path / "copies"
    copy.mkdir()
    store.backup(copy / "record.sqlite")
    stop.set()
    writer.join()

    assert [path.name for path in copy.iterdir()] == ["record.sqlite"]
    with Store.open(at(copy / "record.sqlite"), migrate=False) as copied:
        assert copied.verify() == []
        assert copied.events() == store.events()[: len(copied.events())]
        assert len(copied.events()) >= 30
        assert copied.texts("a-1") == store.texts("a-1")


def test_a_copy_never_takes_the_place_of_another(store: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite").write_text("precious")
    with pytest.raises(CpdError, match="is there already"):
        store.backup(tmp_path / "copy.sqlite")
    with pytest.raises(CpdError, match="could not be made"):
        store.backup(tmp_path / "nowhere" / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_text() == "precious"


def test_a_copy_of_a_damaged_store_is_not_made(store: Store, tmp_path: Path) -> None:
    store.append(begun())
    store.engine.dispose()
    spoil(Path(store.place))
    with pytest.raises(CpdError, match="damaged"):
        store.backup(tmp_path / "copy.sqlite")
    assert not list(tmp_path.glob("copy*"))


def test_a_copy_of_a_store_with_one_damaged_page_is_not_made(store: Store, tmp_path: Path) -> None:
    """It can be read, and written to: only a look at all of the copy tells."""
    store.append(begun())
    for turn in range(1, 60):
        store.append(wrote(turn, said="I would listen. " * 100))
    assert sqlite.forget(Path(store.place))
    damage_a_page(Path(store.place))
    store.engine.dispose()
    with pytest.raises(CpdError) as no:
        store.backup(tmp_path / "copy.sqlite")
    assert no.value.what == "The record is damaged."
    assert "newest sound copy" in no.value.remedy
    assert not list(tmp_path.glob("copy*"))


# The write-ahead log.


def test_what_is_erased_leaves_the_log_as_soon_as_nobody_reads_it(
    store: Store, tmp_path: Path
) -> None:
    place = Path(store.place)
    log = place.with_name(f"{place.name}-wal")
    store.append(begun())
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM events").scalar() == 1
        store.append(chose(1))
        assert not sqlite.forget(place)
    assert log.stat().st_size > 50_000
    assert sqlite.forget(place)
    assert log.stat().st_size < 10_000
    assert not sqlite.forget(tmp_path / "no folder" / "record.sqlite")


def test_where_there_is_no_log_there_is_nothing_to_tidy(tmp_path: Path) -> None:
    sqlite.tidy(tmp_path / "record.sqlite")
    assert not list(tmp_path.iterdir())


def test_the_write_ahead_log_never_grows_long(
    store: Store, opened: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own copying is off, since it can lose a commit; ours keeps writers out."""
    monkeypatch.setattr(sqlite, "LONG_LOG", 200_000)
    log = Path(f"{store.place}-wal")
    others = [opened(migrate=False) for _ in range(3)]
    lengths = []
    for number, each in enumerate(others):
        each.append(begun(f"a-{number}"))
        for turn in range(1, 60):
            each.append(wrote(turn, attempt=f"a-{number}", said="I would listen. " * 100))
            lengths.append(log.stat().st_size)
    assert 200_000 < max(lengths) < 300_000
    assert min(lengths[90:]) < 50_000, "and is cut short when it starts anew"
    assert Path(store.place).stat().st_size > 200_000
    assert len(store.events()) == 180
    assert store.verify() == []


def test_writers_who_copy_the_log_back_all_the_time_lose_nothing(
    store: Store, opened: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LONG_LOG", 0)
    stores = [opened(migrate=False) for _ in range(4)]

    def mentor(number: int) -> None:
        stores[number].append(begun(f"a-{number}"))
        for turn in range(1, 30):
            stores[number].append(chose(turn, attempt=f"a-{number}"))

    mentors = [threading.Thread(target=mentor, args=(n,)) for n in range(4)]
    for each in mentors:
        each.start()
    for each in mentors:
        each.join()
    assert len(store.events()) == 120
    assert store.verify() == []


def test_a_log_that_cannot_be_copied_back_now_does_not_make_a_choice_unsaved(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LONG_LOG", 0)
    store.append(begun())
    with closing(sqlite3.connect(store.place, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        for turn in range(1, 10):
            assert not store.append(chose(turn)).again
    with monkeypatch.context() as broken:
        broken.setattr(sqlite, "_connect", lambda _: sqlite3.connect("/no/such/folder/x"))
        store.append(chose(10))
    store.append(chose(11))
    assert len(store.events()) == 12
    assert store.verify() == []


# How it is closed, and what it costs.


def test_a_closed_store_leaves_one_file_behind(record: Path) -> None:
    store = Store.open(at(record))
    store.append(begun())
    store.changes()
    store.close()
    assert [path.name for path in record.parent.iterdir()] == ["record.sqlite"]


def test_reading_a_damaged_store_says_so(store: Store) -> None:
    store.append(begun())
    store.engine.dispose()
    spoil(Path(store.place))
    with pytest.raises(Unreadable, match="damaged"):
        store.events()


def test_watching_a_damaged_store_says_so(store: Store) -> None:
    store.append(begun())
    store.engine.dispose()
    spoil(Path(store.place))
    with pytest.raises(Unreadable, match="damaged"):
        store.changes()


def test_a_kernel_that_opens_the_store_imports_nothing_heavy() -> None:
    ask = (
        "import sys, mentor_cpd.records.store, mentor_cpd.records.progress,"
        " mentor_cpd.records.folder; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    said = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True)
    heavy = {"pandas", "numpy", "voila", "nbgrader", "nbconvert", "tornado", "jupyter_server"}
    heavy |= {"argon2", "rich", "click", "IPython", "alembic", "jinja2", "platformdirs"}
    assert not heavy & set(said.stdout.split())


def test_the_time_of_an_event_is_aware_utc(record: Path) -> None:
    before = datetime.now(UTC)
    with Store.open(at(record)) as store:
        moment = store.append(begun()).event.at
    assert before <= moment <= datetime.now(UTC)
    assert utc_now().tzinfo is UTC


@posix
def test_a_moment_is_written_in_utc_wherever_the_machine_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noon = datetime(2026, 6, 1, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        written = in_ink(noon)
    time.tzset()
    assert written == "2026-06-01T11:00:00.000000Z"
    assert from_ink(written) == noon


def test_a_moment_can_be_read_again_whatever_the_year() -> None:
    for year in (2, 202, 2026, 9998):
        moment = datetime(year, 11, 20, 9, 30, tzinfo=UTC)
        assert from_ink(in_ink(moment)) == moment
    assert in_ink(datetime(202, 11, 20, tzinfo=UTC)) == "0202-11-20T00:00:00.000000Z"
