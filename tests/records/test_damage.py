"""A database file beside the record, such as the gradebook: is it whole?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mentor_cpd.records.damage import is_damaged
from tests.records.making import spoil


@pytest.fixture
def gradebook(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "gradebook.db")) as made:
        made.execute("CREATE TABLE grade (points REAL, said TEXT)")
        made.executemany("INSERT INTO grade VALUES (?, ?)", [(1, "Well listened. " * 50)] * 200)
        made.execute("CREATE INDEX by_points ON grade (points)")
        made.commit()
    return tmp_path / "gradebook.db"


def test_a_whole_file_and_one_that_is_not_there_are_not_damaged(gradebook: Path) -> None:
    assert not is_damaged(gradebook)
    assert not is_damaged(gradebook.with_name("none.db"))


def test_one_that_is_being_written_is_not_damaged(gradebook: Path) -> None:
    with closing(sqlite3.connect(gradebook)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO grade VALUES (2, 'and more')")
        assert not is_damaged(gradebook)


def test_one_that_somebody_keeps_locked_is_not_damaged(
    gradebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is waited for, for longer than nbgrader ever writes; here for less."""
    connect = sqlite3.connect

    def impatient(path: Path, *, timeout: float) -> sqlite3.Connection:
        assert timeout >= 10
        return connect(path, timeout=0.01)

    with closing(connect(gradebook)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(sqlite3, "connect", impatient)
        assert not is_damaged(gradebook)


def test_a_spoiled_file_is_damaged(gradebook: Path) -> None:
    spoil(gradebook)
    assert is_damaged(gradebook)


def test_what_is_no_database_is_damaged(gradebook: Path) -> None:
    gradebook.write_text("Not a database at all, but a letter. " * 100, encoding="utf-8")
    assert is_damaged(gradebook)


def test_one_bad_page_is_enough(gradebook: Path) -> None:
    """It opens, and its first pages can be read: only a look at all of it tells."""
    whole = gradebook.read_bytes()
    page = len(whole) - 2 * 4096
    gradebook.write_bytes(whole[:page] + b"\xff" * 4096 + whole[page + 4096 :])
    assert is_damaged(gradebook)
