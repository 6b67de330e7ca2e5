"""The guards: what was recorded cannot be changed, deleted or replaced by a slip."""

# ruff: noqa: S608 -- the SQL is put together from the words in this file

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mentor_cpd.records.store import Store
from tests.records.making import begun, chose, wrote
from tests.records.test_store import keep

COLUMNS = "seq, attempt, turn, kind, person, body, message, edition, at, texts, previous, hash"
TAKEN = "'opened', 'p-eve', '{}', 'm', NULL, 'now', '{}', 'x', 'y'"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET person = 'p-eve' WHERE seq = 2",
        "UPDATE OR REPLACE events SET seq = 1 WHERE seq = 2",
        "DELETE FROM events WHERE seq = 3",
        "DELETE FROM events",
        f"INSERT INTO events ({COLUMNS}) VALUES (2, NULL, NULL, {TAKEN})",
        f"INSERT OR REPLACE INTO events ({COLUMNS}) VALUES (2, NULL, NULL, {TAKEN})",
        f"REPLACE INTO events ({COLUMNS}) VALUES (99, 'a-1', 1, {TAKEN})",
        f"INSERT OR IGNORE INTO events ({COLUMNS}) VALUES (2, NULL, NULL, {TAKEN})",
        f"INSERT INTO events ({COLUMNS}) VALUES (2, NULL, NULL, {TAKEN})"
        " ON CONFLICT (seq) DO UPDATE SET person = 'p-eve'",
        "UPDATE texts SET text = 'something else'",
        "INSERT OR REPLACE INTO texts (seq, part, key, text) VALUES (3, 'said', 'ff', 'else')",
        "UPDATE editions SET canonical = '{}'",
        "DELETE FROM editions",
        "INSERT OR REPLACE INTO editions (digest, scenario, canonical, proof, at)"
        " SELECT digest, scenario, '{}', proof, at FROM editions",
    ],
)
def test_what_was_recorded_stays(store: Store, change: str) -> None:
    keep(store, b'{"id":"too-quiet"}')
    for new in (begun(), chose(1), wrote(2, said="Hello, Sam.")):
        store.append(new)
    before = store.events(), store.texts("a-1")
    with (
        pytest.raises(IntegrityError, match=r"insert-only|never changed|never deleted"),
        store.writing() as connection,
    ):
        connection.execute(text(change))
    assert (store.events(), store.texts("a-1")) == before
    assert store.verify() == []


@pytest.mark.parametrize(
    ("attempt", "turn", "message"),
    [("'a-9'", "NULL", "'m'"), ("NULL", "3", "'m'"), ("'a-9'", "0", "''")],
)
def test_a_line_that_means_nothing_is_refused_by_the_table_itself(
    store: Store, attempt: str, turn: str, message: str
) -> None:
    with pytest.raises(IntegrityError, match="CHECK"), store.writing() as connection:
        connection.execute(
            text(
                f"INSERT INTO events ({COLUMNS}) VALUES (1, {attempt}, {turn}, 'opened', 'p-eve',"
                f" '{{}}', {message}, NULL, 'now', '{{}}', 'x', 'y')"
            )
        )
