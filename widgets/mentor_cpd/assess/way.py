"""One mentor's way through one assignment, and what it comes to: the pass rule. Pure.

Every part of the rule has to be there; nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from ..language import _
from ..records.events import Event
from .rubric import Rubric, verdict
from .submission import Observed, Referred, Submission, Taken

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

MOST_REFERRALS: Final = 2
"""After this many referrals in a module somebody is observed instead of retaking."""


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
