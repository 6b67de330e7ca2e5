"""A backup: one file, whole and checked, made while others write."""

from __future__ import annotations

import errno
import itertools
import json
import os
import sqlite3
import struct
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mentor_cpd import __version__
from mentor_cpd.cli import backup as command
from mentor_cpd.errors import CpdError
from mentor_cpd.records import backup
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.migrations import MIGRATIONS
from mentor_cpd.records.store import NotSaved, Store
from tests.records.cutting import dying
from tests.records.making import of_sqlite, quiet, spoil, wrote


def run(data: DataFolder, *words: str) -> Result:
    given = [*words, "--data", str(data.path)]
    return CliRunner().invoke(command.command, given, catch_exceptions=False)


def test_a_backup_holds_all_that_was_kept_and_nothing_else(
    data: DataFolder, tmp_path: Path
) -> None:
    file = tmp_path / "school.backup"
    said = run(data, str(file))
    assert (said.exit_code, said.output) == (0, f"{file} holds 3 events, and was checked.\n")
    with zipfile.ZipFile(file) as zipped:
        assert sorted(zipped.namelist()) == [
            "assessments/feedback/p-amina/listening/listening.html",
            "assessments/gradebook.db",
            "backup.json",
            "record.sqlite",
            "secrets/browsers",
        ]
        (tmp_path / "copy.sqlite").write_bytes(zipped.read("record.sqlite"))
        assert json.loads(zipped.read("backup.json"))["seq"] == 3
    with Store.open(f"sqlite:///{tmp_path / 'copy.sqlite'}") as copy:
        assert copy.texts("a-1") == {2: {"said": "I would listen."}}
        assert copy.drafts("p-amina") == {"a-1:3:said": "Half a sent"}
    left = {path.name for path in tmp_path.iterdir() if path.name.startswith(".")}
    assert not left


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights another way")
def test_only_its_owner_can_read_it(data: DataFolder, tmp_path: Path) -> None:
    """Nor what is unpacked of it."""
    before = os.umask(0)
    try:
        run(data, str(tmp_path / "school.backup"))
        backup.stage(tmp_path / "school.backup", tmp_path / "unpacked", quiet)
    finally:
        os.umask(before)
    assert (tmp_path / "school.backup").stat().st_mode & 0o777 == 0o600
    unpacked = [tmp_path / "unpacked", *(tmp_path / "unpacked").rglob("*")]
    assert len(unpacked) > 6
    assert not [path for path in unpacked if path.stat().st_mode & 0o077]


def test_it_is_whole_while_others_write(data: DataFolder, tmp_path: Path) -> None:
    """The writer never stops, and each backup is a record that was, at one moment."""
    stop = threading.Event()
    wrong: list[str] = []

    def write() -> None:
        with Store.open(data.store_url, migrate=False) as store:
            turn = 2
            while not stop.is_set():
                turn += 1
                store.append(wrote(turn, said=f"Sentence {turn}. " * 50))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            made = backup.make(data, tmp_path / f"{number}.backup", quiet)
            wrong += made.findings
            assert backup.check(tmp_path / f"{number}.backup").seq == made.seq
    finally:
        stop.set()
        writer.join()
    assert wrong == []


def test_cut_short_at_any_moment_there_is_no_half_a_backup(
    data: DataFolder, tmp_path: Path
) -> None:
    target = tmp_path / "school.backup"
    for code in dying("school.backup", "backup", str(target), "--data", str(data.path)):
        if target.exists():
            assert backup.check(target).seq == 3
        else:
            assert code == 9
        with Store.open(data.store_url) as store:
            assert store.verify() == []
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == [target.name]


def test_in_a_folder_it_is_named_by_the_moment_and_the_oldest_go(
    data: DataFolder, tmp_path: Path
) -> None:
    shelf = tmp_path / "backups"
    shelf.mkdir()
    (shelf / "a letter.backup").touch()
    for _night in range(3):
        assert run(data, str(shelf), "--keep", "2").exit_code == 0
    there = sorted(path.name for path in shelf.iterdir())
    assert there[0] == "a letter.backup"
    assert len(there) == 3
    assert all(name.startswith("mentor-cpd-20") for name in there[1:])
    with pytest.raises(CpdError, match="--keep needs a folder"):
        run(data, str(tmp_path / "one.backup"), "--keep", "2")


def test_the_newest_backup_stays_whatever_the_clock_says(data: DataFolder, tmp_path: Path) -> None:
    """Those of a later day were made before the clock was put back: they are the oldest."""
    shelf = tmp_path / "backups"
    shelf.mkdir()
    for year in (2025, 2036, 2037):
        (shelf / f"mentor-cpd-{year}1122T000000000000Z.backup").touch()
    assert run(data, str(shelf), "--keep", "2").exit_code == 0
    old, made = sorted(path.name for path in shelf.iterdir())
    assert old == "mentor-cpd-20251122T000000000000Z.backup"
    assert backup.check(shelf / made).seq


def test_a_machine_that_believes_it_is_1970_makes_one_too(
    data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.localtime", lambda _seconds=0.0: time.gmtime(0))
    made = backup.make(data, tmp_path / "made.zip", quiet, lambda: datetime(1970, 1, 1, tzinfo=UTC))
    assert backup.check(tmp_path / "made.zip") == made


def test_it_never_writes_over_a_file(data: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious", encoding="utf-8")
    with pytest.raises(CpdError, match="is there already"):
        run(data, str(tmp_path / "mine"))
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "precious"
    with pytest.raises(CpdError, match=r"could not be made|cannot be opened"):
        run(data, str(tmp_path / "no such folder" / "one.backup"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit on a file's size")
def test_where_there_is_no_room_it_says_whose_disk_is_full(
    data: DataFolder, tmp_path: Path
) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, hard))
    try:
        with pytest.raises(CpdError, match=r"The backup .* could not be made: No space") as no:
            backup.make(data, tmp_path / "one.backup", quiet)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "that has room" in no.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize(
    ("name", "says"), [("SQLITE_FULL", "No space left"), ("SQLITE_BUSY", "the record's own words")]
)
def test_a_full_disk_is_the_backups_and_what_else_fails_is_the_records(
    data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, says: str
) -> None:
    def fail(_store: Store, _to: Path) -> None:
        raise NotSaved("the record's own words") from of_sqlite(name)

    monkeypatch.setattr(Store, "backup", fail)
    with pytest.raises(CpdError, match=says):
        backup.make(data, tmp_path / "one.backup", quiet)


def test_it_takes_less_room_than_what_it_holds(data: DataFolder, tmp_path: Path) -> None:
    """A school keeps many of them."""
    long = data.path / "assessments" / "LONG TEXT.txt"
    long.write_text("Well listened. " * 50_000, encoding="utf-8")
    made = backup.make(data, tmp_path / "one.backup", quiet)
    held = sum(size for size, _digest in made.files.values())
    assert (tmp_path / "one.backup").stat().st_size < held / 5


def names(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as zipped:
        return zipped.namelist()


def test_a_gradebook_that_is_being_written_is_as_it_was_before(
    data: DataFolder, tmp_path: Path
) -> None:
    """SQLite's notes beside it are of another moment: with them, the copy would be spoiled."""
    marks = data.path / "assessments" / "gradebook.db"
    with closing(sqlite3.connect(marks)) as gradebook:
        gradebook.execute("INSERT INTO grade VALUES (4)")
        assert marks.with_name("gradebook.db-journal").exists()
        backup.make(data, tmp_path / "one.backup", quiet)
    assert [name for name in names(tmp_path / "one.backup") if "gradebook" in name] == [
        "assessments/gradebook.db"
    ]
    backup.stage(tmp_path / "one.backup", tmp_path / "unpacked", quiet)
    with closing(sqlite3.connect(tmp_path / "unpacked" / "assessments" / "gradebook.db")) as copy:
        assert copy.execute("SELECT points FROM grade").fetchall() == [(3.0,)]


def test_a_gradebook_that_is_damaged_or_none_at_all_goes_along_as_it_is(
    data: DataFolder, tmp_path: Path
) -> None:
    """The record must not go without a backup for it; Windows puts a Thumbs.db anywhere."""
    assessments = data.path / "assessments"
    spoil(assessments / "gradebook.db")
    (assessments / "Thumbs.db").write_bytes(b"small pictures " * 99)
    backup.make(data, tmp_path / "one.backup", quiet)
    with zipfile.ZipFile(tmp_path / "one.backup") as zipped:
        for name in ("gradebook.db", "Thumbs.db"):
            assert zipped.read(f"assessments/{name}") == (assessments / name).read_bytes()


def test_what_is_deleted_while_it_is_made_is_left_out(data: DataFolder, tmp_path: Path) -> None:
    """Whoever marks makes files and deletes them all the time."""
    gone = data.path / "secrets" / "browsers"

    def tidy_up(_done: int, _total: int) -> None:
        gone.unlink(missing_ok=True)

    made = backup.make(data, tmp_path / "one.backup", tidy_up)
    assert "secrets/browsers" not in made.files
    assert "assessments/gradebook.db" in made.files
    assert backup.check(tmp_path / "one.backup") == made


@pytest.mark.parametrize("shut", ["assessments", "assessments/feedback/p-amina"])
def test_what_it_may_not_read_is_never_left_out_and_the_older_ones_stay(
    data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shut: str
) -> None:
    """A command given as root leaves such folders; tests may run as root, who reads them all."""
    shelf = tmp_path / "backups"
    shelf.mkdir()
    run(data, str(shelf))
    whole = list(shelf.iterdir())
    scandir = os.scandir

    def as_another_account(place: str | Path) -> Any:
        if Path(place) == data.path / shut:
            raise PermissionError(errno.EACCES, "Permission denied", str(place))
        return scandir(place)

    monkeypatch.setattr(os, "scandir", as_another_account)
    with pytest.raises(CpdError) as no:
        run(data, str(shelf), "--keep", "1")
    assert no.value.what == f"The folder {data.path / shut} cannot be read: Permission denied."
    assert "chown -R" in no.value.remedy
    assert list(shelf.iterdir()) == whole


@pytest.mark.skipif(os.name != "posix", reason="Windows lets few people make links")
def test_what_a_link_leads_to_does_not_go_along(data: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("of somebody else", encoding="utf-8")
    (data.path / "assessments" / "link").symlink_to(tmp_path / "elsewhere")
    made = backup.make(data, tmp_path / "one.backup", quiet)
    assert "assessments/link" not in made.files


def test_it_says_how_far_it_is_when_it_is_made_and_when_it_is_unpacked(
    data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "CHUNK", 10_000)
    told: list[tuple[int, int]] = []
    made = backup.make(data, tmp_path / "one.backup", lambda *so_far: told.append(so_far))
    total = sum(size for size, _digest in made.files.values())
    expected = [
        min(size, at)
        for size, _digest in made.files.values()
        for at in range(10_000, size + 10_000, 10_000)
    ]
    assert len(told) == len(expected) > len(made.files)
    assert told == sorted(told)
    assert told[0] == (10_000, total)
    assert told[-1] == (total, total)
    again: list[tuple[int, int]] = []
    backup.stage(
        tmp_path / "one.backup", tmp_path / "unpacked", lambda *so_far: again.append(so_far)
    )
    assert again == told


def test_what_a_run_left_that_was_cut_short_goes_with_the_next(
    data: DataFolder, tmp_path: Path
) -> None:
    """Of the same name at once; of another after a day, when nobody can be making it."""
    for left in (
        ".one.backup.half",
        ".one.backup.record",
        ".one.backup.record-wal",
        ".old.backup.half",
        ".old.backup.record-journal",
        ".young.backup.half",
        ".young.backup.record",
    ):
        (tmp_path / left).touch()
        if "old" in left:
            hours = time.time() - 24 * 3600 - 60
            os.utime(tmp_path / left, (hours, hours))
    backup.make(data, tmp_path / "one.backup", quiet)
    assert {path.name for path in tmp_path.iterdir()} == {
        "data",
        "one.backup",
        ".young.backup.half",
        ".young.backup.record",
    }


def test_a_gradebook_that_was_copied_when_the_run_was_cut_short_goes_with_the_next(
    data: DataFolder, tmp_path: Path
) -> None:
    """It holds everybody's marks, and nobody would ever look for it."""
    marks, target, left = data.path / "assessments", tmp_path / "one.backup", 0
    (marks / ".gradebook.db.4f00ba12.lock-journal").touch()  # of SQLite's, beside such a copy
    (marks / ".gradebook.db.lock").touch()  # somebody else's
    for _code in dying(".gradebook.db.", "backup", str(target), "--data", str(data.path)):
        left += len(list(marks.glob(".gradebook.db.*.lock")))
    assert left > 1
    assert [path.name for path in marks.glob(".*")] == [".gradebook.db.lock"]
    assert [name for name in names(target) if ".lock" in name] == []


def test_one_is_made_at_a_time(data: DataFolder, tmp_path: Path) -> None:
    def another(_done: int, _total: int) -> None:
        with pytest.raises(CpdError, match="Another backup is being made"):
            backup.make(data, tmp_path / "two.backup", quiet)

    backup.make(data, tmp_path / "one.backup", another)
    assert not (tmp_path / "two.backup").exists()


def test_it_says_of_itself_what_it_holds(data: DataFolder, tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    made = backup.make(data, tmp_path / "one.backup", quiet, lambda: now)
    with Store.open(data.store_url) as store:
        assert (made.seq, made.hash) == store.head()
    assert (made.format, made.version, made.step) == (1, __version__, len(MIGRATIONS))
    assert made.at == "2026-11-23T02:00:00.000000Z"
    assert backup.name_for(now) == "mentor-cpd-20261123T020000000000Z.backup"
    assert backup.check(tmp_path / "one.backup") == made


def test_of_a_record_that_is_not_sound_it_says_so_and_keeps_the_older_ones(
    data: DataFolder, tmp_path: Path
) -> None:
    shelf = tmp_path / "backups"
    shelf.mkdir()
    run(data, str(shelf))
    with closing(sqlite3.connect(data.path / "record.sqlite")) as raw:
        raw.execute("DROP TRIGGER events_are_not_changed")
        raw.execute("UPDATE events SET person = 'p-eve' WHERE seq = 2")
        raw.commit()
    said = run(data, str(shelf), "--keep", "1")
    assert said.exit_code == 1
    assert "event 2: it was changed after it was sealed" in said.output
    assert len(list(shelf.iterdir())) == 2


@pytest.mark.parametrize("lost", [spoil, lambda record: record.write_bytes(b"")])
def test_a_record_that_cannot_be_read_is_no_backup(
    data: DataFolder, tmp_path: Path, lost: Callable[[Path], object]
) -> None:
    lost(data.path / "record.sqlite")
    with pytest.raises(CpdError, match="damaged"):
        run(data, str(tmp_path / "one.backup"))
    assert not (tmp_path / "one.backup").exists()


def altered(file: Path, change: Callable[[bytes], bytes], *, where: str = "record.sqlite") -> Path:
    """The same backup with another record in it, packed as tidily as before."""
    other = file.with_name("other.backup")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == where else content)
    return other


def test_one_changed_byte_is_found(data: DataFolder, tmp_path: Path) -> None:
    file = tmp_path / "school.backup"
    backup.make(data, file, quiet)
    with pytest.raises(CpdError, match=r"record\.sqlite is not what was saved"):
        backup.check(altered(file, lambda content: content[:-1] + b"?"))
    whole = file.read_bytes()
    for broken in (whole[: len(whole) // 2], whole.replace(b"backup.json", b"backup.jsom"), b""):
        file.write_bytes(broken)
        with pytest.raises(CpdError, match="is not a whole backup"):
            backup.check(file)
    middle = len(whole) // 3
    file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :])
    with pytest.raises(CpdError, match="is not a whole backup"):
        backup.check(file)


def test_whatever_byte_of_the_manifest_or_the_directory_is_changed_it_is_whole_or_refused(
    data: DataFolder, tmp_path: Path
) -> None:
    """Each byte, in two ways: never a traceback, and never anything but what was saved."""
    file = tmp_path / "school.backup"
    made = backup.make(data, file, quiet)
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as zipped:
        start = zipped.getinfo("backup.json").header_offset
    refused = 0
    for at, change in itertools.product(range(start, len(whole)), (0xFF, 0x41)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :])
        try:
            assert backup.check(file) == made
        except CpdError:
            refused += 1
    assert refused > 500


@pytest.mark.parametrize(
    ("directory", "packed"),
    [
        ({10: 99}, b""),  # packed in a way that nobody knows
        ({10: 12}, b""),  # in bzip2's, for which it is an OSError
        ({10: 14}, b"\t\4\5\0\xff"),  # in LZMA's, with errors of its own
        ({9: 8, 46: 0xFF}, b""),  # a name said to be UTF-8
    ],
)
def test_a_damaged_backup_is_to_blame_and_not_the_folder_that_it_is_unpacked_into(
    data: DataFolder, tmp_path: Path, directory: dict[int, int], packed: bytes
) -> None:
    file = tmp_path / "school.backup"
    backup.make(data, file, quiet)
    whole = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as zipped:
        entry, (first, *_others) = zipped.start_dir, zipped.infolist()
    for at, byte in directory.items():
        whole[entry + at] = byte
    begins = 30 + sum(struct.unpack_from("<HH", whole, 26))  # after its name and what follows
    assert (first.filename, first.header_offset) == ("record.sqlite", 0)
    whole[begins : begins + len(packed)] = packed
    file.write_bytes(whole)
    with pytest.raises(CpdError, match="is not a whole backup"):
        backup.stage(file, tmp_path / "unpacked", quiet)


def test_a_folder_is_no_whole_backup(tmp_path: Path) -> None:
    with pytest.raises(CpdError, match="is not a whole backup"):
        backup.check(tmp_path)


def test_what_is_longer_or_shorter_than_it_says_is_not_whole(
    data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor need one unpack all of a file that swells."""
    monkeypatch.setattr(backup, "CHUNK", 10_000)
    file = tmp_path / "school.backup"
    backup.make(data, file, quiet)
    changes: list[Callable[[bytes], bytes]] = [
        lambda content: content + b"\0",
        lambda content: content[:-1],
        lambda content: content + b"\0" * 10_000,
    ]
    for change in changes:
        with pytest.raises(CpdError, match=r"record\.sqlite is not what was saved"):
            backup.check(altered(file, change))


def test_only_what_we_put_in_comes_out(data: DataFolder, tmp_path: Path) -> None:
    """A backup may come from anywhere: no name in it leads out of the folder."""
    file = tmp_path / "school.backup"
    backup.make(data, file, quiet)
    for name in (
        "",
        "evil",
        "record.sqlite/evil",
        "../evil",
        "/evil",
        "secrets",
        "secrets/",
        "secrets//evil",
        "secrets/./evil",
        "secrets/../../evil",
        "other/secrets/evil",
        "secrets/..\\..\\evil",
        "secrets/C:evil",
        "secrets/ev\0il",
    ):

        def claim(said: bytes, name: str = name) -> bytes:
            manifest = json.loads(said)
            manifest["files"][name] = [0, "0" * 64]
            return json.dumps(manifest).encode()

        with pytest.raises(CpdError, match="is not a whole backup") as refused:
            backup.check(altered(file, claim, where="backup.json"))
        assert refused.value.what.endswith(f"is not a whole backup: {name}."), name

    def nothing(said: bytes) -> bytes:
        return json.dumps({**json.loads(said), "files": {}}).encode()

    with pytest.raises(CpdError, match="it holds no record"):
        backup.check(altered(file, nothing, where="backup.json"))
