"""What the record must keep to about submissions, looked at event by event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..language import _
from .events import MARKING, SUBMITTED
from .holds import CLOSED, RAISED, held_after

# While a submission is held, nobody does this to it.
_STOPPED: Final = ("marked", "referred", "released", "signed-off")
# Nobody does this for themselves.
_FOR_OTHERS: Final = ("marked", "referred", "released", "held-back", "signed-off")


class Submissions:
    """The submissions so far. Feed it the events in their order."""

    def __init__(self) -> None:
        self._whose: dict[str, str] = {}
        self._concerns: list[tuple[str, Mapping[str, Any]]] = []
        self._held: frozenset[str] = frozenset()

    def wrong(self, row: Mapping[Any, Any], body: Mapping[str, Any]) -> Iterator[str]:
        """What is wrong with this event, a sentence each."""
        kind = row["kind"]
        if row["attempt"] in self._whose:
            yield _("it adds to an attempt that had been submitted")
        if kind == SUBMITTED:
            self._whose[row["attempt"]] = row["person"]
        elif kind == "received" and "submission" in body:
            self._whose[body["submission"]] = str(body.get("mentor"))
        elif kind in MARKING and "submission" in body:
            yield from self._about(kind, row["person"], body["submission"])
        if kind in (RAISED, CLOSED) and "submission" in body:
            self._concerns.append((kind, body))
            self._held = held_after(self._concerns)

    def _about(self, kind: str, person: str, submission: str) -> Iterator[str]:
        if submission not in self._whose:
            # A file that was refused was never received.
            if kind != "refused":
                yield _("it speaks of a submission that nobody has made")
            return
        if kind in _FOR_OTHERS and person == self._whose[submission]:
            yield _("somebody decides about their own submission")
        if kind in _STOPPED and submission in self._held:
            yield _("it goes on with a submission that is held")
