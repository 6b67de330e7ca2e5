"""What a mentor may do with an assignment: begin it, come back to it, hand it in.

An assignment is known by its name. What it consists of stands in the store
(:mod:`.offered`), so that a kernel needs nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

import msgspec

from ..errors import CpdError
from ..language import _
from ..practice import shelf
from ..practice.allowance import refuse_long
from ..practice.attempt import Attempt
from ..practice.confirmation import open_to_assess
from ..practice.settings import ATTEMPTS, TIME, number
from ..practice.shelf import Offered
from ..practice.sitting import Outcome, Step, behind
from ..records.events import SUBMITTED, Event, from_ink, in_ink
from ..records.store import NotTheirs, Store
from ..scenario import canon
from ..scenario.transcript import Illegal, Replay, Transcript
from . import handed_in, offered
from . import rubric as rubrics
from .offered import Assignment
from .rubric import Criterion
from .standing import Standings
from .way import State, Way
from .ways import all_told_to, judge

Part = Literal["case", "reflections", "submitted", "lapsed"]


class Standing(msgspec.Struct, frozen=True):
    """Where one mentor stands with one assignment, as far as they may know it.

    ``says`` is a sentence or two for them. ``attempt`` is the latest attempt that was
    begun, ``where`` the scene where it was left, ``until`` when it has to be handed in.
    ``may_begin`` says whether :func:`begin` would begin an attempt now, at the case
    ``form``; ``why_not`` why it would not. ``released`` are the submissions whose results
    may be read, oldest first; ``missing`` says what the criteria still lack.
    """

    assignment: str
    title: str
    state: State
    says: str
    attempt: str = ""
    where: str = ""
    until: datetime | None = None
    may_begin: bool = False
    why_not: str = ""
    form: Offered | None = None
    released: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Receipt(NamedTuple):
    """What a mentor can keep: the place, moment and hash of what they handed in."""

    submission: str
    seq: int
    at: datetime
    hash: str

    def holds(self, store: Store) -> bool:
        """Whether the record still has it, unchanged."""
        return store.holds(self.seq, self.hash)


class Assessed(Attempt):
    """An attempt that counts: no way back, a window of days, and handed in at the end.

    After the ending the boxes are those of the reflections, by criterion, and what stands
    in them is kept as a draft like everything else that is being written.
    """

    until: datetime
    submission: Event | None

    @property
    def part(self) -> Part:
        """Which part of the assessment it has come to."""
        if self.submission:
            return "submitted"
        if self.lapsed:
            return "lapsed"
        return "reflections" if self.stage == "debrief" else "case"

    @property
    def lapsed(self) -> bool:
        """Whether its window is over; a trainer can reopen it."""
        return self.submission is None and self.store.clock() > self.until

    @property
    def assignment(self) -> str:
        return self._assignment

    @property
    def reflections(self) -> tuple[Criterion, ...]:
        """What is to be written before it is handed in, in the rubric's order."""
        return rubrics.present(self.store).reflection

    @property
    def boxes(self) -> frozenset[str]:
        """The names of the boxes that are open to write in now."""
        if self.submission:
            return frozenset()
        if self.stage == "debrief":
            return frozenset(one.id for one in self.reflections)
        return super().boxes

    def keep_draft(self, part: str, text: str, *, turn: int) -> Outcome:
        if self._now_lapsed():
            return Outcome("refused", str(_lapsed(self.until)))
        return super().keep_draft(part, text, turn=turn)

    def submit(self, texts: Mapping[str, str], *, turn: int, message: str) -> Outcome:
        """Hand it in, once and for all: a reflection for each criterion, by its id."""

        def step() -> Step[Replay]:
            rubric = rubrics.present(self.store)
            if self.part != "reflections":
                raise Illegal(_("There is nothing to submit at this moment."))
            if not texts.keys() <= self.boxes:
                raise Illegal(_("There is no such box to write in."))
            written = {box: texts[box].strip() for box in texts}
            empty = [one.label for one in rubric.reflection if not written.get(one.id)]
            if empty:
                raise Illegal(
                    _("Nothing is written yet under: {boxes}.").format(boxes="; ".join(empty)),
                    _("What you submit cannot be changed afterwards, so fill every box first."),
                )
            refuse_long(written.values())
            body = {
                "assignment": self.assignment,
                "rubric": rubric.digest,
                "transcript": seal(self.transcript()),
            }
            return Step(replace(self.played, turn=self.turn), SUBMITTED, body, written)

        outcome = self._take(step, turn, message)
        if outcome.state == "saved":
            self.catch_up()  # with its place in the record
        return outcome

    # How it differs from practice.

    def catch_up(self) -> None:
        super().catch_up()
        self._now_lapsed()

    def _stand(self, events: Sequence[Event]) -> Replay:
        self.submission = next((one for one in events if one.kind == SUBMITTED), None)
        played = super()._stand(events)
        if not events:
            self._assignment, self.until = "", self.store.clock()
            return played
        body = events[0].body
        if "assignment" not in body:
            raise NotTheirs(_("This attempt was practice."))
        self._assignment = body["assignment"]
        self.until = from_ink(body["until"])
        return replace(played, turn=events[-1].turn or 0)

    def _take(self, make: Callable[[], Step[Replay]], turn: int, message: str) -> Outcome:
        def in_time() -> Step[Replay]:
            if self._now_lapsed():
                raise _lapsed(self.until)
            return make()

        return super()._take(in_time, turn, message)

    def _now_lapsed(self) -> bool:
        """Whether the window is over, a reopening since then included."""
        if self.lapsed:
            for event in self.store.events(kinds=["reopened"]):
                if event.body["attempt"] == self.id:
                    self.until = from_ink(event.body["until"])
        return self.lapsed


# What a mentor may do.


def begin(store: Store, person: str, assignment: str, *, message: str) -> tuple[Assessed, Outcome]:
    """Begin the assignment at the form that is next, or stand where it was left.

    Raises :class:`CpdError` when it cannot be begun now; its sentence is for the mentor.
    """
    known = offered.assignment(store, assignment)
    told = _told(store, person, known, all_told_to(store, person))
    if told.way.under_way and not told.way.under_way.lapsed(store.clock()):
        attempt = Assessed.resume(store, person, told.way.under_way.id)
        return attempt, Outcome("saved") if attempt.by == message else behind()
    if not told.form or told.why_not:
        raise CpdError(_("You cannot begin this assessment now."), told.why_not)
    body = {
        "scenario": told.form.id,
        "use": told.form.use,
        "assignment": assignment,
        "until": in_ink(store.clock() + window(store)),
    }
    before = Assessed.begun(store, person, told.form.id)
    attempt, outcome = Assessed._begin(
        store, person, before, body, told.form.digest, message=message
    )
    attempt.catch_up()
    return attempt, outcome


def resume(store: Store, person: str, attempt: str) -> Assessed:
    """The attempt where it stands, submitted or not. Raises when it is not theirs."""
    return Assessed.resume(store, person, attempt)


def standings_for(store: Store, person: str) -> tuple[Standing, ...]:
    """Where the person stands with every assignment; the record is read once for all."""
    told = all_told_to(store, person)
    return tuple(
        _standing(store, person, known, told) for known in offered.assignments(store).values()
    )


def standing_for(store: Store, person: str, assignment: str) -> Standing:
    """Where the person stands with the assignment; costs a replay of their own attempts."""
    known = offered.assignment(store, assignment)
    return _standing(store, person, known, all_told_to(store, person))


def _standing(store: Store, person: str, known: Assignment, ways: Standings) -> Standing:
    told = _told(store, person, known, ways)
    way = told.way
    where, until = "", None
    if way.under_way:
        until = way.under_way.until
        played = Assessed.resume(store, person, way.under_way.id)
        where = "" if played.part == "reflections" else played.played.here.scene.title
    return Standing(
        assignment=known.name,
        title=known.title,
        state=told.state,
        says=_says(told.state, told, where),
        attempt=way.attempts[-1].id if way.attempts else "",
        where=where,
        until=until,
        may_begin=told.form is not None and not told.why_not,
        why_not=told.why_not,
        form=told.form,
        released=tuple(one.id for one in way.submissions if one.released),
        missing=told.missing,
    )


def receipt(store: Store, submission: str) -> Receipt:
    """What shows that it was handed in. Its ``holds`` can be asked for ever."""
    for event in store.events(attempt=submission, kinds=[SUBMITTED]):
        return Receipt(submission, event.seq, event.at, event.hash)
    raise CpdError(_("This attempt has not been submitted."))


def window(store: Store) -> timedelta:
    """How long an attempt may be carried on and handed in after it was begun."""
    return timedelta(days=number(store, TIME))


def seal(transcript: Transcript) -> str:
    """The digest of a transcript: the SHA-256 of its canonical JSON."""
    return canon.digest(handed_in.write(transcript))


# Within.


class _Told(NamedTuple):
    """A way as its mentor may know it, and what follows for them."""

    way: Way
    state: State
    missing: tuple[str, ...]
    form: Offered | None
    why_not: str


def _told(store: Store, person: str, known: Assignment, told: Standings) -> _Told:
    way = told.way(person, known.name)
    state, lacking = judge(store, way)
    form, why_not = _next_form(store, known, way, state)
    return _Told(way, state, lacking, form, why_not)


def _next_form(
    store: Store, known: Assignment, way: Way, state: State
) -> tuple[Offered | None, str]:
    """The case that would be begun now, and why it cannot be begun, if it cannot."""
    why_not = _why_no_more(way, state, number(store, ATTEMPTS))
    if why_not:
        return None, why_not
    seen = set(way.tried.values())
    unseen = [form for form in known.forms if form not in seen]
    if not unseen:
        return None, _(
            "You have taken every case that this assessment has. Ask your trainer how to go on."
        )
    opening = open_to_assess(store, unseen[0])
    return shelf.offered(store).get(unseen[0]), "" if opening.open else opening.reason


def _why_no_more(way: Way, state: State, allowed: int) -> str:
    """Why no attempt may be begun, as far as those that were made are concerned."""
    match state:
        case "in-progress":
            return _("You have begun it already.")
        case "submitted":
            return _("What you submitted is with your trainer.")
        case "criteria-met" | "passed":
            return _("You have met its criteria.")
    if len(way.tried) < _allowed(way, allowed):
        return ""
    if state == "lapsed":
        return str(_lapsed(way.attempts[-1].until))
    if state == "referred":
        return _("Your trainer will arrange an observed conversation with you instead.")
    return _("You have used the attempts that your school allows. Ask your trainer how to go on.")


def attempts_left(store: Store, way: Way) -> int:
    """How many more attempts the mentor is allowed, whatever came of the last."""
    return max(0, _allowed(way, number(store, ATTEMPTS)) - len(way.tried))


def _allowed(way: Way, allowed: int) -> int:
    return allowed + sum(one.to == "retake" for one in way.referrals)


def _says(state: State, told: _Told, where: str) -> str:
    match state:
        case "not-begun":
            return _("Not begun.") if not told.why_not else told.why_not
        case "in-progress":
            return _in_progress(told, where)
        case "lapsed":
            return str(_lapsed(told.way.attempts[-1].until))
        case "submitted":
            return _("Submitted. You will be told here when your trainer has released results.")
        case "marked":
            return _("Marked. The criteria are not all met yet.")
        case "referred":
            if told.form:
                return _("Referred: go back to the practice case, then take a different case here.")
            return _("Referred: go back to the practice case. {how}").format(how=told.why_not)
        case "criteria-met":
            return _("Criteria met: awaiting sign-off.")
        case "passed":
            return _("Passed.")


def _in_progress(told: _Told, where: str) -> str:
    assert told.way.under_way  # that is what the state says  # noqa: S101
    until = day(told.way.under_way.until)
    if where:
        return _("In progress, at: {where}. Submit it by {until}.").format(where=where, until=until)
    return _("In progress: write your reflections, and submit it by {until}.").format(until=until)


def _lapsed(until: datetime) -> Illegal:
    return Illegal(
        _("The time for this attempt ended on {until}.").format(until=day(until)),
        _("Nothing that you did is lost: ask your trainer, who can open it again."),
    )


def day(moment: datetime) -> str:
    """The day on which it falls where the school is, in words."""
    here = moment.astimezone()
    return f"{here.day} {here:%B %Y}"
