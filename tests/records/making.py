"""What the tests of the record are made of: a clock, and events as a page would send them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from mentor_cpd.records.events import NewEvent


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def goes(self, **by: float) -> None:
        self.now += timedelta(**by)


def quick_hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def begun(attempt: str = "a-1", person: str = "p-amina", **more: Any) -> NewEvent:
    """The event that begins an attempt."""
    body = {"scenario": "too-quiet", "use": "practice", "engine": "1"}
    return NewEvent("attempted", person, body, attempt, 0, f"{attempt}-begins", **more)


def chose(
    turn: int, choice: str = "wait", *, attempt: str = "a-1", message: str = "", **more: Any
) -> NewEvent:
    """The event of one choice; by default its message is one that nothing else sends."""
    return NewEvent(
        "chose",
        more.pop("person", "p-amina"),
        {"scene": f"scene-{turn}", "choice": choice},
        attempt,
        turn,
        message or f"{attempt}-{turn}-{choice}",
        **more,
    )


def wrote(turn: int, *, attempt: str = "a-1", person: str = "p-amina", **parts: str) -> NewEvent:
    """The event of something written."""
    body = {"ask": "free-text"}
    return NewEvent("wrote", person, body, attempt, turn, f"{attempt}-{turn}-w", texts=parts)


def spoil(record: Path) -> None:
    """Damage a database file, all but its first words, as a dying disk may."""
    whole = record.read_bytes()
    record.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))


@contextmanager
def no_room(record: Path, when: str) -> Iterator[None]:
    """Everything can be written but this, which a trigger names: so a disk may fill up between
    two transactions, or in the midst of one."""
    with closing(sqlite3.connect(record)) as raw:
        # RAISE would be a broken rule, which is a mistake in our code; this is none.
        raw.execute(f"CREATE TRIGGER no_room BEFORE {when} BEGIN SELECT zeroblob(1 << 40); END")
        try:
            yield
        finally:
            raw.execute("DROP TRIGGER no_room")


def of_sqlite(name: str) -> sqlite3.OperationalError:
    """An error as SQLite names it."""
    error = sqlite3.OperationalError("some words of SQLite's")
    error.sqlite_errorname = name
    return error


def quiet(_done: int, _total: int) -> None:
    """Nobody looks how far it is."""
