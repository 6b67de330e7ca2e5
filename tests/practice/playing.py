"""Playing the small course in tests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from mentor_cpd.practice.attempt import SAVED, Attempt
from mentor_cpd.records.store import Store
from mentor_cpd.scenario.model import Scenario
from mentor_cpd.scenario.parse import parse

COURSE = Path(__file__).parent / "course"
CASE = "too-quiet"
RECORD = {
    "when": "Tuesday, 12.50",
    "words": "“They changed the group chat and they didn’t add me to it.”",
}

_numbers = count()


def message() -> str:
    """A message id that no other message has."""
    return f"message-{next(_numbers)}"


def case(id: str = CASE) -> Scenario:
    path = next(COURSE.glob(f"scenarios/*/{id}.md"))
    scenario = parse(path.read_bytes(), path.as_posix()).scenario
    assert scenario
    return scenario


def started(store: Store, person: str = "ada", scenario: str = CASE) -> Attempt:
    attempt, outcome = Attempt.begin(store, person, scenario, message=message())
    assert outcome == SAVED
    return attempt


def take(attempt: Attempt, *choices: str) -> Attempt:
    """Take these choices, saying and writing as little as can be."""
    for choice in choices:
        assert attempt.choose(choice, turn=attempt.turn, message=message()) == SAVED
        if attempt.stage == "explain":
            assert attempt.explain("", 0, turn=attempt.turn, message=message()) == SAVED
        if attempt.stage == "write":
            parts = (
                RECORD
                if attempt.played.awaiting == "concern-record"
                else {"text": "I would say so."}
            )
            assert attempt.write(parts, turn=attempt.turn, message=message()) == SAVED
    return attempt


def stage(attempt: Attempt) -> str:
    return attempt.stage


def at(attempt: Attempt) -> str:
    return attempt.played.here.scene.id


@contextmanager
def somebody_writing(store: Store) -> Iterator[None]:
    """Another process that holds the record and does not let go."""
    with closing(sqlite3.connect(store.place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
