"""One person's way through a drill, live."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import CpdError
from ..language import _
from ..records.events import Event
from ..records.store import Store
from ..scenario.drilling import Answered, Drilling, answer, replay
from . import edition as editions
from . import shelf
from .edition import DrillEdition
from .sitting import Outcome, Sitting, ToLog


class DrillAttempt(Sitting[DrillEdition, Answered, Drilling]):
    """A drill under way, or finished."""

    begins = "drilled"
    names = "drill"

    @classmethod
    def begin(
        cls,
        store: Store,
        person: str,
        drill: str,
        *,
        message: str,
        after: list[Event] | None = None,
    ) -> tuple[DrillAttempt, Outcome]:
        """A new round of the drill, on the edition that is offered.

        ``after`` is what was :meth:`begun` when it was decided to begin another one.
        """
        offered = shelf.drills(store).get(drill)
        if offered is None:
            raise CpdError(_("This drill cannot be begun now."), shelf.why_not(store, drill))
        before = cls.begun(store, person, drill) if after is None else after
        return cls._begin(store, person, before, {"drill": drill}, offered.digest, message=message)

    @property
    def finished(self) -> bool:
        return self.played.here is None

    def answer(self, question: str, answers: Sequence[str], *, turn: int, message: str) -> Outcome:
        """Give every answer that one would to the question that is being asked."""
        return self._record(lambda: Answered(question, tuple(answers)), turn, message)

    @classmethod
    def _load(cls, store: Store, digest: str) -> DrillEdition:
        return editions.load_drill(store, digest)

    def _stand(self, events: Sequence[Event]) -> Drilling:
        return replay(self.edition.drill, answers_of(events))

    def _advance(self, move: Answered) -> Drilling:
        return answer(self.played, move)

    def _to_log(self, move: Answered) -> ToLog:
        given = self._advance(move).given[-1]  # each once, in the question's order
        return "answered", {"question": given.question, "answers": list(given.answers)}, {}


def answers_of(events: Sequence[Event]) -> tuple[Answered, ...]:
    """The answers of one round, as the record has them."""
    return tuple(
        Answered(event.body["question"], tuple(event.body["answers"]))
        for event in events
        if event.kind == "answered"
    )
