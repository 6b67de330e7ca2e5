"""The log itself: putting an event in its place, in a transaction that is open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from ..errors import CpdError
from ..language import _
from . import chain
from .events import SUBMITTED, Event, NewEvent, from_ink, in_ink, storable
from .tables import editions, events, texts


class OutOfStep(CpdError):
    """The turn is not the next one of its attempt: the sender has to catch up."""

    def __init__(self, attempt: str, turn: int, last_turn: int) -> None:
        self.attempt = attempt
        self.turn = turn
        self.last_turn = last_turn
        super().__init__(
            _("Turn {turn} is not the next: the attempt has come to turn {last}.").format(
                turn=turn, last=last_turn
            ),
            _("Load the page again."),
        )


class TurnTaken(OutOfStep):
    """Another message holds the turn: a second click, or another tab."""


class HandedIn(OutOfStep):
    """The attempt was submitted: nothing is ever added to it."""


class NotTheirs(CpdError):
    """The attempt belongs to somebody else."""


@dataclass(frozen=True, slots=True)
class Appended:
    """The event as the log holds it. ``again`` when this very message had brought it before."""

    event: Event
    again: bool = False


def append(connection: Connection, new: NewEvent, now: datetime) -> Appended:
    """Record one event in the transaction that is open."""
    edition = new.edition
    if new.attempt is not None and new.turn is not None:
        before = _before(connection, new, new.attempt, new.turn)
        if before and before.turn == new.turn:
            return Appended(before, again=True)
        if before:
            edition = before.edition
        elif edition is not None:
            _expect_kept(connection, edition)
    last = connection.execute(
        select(events.c.seq, events.c.hash).order_by(events.c.seq.desc()).limit(1)
    ).first()
    written = {part: storable(text) for part, text in new.texts.items()}
    keys = {part: chain.new_key() for part in written}
    row: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
        "attempt": new.attempt,
        "turn": new.turn,
        "kind": new.kind,
        "person": new.person,
        "body": chain.canonical(dict(new.body)),
        "message": new.message,
        "edition": edition,
        "at": in_ink(now),
        "texts": chain.canonical({p: chain.digest(t, keys[p]) for p, t in written.items()}),
        "previous": last.hash if last else chain.BEGINNING,
    }
    row["hash"] = chain.seal(row)
    connection.execute(insert(events), row)
    if written:
        connection.execute(
            insert(texts),
            [
                {"seq": row["seq"], "part": part, "key": keys[part], "text": text}
                for part, text in written.items()
            ],
        )
    return Appended(event_of(row))


def _before(connection: Connection, new: NewEvent, attempt: str, turn: int) -> Event | None:
    """The attempt's last event when ``turn`` is next (``None`` before the first), or
    the very event that this message brought before."""
    mine = select(events).where(events.c.attempt == attempt)
    last = connection.execute(mine.order_by(events.c.turn.desc()).limit(1)).first()
    if last is None:
        if turn != 0:
            raise OutOfStep(attempt, turn, -1)
        return None
    if last.person != new.person:
        raise NotTheirs(_("This attempt belongs to somebody else."))
    if new.edition not in (None, last.edition):
        raise ValueError(f"attempt {attempt} is played on edition {last.edition}")
    if turn == last.turn + 1:
        if last.kind == SUBMITTED:
            raise HandedIn(attempt, turn, last.turn)
        return event_of(last._mapping)
    held = connection.execute(mine.where(events.c.turn == turn)).first()
    if held is None:
        raise OutOfStep(attempt, turn, last.turn)
    if held.message != new.message:
        raise TurnTaken(attempt, turn, last.turn)
    return event_of(held._mapping)


def _expect_kept(connection: Connection, edition: str) -> None:
    if connection.scalar(select(editions.c.digest).where(editions.c.digest == edition)) is None:
        raise ValueError(f"edition {edition} is not kept, so nobody could replay the attempt")


class Spoiled(Exception):
    """A row of the log that is not as anybody can have written it."""


def event_of(row: Mapping[Any, Any]) -> Event:
    """The event that the row keeps. Raises :class:`Spoiled` when it cannot be read."""
    try:
        return _event_of(row)
    except ValueError:
        raise Spoiled from None  # what it says may be what somebody wrote


def _event_of(row: Mapping[Any, Any]) -> Event:
    return Event(
        seq=row["seq"],
        attempt=row["attempt"],
        turn=row["turn"],
        kind=row["kind"],
        person=row["person"],
        body=json.loads(row["body"]),
        message=row["message"],
        edition=row["edition"],
        at=from_ink(row["at"]),
        texts=json.loads(row["texts"]),
        previous=row["previous"],
        hash=row["hash"],
    )
