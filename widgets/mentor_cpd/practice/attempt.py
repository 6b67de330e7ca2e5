"""One person's way through a case, live: every step is on disk before it is shown.

An attempt holds nothing that the store does not: it is the replay of its transcript,
and can be thrown away and made again at any moment, in another process or years later,
on the edition on which it was begun.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from .. import __version__
from ..errors import CpdError
from ..language import _
from ..records.events import ATTEMPT, Event, NewEvent
from ..records.store import NotSaved, NotTheirs, OutOfStep, Store
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
from .allowance import refuse_excess, refuse_long, refuse_more_going_back
from .edition import Edition
from .moves import WHY, from_log, to_log

State = Literal["saved", "behind", "not-saved", "refused"]
Stage = Literal["scene", "explain", "write", "debrief"]


class Outcome(NamedTuple):
    """What became of a wish, and a sentence for the person where there is one to say."""

    state: State
    say: str = ""


SAVED = Outcome("saved")


class Attempt:
    """An attempt under way, or finished."""

    def __init__(self, store: Store, person: str, id: str, edition: Edition, by: str) -> None:
        self.store = store
        self.person = person
        self.id = id
        self.edition = edition
        self.by = by  # the message that began it
        self.played = begin(edition.game)

    @classmethod
    def begin(
        cls, store: Store, person: str, scenario: str, *, message: str
    ) -> tuple[Attempt, Outcome]:
        """A new attempt on the edition that is offered.

        Its id follows from who, what, and how many there were before: two tabs that
        begin at once begin the same attempt, and the second is told.
        """
        offered = shelf.offered(store).get(scenario)
        if offered is None:
            raise CpdError(
                _("This case is being mended."), _("Choose another one for now; it will be back.")
            )
        before = _begun(store, person, scenario)
        for event in before:
            if event.message == message and event.attempt:
                return cls.resume(store, person, event.attempt), SAVED
        refuse_excess(store, person)
        new_id = _id(person, scenario, len(before))
        edition = editions.load(store, offered.digest)
        new = NewEvent(
            "attempted",
            person,
            {"scenario": scenario, "use": edition.scenario.use, "engine": __version__},
            attempt=new_id,
            turn=0,
            message=message,
            edition=edition.digest,
        )
        try:
            store.append(new)
        except OutOfStep:
            return cls.resume(store, person, new_id), _behind()
        return cls(store, person, new_id, edition, message), SAVED

    @classmethod
    def resume(cls, store: Store, person: str, id: str) -> Attempt:
        """The attempt where it stands. Raises :class:`CpdError` when it is not theirs."""
        first = next(iter(store.events(attempt=id, kinds=["attempted"])), None)
        if first is None or first.person != person or first.edition is None:
            raise NotTheirs(_("This attempt belongs to somebody else."))
        attempt = cls(store, person, id, editions.load(store, first.edition), first.message)
        attempt.catch_up()
        return attempt

    @classmethod
    def latest(cls, store: Store, person: str, scenario: str) -> Attempt | None:
        """The attempt at the case in which the person did something last."""
        mine = {event.attempt for event in _begun(store, person, scenario)}
        for event in reversed(store.events(person=person, kinds=ATTEMPT)):
            if event.attempt and event.attempt in mine:
                return cls.resume(store, person, event.attempt)
        return None

    # Where it stands.

    @property
    def turn(self) -> int:
        """The turn that the next move takes."""
        return self.played.turn + 1

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

    @property
    def boxes(self) -> frozenset[str]:
        """The names of the boxes that are open to write in now."""
        kind = self.played.awaiting
        if self._to_explain:
            return frozenset({WHY})
        return frozenset(part.name for part in writing.parts_of(kind)) if kind else frozenset()

    @property
    def draft_place(self) -> str:
        """Where drafts for the next move are kept; each part adds its name after a colon."""
        return f"{self.id}:{self.turn}"

    @property
    def _to_explain(self) -> bool:
        """Whether the last choice is to be explained and has not been."""
        last = self.played.decisions[-1] if self.played.decisions else None
        return bool(last and last.before.scene.asks_why and not last.explained and not last.wrote)

    def drafts(self) -> dict[str, str]:
        """What was being written for the next move: part to text."""
        stem = self.draft_place + ":"
        kept = self.store.drafts(self.person, stem)
        return {place.removeprefix(stem): text for place, text in kept.items()}

    def catch_up(self) -> None:
        """Replay the record: other tabs may have gone on."""
        self.played = replay(self.edition.scenario, self.transcript())

    def transcript(self) -> Transcript:
        """Everything that has to be kept of the attempt, as the record has it."""
        events = self.store.events(attempt=self.id)
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

    def keep_draft(self, part: str, text: str, *, turn: int) -> Outcome:
        """Keep what is being written for the next move, on this account and no other."""
        if turn != self.turn:
            return _behind()
        try:
            if part not in self.boxes:
                raise Illegal(_("There is no such box to write in."))
            refuse_long([text])
            self.store.save_draft(self.person, f"{self.draft_place}:{part}", text)
        except Illegal as error:
            return Outcome("refused", str(error))
        except NotSaved as error:
            return _not_saved(error)
        return SAVED

    def _record(self, make: Callable[[], AnyMove], turn: int, message: str) -> Outcome:
        """Commit one move, and only then stand where it leads."""
        try:
            if turn != self.turn:
                return self._stale(turn, message)
            try:
                move = make()
                there = advance(self.played, move)
                refuse_excess(self.store, self.person, to_log(move)[2].values())
            except Illegal as error:
                return Outcome("refused", str(error))
            return self._append(move, there, message)
        except NotSaved as error:
            return _not_saved(error)
        except OutOfStep:
            self.catch_up()
            return self._too_late(turn)

    def _append(self, move: AnyMove, there: Replay, message: str) -> Outcome:
        kind, body, texts = to_log(move)
        new = NewEvent(
            kind,
            self.person,
            body,
            attempt=self.id,
            turn=self.turn,
            message=message,
            edition=self.edition.digest,
            texts=texts,
        )
        if self.store.append(new, clears_draft=self.draft_place).again:
            self.catch_up()
        else:
            self.played = there
        return SAVED

    def _stale(self, turn: int, message: str) -> Outcome:
        """A message for a turn that is not the next: the same one again, or another tab's."""
        self.catch_up()
        held = next((e for e in self.store.events(attempt=self.id) if e.turn == turn), None)
        return SAVED if held and held.message == message else self._too_late(turn)

    def _too_late(self, turn: int) -> Outcome:
        """Another tab took the turn: what was being written for it here is nobody's draft now."""
        if turn < self.turn:
            for place in self.store.drafts(self.person, f"{self.id}:{turn}:"):
                self.store.drop_draft(self.person, place)
        return _behind()


def _begun(store: Store, person: str, scenario: str) -> list[Event]:
    """How each of the person's attempts at the case began, oldest first."""
    begun = store.events(person=person, kinds=["attempted"])
    return [event for event in begun if event.body["scenario"] == scenario]


def _id(person: str, scenario: str, number: int) -> str:
    return hashlib.sha256(f"{person}\n{scenario}\n{number}".encode()).hexdigest()[:24]


def _behind() -> Outcome:
    return Outcome(
        "behind",
        _("This case was carried on in another tab or device; you now see where it is."),
    )


def _not_saved(error: NotSaved) -> Outcome:
    return Outcome(
        "not-saved",
        _("Not saved. You are where you were, and what you wrote is still here. {why}").format(
            why=error
        ),
    )
