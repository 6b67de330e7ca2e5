"""Where submissions stand, and mentors: a pure fold of events, nothing stored.

The same events answer two questions. A trainer is told everything; a mentor what was
released to them, which is the fold of :func:`as_told`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal

from ..language import _
from ..records.events import ASSESSMENT, Event, from_ink
from .rubric import Rubric, verdict

State = Literal[
    "not-begun",
    "in-progress",
    "lapsed",
    "submitted",
    "marked",
    "referred",
    "criteria-met",
    "passed",
]
Queue = Literal["to-mark", "in-progress", "done", "released"]
To = Literal["retake", "observed"]

MOST_REFERRALS: Final = 2
"""After this many referrals in a module somebody is observed instead of retaking."""
FOLDED: Final = ("attempted", *ASSESSMENT)
"""The kinds of event from which everything here is made."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A key feature of the case, and whether it was met."""

    id: str
    says: str
    must: bool
    met: bool


@dataclass(frozen=True, slots=True)
class Graded:
    """What replaying the submission gave. ``open_errors`` are the critical errors that
    were never put right, in words."""

    seq: int
    at: datetime
    cells: Mapping[str, tuple[float, float]]
    open_errors: tuple[str, ...]
    features: tuple[Feature, ...]
    key: str
    rubric: str

    @property
    def missed(self) -> tuple[Feature, ...]:
        """The key features that must be met, and were not."""
        return tuple(one for one in self.features if one.must and not one.met)


@dataclass(frozen=True, slots=True)
class Marked:
    """What one marker said last. ``why`` is given where it changed what was done."""

    id: str
    marker: str
    levels: Mapping[str, int]
    done: bool
    rubric: str
    through: str
    why: str
    turn: int
    seq: int
    at: datetime
    finished: int = 0
    """The place of the event with which this marker was first done; 0 before that."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The marks that count: those of one marker, or of several who say the same."""

    levels: Mapping[str, int]
    rubric: str
    markers: tuple[Marked, ...]

    @property
    def single(self) -> bool:
        """Whether nobody else has marked it: results say *single-marked*."""
        return len(self.markers) == 1


@dataclass(frozen=True, slots=True)
class Referred:
    """Sent back to practise. ``id`` is that under which its debrief note is kept."""

    id: str
    by: str
    to: To
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Observed:
    """A conversation that a trainer listened to. ``id``: as above, for the note."""

    id: str
    by: str
    met: bool
    on: str
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Concern:
    """Somebody read what may be real. ``id``: as above, for whom they told."""

    id: str
    by: str
    when: str
    seq: int
    at: datetime
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """An attempt that counts, and until when it may be handed in."""

    id: str
    mentor: str
    assignment: str
    case: str
    began: datetime
    until: datetime
    seq: int
    submitted: bool = False

    def lapsed(self, now: datetime) -> bool:
        return not self.submitted and now > self.until


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission, and everything that became of it."""

    id: str
    mentor: str
    assignment: str
    case: str
    edition: str
    source: Literal["app", "files"]
    seq: int
    at: datetime
    graded: Graded | None = None
    refused: str = ""
    marks: tuple[Marked, ...] = ()
    referred: Referred | None = None
    released: int = 0
    released_at: datetime | None = None
    held_back: bool = False
    concern: Concern | None = None
    latest: int = 0
    """The place of the last event that changed its results."""

    @property
    def held(self) -> bool:
        """Whether it may be real and the safeguarding lead has not closed it: nothing
        is marked, released or erased."""
        return self.concern is not None and not self.concern.closed

    @property
    def agreed(self) -> Agreed | None:
        return agreed(self.marks)

    @property
    def single_marked(self) -> bool:
        return bool(self.agreed and self.agreed.single)

    @property
    def unwitnessed(self) -> bool:
        """It came as files: what was done is only known from them."""
        return self.source == "files"

    @property
    def critical(self) -> bool:
        """Whether a critical error stands open."""
        return bool(self.graded and self.graded.open_errors)

    @property
    def decided(self) -> bool:
        """Whether there is something to release: agreed marks, or a referral."""
        marked = self.graded is not None and self.agreed is not None
        return marked or self.referred is not None

    @property
    def changed(self) -> bool:
        """Whether something has changed since it was released: release it again."""
        return 0 < self.released < self.latest

    @property
    def queue(self) -> Queue:
        """Where it stands on the desk."""
        if self.released and not self.changed:
            return "released"
        if self.decided:
            return "done"
        return "in-progress" if self.marks else "to-mark"


@dataclass(frozen=True, slots=True)
class Way:
    """One mentor's way through one assignment, in the order in which it was gone."""

    mentor: str
    assignment: str
    attempts: tuple[Taken, ...] = ()
    submissions: tuple[Submission, ...] = ()
    observed: tuple[Observed, ...] = ()
    signed: Event | None = None

    @property
    def latest(self) -> Submission | None:
        return self.submissions[-1] if self.submissions else None

    @property
    def tried(self) -> Mapping[str, str]:
        """The case of every attempt, handed in or not, by the attempt's id."""
        begun = {one.id: one.case for one in self.attempts}
        return begun | {one.id: one.case for one in self.submissions}

    @property
    def under_way(self) -> Taken | None:
        """The last attempt, where it was begun last of all and not handed in."""
        if not self.attempts or self.attempts[-1].submitted:
            return None
        last = self.attempts[-1]
        return last if self.latest is None or last.seq > self.latest.seq else None

    @property
    def referrals(self) -> tuple[Referred, ...]:
        return tuple(one.referred for one in self.submissions if one.referred)

    @property
    def observation(self) -> Observed | None:
        """The last conversation since the latest submission was referred to one."""
        last = self.latest
        if last is None or last.referred is None or last.referred.to != "observed":
            return None
        since = [one for one in self.observed if one.seq > last.referred.seq]
        return since[-1] if since else None


@dataclass(frozen=True, slots=True)
class Practised:
    """Whether one practice case was brought to an ending with every key feature that must
    be met; ``missing``, in words, what the attempt that came nearest still lacked."""

    met: bool
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Standings:
    """Everything that the events say, by submission and by mentor and assignment."""

    attempts: dict[str, Taken] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    observed: dict[tuple[str, str], list[Observed]] = field(default_factory=dict)
    signed: dict[tuple[str, str], Event] = field(default_factory=dict)

    def way(self, mentor: str, assignment: str) -> Way:
        """One mentor's way through one assignment; empty when it was never begun."""

        def theirs(one: Taken | Submission) -> bool:
            return (one.mentor, one.assignment) == (mentor, assignment)

        return Way(
            mentor,
            assignment,
            tuple(filter(theirs, self.attempts.values())),
            tuple(filter(theirs, self.submissions.values())),
            tuple(self.observed.get((mentor, assignment), ())),
            self.signed.get((mentor, assignment)),
        )

    def ways(self) -> list[Way]:
        """Everybody's, in the order in which they began."""
        begun: list[Taken | Submission] = [*self.attempts.values(), *self.submissions.values()]
        begun.sort(key=lambda one: one.seq)
        whose = dict.fromkeys((one.mentor, one.assignment) for one in begun)
        return [self.way(*who) for who in whose]


# The fold.


def fold(events: Iterable[Event]) -> Standings:
    """What the events, in the order they happened, come to."""
    found = Standings()
    for event in events:
        _fold(found, event)
    return found


def as_told(events: Sequence[Event]) -> list[Event]:
    """The events as far as the mentors they are about may know them: of a submission's
    marks, grading and referral only what had happened when it was last released."""
    released: dict[str, int] = {}
    for event in events:
        if event.kind == "released":
            released[event.body["submission"]] = event.seq
    return [
        event
        for event in events
        if event.kind not in _UNTOLD and (
            event.kind not in _RESULTS
            or event.seq < released.get(event.body["submission"], 0)
        )
    ]  # fmt: skip


_RESULTS: Final = ("graded", "refused", "marked", "referred")
_UNTOLD: Final = ("may-be-real", "may-be-real-closed", "held-back")


def _fold(found: Standings, event: Event) -> None:
    body = event.body
    match event.kind:
        case "attempted" if "assignment" in body and event.attempt:
            found.attempts[event.attempt] = Taken(
                event.attempt,
                event.person,
                body["assignment"],
                body["scenario"],
                event.at,
                from_ink(body["until"]),
                event.seq,
            )
        case "reopened" if body["attempt"] in found.attempts:
            again = replace(found.attempts[body["attempt"]], until=from_ink(body["until"]))
            found.attempts[again.id] = again
        case "submitted" if event.attempt in found.attempts:
            begun = found.attempts[event.attempt]
            found.attempts[event.attempt] = replace(begun, submitted=True)
            found.submissions[event.attempt] = Submission(
                id=event.attempt,
                mentor=event.person,
                assignment=body["assignment"],
                case=begun.case,
                edition=event.edition or "",
                source="app",
                seq=event.seq,
                at=event.at,
            )
        case "received":
            found.submissions[body["submission"]] = Submission(
                id=body["submission"],
                mentor=body["mentor"],
                assignment=body["assignment"],
                case=body["scenario"],
                edition=body["edition"],
                source="files",
                seq=event.seq,
                at=event.at,
            )
        case "observed":
            whose = (body["mentor"], body["assignment"])
            found.observed.setdefault(whose, []).append(_observed(event))
        case "signed-off":
            found.signed[body["mentor"], body["assignment"]] = event
        case _ if body.get("submission") in found.submissions:
            at = body["submission"]
            found.submissions[at] = _became(found.submissions[at], event)


def _became(one: Submission, event: Event) -> Submission:
    """The submission after one more event that is about it."""
    match event.kind:
        case "graded":
            return replace(one, graded=_graded(event), refused="", latest=event.seq)
        case "refused":
            return replace(one, graded=None, refused=event.body["why"], latest=event.seq)
        case "marked":
            before = next((m for m in one.marks if m.id == event.attempt), None)
            mine = _marked(event, before)
            others = tuple(m for m in one.marks if m.id != mine.id)
            latest = event.seq if mine.done else one.latest
            return replace(one, marks=(*others, mine), latest=latest)
        case "referred":
            to: To = event.body["to"]
            referred = Referred(event.attempt or "", event.person, to, event.seq, event.at)
            return replace(one, referred=referred, latest=event.seq)
        case "may-be-real":
            concern = Concern(
                event.attempt or "", event.person, event.body["when"], event.seq, event.at
            )
            return replace(one, concern=concern)
        case "may-be-real-closed" if one.concern:
            return replace(one, concern=replace(one.concern, closed=True))
        case "held-back":
            return replace(one, held_back=event.body["held"])
        case "released":
            return replace(one, released=event.seq, released_at=event.at, held_back=False)
    return one


def _graded(event: Event) -> Graded:
    body = event.body
    return Graded(
        event.seq,
        event.at,
        {name: (float(points), float(most)) for name, (points, most) in body["cells"].items()},
        tuple(body["open_errors"]),
        tuple(Feature(f["id"], f["says"], f["must"], f["met"]) for f in body["features"]),
        body["key"],
        body["rubric"],
    )


def _marked(event: Event, before: Marked | None) -> Marked:
    body: Mapping[str, Any] = event.body
    finished = before.finished if before else 0
    return Marked(
        id=event.attempt or "",
        marker=event.person,
        levels=body["levels"],
        done=body["done"],
        rubric=body["rubric"],
        through=body["through"],
        why=body.get("why", ""),
        turn=event.turn or 0,
        seq=event.seq,
        at=event.at,
        finished=finished or (event.seq if body["done"] else 0),
    )


def _observed(event: Event) -> Observed:
    body = event.body
    return Observed(event.attempt or "", event.person, body["met"], body["on"], event.seq, event.at)


# What it comes to.


def agreed(marks: Sequence[Marked]) -> Agreed | None:
    """The marks that count.

    Those of the one marker who is done. Where several are, they count when they give the
    same levels; nothing is averaged, so until then nothing is agreed. (How markers come to
    agree, blind to each other, is the later issue's.)
    """
    done = sorted((one for one in marks if one.done), key=lambda one: one.finished)
    if not done:
        return None
    first = done[0]
    if any((one.levels, one.rubric) != (first.levels, first.rubric) for one in done):
        return None
    return Agreed(first.levels, first.rubric, tuple(done))


def missing(way: Way, rubric: Rubric | None, practised: Practised) -> tuple[str, ...]:
    """What the mentor's latest submission, and practice, still lack; nothing when the
    criteria are met. ``rubric`` is the edition of the submission's marks.

    An observed conversation that was met stands in the place of the retake; nothing
    stands in the place of practice.
    """
    last = way.latest
    if last is None:
        return (_("Nothing has been submitted yet."),)
    if last.referred:
        return _missing_after_referral(way, last.referred, practised)
    if last.graded is None or last.agreed is None or rubric is None:
        return (_("It has not been marked yet."),)
    found = [
        _("Critical error, not put right: {error}").format(error=error)
        for error in last.graded.open_errors
    ]
    found += [
        _("In the assessed case: {feature}").format(feature=one.says) for one in last.graded.missed
    ]
    record = rubric.record is not None and rubric.record.id in last.agreed.levels
    found += verdict(last.agreed.levels, rubric, record=record).missing
    return (*found, *practised.missing)


def _missing_after_referral(way: Way, referred: Referred, practised: Practised) -> tuple[str, ...]:
    if referred.to == "retake":
        return (_("Another case of this module, taken after practice."),)
    if way.observation is None or not way.observation.met:
        return (_("A conversation that a trainer observes."), *practised.missing)
    return practised.missing


def state_of(way: Way, now: datetime, rubric: Rubric | None, practised: Practised) -> State:
    """Where the mentor stands with the assignment."""
    if way.signed is not None:
        return "passed"
    if way.under_way:
        return "lapsed" if way.under_way.lapsed(now) else "in-progress"
    last = way.latest
    if last is None:
        return "not-begun"
    if not last.decided:
        return "submitted"
    if not missing(way, rubric, practised):
        return "criteria-met"
    return "referred" if last.referred else "marked"
