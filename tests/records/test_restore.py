"""Restoring and upgrading: all of it, or everything as it was."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, text

from mentor_cpd.cli import restore as command
from mentor_cpd.cli import upgrade as upgrading
from mentor_cpd.errors import CpdError
from mentor_cpd.records import backup, restore, sqlite, swap
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.guards import GUARDS
from mentor_cpd.records.migrations import MIGRATIONS, Migration
from mentor_cpd.records.store import Store
from tests.records.cutting import dying
from tests.records.making import begun, chose, quiet, spoil, wrote


@pytest.fixture
def file(data: DataFolder, tmp_path: Path) -> Path:
    """A backup of the data folder; afterwards somebody goes on by one choice."""
    made = tmp_path / "school.backup"
    backup.make(data, made, quiet)
    return made


def go_on(data: DataFolder) -> None:
    with Store.open(data.store_url) as store:
        store.append(chose(3))
    (data.path / "secrets" / "browsers").write_text("ab" * 32, encoding="ascii")
    (data.path / "assessments" / "new.txt").touch()


def as_it_was(data: DataFolder) -> bool:
    """Whether everything is as in the backup, or everything as after it; else it fails."""
    with Store.open(data.store_url) as store:
        assert store.verify() == []
        old = store.head()[0] == 3
    assert ((data.path / "secrets" / "browsers").read_text(encoding="ascii") != "ab" * 32) is old
    assert (data.path / "assessments" / "new.txt").exists() is not old
    assert (data.path / "assessments" / "gradebook.db").exists()
    return old


def run(data: DataFolder, *words: str) -> Result:
    given = [*words, "--data", str(data.path)]
    return CliRunner().invoke(command.command, given, catch_exceptions=False)


def test_what_was_lost_is_back_on_another_machine(
    data: DataFolder, file: Path, tmp_path: Path
) -> None:
    new = DataFolder(tmp_path / "another machine" / "data")
    said = run(new, str(file))
    assert said.exit_code == 0
    assert "3 events, and sound" in said.output
    assert "before is in" not in said.output
    with Store.open(new.store_url) as store:
        assert store.texts("a-1") == {2: {"said": "I would listen."}}
        assert store.drafts("p-amina") == {"a-1:3:said": "Half a sent"}
    assert new.secret("browsers") == data.secret("browsers")
    with closing(sqlite3.connect(new.path / "assessments" / "gradebook.db")) as gradebook:
        assert gradebook.execute("SELECT points FROM grade").fetchall() == [(3.0,)]
    if os.name == "posix":
        open_to_others = {p.name for p in new.path.rglob("*") if p.stat().st_mode & 0o077}
        assert open_to_others <= {"serving.lock"}  # which is empty


def test_a_newer_record_is_left_alone_unless_one_insists(data: DataFolder, file: Path) -> None:
    go_on(data)
    with pytest.raises(CpdError, match="1 events have come since"):
        run(data, str(file))
    assert not as_it_was(data)
    said = run(data, str(file), "--over-newer")
    assert as_it_was(data)
    aside = Path(said.output.split("before is in ")[1].splitlines()[0].rstrip("."))
    with Store.open(f"sqlite:///{aside / 'record.sqlite'}") as store:
        assert store.head()[0] == 4
    assert (aside / "assessments" / "new.txt").exists()


def test_another_schools_record_is_left_alone(file: Path, tmp_path: Path) -> None:
    other = DataFolder.find(tmp_path / "other")
    with Store.open(other.store_url) as store:
        store.append(begun("a-9", "p-other"))
    with pytest.raises(CpdError, match="another one"):
        run(other, str(file))


def test_a_record_that_lies_elsewhere_is_put_aside_on_its_own_disk(
    data: DataFolder, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("MENTOR_CPD_STORE", f"sqlite:///{elsewhere / 'school.sqlite'}")
    with Store.open(data.store_url) as store:
        store.append(begun("a-9", "p-other"))
    run(data, str(file), "--over-newer")
    with Store.open(data.store_url) as store:
        assert store.texts("a-1") == {2: {"said": "I would listen."}}
    (aside,) = (path for path in elsewhere.iterdir() if path.is_dir())
    assert aside.name.startswith("before-restore-")
    with Store.open(f"sqlite:///{aside / 'school.sqlite'}") as store:
        assert store.head()[0] == 1


def test_a_record_may_lie_on_another_disk_than_the_data_folder(
    data: DataFolder, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be renamed from one disk to the other, and halfway is too late to learn it."""
    other, rename = tmp_path / "other disk", os.rename
    other.mkdir()
    (data.path / "record.sqlite").rename(other / "school.sqlite")

    def within_one_disk(old: Path, new: Path) -> None:
        if Path(old).is_relative_to(other) is not Path(new).is_relative_to(other):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), old)
        rename(old, new)

    monkeypatch.setattr(os, "rename", within_one_disk)
    monkeypatch.setenv("MENTOR_CPD_STORE", f"sqlite:///{other / 'school.sqlite'}")
    go_on(data)
    run(data, str(file), "--over-newer")
    assert as_it_was(data)
    assert not [*other.glob(".unpacked-*"), *data.path.glob(".unpacked-*")]


def test_what_was_left_unpacked_is_cleared_up(
    data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the record, wherever that is, and in the data folder."""
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("MENTOR_CPD_STORE", f"sqlite:///{elsewhere / 'school.sqlite'}")
    for folder in (elsewhere, data.path):
        left = folder / ".unpacked-20261123T020000Z-abcd" / "secrets"
        left.mkdir(parents=True)
        (left / "browsers").touch()
    assert not restore.recover(data)
    assert not list(tmp_path.rglob(".unpacked-*"))
    assert (data.path / "secrets" / "browsers").exists()


def test_a_damaged_record_gives_way(data: DataFolder, file: Path) -> None:
    spoil(data.path / "record.sqlite")
    run(data, str(file))
    assert as_it_was(data)


def test_an_emptied_record_gives_way_and_its_log_is_kept(data: DataFolder, file: Path) -> None:
    (data.path / "record.sqlite").write_bytes(b"")
    (data.path / "record.sqlite-wal").write_bytes(b"what was saved last")
    run(data, str(file))
    assert as_it_was(data)
    (aside,) = data.path.glob("before-restore-*")
    assert (aside / "record.sqlite-wal").read_bytes() == b"what was saved last"


def test_what_sqlite_left_beside_a_record_goes_aside_with_it(
    data: DataFolder, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where SQLite cannot clear it up itself. Beside another record it would do harm."""
    monkeypatch.setattr(sqlite, "is_alone", lambda _place: True)
    for end in ("-wal", "-shm"):
        (data.path / f"record.sqlite{end}").write_text("of the old record", encoding="utf-8")
    run(data, str(file), "--over-newer")
    assert as_it_was(data)
    (aside,) = data.path.glob("before-restore-*")
    assert (aside / "record.sqlite-wal").read_text(encoding="utf-8") == "of the old record"
    assert (aside / "record.sqlite-shm").exists()


def test_what_the_backup_does_not_hold_goes_aside_as_well(data: DataFolder, tmp_path: Path) -> None:
    """Or the marks of one school would be taken for those of another."""
    other = DataFolder.find(tmp_path / "other")
    with Store.open(other.store_url) as store:
        store.append(begun("a-9", "p-other"))
    backup.make(other, tmp_path / "other.backup", quiet)
    done = restore.restore(data, tmp_path / "other.backup", quiet, over_newer=True)
    assert done.aside is not None
    assert (done.aside / "assessments" / "gradebook.db").exists()
    assert (done.aside / "secrets" / "browsers").exists()
    assert not (data.path / "assessments").exists()
    assert not (data.path / "secrets").exists()


def test_not_while_it_serves_and_not_while_anything_has_the_record_open(
    data: DataFolder, file: Path
) -> None:
    with data.serving(), pytest.raises(CpdError, match="Stop the server"):
        run(data, str(file))
    with Store.open(data.store_url) as store:
        assert store.head()[0] == 3
        with pytest.raises(CpdError, match=r"has the record .* open"):
            run(data, str(file))
        store.append(chose(3))  # and it goes on


def test_cut_short_at_any_moment_it_is_all_of_the_old_or_all_of_the_new(
    data: DataFolder, file: Path
) -> None:
    go_on(data)
    seen, waited = set(), 0
    words = ["restore", str(file), "--over-newer", "--data", str(data.path)]
    for _code in dying("os.rename", *words):
        if swap.is_pending(data.path):
            waited += 1
            with pytest.raises(CpdError, match="was cut short"):
                DataFolder.find(data.path)
        with data.serving():  # as the host does when it starts
            restore.recover(data)
        old = as_it_was(data)
        seen.add(old)
        assert not list(data.path.glob(".unpacked-*"))
        if old:
            go_on(data)
    assert seen == {True, False}
    assert waited > 4


def test_what_is_no_backup_changes_nothing(data: DataFolder, file: Path, tmp_path: Path) -> None:
    go_on(data)
    (tmp_path / "letter").write_text("Dear parents", encoding="utf-8")
    for wrong in ("letter", "none"):
        with pytest.raises(CpdError, match=r"is not a whole backup|There is no file"):
            run(data, str(tmp_path / wrong), "--over-newer")
    for change in (
        {"format": 99},
        {"files": {"../evil": [1, "0" * 64]}},
        {"step": 99},
        {"hash": "0" * 64},
    ):
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "changed", "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if name == "backup.json":
                    content = json.dumps({**json.loads(content), **change}).encode()
                new.writestr(name, content)
        with pytest.raises(
            CpdError, match=r"newer mentor-cpd|not a whole backup|log ends elsewhere"
        ):
            run(data, str(tmp_path / "changed"), "--over-newer")
    assert not as_it_was(data)
    assert not (tmp_path / "evil").exists()
    assert not list(data.path.glob(".unpacked-*"))


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights another way")
def test_a_backup_that_this_account_may_not_read_is_said_to_be_one(
    data: DataFolder, file: Path, as_nobody: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root carried it over, for its owner only."""
    with monkeypatch.context() as unasked:
        unasked.setattr(os, "access", lambda place, *_: Path(place) != file)
        assert run(data, str(file)).exit_code == 0, "click forestalls us, and names no remedy"
    file.chmod(0)
    as_nobody()
    with pytest.raises(CpdError) as no:
        backup.check(file)
    assert no.value.what == f"{file} cannot be read by this account."
    assert "chown" in no.value.remedy


def test_a_backup_whose_record_is_not_sound_is_not_put_back(
    data: DataFolder, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(data.path / "record.sqlite")) as raw:
        raw.execute("DROP TRIGGER events_are_not_changed")
        raw.commit()
    backup.make(data, tmp_path / "one.backup", quiet)
    with pytest.raises(CpdError, match=r"guard .* has been taken down"):
        run(data, str(tmp_path / "one.backup"))


# Upgrading


@pytest.fixture
def older(tmp_path: Path) -> DataFolder:
    """A data folder as an earlier mentor-cpd left it."""
    folder = DataFolder.find(tmp_path / "older")
    with Store.open(folder.store_url, known=MIGRATIONS[:1]) as store:
        for new in (begun(), chose(1), wrote(2, said="I would listen.")):
            store.append(new)
    return folder


def step_of(data: DataFolder) -> int:
    with closing(sqlite3.connect(data.path / "record.sqlite")) as raw:
        (step,) = raw.execute("SELECT max(number) FROM migrations").fetchone()
        return int(step)


def test_an_upgrade_backs_up_migrates_and_checks(older: DataFolder) -> None:
    said = CliRunner().invoke(
        upgrading.command, ["--data", str(older.path)], catch_exceptions=False
    )
    assert said.exit_code == 0
    assert f"from step 1 to step {len(MIGRATIONS)}" in said.output
    assert "sound: 3 events" in said.output
    assert step_of(older) == len(MIGRATIONS)
    (kept,) = (older.path / "backups").glob("before-upgrade-*.backup")
    assert backup.check(kept).step == 1
    if os.name == "posix":
        assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert not list(older.path.glob(".unpacked-*"))
    again = CliRunner().invoke(upgrading.command, ["--data", str(older.path)])
    assert "up to date already" in again.output
    # And there is a way back, for whoever goes back to the earlier mentor-cpd.
    run(older, str(kept))
    assert step_of(older) == 1


def fails(connection: Connection) -> None:
    connection.execute(text("DELETE FROM drafts"))
    raise RuntimeError("no such column")


def rewrites(connection: Connection) -> None:
    connection.execute(text("DROP TRIGGER events_are_not_changed"))
    connection.execute(text("UPDATE events SET kind = 'chosen' WHERE seq = 2"))


def cuts_off(connection: Connection) -> None:
    """The end of the log, which no chain shows by itself."""
    guard = "events_are_not_deleted"
    connection.execute(text(f"DROP TRIGGER {guard}"))
    for table in ("texts", "events"):
        connection.execute(text(f"DELETE FROM {table} WHERE seq = 3"))  # noqa: S608 - the names are ours
    connection.execute(text(f"CREATE TRIGGER {guard} {GUARDS[guard]}"))


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (fails, "no such column"),
        (rewrites, "has been taken down"),
        (cuts_off, "part of the log was gone"),
    ],
)
def test_when_a_migration_fails_or_spoils_the_record_everything_is_put_back(
    older: DataFolder, step: Callable[[Connection], None], says: str
) -> None:
    known = (*MIGRATIONS, Migration("wrong", step))
    with pytest.raises(CpdError, match="The upgrade failed, and everything is as it was") as told:
        restore.upgrade(older, quiet, known)
    assert says in told.value.what
    assert "run mentor-cpd upgrade" not in str(told.value)
    (aside,) = older.path.glob("failed-upgrade-*")
    (kept,) = (older.path / "backups").glob("before-upgrade-*")
    assert f"{aside}, and" in told.value.remedy
    assert f"{kept}." in told.value.remedy
    assert not list(older.path.glob(".unpacked-*"))
    assert step_of(older) == 1
    assert not swap.is_pending(older.path)
    with Store.open(older.store_url) as store:
        assert store.verify() == []
        assert store.texts("a-1") == {2: {"said": "I would listen."}}


def interrupts(_connection: Connection) -> None:
    raise KeyboardInterrupt


def test_whoever_ends_an_upgrade_by_hand_finds_everything_as_it_was(older: DataFolder) -> None:
    with pytest.raises(KeyboardInterrupt):
        restore.upgrade(older, quiet, (*MIGRATIONS, Migration("slow", interrupts)))
    assert step_of(older) == 1
    assert not swap.is_pending(older.path)


def test_a_record_that_is_not_sound_is_not_upgraded(older: DataFolder) -> None:
    with closing(sqlite3.connect(older.path / "record.sqlite")) as raw:
        raw.execute("DROP TRIGGER events_are_not_changed")
        raw.commit()
    with pytest.raises(CpdError, match=r"not sound: .* has been taken down"):
        restore.upgrade(older, quiet)
    assert not (older.path / "backups").exists()


def test_an_upgrade_that_was_cut_short_is_put_back_by_whoever_comes_next(
    older: DataFolder,
) -> None:
    """Whatever the moment: the record has the old form or the new one, and is sound."""
    seen = set()
    for _code in dying("record.sqlite", "upgrade", "--data", str(older.path)):
        with older.serving():
            seen.add(restore.recover(older))
        assert step_of(older) in (1, len(MIGRATIONS))
        with backup.as_it_is(older.store_url) as store:
            assert store.verify() == []
            assert store.head()[0] == 3
    assert seen == {True, False}
    assert step_of(older) == len(MIGRATIONS)


def test_neither_while_it_serves_nor_where_there_is_nothing(
    older: DataFolder, tmp_path: Path
) -> None:
    with older.serving(), pytest.raises(CpdError, match="Stop the server"):
        restore.upgrade(older, quiet)
    with pytest.raises(CpdError, match="There is no record"):
        restore.upgrade(DataFolder.find(tmp_path / "empty"), quiet)
