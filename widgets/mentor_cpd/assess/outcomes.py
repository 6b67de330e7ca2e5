"""What becomes of a submission: referred, observed, held, released, signed off.

Each is one event under an id of its own, which follows from what is decided, about what,
and by whom. Whether it may be is looked at once more while nobody else can write. Each
raises :class:`CpdError` with a sentence for whoever tried.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from ..errors import CpdError
from ..language import _
from ..practice.allowance import refuse_long
from ..records.events import SIGNERS, Event, NewEvent, in_ink
from ..records.holds import CLOSED, RAISED
from ..records.people import Person
from ..records.store import Store
from . import may, offered, ways
from .may import NotAllowed
from .submission import Submission, To
from .taking import window
from .way import MOST_REFERRALS, Way

_SLACK: Final = timedelta(minutes=5)  # no two clocks say the same
_DAY: Final = timedelta(days=1)  # the school's may begin before the record's
_YEAR: Final = timedelta(days=366)


class Released(NamedTuple):
    """What came of releasing a batch: the submissions that were, and why others were not."""

    done: tuple[str, ...]
    left: Mapping[str, str]


def alias(submission: str) -> str:
    """A short name for a submission while its mentor's is hidden; always the same one."""
    raw = hashlib.sha256(f"alias\n{submission}".encode()).digest()
    letters = base64.b32encode(raw).decode("ascii")[:6]
    return f"{letters[:3]}-{letters[3:]}"


# Referring, and what follows from it.


def next_step(store: Store, one: Submission) -> To:
    """What a referral of this submission would open: a retake, or an observed conversation."""
    way = ways.way_of(store, one.mentor, one.assignment)
    before = [other for other in way.submissions if other.referred and other.id != one.id]
    known = offered.assignments(store).get(one.assignment)
    seen = set(way.tried.values())
    unseen = [form for form in known.forms if form not in seen] if known else []
    return "retake" if unseen and len(before) + 1 < MOST_REFERRALS else "observed"


def refer(store: Store, by: Person, submission: str, *, note: str, message: str) -> Event:
    """Send the mentor back to practise, with a note to talk over (the debrief), and open
    what follows. They see it when it is released."""
    if not note.strip():
        raise NotAllowed(
            _("The debrief note is empty."), _("Say what happened, and what to practise.")
        )

    def body() -> Mapping[str, Any]:
        one = ways.submission(store, submission)
        may.decide(by, one)
        _refuse_after_more(store, one)
        return _about(one) | {"to": next_step(store, one)}

    return _write(store, by, "referred", submission, body, message=message, note=note)


def withdraw(store: Store, by: Person, submission: str, *, why: str, message: str) -> Event:
    """Take a referral back, as long as it has not been released."""

    def body() -> Mapping[str, Any]:
        one = ways.submission(store, submission)
        may.decide(by, one)
        if one.referred is None:
            raise NotAllowed(_("It is not referred."))
        if one.referred.seq < one.released:
            raise NotAllowed(_("The mentor has been told that it is referred."))
        return _about(one) | {"to": "withdrawn"}

    return _write(store, by, "referred", submission, body, message=message, note=why)


def observe(
    store: Store,
    by: Person,
    mentor: str,
    assignment: str,
    *,
    met: bool,
    on: date,
    note: str,
    message: str,
) -> Event:
    """Record a conversation that was observed in place of a retake."""

    if not note.strip():
        raise NotAllowed(_("The note is empty."), _("Say in a sentence or two what you heard."))

    def body() -> Mapping[str, Any]:
        may.observe(by, mentor)
        way = ways.way_of(store, mentor, assignment)
        last = way.latest
        if last is None or last.referred is None or last.referred.to != "observed":
            raise NotAllowed(_("Nobody was referred to an observed conversation here."))
        if last.released < last.referred.seq:
            raise NotAllowed(_("The mentor has not been told that they are referred."),
                _("Release it first."))  # fmt: skip
        if last.held:
            may.decide(by, last)
        if way.signed:
            raise NotAllowed(_("This has been signed off."))
        if on > store.clock().date() + _DAY:
            raise NotAllowed(_("That day has not come yet."))
        if on < (_read_from(store, last) - _DAY).date():
            raise NotAllowed(
                _("That day was before the submission was handed in."),
                _("Look at the year as well."),
            )
        return {"mentor": mentor, "assignment": assignment, "met": met, "on": on.isoformat()}

    return _write(
        store, by, "observed", f"{mentor}\n{assignment}", body, message=message, note=note
    )


# What may be real.


def may_be_real(
    store: Store, by: Person, submission: str, *, told: str, when: datetime, message: str
) -> Event:
    """Stop: somebody read what may be real, and told the lead (whom) then (when)."""
    if not told.strip():
        raise NotAllowed(_("Say whom you told."), _("Tell the safeguarding lead by voice first."))

    def body() -> Mapping[str, Any]:
        may.say_it_may_be_real(by)
        one = ways.submission(store, submission)
        if when > store.clock() + _SLACK:
            raise NotAllowed(
                _("That moment has not come yet."),
                _("If it has, the server’s clock is wrong: leave the time that was there."),
            )
        if when < _read_from(store, one) - _SLACK:
            raise NotAllowed(
                _("That was before the submission was handed in."),
                _("Look at the year as well, or leave the time that was there."),
            )
        return {"submission": one.id, "when": in_ink(when)}

    return _write(store, by, RAISED, submission, body, message=message, told=told)


def close(store: Store, by: Person, submission: str, *, note: str, message: str) -> Event:
    """The safeguarding lead has dealt with it: everything goes on."""

    now = in_ink(store.clock())

    def body() -> Mapping[str, Any]:
        may.close(by, ways.submission(store, submission))
        return {"submission": submission, "when": now}

    return _write(store, by, CLOSED, submission, body, message=message, note=note)


# Releasing.


def hold_back(store: Store, by: Person, submission: str, *, held: bool, message: str) -> Event:
    """Keep it out of every batch, or let it go again."""

    def body() -> Mapping[str, Any]:
        one = ways.submission(store, submission)
        may.decide(by, one)
        if one.queue == "released":
            raise NotAllowed(_("It has been released."))
        return {"submission": one.id, "held": held}

    return _write(store, by, "held-back", submission, body, message=message)


def release(store: Store, by: Person, submissions: Iterable[str], *, message: str) -> Released:
    """Send the results of these to their mentors; what cannot be sent is left, and said."""
    done, left = [], {}
    for submission in dict.fromkeys(submissions):
        try:
            _release(store, by, submission, message)
        except NotAllowed as no:
            left[submission] = str(no)
        else:
            done.append(submission)
    return Released(tuple(done), left)


def _release(store: Store, by: Person, submission: str, message: str) -> None:
    def body() -> Mapping[str, Any]:
        one = ways.submission(store, submission)
        may.release(by, one)
        return {"submission": one.id}

    _write(store, by, "released", submission, body, message=message)


# Signing off.


def signers(store: Store) -> frozenset[str]:
    """Those whom the head has named to sign off besides."""
    named: dict[str, bool] = {}
    for event in store.events(kinds=SIGNERS):
        named[event.body["to"]] = event.kind == "sign-off-given"
    return frozenset(person for person, is_named in named.items() if is_named)


def may_sign(store: Store, person: Person) -> bool:
    """Whether signing off is the person's at all: the head's, and whom the head named."""
    return "head" in person.roles or person.id in signers(store)


def name_signer(store: Store, by: Person, to: Person, *, named: bool, message: str) -> Event:
    """The head names somebody to sign off besides, or no longer."""

    def body() -> Mapping[str, Any]:
        may.name_signers(by)
        if named == (to.id in signers(store)):
            raise NotAllowed(_("That has been done already. Load the page again."))
        return {"to": to.id}

    kind = "sign-off-given" if named else "sign-off-taken"
    return _write(store, by, kind, to.id, body, message=message)


def sign_off(store: Store, by: Person, mentor: str, assignment: str, *, message: str) -> Event:
    """Say for the school that the mentor has passed."""

    def body() -> Mapping[str, Any]:
        way = ways.way_of(store, mentor, assignment)
        may.sign_off(by, way, signers(store))
        _refuse_unmet(store, way)
        assert way.latest  # criteria were met by it  # noqa: S101
        return _about(way.latest)

    return _write(store, by, "signed-off", f"{mentor}\n{assignment}", body, message=message)


def _refuse_unmet(store: Store, way: Way) -> None:
    judged = ways.judge(store, way)
    if judged.state == "passed":
        raise NotAllowed(_("This has been signed off."))
    if judged.state != "criteria-met":
        raise NotAllowed(_("The criteria are not met."), " ".join(judged.missing))
    if way.latest and way.latest.queue != "released":
        raise NotAllowed(
            _("The mentor has not been told the results."), _("Release the results first.")
        )


# Reopening.


def reopen(store: Store, by: Person, attempt: str, *, message: str) -> Event:
    """Open a lapsed attempt again, for as many days as an attempt has."""

    now = store.clock()
    until = in_ink(now + window(store))

    def body() -> Mapping[str, Any]:
        taken = ways.standings(store).attempts.get(attempt)
        if taken is None:
            raise NotAllowed(_("There is no such attempt."))
        may.observe(by, taken.mentor)
        under_way = ways.way_of(store, taken.mentor, taken.assignment).under_way
        if under_way != taken or not taken.lapsed(now):
            raise NotAllowed(_("Only an attempt that has lapsed, the last one, is reopened."))
        return {"attempt": attempt, "until": until}

    return _write(store, by, "reopened", attempt, body, message=message)


# Within.


def _read_from(store: Store, one: Submission) -> datetime:
    """When somebody can have read the submission first. Files may have been read long before
    they were taken in; and a clock that was wrong then must not bar what is said now."""
    return min(one.at - _YEAR if one.unwitnessed else one.at, store.clock())


def _about(one: Submission) -> dict[str, Any]:
    return {"submission": one.id, "mentor": one.mentor, "assignment": one.assignment}


def _refuse_after_more(store: Store, one: Submission) -> None:
    """Only the latest submission is referred, and none that was signed off."""
    way = ways.way_of(store, one.mentor, one.assignment)
    if way.signed:
        raise NotAllowed(_("This has been signed off."))
    if (way.latest and way.latest.id != one.id) or way.under_way:
        raise NotAllowed(_("The mentor has begun another attempt since."))
    if one.referred and one.referred.seq < one.released:
        raise NotAllowed(_("It is referred, and the mentor has been told."))


def _write(
    store: Store,
    by: Person,
    kind: str,
    about: str,
    body: Callable[[], Mapping[str, Any]],
    *,
    message: str,
    **texts: str,
) -> Event:
    """Write one event, if ``body`` finds that it may be: with nobody writing in between.

    The same message again is answered with the event that it brought before.
    """
    refuse_long(texts.values())
    own = hashlib.sha256(f"{about}\n{kind}\n{by.id}".encode()).hexdigest()[:24]
    before = store.events(attempt=own)
    for event in before:
        if event.message == message:
            return event
    told = body()

    def still() -> None:
        if body() != told:
            raise CpdError(_("Something has changed meanwhile."), _("Look again, and decide."))

    new = NewEvent(
        kind,
        by.id,
        told,
        attempt=own,
        turn=len(before),
        message=message,
        texts={part: text.strip() for part, text in texts.items() if text.strip()},
    )
    return store.append(new, provided=still).event
