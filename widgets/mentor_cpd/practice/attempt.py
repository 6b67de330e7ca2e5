"""One person's way through a case, live: every step is on disk before it is shown.

An attempt holds nothing that the store does not: it is the replay of its transcript,
and can be thrown away and made again at any moment, in another process or years later,
on the edition on which it was begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from ..errors import CpdError
from ..language import _
from ..records.events import Event
from ..records.store import Store
from ..scenario.model import Scenario
from ..scenario.transcript import (
    AnyMove,
    Chose,
    Explained,
    Illegal,
    Replay,
    Transcript,
    WentBack,
    Wrote,
    advance,
    begin,
    replay,
)
from . import edition as editions
from . import shelf, writing
from .allowance import refuse_long, refuse_more_going_back
from .edition import Edition
from .moves import WHY, from_log, to_log
from .sitting import SAVED, Outcome, Sitting, ToLog

__all__ = ["SAVED", "Attempt", "Outcome", "Stage"]

Stage = Literal["scene", "explain", "write", "debrief"]


class Attempt(Sitting[Edition, AnyMove, Replay]):
    """An attempt under way, or finished."""

    begins = "attempted"
    names = "scenario"

    @classmethod
    def begin(
        cls,
        store: Store,
        person: str,
        scenario: str,
        *,
        message: str,
        after: list[Event] | None = None,
    ) -> tuple[Attempt, Outcome]:
        """A new attempt on the edition that is offered.

        ``after`` is what was :meth:`begun` when it was decided to begin another one: when
        another tab has begun it since, it is not begun a second time.
        """
        offered = shelf.playable(store, scenario)
        if offered is None:
            raise CpdError(_("This case cannot be begun now."), shelf.why_not(store, scenario))
        body = {"scenario": scenario, "use": offered.use}
        before = cls.begun(store, person, scenario) if after is None else after
        return cls._begin(store, person, before, body, offered.digest, message=message)

    @classmethod
    def _load(cls, store: Store, digest: str) -> Edition:
        return editions.load(store, digest)

    def _stand(self, events: Sequence[Event]) -> Replay:
        return (
            replay(self.edition.scenario, self._transcript(events))
            if events
            else begin(self.edition.game)
        )

    def _advance(self, move: AnyMove) -> Replay:
        return advance(self.played, move)

    def _to_log(self, move: AnyMove) -> ToLog:
        return to_log(move)

    # Where it stands.

    @property
    def stage(self) -> Stage:
        """What the person is to do now."""
        if self._to_explain:
            return "explain"
        if self.played.awaiting:
            return "write"
        return "debrief" if self.played.here.ending else "scene"

    @property
    def may_go_back(self) -> bool:
        return self.edition.scenario.use == "practice"

    def _stories(self) -> Iterable[Scenario]:
        return (self.edition.scenario,)

    @property
    def boxes(self) -> frozenset[str]:
        """The names of the boxes that are open to write in now."""
        kind = self.played.awaiting
        if self._to_explain:
            return frozenset({WHY})
        return frozenset(part.name for part in writing.parts_of(kind)) if kind else frozenset()

    @property
    def _to_explain(self) -> bool:
        """Whether the last choice is to be explained and has not been."""
        last = self.played.decisions[-1] if self.played.decisions else None
        return bool(last and last.before.scene.asks_why and not last.explained and not last.wrote)

    def transcript(self) -> Transcript:
        """Everything that has to be kept of the attempt, as the record has it."""
        return self._transcript(self.store.events(attempt=self.id))

    def _transcript(self, events: Sequence[Event]) -> Transcript:
        return Transcript(
            self.edition.scenario.id,
            self.edition.digest,
            events[0].body["engine"],
            from_log(events, self.store.texts(self.id)),
        )

    # What the person does.

    def choose(self, choice: str, *, turn: int, message: str) -> Outcome:
        """Take a choice of the present scene."""

        def move() -> AnyMove:
            if self.stage != "scene":
                raise Illegal(_("Nothing is to be chosen at this moment."))
            return Chose(self.played.here.scene.id, choice)

        return self._record(move, turn, message)

    def explain(self, text: str, sure: int, *, turn: int, message: str) -> Outcome:
        """Say why, and how sure one is, after a key decision; both may be left out."""

        def move() -> AnyMove:
            if not self._to_explain:
                raise Illegal(_("There is nothing to explain at this moment."))
            refuse_long([text])
            return Explained(text.strip(), sure)

        return self._record(move, turn, message)

    def write(self, parts: Mapping[str, str], *, turn: int, message: str) -> Outcome:
        """Hand in what the last choice asks for."""

        def move() -> AnyMove:
            kind = self.played.awaiting
            if self.stage != "write" or kind is None:
                raise Illegal(_("Nothing is to be written at this moment."))
            if not parts.keys() <= self.boxes:
                raise Illegal(_("There is no such box to write in."))
            if not any(text.strip() for text in parts.values()):
                raise Illegal(_("Nothing has been written yet."), _("Write in at least one box."))
            refuse_long(parts.values())
            return Wrote(kind, {name: text.strip() for name, text in parts.items()})

        return self._record(move, turn, message)

    def go_back(self, to: int, *, turn: int, message: str) -> Outcome:
        """Go back to the moment before the choice of turn ``to``; the record keeps both."""

        def move() -> AnyMove:
            if not self.may_go_back:
                raise Illegal(_("Nobody can go back in an assessed case."))
            refuse_more_going_back(turn)
            return WentBack(to)

        return self._record(move, turn, message)
