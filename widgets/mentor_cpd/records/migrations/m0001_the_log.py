"""The log of events, and what stands beside it: texts, editions, drafts, settings."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from .. import guards


def upgrade(connection: Connection) -> None:
    metadata = MetaData()
    big = BigInteger().with_variant(Integer(), "sqlite")
    Table(
        "editions",
        metadata,
        Column("digest", Text, primary_key=True),
        Column("scenario", Text, nullable=False),
        Column("canonical", Text, nullable=False),
        Column("proof", Text, nullable=False),
        Column("at", Text, nullable=False),
        sqlite_strict=True,
    )
    events = Table(
        "events",
        metadata,
        Column("seq", big, primary_key=True, autoincrement=False),
        Column("attempt", Text),
        Column("turn", Integer),
        Column("kind", Text, nullable=False),
        Column("person", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("message", Text, nullable=False),
        Column("edition", Text, ForeignKey("editions.digest")),
        Column("at", Text, nullable=False),
        Column("texts", Text, nullable=False),
        Column("previous", Text, nullable=False),
        Column("hash", Text, nullable=False),
        UniqueConstraint("attempt", "turn", name="one_event_a_turn"),
        CheckConstraint("(attempt IS NULL) = (turn IS NULL)", name="attempt_and_turn_together"),
        CheckConstraint("attempt IS NULL OR message <> ''", name="a_move_has_its_message"),
        sqlite_strict=True,
    )
    Index("events_by_person", events.c.person, events.c.seq)
    Index("events_by_edition", events.c.edition, events.c.kind, events.c.seq)
    Table(
        "texts",
        metadata,
        Column("seq", big, ForeignKey("events.seq"), primary_key=True, autoincrement=False),
        Column("part", Text, primary_key=True),
        Column("key", Text, nullable=False),
        Column("text", Text, nullable=False),
        sqlite_strict=True,
    )
    Table(
        "drafts",
        metadata,
        Column("person", Text, primary_key=True),
        Column("place", Text, primary_key=True),
        Column("text", Text, nullable=False),
        Column("at", Text, nullable=False),
        sqlite_strict=True,
    )
    Table(
        "settings",
        metadata,
        Column("name", Text, primary_key=True),
        Column("value", Text, nullable=False),
        sqlite_strict=True,
    )
    metadata.create_all(connection, checkfirst=False)
    guards.put_up(connection)
