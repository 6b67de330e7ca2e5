"""Working through a drill: from what was answered to which question comes next.

A fold, and nothing else: the answers of a record, replayed on their edition, stand
where the mentor stood.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..language import _
from .drill import Drill, Question
from .transcript import Illegal


@dataclass(frozen=True, slots=True)
class Answered:
    """Every answer that the mentor would give to one question, in the question's order."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drilling:
    """A drill under way. ``given`` holds every answering, the first and those after it."""

    drill: Drill
    given: tuple[Answered, ...] = ()

    @property
    def turn(self) -> int:
        """The turn of the last answer; turn 0 began the drill."""
        return len(self.given)

    def was_right(self, answered: Answered) -> bool:
        return frozenset(answered.answers) == self.drill.question(answered.question).right

    @property
    def here(self) -> Question | None:
        """The question to answer now; ``None`` when each was got right.

        First every question is met once; then those that were missed come again, the
        one that has waited longest before the others.
        """
        met = {one.question for one in self.given}
        for question in self.drill.questions:
            if question.id not in met:
                return question
        waiting = self._waiting()
        return self.drill.question(waiting[0]) if waiting else None

    def _waiting(self) -> list[str]:
        """What was missed when it was last met, the one met longest ago first."""
        last: dict[str, Answered] = {}
        for one in self.given:
            last.pop(one.question, None)
            last[one.question] = one
        return [asked for asked, one in last.items() if not self.was_right(one)]

    @property
    def again(self) -> bool:
        """Whether the present question was met before."""
        here = self.here
        return here is not None and any(one.question == here.id for one in self.given)

    @property
    def left(self) -> int:
        """How many questions are still to be got right."""
        right = {one.question for one in self.given if self.was_right(one)}
        return len(self.drill.questions) - len(right)

    @property
    def at_first_go(self) -> tuple[str, ...]:
        """The questions that were got right when they were first met."""
        first: dict[str, Answered] = {}
        for one in self.given:
            first.setdefault(one.question, one)
        return tuple(asked for asked, one in first.items() if self.was_right(one))


def answer(drilling: Drilling, move: Answered) -> Drilling:
    """The drill after one more answer. Raises :class:`Illegal` when it cannot be given now."""
    here = drilling.here
    if here is None:
        raise Illegal(_("This drill is finished."), _("Begin it again to go on."))
    if move.question != here.id:
        raise Illegal(_("That is not the question that is being asked."))
    if not move.answers:
        raise Illegal(_("Nothing is ticked yet."), _("Tick each answer that you would give."))
    offered = [one.id for one in here.answers]
    if not set(move.answers) <= set(offered):
        raise Illegal(_("There is no such answer here."))
    in_order = tuple(one for one in offered if one in move.answers)
    return replace(drilling, given=(*drilling.given, Answered(here.id, in_order)))


def replay(drill: Drill, moves: Iterable[Answered]) -> Drilling:
    """Where the moves of a record lead."""
    drilling = Drilling(drill)
    for move in moves:
        drilling = answer(drilling, move)
    return drilling
