"""One marker's marks of one submission: saved as typed, appended when they are given.

Several markers of one submission are several markings. Nothing that was said is ever
overwritten; what each marker said last counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from ..language import _
from ..practice import edition as editions
from ..practice.allowance import refuse_long
from ..practice.sitting import Outcome, ToLog, Turns
from ..records.events import Event
from ..records.people import Person
from ..records.store import Store
from ..scenario.model import Scenario
from ..scenario.transcript import Illegal
from . import may, ways
from . import rubric as rubrics
from .rubric import HIGHEST, Criterion

OVERALL: Final = ("strength", "change", "task")
"""What is said of the whole: one strength, one change, one practice task."""

WHY: Final = "why"  # the part under which the reason for a change is kept

Through = Literal["desk", "formgrader"]


@dataclass(frozen=True, slots=True)
class Given:
    """What one marker said of a submission at one moment, with the words.

    ``texts`` are comments by criterion, and ``strength``, ``change`` and ``task``; ``why``
    says why it changes what was done. What was erased since is not there.
    """

    id: str
    marker: str
    levels: Mapping[str, int]
    texts: Mapping[str, str]
    done: bool
    rubric: str
    through: str
    why: str
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks that are being given."""

    levels: Mapping[str, int]
    texts: Mapping[str, str]
    done: bool
    why: str


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that this marker has said so far. The first takes turn 0."""

    given: tuple[Given, ...] = ()

    @property
    def turn(self) -> int:
        return len(self.given) - 1


class Marking(Turns[Marks, Said]):
    """What one marker says of one submission.

    Boxes, for drafts: a comment for each criterion under its id, its level under
    :func:`level_box` (the digit), and those of ``OVERALL``. Raises :class:`CpdError` when
    the person may not mark it.
    """

    def __init__(
        self, store: Store, by: Person, submission: str, *, through: Through = "desk"
    ) -> None:
        self.by = by
        self.submission = ways.submission(store, submission)
        may.mark(by, self.submission)
        self.rubric = rubrics.present(store)
        self.through = through
        super().__init__(store, by.id, marking_id(submission, by.id), digest=None)
        self.catch_up()

    def _stories(self) -> Iterable[Scenario]:
        return (editions.load(self.store, self.submission.edition).scenario,)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What is marked, in the rubric's order."""
        return ways.criteria(self.store, self.submission, self.rubric)

    @property
    def last(self) -> Given | None:
        """What this marker said last."""
        return self.played.given[-1] if self.played.given else None

    @property
    def done(self) -> bool:
        return bool(self.last and self.last.done)

    @property
    def boxes(self) -> frozenset[str]:
        ids = [one.id for one in self.criteria]
        return frozenset({*ids, *map(level_box, ids), *OVERALL})

    def mark(
        self,
        levels: Mapping[str, int],
        texts: Mapping[str, str],
        *,
        done: bool,
        turn: int,
        message: str,
        why: str = "",
    ) -> Outcome:
        """Say it: all of what this marker says now, in place of what they said before.

        ``done`` says that it is complete. What was done stays done, and is changed by
        saying ``why``.
        """
        outcome = self._record(lambda: self._made(levels, texts, done, why), turn, message)
        if outcome.state == "saved":
            self.catch_up()  # with the moment at which it was kept
        return outcome

    def _made(
        self, levels: Mapping[str, int], texts: Mapping[str, str], done: bool, why: str
    ) -> Marks:
        self.submission = ways.submission(self.store, self.submission.id)
        may.mark(self.by, self.submission)
        asked = {one.id: one.label for one in self.criteria}
        if not levels.keys() <= asked.keys() or not texts.keys() <= asked.keys() | {*OVERALL}:
            raise Illegal(_("There is no such box to fill."))
        if any(not 0 <= level <= HIGHEST for level in levels.values()):
            raise Illegal(_("A level is a number from 0 to {most}.").format(most=HIGHEST))
        refuse_long((*texts.values(), why))
        said = {box: text.strip() for box, text in texts.items() if text.strip()}
        if done:
            _refuse_incomplete(asked, levels, said)
        if self.done:
            if not done:
                raise Illegal(_("These marks are done; they can be changed, not undone."))
            if not why.strip():
                raise Illegal(_("These marks were done already."), _("Say why you change them."))
        elif not levels and not said:
            raise Illegal(_("Nothing has been marked yet."))
        return Marks(dict(levels), said, done, why.strip())

    def _still(self) -> None:
        # Somebody may have said meanwhile that it may be real: then nothing goes on.
        may.mark(self.by, ways.submission(self.store, self.submission.id))

    def _stand(self, events: Sequence[Event]) -> Said:
        texts = self.store.texts(self.id) if events else {}
        return Said(tuple(_given(event, texts.get(event.turn or 0, {})) for event in events))

    def _advance(self, move: Marks) -> Said:
        now = Given(
            self.id,
            self.person,
            move.levels,
            move.texts,
            move.done,
            self.rubric.digest,
            self.through,
            move.why,
            0,
            self.store.clock(),
        )
        return Said((*self.played.given, now))

    def _to_log(self, move: Marks) -> ToLog:
        body = {
            "submission": self.submission.id,
            "rubric": self.rubric.digest,
            "levels": dict(move.levels),
            "done": move.done,
            "through": self.through,
        }
        return "marked", body, {**move.texts, **({WHY: move.why} if move.why else {})}


def marking_id(submission: str, marker: str) -> str:
    """Under which everything that this marker says of the submission is kept."""
    return hashlib.sha256(f"{submission}\nmarked\n{marker}".encode()).hexdigest()[:24]


def level_box(criterion: str) -> str:
    """The name of the box in which a criterion's level is kept while it is a draft."""
    return f"level-{criterion}"


def marks_of(store: Store, submission: str) -> tuple[Given, ...]:
    """What each marker of the submission said last, in the order in which they began."""
    return tuple(said[-1] for said in history(store, submission).values())


def history(store: Store, submission: str) -> dict[str, tuple[Given, ...]]:
    """Everything that was ever said of the submission, by marker."""
    found: dict[str, list[Given]] = {}
    texts: dict[str, dict[int, dict[str, str]]] = {}
    for event in store.events(kinds=["marked"], about=submission):
        assert event.attempt is not None  # a marking has an id  # noqa: S101
        if event.attempt not in texts:
            texts[event.attempt] = store.texts(event.attempt)
        written = texts[event.attempt].get(event.turn or 0, {})
        found.setdefault(event.person, []).append(_given(event, written))
    return {marker: tuple(said) for marker, said in found.items()}


def _given(event: Event, texts: Mapping[str, str]) -> Given:
    body = event.body
    return Given(
        event.attempt or "",
        event.person,
        body["levels"],
        {part: text for part, text in texts.items() if part != WHY},
        body["done"],
        body["rubric"],
        body["through"],
        texts.get(WHY, ""),
        event.seq,
        event.at,
    )


def _refuse_incomplete(
    asked: Mapping[str, str], levels: Mapping[str, int], said: Mapping[str, str]
) -> None:
    open_ = [label for name, label in asked.items() if name not in levels]
    if open_:
        raise Illegal(
            _("Not marked yet: {criteria}.").format(criteria="; ".join(open_)),
            _("Choose a level for each."),
        )
    names = {
        "strength": _("one strength"),
        "change": _("one change"),
        "task": _("one practice task"),
    }
    unsaid = [name for box, name in names.items() if box not in said]
    if unsaid:
        raise Illegal(
            _("The mentor is still to be told {what}.").format(what=_(" and ").join(unsaid)),
            _("A sentence for each is enough."),
        )
