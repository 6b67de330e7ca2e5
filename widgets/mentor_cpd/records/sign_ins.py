"""Sign-ins and one-time links: tokens that stand for a person, for a while.

Only a token's digest is kept: who reads the store cannot sign in with it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from .events import from_ink, in_ink
from .tables import links, sign_ins

LinkKind = Literal["set-up", "welcome"]
LIFE: dict[LinkKind, timedelta] = {"set-up": timedelta(days=1), "welcome": timedelta(days=7)}
# The setting by which a school says after how many minutes of nothing it signs people out.
IDLE = "sign-in.idle"
# A sign-in is noted as used this often at most: not every page costs a commit.
NOTED = timedelta(minutes=1)
_SLACK = timedelta(hours=1)  # by which a clock may be put back without spoiling a link
_ID = 12


class Limits(NamedTuple):
    """How long a sign-in lasts: unused, and at the very most. Laptops are shared."""

    idle: timedelta = timedelta(minutes=20)
    most: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody is signed in on some browser. ``id`` is safe to log; it opens nothing."""

    id: str
    person: str
    agent: str
    since: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """What a one-time link is for; ``person`` is ``None`` for the set-up."""

    kind: LinkKind
    person: str | None
    until: datetime


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def start(connection: Connection, person: str, agent: str, now: datetime, limits: Limits) -> str:
    """Sign the person in: the token for the browser. Sign-ins that are over are cleared away."""
    connection.execute(
        delete(sign_ins).where(
            or_(
                sign_ins.c.seen < in_ink(now - limits.idle - NOTED),
                sign_ins.c.since < in_ink(now - limits.most),
            )
        )
    )
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(sign_ins).values(
            token=digest(token),
            person=person,
            agent=agent[:200],
            since=in_ink(now),
            seen=in_ink(now),
        )
    )
    return token


def find(
    connection: Connection,
    token: str,
    now: datetime,
    limits: Limits,
    *,
    used: datetime | None = None,
) -> SignIn | None:
    """The sign-in that the token stands for, unless it is over. ``used``: when it was, if
    that could not be noted."""
    row = connection.execute(select(sign_ins).where(sign_ins.c.token == digest(token))).first()
    return None if row is None else _unless_over(row, now, limits, used)


def all_of(connection: Connection, person: str, now: datetime, limits: Limits) -> list[SignIn]:
    """Where the person is signed in, the newest first."""
    rows = connection.execute(
        select(sign_ins).where(sign_ins.c.person == person).order_by(sign_ins.c.since.desc())
    )
    return [found for row in rows if (found := _unless_over(row, now, limits))]


def _unless_over(
    row: Any, now: datetime, limits: Limits, used: datetime | None = None
) -> SignIn | None:
    seen = max(from_ink(row.seen), used) if used else from_ink(row.seen)
    found = SignIn(row.token[:_ID], row.person, row.agent, from_ink(row.since), seen)
    # It may have been used until a moment before the next note of it.
    over = now - found.seen > limits.idle + NOTED or now - found.since > limits.most
    return None if over else found


def note(connection: Connection, token: str, now: datetime) -> None:
    """Note that it was used."""
    connection.execute(
        update(sign_ins).where(sign_ins.c.token == digest(token)).values(seen=in_ink(now))
    )


def are_ahead(connection: Connection, now: datetime) -> bool:
    """Whether any sign-in is of a later time than now: the clock was put back."""
    ahead = sign_ins.c.seen > in_ink(now + NOTED)
    return connection.execute(select(sign_ins.c.person).where(ahead).limit(1)).first() is not None


def put_right(connection: Connection, now: datetime) -> None:
    """Have no sign-in last longer than if it had begun now."""
    for column in (sign_ins.c.seen, sign_ins.c.since):
        later = column > in_ink(now + NOTED)
        connection.execute(update(sign_ins).where(later).values({column: in_ink(now)}))


def end(connection: Connection, token: str) -> None:
    connection.execute(delete(sign_ins).where(sign_ins.c.token == digest(token)))


def end_one(connection: Connection, person: str, id: str) -> int:
    """End the person's sign-in of that id: how many there were."""
    over = delete(sign_ins).where(
        sign_ins.c.person == person, func.substr(sign_ins.c.token, 1, len(id)) == id
    )
    return connection.execute(over).rowcount if len(id) == _ID else 0


def end_all(connection: Connection, person: str, *, but: str = "") -> int:
    """End every sign-in of the person, except the one whose token is ``but``."""
    over = delete(sign_ins).where(sign_ins.c.person == person, sign_ins.c.token != digest(but))
    return connection.execute(over).rowcount


def make_link(connection: Connection, kind: LinkKind, person: str | None, now: datetime) -> str:
    """A new link's token; an earlier link for the person stops working."""
    cancel_links(connection, person)
    token = secrets.token_urlsafe(24)
    connection.execute(
        insert(links).values(
            token=digest(token), kind=kind, person=person, until=in_ink(now + LIFE[kind])
        )
    )
    return token


def cancel_links(connection: Connection, person: str | None) -> None:
    """Those for the person; for nobody yet: those for the set-up."""
    connection.execute(delete(links).where(links.c.person == person))


def find_link(connection: Connection, token: str, now: datetime) -> Link | None:
    """What the link is for, unless it is used, cancelled or too old, or of a time to come:
    it was made while the clock was ahead, and would last until that day."""
    row = connection.execute(select(links).where(links.c.token == digest(token))).first()
    if row is None:
        return None
    found = Link(row.kind, row.person, from_ink(row.until))
    made = found.until - LIFE[found.kind]
    return found if made - _SLACK <= now <= found.until else None


def use_link(connection: Connection, token: str, now: datetime) -> Link | None:
    """The same, and it can never be used again."""
    found = find_link(connection, token, now)
    connection.execute(delete(links).where(links.c.token == digest(token)))
    return found
