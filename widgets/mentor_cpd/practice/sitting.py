"""One person's live work on one thing, turn by turn: on disk before it is shown.

What an attempt at a case and a drill have in common. A sitting holds nothing that the
store does not: it is the replay of its events, and can be thrown away and made again at
any moment, in another process or years later, on the edition on which it was begun.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic, Literal, NamedTuple, Protocol, Self, TypeVar

from .. import __version__
from ..language import _
from ..records.events import WORK, Event, NewEvent
from ..records.store import NotSaved, NotTheirs, OutOfStep, Store, Unreadable
from ..scenario.drill import Drill
from ..scenario.model import Scenario
from ..scenario.transcript import Illegal
from . import identifying
from .allowance import refuse_excess, refuse_long

log = logging.getLogger(__name__)

State = Literal["saved", "behind", "not-saved", "refused"]
ToLog = tuple[str, Mapping[str, Any], Mapping[str, str]]


class Outcome(NamedTuple):
    """What became of a wish, and a sentence for the person where there is one to say."""

    state: State
    say: str = ""


SAVED = Outcome("saved")


class _Kept(Protocol):
    @property
    def digest(self) -> str: ...


class _Stood(Protocol):
    @property
    def turn(self) -> int: ...


Edition = TypeVar("Edition", bound=_Kept)
Stood = TypeVar("Stood", bound=_Stood)
Move = TypeVar("Move")


class Step(NamedTuple, Generic[Stood]):
    """Where a move leads, and what the log keeps of it."""

    there: Stood
    kind: str
    body: Mapping[str, Any]
    texts: Mapping[str, str]


class Turns(ABC, Generic[Move, Stood]):
    """Somebody's moves under one id, each the next, each on disk before it counts.

    ``digest`` names the edition that they are made on, where there is one.
    """

    def __init__(self, store: Store, person: str, id: str, *, digest: str | None) -> None:
        self.store = store
        self.person = person
        self.id = id
        self._digest = digest
        self.played = self._stand(())

    @abstractmethod
    def _stand(self, events: Sequence[Event]) -> Stood:
        """Where the events lead; without any, where it starts."""

    @abstractmethod
    def _advance(self, move: Move) -> Stood:
        """Where the move leads. Raises :class:`Illegal` when it cannot be made now."""

    @abstractmethod
    def _to_log(self, move: Move) -> ToLog:
        """The kind, body and texts of the move's event."""

    # Where it stands.

    @property
    def turn(self) -> int:
        """The turn that the next move takes."""
        return self.played.turn + 1

    @property
    def boxes(self) -> frozenset[str]:
        """The names of the boxes that are open to write in now."""
        return frozenset()

    @property
    def draft_place(self) -> str:
        """Where drafts for the next move are kept; each part adds its name after a colon."""
        return f"{self.id}:{self.turn}"

    def drafts(self) -> dict[str, str]:
        """What was being written for the next move: part to text."""
        stem = self.draft_place + ":"
        kept = self.store.drafts(self.person, stem)
        return {place.removeprefix(stem): text for place, text in kept.items()}

    def catch_up(self) -> None:
        """Replay the record: other tabs may have gone on."""
        self.played = self._stand(self.store.events(attempt=self.id))

    # What the person does.

    def keep_draft(self, part: str, text: str, *, turn: int) -> Outcome:
        """Keep what is being written for the next move, on this account and no other."""
        if turn != self.turn:
            return behind()
        try:
            if part not in self.boxes:
                raise Illegal(_("There is no such box to write in."))
            refuse_long([text])
            self.store.save_draft(self.person, f"{self.draft_place}:{part}", text)
        except Illegal as error:
            return Outcome("refused", str(error))
        except NotSaved as error:
            return not_saved(error)
        return Outcome("saved", self._doubt(text))

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Names of the story, which tell nothing about anybody real."""
        return identifying.known_in(self._stories())

    def _stories(self) -> Iterable[Scenario | Drill]:
        """The cases and drills of which is being written."""
        return ()

    def _doubt(self, text: str) -> str:
        """What in the text may tell who somebody is, as a warning to whoever writes it."""
        year = self.store.clock().year
        return identifying.warning(identifying.details(text, self.known_names, year=year))

    def _record(self, make: Callable[[], Move], turn: int, message: str) -> Outcome:
        """Commit one move, and only then stand where it leads."""

        def step() -> Step[Stood]:
            move = make()
            return Step(self._advance(move), *self._to_log(move))

        return self._take(step, turn, message)

    def _take(self, make: Callable[[], Step[Stood]], turn: int, message: str) -> Outcome:
        """Commit one step, whatever it is, and only then stand where it leads."""
        try:
            if turn != self.turn:
                return self._stale(turn, message)
            try:
                step = make()
                refuse_excess(self.store, self.person, step.texts.values())
            except Illegal as error:
                return Outcome("refused", str(error))
            return self._append(step, message)
        except NotSaved as error:
            return not_saved(error)
        except OutOfStep:
            self.catch_up()
            return self._too_late(turn)

    def _append(self, step: Step[Stood], message: str) -> Outcome:
        new = NewEvent(
            step.kind,
            self.person,
            step.body,
            attempt=self.id,
            turn=self.turn,
            message=message,
            edition=self._digest,
            texts=step.texts,
        )
        try:
            came = self.store.append(new, clears_draft=self.draft_place, provided=self._still)
        except Illegal as error:
            return Outcome("refused", str(error))
        if came.again:
            self.catch_up()
        else:
            self.played = step.there
        return SAVED

    def _still(self) -> None:
        """Looked at once more while nobody else can write. Raises :class:`Illegal` when the
        move may not be made any more."""

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
        return behind()


class Sitting(Turns[Move, Stood], Generic[Edition, Move, Stood]):
    """Under way, or finished. A subclass says what it is played on, and how a move is made."""

    begins: ClassVar[str]  # the kind of the event of turn 0
    names: ClassVar[str]  # where that event's body says what is played

    def __init__(self, store: Store, person: str, id: str, edition: Edition, by: str) -> None:
        self.edition = edition
        self.by = by  # the message that began it
        super().__init__(store, person, id, digest=edition.digest)

    @classmethod
    @abstractmethod
    def _load(cls, store: Store, digest: str) -> Edition:
        """What is played, as it was kept."""

    @classmethod
    def _begin(
        cls,
        store: Store,
        person: str,
        before: list[Event],
        body: Mapping[str, Any],
        digest: str,
        *,
        message: str,
    ) -> tuple[Self, Outcome]:
        """A new sitting after those that began ``before``.

        Its id follows from who, what, and how many there were: two tabs that begin at
        once begin the same one, and the second is told. A key goes in besides, which stays
        in the record: whoever marks without names must not be able to work the id out
        for everybody whose pseudonym they know.
        """
        for event in before:
            if event.message == message and event.attempt:
                return cls.resume(store, person, event.attempt), SAVED
        refuse_excess(store, person)
        told = f"{person}\n{body[cls.names]}\n{len(before)}"
        new_id = secret_id(store, told)
        edition = cls._load(store, digest)
        new = NewEvent(
            cls.begins,
            person,
            {**body, "engine": __version__},
            attempt=new_id,
            turn=0,
            message=message,
            edition=digest,
        )
        try:
            store.append(new)
        except OutOfStep:
            return cls.resume(store, person, new_id), behind()
        return cls(store, person, new_id, edition, message), SAVED

    @classmethod
    def resume(cls, store: Store, person: str, id: str) -> Self:
        """The sitting where it stands. Raises :class:`CpdError` when it is not theirs."""
        first = next(iter(store.events(attempt=id, kinds=[cls.begins])), None)
        if first is None or first.person != person or first.edition is None:
            raise NotTheirs(_("This attempt belongs to somebody else."))
        sitting = cls(store, person, id, cls._load(store, first.edition), first.message)
        sitting.catch_up()
        return sitting

    @classmethod
    def latest(cls, store: Store, person: str, what: str) -> Self | None:
        """The sitting at it in which the person did something last."""
        mine = {event.attempt for event in cls.begun(store, person, what)}
        if not mine:
            return None
        for event in reversed(store.events(person=person, kinds=WORK)):
            if event.attempt and event.attempt in mine:
                return cls.resume(store, person, event.attempt)
        return None

    @classmethod
    def begun(cls, store: Store, person: str, what: str) -> list[Event]:
        """How each of the person's sittings at it began, oldest first."""
        begun = store.events(person=person, kinds=[cls.begins])
        return [event for event in begun if event.body[cls.names] == what]


def secret_id(store: Store, told: str) -> str:
    """The id for what is told, which nobody can make without the record's own key."""
    return hmac.new(store.key("ids"), told.encode("utf-8"), hashlib.sha256).hexdigest()[:24]


def behind() -> Outcome:
    return Outcome(
        "behind",
        _("This was carried on in another tab or on another device; you now see where it is."),
    )


def not_saved(error: NotSaved | Unreadable) -> Outcome:
    """What is said to whoever is at work; whoever looks after the machine finds more in the log."""
    log.warning("not saved: %s", error)
    return Outcome(
        "not-saved",
        _(
            "Not saved. You are where you were, and what you wrote is still here. {why}"
            " Tell whoever looks after mentor-cpd, and try again."
        ).format(why=error.what),
    )
