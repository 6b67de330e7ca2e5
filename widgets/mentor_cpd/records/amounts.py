"""How much one person has put into the record lately. Asked for limits, never for reports."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from .events import WORK, in_ink
from .store import Store
from .tables import events, texts


def reaches(store: Store, person: str, moves: int, *, since: datetime, until: datetime) -> bool:
    """Whether the person's last ``moves`` moves all fall between the two moments.

    A clock that was put back leaves events in the future: those hold nobody up.
    """
    nth = (
        select(events.c.at)
        .where(events.c.person == person, events.c.kind.in_(WORK))
        .order_by(events.c.seq.desc())
        .offset(moves - 1)
        .limit(1)
    )
    with store.reading() as connection:
        at = connection.scalar(nth)
    return at is not None and in_ink(since) <= at <= in_ink(until)


def characters(store: Store, person: str, *, since: datetime, until: datetime) -> int:
    """How much of what the person wrote between the two moments is still kept."""
    written = (
        select(func.sum(func.length(texts.c.text)))
        .join(events, events.c.seq == texts.c.seq)
        .where(
            events.c.person == person,
            events.c.at >= in_ink(since),
            events.c.at <= in_ink(until),
        )
    )
    with store.reading() as connection:
        return int(connection.scalar(written) or 0)
