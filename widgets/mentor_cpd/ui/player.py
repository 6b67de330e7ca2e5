"""The Player: one case, played by one person, in the hosted page or in JupyterLab."""

from __future__ import annotations

import traitlets

from ..language import _
from ..practice import edition as editions
from ..practice import shelf
from ..practice.attempt import Attempt
from ..practice.shelf import Offered
from ..practice.sitting import SAVED, Outcome
from ..practice.terms import Terms
from ..records.store import Store
from . import view as views
from . import whose
from .base import Base, hosted
from .looking_back import looking_back
from .stock import stock_one
from .wishes import Again, AnyWish, Begin, Choose, Draft, Explain, GoBack, Other, Refresh, Write
from .words import words


class Player(Base):
    """Plays a case: ``Player("too-quiet-in-the-library")``.

    It holds the attempt that its page shows, and nothing that the record does not: the
    page of another tab, or this one after a crash, begins at the same place.
    """

    view = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    files = "player"
    wishes = AnyWish

    def __init__(self, case: str, *, store: Store | None = None, person: str = "") -> None:
        super().__init__()
        self._store = store or whose.store()
        self._person = person or whose.person()
        self._case = case
        self._attempt: Attempt | None = None
        self._begun = False  # past the content note
        known = hosted() or store or case == shelf.FIRST_STEPS
        self._problems: tuple[str, ...] = () if known else stock_one(self._store, case)
        self.words = words() | whose.school(self._store)
        if case == shelf.FIRST_STEPS:
            self.words |= {"no_other": _("Leaving this out costs you nothing.")}
        self._show()

    def wished(self, wish: AnyWish) -> Outcome:
        """Do it, show what came of it, and say how it went."""
        if isinstance(wish, Draft):
            return self._keep(wish)
        outcome = self._do(wish)
        if outcome.state in ("saved", "behind"):
            self._show()
        return outcome

    def _do(self, wish: AnyWish) -> Outcome:
        match wish:
            case Refresh():
                if self._attempt:
                    self._attempt.catch_up()
                return SAVED
            case Other(case=case):
                return self._turn_to(case)
            case Begin(message=message):
                return self._begin(message)
            case Again(message=message):
                return self._again(wish.attempt, message)
        attempt = self._attempt
        if attempt is None or not self._begun:
            return Outcome("refused", _("This case has not been started yet."))
        if wish.attempt != attempt.id:
            return Outcome("behind", _("The page was showing an earlier attempt."))
        turn, message = wish.turn, wish.message
        match wish:
            case Choose(choice=choice):
                return attempt.choose(choice, turn=turn, message=message)
            case Explain(text=text, sure=sure):
                return attempt.explain(text, sure, turn=turn, message=message)
            case Write(parts=parts):
                return attempt.write(parts, turn=turn, message=message)
            case GoBack(to=to):
                return attempt.go_back(to, turn=turn, message=message)
        raise TypeError(wish)

    def _begin(self, message: str) -> Outcome:
        """Start the case, or go on where it was left, in whichever tab that was."""
        outcome = SAVED
        begun = Attempt.begun(self._store, self._person, self._case)
        self._attempt = Attempt.latest(self._store, self._person, self._case)
        if self._attempt is None:
            self._attempt, outcome = Attempt.begin(
                self._store, self._person, self._case, message=message, after=begun
            )
        self._begun = True
        return outcome

    def _again(self, shown: str, message: str) -> Outcome:
        """A new attempt, unless another tab has begun it already."""
        begun = Attempt.begun(self._store, self._person, self._case)
        latest = Attempt.latest(self._store, self._person, self._case)
        if latest is not None and latest.id != shown:
            self._attempt, self._begun = latest, True
            same = latest.by == message
            return SAVED if same else Outcome("behind", _("You have begun again in another tab."))
        self._attempt, outcome = Attempt.begin(
            self._store, self._person, self._case, message=message, after=begun
        )
        self._begun = True
        return outcome

    def _turn_to(self, case: str) -> Outcome:
        offered = shelf.offered(self._store).get(case)
        # A page in which people practise never opens what they are to be assessed on.
        if offered is None or offered.use != "practice":
            return Outcome("refused", _("That case is not offered now."))
        self._case, self._attempt, self._begun, self._problems = case, None, False, ()
        return SAVED

    def _keep(self, draft: Draft) -> Outcome:
        attempt = self._attempt
        if attempt is None or not self._begun or draft.attempt != attempt.id:
            return Outcome("behind")
        return attempt.keep_draft(draft.part, draft.text, turn=draft.turn)

    def _show(self) -> None:
        """Draw the present moment anew, from what is on disk."""
        if self._begun and self._attempt:
            finished = self._attempt.stage == "debrief"
            self.view = looking_back(self._attempt) if finished else views.present(self._attempt)
            return
        # Newcomers are led to no other case: theirs is a page of its own.
        offered = {} if self._case == shelf.FIRST_STEPS else shelf.offered(self._store)
        latest = Attempt.latest(self._store, self._person, self._case)
        case = shelf.playable(self._store, self._case) or (_as_played(latest) if latest else None)
        self.view = (
            views.note(case, latest, offered, self._terms(case))
            if case
            else views.withheld(
                self._case, shelf.why_not(self._store, self._case), offered, self._problems
            )
        )

    def _terms(self, case: Offered) -> Terms:
        return whose.terms(self._store, editions.grounds(self._store, case.digest))


def _as_played(attempt: Attempt) -> Offered:
    """A case that is not offered now goes on for those who have begun it."""
    scenario = attempt.edition.scenario
    return Offered(
        id=scenario.id,
        digest=attempt.edition.digest,
        title=scenario.title,
        module=scenario.module,
        use=scenario.use,
        minutes=scenario.minutes,
        content_note=scenario.content_note,
        source="",
    )
