"""What was handed in, as the record has it: a transcript, whole or with what was erased."""

from __future__ import annotations

from ..errors import CpdError
from ..language import _
from ..practice.moves import from_log
from ..records.events import SUBMITTED, Event
from ..records.store import Store
from ..scenario.transcript import Illegal, Transcript
from . import handed_in
from .submission import Submission
from .taking import seal

TRANSCRIPT = "transcript"  # the part of a ``received`` event under which it is kept


class Erased(CpdError):
    """It cannot be replayed any more: what was written in it was erased."""


def transcript_of(store: Store, one: Submission) -> Transcript:
    """The transcript of the submission, which is what was handed in and nothing else.

    Raises :class:`Illegal` when the record says otherwise, and :class:`Erased` when there
    is nothing left to say.
    """
    events = store.events(attempt=one.id)
    if not store.texts_are_whole(one.id):
        raise _differs()
    if one.source == "files":
        return _received(store, one, events)
    first, last = events[0], events[-1]
    if last.kind != SUBMITTED or last.body["assignment"] != first.body.get("assignment"):
        raise _differs()
    transcript = Transcript(
        first.body["scenario"],
        first.edition or "",
        first.body["engine"],
        from_log(events, store.texts(one.id)),
    )
    if seal(transcript) != last.body["transcript"] and not erased(store, one):
        raise _differs()
    return transcript


def erased(store: Store, one: Submission) -> bool:
    """Whether what the mentor wrote in it was erased since it was handed in."""
    return any(
        event.seq > one.seq and event.body.get("attempt", one.id) == one.id
        for event in store.events(person=one.mentor, kinds=["texts-erased"])
    )


def _received(store: Store, one: Submission, events: list[Event]) -> Transcript:
    kept = store.texts(one.id).get(0, {}).get(TRANSCRIPT)
    if kept is None:
        raise Erased(
            _("What was handed in was erased, so it cannot be played again."),
            _("Its marks stay as they are."),
        )
    transcript = handed_in.read(kept.encode("utf-8"))
    if seal(transcript) != events[0].body["transcript"]:
        raise _differs()
    return transcript


def _differs() -> Illegal:
    return Illegal(
        _("What the record has of this attempt is not what was handed in."),
        _("Run mentor-cpd verify, and put the newest sound copy of the record in its place."),
    )
