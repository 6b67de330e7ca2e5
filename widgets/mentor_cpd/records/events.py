"""What people did: an event is one line of the log, and it is never changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

# The kinds, by who reads them. `docs/architecture.md` (Events) says what each body holds.
MOVES: Final = ("chose", "explained", "wrote", "went-back")
ATTEMPT: Final = ("attempted", *MOVES)
DRILL: Final = ("drilled", "answered")
REFLECTED: Final = "reflected"
SUBMITTED: Final = "submitted"
WORK: Final = (*ATTEMPT, *DRILL, REFLECTED, SUBMITTED)
LEARNING: Final = ("opened", *WORK)
# Somebody has seen the pages for newcomers.
INTRODUCED: Final = "introduced"
CONFIRMED: Final = "editions-confirmed"
# What becomes of a submission. Who marks, and whom the mentor is, stand in the bodies.
MARKING: Final = (
    "received",
    "graded",
    "refused",
    "marked",
    "referred",
    "observed",
    "may-be-real",
    "may-be-real-closed",
    "held-back",
    "released",
    "signed-off",
    "reopened",
)
ASSESSMENT: Final = (SUBMITTED, *MARKING)
SIGNERS: Final = ("sign-off-given", "sign-off-taken")


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that somebody has just done, before the log gives it its place.

    ``attempt`` and ``turn`` go together, or are both left out for what belongs to
    no attempt. ``message`` is the id that the page gave the message which asked for
    this; a move without one could not be told from its own repetition. A move's
    ``edition`` is its attempt's and need not be said again. ``texts``
    are free writing, part name to text: they are kept beside the log, where they
    can be erased.
    """

    kind: str
    person: str
    body: Mapping[str, Any] = field(default_factory=dict)
    attempt: str | None = None
    turn: int | None = None
    message: str = ""
    edition: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.attempt is None) != (self.turn is None):
            raise ValueError("an event has both an attempt and a turn, or neither")
        if self.attempt is not None and not self.message:
            raise ValueError("an event of an attempt carries the id of its message")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log.

    ``seq`` is its place: events are ordered by it and never by time, since clocks
    go backwards. ``texts`` holds the keyed digest of each part that was written,
    never the text. ``hash`` seals the event together with ``previous``, the hash of
    the event before it.
    """

    seq: int
    attempt: str | None
    turn: int | None
    kind: str
    person: str
    body: Mapping[str, Any]
    message: str
    edition: str | None
    at: datetime
    texts: Mapping[str, str]
    previous: str
    hash: str


def in_ink(at: datetime) -> str:
    """The moment as the store writes it: UTC, to the microsecond, sortable as text."""
    # Not strftime, which writes the year 202 with three digits on Linux.
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_ink(written: str) -> datetime:
    """The moment that :func:`in_ink` wrote."""
    return datetime.fromisoformat(written)


def storable(text: str) -> str:
    """The text as any database can hold it: without NULs and halves of characters, which
    a browser may send and UTF-8 cannot say."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")


# What moves a terminal's cursor, breaks a line, or turns round what is read.
# (Joiners and marks of direction are left: names of several languages need them.)
UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
