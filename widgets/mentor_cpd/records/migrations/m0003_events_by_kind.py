"""What becomes of submissions is looked up by kind, among very many moves."""

from __future__ import annotations

from sqlalchemy import Connection, text


def upgrade(connection: Connection) -> None:
    connection.execute(text("CREATE INDEX events_by_kind ON events (kind, seq)"))
