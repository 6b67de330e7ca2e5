"""A backup: one file, whole and checked, made while others write."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentor_cpd.cli import backup as command
from mentor_cpd.errors import CpdError
from mentor_cpd.records import backup
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.store import Store
from tests.records.cutting import dying
from tests.records.making import quiet, spoil, wrote


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
    before = os.umask(0)
    try:
        run(data, str(tmp_path / "school.backup"))
    finally:
        os.umask(before)
    assert (tmp_path / "school.backup").stat().st_mode & 0o777 == 0o600


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


def test_it_never_writes_over_a_file(data: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious", encoding="utf-8")
    with pytest.raises(CpdError, match="is there already"):
        run(data, str(tmp_path / "mine"))
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "precious"
    with pytest.raises(CpdError, match=r"could not be made|cannot be opened"):
        run(data, str(tmp_path / "no such folder" / "one.backup"))


FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
from mentor_cpd.cli import main
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such limit to set")
def test_where_there_is_no_room_it_says_whose_disk_is_full(
    data: DataFolder, tmp_path: Path
) -> None:
    words = ["backup", str(tmp_path / "one.backup"), "--data", str(data.path)]
    ran = subprocess.run(
        [sys.executable, "-c", FULL, *words], capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 2
    assert "The backup" in ran.stderr
    assert "that has room" in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


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


def test_a_record_that_cannot_be_read_is_no_backup(data: DataFolder, tmp_path: Path) -> None:
    spoil(data.path / "record.sqlite")
    with pytest.raises(CpdError, match="damaged"):
        run(data, str(tmp_path / "one.backup"))
    assert not (tmp_path / "one.backup").exists()


def altered(file: Path, change: Callable[[bytes], bytes]) -> Path:
    """The same backup with another record in it, packed as tidily as before."""
    other = file.with_name("other.backup")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == "record.sqlite" else content)
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
