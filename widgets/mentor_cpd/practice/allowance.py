"""How much one person may put into the record, so that nobody fills everybody's disk.

Whoever learns comes nowhere near; a script that runs wild, or somebody who means it,
is told so, and everybody else's work goes on being saved.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from ..language import _
from ..records.amounts import characters, reaches
from ..records.store import Store
from ..scenario.transcript import Illegal

MOST_CHARACTERS = 20_000
"""The longest text that one box takes: some ten pages."""
MOST_TURNS = 1_000
"""From here on nobody goes back in an attempt, which is replayed whenever it is opened."""
MOST_MOVES_A_DAY = 4_000
MOST_CHARACTERS_A_DAY = 400_000
_DAY = timedelta(days=1)


def refuse_long(texts: Iterable[str]) -> None:
    """Raise :class:`Illegal` for a text that is too long for a box."""
    if any(len(text) > MOST_CHARACTERS for text in texts):
        raise Illegal(
            _("That is longer than {most} characters.").format(most=MOST_CHARACTERS),
            _("Shorten it; it stays in the box until then."),
        )


def refuse_more_going_back(turn: int) -> None:
    """Raise :class:`Illegal` once an attempt has gone on for far too long."""
    if turn > MOST_TURNS:
        raise Illegal(
            _("You have gone back very often in this attempt."),
            _("Play on to an ending; from there you can begin again."),
        )


def refuse_excess(store: Store, person: str, texts: Iterable[str] = ()) -> None:
    """Raise :class:`Illegal` when the person has done, or written, far too much today."""
    now = store.clock()
    since = now - _DAY
    if reaches(store, person, MOST_MOVES_A_DAY, since=since, until=now):
        raise Illegal(
            _("That is more than anybody plays in a day, so no more is recorded for now."),
            _("Go on tomorrow; everything that was saved is safe."),
        )
    more = sum(map(len, texts))
    if more and characters(store, person, since=since, until=now) + more > MOST_CHARACTERS_A_DAY:
        raise Illegal(
            _("That is more than anybody writes in a day, so no more is kept for now."),
            _("Shorten it, or go on tomorrow."),
        )
