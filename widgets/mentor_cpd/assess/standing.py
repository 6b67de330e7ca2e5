"""Where submissions stand, and mentors: a pure fold of events, nothing stored.

The same events answer two questions. A trainer is told everything; a mentor what was
released to them, which is the fold of :func:`as_told`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ..records.events import ASSESSMENT, Event, from_ink
from .submission import (
    Concern,
    Feature,
    Graded,
    Marked,
    Observed,
    Referred,
    Submission,
    Taken,
    To,
)
from .way import Way

FOLDED: Final = ("attempted", *ASSESSMENT)
"""The kinds of event from which everything here is made."""


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
            # Files that were refused before they became a submission are nobody's results.
            or event.seq < released.get(event.body.get("submission", ""), 0)
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
            return replace(one, referred=_referred(event), latest=event.seq)
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
        turn=event.turn or 0,
        seq=event.seq,
        at=event.at,
        finished=finished or (event.seq if body["done"] else 0),
    )


def _referred(event: Event) -> Referred | None:
    if event.body["to"] == "withdrawn":
        return None
    to: To = event.body["to"]
    return Referred(event.attempt or "", event.person, to, event.seq, event.at)


def _observed(event: Event) -> Observed:
    body = event.body
    return Observed(event.attempt or "", event.person, body["met"], body["on"], event.seq, event.at)
