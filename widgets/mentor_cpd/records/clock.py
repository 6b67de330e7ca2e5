"""Whether this machine's clock can be right. Nothing hangs on it but dates and time limits: the
record goes by the order in which things happened.

Which of two clocks is wrong cannot be known here, so what is said leaves that open.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ..language import _
from .store import Store

# Clocks are put right by minutes all the time, and nobody need be told.
SLACK: Final = timedelta(hours=1)


class Clock(NamedTuple):
    """What an administrator is told of the server's clock."""

    now: datetime
    now_in_words: str
    doubt: str
    """Why it may be wrong; nothing when the record does not contradict it."""
    remedy: str
    otherwise: str
    """What to do about the doubt when the clock is right after all."""


def told(store: Store) -> Clock:
    now = store.clock()
    return Clock(now, in_words(now), _doubt(_last(store), now), *_remedy())


def in_words(at: datetime) -> str:
    """The moment, as a clock on the wall shows it where the server is."""
    here = at.astimezone()
    return f"{here.day} {here:%B %Y, %H.%M}"


def _last(store: Store) -> datetime | None:
    """What was saved last by its place in the record, whatever its date."""
    place, _hash = store.head()
    last = store.events(after=place - 1, most=1)
    return last[0].at if last else None


def _doubt(last: datetime | None, now: datetime) -> str:
    if last is None or last - now <= SLACK:
        return ""
    return _(
        "What was saved last is dated {last}, and the server’s clock says {now}: one of the two"
        " is wrong."
    ).format(last=in_words(last), now=in_words(now))


def _remedy() -> tuple[str, str]:
    return _(
        "Nothing that was saved is lost. If the server’s clock is wrong, put it right: until then"
        " new work gets wrong dates, and time limits end too early or too late."
    ), _("If it is right, do nothing: this goes away with the next thing that is saved.")
