"""The guards: triggers that refuse to change what has been recorded.

They stand against slips (a stray script, a database browser), not against somebody
who owns the file and takes them down: that is what the chain finds.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

# `INSERT OR REPLACE` deletes without firing a DELETE trigger, hence the guards before INSERT.
GUARDS: Final = {
    "events_are_not_changed": """
        BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'the log is insert-only'); END""",
    "events_are_not_deleted": """
        BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'the log is insert-only'); END""",
    "events_are_not_replaced": """
        BEFORE INSERT ON events
        WHEN EXISTS (SELECT 1 FROM events WHERE seq = NEW.seq)
            OR EXISTS (SELECT 1 FROM events WHERE attempt = NEW.attempt AND turn = NEW.turn)
        BEGIN SELECT RAISE(ABORT, 'the log is insert-only'); END""",
    "texts_are_not_changed": """
        BEFORE UPDATE ON texts
        BEGIN SELECT RAISE(ABORT, 'a text is erased, never changed'); END""",
    "texts_are_not_replaced": """
        BEFORE INSERT ON texts
        WHEN EXISTS (SELECT 1 FROM texts WHERE seq = NEW.seq AND part = NEW.part)
        BEGIN SELECT RAISE(ABORT, 'a text is erased, never changed'); END""",
    "editions_are_not_changed": """
        BEFORE UPDATE OF digest, scenario, canonical, at ON editions
        BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END""",
    "editions_are_not_deleted": """
        BEFORE DELETE ON editions
        BEGIN SELECT RAISE(ABORT, 'an edition is never deleted'); END""",
    "editions_are_not_replaced": """
        BEFORE INSERT ON editions
        WHEN EXISTS (SELECT 1 FROM editions WHERE digest = NEW.digest)
        BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END""",
}


def put_up(connection: Connection) -> None:
    """Create every guard."""
    for name, sql in GUARDS.items():
        connection.execute(text(f"CREATE TRIGGER {name} {sql}"))


def missing(connection: Connection) -> list[str]:
    """The guards that somebody has taken down."""
    standing = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    return sorted(set(GUARDS) - {name for (name,) in standing})
