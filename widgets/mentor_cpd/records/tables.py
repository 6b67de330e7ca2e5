"""The tables as the newest migration leaves them; a test holds the two together.

Only Text and Integer columns: SQLite's STRICT tables take no others, and both mean
the same in PostgreSQL.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, Table, Text

metadata = MetaData()
Big = BigInteger().with_variant(Integer(), "sqlite")

migrations = Table(
    "migrations",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_strict=True,
)

# The log. Insert-only, held by triggers.
events = Table(
    "events",
    metadata,
    Column("seq", Big, primary_key=True, autoincrement=False),
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
    sqlite_strict=True,
)

# What was written, beside the log so that it can be erased.
texts = Table(
    "texts",
    metadata,
    Column("seq", Big, ForeignKey("events.seq"), primary_key=True, autoincrement=False),
    Column("part", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_strict=True,
)

# Every edition that was ever offered, so that old attempts can be replayed.
editions = Table(
    "editions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("scenario", Text, nullable=False),
    Column("canonical", Text, nullable=False),
    Column("proof", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_strict=True,
)

drafts = Table(
    "drafts",
    metadata,
    Column("person", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_strict=True,
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

people = Table(
    "people",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("password", Text),
    Column("disabled", Text),
    Column("added", Text, nullable=False),
    sqlite_strict=True,
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.person"), nullable=False),
    Column("agent", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("seen", Text, nullable=False),
    sqlite_strict=True,
)

links = Table(
    "links",
    metadata,
    Column("token", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("person", Text, ForeignKey("people.person")),
    Column("until", Text, nullable=False),
    sqlite_strict=True,
)

# How often a password was got wrong lately, by account and by address.
guesses = Table(
    "guesses",
    metadata,
    Column("key", Text, primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("last", Text, nullable=False),
    sqlite_strict=True,
)
