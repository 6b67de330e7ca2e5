"""Migrations: numbered steps from an older store to the present one. Forwards only.

A step that has been released is never edited; the next change is the next number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, inspect, select

from ...errors import CpdError
from ...language import _
from .. import tables
from ..events import in_ink
from . import m0001_the_log, m0002_people, m0003_events_by_kind


class Migration(NamedTuple):
    """One step. Its number is its place in the list, from 1."""

    name: str
    upgrade: Callable[[Connection], None]


MIGRATIONS: Sequence[Migration] = (
    Migration("the-log", m0001_the_log.upgrade),
    Migration("people", m0002_people.upgrade),
    Migration("events-by-kind", m0003_events_by_kind.upgrade),
)


def standing(connection: Connection) -> int:
    """The number of the last migration that was run; 0 for an empty database.

    Raises :class:`CpdError` when the database is somebody else's.
    """
    names = inspect(connection).get_table_names()
    if tables.migrations.name not in names:
        if names:
            raise CpdError(
                _("This database belongs to another program: it holds {tables}.").format(
                    tables=", ".join(sorted(names)[:5])
                ),
                _("Give mentor-cpd a database of its own."),
            )
        return 0
    done = connection.scalars(select(tables.migrations.c.number)).all()
    return max(done, default=0)


def refuse_newer(number: int, known: Sequence[Migration]) -> None:
    """A store written by newer code may mean things that this code does not know."""
    if number > len(known):
        raise CpdError(
            _("The record was made by a newer mentor-cpd (step {theirs}; this one knows {ours}).")
            .format(theirs=number, ours=len(known)),
            _("Update mentor-cpd, or use the copy in backups/ that was made before the update."),
        )  # fmt: skip


def run(connection: Connection, known: Sequence[Migration], now: datetime) -> None:
    """Run what is missing, in the transaction that is open: all of it, or none."""
    done = standing(connection)
    refuse_newer(done, known)
    if not done:
        tables.migrations.create(connection, checkfirst=True)
    for number, step in enumerate(known[done:], start=done + 1):
        step.upgrade(connection)
        connection.execute(
            insert(tables.migrations).values(number=number, name=step.name, at=in_ink(now))
        )
