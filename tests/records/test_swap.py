"""A swap: any step may be the last before the power goes; whoever comes next goes on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mentor_cpd.errors import CpdError
from mentor_cpd.records import swap
from mentor_cpd.records.swap import Move

STEPS = 5  # three things go aside, two take a place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Schule am Weiher, Größe 3" / "data"
    (folder / "new" / "secrets").mkdir(parents=True)
    (folder / "new" / "record").write_text("the backup's", encoding="utf-8")
    (folder / "new" / "secrets" / "key").write_text("the backup's", encoding="utf-8")
    (folder / "record").write_text("old", encoding="utf-8")
    (folder / "record-wal").write_text("old log", encoding="utf-8")
    (folder / "assessments").mkdir()
    (folder / "assessments" / "gradebook.db").write_text("old marks", encoding="utf-8")
    return folder


def moves(folder: Path) -> list[Move]:
    aside, new = folder / "before" / "all", folder / "new"
    return [
        Move(folder / "record-wal", aside / "record-wal", None),
        Move(folder / "record-shm", aside / "record-shm", None),  # there is none
        Move(folder / "record", aside / "record", new / "record"),
        Move(folder / "secrets", aside / "secrets", new / "secrets"),  # there were none
        Move(folder / "assessments", aside / "assessments", None),
    ]


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


SWAPPED = {
    "record": "the backup's",
    "secrets/key": "the backup's",
    "before/all/record": "old",
    "before/all/record-wal": "old log",
    "before/all/assessments/gradebook.db": "old marks",
}


def test_new_takes_the_place_of_old_and_old_is_put_aside(folder: Path) -> None:
    swap.arm(folder, moves(folder))
    assert swap.is_pending(folder)
    assert swap.finish(folder)
    assert files(folder) == SWAPPED
    if os.name == "posix":
        assert (folder / "before" / "all").stat().st_mode & 0o777 == 0o700


def test_where_nothing_was_begun_nothing_is_done(folder: Path) -> None:
    before = files(folder)
    assert not swap.is_pending(folder)
    assert not swap.finish(folder)
    assert files(folder) == before


def test_what_is_not_to_be_done_after_all_is_not_done(folder: Path) -> None:
    before = files(folder)
    swap.arm(folder, moves(folder))
    swap.disarm(folder)
    assert not swap.finish(folder)
    assert files(folder) == before
    swap.disarm(folder)  # once more does no harm


@pytest.mark.parametrize("step", range(STEPS))
def test_a_step_that_fails_says_what_to_do_and_the_next_run_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    swap.arm(folder, moves(folder))
    rename, left = os.rename, step

    def until_then(this: Path, that: Path) -> None:
        nonlocal left
        if left == 0:
            raise PermissionError(13, "Permission denied", str(this))
        left -= 1
        rename(this, that)

    with monkeypatch.context() as stopped:
        stopped.setattr(os, "rename", until_then)
        with pytest.raises(CpdError) as said:
            swap.finish(folder)
    assert said.value.what.startswith(str(folder))
    assert said.value.what.endswith("could not be put in its place: Permission denied.")
    assert "run the same command again" in said.value.remedy
    assert swap.is_pending(folder)
    assert swap.finish(folder)
    assert files(folder) == SWAPPED
    assert not swap.finish(folder)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a folder's names by itself")
def test_the_disk_is_told_of_every_name_before_it_is_called_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the power might take a file that was moved out of both of its folders."""
    told: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: told.append(os.fstat(descriptor).st_ino))
    swap.arm(folder, moves(folder))
    assert told[-1] == folder.stat().st_ino
    assert len(told) == 2, "the note itself, and where it lies"
    told.clear()
    assert swap.finish(folder)
    assert told.count(folder.stat().st_ino) == 3  # old ones are gone, new ones there, no note


def test_what_is_in_its_place_already_stays_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All was done but for taking away the note."""

    def cut_short(_folder: Path) -> None:
        raise KeyboardInterrupt

    swap.arm(folder, moves(folder))
    with monkeypatch.context() as power:
        power.setattr(swap, "disarm", cut_short)
        with pytest.raises(KeyboardInterrupt):
            swap.finish(folder)
    assert swap.is_pending(folder)
    assert swap.finish(folder)
    assert files(folder) == SWAPPED


def test_no_new_record_ever_lies_beside_an_old_log(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite would put the old log's pages into the new record."""
    swap.arm(folder, moves(folder)[::-1])
    rename = os.rename

    def watched(this: Path, that: Path) -> None:
        rename(this, that)
        if (folder / "record-wal").exists():
            assert not (folder / "record").exists() or files(folder)["record"] == "old"

    monkeypatch.setattr(os, "rename", watched)
    assert swap.finish(folder)
    assert files(folder) == SWAPPED


def test_a_note_that_was_half_written_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short(_descriptor: int) -> None:
        raise OSError("the power went")

    before = files(folder)
    with monkeypatch.context() as power:
        power.setattr(os, "fsync", cut_short)
        with pytest.raises(OSError, match="power"):
            swap.arm(folder, moves(folder))
    assert not swap.is_pending(folder)
    assert not swap.finish(folder)
    assert before.items() <= files(folder).items()
    swap.arm(folder, moves(folder))
    assert swap.finish(folder)
    assert files(folder) == SWAPPED
