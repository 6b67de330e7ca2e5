"""The Assessment: an assessed case, the reflections on it, and handing both in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import traitlets

from ..assess import handed_in, taking
from ..assess.taking import Assessed
from ..course import Course
from ..errors import CpdError
from ..language import _
from ..practice import edition as editions
from ..practice import shelf
from ..practice.attempt import Attempt
from ..practice.sitting import SAVED, Outcome
from ..practice.terms import Terms
from ..records.store import NotSaved, Store, Unreadable
from . import assessment_view as views
from . import whose
from .base import Base, hosted
from .stock import stock_one
from .view import View
from .wishes import (
    AnyAssessmentWish,
    Begin,
    Check,
    Choose,
    Draft,
    Explain,
    Refresh,
    Submit,
    Write,
    WriteOn,
)
from .words import assessment_words


class Assessment(Base):
    """Takes an assignment: ``Assessment("negotiation")``.

    In the app it is handed in to the school's record. In somebody's own JupyterLab it
    plays the case, and writes the transcript beside the notebook, as a file that is
    handed in with it.
    """

    view = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    files = "assessment"
    wishes = AnyAssessmentWish

    def __init__(self, assignment: str, *, store: Store | None = None, person: str = "") -> None:
        super().__init__()
        kept, who = store or whose.store(), person or whose.person()
        self._way: _Way = (
            _InApp(kept, who, assignment)
            if hosted() or store
            else _OnFile(kept, who, assignment, Path.cwd())
        )
        self.words = assessment_words() | whose.school(kept)
        self.view = self._way.shown()

    def wished(self, wish: AnyAssessmentWish) -> Outcome:
        """Do it, show what came of it, and say how it went."""
        way, attempt = self._way, self._way.attempt
        match wish:
            case Draft(part=part, text=text):
                return attempt.keep_draft(part, text, turn=wish.turn) if attempt else _behind()
            case Begin(message=message):
                outcome = way.begin(message)
            case Refresh():
                if attempt:
                    attempt.catch_up()
                outcome = SAVED
            case _:
                if attempt is None or wish.attempt != attempt.id:
                    return _behind()
                outcome = self._go_on(attempt, wish)
        if outcome.state in ("saved", "behind"):
            self.view = way.shown()
        return outcome

    def _go_on(self, attempt: Attempt, wish: AnyAssessmentWish) -> Outcome:
        turn, message = wish.turn, wish.message
        match wish:
            case Choose(choice=choice):
                return attempt.choose(choice, turn=turn, message=message)
            case Explain(text=text, sure=sure):
                return attempt.explain(text, sure, turn=turn, message=message)
            case Write(parts=parts):
                return attempt.write(parts, turn=turn, message=message)
        return self._way.finish(wish)


class _Way(Protocol):
    """How an assignment is taken here."""

    @property
    def attempt(self) -> Attempt | None: ...

    def begin(self, message: str) -> Outcome: ...

    def finish(self, wish: AnyAssessmentWish) -> Outcome: ...

    def shown(self) -> View: ...


class _InApp:
    """On the school's record: once, in time, and handed in with the reflections."""

    def __init__(self, store: Store, person: str, name: str) -> None:
        self.store, self.person, self.name = store, person, name
        self.attempt: Assessed | None = None
        self.checks = False  # whether what would be sent is shown
        self._seen: Mapping[str, str] = {}  # the reflections as they were shown then

    def begin(self, message: str) -> Outcome:
        try:
            self.attempt, outcome = taking.begin(
                self.store, self.person, self.name, message=message
            )
        except (NotSaved, Unreadable):
            raise
        except CpdError as error:
            self.attempt = None
            return Outcome("refused", str(error))
        # Whoever goes on where they were is not told that something else happened.
        return SAVED if outcome.state == "behind" else outcome

    def finish(self, wish: AnyAssessmentWish) -> Outcome:
        attempt = self.attempt
        if attempt is None:
            return _behind()
        match wish:
            case Check(parts=parts):
                for part, text in parts.items():
                    kept = attempt.keep_draft(part, text, turn=wish.turn)
                    if kept.state != "saved":
                        return kept
                self.checks = attempt.part == "reflections"
                return SAVED
            case WriteOn():
                self.checks = False
                return SAVED
            case Submit():
                if wish.turn != attempt.turn:
                    return attempt.submit({}, turn=wish.turn, message=wish.message)
                drafts = attempt.drafts()
                if self.checks and drafts != self._seen:
                    return Outcome(
                        "behind",
                        _("What you wrote was changed in another tab. Read it before you submit."),
                    )
                written = {box: drafts.get(box, "") for box in attempt.boxes}
                outcome = attempt.submit(written, turn=wish.turn, message=wish.message)
                # Whoever was not shown what would be sent writes on.
                self.checks = self.checks and outcome.state != "saved"
                return outcome
        raise TypeError(wish)

    def shown(self) -> View:
        standing = taking.standing_for(self.store, self.person, self.name)
        attempt = self.attempt
        if attempt is None or attempt.part == "lapsed":
            return self._cover(standing)
        match attempt.part:
            case "case":
                return views.within(attempt, self.name)
            case "reflections" if self.checks:
                self._seen = attempt.drafts()
                return views.checking(attempt, self.name)
            case "reflections":
                return views.reflecting(attempt, self.name)
        kept = taking.receipt(self.store, attempt.id)
        return views.sent(attempt, self.name, kept)

    def _cover(self, standing: taking.Standing) -> View:
        under_way = None
        if standing.state == "in-progress":
            under_way = taking.resume(self.store, self.person, standing.attempt)
        elif not standing.may_begin or not standing.form:
            return views.closed(standing)
        about = under_way.edition.scenario if under_way else standing.form
        if about is None:
            return views.closed(standing)
        until = under_way.until if under_way else self.store.clock() + taking.window(self.store)
        says = [
            _("You cannot go back to an earlier choice, and nothing is explained before the end."),
            _("You can stop anywhere and come back to the same place until {day}.").format(
                day=taking.day(until)
            ),
            _("After the case you write about it, with everything that happened shown alongside."),
        ]
        digest = under_way.edition.digest if under_way else ""
        terms = _terms(self.store, digest or (standing.form.digest if standing.form else ""))
        return views.before(self.name, about, under_way, terms, says)


class _OnFile:
    """In somebody's own JupyterLab: nobody witnesses it, and it can be played as often as
    they like. What is handed in is the file."""

    def __init__(self, store: Store, person: str, name: str, folder: Path) -> None:
        self.store, self.person, self.name = store, person, name
        self.file = folder / handed_in.FILE
        forms = Course.find().module(name).assessed
        if not forms:
            raise CpdError(
                _('The module "{name}" has no assessment.').format(name=name),
                _("Name one that has."),
            )
        self.form = forms[0]
        self.problems = stock_one(store, self.form)
        self.attempt: Attempt | None = None
        self.played_here = False  # to its end, and not looked back on

    def begin(self, message: str) -> Outcome:
        """Go on where it was left, or look back on its end; from there, play it again."""
        if self.attempt is None:
            self.attempt = Attempt.latest(self.store, self.person, self.form)
            if self.attempt is not None:
                self.played_here = self.attempt.stage != "debrief"
                return SAVED
        elif self.attempt.stage != "debrief":
            return SAVED
        self.attempt, outcome = Attempt.begin(self.store, self.person, self.form, message=message)
        self.played_here = True
        return outcome

    def finish(self, wish: AnyAssessmentWish) -> Outcome:
        return Outcome("refused", _("Here it is handed in as files, not with this button."))

    def shown(self) -> View:
        attempt = self.attempt
        if attempt is None:
            about = shelf.offered(self.store).get(self.form)
            if about is None:
                why = self.problems or (shelf.why_not(self.store, self.form),)
                return {**views.cover("closed", self.name, ""), "says": list(why)}
            latest = Attempt.latest(self.store, self.person, self.form)
            says = [
                _("You cannot go back to an earlier choice, and nothing is explained."),
                _("At its end the case writes {file} beside this notebook.").format(
                    file=handed_in.FILE
                ),
            ]
            terms = _terms(self.store, about.digest)
            before = views.before(self.name, about, latest, terms, says)
            finished = latest is not None and latest.stage == "debrief"
            return {**before, "standing": "finished"} if finished else before
        if attempt.stage != "debrief":
            return views.within(attempt, self.name)
        return views.on_file(attempt, self.name, handed_in.FILE, ours=self._write_down(attempt))

    def _write_down(self, attempt: Attempt) -> bool:
        """Whether the file has this way through the case.

        Whoever only looks back replaces no file: a trainer may be standing in the
        folder of somebody else.
        """
        transcript = handed_in.write(attempt.transcript())
        try:
            if self.played_here or not self.file.exists():
                self.file.write_bytes(transcript)
            return self.file.read_bytes() == transcript
        except OSError as error:
            raise CpdError(
                _("{file} could not be written: {why}.").format(file=self.file, why=error.strerror),
                _("Make room or give the folder its permissions, then run the cell again."),
            ) from error


def _terms(store: Store, digest: str) -> Terms:
    return whose.terms(store, editions.grounds(store, digest))


def _behind() -> Outcome:
    return Outcome("behind", _("The page was showing an earlier attempt."))
