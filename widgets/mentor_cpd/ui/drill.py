"""The drill: quick moments one after another, in the hosted page or in JupyterLab."""

from __future__ import annotations

import traitlets

from ..language import _
from ..practice import shelf
from ..practice.drill import DrillAttempt
from ..practice.sitting import SAVED, Outcome
from ..records.store import Store
from . import drill_view as views
from . import whose
from .base import Base, hosted
from .stock import stock_one
from .wishes import Again, Answer, AnyDrillWish, Begin, Next, Refresh
from .words import drill_words


class Drill(Base):
    """Works through a drill: ``Drill("listening-drill")``.

    It holds the round that its page shows, and whether what came of the last answer is
    still being read; everything else is in the record.
    """

    view = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    files = "drill"
    wishes = AnyDrillWish

    def __init__(self, drill: str, *, store: Store | None = None, person: str = "") -> None:
        super().__init__()
        self._store = store or whose.store()
        self._person = person or whose.person()
        self._drill = drill
        self._attempt: DrillAttempt | None = None
        self._reading = False  # what came of the last answer
        self._problems: tuple[str, ...] = ()
        if not hosted() and not store:
            self._problems = stock_one(self._store, drill)
        self.words = drill_words() | whose.school(self._store)
        self._show()

    def wished(self, wish: AnyDrillWish) -> Outcome:
        """Do it, show what came of it, and say how it went."""
        outcome = self._do(wish)
        if outcome.state in ("saved", "behind"):
            self._show()
        return outcome

    def _do(self, wish: AnyDrillWish) -> Outcome:
        match wish:
            case Begin(message=message):
                return self._begin(message)
            case Again(message=message):
                return self._again(wish.attempt, message)
            case Refresh():
                if self._attempt:
                    self._attempt.catch_up()
                return SAVED
        attempt = self._attempt
        if attempt is None:
            return Outcome("refused", _("This drill has not been started yet."))
        if wish.attempt != attempt.id:
            return Outcome("behind", _("The page was showing an earlier round."))
        match wish:
            case Next():
                self._reading = False
                return SAVED
            case Answer(question=question, answers=answers):
                return self._give(attempt, wish, question, answers)
        raise TypeError(wish)

    def _give(
        self, attempt: DrillAttempt, wish: Answer, question: str, answers: list[str]
    ) -> Outcome:
        outcome = attempt.answer(question, answers, turn=wish.turn, message=wish.message)
        if outcome.state == "saved":
            self._reading = True
        elif outcome.state == "behind":
            self._reading = False
        return outcome

    def _begin(self, message: str) -> Outcome:
        """Start the drill, or go on where it was left, in whichever tab that was."""
        begun = DrillAttempt.begun(self._store, self._person, self._drill)
        self._attempt = DrillAttempt.latest(self._store, self._person, self._drill)
        self._reading = False
        if self._attempt is not None:
            return SAVED
        self._attempt, outcome = DrillAttempt.begin(
            self._store, self._person, self._drill, message=message, after=begun
        )
        return outcome

    def _again(self, shown: str, message: str) -> Outcome:
        """A new round, unless another tab has begun it already."""
        self._reading = False
        begun = DrillAttempt.begun(self._store, self._person, self._drill)
        latest = DrillAttempt.latest(self._store, self._person, self._drill)
        if latest is not None and latest.id != shown:
            self._attempt = latest
            same = latest.by == message
            return SAVED if same else Outcome("behind", _("You have begun again in another tab."))
        if latest is not None and not latest.finished:
            self._attempt = latest
            return Outcome("refused", _("This round is not finished yet."))
        self._attempt, outcome = DrillAttempt.begin(
            self._store, self._person, self._drill, message=message, after=begun
        )
        return outcome

    def _show(self) -> None:
        """Draw the present moment anew."""
        if self._attempt is not None:
            self.view = views.present(self._attempt, reading=self._reading)
            return
        offered = shelf.drills(self._store).get(self._drill)
        latest = DrillAttempt.latest(self._store, self._person, self._drill)
        if offered is None and latest is None:
            why = shelf.why_not(self._store, self._drill)
            self.view = views.withheld(self._drill, why, self._problems)
        else:
            self.view = views.start(self._store, offered, latest)
