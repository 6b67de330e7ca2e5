"""Accounts, sign-ins, one-time links, and how often a password was got wrong."""

from __future__ import annotations

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, MetaData, Table, Text


def upgrade(connection: Connection) -> None:
    metadata = MetaData()
    Table(
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
    Index("sign_ins_by_person", sign_ins.c.person)
    Table(
        "links",
        metadata,
        Column("token", Text, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("person", Text, ForeignKey("people.person")),
        Column("until", Text, nullable=False),
        sqlite_strict=True,
    )
    Table(
        "guesses",
        metadata,
        Column("key", Text, primary_key=True),
        Column("wrong", Integer, nullable=False),
        Column("last", Text, nullable=False),
        sqlite_strict=True,
    )
    metadata.create_all(connection, checkfirst=False)
