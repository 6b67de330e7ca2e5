"""The throttle: each wrong password makes the next try wait longer.

A guess is counted *before* the password is tried, so that a hundred guesses at once
are a hundred guesses. Names that no account has are counted just the same, and only
as a part of their hash: people do type their password into the wrong box.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from .events import from_ink, in_ink
from .tables import guesses

FORGOTTEN = timedelta(hours=1)
LONGEST_WAIT = timedelta(minutes=1)
# A whole school may come from one address, so an address is given more room.
FREE_BY_ACCOUNT = 5
FREE_BY_ADDRESS = 30


class Key(NamedTuple):
    """What guesses are counted by, and how many cost nothing."""

    name: str
    free: int


def by_account(account: str) -> Key:
    bucket = hashlib.sha256(account.encode("utf-8")).hexdigest()[:4]
    return Key(f"account-{bucket}", FREE_BY_ACCOUNT)


def by_browser(browser: str, account: str) -> Key:
    """A browser on which that very account has signed in before."""
    return Key(f"browser-{browser}-{by_account(account).name}", FREE_BY_ACCOUNT)


def by_address(address: str) -> Key:
    return Key(f"address-{address}", FREE_BY_ADDRESS)


def wait(connection: Connection, keys: list[Key], now: datetime) -> timedelta:
    """How long the next guess has to wait; zero when it may be made."""
    return max(_wait(connection, key, now) for key in keys)


def count(connection: Connection, keys: list[Key], now: datetime) -> None:
    """Count one guess for each key."""
    connection.execute(delete(guesses).where(guesses.c.last < in_ink(now - FORGOTTEN)))
    for key in keys:
        counted = connection.execute(
            update(guesses)
            .where(guesses.c.key == key.name)
            .values(wrong=guesses.c.wrong + 1, last=in_ink(now))
        )
        if not counted.rowcount:
            connection.execute(insert(guesses).values(key=key.name, wrong=1, last=in_ink(now)))


def forgive(connection: Connection, own: Key, address: Key | None = None) -> None:
    """It was the right password: its own count starts anew, the address loses one count."""
    connection.execute(delete(guesses).where(guesses.c.key == own.name))
    if address is not None:
        connection.execute(
            update(guesses).where(guesses.c.key == address.name).values(wrong=guesses.c.wrong - 1)
        )


def _wait(connection: Connection, key: Key, now: datetime) -> timedelta:
    row = connection.execute(select(guesses).where(guesses.c.key == key.name)).first()
    if row is None or row.wrong < key.free:
        return timedelta(0)
    since = now - from_ink(row.last)
    if since < timedelta(0):  # the clock went back; nobody waits for it to come round again
        return timedelta(0)
    doublings = min(row.wrong - key.free, 10)
    return max(min(timedelta(seconds=2**doublings), LONGEST_WAIT) - since, timedelta(0))
